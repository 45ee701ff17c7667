//! Raised and lowered characters: `m<sup>2</sup>`, `CO<sub>2</sub>`. There are characters for them,
//! which both files print and every viewer finds: m², CO₂.

use super::context::Lowering;
use super::inlines::Frame;
use super::small_characters::{lowered, raised};
use comrak::nodes::{Node, NodeValue};
use std::ops::Range;

/// A text between tags that is printed in characters of its own.
pub(super) struct Script<'n> {
    pub text: String,
    /// With its tags.
    pub range: Range<usize>,
    /// What follows the closing tag.
    pub next: Option<Node<'n>>,
}

impl<'n> Lowering<'_, 'n> {
    /// The text that an opening tag at this node raises or lowers.
    pub fn script(&self, node: Node<'n>, frame: &Frame) -> Option<Script<'n>> {
        let (close, characters): (_, fn(&str) -> Option<String>) = match &node.data().value {
            NodeValue::HtmlInline(tag) if tag.eq_ignore_ascii_case("<sup>") => ("</sup>", raised),
            NodeValue::HtmlInline(tag) if tag.eq_ignore_ascii_case("<sub>") => ("</sub>", lowered),
            _ => return None,
        };

        let inner = node.next_sibling()?;
        let text = match &inner.data().value {
            NodeValue::Text(text) => characters(text.trim())?,
            _ => return None,
        };
        let end = inner.next_sibling()?;
        let is_close = match &end.data().value {
            NodeValue::HtmlInline(tag) => tag.eq_ignore_ascii_case(close),
            _ => false,
        };
        let range = self.inline_range(node, frame).start..self.inline_range(end, frame).end;
        is_close.then(|| Script { text, range, next: end.next_sibling() })
    }
}
