//! From the byte of serde_yaml's error to the key or value that it concerns.

use super::tree::{Entry, Node, NodeKind};
use std::ops::Range;

/// The location of an error.
pub(super) struct ErrorLocation<'a> {
    /// The document.
    pub text: &'a str,
    /// Its keys and values.
    pub root: &'a Node,
    /// The byte that serde_yaml names.
    pub byte: usize,
}

/// A value, and the key before it.
#[derive(Clone, Copy)]
struct Keyed<'a> {
    node: &'a Node,
    /// The nearest key above it.
    key: Option<&'a str>,
}

/// The range of a value, and the nearest key above it.
pub(super) struct ValueLocation<'a> {
    pub range: Range<usize>,
    pub key: Option<&'a str>,
}

impl<'a> ErrorLocation<'a> {
    /// The value that begins at the error; the error's byte where no value of that kind begins there.
    pub fn value(&self, fits: impl Fn(&Node) -> bool) -> ValueLocation<'a> {
        let begins = |node: &Node| node.range.start == self.byte && fits(node);
        // libyaml puts a blank value right after its colon, or where the next token begins.
        let is_blank =
            |node: &Node| node.range.is_empty() && fits(node) && self.blank_between(node);
        let value = find(self.root, None, &begins).or_else(|| find(self.root, None, &is_blank));

        match value {
            Some(Keyed { node, key }) => {
                ValueLocation { range: first_line(self.text, node.range.clone()), key }
            }
            None => ValueLocation { range: self.byte..self.byte, key: None },
        }
    }

    /// The entries of the mapping that begins at the error.
    pub fn mapping(&self) -> Option<&'a [Entry]> {
        let begins = |node: &Node| {
            node.range.start == self.byte && matches!(node.kind, NodeKind::Mapping(_))
        };

        match &find(self.root, None, &begins)?.node.kind {
            NodeKind::Mapping(entries) => Some(entries),
            NodeKind::Scalar | NodeKind::Sequence(_) => None,
        }
    }

    /// The only value of the mapping at the error that a type's own message quotes: an error
    /// raised after a field was read has the mapping's location.
    pub fn quoted_in(&self, message: &str) -> Option<ValueLocation<'a>> {
        let is_quoted = |entry: &&Entry| {
            let text = self.text.get(entry.value.range.clone()).unwrap_or("");
            let text = text.trim_matches(['"', '\'']);
            matches!(entry.value.kind, NodeKind::Scalar) && message.contains(&format!("“{text}”"))
        };

        let mut quoted = self.mapping()?.iter().filter(is_quoted);
        let only = quoted.next()?;
        let location = ValueLocation { range: only.value.range.clone(), key: Some(&only.key) };
        quoted.next().is_none().then_some(location)
    }

    /// The key that begins at the error.
    pub fn key(&self) -> Option<&'a Entry> {
        fn search(node: &Node, byte: usize) -> Option<&Entry> {
            match &node.kind {
                NodeKind::Scalar => None,
                NodeKind::Sequence(items) => items.iter().find_map(|item| search(item, byte)),
                NodeKind::Mapping(entries) => entries.iter().find_map(|entry| {
                    if entry.key_range.start == byte {
                        Some(entry)
                    } else {
                        search(&entry.value, byte)
                    }
                }),
            }
        }

        search(self.root, self.byte)
    }

    fn blank_between(&self, node: &Node) -> bool {
        let (low, high) = (node.range.start.min(self.byte), node.range.start.max(self.byte));
        self.text.get(low..high).is_some_and(|between| between.trim().is_empty())
    }
}

/// The first node that fits, in reading order.
fn find<'a>(
    node: &'a Node,
    key: Option<&'a str>,
    fits: &dyn Fn(&Node) -> bool,
) -> Option<Keyed<'a>> {
    if fits(node) {
        return Some(Keyed { node, key });
    }

    match &node.kind {
        NodeKind::Scalar => None,
        NodeKind::Sequence(items) => items.iter().find_map(|item| find(item, key, fits)),
        NodeKind::Mapping(entries) => {
            entries.iter().find_map(|entry| find(&entry.value, Some(&entry.key), fits))
        }
    }
}

fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[range.clone()].lines().next().map_or(0, str::len);
    range.start..range.start + line
}
