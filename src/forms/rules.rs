//! What may be typed in which cells of a form.
//!
//! In: an indicator for each row. Out: one rule for all cells of a column that take the same.

use super::layout::{Field, Position};
use crate::indicator::{Indicator, IndicatorKind};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Worksheet, XlsxError,
};

/// The largest whole number that a cell holds exactly to its last digit.
const MAX_EXACT: f64 = 999_999_999_999_999.0;

/// The rules of a form's cells, in the order of their first rows.
#[derive(Default)]
pub(super) struct Rules<'a> {
    values: Vec<(&'a Indicator, Vec<u32>)>,
    rows: Vec<u32>,
}

impl<'a> Rules<'a> {
    /// Adds the row of an indicator.
    pub fn add(&mut self, indicator: &'a Indicator, row: u32) {
        self.rows.push(row);
        match self.values.iter_mut().find(|(first, _)| takes_the_same(first, indicator)) {
            Some((_, rows)) => rows.push(row),
            None => self.values.push((indicator, vec![row])),
        }
    }

    /// Writes them.
    pub fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (indicator, rows) in &self.values {
            write_rule(sheet, Field::Value.column(), rows, value_rule(indicator)?)?;
        }
        write_rule(sheet, Field::Status.column(), &self.rows, status_rule()?)
    }
}

/// Whether two indicators take the same values.
fn takes_the_same(one: &Indicator, other: &Indicator) -> bool {
    let described =
        |indicator: &Indicator| (indicator.kind, indicator.decimals, is_comparison(indicator));
    described(one) == described(other) && one.unit == other.unit
}

/// Whether a text compares two figures.
fn is_comparison(indicator: &Indicator) -> bool {
    indicator.kind == IndicatorKind::Text && indicator.basis.ends_with("之比")
}

/// Writes a rule for the rows of a column, which are sorted.
fn write_rule(
    sheet: &mut Worksheet,
    column: u16,
    rows: &[u32],
    rule: DataValidation,
) -> Result<(), XlsxError> {
    let [first, .., last] = *rows else {
        let [row] = *rows else { return Ok(()) };
        sheet.add_data_validation(row, column, row, column, &rule)?;
        return Ok(());
    };

    let name = |row| Position { row, column }.name();
    let ranges: Vec<String> = rows
        .chunk_by(|one, next| one + 1 == *next)
        .filter_map(|run| match run {
            [row] => Some(name(*row)),
            [first, .., last] => Some(format!("{}:{}", name(*first), name(*last))),
            [] => None,
        })
        .collect();
    let rule = rule.set_multi_range(ranges.join(" "));
    sheet.add_data_validation(first, column, last, column, &rule)?;
    Ok(())
}

/// The numbers that an indicator of a unit can have. A share of a whole lies below 100, what grows may grow
/// tenfold, and nothing falls by more than all of it.
fn limits(unit: &str) -> (f64, f64) {
    match unit {
        "%" | "％" | "个百分点" => (-100.0, 1000.0),
        "‰" => (-1000.0, 10_000.0),
        _ => (-MAX_EXACT, MAX_EXACT),
    }
}

/// What may be typed in the value cell of an indicator.
fn value_rule(indicator: &Indicator) -> Result<DataValidation, XlsxError> {
    let strict = |rule: DataValidation, help: &str| {
        rule.set_error_title("不能这样填")?
            .set_error_message(help)?
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_input_message(help)
    };

    let rule = match indicator.kind {
        IndicatorKind::Number => {
            let unit = match &*indicator.unit {
                "" => "没有单位".to_owned(),
                unit => format!("单位是{unit}"),
            };

            let digits = match indicator.decimals {
                0 => "整数".to_owned(),
                decimals => format!(" {decimals} 位小数"),
            };

            let help = format!("只填数字，保留{digits}，{unit}，不写单位和千分符");
            let (least, most) = limits(&indicator.unit);
            let numbers = DataValidationRule::Between(least, most);
            strict(DataValidation::new().allow_decimal_number(numbers), &help)?
        }
        IndicatorKind::YesNo => {
            let list = DataValidation::new().allow_list_strings(&["是", "否"])?;
            strict(list, "选 是 或 否")?
        }
        IndicatorKind::List => {
            DataValidation::new().set_input_message("填在一格里，几项用顿号隔开")?
        }
        IndicatorKind::Ratio => DataValidation::new()
            .set_input_message("各项用半角冒号隔开，合计 100，例如 6.6:44.6:48.8")?,
        IndicatorKind::Text if is_comparison(indicator) => {
            DataValidation::new().set_input_message("用半角冒号，例如 1:16.9")?
        }
        IndicatorKind::Text => DataValidation::new().set_input_message("填文字，在一格里不换行")?,
    };

    Ok(rule)
}

fn status_rule() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(&["初报", "已核"])?
        .set_error_title("不能这样填")?
        .set_error_message("选 初报 或 已核")
}
