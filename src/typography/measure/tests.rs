use super::word_starts;
use crate::diag::Diagnostics;
use crate::document::{Inline, InlineKind, NoteId};
use crate::source::{Sources, Span};
use crate::typography::{Faces, Profile, Search, TextMeasure, profile};
use crate::workspace::Spanned;
use std::path::Path;

fn words(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let starts = word_starts(text);
    let words = starts.windows(2).map(|pair| characters[pair[0]..pair[1]].iter().collect());
    words.collect::<Vec<String>>().join("|")
}

#[test]
fn words_of_titles_and_heads() {
    for expected in [
        "黔西南|布依族|苗族|自治州|争创|全国|质量强市|示范城市|自述报告",
        "城镇|常住|居民|人均|可支配|收入",
        "不合格|产品|处理|情况|说明",
        "规模以上|工业|增加值",
        "申报|单位|（|签字|）",
        "衢州市|创建|全国|质量强市|示范城市|自述报告",
        "衢州市|申报|“|全国|质量强市|示范城市|”|责任分工表",
        "",
    ] {
        assert_eq!(words(&expected.replace('|', "")), expected);
    }
}

/// Titles with the places where their lines may end (`|`) and must end (`¶`).
const TITLES: &str = include_str!("titles.txt");

/// Measures with the faces of the repository.
fn with_measure(test: impl Fn(&TextMeasure<'_>, &Profile)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let span = Span::new(sources.add("chapters/report.yaml", ""), 0..0);
    let name = Spanned { value: "gbt9704".to_owned(), span };
    let profile = profile::load(root, &name, &mut sources, &mut diagnostics).unwrap();
    let faces = Faces::discover(root, Search::Workspace);
    test(&TextMeasure::new(&profile, &faces), &profile);
}

/// Offsets of marks in a text without them and without spaces.
fn offsets(text: &str, marks: &[char]) -> (Vec<(usize, char)>, usize) {
    let mut found = Vec::new();
    let mut count = 0;
    for c in text.chars().filter(|c| *c != ' ') {
        if marks.contains(&c) {
            found.push((count, c));
        } else {
            count += 1;
        }
    }
    (found, count)
}

#[test]
fn titles_break_between_words() {
    with_measure(|measure, profile| {
        let width = profile.page.text_width();
        let mut wrong = Vec::new();
        for case in TITLES.lines().filter(|line| !line.starts_with('#')) {
            let title = case.replace(['|', '¶'], "");
            let lines = measure.title_lines(&[&title], &profile.title, width);
            let (may_end, _) = offsets(case, &['|', '¶']);
            let (ends, _) = offsets(&lines.join("\n"), &['\n']);
            let is_found = |offset: usize| ends.iter().any(|(end, _)| *end == offset);
            let allows = |offset: usize| may_end.iter().any(|(end, _)| *end == offset);
            let is_right = ends.iter().all(|(end, _)| allows(*end))
                && may_end.iter().all(|(end, mark)| *mark == '|' || is_found(*end));
            let measured = lines.iter().map(|line| measure.text(line, &profile.title).natural());
            let fits = measured.fold(0.0, f64::max) <= width / profile.title.typst_size();
            println!("{} {}", if is_right && fits { "  " } else { "✗ " }, lines.join("/"));
            if !is_right || !fits {
                wrong.push(lines.join("/"));
            }
        }
        assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    });
}

#[test]
fn typed_line_ends_of_titles_hold() {
    with_measure(|measure, profile| {
        let lines = |typed: &[&str]| {
            measure.title_lines(typed, &profile.title, profile.page.text_width()).join("/")
        };
        assert_eq!(lines(&["甲市", "自述报告"]), "甲市/自述报告");
        assert_eq!(lines(&[]), "");
        let long = ["甲市", "争创全国质量强市示范城市争创全国质量强市示范城市自述报告"];
        let found = lines(&long);
        assert!(found.starts_with("甲市/争创全国质量强市示范城市/"), "{found}");
        // What can't be broken stays whole.
        let address = "abcdefghijklmnopqrstuvwxyz".repeat(3);
        assert_eq!(lines(&[&address]), address);
        let names = "甲".repeat(50);
        assert_eq!(lines(&[&names]).split('/').count(), 3);
    });
}

#[test]
fn a_text_fits_a_line_only_where_that_is_sure() {
    with_measure(|measure, profile| {
        let text = |text: &str| measure.text(text, &profile.table);
        assert!(text("产品质量").fits_line(4.5));
        assert!(!text("产品质量").fits_line(4.49));
        assert!(text("1,234.50").fits_line(4.5));
        assert!(text("").fits_line(0.5));
        assert!(!text("甲①").fits_line(9.0));
        assert!(!text("a\u{301}").fits_line(9.0));

        let span = Span::new(Sources::default().add("a.md", ""), 0..0);
        for kind in [InlineKind::Note(NoteId(0)), InlineKind::LineBreak] {
            let content = [Inline { span, kind }];
            let measured = measure.inlines(&content, &[], &profile.table);
            assert!(!measured.fits_line(9.0), "{content:?}");
        }
    });
}
