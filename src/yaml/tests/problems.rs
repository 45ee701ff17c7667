//! What is wrong, at which line, and what to type.

use super::fixture::{File, problem, read};
use crate::yaml::scalar;
use serde::Deserialize;
use std::collections::BTreeMap;

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
        ("单位\n  数值: 1\n", "1:1 yaml-syntax “单位”后面缺少冒号 | 改为 单位:"),
        ("单位 市\n数值: 1\n", "1:1 yaml-syntax “单位”后面缺少冒号 | 改为 单位: 市"),
        (
            "单位: 市\n数值 # 注\n  水: 1\n  煤: 2\n",
            "2:1 yaml-syntax “数值”后面缺少冒号 | 改为 数值:",
        ),
        ("数值:\n  水\n    2015: 1\n", "2:3 yaml-syntax “水”后面缺少冒号 | 改为 水:"),
        ("单位: 市\n备注\n", "2:1 yaml-syntax “备注”后面缺少冒号 | 改为 备注:"),
        ("备注: 一段\n  续一行\n  再续: 一行\n", "3:5 yaml-syntax 此处不能再出现“键: 值”"),
        ("单位: @市\n", "1:5 yaml-syntax 文字不能以这个符号开头"),
        ("单位: *甲\n", "1:6 yaml-syntax 以 & 或 * 开头的文字"),
        ("单位: &a 市\n年份: *a\n", "2:5 yaml-syntax 不支持 YAML 的锚点"),
        ("单位: 市\n---\n单位: 市\n", "2:1 yaml-syntax 一个文件里只能有一份内容"),
        ("{单位: 市，年份: [1]}\n", "1:7 yaml-syntax 逗号是全角的 | 改为半角逗号"),
        ("单位: 市\0\n", "1:1 yaml-syntax 含有控制字符"),
    ];
    for (text, expected) in cases {
        let found = problem(text);
        assert!(found.starts_with(expected), "{text:?}\n{found}\n{expected}");
    }
}

/// Each row stands between two good ones.
#[test]
fn slips_are_reported_at_their_line() {
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
        ("    2016: ｛ 值: 1, 来源: 甲 ｝", "5:11 括号是全角的 | 改为半角：以 { 开头，以 } 结尾"),
        ("    2016: { 值: 1，来源: 甲 }", "5:17 逗号是全角的 | 改为半角逗号，后面加一个空格"),
        ("    2016: { 值: 1 来源: 甲 }", "5:18 两项之间缺少逗号 | 在“来源”前面加一个半角逗号"),
        (
            "   2016: { 值: 1, 来源: 甲 }",
            "5:1 缩进与上文不齐 | 行首有3个空格，上下两行的文字前面是4个：改为4个",
        ),
        (
            "     2016: { 值: 1, 来源: 甲 }",
            "5:1 缩进与上文不齐 | 行首有5个空格，上下两行的文字前面是4个：改为4个",
        ),
        (
            "    2016:\n      值: 1\n     来源: 甲",
            "7:1 缩进与上文不齐 | 行首有5个空格，上一行的文字前面是6个；同一层的各行要相同",
        ),
    ];
    for (row, expected) in cases {
        let found = problem(&format!("{ABOVE}{row}\n{BELOW}")).replace(" yaml-syntax", "");
        assert_eq!(found, expected, "{row}");
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
        ("单位: 市\n年份: 2015\n", "2:5 yaml-shape “年份”应为列表，现为数字 2015 | 列表改为"),
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
fn hostile_texts_end_with_a_problem() {
    let many = 80_000;
    let shapes = [
        "[", "{", "- ", "{a: ", "? ", "\"", "'", ": ", "!", "a: b: ", "- - \n", "?\n", "|", ">\n",
        "---\n", "%", "#\n- ",
    ];
    for shape in shapes {
        let text = shape.repeat(many);
        assert!(read::<File>(&text).1.is_err(), "{shape}");
    }
    let deep: String = (0..900).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(problem(&deep).contains("嵌套过深"));
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        let last = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} [*a{last}, *a{last}]\n"));
    }
    assert!(problem(&bomb).contains("锚点"));
}

#[derive(Debug, Deserialize)]
struct Lengths {
    #[serde(rename = "宽", deserialize_with = "early")]
    _width: (),
    #[serde(rename = "高", deserialize_with = "late")]
    _height: (),
}

fn early<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    scalar(deserializer, |text| match text {
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
