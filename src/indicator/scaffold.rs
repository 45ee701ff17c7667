//! The text of a new file of values: every indicator of a bureau, with gaps to fill in.

use super::indicators::{Indicator, IndicatorKind, Indicators};
use crate::yaml::quote;
use std::fmt::Write;

/// The text of a new file of `owner`'s values; `years` are the report's.
pub fn scaffold(indicators: &Indicators, owner: &str, years: &[i32]) -> String {
    let mut text = format!(
        "# {owner}归口的指标。值照各项后面的说明填，不带单位；状态填 初报 或 已核。\n\
         # 暂时没有的留空，检查时会提醒；确实没有的告诉统稿人。\n单位: {}\n数值:\n",
        quote(owner)
    );

    for id in indicators.by_owner(owner) {
        let indicator = indicators.get(id);
        let years = if indicator.years.is_empty() { years } else { &indicator.years };
        let _ = writeln!(text, "  {}:{}", quote(&indicator.name), note(indicator));
        for year in years {
            let _ = writeln!(text, "    {year}: {{ 值: , 来源: , 状态: 初报 }}");
        }
    }

    text
}

/// What to type, as a comment: the unit of a number, the form of anything else.
fn note(indicator: &Indicator) -> String {
    let note = match indicator.kind {
        IndicatorKind::Number => indicator.unit.as_str(),
        IndicatorKind::Ratio => "各项用半角冒号隔开，合计 100，如 6.6:44.6:48.8",
        IndicatorKind::YesNo => "填 是 或 否",
        IndicatorKind::List => "几项用顿号隔开",
        IndicatorKind::Text if indicator.basis.ends_with("之比") => "如 1:16.9",
        IndicatorKind::Text => "文字，不换行",
    };

    if note.is_empty() { String::new() } else { format!("  # {note}") }
}
