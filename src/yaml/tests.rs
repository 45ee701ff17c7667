mod hostile;

use super::{Positions, Step, load, set_values};
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
fn problems_of_syntax() {
    let cases = [
        ("单位：市环保局\n", "1:3 yaml-syntax 冒号是全角的 | 改为半角冒号加空格：单位: 市环保局"),
        ("年份: [1]\n单位：市\n", "2:3 yaml-syntax 冒号是全角的"),
        ("单位:市\n年份: []\n", "1:3 yaml-syntax 冒号后面缺少空格 | 冒号后加一个空格：单位: 市"),
        ("单位: 市\n\t年份: [1]\n", "2:1 yaml-syntax 缩进处用了制表符"),
        ("单位: 市\n　年份: [1]\n", "2:1 yaml-syntax 缩进处用了全角空格"),
        ("单位:　市\n年份: [1]\n", "1:3 yaml-syntax 冒号后面的空格不是半角的"),
        (" 单位: 市\n年份: [1]\n", "1:1 yaml-syntax 第一行前面多了空格"),
        ("单位: \"市\n年份: [1]\n", "1:5 yaml-syntax 引号没有成对"),
        ("单位: 市\n年份: [1, 2\n", "2:10 yaml-syntax 方括号 [ ] 没有成对"),
        ("单位: 市\n 年份: [1]\n", "2:1 yaml-syntax 缩进与上文不齐"),
        ("单位: 甲: 乙\n", "1:6 yaml-syntax 文字里有冒号加空格"),
        ("单位\n  数值: 1\n", "1:1 yaml-syntax “单位”后面缺少冒号 | 写作 单位:"),
        ("单位 市\n数值: 1\n", "1:1 yaml-syntax “单位”后面缺少冒号 | 写作 单位: 市"),
        (
            "单位: 市\n数值 # 注\n  水: 1\n  煤: 2\n",
            "2:1 yaml-syntax “数值”后面缺少冒号 | 写作 数值:",
        ),
        ("数值:\n  水\n    2015: 1\n", "2:3 yaml-syntax “水”后面缺少冒号 | 写作 水:"),
        ("单位: 市\n备注\n", "2:1 yaml-syntax “备注”后面缺少冒号 | 写作 备注:"),
        ("备注: 一段\n  续一行\n  再续: 一行\n", "3:5 yaml-syntax 此处不能再出现“键: 值”"),
        ("单位: @市\n", "1:5 yaml-syntax 文字不能以这个符号开头"),
        ("单位: *甲\n", "1:6 yaml-syntax 以 & 或 * 开头的文字"),
        ("单位: &a 市\n年份: *a\n", "2:5 yaml-syntax 不支持 YAML 的锚点"),
        ("单位: 市\n---\n单位: 市\n", "2:1 yaml-syntax 一个文件里只能有一份内容"),
        ("{单位: 市，年份: [1]}\n", "1:7 yaml-syntax 逗号是全角的 | 改成半角逗号"),
        ("单位: 市\0\n", "1:1 yaml-syntax 含有控制字符"),
    ];
    for (text, expected) in cases {
        let found = problem(text);
        assert!(found.starts_with(expected), "{text:?}\n{found}\n{expected}");
    }
}

/// Each row stands between two good ones.
#[test]
fn slips_are_told_at_their_line() {
    const ABOVE: &str = "单位: 市\n数值:\n  水:\n    2015: { 值: 1, 来源: 甲 }\n";
    const BELOW: &str = "    2017: { 值: 1, 来源: \"甲\" }\n";
    let cases = [
        ("    2016: { 值: 1, 来源: 甲", "5:24 花括号 { } 没有成对 | 在这一行末尾补上 }"),
        ("    2016: { 值: 1, 来源: 甲 ｝", "5:25 花括号 { } 没有成对 | 把 ｝ 改为半角的 }"),
        ("    2016: 值: 1, 来源: 甲 }", "5:11 花括号 { } 没有成对 | 在“值”前面补上 {"),
        ("    2016: [1, 2", "5:16 方括号 [ ] 没有成对 | 在这一行末尾补上 ]"),
        ("    2016: { 值: 1, 来源: \"甲 }", "5:23 引号没有成对 | 在文字末尾补上同样的英文引号 \""),
        ("    2016: { 值: 1, 来源: '甲 }", "5:23 引号没有成对 | 在文字末尾补上同样的英文引号 '"),
        (
            "    2016: { 来源: \"甲\"乙\"丙\", 值: 1 }",
            "5:20 引号已经成对，后面多出了文字 | 文字里的引号用中文的“”，整段文字前后各一个英文引号",
        ),
        (
            "    2016: { 值: 1, 来源: 年报: 第3页 }",
            "5:25 文字里有冒号加空格，被当成了“键: 值” | 含冒号加空格的文字放在英文引号里：\"年报: 第3页\"",
        ),
        (
            "    2016:\n      值: 1\n      来源: 年报: 第3页 # 注",
            "7:13 文字里有冒号加空格，被当成了“键: 值” | 含冒号加空格的文字放在英文引号里：\"年报: 第3页\"",
        ),
        ("    2016: ｛ 值: 1, 来源: 甲 ｝", "5:11 括号是全角的 | 改成半角：以 { 开头，以 } 结尾"),
        ("    2016: { 值: 1，来源: 甲 }", "5:17 逗号是全角的 | 改成半角逗号，后面加一个空格"),
        ("    2016: { 值: 1 来源: 甲 }", "5:18 两项之间缺少逗号 | 在“来源”前面加一个半角逗号"),
        (
            "   2016: { 值: 1, 来源: 甲 }",
            "5:1 缩进与上文不齐 | 行首有3个空格，上下两行的文字前面是4个：改成4个",
        ),
        (
            "     2016: { 值: 1, 来源: 甲 }",
            "5:1 缩进与上文不齐 | 行首有5个空格，上下两行的文字前面是4个：改成4个",
        ),
        (
            "    2016:\n      值: 1\n     来源: 甲",
            "7:1 缩进与上文不齐 | 行首有5个空格，上一行的文字前面是6个；同一层的各行要相同",
        ),
    ];
    for (row, expected) in cases {
        let told = problem(&format!("{ABOVE}{row}\n{BELOW}")).replace(" yaml-syntax", "");
        assert_eq!(told, expected, "{row}");
    }
    // What may run over several lines isn't taken for the slip.
    let several = "单位: 市\n年份: [1,\n  2]\n数值: {水: {\n  1: {值: \"甲\n   乙\"}}}\nx: y: z\n";
    assert!(problem(several).starts_with("7:5 "), "{}", problem(several));
}

#[test]
fn problems_of_shape() {
    let cases = [
        ("", "1:1 yaml-shape 没有内容"),
        ("# 注\n", "1:1 yaml-shape 没有内容"),
        ("# 注\n年份: [2015]\n", "2:1 yaml-shape 缺少“单位” | 补上一行"),
        (
            "单位: 市\n年分: [2015]\n",
            "2:1 yaml-shape 不认识“年分” | 是否要写“年份”？；可用：单位、年份、数值",
        ),
        ("单位: 市\n年份: 2015\n", "2:5 yaml-shape “年份”应为列表，现为数字 2015 | 列表写成"),
        ("单位: 市\n年份: [二]\n", "2:6 yaml-shape “年份”应为数字，现为文字“二”"),
        ("单位: [市]\n", "1:5 yaml-shape “单位”应为文字，现为列表"),
        ("- 单位: 市\n", "1:1 yaml-shape 此处应为“键: 值”各行，现为列表"),
        ("只有文字\n", "1:1 yaml-shape 此处应为“键: 值”各行，现为文字“只有文字”"),
        (
            "单位: 市\n数值:\n  甲:\n    2015: 93\n",
            "4:11 yaml-shape “2015”应为“键: 值”各行，现为数字 93",
        ),
        ("单位: 市\n数值: {甲: {2015: {值: 1, 状态: 好}}}\n", "2:23 yaml-shape 不认识“状态”"),
        ("单位: 市\n单位: 甲\n", "2:1 duplicate-entry “单位”写了两次"),
        ("单位: 市\n数值:\n  甲: {2015: {}, 2015: {}}\n", "3:17 duplicate-entry “2015”写了两次"),
        ("单位: 市\nbureau: 甲\n", "1:1 duplicate-entry “单位”写了两次"),
    ];
    for (text, expected) in cases {
        let found = problem(text);
        assert!(found.starts_with(expected), "{text:?}\n{found}\n{expected}");
    }
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
fn hostile_texts_end_with_a_problem() {
    let many = 100_000;
    let shapes = [
        "[", "{", "- ", "{a: ", "? ", "\"", "'", ": ", "!", "a: b: ", "- - \n", "?\n", "|", ">\n",
        "---\n", "%", "#\n- ",
    ];
    for shape in shapes {
        let text = shape.repeat(many);
        assert!(read::<File>(&text).1.is_err(), "{shape}");
    }
    let deep: String = (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(problem(&deep).contains("嵌套过深"));
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        let last = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} [*a{last}, *a{last}]\n"));
    }
    assert!(problem(&bomb).contains("锚点"));
}

#[test]
fn edits_keep_every_other_byte() {
    let cell = [Step::Key("数值"), Step::Key("水: 质")];
    let in_year = |year, key| [&cell[..], &[Step::Key(year), Step::Key(key)]].concat();
    let cases = [
        (vec![Step::Key("单位")], "市水利局", "单位: 市水利局 # 注"),
        (vec![Step::Key("单位")], "甲: 乙", "单位: \"甲: 乙\" # 注"),
        (vec![Step::Key("单位")], "", "单位: \"\" # 注"),
        (vec![Step::Key("单位")], "null", "单位: \"null\" # 注"),
        (vec![Step::Key("年份"), Step::Index(1)], "2017", "年份: [2015, 2017]"),
        (in_year("2015", "值"), "93.50", "    2015: { 值: 93.50, 来源: 样例（待核报） }"),
        (in_year("2016", "来源"), "it's", "    2016: { 值: , 来源: 'it''s' }"),
        (in_year("2017", "值"), "1", "      值: 1"),
    ];
    for (path, new, line) in cases {
        let text = set_values(SAMPLE, &[(path, new)]).unwrap();
        let changed: Vec<_> = text.lines().zip(SAMPLE.lines()).filter(|(a, b)| a != b).collect();
        assert_eq!(changed.len(), 1, "{new}");
        assert_eq!(changed[0].0, line);
        assert_eq!(text.matches("\r\n").count(), SAMPLE.matches("\r\n").count());
    }
    assert_eq!(set_values(SAMPLE, &[(vec![Step::Key("数值")], "1")]), None);
    assert_eq!(set_values(SAMPLE, &[(vec![Step::Key("无")], "1")]), None);
    assert_eq!(set_values("a: [", &[(vec![Step::Key("a")], "1")]), None);
}

#[derive(Debug, Deserialize)]
struct Lengths {
    #[serde(rename = "宽", deserialize_with = "early")]
    _width: (),
    #[serde(rename = "高", deserialize_with = "late")]
    _height: (),
}

fn early<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    super::scalar(deserializer, |text| match text {
        "1mm" => Ok(()),
        _ => Err(format!("长度写错：“{text}”")),
    })
}

fn late<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let text = String::deserialize(deserializer)?;
    if text == "1mm" {
        Ok(())
    } else {
        Err(serde::de::Error::custom(format!("长度写错：“{text}”")))
    }
}

#[test]
fn a_type_complains_at_the_value() {
    let problem = |text: &str| read::<BTreeMap<String, Lengths>>(text).1.unwrap_err();
    assert!(problem("页: {宽: 1m, 高: 1mm}").starts_with("1:8 yaml-shape “宽”：长度写错：“1m”"));
    assert!(problem("页: {宽: 1mm, 高: 2}").starts_with("1:16 yaml-shape “高”：长度写错：“2”"));
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

#[test]
fn escapes_of_characters_that_no_output_holds() {
    for typed in ["a\\u0007b", "\\0", "\\x1b", "\\uFDD0"] {
        let text = format!("单位: 甲\n数值: {{ GDP: {{ 2017: {{ 值: \"{typed}\" }} }} }}\n");
        let (_, result) = read::<File>(&text);
        let problem = result.err().unwrap();
        assert!(problem.starts_with("2:25 control-character "), "{typed}: {problem}");
    }
    let (_, result) = read::<File>("单位: \"甲\\n\\t\\u4E59\"\n");
    assert_eq!(result.unwrap().0.bureau, "甲\n\t乙");
}
