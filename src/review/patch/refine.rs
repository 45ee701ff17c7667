//! A replacement by its smallest parts.
//!
//! In: a replacement within a line. Out: the parts in which both sides differ: what they share stays,
//! and with it the marks and values in it.

use super::super::align;
use super::super::flow::Flow;
use super::super::places::{Places, Source};
use super::{Edit, Planner};
use std::ops::Range;

impl Planner<'_> {
    /// A replacement by its smallest parts: what both sides share stays, so that marks and values in
    /// it stay too. Left whole where little is shared.
    pub(super) fn refined(&self, edit: &Edit<'_>) -> Vec<(Range<usize>, Range<usize>)> {
        let whole = vec![(edit.deleted.clone(), 0..edit.inserted.len())];
        if edit.deleted.is_empty() || edit.inserted.is_empty() {
            return whole;
        }
        let (flow, places) = &self.flows[edit.flow];
        let old: Vec<String> = self.atoms(flow, places, edit.deleted.clone());
        let new: Vec<String> = edit.inserted.iter().map(|token| token.text.clone()).collect();
        // Values are atoms: their characters stay all together or not at all.
        let (old_atoms, old_starts) = grouped(&old);
        let values: Vec<&str> =
            old_atoms.iter().filter(|atom| atom.chars().count() > 1).map(String::as_str).collect();
        let (new_atoms, new_starts) = split_at_values(&new, &values);
        let mut pairs = Vec::new();
        align::pair(&old_atoms, 0..old_atoms.len(), &new_atoms, 0..new_atoms.len(), |a, b| {
            pairs.push((a, b));
        });
        pairs.sort_unstable();
        if pairs.len() * 2 < old_atoms.len().min(new_atoms.len()) && values.is_empty() {
            return whole;
        }
        let base = edit.deleted.start;
        let (mut a, mut b) = (0, 0);
        let mut parts = Vec::new();
        for (x, y) in pairs.into_iter().chain([(old_atoms.len(), new_atoms.len())]) {
            if a < x || b < y {
                parts.push((
                    base + old_starts[a]..base + old_starts[x],
                    new_starts[b]..new_starts[y],
                ));
            }
            (a, b) = (x + 1, y + 1);
        }
        parts
    }

    /// The texts of tokens; a value's continuation is empty, so that `grouped` joins them.
    pub(super) fn atoms(&self, flow: &Flow, places: &Places, range: Range<usize>) -> Vec<String> {
        let mut before = None;
        let mut texts: Vec<String> = Vec::new();
        let mut open = 0;
        for (at, token) in range.clone().enumerate() {
            let value = match places.source(token, self.passages) {
                Source::Value(id, span) => Some((id, span)),
                Source::Typed(_) | Source::Whole(_) | Source::Made(_) | Source::Nowhere => None,
            };
            let text = &flow.tokens[token].text;
            if value.is_some() && value == before {
                texts[open].push_str(text);
                texts.push(String::new());
            } else {
                texts.push(text.clone());
                open = at;
            }
            before = value;
        }
        texts
    }
}

/// Texts with the empty ones joined to those before them, and where each begins; the end is added.
fn grouped(texts: &[String]) -> (Vec<String>, Vec<usize>) {
    let (mut atoms, mut starts) = (Vec::new(), Vec::new());
    for (at, text) in texts.iter().enumerate() {
        if !text.is_empty() {
            atoms.push(text.clone());
            starts.push(at);
        }
    }
    starts.push(texts.len());
    (atoms, starts)
}

/// New text by characters, but values that stand in it whole.
fn split_at_values(texts: &[String], values: &[&str]) -> (Vec<String>, Vec<usize>) {
    let (mut atoms, mut starts) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < texts.len() {
        let whole = values.iter().find_map(|value| {
            let length = value.chars().count();
            let part = texts.get(at..at + length)?;
            let digit = |text: Option<&String>| {
                text.is_some_and(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.'))
            };
            let bounded = !(digit(at.checked_sub(1).and_then(|before| texts.get(before)))
                && digit(texts.get(at)))
                && !(digit(texts.get(at + length)) && digit(texts.get(at + length - 1)));
            (part.concat() == **value && bounded).then_some(length)
        });
        let length = whole.unwrap_or(1);
        atoms.push(texts[at..at + length].concat());
        starts.push(at);
        at += length;
    }
    starts.push(texts.len());
    (atoms, starts)
}
