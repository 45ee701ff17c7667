//! The tokens of a sent copy and the bytes of chapters that they came from.
//!
//! In: a flow of the base, the passages of the document that was sent. Out: for each token, its
//! passage and the characters of it that the token shows. Where Word's text and the passage's differ
//! the tokens have no place, and nothing is taken over there.

use super::flow::{Flow, Key};
use super::{Origin, Passage};
use crate::source::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// The passages of the base, by their anchors.
#[derive(Debug)]
pub(super) struct Passages<'a> {
    list: &'a [Passage],
    names: BTreeMap<&'a str, usize>,
}

/// Where the tokens of a flow come from.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// For each token: its passage and its characters there.
    tokens: Vec<Option<(usize, Range<usize>)>>,
    /// For each line: its passage.
    pub lines: Vec<Option<usize>>,
}

/// What a token stands for in the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// These bytes alone.
    Typed(Span),
    /// A part of a value, whose expression stands here.
    Value(crate::document::ValueId, Span),
    /// This piece as a whole.
    Whole(Span),
    /// Made by the program or a template, because of this place.
    Made(Span),
    /// Made by the program; no place.
    Nowhere,
}

impl<'a> Passages<'a> {
    pub(super) fn new(list: &'a [Passage]) -> Passages<'a> {
        let names = list.iter().enumerate().map(|(at, passage)| (passage.name.as_str(), at));
        Passages { list, names: names.collect() }
    }

    pub(super) fn get(&self, index: usize) -> &'a Passage {
        &self.list[index]
    }

    pub(super) fn all(&self) -> &'a [Passage] {
        self.list
    }

    /// Sets a flow's tokens against the passages.
    pub(super) fn places(&self, flow: &Flow) -> Places {
        let mut places =
            Places { tokens: vec![None; flow.tokens.len()], lines: vec![None; flow.lines.len()] };
        for (index, line) in flow.lines.iter().enumerate() {
            let Some((name, range)) = line.anchors.first() else { continue };
            let Some(&passage) = self.names.get(name.as_str()) else { continue };
            places.lines[index] = Some(passage);
            let own = &self.list[passage];
            let mut next = 0;
            let mut found = Vec::with_capacity(range.len());
            for token in &flow.tokens[range.clone()] {
                let length = token.text.chars().count();
                let glyphs = next..next + length;
                let shown = own.glyphs.get(glyphs.clone());
                let same = |shown: &[super::Glyph]| {
                    token.key == Key::Field
                        || shown.iter().map(|glyph| glyph.character).eq(token.text.chars())
                };
                if !shown.is_some_and(same) {
                    break;
                }
                found.push(Some((passage, glyphs)));
                next += length;
            }
            if found.len() == range.len() && next == own.glyphs.len() {
                places.tokens[range.clone()].clone_from_slice(&found);
            }
        }
        places
    }
}

impl Places {
    /// What a token stands for.
    pub(super) fn source(&self, token: usize, passages: &Passages<'_>) -> Source {
        let Some((passage, glyphs)) = self.glyphs(token) else { return Source::Nowhere };
        let passage = passages.get(passage);
        match passage.glyphs.get(glyphs.start).map(|glyph| glyph.origin) {
            Some(Origin::Typed(span)) => Source::Typed(span),
            Some(Origin::Value(id, span)) => Source::Value(id, span),
            Some(Origin::Whole(span)) => Source::Whole(span),
            Some(Origin::Made(span)) => Source::Made(span),
            None => Source::Nowhere,
        }
    }

    /// A token's passage and the characters that it shows.
    pub(super) fn glyphs(&self, token: usize) -> Option<(usize, Range<usize>)> {
        self.tokens.get(token)?.clone()
    }
}

impl Source {
    /// The place, where there is one.
    pub(super) fn span(self) -> Option<Span> {
        match self {
            Source::Typed(span)
            | Source::Value(_, span)
            | Source::Whole(span)
            | Source::Made(span) => Some(span),
            Source::Nowhere => None,
        }
    }
}
