//! Short texts, what is said of them and what `zishu fix` makes of them.

use super::passage::{Passage, Role};
use super::rules::of_passage;
use crate::diag::Diagnostic;
use crate::source::Sources;

fn problems(role: Role, text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let passage = Passage::typed(role, file, text);
    of_passage(&passage).into_sorted(&sources)
}

/// The text after its fixes.
fn fixed(role: Role, text: &str) -> String {
    let mut fixes: Vec<_> = problems(role, text).into_iter().filter_map(|p| p.fix).collect();
    fixes.sort_by_key(|fix| fix.span.start);
    let (mut result, mut at) = (String::new(), 0);
    for fix in fixes {
        let range = fix.span.range();
        assert!(at <= range.start, "fixes overlap in {text}");
        result.push_str(&text[at..range.start]);
        result.push_str(&fix.replacement);
        at = range.end;
    }
    result + &text[at..]
}

fn codes(role: Role, text: &str) -> String {
    let codes: Vec<&str> = problems(role, text).iter().map(|p| p.code.name()).collect();
    codes.join(" ")
}

#[test]
fn what_is_corrected() {
    let cases = [
        ("质量第一,效益优先.", "质量第一，效益优先。"),
        ("产量提高; 成本下降", "产量提高；成本下降"),
        ("时间:2017年", "时间：2017年"),
        ("重点是:甲、乙", "重点是：甲、乙"),
        ("好吗?好!", "好吗？好！"),
        ("共35家(含5家停产),其余正常", "共35家（含5家停产），其余正常"),
        ("空气质量(AQI)优良", "空气质量（AQI）优良"),
        ("达到1,380亿元,增长10.3%,居前", "达到1,380亿元，增长10.3%，居前"),
        ("他说\"质量第一\",大家同意", "他说“质量第一”，大家同意"),
        ("坚持'质量第一'的理念", "坚持“质量第一”的理念"),
        ("他说“坚持'质量第一'理念”", "他说“坚持‘质量第一’理念”"),
        ("他说\"坚持'质量第一'理念\"", "他说“坚持‘质量第一’理念”"),
        ("推进质量强市的的建设", "推进质量强市的建设"),
        ("质量第一，，效益优先。。", "质量第一，效益优先。"),
        ("“品字标”,“浙江制造”", "“品字标”，“浙江制造”"),
        ("《标准》(试行)", "《标准》（试行）"),
        ("合格率,2017年", "合格率，2017年"),
        ("A类,B类,C类", "A类，B类，C类"),
        ("衢政发[2017]15号", "衢政发〔2017〕15号"),
        ("衢政发［2017］15号", "衢政发〔2017〕15号"),
        ("衢政发(2017)15号", "衢政发〔2017〕15号"),
        ("衢政发（2017）第015号", "衢政发〔2017〕15号"),
        ("衢政发【２０１７】１５号", "衢政发〔2017〕15号"),
        ("衢政发〔2017〕015 号", "衢政发〔2017〕15号"),
        ("共１２３家，占４５．６%", "共123家，占45.6%"),
        ("Ａ级企业", "A级企业"),
        ("高出15-30%", "高出15%～30%"),
        ("高出15%-30%", "高出15%～30%"),
        ("高出1.5～3.0%", "高出1.5%～3.0%"),
        ("高出15 ~ 30％", "高出15%～30%"),
        ("面积50㎡,长3㎞", "面积50平方米，长3公里"),
        ("１２３,其余", "123，其余"),
    ];
    for (text, expected) in cases {
        assert_eq!(fixed(Role::Other, text), expected, "{text}");
        assert_eq!(codes(Role::Other, expected), "", "{expected}");
    }
}

#[test]
fn what_is_left_alone() {
    let texts = [
        "质量第一，效益优先。",
        "1,380.00亿元、12,500家",
        "比例为6.6:44.6:48.8，师生比1:16.3",
        "一产:二产:三产为7:45:48",
        "15:30开会",
        "PM2.5、COD(Cr)",
        "f(x), g(y)",
        "Hello, world. (see above)",
        "No.1、V2.0、3.5倍",
        "质量……",
        "省略...的",
        "衢政发〔2017〕15号",
        "GB/T 19001—2016、ISO 9001:2015",
        "（2017）是年份",
        "浙江省（2015—2017年）规划",
        "2015—2017年",
        "2015-16年",
        "15%～30%、15%—30%",
        "型号XJ-3-5%",
        "第3-5%",
        "增长12.3%",
        "有待补充完善，亟待补充",
        "等待补充",
        "XXL号、MAX、xxl",
        "20×30米",
        "【通知】",
        "（一）加强领导",
        "（1）加强；（2）改进",
        "一，",
        "一张表、一本账",
        "电话0570-3021234，邮箱a.b@c.cn",
        "“十三五”规划、“1+N”",
        "A、B、C、D四类",
        "5'30\"",
        "第一、第二、第三产业增加值",
        "第一、二、三产业增加值",
        "第一、三季度",
        "首先、其次、最后",
        "质量工作的目的的实现",
        "的的确确有了提高",
        "一个一个解决，很多很多办法，研究研究再定",
        "发展发展中国家，监督监督员",
        "先进个人标的的确定",
        "it's 市里的 don't",
        "3X4个、2×3件、X光、X射线",
        "V1.XX 版",
        "(1)",
        "",
    ];
    for text in texts {
        for role in [Role::Heading, Role::Paragraph, Role::Other] {
            assert_eq!(codes(role, text), "", "{text}");
        }
    }
}

#[test]
fn marks_after_ordinals() {
    let cases = [
        ("（一）、加强领导。（二），改进", "（一）加强领导。（二）改进"),
        ("一，加强领导", "一、加强领导"),
        ("十二.加强领导", "十二、加强领导"),
        ("第一、加强领导。第二、落实责任", "第一，加强领导。第二，落实责任"),
        ("要做到：其一、责任到人；其二、督查到位", "要做到：其一，责任到人；其二，督查到位"),
        ("首先、加强领导", "首先，加强领导"),
    ];
    for (text, expected) in cases {
        assert_eq!(fixed(Role::Paragraph, text), expected, "{text}");
    }
    assert_eq!(codes(Role::Paragraph, "见（一）、（二）"), "");
    assert_eq!(codes(Role::Paragraph, "方案（三），内容"), "");
}

#[test]
fn placeholders() {
    let texts = [
        "XX市",
        "20XX年",
        "××局",
        "×××同志",
        "数据待补充。",
        "（待核）",
        "TODO：补",
        "【】",
        "【请填写】",
        "编号____",
        "（　）",
        "ＸＸ县",
        "2017年X月开工",
        "新增企业×家",
        "增长X%",
    ];
    for text in texts {
        assert_eq!(codes(Role::Other, text), "placeholder", "{text}");
    }
}

#[test]
fn words_typed_twice() {
    for (text, word) in [
        ("全市全市质量水平提高", "全市"),
        ("推进推进质量强市", "推进"),
        ("由市人民政府市人民政府印发", "市人民政府"),
    ] {
        let problems = problems(Role::Paragraph, text);
        assert_eq!(problems.len(), 1, "{text}");
        assert_eq!(problems[0].message, format!("“{word}”重复"));
        assert_eq!(problems[0].fix, None, "which of them goes is the writer's to say");
    }
}

#[test]
fn values_and_code_are_context() {
    let mut sources = Sources::default();
    let file = sources.add("a.md", "");
    let passage = Passage::typed(Role::Other, file, "");
    assert_eq!(passage.place(&(0..1)), None);
}

#[test]
fn the_year_of_a_number_in_front_matter() {
    assert_eq!(fixed(Role::Number, "衢政发[2017]第15号"), "衢政发〔2017〕15号");
    assert_eq!(codes(Role::Number, "衢政发〔2017〕15号"), "");
}

proptest::proptest! {
    #[test]
    fn fixes_come_to_an_end(
        text in "[甲市局一二的第、，,.;:!?()（）\"'“”1２aＡ% ％\\-～〔〕\\[\\]第号㎡X待补充。，]{0,30}",
    ) {
        for role in [Role::Paragraph, Role::Other] {
            let once = (0..4).fold(text.clone(), |text, _| fixed(role, &text));
            let left = problems(role, &once);
            let left: Vec<_> = left.iter().filter(|p| p.fix.is_some()).collect();
            assert!(left.is_empty(), "{text} → {once}: {left:?}");
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        for role in [Role::Heading, Role::Paragraph, Role::Other, Role::Number] {
            problems(role, &text);
        }
    }
}
