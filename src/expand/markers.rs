//! Markers: in expanded text they stand for a value, a chart, a placeholder or a call.
//!
//! [`MARKER_OPEN`], a letter for the kind (`v` value, `c` chart, `p` placeholder, `s` call site), a
//! decimal index, [`MARKER_CLOSE`].

use std::ops::Range;

/// Opens a marker.
pub const MARKER_OPEN: char = '\u{FDD0}';
/// Closes a marker.
pub const MARKER_CLOSE: char = '\u{FDD1}';

/// The marker with this kind and index.
pub(super) fn marker(kind: char, index: usize) -> String {
    format!("{MARKER_OPEN}{kind}{index}{MARKER_CLOSE}")
}

/// A run of text or a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fragment<'a> {
    Text(&'a str),
    Marker(char, usize),
}

/// Splits a text at its markers; broken ones are left out.
pub(super) fn fragments(text: &str) -> Vec<Fragment<'_>> {
    let mut list = Vec::new();
    let mut rest = text;

    while let Some(start) = rest.find([MARKER_OPEN, MARKER_CLOSE]) {
        if start > 0 {
            list.push(Fragment::Text(&rest[..start]));
        }

        let is_open = rest[start..].starts_with(MARKER_OPEN);
        rest = &rest[start + MARKER_OPEN.len_utf8()..];
        if !is_open {
            continue;
        }

        let Some(end) = rest.find([MARKER_CLOSE, MARKER_OPEN]) else { continue };
        let mut inside = rest[..end].chars();
        if let Some(kind @ ('v' | 'c' | 'p' | 's')) = inside.next()
            && let Ok(index) = inside.as_str().parse()
        {
            list.push(Fragment::Marker(kind, index));
            rest = &rest[end + MARKER_CLOSE.len_utf8()..];
        }
    }

    if !rest.is_empty() {
        list.push(Fragment::Text(rest));
    }

    list
}

/// The text without the characters of markers.
pub(super) fn without_markers(text: &str) -> String {
    text.replace([MARKER_OPEN, MARKER_CLOSE], "")
}

/// The placeholders of an expanded merge template: bytes of the marker, and index.
pub fn placeholders(text: &str) -> Vec<(Range<usize>, usize)> {
    let starts = text.match_indices(MARKER_OPEN).map(|(start, _)| start);
    let placeholders = starts.filter_map(|start| {
        let length = text[start..].find(MARKER_CLOSE)? + MARKER_CLOSE.len_utf8();
        let range = start..start + length;
        placeholder(&text[range.clone()]).map(|index| (range, index))
    });
    placeholders.collect()
}

/// The index of the placeholder that a text is.
pub fn placeholder(text: &str) -> Option<usize> {
    match fragments(text)[..] {
        [Fragment::Marker('p', index)] => Some(index),
        _ => None,
    }
}
