//! Paragraphs of a copy that a reviewer may change, with what their signs come from.
//!
//! In: a copy and the passages of the document that it was made from. Out: one target for each
//! paragraph, and the rows of the tables.

use super::reviewed_copy::ReviewedCopy;
use super::tracked_edits::{self, Sign};
use super::tree::Element;
use std::collections::BTreeMap;
use std::ops::Range;
use zishu::review::{Character, Origin, Passage, Role};
use zishu::source::Sources;

/// Where a sign comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// A writer typed it.
    Typed,
    /// A value of data, by the place of its expression.
    Value(u32),
    /// Part of what stands for more.
    Whole,
    /// Made by the program or a template.
    Made,
}

/// A paragraph.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub key: usize,
    pub signs: Vec<Sign>,
    pub own: Vec<Own>,
    /// Stretches with marks around them.
    pub wraps: Vec<Range<usize>>,
    pub cell: bool,
    pub note: bool,
    pub code: bool,
    /// The paragraph that follows among its siblings.
    pub next: Option<usize>,
    /// Whether its end is more than an end: of a section, of a cell, of the text.
    pub fixed: bool,
    /// Whether something of another kind follows: the last item, the last paragraph before a heading or table.
    pub last: bool,
}

impl Target {
    pub fn text(&self, range: &Range<usize>) -> String {
        self.signs[range.clone()].iter().map(|sign| sign.letter).collect()
    }

    /// Whether a writer typed all of a stretch.
    pub fn typed(&self, range: &Range<usize>) -> bool {
        self.own[range.clone()].iter().all(|own| *own == Own::Typed)
    }

    /// Whether there is something that a writer typed.
    pub fn written(&self) -> bool {
        self.own.contains(&Own::Typed)
    }
}

/// Every paragraph that shows something.
pub(super) fn targets(
    reviewed_copy: &ReviewedCopy,
    passages: &[Passage],
    sources: &Sources,
) -> Vec<Target> {
    let names: BTreeMap<&str, &Passage> =
        passages.iter().map(|passage| (passage.name.as_str(), passage)).collect();
    let mut found = Vec::new();
    gather(&reviewed_copy.document, (&names, sources), [false, false], &mut found);
    gather(&reviewed_copy.notes, (&names, sources), [false, true], &mut found);
    found
}

type Known<'a> = (&'a BTreeMap<&'a str, &'a Passage>, &'a Sources);

fn gather(parent: &Element, known: Known<'_>, [cell, note]: [bool; 2], found: &mut Vec<Target>) {
    let children: Vec<&Element> = parent.elements().collect();
    for (at, child) in children.iter().enumerate() {
        if child.name != "w:p" {
            gather(child, known, [cell || child.name == "w:tc", note], found);
            continue;
        }
        let follower = children.get(at + 1).filter(|next| next.name == "w:p");
        let next =
            follower.and_then(|next| next.attribute("own:key")).map(|key| key.parse().unwrap());
        let style = |paragraph: &Element| {
            let style = paragraph.child("w:pPr").and_then(|look| look.child("w:pStyle"));
            style.and_then(|style| style.attribute("w:val")).map(str::to_owned)
        };
        let last = follower.is_none_or(|next| style(next) != style(child));
        let section = child.child("w:pPr").is_some_and(|look| look.child("w:sectPr").is_some());
        let mut target = Target {
            key: child.attribute("own:key").unwrap().parse().unwrap(),
            signs: tracked_edits::shown(child),
            own: Vec::new(),
            wraps: Vec::new(),
            cell,
            note,
            code: false,
            next,
            last,
            fixed: section || children.get(at + 1).is_none_or(|next| next.name == "w:sectPr"),
        };
        target.own = vec![Own::Made; target.signs.len()];
        if let Some((name, range)) = tracked_edits::bookmark(child)
            && let Some(passage) = known.0.get(name.as_str())
        {
            let text: String = target.signs[range.clone()].iter().map(|sign| sign.letter).collect();
            assert_eq!(text, passage.text(), "a copy says what its passages say");
            describe(&mut target, passage, range.start, known.1);
        }
        if !target.signs.is_empty() {
            found.push(target);
        }
    }
}

fn describe(target: &mut Target, passage: &Passage, start: usize, sources: &Sources) {
    target.code = passage.role == Role::Code;
    let characters: Vec<Character> = passage.characters().collect();
    for (at, character) in characters.iter().enumerate() {
        let (own, span) = match character.origin {
            Origin::Typed(span) => (Own::Typed, span),
            Origin::Value(_, span) => (Own::Value(span.start), span),
            Origin::Whole(span) => (Own::Whole, span),
            Origin::Generated(span) => (Own::Made, span),
        };
        let path = sources.path(span.file);
        let chapter = path.starts_with("chapters/") && path.ends_with(".md");
        target.own[start + at] = if chapter { own } else { Own::Made };
    }
    let index = |byte: usize| start + characters.partition_point(|one| one.start < byte);
    let own = |bytes: &Range<usize>| index(bytes.start)..index(bytes.end);
    target.wraps = passage.wraps.iter().map(|wrap| own(&wrap.bytes)).collect();
}

/// The rows of the tables: the keys of their paragraphs.
pub(super) fn rows(reviewed_copy: &ReviewedCopy) -> Vec<Vec<usize>> {
    let mut rows = Vec::new();
    reviewed_copy.document.walk(&mut |element| {
        if element.name == "w:tr" {
            let mut keys = Vec::new();
            element.walk(&mut |inner| {
                if inner.name == "w:p" {
                    keys.extend(
                        inner.attribute("own:key").map(|key| key.parse::<usize>().unwrap()),
                    );
                }
            });
            rows.push(keys);
        }
    });
    rows
}
