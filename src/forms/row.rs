//! One row of a form, held against the form as it was sent and against the value file as it is now.
//!
//! In: a row. Out: the changes that it asks for, or every reason why it can't be taken.

use super::layout::{Field, Fields, NAME, UNIT, YEAR, address};
use super::number;
use super::package::AGAIN;
use super::read::Form;
use super::sheet::Cell;
use crate::diag::{Diagnostics, Reported};
use crate::indicator::{Indicator, IndicatorId, IndicatorKind, read_number};
use crate::source::{is_forbidden, nearest, visible};
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

/// Characters that a cell of Excel holds.
const LONGEST_TEXT: usize = 32_767;

/// What is wrong with a cell, and what to type.
type Problem = (String, String);

fn problem<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Problem> {
    Err((message.into(), help.into()))
}

/// The indicator and year of a row, by its hidden keys.
pub(super) fn identify(
    form: &Form<'_>,
    row: u32,
    key: &[String; 2],
    diagnostics: &mut Diagnostics,
) -> Result<(IndicatorId, i32), Reported> {
    let [name, typed_year] = key;
    let Some(id) = form.indicators.find(name) else {
        let message = format!("没有指标“{name}”");
        let help = match nearest(name, form.indicators.names()) {
            Some(near) => format!("是否要写“{near}”？用 zishu forms 重新生成填报表"),
            None => AGAIN.to_owned(),
        };
        return Err(form.refuse((row, NAME), &message, &help, diagnostics));
    };
    let indicator = form.indicators.get(id);
    if indicator.owner != form.bureau {
        let message = format!("“{name}”归口{}，不由{}填报", indicator.owner, form.bureau);
        let help = "删去这一行，由归口单位填报";
        return Err(form.refuse((row, NAME), &message, help, diagnostics));
    }
    let year = typed_year.parse().ok().filter(|year| indicator.years.contains(year));
    let Some(year) = year else {
        let asked: Vec<String> = indicator.years.iter().map(i32::to_string).collect();
        let message = format!("“{name}”没有要求 {typed_year}年的数值");
        let help = format!("删去这一行；要求的年份：{}", asked.join("、"));
        return Err(form.refuse((row, YEAR), &message, &help, diagnostics));
    };
    for (column, heading, meant) in
        [(NAME, "指标", name), (UNIT, "单位", &indicator.unit), (YEAR, "年份", typed_year)]
    {
        let found = form.sheet.text(row, column);
        if found != meant.trim() {
            let message = format!("{heading}应为“{meant}”，表中是“{found}”");
            let help = "改回原样；指标定义改过的，用 zishu forms 重新生成填报表";
            return Err(form.refuse((row, column), &message, help, diagnostics));
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
            Err((message, help)) => {
                let at = (row.row, field.column());
                refused = Some(row.form.refuse(at, &message, &help, diagnostics));
            }
        }
    }
    if let Some(reported) = refused {
        return Err(reported);
    }
    row.settle_source(&mut changes);
    row.settle_status(&mut changes);
    changes.sort_by_key(|change| change.field);
    Ok(changes)
}

impl Row<'_> {
    fn indicator(&self) -> &Indicator {
        self.form.indicators.get(self.id)
    }

    /// The change that a field asks for: what was filled in against what the form was sent with, and
    /// that against what the value file says now.
    fn compare(&self, field: Field) -> Result<Option<Change>, Problem> {
        let sent = self.form.sheet.text(self.row, field.base_column());
        let now = &self.now[field.index()];
        let filled = self.filled(field, &[&sent, now])?;
        if self.same(field, &filled, &sent) || self.same(field, &filled, now) {
            return Ok(None);
        }
        // The form itself was named as the source when it was first read.
        let own = field == Field::Source && *now == self.form.source();
        if !self.same(field, &sent, now) && !own {
            let shown = |text: &str| {
                if text.is_empty() { "空".to_owned() } else { format!("“{text}”") }
            };
            let message = format!(
                "{}填为{}，而填报表发出后，数据文件已由{}改为{}",
                field.name(),
                shown(&filled),
                shown(&sent),
                shown(now)
            );
            return problem(message, "核对以哪个为准；以填报表为准的，用新生成的再填一次");
        }
        let (old, new) = (now.clone(), filled);
        Ok(Some(Change { id: self.id, year: self.year, field, old, new, by_rule: false }))
    }

    fn shows_percent(&self) -> bool {
        let at = address(self.row, Field::Value.column());
        self.form.sheet.percent.contains(&at)
    }

    fn same(&self, field: Field, one: &str, other: &str) -> bool {
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
    fn settle_source(&self, changes: &mut Vec<Change>) {
        let changed = |field: Field| changes.iter().find(|change| change.field == field);
        let filled = changed(Field::Value).is_some_and(|change| !change.new.is_empty());
        let old = self.now[Field::Source.index()].clone();
        let sample = matches!(self.now[Field::Status.index()].as_str(), "样例" | "sample");
        let named = changed(Field::Source).is_some_and(|change| !change.new.is_empty());
        let new = self.form.source();
        if !filled || named || !(old.is_empty() || sample) || old == new {
            return;
        }
        changes.retain(|change| change.field != Field::Source);
        let (field, id, year) = (Field::Source, self.id, self.year);
        changes.push(Change { id, year, field, old, new, by_rule: true });
    }

    /// A value that changed is no sample any more, and one without a status is a first report.
    fn settle_status(&self, changes: &mut Vec<Change>) {
        const FIRST: &str = "初报";
        let result = |field: Field| {
            let change = changes.iter().find(|change| change.field == field);
            change.map_or(&self.now[field.index()], |change| &change.new).clone()
        };
        let (value, status) = (result(Field::Value), result(Field::Status));
        let changed = changes.iter().any(|change| change.field == Field::Value);
        let sample = changed && matches!(status.as_str(), "样例" | "sample");
        if value.is_empty() || !(status.is_empty() || sample) {
            return;
        }
        changes.retain(|change| change.field != Field::Status);
        let old = self.now[Field::Status.index()].clone();
        if old != FIRST {
            let (field, new) = (Field::Status, FIRST.to_owned());
            changes.push(Change { id: self.id, year: self.year, field, old, new, by_rule: true });
        }
    }

    /// What was filled in; a text that is one of `known` is taken as it is.
    fn filled(&self, field: Field, known: &[&str]) -> Result<String, Problem> {
        let cell = match self.form.sheet.cells.get(&(self.row, field.column())) {
            None => return Ok(String::new()),
            Some(Cell::Text(text)) if known.contains(&text.as_str()) => return Ok(text.clone()),
            Some(Cell::Date) => {
                return problem("单元格里是日期", "把单元格格式改为“常规”或“文本”，重新填写");
            }
            Some(Cell::Error(error)) => {
                return problem(format!("单元格里是错误值 {error}"), "改正公式，或直接填写内容");
            }
            Some(Cell::Uncomputed) => {
                let help = "在 Excel 或 WPS 里打开，保存后重新发送，或直接填写内容";
                return problem("公式没有计算结果", help);
            }
            Some(Cell::Truth(_)) => return problem("单元格里是逻辑值", "直接填写内容"),
            Some(Cell::Number(_) | Cell::Text(_)) if field != Field::Value => {
                self.form.sheet.text(self.row, field.column())
            }
            Some(cell @ (Cell::Number(_) | Cell::Text(_))) => return self.value(cell, known),
        };
        match field {
            Field::Status => status(&cell),
            Field::Value | Field::Source | Field::Note => text(&cell),
        }
    }

    fn value(&self, cell: &Cell, known: &[&str]) -> Result<String, Problem> {
        let indicator = self.indicator();
        match indicator.kind {
            IndicatorKind::Number => self.number(cell, known),
            IndicatorKind::YesNo => {
                match self.form.sheet.text(self.row, Field::Value.column()).as_str() {
                    answer @ ("是" | "否") => Ok(answer.to_owned()),
                    other => problem(format!("“{other}”不是“是”或“否”"), "选 是 或 否"),
                }
            }
            IndicatorKind::Text | IndicatorKind::Ratio | IndicatorKind::List => match cell {
                Cell::Number(number) => number::shown(*number).map(|decimal| decimal.to_string()),
                Cell::Text(typed) => text(typed),
                Cell::Truth(_) | Cell::Date | Cell::Error(_) | Cell::Uncomputed => {
                    Ok(String::new())
                }
            },
        }
    }

    fn number(&self, cell: &Cell, known: &[&str]) -> Result<String, Problem> {
        let indicator = self.indicator();
        let decimal = match cell {
            Cell::Number(number) => number::shown(*number)?,
            Cell::Text(typed) => read_number(typed, &indicator.unit).map_err(|misread| {
                let message = format!("“{}”不是数字：{}", shorten(typed), misread.reason);
                (message, misread.help)
            })?,
            Cell::Truth(_) | Cell::Date | Cell::Error(_) | Cell::Uncomputed => {
                return Ok(String::new());
            }
        };
        let same = |text: &&&str| read_number(text, &indicator.unit).ok() == Some(decimal);
        if let Some(known) = known.iter().find(same) {
            return Ok((*known).to_owned());
        }
        if matches!(cell, Cell::Number(_)) && self.shows_percent() {
            let hundredfold = (decimal * Decimal::ONE_HUNDRED).normalize();
            let help = format!("把单元格格式改为“数值”，填 {hundredfold}");
            return problem(format!("单元格显示为 {hundredfold}%，存的却是 {decimal}"), help);
        }
        let decimals = indicator.decimals;
        if decimal.normalize().scale() > decimals {
            return Err(too_exact(decimal, decimals, &indicator.unit));
        }
        let mut padded = decimal;
        padded.rescale(decimals);
        Ok(padded.to_string())
    }
}

/// More digits after the point than the indicator has.
fn too_exact(number: Decimal, decimals: u32, unit: &str) -> Problem {
    let exact = number.normalize();
    let mut rounded =
        number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    let kept = match decimals {
        0 => "是整数".to_owned(),
        _ => format!("保留 {decimals} 位"),
    };
    let message = format!("{exact} 有 {} 位小数，该指标{kept}", exact.scale());
    let hundredfold = (number * Decimal::ONE_HUNDRED).normalize();
    let percent = unit == "%" && number.abs() <= Decimal::ONE && hundredfold.scale() <= decimals;
    let help = match percent {
        true => format!("填的若是百分数，去掉百分号改为 {hundredfold}；否则四舍五入改为 {rounded}"),
        false => format!("四舍五入，改为 {rounded}"),
    };
    (message, help)
}

fn status(typed: &str) -> Result<String, Problem> {
    match typed {
        "样例" | "初报" | "已核" => Ok(typed.to_owned()),
        _ => problem(format!("没有状态“{}”", shorten(typed)), "选 初报 或 已核"),
    }
}

fn text(typed: &str) -> Result<String, Problem> {
    let typed = visible(typed);
    if typed.chars().count() > LONGEST_TEXT {
        return problem(format!("文字超过 {LONGEST_TEXT} 字"), "缩短，或写进文稿");
    }
    if typed.contains('\n') {
        return problem("单元格里有换行", "改为一行，各项用顿号隔开");
    }
    let unseen = |c: char| is_forbidden(c) || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    match typed.chars().find(|c| unseen(*c)) {
        Some(found) => {
            let message = format!("单元格里有看不见的字符 U+{:04X}", u32::from(found));
            problem(message, "清除内容后重新填写")
        }
        None => Ok(typed.into_owned()),
    }
}

fn shorten(text: &str) -> String {
    const LONGEST: usize = 30;
    let line = text.replace('\n', " ");
    match line.chars().count() {
        0..=LONGEST => line,
        _ => line.chars().take(LONGEST).chain(['…']).collect(),
    }
}
