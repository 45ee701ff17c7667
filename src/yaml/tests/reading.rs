//! Values, and where they stand.

use super::fixture::{Cell, File, SAMPLE, read};
use crate::diag::Diagnostics;
use crate::source::Sources;
use crate::yaml::{Step, load};

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

#[test]
fn lists_keep_their_places() {
    let text = "- a\n-\n- |\n  文\n  字\n\n- b\n- - 1\n  - 2\n- - 3\n";
    let (sources, result) = read::<serde_yaml::Value>(text);
    let (_, positions) = result.unwrap();
    let value = |path: &[Step<'_>]| sources.slice(positions.value(path)).to_owned();
    assert_eq!(value(&[Step::Index(0)]), "a");
    assert_eq!(value(&[Step::Index(1)]), "");
    assert_eq!(value(&[Step::Index(2)]), "|\n  文\n  字");
    assert_eq!(value(&[Step::Index(3)]), "b");
    assert_eq!(value(&[Step::Index(4)]), "- 1\n  - 2");
    assert_eq!(value(&[Step::Index(5), Step::Index(0)]), "3");
}

#[test]
fn a_range_of_a_file() {
    let mut sources = Sources::default();
    let file = sources.add("a.md", "---\n单位: 市\n年分: 1\n---\n正文\n");
    let mut diagnostics = Diagnostics::default();
    assert!(load::<File>(&sources, file, 4..26, &mut diagnostics).is_err());
    let span = diagnostics.iter().next().unwrap().primary.span;
    assert_eq!(sources.slice(span), "年分");
    assert!(load::<File>(&sources, file, 4..16, &mut diagnostics).is_ok());
}

#[test]
fn integers_of_any_length() {
    for typed in ["12345678901234567890123456789", "-12345678901234567890123456789"] {
        let text = format!("单位: 甲\n数值: {{ GDP: {{ 2017: {{ 值: {typed} }} }} }}\n");
        let (_, result) = read::<File>(&text);
        let (file, _) = result.unwrap();
        assert_eq!(file.values["GDP"]["2017"].value.as_deref(), Some(typed));
    }
}
