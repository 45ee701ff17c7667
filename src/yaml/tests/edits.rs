//! Values replaced in a file.

use super::fixture::SAMPLE;
use crate::yaml::{Step, set_values};

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
