//! Figures beside marks: what stands apart in a chapter stands apart in print.
//!
//! Emphasis is shown as `«…»`, strong text as `⟪…⟫`, struck text as `⟦…⟧`, code as `⟨…⟩`.

use super::{Parsed, parsed};
use crate::document::{Inline, InlineKind, ValueUse, visit};

/// What is printed, with marks that no case types.
fn shown(content: &[Inline], values: &[ValueUse]) -> String {
    let inner = |content: &[Inline]| shown(content, values);
    let parts = content.iter().map(|inline| match &inline.kind {
        InlineKind::Text(text) => text.clone(),
        InlineKind::Value(id) => values[id.0 as usize].text.clone(),
        InlineKind::Emphasis(content) => format!("«{}»", inner(content)),
        InlineKind::Strong(content) => format!("⟪{}⟫", inner(content)),
        InlineKind::Strikethrough(content) => format!("⟦{}⟧", inner(content)),
        InlineKind::Code(text) => format!("⟨{text}⟩"),
        InlineKind::Link { content, .. } => format!("[{}]", inner(content)),
        InlineKind::Reference(reference) => format!("表{}", inner(&reference.content)),
        InlineKind::Note(_) => "†".to_owned(),
        InlineKind::Picture(_) => "图".to_owned(),
        InlineKind::LineBreak => "⏎".to_owned(),
    });
    parts.collect()
}

/// The contents of every block, notes after them.
fn printed(parsed: &Parsed) -> String {
    let chapter = &parsed.chapter;
    let mut out = Vec::new();
    let notes = chapter.notes.iter().map(|note| &note.blocks);
    for blocks in std::iter::once(&chapter.blocks).chain(notes) {
        visit::blocks(blocks, &mut |block| {
            out.extend(visit::contents(block).iter().map(|it| shown(it, &chapter.values)));
        });
    }
    out.join("¦")
}

/// Reports every case that is printed otherwise.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong = cases.iter().filter_map(|(typed, expected)| {
        let found = printed(&parsed(typed));
        (found != *expected).then(|| format!("{typed}\n  wanted {expected}\n  found  {found}"))
    });
    let wrong: Vec<String> = wrong.collect();
    let (bad, all) = (wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{bad} of {all} wrong:\n{}", wrong.join("\n"));
}

/// Cases that are printed as typed.
#[track_caller]
fn literal(cases: &[&str]) {
    check(&cases.iter().map(|typed| (*typed, *typed)).collect::<Vec<_>>());
}

#[test]
fn marks_between_figures_are_text() {
    literal(&[
        "规格为100*200*50毫米的板材",
        "面积3*4米、5*6米",
        "规格为100*200*50毫米的板材，面积3*4米、5*6米，人均=总额*单价*数量。",
        "2**10、3**10",
        "1***2***3",
        "100*200*50*",
        "5*",
        "*注：3*4",
        "3_4_5",
        "50~100~150",
        "50~~100~~150",
        "118`52`30",
        "12**34**家",
        "138****1234、139****5678",
        "１００*２００*５０毫米",
        "3*.5*2",
        "1**,234**",
        "3*_4_*5",
        "3*4*",
        "面积3 * 4、5 * 6",
    ]);
    check(&[
        ("3*4\n5*6", "3*4 5*6"),
        ("3\\*4\\*5", "3*4*5"),
        ("3\\**4*5", "3**4*5"),
        ("**12****34**", "⟪12****34⟫"),
        ("**3*4**平方米", "⟪3*4⟫平方米"),
        ("*3*4*", "«3*4»"),
        ("*注：3*4*", "«注：3*4»"),
        ("约3*4米的*重点*板材", "约3*4米的«重点»板材"),
        ("3*4米，*注意*核对5*6", "3*4米，«注意»核对5*6"),
        ("`3*4*5`", "⟨3*4*5⟩"),
        ("``3`4`5``", "⟨3`4`5⟩"),
        ("见http://a.cn/3*4*5 。", "见[http://a.cn/3*4*5] 。"),
        ("[文](http://a.cn/3*4*5)", "[文]"),
        ("‹v2›*‹v2›*3", "1380*1380*3"),
        ("1**‹v2›**家", "1**1380**家"),
    ]);
}

#[test]
fn formulas_are_text() {
    literal(&[
        "人均=总额*单价*数量",
        "人均＝总额*单价*数量。",
        "价格 = 单价*数量*天数",
        "长3米*宽4米*高5米",
        "3米*4米*5米",
        "长3*宽4*高5",
        "x*y*z",
        "k=a*b*c",
        "(1+2)*(3+4)*5",
        "（1+2）*（3+4）*5",
        "94%*3*2",
        "3*4*单价，5*6*单价",
        "2*π*3.14",
        "a*b*c*d",
        "（1+2）*3米，（3+4）*5米",
        "3米*4米，5米*6米",
    ]);
}

#[test]
fn emphasis_stays() {
    check(&[
        ("这是*重点*内容", "这是«重点»内容"),
        ("*2017*年", "«2017»年"),
        ("**50**个", "⟪50⟫个"),
        ("共**12**家", "共⟪12⟫家"),
        ("产值**1380.00**亿元", "产值⟪1380.00⟫亿元"),
        ("合格率**98.5**%", "合格率⟪98.5⟫%"),
        ("**12**家、**34**户", "⟪12⟫家、⟪34⟫户"),
        ("共*12*家", "共«12»家"),
        ("2017年*12*月", "2017年«12»月"),
        ("ISO*9001*认证", "ISO«9001»认证"),
        ("12*（含3家）*家", "12«（含3家）»家"),
        ("*（一）*2017年", "«（一）»2017年"),
        ("统一**三**个标准", "统一⟪三⟫个标准"),
        ("*合格率*=合格批次/抽查批次", "«合格率»=合格批次/抽查批次"),
        ("GDP=*1380*亿元", "GDP=«1380»亿元"),
        ("这是*重点，也是难点*内容", "这是«重点，也是难点»内容"),
        ("产值12亿元*2017年*增长", "产值12亿元«2017年»增长"),
        ("总额*单价*数量=人均", "总额«单价»数量=人均"),
        ("见（样例）*ab，cd*。", "见（样例）«ab，cd»。"),
        ("*甲；乙*）1%*５*", "«甲；乙»）1%«５»"),
        ("*3米*4米*", "«3米*4米»"),
        ("~~50~~个", "⟦50⟧个"),
        ("共`12`家", "共⟨12⟩家"),
        ("1.**2017年**全市", "1.⟪2017年⟫全市"),
        ("产值**1380**,2017年", "产值⟪1380⟫,2017年"),
        ("产值‹v2›,2017年", "产值1380,2017年"),
    ]);
}

#[test]
fn what_is_not_printed_joins_no_figures() {
    check(&[
        ("3[4](http://a.cn)5", "3 [4] 5"),
        ("第[4](http://a.cn)条", "第[4]条"),
        ("3<b>4</b>5", "3 4 5"),
        ("3<!-- 注 -->4", "3 4"),
        ("3<br>4", "3⏎4"),
        ("**1**<!-- -->380", "⟪1⟫380"),
        ("50[^a]3\n\n[^a]: 文", "50† 3¦文"),
        ("50[^a]家\n\n[^a]: 文", "50†家¦文"),
        ("1‹v2›家", "1 1380家"),
        ("‹v2›‹v2›", "1380 1380"),
        ("共‹v2›家", "共1380家"),
        ("20‹v0›", "2093.10%"),
        ("见[@tbl-a]2017年", "见表 2017年"),
        ("见[@tbl-a]，2017年", "见表，2017年"),
        ("１２\n３４", "１２ ３４"),
        ("12\n34", "12 34"),
        ("12\\\n34", "12⏎34"),
        ("3&nbsp;4", "3\u{A0}4"),
        ("3[**4**](http://a.cn)**5**", "3 [⟪4⟫] ⟪5⟫"),
    ]);
}

#[test]
fn everywhere() {
    check(&[
        ("## 规格100*200*50", "规格100*200*50"),
        ("- 规格100*200*50", "规格100*200*50"),
        ("> 规格100*200*50", "规格100*200*50"),
        ("1. 规格100*200*50", "规格100*200*50"),
        ("| 3*4*5 | a*b |\n|---|---|\n| 1*2*3 | 3*4、5*6 |", "3*4*5¦a*b¦1*2*3¦3*4、5*6"),
        ("表：规格3*4*5\n\n| 甲 |\n|---|\n| x\\|3*4*5 |", "规格3*4*5¦甲¦x|3*4*5"),
        ("文[^a]\n\n[^a]: 规格3*4*5", "文†¦规格3*4*5"),
        ("表：题 {来源=\"3*4*5\"}\n\n| 甲 |\n|---|\n| 乙 |", "题¦甲¦乙¦3*4*5"),
        ("![规格3*4*5](图/a.png \"规格3*4*5\")", "规格3*4*5"),
    ]);
}

/// Reports every case with other problems than expected.
#[track_caller]
fn problems(cases: &[(&str, &[&str])]) {
    let wrong = cases.iter().filter_map(|(typed, expected)| {
        let found = parsed(typed).problems;
        (found != *expected).then(|| format!("{typed}\n  found {found:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_product_is_reported_once() {
    problems(&[
        (
            "规格100*200*50，3*4",
            &["1:3 mistyped-markup \"100*200*50\"", "1:14 mistyped-markup \"3*4\""],
        ),
        (
            "| 3*4 |\n|---|\n| 甲1.5*2乙 |",
            &["1:3 mistyped-markup \"3*4\"", "3:4 mistyped-markup \"1.5*2\""],
        ),
        ("## 规格3*4", &["1:6 mistyped-markup \"3*4\""]),
        ("人均=总额*单价*数量", &["1:6 mistyped-markup \"*\"", "1:9 mistyped-markup \"*\""]),
        ("总额*单价*数量=人均", &["1:3 mistyped-markup \"*单价*\""]),
        ("总额×单价*数量*人数", &["1:6 mistyped-markup \"*数量*\""]),
        ("总额÷10000*数量*人数", &["1:9 mistyped-markup \"*数量*\""]),
        ("建设2×3米*重点*展板", &[]),
        ("提供7×24小时*不间断*服务", &[]),
        ("| 甲 |\n|---|\n| 长3米×宽4米的*重点*板材 |", &[]),
        ("## 2 × 3米*重点*展板\n\n甲", &[]),
        ("12**34**家", &["1:1 mistyped-markup \"12**34\""]),
        ("50~~100", &["1:1 mistyped-markup \"50~~100\""]),
        ("138****1234、139****5678", &[]),
        (
            "3[4](http://a.cn)5",
            &["1:2 mistyped-markup \"[\"", "1:4 mistyped-markup \"](http://a.cn)\""],
        ),
        ("1‹v2›家", &["1:2 mistyped-markup \"\\u{fdd0}v2\\u{fdd1}\""]),
        ("见[@tbl-a]2017年", &["1:10 mistyped-markup \"2017年\""]),
        ("3\\*4、`5*6`、5~10、这是*重点*内容、3 * 4、**3**家", &[]),
        ("```\n3*4\n```", &[]),
        ("见http://a.cn/3*4?x=a*b*c 。", &[]),
        ("表：题 {#tbl-a 单位=\"3*4\"}\n\n| 甲 |\n|---|", &["1:17 mistyped-markup \"3*4\""]),
    ]);
}

mod arbitrary {
    use super::*;
    use proptest::prelude::*;

    const PARTS: &[&str] = &[
        "1", "23", "4", "甲", "。", "a", "*", "**", "***", "_", "~", "~~", "\\", "=", "（", "）",
        ".", ",", "%",
    ];

    /// With code, within which a value and a digit may be one figure.
    const CODE: &[&str] = &["`", "``"];

    const VALUES: &[&str] = &["‹v2›", "[", "](http://a.cn)", "<!-- 注 -->", "<b>", "\n甲"];

    /// The digits that stand together.
    fn figures(text: &str) -> Vec<&str> {
        text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect()
    }

    fn plain(parsed: &Parsed) -> String {
        let mut out = String::new();
        visit::blocks(&parsed.chapter.blocks, &mut |block| {
            for content in visit::contents(block) {
                out.push_str(&crate::document::plain::inlines(content, &parsed.chapter.values));
                out.push('\n');
            }
        });
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(2000), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn marks_join_no_figures(parts in prop::collection::vec(prop::sample::select([PARTS, CODE].concat()), 0..14)) {
            check_figures(&parts.concat())?;
        }

        #[test]
        fn links_comments_and_values_join_no_figures(parts in prop::collection::vec(prop::sample::select([PARTS, VALUES].concat()), 0..14)) {
            check_figures(&parts.concat())?;
        }
    }

    fn check_figures(typed: &str) -> Result<(), TestCaseError> {
        // A value is a figure of its own; an address prints none here.
        let source = typed.replace("‹v2›", "甲1380甲");
        let line = typed.replace('\n', "");
        for (text, source) in [
            (format!("甲{typed}"), source.clone()),
            (format!("| 甲 |\n|---|\n| 甲{line} |"), source.replace('\n', "")),
        ] {
            let printed = plain(&parsed(&text));
            prop_assert_eq!(figures(&printed), figures(&source), "{} {}", text, printed);
        }
        Ok(())
    }
}
