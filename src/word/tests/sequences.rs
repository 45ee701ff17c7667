//! Captions' numbers, counted anew as Word and as LibreOffice count them, are what the file shows.

use super::{Assets, between, faces, load_profile, packed, part};
use crate::assemble::fixture;
use crate::diag::Diagnostics;
use crate::document::{Block, BlockId, BlockKind, Document, HeadingKind, Section, visit};
use crate::typography::TextMeasure;
use crate::word::{ReviewCopy, build_copy, finish, lint};
use std::collections::{BTreeMap, BTreeSet};

/// Who counts.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    /// By `\s 1` it begins anew at a heading of the first level, by `\r` at that number.
    Word,
    /// It knows `\r` alone.
    LibreOffice,
}

/// A SEQ field.
struct Counted {
    /// What stands before the number: `表 6-`.
    before: String,
    /// What the file shows.
    shown: u32,
    /// What a reader counts.
    counted: u32,
}

fn sequences(document: &str, reader: Reader) -> Vec<Counted> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut anew: Vec<&str> = Vec::new();
    let mut list = Vec::new();
    for paragraph in document.split("<w:p>").skip(1) {
        if paragraph.contains("<w:pStyle w:val=\"Heading1\"/>") {
            anew.clear();
        }
        for field in paragraph.split("<w:instrText").skip(1) {
            let code = between(field, ">", "</w:instrText>").unwrap();
            let words: Vec<&str> = code.split_whitespace().collect();
            let ["SEQ", label, "\\*", "ARABIC", switches @ ..] = words.as_slice() else {
                continue;
            };
            let switch = |name| {
                let at = switches.iter().position(|word| *word == name)?;
                Some(switches[at + 1].parse::<u32>().unwrap())
            };

            let count = counts.entry(label).or_default();
            if reader == Reader::Word && switch("\\s") == Some(1) && !anew.contains(label) {
                anew.push(label);
                *count = 0;
            }
            *count = switch("\\r").unwrap_or(*count + 1);

            let text = |part: &str| {
                between(part, "<w:t xml:space=\"preserve\">", "</w:t>").map(str::to_owned)
            };
            list.push(Counted {
                before: text(paragraph).unwrap(),
                shown: text(field).unwrap().parse().unwrap(),
                counted: *count,
            });
        }
    }
    list
}

/// Every number that both readers count is shown, and is the tree's.
fn check(document: &Document, bytes: &[u8]) -> Vec<String> {
    let body = part(bytes, "word/document.xml");
    let mut wanted = Vec::new();
    visit::sections(document, &mut |block| {
        wanted.extend(visit::caption_name(block));
    });
    for reader in [Reader::Word, Reader::LibreOffice] {
        let found = sequences(&body, reader);
        assert!(found.iter().all(|one| one.shown == one.counted));
        let found: Vec<String> = found
            .iter()
            .map(|one| format!("{}{}", one.before.replace('\u{A0}', " "), one.counted))
            .collect();
        assert_eq!(found, wanted);
    }
    let labels = body.split(" SEQ ").skip(1).filter_map(|rest| rest.split(' ').next());
    assert!(labels.into_iter().all(|label| ["表", "图"].contains(&label)));
    wanted
}

/// The rich document with these sections, each again a copy of one of its own.
fn of(sections: Vec<Section>) -> Document {
    let (_, mut document) = fixture::rich();
    document.sections = sections;
    for section in &mut document.sections {
        for part in &mut section.parts {
            visit::blocks_mut(&mut part.blocks, &mut |block| match &mut block.kind {
                BlockKind::Heading(heading) => heading.label = None,
                BlockKind::Table(table) => table.label = None,
                BlockKind::Figure(figure) => figure.label = None,
                BlockKind::Chart(chart) => chart.label = None,
                _ => {}
            });
        }
    }
    crate::assemble::resolve(&mut document, &mut Diagnostics::default());
    document
}

fn plain() -> (Section, Section) {
    let (_, document) = fixture::rich();
    let mut sections = document.sections.into_iter();
    (sections.next().unwrap(), sections.next().unwrap())
}

fn heading(section: &mut Section) -> &mut Block {
    &mut section.parts[0].blocks[0]
}

fn level(section: &mut Section, level: u8, numbered: bool) {
    if let BlockKind::Heading(heading) = &mut heading(section).kind {
        heading.level = level;
        heading.kind = if numbered { HeadingKind::Numbered } else { HeadingKind::Unnumbered };
        heading.number.clear();
    }
}

#[test]
fn sections_with_and_without_captions() {
    let (bare, full) = plain();
    let document = of(vec![full.clone(), bare.clone(), full.clone(), full, bare]);
    let shown = check(&document, &packed(&document, "gbt9704"));
    assert!(
        shown.contains(&"表 4-3".to_owned()) && shown.contains(&"图 3-4".to_owned()),
        "{shown:?}"
    );
}

#[test]
fn an_appendix() {
    let (bare, full) = plain();
    let mut appendix = full.clone();
    level(&mut appendix, 1, false);
    let document = of(vec![bare, full.clone(), appendix.clone(), appendix, full]);
    let shown = check(&document, &packed(&document, "shenbaobiao"));
    // What stands in no counted section is counted through the document.
    let tables = ["表 2-3", "表 1", "表 4", "表 6", "表 3-1"].map(str::to_owned);
    assert!(tables.iter().all(|table| shown.contains(table)), "{shown:?}");
}

#[test]
fn annexes() {
    let (bare, full) = plain();
    let mut annex = full.clone();
    level(&mut annex, 1, false);
    if let BlockKind::Heading(title) = &mut heading(&mut annex).kind {
        title.kind = HeadingKind::Annex;
    }
    let one = of(vec![bare.clone(), full.clone(), annex.clone()]);
    let shown = check(&one, &packed(&one, "gbt9704"));
    assert!(shown.contains(&"附表 1".to_owned()), "{shown:?}");
    let two = of(vec![bare, annex.clone(), full, annex]);
    let shown = check(&two, &packed(&two, "gbt9704"));
    let tables = ["附表 1-1", "表 2-3", "附图 2-4"].map(str::to_owned);
    assert!(tables.iter().all(|table| shown.contains(table)), "{shown:?}");
}

#[test]
fn tables_before_the_first_heading() {
    let (bare, mut full) = plain();
    let first = full.parts[0].blocks.remove(0);
    let tables: Vec<Block> = full.parts[0].blocks.clone();
    full.parts[0].blocks.push(first);
    full.parts[0].blocks.extend(tables);
    let document = of(vec![full, bare]);
    let shown = check(&document, &packed(&document, "gbt9704"));
    // What stands before the first heading is in no section.
    assert!(
        shown.contains(&"表 1".to_owned()) && shown.contains(&"表 1-3".to_owned()),
        "{shown:?}"
    );
}

#[test]
fn sections_that_begin_at_a_lower_level() {
    let (bare, mut full) = plain();
    level(&mut full, 2, true);
    let document = of(vec![bare, full.clone(), full]);
    let shown = check(&document, &packed(&document, "gbt9704"));
    // The section before goes on.
    assert!(shown.contains(&"表 1-6".to_owned()), "{shown:?}");
}

/// A copy of a part for review: what is left out is counted all the same.
#[test]
fn a_part_keeps_the_numbers() {
    let (_, full) = plain();
    let whole = of(vec![full.clone(), full.clone(), full]);
    let leave_out = |parts: &mut Document, section: usize, captions: &[&str]| {
        parts.sections[section].parts[0].blocks.retain(|block| {
            let number = visit::caption(block).map(|caption| caption.number.clone());
            number.is_none_or(|number| !captions.contains(&number.as_str()))
        });
    };

    let mut last = whole.clone();
    last.sections.drain(..2);
    let mut without_first = last.clone();
    leave_out(&mut without_first, 0, &["3-1", "3-2"]);
    let mut without_heading = whole.clone();
    without_heading.sections.remove(1);
    without_heading.sections[1].parts[0].blocks.remove(0);
    leave_out(&mut without_heading, 0, &["1-2", "1-3"]);
    leave_out(&mut without_heading, 1, &["3-1"]);

    for mut partial in [last, without_first, without_heading] {
        let mut left = BTreeSet::new();
        visit::sections(&partial, &mut |block| {
            left.insert(block.id);
        });
        partial.contents.retain(|entry| left.contains(&entry.block));
        let copy = ReviewCopy {
            id: "c001".to_owned(),
            document: "自述报告".to_owned(),
            sources: String::new(),
            locked: true,
            partial: true,
            comments: Vec::new(),
        };
        let profile = load_profile("gbt9704");
        let measure = TextMeasure::new(&profile, faces());
        let package = build_copy(&partial, &profile, &Assets, &measure, &copy);
        let pages: BTreeMap<BlockId, u32> =
            partial.contents.iter().map(|entry| (entry.block, 1)).collect();
        let bytes = finish(package, &pages).unwrap();
        assert_eq!(lint(&bytes), Vec::<String>::new());
        check(&partial, &bytes);
    }
}
