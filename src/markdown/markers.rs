//! Markers that nobody can type: those that the expansion left in the text, where they stand and
//! what they stand for; and the one that takes a reference through comrak.

use super::characters::clean;
use crate::document::ValueUse;
use crate::expand::{MARKER_CLOSE, MARKER_OPEN};
use std::ops::Range;

/// Begins the address that stands for `[@label]`; nobody can type it.
pub(super) const REFERENCE: &str = "\u{FDD2}@";

/// A marker in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    /// `v`, `c` or `p`.
    pub letter: char,
    /// What it stands for, by index.
    pub index: usize,
    /// Where it stands.
    pub range: Range<usize>,
}

/// The first well-formed marker at or after `from`.
pub(super) fn find(text: &str, from: usize) -> Option<Marker> {
    let mut next = from;
    while let Some(distance) = text.get(next..)?.find(MARKER_OPEN) {
        let start = next + distance;
        if let Some(marker) = read(text, start) {
            return Some(marker);
        }
        next = start + MARKER_OPEN.len_utf8();
    }
    None
}

fn read(text: &str, start: usize) -> Option<Marker> {
    let body = &text[start + MARKER_OPEN.len_utf8()..];
    let window = body.char_indices().take(14);
    let close = window.into_iter().find(|(_, character)| *character == MARKER_CLOSE)?.0;

    let mut inside = body[..close].chars();
    let letter = inside.next().filter(|letter| matches!(letter, 'v' | 'c' | 'p'))?;
    let index = inside.as_str().parse().ok()?;
    let end = start + MARKER_OPEN.len_utf8() + close + MARKER_CLOSE.len_utf8();
    Some(Marker { letter, index, range: start..end })
}

/// The text with the values printed in place of their markers, and no forbidden character.
pub(super) fn print(text: &str, values: &[ValueUse]) -> String {
    let (mut out, mut copied) = (String::new(), 0);
    while let Some(marker) = find(text, copied) {
        out.push_str(&clean(&text[copied..marker.range.start]));
        if let Some(value) = values.get(marker.index).filter(|_| marker.letter == 'v') {
            out.push_str(&clean(&value.text));
        }
        copied = marker.range.end;
    }
    out.push_str(&clean(&text[copied..]));
    out
}
