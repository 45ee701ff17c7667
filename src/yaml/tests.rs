use super::{Positions, Step, load, set_value};
use crate::diag::Diagnostics;
use crate::source::Sources;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Cell {
    #[serde(rename = "值", alias = "value")]
    value: Option<String>,
    #[serde(rename = "来源", alias = "source", default)]
    source: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "单位", alias = "bureau")]
    bureau: String,
    #[serde(rename = "年份", alias = "years", default)]
    years: Vec<i32>,
    #[serde(rename = "数值", alias = "values", default)]
    values: BTreeMap<String, BTreeMap<String, Cell>>,
}

fn read<T: DeserializeOwned>(text: &str) -> (Sources, Result<(T, Positions), String>) {
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

fn problem(text: &str) -> String {
    read::<File>(text).1.unwrap_err()
}

const SAMPLE: &str = "# 注\r\n单位: 市环保局 # 注\r\n数值:\r\n  \"水: 质\":\r\n    2015: { 值: 93.10, 来源: 样例（待核报） }\r\n    2016: { 值: , 来源: '甲, 乙' }\r\n    # 注\r\n    2017:\r\n      值:\r\n      来源: 丙\r\n年份: [2015, 2016]\r\n";

#[test]
fn scalars_keep_their_text() {
    let (_, result) = read::<File>(SAMPLE);
    let (file, _) = result.unwrap();
    let cells = &file.values["水: 质"];
    assert_eq!(cells["2015"].value.as_deref(), Some("93.10"));
    assert_eq!(cells["2016"].value, None);
    assert_eq!(cells["2017"].value, None);
    assert_eq!(file.years, [2015, 2016]);
}

#[test]
fn places_of_keys_and_values() {
    let (sources, result) = read::<File>(SAMPLE);
    let (_, positions) = result.unwrap();
    let value = |path: &[Step<'_>]| sources.slice(positions.value(path)).to_owned();
    let key = |path: &[Step<'_>]| sources.slice(positions.key(path)).to_owned();
    let cell = [Step::Key("数值"), Step::Key("水: 质"), Step::Key("2015")];
    assert_eq!(value(&[Step::Key("单位")]), "市环保局");
    assert_eq!(key(&cell), "2015");
    assert_eq!(value(&cell), "{ 值: 93.10, 来源: 样例（待核报） }");
    assert_eq!(value(&[&cell[..], &[Step::Key("值")]].concat()), "93.10");
    assert_eq!(key(&cell[..2]), "\"水: 质\"");
    assert_eq!(value(&[Step::Key("年份"), Step::Index(1)]), "2016");
    assert_eq!(value(&[&cell[..2], &[Step::Key("2016"), Step::Key("来源")]].concat()), "'甲, 乙'");
    assert_eq!(value(&[&cell[..], &[Step::Key("无")]].concat()), value(&cell));
    let blank = positions.value(&[&cell[..2], &[Step::Key("2017"), Step::Key("值")]].concat());
    assert_eq!(blank.start, blank.end);
    assert!(SAMPLE[..blank.start as usize].ends_with("2017:\r\n      值:"));
}

#[test]
fn list_of_rows() {
    let text = "# 头\n\n- 值: 1\n  来源: 甲\n# 注\n- 值: 二\n\n- { 值: 3 }\n# 尾\n";
    let (sources, result) = read::<Vec<Cell>>(text);
    let (rows, positions) = result.unwrap();
    assert_eq!(rows.len(), 3);
    let value = |path: &[Step<'_>]| sources.slice(positions.value(path)).to_owned();
    assert_eq!(value(&[Step::Index(0)]), "值: 1\n  来源: 甲");
    assert_eq!(value(&[Step::Index(1), Step::Key("值")]), "二");
    assert_eq!(value(&[Step::Index(2)]), "{ 值: 3 }");
}
