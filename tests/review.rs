//! Copies for review, made from the repository's own report.
//!
//! In: the repository's chapters. Out: one trial for each promise that a copy makes to the merge.

use crate::golden;
use crate::word;
use libtest_mimic::{Failed, Trial};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read};
use zishu::diag::Diagnostics;
use zishu::document::Document;
use zishu::font::{Faces, Search};
use zishu::pipeline::{self, Design, Loaded};
use zishu::review::{Origin, passages};
use zishu::word::ReviewCopy;

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("review::bookmarks_say_what_passages_say", bookmarks)]
}

fn made() -> Result<(Loaded, Vec<(Document, Design)>), Failed> {
    let mut diagnostics = Diagnostics::default();
    let root = golden::root();
    let (sources, parts) = pipeline::load(&root, &mut diagnostics);
    let (workspace, indicators) = parts.ok_or("the repository isn't read")?;
    let mut loaded = Loaded { sources, workspace, indicators };
    let wanted: Vec<usize> = (0..loaded.workspace.outputs().len()).collect();
    let documents = pipeline::assemble_each(&loaded, &wanted, &mut diagnostics);
    let faces = Faces::discover(&root, Search::Workspace);
    let designs = pipeline::designs(&mut loaded, &wanted, None, faces, &mut diagnostics);
    let both = documents.into_iter().zip(designs);
    let both: Option<Vec<_>> = both.map(|(one, look)| Some((one.ok()?, look.ok()?))).collect();
    Ok((loaded, both.ok_or("the repository's report has errors")?))
}

fn bookmarks() -> Result<(), Failed> {
    let (loaded, documents) = made()?;
    for (document, design) in &documents {
        let (sources, mut diagnostics) = (&loaded.sources, Diagnostics::default());
        let copy = ReviewCopy {
            id: "c001".into(),
            document: "自述报告".into(),
            sources: String::new(),
            locked: true,
            anchors: Vec::new(),
        };
        let bytes = pipeline::render_copy(&loaded, document, design, &copy, &mut diagnostics);
        let bytes = bytes.map_err(|_| "no Word file")?;
        word::lint(&bytes)?;
        let mut shown = marked(&part(&bytes, "word/document.xml"));
        shown.extend(marked(&part(&bytes, "word/footnotes.xml")));
        let wanted = passages(document, sources);
        let mut kinds = [0usize; 4];
        for glyph in wanted.iter().flat_map(|passage| &passage.glyphs) {
            kinds[match glyph.origin {
                Origin::Typed(span) => {
                    let typed = sources.slice(span);
                    let same = typed.ends_with(glyph.character) || typed.starts_with(['&', '\n']);
                    assert!(same, "{typed:?} for {:?}", glyph.character);
                    0
                }
                Origin::Value(..) => 1,
                Origin::Whole(_) => 2,
                Origin::Made(_) => 3,
            }] += 1;
        }
        eprintln!("{} passages, {} bookmarks, {kinds:?}", wanted.len(), shown.len());
        for (passage, (name, text)) in wanted.iter().zip(&shown) {
            if passage.name != *name || passage.text() != *text {
                let told = format!("{} {:?}\n{name} {text:?}", passage.name, passage.text());
                return Err(told.into());
            }
        }
        assert_eq!(wanted.len(), shown.len());
    }
    Ok(())
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The bookmarks of a review in a part with the text that they hold, in order.
fn marked(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Option<String> = None;
    let mut in_text = false;
    loop {
        let event = reader.read_event().unwrap();
        let add = |found: &mut Vec<(String, String)>, text: &str| {
            if let (true, Some((_, said))) = (open.is_some(), found.last_mut()) {
                said.push_str(text);
            }
        };
        match event {
            Event::Eof => return found,
            Event::Start(tag) => match tag.name().as_ref() {
                b"w:t" => in_text = true,
                b"w:drawing" => add(&mut found, "\u{FFFC}"),
                _ => {}
            },
            Event::Empty(tag) => match tag.name().as_ref() {
                b"w:bookmarkStart" if value(&tag, "w:name").starts_with("_z") => {
                    assert!(open.is_none(), "bookmarks of a review don't nest");
                    open = Some(value(&tag, "w:id"));
                    found.push((value(&tag, "w:name"), String::new()));
                }
                b"w:bookmarkEnd" if open == Some(value(&tag, "w:id")) => open = None,
                b"w:footnoteReference" => add(&mut found, "\u{FFFC}"),
                b"w:br" => add(&mut found, "\n"),
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == b"w:t" => in_text = false,
            Event::Text(text) if in_text => add(&mut found, &text.decode().unwrap()),
            Event::GeneralRef(name) if in_text => {
                let sign = match name.decode().unwrap().as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("{other}"),
                };
                add(&mut found, sign);
            }
            _ => {}
        }
    }
}

fn value(tag: &BytesStart<'_>, key: &str) -> String {
    let found = tag.attributes().flatten().find(|one| one.key.as_ref() == key.as_bytes());
    found.map(|one| String::from_utf8_lossy(&one.value).into_owned()).unwrap_or_default()
}
