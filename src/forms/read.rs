//! A filled form: which bureau's it is, whether it is still the form that was sent, and its rows.
//!
//! In: a file's bytes. Out: [`Reading`], or every reason why the form can't be taken.

use super::current::Current;
use super::layout::{
    Field, HEADINGS, KEY_NAME, KEY_YEAR, NAME, VERSION, VERSION_STEM, WIDTH, address,
};
use super::package::{self, AGAIN, Refusal};
use super::paper::Paper;
use super::row::{self, Row};
use super::sheet::{self, Cell, Sheet};
use super::{Reading, ValueFile, current, value_file};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::indicator::{IndicatorId, Indicators};
use crate::source::{Sources, Span, is_forbidden};
use crate::workspace::Workspace;
use std::collections::BTreeMap;

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
    let sheet = match package::check(bytes).and_then(|()| sheet::read(bytes)) {
        Ok(sheet) => sheet,
        Err(Refusal { message, help }) => {
            let place = Span::of_file(sources.add(path, ""));
            let problem = Diagnostic::new(Code::FormUnreadable, place, message).help(help);
            return Err(diagnostics.report(problem));
        }
    };
    let paper = Paper::new(path, &sheet, sources);
    let (head, bureau) = head(&sheet, &paper, workspace, diagnostics)?;
    let file = value_file(&bureau, indicators, sources);
    let present = text(&file, sources);
    let current = current::read(&present, indicators)?;
    let form = Form { sheet: &sheet, paper: &paper, path, head, bureau: &bureau, indicators };
    let mut refused = merged(&form, diagnostics).err();
    let mut reading =
        Reading { bureau: bureau.clone(), changes: Vec::new(), unchanged: 0, absent: 0 };
    let mut seen = BTreeMap::new();
    for row in sheet.rows().into_iter().filter(|row| *row > head) {
        match one(&form, row, &current, &file, &mut seen, diagnostics) {
            Ok(None) => {}
            Ok(Some(changes)) if changes.is_empty() => reading.unchanged += 1,
            Ok(Some(changes)) => reading.changes.extend(changes),
            Err(reported) => refused = Some(reported),
        }
    }
    let owned = indicators.by_owner(&bureau);
    let asked =
        owned.iter().flat_map(|id| indicators.get(*id).years.iter().map(move |year| (*id, *year)));
    reading.absent = asked.filter(|key| !seen.contains_key(key)).count();
    refused.map_or(Ok(reading), Err)
}

/// A form whose head was read.
pub(super) struct Form<'a> {
    pub sheet: &'a Sheet,
    pub paper: &'a Paper,
    pub path: &'a str,
    pub head: u32,
    pub bureau: &'a str,
    pub indicators: &'a Indicators,
}

impl Form<'_> {
    /// The source of a value for which the form names none: `填报表 市质监局.xlsx`.
    pub fn source(&self) -> String {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let shown = |c: char| !c.is_control() && !is_forbidden(c);
        let name: String = name.chars().filter(|c| shown(*c)).collect();
        format!("填报表 {}", name.trim()).trim_end().to_owned()
    }

    /// Reports what is wrong with a cell.
    pub fn refuse(
        &self,
        at: (u32, u16),
        message: &str,
        help: &str,
        diagnostics: &mut Diagnostics,
    ) -> Reported {
        refuse(self.paper, at, message, help, diagnostics)
    }
}

fn refuse(
    paper: &Paper,
    (row, column): (u32, u16),
    message: &str,
    help: &str,
    diagnostics: &mut Diagnostics,
) -> Reported {
    let (name, span) = paper.cell(row, column);
    let problem = Diagnostic::new(Code::FormRefused, span, format!("{name}：{message}"));
    diagnostics.report(problem.help(help))
}

/// The heading row and the bureau; fails where the form is another one than was sent.
fn head(
    sheet: &Sheet,
    paper: &Paper,
    workspace: &Workspace,
    diagnostics: &mut Diagnostics,
) -> Result<(u32, String), Reported> {
    let is_version =
        |cell: &Cell| matches!(cell, Cell::Text(text) if text.starts_with(VERSION_STEM));
    let mut places = sheet.cells.iter().filter(|(_, cell)| is_version(cell)).map(|(at, _)| *at);
    let (row, column) = places.next().unwrap_or_default();
    let mut stop = |at, message: &str, help| Err(refuse(paper, at, message, help, diagnostics));
    if sheet.text(row, column) != VERSION {
        return stop((row, 0), "填报表是另一个版本的程序生成的", AGAIN);
    }
    if let Some((second, _)) = places.next() {
        return stop((second, 0), "表头有两行", "一份文件只放一张填报表，删去多余的部分");
    }
    if column != KEY_NAME {
        return stop((row, 0), "增加或删去了列", AGAIN);
    }
    for (column, (heading, _)) in (0u16..).zip(HEADINGS) {
        let found = sheet.text(row, column);
        if found != heading {
            let message = format!("表头“{heading}”被改为“{found}”");
            return stop((row, column), &message, "改回原来的表头；各列的次序不能动");
        }
    }
    for field in Field::ALL {
        if sheet.text(row, field.base_column()) != field.name() {
            return stop((row, 0), "隐藏的标识列被改动", AGAIN);
        }
    }
    let named = sheet.text(row, KEY_YEAR);
    match workspace.find_bureau(&named) {
        Some(index) => Ok((row, workspace.bureaus[index].short.clone())),
        None => {
            let message = format!("填报表属于“{named}”，bureaus.yaml 中没有这个单位");
            stop((row, 0), &message, "单位改过名的，把旧名加到 bureaus.yaml 的别名里")
        }
    }
}

/// Reports merged cells of the table.
fn merged(form: &Form<'_>, diagnostics: &mut Diagnostics) -> Result<(), Reported> {
    let mut outcome = Ok(());
    for (start, end) in &form.sheet.merged {
        let (Ok(column), Ok(last)) = (u16::try_from(start.1), u16::try_from(end.1)) else {
            continue;
        };
        if end.0 < form.head || column >= WIDTH {
            continue;
        }
        let message = format!("{}:{} 合并了单元格", address(start.0, column), address(end.0, last));
        let help = "取消合并，每个年份各填一行";
        outcome = Err(form.refuse((start.0, column), &message, help, diagnostics));
    }
    outcome
}

type Seen = BTreeMap<(IndicatorId, i32), u32>;

/// What a row changes; nothing where the row is blank.
fn one(
    form: &Form<'_>,
    row: u32,
    current: &Current,
    file: &ValueFile,
    seen: &mut Seen,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Vec<row::Change>>, Reported> {
    let key = [KEY_NAME, KEY_YEAR].map(|column| form.sheet.text(row, column));
    if key.iter().all(String::is_empty) {
        let columns = [NAME].into_iter().chain(Field::ALL.map(Field::column));
        let typed = columns.into_iter().find(|column| !form.sheet.text(row, *column).is_empty());
        let Some(column) = typed else { return Ok(None) };
        let help = "填在原有的行里；要增加指标，请告诉统稿人";
        return Err(form.refuse((row, column), "这一行不是表里原有的", help, diagnostics));
    }
    let (id, year) = row::identify(form, row, &key, diagnostics)?;
    if let Some(first) = seen.insert((id, year), row) {
        let message = format!("与第 {} 行是同一指标、同一年份", first + 1);
        return Err(form.refuse((row, NAME), &message, "删去其中一行", diagnostics));
    }
    if let Some(datum) = form.indicators.datum(id, year)
        && datum.bureau == form.bureau
        && Some(datum.span.file) != file.file
    {
        let message = format!("这个数值不在 {} 里", file.path);
        let problem = Diagnostic::new(Code::FormRefused, form.paper.span(row, NAME), message);
        let help = format!("先把它移到 {}", file.path);
        return Err(diagnostics.report(problem.also(datum.span, "在这里").help(help)));
    }
    let row = Row { form, row, id, year, now: current.fields(id, year) };
    row::read(&row, diagnostics).map(Some)
}
