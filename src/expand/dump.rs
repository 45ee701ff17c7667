//! An [`Expanded`] as text for `zishu dump expanded`.

use super::Expanded;
use super::session::{Piece, pieces};

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
