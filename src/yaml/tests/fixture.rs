//! A type to read, and a file of it.

use crate::diag::Diagnostics;
use crate::source::Sources;
use crate::yaml::{Positions, load};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Cell {
    #[serde(rename = "值", alias = "value")]
    pub(super) value: Option<String>,
    #[serde(rename = "来源", alias = "source", default)]
    pub(super) source: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(rename = "单位", alias = "bureau")]
    pub(super) bureau: String,
    #[serde(rename = "年份", alias = "years", default)]
    pub(super) years: Vec<i32>,
    #[serde(rename = "数值", alias = "values", default)]
    pub(super) values: BTreeMap<String, BTreeMap<String, Cell>>,
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> (Sources, Result<(T, Positions), String>) {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let result = load::<T>(&sources, file, 0..text.len(), &mut diagnostics);
    let result = result.map_err(|_| {
        let problem = diagnostics.iter().next().unwrap();
        let at = sources.line_column(file, problem.primary.span.start);
        let code = problem.code.name();
        let help = problem.help.join("；");
        format!("{}:{} {code} {} | {help}", at.line, at.column, problem.message)
    });
    (sources, result)
}

pub(super) fn problem(text: &str) -> String {
    read::<File>(text).1.unwrap_err()
}

pub(super) const SAMPLE: &str = "# 注\r\n单位: 市环保局 # 注\r\n数值:\r\n  \"水: 质\":\r\n    2015: { 值: 93.10, 来源: 样例（待核报） }\r\n    2016: { 值: , 来源: '甲, 乙' }\r\n    # 注\r\n    2017:\r\n      值:\r\n      来源: 丙\r\n年份: [2015, 2016]\r\n";
