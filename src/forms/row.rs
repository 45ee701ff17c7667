//! One row of a form, held against the form as it was sent and against the value file as it is now.
//!
//! In: a row. Out: the changes that it asks for, or every reason why it can't be taken.

use super::form::Form;
use super::guard::REGENERATE;
use super::layout::{Field, Fields, NAME, Position, UNIT, YEAR};
use super::number::cell_decimal;
use super::problem::{CellProblem, cell_problem};
use super::sheet::Cell;
use crate::diag::{Diagnostics, Reported};
use crate::indicator::{Indicator, IndicatorId, IndicatorKind, read_number};
use crate::source::{is_forbidden, suggestion, visible};
use rust_decimal::{Decimal, RoundingStrategy};

/// A change that a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The indicator.
    pub id: IndicatorId,
    /// The year.
    pub year: i32,
    /// Which of its fields.
    pub field: Field,
    /// What the value file says.
    pub old: String,
    /// What it shall say.
    pub new: String,
    /// Whether the reader set it by itself: a changed value is no sample any more, and its source
    /// is the form.
    pub by_rule: bool,
}

/// A row that is known to be of an indicator and a year that the bureau is asked for.
pub(super) struct Row<'a> {
    pub form: &'a Form<'a>,
    pub row: u32,
    pub id: IndicatorId,
    pub year: i32,
    /// What the value file says now.
    pub now: Fields,
}

/// Maximum number of characters that a cell of Excel holds.
const MAX_TEXT: usize = 32_767;
/// Maximum number of characters of a cell that a message quotes.
const MAX_QUOTED: usize = 30;

/// The indicator and year of a row, by its hidden keys.
pub(super) fn identify(
    form: &Form<'_>,
    row: u32,
    key: &[String; 2],
    diagnostics: &mut Diagnostics,
) -> Result<(IndicatorId, i32), Reported> {
    let [name, typed_year] = key;
    let cell_in = |column| Position { row, column };
    let Some(id) = form.indicators.find(name) else {
        let message = format!("没有指标“{name}”");
        let near = suggestion(name, form.indicators.names());
        let help = near.map(|near| near + "用 zishu forms 重新生成填报表");
        let help = help.unwrap_or(REGENERATE.to_owned());
        return Err(form.refuse(cell_in(NAME), &message, &help, diagnostics));
    };

    let indicator = form.indicators.get(id);
    if indicator.owner != form.bureau {
        let message = format!("“{name}”归口{}，不由{}填报", indicator.owner, form.bureau);
        let help = "删去这一行，由归口单位填报";
        return Err(form.refuse(cell_in(NAME), &message, help, diagnostics));
    }

    let year = typed_year.parse().ok().filter(|year| indicator.years.contains(year));
    let Some(year) = year else {
        let asked: Vec<String> = indicator.years.iter().map(i32::to_string).collect();
        let message = format!("“{name}”没有要求 {typed_year}年的数值");
        let help = format!("删去这一行；要求的年份：{}", asked.join("、"));
        return Err(form.refuse(cell_in(YEAR), &message, &help, diagnostics));
    };

    for (column, heading, expected) in
        [(NAME, "指标", name), (UNIT, "单位", &indicator.unit), (YEAR, "年份", typed_year)]
    {
        let typed = form.sheet.text(cell_in(column));
        if typed != expected.trim() {
            let message = format!("{heading}应为“{expected}”，表中是“{typed}”");
            let help = "改回原样；指标定义改过的，用 zishu forms 重新生成填报表";
            return Err(form.refuse(cell_in(column), &message, help, diagnostics));
        }
    }
    Ok((id, year))
}

/// What the row changes.
pub(super) fn read(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Result<Vec<Change>, Reported> {
    let mut changes = Vec::new();
    let mut refused = None;
    for field in Field::ALL {
        match row.compare(field) {
            Ok(change) => changes.extend(change),
            Err(CellProblem { message, help }) => {
                let cell = row.position(field.column());
                refused = Some(row.form.refuse(cell, &message, &help, diagnostics));
            }
        }
    }
    if let Some(reported) = refused {
        return Err(reported);
    }

    row.complete_source(&mut changes);
    row.complete_status(&mut changes);
    changes.sort_by_key(|change| change.field);
    Ok(changes)
}

impl Row<'_> {
    fn position(&self, column: u16) -> Position {
        Position { row: self.row, column }
    }

    fn text(&self, column: u16) -> String {
        self.form.sheet.text(self.position(column))
    }

    fn indicator(&self) -> &Indicator {
        self.form.indicators.get(self.id)
    }

    /// The change that a field asks for: what was filled in against what the form was sent with, and
    /// that against what the value file says now.
    fn compare(&self, field: Field) -> Result<Option<Change>, CellProblem> {
        let sent = self.text(field.base_column());
        let now = &self.now[field.index()];
        let filled = self.filled(field, &[&sent, now])?;
        if self.is_same(field, &filled, &sent) || self.is_same(field, &filled, now) {
            return Ok(None);
        }

        // The form itself was named as the source when it was first read.
        let is_named_source = field == Field::Source && *now == self.form.source();
        if !self.is_same(field, &sent, now) && !is_named_source {
            let message = format!(
                "{}填为{}，而填报表发出后，数据文件已由{}改为{}",
                field.name(),
                quote(&filled),
                quote(&sent),
                quote(now)
            );
            return cell_problem(message, "核对以哪个为准；以填报表为准的，用新生成的再填一次");
        }
        let (old, new) = (now.clone(), filled);
        Ok(Some(Change { id: self.id, year: self.year, field, old, new, by_rule: false }))
    }

    fn shows_percent(&self) -> bool {
        let cell = self.position(Field::Value.column());
        self.form.sheet.percent.contains(&cell.name())
    }

    fn is_same(&self, field: Field, one: &str, other: &str) -> bool {
        let number = |text: &str| read_number(text, &self.indicator().unit).ok();
        match field {
            Field::Value if self.indicator().kind == IndicatorKind::Number => {
                one == other || number(one).is_some_and(|one| Some(one) == number(other))
            }
            Field::Value | Field::Source | Field::Status | Field::Note => one == other,
        }
    }

    /// A value that changed comes from the form, where that names no other source: what stood there
    /// was the sample's.
    fn complete_source(&self, changes: &mut Vec<Change>) {
        let changed = |field: Field| changes.iter().find(|change| change.field == field);
        let is_filled = changed(Field::Value).is_some_and(|change| !change.new.is_empty());
        let names_source = changed(Field::Source).is_some_and(|change| !change.new.is_empty());
        let is_sample = matches!(self.now[Field::Status.index()].as_str(), "样例" | "sample");
        let old = self.now[Field::Source.index()].clone();
        let new = self.form.source();
        if !is_filled || names_source || !(old.is_empty() || is_sample) || old == new {
            return;
        }

        changes.retain(|change| change.field != Field::Source);
        let (field, id, year) = (Field::Source, self.id, self.year);
        changes.push(Change { id, year, field, old, new, by_rule: true });
    }

    /// A value that changed is no sample any more, and one without a status is a first report.
    fn complete_status(&self, changes: &mut Vec<Change>) {
        const FIRST_REPORT: &str = "初报";
        let result = |field: Field| {
            let change = changes.iter().find(|change| change.field == field);
            change.map_or(&self.now[field.index()], |change| &change.new).clone()
        };
        let (value, status) = (result(Field::Value), result(Field::Status));
        let is_changed = changes.iter().any(|change| change.field == Field::Value);
        let was_sample = is_changed && matches!(status.as_str(), "样例" | "sample");
        if value.is_empty() || !(status.is_empty() || was_sample) {
            return;
        }

        changes.retain(|change| change.field != Field::Status);
        let old = self.now[Field::Status.index()].clone();
        if old != FIRST_REPORT {
            let (field, new) = (Field::Status, FIRST_REPORT.to_owned());
            changes.push(Change { id: self.id, year: self.year, field, old, new, by_rule: true });
        }
    }

    /// What was filled in; a text that is one of `unchanged` is taken as it is.
    fn filled(&self, field: Field, unchanged: &[&str]) -> Result<String, CellProblem> {
        let cell = match self.form.sheet.cells.get(&self.position(field.column())) {
            None => return Ok(String::new()),
            Some(Cell::Text(text)) if unchanged.contains(&text.as_str()) => return Ok(text.clone()),
            Some(Cell::Date) => {
                return cell_problem("单元格里是日期", "把单元格格式改为“常规”或“文本”，重新填写");
            }
            Some(Cell::Error(error)) => {
                return cell_problem(
                    format!("单元格里是错误值 {error}"),
                    "改正公式，或直接填写内容",
                );
            }
            Some(Cell::Uncomputed) => {
                let help = "在 Excel 或 WPS 里打开，保存后重新发送，或直接填写内容";
                return cell_problem("公式没有计算结果", help);
            }
            Some(Cell::Boolean(_)) => return cell_problem("单元格里是逻辑值", "直接填写内容"),
            Some(Cell::Number(_) | Cell::Text(_)) if field != Field::Value => {
                self.text(field.column())
            }
            Some(cell @ (Cell::Number(_) | Cell::Text(_))) => return self.value(cell, unchanged),
        };
        match field {
            Field::Status => status(&cell),
            Field::Value | Field::Source | Field::Note => text(&cell),
        }
    }

    fn value(&self, cell: &Cell, unchanged: &[&str]) -> Result<String, CellProblem> {
        let indicator = self.indicator();
        match indicator.kind {
            IndicatorKind::Number => self.number(cell, unchanged),
            IndicatorKind::YesNo => match self.text(Field::Value.column()).as_str() {
                answer @ ("是" | "否") => Ok(answer.to_owned()),
                other => cell_problem(format!("“{other}”不是“是”或“否”"), "选 是 或 否"),
            },
            IndicatorKind::Text | IndicatorKind::Ratio | IndicatorKind::List => match cell {
                Cell::Number(number) => cell_decimal(*number).map(|decimal| decimal.to_string()),
                Cell::Text(typed) => text(typed),
                Cell::Boolean(_) | Cell::Date | Cell::Error(_) | Cell::Uncomputed => {
                    Ok(String::new())
                }
            },
        }
    }

    fn number(&self, cell: &Cell, unchanged: &[&str]) -> Result<String, CellProblem> {
        let indicator = self.indicator();
        let decimal = match cell {
            Cell::Number(number) => cell_decimal(*number)?,
            Cell::Text(typed) => read_number(typed, &indicator.unit).map_err(|misread| {
                let message = format!("“{}”不是数字：{}", shorten(typed), misread.reason);
                CellProblem { message, help: misread.help }
            })?,
            Cell::Boolean(_) | Cell::Date | Cell::Error(_) | Cell::Uncomputed => {
                return Ok(String::new());
            }
        };

        // As it was typed before, where it is the same number.
        let is_same = |text: &&&str| read_number(text, &indicator.unit).ok() == Some(decimal);
        if let Some(typed) = unchanged.iter().find(is_same) {
            return Ok((*typed).to_owned());
        }
        if matches!(cell, Cell::Number(_)) && self.shows_percent() {
            let hundredfold = (decimal * Decimal::ONE_HUNDRED).normalize();
            let help = format!("把单元格格式改为“数值”，填 {hundredfold}");
            return cell_problem(format!("单元格显示为 {hundredfold}%，存的却是 {decimal}"), help);
        }

        let decimals = indicator.decimals;
        if decimal.normalize().scale() > decimals {
            return Err(too_exact(decimal, decimals, &indicator.unit));
        }

        // A remark shows that the writer knows.
        let remarked = !self.text(Field::Note.column()).trim().is_empty();
        let slip = self.form.indicators.magnitude_slip(self.id, self.year, decimal);
        if let Some(slip) = slip.filter(|_| !remarked) {
            let other = slip.other.normalize();
            let message = format!(
                "{} 与 {}年的 {other} 差了一个数量级，{}",
                decimal.normalize(),
                slip.year,
                slip.reason(decimal, &indicator.unit)
            );
            return cell_problem(message, "核对小数点和单位后改正；属实的，在备注里写明原因");
        }

        let mut padded = decimal;
        padded.rescale(decimals);
        Ok(padded.to_string())
    }
}

/// More digits after the point than the indicator has.
fn too_exact(number: Decimal, decimals: u32, unit: &str) -> CellProblem {
    let exact = number.normalize();
    let requirement =
        if decimals == 0 { "是整数".to_owned() } else { format!("保留 {decimals} 位") };
    let message = format!("{exact} 有 {} 位小数，该指标{requirement}", exact.scale());

    let mut rounded =
        number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    let hundredfold = (number * Decimal::ONE_HUNDRED).normalize();
    let may_be_percent =
        unit == "%" && number.abs() <= Decimal::ONE && hundredfold.scale() <= decimals;
    let help = if may_be_percent {
        format!("填的若是百分数，去掉百分号改为 {hundredfold}；否则四舍五入改为 {rounded}")
    } else {
        format!("四舍五入，改为 {rounded}")
    };
    CellProblem { message, help }
}

fn status(typed: &str) -> Result<String, CellProblem> {
    match typed {
        "样例" | "初报" | "已核" => Ok(typed.to_owned()),
        _ => cell_problem(format!("没有状态“{}”", shorten(typed)), "选 初报 或 已核"),
    }
}

fn text(typed: &str) -> Result<String, CellProblem> {
    let typed = visible(typed);
    if typed.chars().count() > MAX_TEXT {
        return cell_problem(format!("文字超过 {MAX_TEXT} 字"), "缩短，或写进文稿");
    }
    if typed.contains('\n') {
        return cell_problem("单元格里有换行", "改为一行，各项用顿号隔开");
    }
    match typed.chars().find(|c| is_invisible(*c)) {
        Some(character) => {
            let message = format!("单元格里有看不见的字符 U+{:04X}", u32::from(character));
            cell_problem(message, "清除内容后重新填写")
        }
        None => Ok(typed.into_owned()),
    }
}

fn is_invisible(character: char) -> bool {
    is_forbidden(character) || matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn quote(text: &str) -> String {
    if text.is_empty() { "空".to_owned() } else { format!("“{text}”") }
}

fn shorten(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.chars().count() {
        0..=MAX_QUOTED => line,
        _ => line.chars().take(MAX_QUOTED).chain(['…']).collect(),
    }
}
