//! One value of a bureau's file as it is typed.

use serde::Deserialize;

/// What a value file says of an indicator in a year; what it leaves out is `None`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// 值, also where it is a number.
    #[serde(rename = "值", alias = "value")]
    pub value: Option<String>,
    /// 来源.
    #[serde(rename = "来源", alias = "source")]
    pub source: Option<String>,
    /// 状态, whatever was typed.
    #[serde(rename = "状态", alias = "status")]
    pub status: Option<String>,
    /// 备注.
    #[serde(rename = "备注", alias = "note")]
    pub note: Option<String>,
    /// 异常说明.
    #[serde(rename = "异常说明", alias = "reason")]
    pub reason: Option<String>,
}
