//! Names of files, titles and signatures as bureaus write them, against the repository's own plan.

use super::destination::{Assignment, Certainty, find};
use crate::adopt::DraftIdentity;
use crate::pipeline;
use std::path::Path;

/// A draft, and what is known of it: section and bureau (`-` where one isn't), and how sure that is.
struct Case {
    path: &'static str,
    title: &'static str,
    sender: &'static str,
    signature: &'static str,
    headings: &'static [&'static str],
    expected: (&'static str, &'static str, Certainty),
}

const fn named(
    path: &'static str,
    section: &'static str,
    bureau: &'static str,
    certainty: Certainty,
) -> Case {
    let expected = (section, bureau, certainty);
    Case { path, title: "", sender: "", signature: "", headings: &[], expected }
}

use Certainty::{Likely, Open, Sure};

const CASES: &[Case] = &[
    named("初稿/06产品质量（市质监局）.docx", "06", "市质监局", Sure),
    named("初稿/市农业局-产品质量.docx", "06", "市农业局", Sure),
    named("初稿/七、工程质量 住建局.docx", "07", "市住建局", Sure),
    named("08-服务质量/市商务局.docx", "08", "市商务局", Sure),
    named("服务质量/商务局2018.doc", "08", "市商务局", Sure),
    named("衢州市环境保护局环境质量材料.docx", "09", "市环保局", Sure),
    named("第五部分（市公安局）.docx", "05", "市公安局", Sure),
    named("5.市科技局.docx", "05", "市科技局", Sure),
    named("2.市统计局.docx", "01", "市统计局", Likely),
    named("市教育局2017年质量工作.docx", "-", "市教育局", Open),
    named("3.市财政局.docx", "-", "市财政局", Open),
    named("sb-02 市发改委.docx", "sb-02", "市发改委", Sure),
    named("服务质量（市旅委、市商务局）.docx", "08", "-", Open),
    named("产品质量和工程质量（市水利局）.docx", "-", "市水利局", Open),
    named("自述报告初稿.docx", "-", "-", Open),
    named("产品质量.docx", "06", "-", Open),
    named("市财政局-产品质量.docx", "06", "市财政局", Likely),
    Case {
        title: "关于城市质量发展战略的自述",
        signature: "衢州市发展和改革委员会",
        ..named("自述.docx", "02", "市发改委", Sure)
    },
    Case {
        sender: "衢 州 市 环 境 保 护 局 文 件", ..named("附件2.docx", "-", "市环保局", Open)
    },
    Case {
        signature: "衢州市统计局", ..named("市发改委基本情况.docx", "-", "市发改委", Open)
    },
    Case {
        title: "申报城市基本情况",
        signature: "衢州市统计局",
        ..named("市发改委材料.docx", "01", "市发改委", Likely)
    },
    Case {
        headings: &["计量", "标准", "认证工作", "检验检测技术保障体系", "质量公共服务平台建设"],
        ..named("市质监局.docx", "05", "市质监局", Likely)
    },
    Case {
        headings: &["工程质量技术创新", "工程质量水平"],
        ..named("交通局.docx", "07", "市交通运输局", Likely)
    },
];

#[test]
fn drafts_are_told_by_their_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = pipeline::load(root).unwrap_or_else(|_| panic!("the repository loads"));
    let mut wrong = Vec::new();
    for case in CASES {
        let identity = DraftIdentity {
            title: case.title.into(),
            sender: case.sender.into(),
            signature: case.signature.into(),
            headings: case.headings.iter().map(|&heading| heading.to_owned()).collect(),
            ..DraftIdentity::default()
        };
        let found = find(&loaded.workspace, Path::new(case.path), &identity, Assignment::default());
        let section = found.section.as_deref().unwrap_or("-");
        let bureau = found.bureau.as_deref().unwrap_or("-");
        let (expected, name, certainty) = case.expected;
        let is_section = section == expected || section.starts_with(&format!("{expected}-"));
        if !is_section || bureau != name || found.certainty != certainty {
            wrong.push(format!("{}: {section} {bureau} {found:?}", case.path));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}
