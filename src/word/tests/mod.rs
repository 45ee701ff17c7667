//! The whole file from the rich document: what validators and lint must not find, and what the
//! issue asks of it.

mod sequences;

use super::finish::complete;
use super::write::render;
use super::{ImageBytes, Package, WordAssets, build, finish, lint};
use crate::assemble::fixture;
use crate::diag::Diagnostics;
use crate::document::{
    Block, BlockId, BlockKind, Document, HeadingKind, List, ListItem, ListMarker, Picture, plain,
    visit,
};
use crate::ooxml::{self, Limits, Part};
use crate::source::{Sources, Span};
use crate::typography::{Faces, Profile, Search, TextMeasure, profile};
use crate::workspace::Spanned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// Files of the repository; a chart is the fixture's picture.
pub(super) struct Assets;

impl WordAssets for Assets {
    fn picture(&self, picture: &Picture) -> Option<ImageBytes<'_>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&picture.path);
        let bytes = std::fs::read(file).ok()?;
        Some(ImageBytes { bytes: Cow::Owned(bytes), pixels: picture.pixels, ppi: 96 })
    }

    fn chart(&self, _block: BlockId) -> Option<ImageBytes<'_>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture::PICTURE);
        let bytes = std::fs::read(file).ok()?;
        Some(ImageBytes { bytes: Cow::Owned(bytes), pixels: (1200, 800), ppi: 300 })
    }
}

/// The faces of the repository.
pub(super) fn faces() -> &'static Faces {
    static FACES: LazyLock<Faces> =
        LazyLock::new(|| Faces::discover(Path::new(env!("CARGO_MANIFEST_DIR")), Search::Workspace));
    &FACES
}

/// The parts of a document with the pictures and faces of the repository.
pub(super) fn built(document: &Document, profile: &Profile) -> Package {
    build(document, profile, &Assets, &TextMeasure::new(profile, faces()))
}

pub(super) fn load_profile(name: &str) -> Profile {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("chapters/report.yaml", "");
    let span = Span::new(file, 0..0);
    let name = Spanned { value: name.to_owned(), span };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    profile::load(root, &name, &mut sources, &mut diagnostics).unwrap()
}

fn packed(document: &Document, profile: &str) -> Vec<u8> {
    let pages: BTreeMap<BlockId, u32> =
        document.contents.iter().zip(1..).map(|(entry, page)| (entry.block, page)).collect();
    let bytes = finish(built(document, &load_profile(profile)), &pages).unwrap();
    assert_eq!(lint(&bytes), Vec::<String>::new(), "{profile}");
    bytes
}

fn part(bytes: &[u8], name: &str) -> String {
    ooxml::Package::open(bytes, &Limits::TRUSTED).unwrap().text(name).unwrap().unwrap()
}

/// Takes the end of a bookmark away.
fn without_bookmark_end(xml: &str) -> String {
    xml.replacen("<w:bookmarkEnd", "<w:proofErr", 1)
}

#[test]
fn an_unsound_package_is_not_packed() {
    let (_, document) = fixture::rich();
    let profile = load_profile("gbt9704");
    let mut package = built(&document, &profile);
    assert_eq!(package.findings.as_deref(), Some(&[][..]));
    let is_body = |part: &&mut Part| part.name == "word/document.xml";
    let body = package.parts.iter_mut().find(is_body).unwrap();
    body.bytes = without_bookmark_end(str::from_utf8(&body.bytes).unwrap()).into_bytes();
    package.findings = None;
    let unsound = finish(package, &BTreeMap::new()).unwrap_err();
    assert!(unsound.findings[0].ends_with("没有结尾"), "{unsound:?}");

    // The finishing pass finds the same while it writes.
    let mut rendered =
        render(&document, &profile, &Assets, &TextMeasure::new(&profile, faces()), None);
    rendered.body = without_bookmark_end(&rendered.body);
    assert_eq!(complete(rendered, None).findings, unsound.findings);
}

#[test]
fn nothing_to_complain_about() {
    let (_, document) = fixture::rich();
    for profile in ["danju", "gbt9704", "shenbaobiao", "tongbao", "yijianbiao"] {
        assert_eq!(lint(&packed(&document, profile)), Vec::<String>::new(), "{profile}");
    }
}

#[test]
fn same_input_same_bytes() {
    let (_, document) = fixture::rich();
    let first = packed(&document, "gbt9704");
    assert_eq!(first, packed(&document, "gbt9704"));
    assert!(part(&first, "word/document.xml").contains("TOC \\o"));
}

/// What Word prints before the headings, counted as Word counts: instances of one definition share
/// their counters, an instance's start counts once, and a level starts anew below a higher one.
fn word_numbers(bytes: &[u8]) -> Vec<String> {
    let numbering = part(bytes, "word/numbering.xml");
    let document = part(bytes, "word/document.xml");
    let (mut counts, mut started) = ([0u32; 4], std::collections::BTreeSet::new());
    let mut printed = Vec::new();
    for paragraph in document.split("<w:p>").skip(1) {
        let Some((_, rest)) = paragraph.split_once("w:val=\"Heading") else { continue };
        let level: usize = rest[..1].parse::<usize>().unwrap() - 1;
        let instance = between(rest, "<w:numId w:val=\"", "\"").unwrap_or("1");
        if instance == "0" {
            printed.push(String::new());
            continue;
        }
        let whole = format!("<w:num w:numId=\"{instance}\"");
        let own = between(&numbering, &whole, "</w:num>").unwrap();
        let start = between(own, &format!("<w:lvlOverride w:ilvl=\"{level}\">"), "</w:lvl")
            .and_then(|level| between(level, "w:startOverride w:val=\"", "\""));
        match start {
            Some(start) if started.insert((instance.to_owned(), level)) => {
                counts[level] = start.parse().unwrap();
            }
            _ => counts[level] += 1,
        }
        counts[level + 1..].fill(0);
        let numeral = ["零", "一", "二", "三", "四", "五"][counts[level] as usize];
        printed.push(match level {
            0 => format!("{numeral}、"),
            1 => format!("（{numeral}）"),
            2 => format!("{}.", counts[level]),
            _ => format!("（{}）", counts[level]),
        });
    }
    printed
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

#[test]
fn word_counts_headings_as_the_tree_does() {
    let (_, mut document) = fixture::rich();
    // An appendix: numbered headings below an unnumbered one begin at （一） again.
    let mut appendix = document.sections[0].clone();
    if let BlockKind::Heading(heading) = &mut appendix.parts[0].blocks[0].kind {
        heading.kind = HeadingKind::Unnumbered;
        heading.number.clear();
    }
    let again = document.sections[1].clone();
    document.sections.extend([appendix, again]);
    for section in &mut document.sections[2..] {
        let blocks = section.parts.iter_mut().flat_map(|part| &mut part.blocks);
        blocks.for_each(|block| match &mut block.kind {
            BlockKind::Heading(heading) => heading.label = None,
            BlockKind::Table(table) => table.label = None,
            BlockKind::Figure(figure) => figure.label = None,
            BlockKind::Chart(chart) => chart.label = None,
            _ => {}
        });
    }
    crate::assemble::resolve(&mut document, &mut Diagnostics::default());
    let bytes = packed(&document, "gbt9704");
    let wanted: Vec<String> = document.contents.iter().map(|entry| entry.number.clone()).collect();
    assert!(wanted.iter().filter(|number| *number == "（一）").count() >= 4, "{wanted:?}");
    assert_eq!(word_numbers(&bytes), wanted);
}

#[test]
fn what_the_file_says() {
    let (_, document) = fixture::rich();
    let bytes = packed(&document, "gbt9704");
    let body = part(&bytes, "word/document.xml");
    for wanted in [
        " TOC \\o \"1-2\" \\h \\z \\u ",
        ">PAGEREF",
        "SEQ 表 \\* ARABIC \\s 1 ",
        "SEQ 表 \\* ARABIC \\s 1 \\r 1 ",
        "REF _Ref",
        "<w:tblHeader/>",
        "<w:cantSplit/>",
        "<w:gridSpan w:val=\"2\"/>",
        "<w:vMerge w:val=\"restart\"/>",
        "w:orient=\"landscape\"",
        "<w:pgNumType w:start=\"1\"/>",
        "<w:footnoteReference w:id=\"2\"/>",
        "喆堃昇犇淼翀祎旸龑䶮",
        "&lt;b1&gt;",
    ] {
        let wanted = wanted.trim_start_matches('>');
        assert!(body.contains(wanted), "{wanted}");
    }
    assert!(!body.contains("w:dirty"), "nothing asks for an update");
    let settings = part(&bytes, "word/settings.xml");
    assert!(!settings.contains("updateFields"));
    assert!(settings.contains("<w:evenAndOddHeaders/>"));
    let notes = part(&bytes, "word/footnotes.xml");
    assert_eq!(notes.matches("<w:footnoteRef/>").count(), 2);
    let styles = part(&bytes, "word/styles.xml");
    for wanted in [
        "w:eastAsia=\"仿宋_GB2312\"",
        "w:firstLineChars=\"200\"",
        "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>",
        "<w:spacing w:val=\"-5\"/>",
        "<w:outlineLvl w:val=\"3\"/>",
    ] {
        assert!(styles.contains(wanted), "{wanted}");
    }
    for (profile, side) in [("gbt9704", 96), ("shenbaobiao", 84)] {
        let styles = part(&packed(&document, profile), "word/styles.xml");
        let table = between(&styles, "w:styleId=\"ReportTable\"", "</w:style>").unwrap();
        let margins = between(table, "<w:tblCellMar>", "</w:tblCellMar>").unwrap();
        let wanted = [("top", 0), ("left", side), ("bottom", 0), ("right", side)]
            .map(|(edge, width)| format!("<w:{edge} w:w=\"{width}\" w:type=\"dxa\"/>"));
        assert_eq!(margins, wanted.concat());
    }
    assert!(part(&bytes, "word/footer1.xml").contains("PAGE"));
    assert!(part(&bytes, "word/header1.xml").contains("本稿含样例数据，仅供核对"));
    assert!(part(&bytes, "word/fontTable.xml").contains("w:altName"));
}

#[test]
fn text_is_the_trees() {
    let (_, document) = fixture::rich();
    let body = part(&packed(&document, "gbt9704"), "word/document.xml");
    let shown: String = body
        .split("<w:t")
        .skip(1)
        .filter_map(|rest| between(rest, ">", "</w:t>"))
        .collect::<String>()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
        .replace('\u{A0}', " ");
    let mut from = 0;
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        visit::blocks(&part.blocks, &mut |block| {
            for content in visit::contents(block) {
                for line in plain::inlines(content, &document.values).split('\n') {
                    let at = shown[from..].find(line).unwrap_or_else(|| panic!("{line}"));
                    from += at + line.len();
                }
            }
        });
    }
}

#[test]
fn deep_nesting() {
    let (_, mut document) = fixture::rich();
    let blocks = &mut document.sections[0].parts[0].blocks;
    let span = blocks[1].span;
    for depth in 0..200 {
        let inner = std::mem::take(blocks);
        let kind = match depth % 2 {
            0 => BlockKind::Quote(inner),
            _ => BlockKind::List(List {
                marker: ListMarker::Ordered(0),
                tight: true,
                items: vec![ListItem { span, done: None, blocks: inner }],
            }),
        };
        *blocks = vec![Block { id: BlockId::UNSET, span, kind }];
    }
    assert_eq!(lint(&packed(&document, "gbt9704")), Vec::<String>::new());
}

#[test]
fn nothing_but_a_title() {
    let (_, mut document) = fixture::rich();
    document.sections.clear();
    document.contents.clear();
    document.notes.clear();
    assert_eq!(lint(&packed(&document, "gbt9704")), Vec::<String>::new());
}

#[test]
fn titles_end_their_lines_where_the_pdf_does() {
    let (_, mut document) = fixture::rich();
    let lines = |document: &Document| {
        let bytes = packed(document, "gbt9704");
        let xml = part(&bytes, "word/document.xml");
        let start = xml.find("w:pStyle w:val=\"Title\"").unwrap();
        let paragraph = &xml[start..start + xml[start..].find("</w:p>").unwrap()];
        let breaks = paragraph.replace("<w:br w:type=\"textWrapping\"/>", "<w:t>/</w:t>");
        let texts = breaks.split("<w:t").skip(1).filter_map(|text| {
            let (_, text) = text.split_once('>')?;
            Some(text.split('<').next().unwrap_or_default().to_owned())
        });
        (texts.collect::<String>(), part(&bytes, "docProps/core.xml"))
    };

    document.meta.title = "衢州市人民政府关于申报全国质量强市示范城市的报告".to_owned();
    let (title, properties) = lines(&document);
    assert_eq!(title, "衢州市人民政府/关于申报全国质量强市示范城市的报告");
    assert!(properties.contains(&document.meta.title), "{properties}");

    document.meta.title_lines = vec!["衢州市人民政府关于".to_owned(), "申报的报告".to_owned()];
    document.meta.arrangement.cover = false;
    assert_eq!(lines(&document).0, "衢州市人民政府关于/申报的报告");
}
