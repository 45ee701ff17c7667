//! The result of expansion.

use super::markers::{Fragment, fragments};
use crate::document::{Block, ValueUse};
use crate::source::MappedText;

/// A template's text after expansion.
#[derive(Debug, Clone, Default)]
pub struct Expanded {
    /// The Markdown, without front matter, with markers.
    pub text: MappedText,
    /// The values behind the value markers.
    pub values: Vec<ValueUse>,
    /// The charts behind the chart markers: blocks of kind `Chart`.
    pub charts: Vec<Block>,
}

/// The text with each marker replaced by its value, chart or placeholder, in `⟦ ⟧`, for `zishu dump expanded`.
pub fn dump(expanded: &Expanded) -> String {
    let mut out = String::new();
    for fragment in fragments(expanded.text.text()) {
        match fragment {
            Fragment::Text(text) => out.push_str(text),
            Fragment::Marker('v', index) => {
                let text = expanded.values.get(index).map_or("?", |value| value.text.as_str());
                out.push_str(&format!("⟦{text}⟧"));
            }
            Fragment::Marker('c', index) => out.push_str(&format!("⟦图 {}⟧", index + 1)),
            Fragment::Marker(_, index) => out.push_str(&format!("⟦正文 {}⟧", index + 1)),
        }
    }

    out
}
