//! An [`Expanded`] as text for `zishu dump expanded`.

use super::session::{Piece, pieces};
use super::{Expanded, MARKER_CLOSE, MARKER_OPEN};
use std::ops::Range;

/// The text with each marker replaced by what it stands for, in `⟦ ⟧`.
pub fn dump(expanded: &Expanded) -> String {
    let mut out = String::new();
    for piece in pieces(expanded.text.text()) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Marker('v', index) => {
                let text = expanded.values.get(index).map_or("?", |value| value.text.as_str());
                out.push_str(&format!("⟦{text}⟧"));
            }
            Piece::Marker('c', index) => out.push_str(&format!("⟦图 {}⟧", index + 1)),
            Piece::Marker(_, index) => out.push_str(&format!("⟦正文 {}⟧", index + 1)),
        }
    }
    out
}

/// The placeholders of an expanded merge template: bytes of the marker, and index.
pub fn placeholders(text: &str) -> Vec<(Range<usize>, usize)> {
    let starts = text.match_indices(MARKER_OPEN).map(|(at, _)| at);
    let found = starts.filter_map(|start| {
        let length = text[start..].find(MARKER_CLOSE)? + MARKER_CLOSE.len_utf8();
        let range = start..start + length;
        placeholder(&text[range.clone()]).map(|index| (range, index))
    });
    found.collect()
}

/// The index of the placeholder that a text is.
pub fn placeholder(text: &str) -> Option<usize> {
    match pieces(text)[..] {
        [Piece::Marker('p', index)] => Some(index),
        _ => None,
    }
}
