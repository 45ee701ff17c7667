//! The text of a new file of values: every indicator of a bureau, with blanks to fill.

use super::indicators::Indicators;
use crate::yaml::quote;
use std::fmt::Write;

/// The text of a new file of `owner`'s values; `years` are the report's.
pub fn scaffold(indicators: &Indicators, owner: &str, years: &[i32]) -> String {
    let mut text = format!(
        "# {owner}归口的指标。值不带单位；状态填 初报 或 已核；没有数据的留空。\n单位: {}\n数值:\n",
        quote(owner)
    );
    for id in indicators.by_owner(owner) {
        let indicator = indicators.get(id);
        let years = if indicator.years.is_empty() { years } else { &indicator.years };
        let unit = if indicator.unit.is_empty() { "" } else { "  # " };
        let _ = writeln!(text, "  {}:{unit}{}", quote(&indicator.name), indicator.unit);
        for year in years {
            let _ = writeln!(text, "    {year}: {{ 值: , 来源: , 状态: 初报 }}");
        }
    }
    text
}
