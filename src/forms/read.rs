//! A filled form: which bureau's it is, whether it is still the form that was sent, and its rows.
//!
//! In: a file's bytes. Out: [`Reading`], or every reason why the form can't be taken.

use super::current::{self, Current};
use super::form::{Form, refuse_cell};
use super::form_text::FormText;
use super::guard::{self, REGENERATE, Refusal};
use super::layout::{Field, HEADINGS, KEY_NAME, KEY_YEAR, NAME, Position, VERSION, WIDTH};
use super::row::{self, Change, Row};
use super::sheet::{self, MergedRange, Sheet};
use super::value_file::{ValueFile, value_file};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::indicator::{IndicatorId, Indicators};
use crate::source::{Sources, Span};
use crate::workspace::Workspace;
use std::collections::BTreeMap;

/// What a filled form comes to.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Short name of the bureau.
    pub bureau: String,
    /// What the form changes, in its order.
    pub changes: Vec<Change>,
    /// Number of rows that change nothing.
    pub unchanged: usize,
    /// Number of rows that the bureau was asked for and that the form lacks.
    pub absent: usize,
}

/// Reads a filled form; `text` gives the present text of a value file.
///
/// Fails where anything in it can't be taken, after all of that was reported.
pub fn read(
    bytes: &[u8],
    path: &str,
    workspace: &Workspace,
    indicators: &Indicators,
    text: &dyn Fn(&ValueFile, &Sources) -> String,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Reading, Reported> {
    let sheet = match guard::open(bytes).and_then(|mut open| sheet::read(bytes, &mut open)) {
        Ok(sheet) => sheet,
        Err(Refusal { message, help }) => {
            let span = Span::of_file(sources.add(path, ""));
            let problem = Diagnostic::new(Code::FormUnreadable, span, message).help(help);
            return Err(diagnostics.report(problem));
        }
    };
    let form_text = FormText::new(path, &sheet, sources);
    let Head { row: head, bureau } = read_head(&sheet, &form_text, workspace, diagnostics)?;
    let file = value_file(&bureau, indicators, sources);
    let current = current::read(&text(&file, sources), indicators)?;
    let form = Form { sheet: &sheet, text: &form_text, path, head, bureau: &bureau, indicators };

    // Every problem is reported before the form is refused.
    let mut refused = refuse_merged(&form, diagnostics).err();
    let mut rows = Rows { form: &form, current: &current, file: &file, seen: BTreeMap::new() };
    let (mut changes, mut unchanged) = (Vec::new(), 0);
    for row in sheet.rows().into_iter().filter(|row| *row > head) {
        match rows.read(row, diagnostics) {
            Ok(None) => {}
            Ok(Some(none)) if none.is_empty() => unchanged += 1,
            Ok(Some(some)) => changes.extend(some),
            Err(reported) => refused = Some(reported),
        }
    }
    if let Some(reported) = refused {
        return Err(reported);
    }

    let mut absent = 0;
    for id in indicators.by_owner(&bureau) {
        let years = indicators.get(id).years.iter();
        absent += years.filter(|year| !rows.seen.contains_key(&(id, **year))).count();
    }
    Ok(Reading { bureau, changes, unchanged, absent })
}

/// What the heading row says.
struct Head {
    row: u32,
    bureau: String,
}

/// Reads the heading row; fails where the form is another one than was sent.
fn read_head(
    sheet: &Sheet,
    text: &FormText,
    workspace: &Workspace,
    diagnostics: &mut Diagnostics,
) -> Result<Head, Reported> {
    let mut versions = sheet.cells.iter().filter(|(_, cell)| cell.is_version()).map(|(at, _)| *at);
    let version = versions.next().unwrap_or(Position { row: 0, column: 0 });
    let row = version.row;
    let cell_in = |column| Position { row, column };
    let mut refuse =
        |cell, message: &str, help| Err(refuse_cell(text, cell, message, help, diagnostics));

    if sheet.text(version) != VERSION {
        return refuse(cell_in(0), "填报表是另一个版本的程序生成的", REGENERATE);
    }
    if let Some(second) = versions.next() {
        let second = Position { column: 0, ..second };
        return refuse(second, "表头有两行", "一份文件只放一张填报表，删去多余的部分");
    }
    if version.column != KEY_NAME {
        return refuse(cell_in(0), "增加或删去了列", REGENERATE);
    }
    for (column, (heading, _)) in (0u16..).zip(HEADINGS) {
        let typed = sheet.text(cell_in(column));
        if typed != heading {
            let message = format!("表头“{heading}”被改为“{typed}”");
            return refuse(cell_in(column), &message, "改回原来的表头；各列的次序不能动");
        }
    }
    if Field::ALL.iter().any(|field| sheet.text(cell_in(field.base_column())) != field.name()) {
        return refuse(cell_in(0), "隐藏的标识列被改动", REGENERATE);
    }

    let bureau = sheet.text(cell_in(KEY_YEAR));
    match workspace.find_bureau(&bureau) {
        Some(index) => Ok(Head { row, bureau: workspace.bureaus[index].short.clone() }),
        None => {
            let message = format!("填报表属于“{bureau}”，bureaus.yaml 中没有这个单位");
            refuse(cell_in(0), &message, "单位改过名的，把旧名加到 bureaus.yaml 的别名里")
        }
    }
}

/// Reports merged cells of the table.
fn refuse_merged(form: &Form<'_>, diagnostics: &mut Diagnostics) -> Result<(), Reported> {
    let mut outcome = Ok(());
    for MergedRange { first, last } in &form.sheet.merged {
        if last.row < form.head || first.column >= WIDTH {
            continue;
        }
        let message = format!("{}:{} 合并了单元格", first.name(), last.name());
        let help = "取消合并，每个年份各填一行";
        outcome = Err(form.refuse(*first, &message, help, diagnostics));
    }
    outcome
}

/// The rows of a form while they are read.
struct Rows<'a> {
    form: &'a Form<'a>,
    /// What the value file says now.
    current: &'a Current,
    file: &'a ValueFile,
    /// The rows that were read, by indicator and year.
    seen: BTreeMap<(IndicatorId, i32), u32>,
}

impl Rows<'_> {
    /// What a row changes; nothing where the row is blank.
    fn read(
        &mut self,
        row: u32,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Vec<Change>>, Reported> {
        let form = self.form;
        let cell_in = |column| Position { row, column };
        let key = [KEY_NAME, KEY_YEAR].map(|column| form.sheet.text(cell_in(column)));
        if key.iter().all(String::is_empty) {
            let mut columns = [NAME].into_iter().chain(Field::ALL.map(Field::column));
            let typed = columns.find(|column| !form.sheet.text(cell_in(*column)).is_empty());
            let Some(column) = typed else { return Ok(None) };
            let help = "填在原有的行里；要增加指标，请告诉统稿人";
            return Err(form.refuse(cell_in(column), "这一行不是表里原有的", help, diagnostics));
        }

        let (id, year) = row::identify(form, row, &key, diagnostics)?;
        if let Some(first) = self.seen.insert((id, year), row) {
            let message = format!("与第 {} 行是同一指标、同一年份", first + 1);
            return Err(form.refuse(cell_in(NAME), &message, "删去其中一行", diagnostics));
        }
        if let Some(datum) = form.indicators.datum(id, year)
            && datum.bureau == form.bureau
            && Some(datum.span.file) != self.file.file
        {
            let message = format!("这个数值不在 {} 里", self.file.path);
            let span = form.text.span(cell_in(NAME));
            let help = format!("先把它移到 {}", self.file.path);
            let problem = Diagnostic::new(Code::FormRefused, span, message);
            return Err(diagnostics.report(problem.also(datum.span, "在这里").help(help)));
        }

        let row = Row { form, row, id, year, now: self.current.fields(id, year) };
        row::read(&row, diagnostics).map(Some)
    }
}
