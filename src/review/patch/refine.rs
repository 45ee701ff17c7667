//! A replacement by its smallest parts.
//!
//! In: a replacement within a paragraph. Out: the parts in which both sides differ: what they share
//! stays, and with it the marks and values in it.

use super::super::Origin;
use super::super::change::TextPart;
use super::planner::{Edit, FlowPlanner};
use crate::source::{Hunk, diff};
use std::ops::Range;

/// Tokens grouped into what changes as a whole.
#[derive(Default)]
struct Atoms {
    texts: Vec<String>,
    /// The token at which each begins; the end is added.
    starts: Vec<usize>,
}

impl Atoms {
    fn push(&mut self, text: String, start: usize) {
        self.texts.push(text);
        self.starts.push(start);
    }

    /// The tokens of a range of atoms.
    fn tokens(&self, atoms: &Range<usize>) -> Range<usize> {
        self.starts[atoms.start]..self.starts[atoms.end]
    }
}

impl FlowPlanner<'_> {
    /// A replacement by its smallest parts: what both sides share stays, so that marks and values in
    /// it stay too. Left whole where little is shared. What was marked apart stays apart.
    pub(super) fn refined(&self, edit: &Edit<'_>) -> Vec<TextPart> {
        let whole = || TextPart { deleted: edit.deleted.clone(), inserted: 0..edit.inserted.len() };
        if edit.parts.is_empty() {
            return self.refined_part(edit, &whole());
        }
        edit.parts.iter().flat_map(|part| self.refined_part(edit, part)).collect()
    }

    fn refined_part(&self, edit: &Edit<'_>, part: &TextPart) -> Vec<TextPart> {
        if part.deleted.is_empty() || part.inserted.is_empty() {
            return vec![part.clone()];
        }

        // Values are atoms: their characters stay all together or not at all.
        let old = self.atoms(part.deleted.clone());
        let is_value = |text: &&String| text.chars().count() > 1;
        let values: Vec<&str> = old.texts.iter().filter(is_value).map(String::as_str).collect();
        let inserted = &edit.inserted[part.inserted.clone()];
        let texts: Vec<&str> = inserted.iter().map(|token| token.text.as_str()).collect();
        let new = split_at_values(&texts, &values);

        let hunks = diff(&old.texts, &new.texts);
        let shared: usize = hunks.iter().filter(|hunk| hunk.equal).map(|hunk| hunk.old.len()).sum();
        if shared * 2 < old.texts.len().min(new.texts.len()) && values.is_empty() {
            return vec![part.clone()];
        }

        let (deleted_from, inserted_from) = (part.deleted.start, part.inserted.start);
        let smaller = |hunk: &Hunk| TextPart {
            deleted: shifted(old.tokens(&hunk.old), deleted_from),
            inserted: shifted(new.tokens(&hunk.new), inserted_from),
        };
        hunks.iter().filter(|hunk| !hunk.equal).map(smaller).collect()
    }

    /// Tokens of a flow; those of one value are one atom.
    fn atoms(&self, range: Range<usize>) -> Atoms {
        let mut atoms = Atoms::default();
        let mut before = None;
        for (index, token) in range.clone().enumerate() {
            let origin = self.origin(token);
            let value = origin.filter(|origin| matches!(origin, Origin::Value(..)));
            let text = &self.flow.tokens[token].text;
            match atoms.texts.last_mut().filter(|_| value.is_some() && value == before) {
                Some(last) => last.push_str(text),
                None if text.is_empty() => {}
                None => atoms.push(text.clone(), index),
            }
            before = value;
        }
        atoms.starts.push(range.len());
        atoms
    }
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// New text by characters, but values that stand in it whole.
fn split_at_values(texts: &[&str], values: &[&str]) -> Atoms {
    let mut atoms = Atoms::default();
    let mut start = 0;
    while start < texts.len() {
        let whole = values.iter().find_map(|value| {
            let length = value.chars().count();
            let part = texts.get(start..start + length)?;
            (part.concat() == **value && is_bounded(texts, start..start + length)).then_some(length)
        });
        let length = whole.unwrap_or(1);
        atoms.push(texts[start..start + length].concat(), start);
        start += length;
    }
    atoms.starts.push(texts.len());
    atoms
}

/// Whether a range isn't a part of a longer number.
fn is_bounded(texts: &[&str], range: Range<usize>) -> bool {
    let is_digit = |index: usize| {
        let text = texts.get(index);
        text.is_some_and(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.'))
    };
    let begins_inside = range.start > 0 && is_digit(range.start - 1) && is_digit(range.start);
    let ends_inside = is_digit(range.end - 1) && is_digit(range.end);
    !begins_inside && !ends_inside
}
