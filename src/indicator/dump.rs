//! Indicators as text: part of `zishu dump workspace`.

use super::datum::{Datum, DatumStatus, DatumValue, IndicatorId};
use super::indicators::Indicators;
use std::fmt::Write;

/// Every indicator with its values, one a line.
pub fn dump(indicators: &Indicators) -> String {
    let mut text = String::new();
    for (index, indicator) in indicators.definitions.iter().enumerate() {
        let id = IndicatorId(index as u32);
        let _ = write!(
            text,
            "指标 {}（{}）归口={} 组={}",
            indicator.name, indicator.unit, indicator.owner, indicator.group
        );

        for year in &indicator.years {
            match indicators.datum(id, *year) {
                Some(datum) => push_datum(&mut text, *year, datum),
                None => {
                    let _ = write!(text, " {year}=缺");
                }
            }
        }

        text.push('\n');
    }

    text
}

fn push_datum(text: &mut String, year: i32, datum: &Datum) {
    let value = match &datum.value {
        DatumValue::Number(number) => number.to_string(),
        DatumValue::Text(text) => format!("{text:?}"),
    };
    let status = match datum.status {
        DatumStatus::Sample => "样例",
        DatumStatus::Reported => "初报",
        DatumStatus::Verified => "已核",
    };
    let _ = write!(text, " {year}={value}[{status}]");
}
