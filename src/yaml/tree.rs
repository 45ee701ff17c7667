//! The ranges of keys and values, from yaml-edit's lossless tree.
//!
//! In: text that serde_yaml accepts. Out: [`Node`]s with byte ranges of that text.

use std::collections::HashMap;
use std::ops::Range;
use yaml_edit::{Document, Mapping, MappingEntry, Sequence, YamlNode};

/// One step of a path into a YAML document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a mapping's key, as written in the file.
    Key(&'a str),
    /// An item of a sequence, from 0.
    Index(usize),
}

/// A value and its range.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// From its first to its last character.
    pub range: Range<usize>,
    /// What it is.
    pub kind: NodeKind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum NodeKind {
    /// A scalar, also a blank one.
    Scalar,
    /// A mapping's entries, in the file's order.
    Mapping(Vec<Entry>),
    /// A sequence's items.
    Sequence(Vec<Node>),
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The key, unquoted.
    pub key: String,
    /// The range of the key.
    pub key_range: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.kind {
            NodeKind::Mapping(entries) => entries.iter().find(|entry| entry.key == key),
            NodeKind::Scalar | NodeKind::Sequence(_) => None,
        }
    }

    /// The node one step below.
    fn step(&self, step: &Step<'_>) -> Option<&Node> {
        match (step, &self.kind) {
            (Step::Key(key), NodeKind::Mapping(_)) => self.entry(key).map(|entry| &entry.value),
            (Step::Index(index), NodeKind::Sequence(items)) => items.get(*index),
            _ => None,
        }
    }

    /// The node at `path`.
    pub fn find(&self, path: &[Step<'_>]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| node.step(step))
    }

    /// The node at `path`, or the last one on the way to it.
    pub fn nearest(&self, path: &[Step<'_>]) -> &Node {
        let mut node = self;
        for step in path {
            match node.step(step) {
                Some(next) => node = next,
                None => break,
            }
        }

        node
    }

    /// Calls `report` for each repetition of a key within its mapping, with the first one.
    pub fn visit_duplicates<'a>(&'a self, report: &mut impl FnMut(&'a Entry, &'a Entry)) {
        match &self.kind {
            NodeKind::Scalar => {}
            NodeKind::Sequence(items) => {
                items.iter().for_each(|item| item.visit_duplicates(report));
            }
            NodeKind::Mapping(entries) => {
                let mut seen: HashMap<&str, &Entry> = HashMap::new();
                for entry in entries {
                    match seen.get(entry.key.as_str()) {
                        Some(first) => report(first, entry),
                        None => _ = seen.insert(&entry.key, entry),
                    }
                    entry.value.visit_duplicates(report);
                }
            }
        }
    }
}

/// Builds the tree of the text's only document.
pub(super) fn build(text: &str) -> Node {
    let empty = Node { range: 0..0, kind: NodeKind::Scalar };
    if text.is_empty() {
        return empty;
    }

    let (document, _) = Document::from_str_relaxed(text);
    if let Some(inner) = document.as_mapping() {
        mapping(text, &inner)
    } else if let Some(inner) = document.as_sequence() {
        sequence(text, &inner)
    } else if let Some(inner) = document.as_scalar() {
        Node { range: trimmed(text, range_of(inner.byte_range())), kind: NodeKind::Scalar }
    } else {
        empty
    }
}

/// A tree that has the range of the whole document only.
pub(super) fn whole(text: &str) -> Node {
    Node { range: trimmed(text, 0..text.len()), kind: NodeKind::Scalar }
}

fn node(text: &str, inner: &YamlNode) -> Node {
    if let Some(inner) = inner.as_mapping() {
        mapping(text, inner)
    } else if let Some(inner) = inner.as_sequence() {
        sequence(text, inner)
    } else {
        Node { range: trimmed(text, range_of(inner.byte_range())), kind: NodeKind::Scalar }
    }
}

fn mapping(text: &str, inner: &Mapping) -> Node {
    let whole = without_leading_comments(text, range_of(inner.byte_range()));
    let entries: Vec<Entry> = inner.entries().filter_map(|inner| entry(text, &inner)).collect();
    let last = entries.last().map(|entry| entry.value.range.end.max(entry.key_range.end));

    let range = collection_range(text, whole, last);
    Node { range, kind: NodeKind::Mapping(entries) }
}

fn entry(text: &str, inner: &MappingEntry) -> Option<Entry> {
    let key = inner.key_node()?;
    let key_range = trimmed(text, range_of(key.byte_range()));
    let key = match key.as_scalar() {
        Some(scalar) => scalar.as_string(),
        None => text.get(key_range.clone()).unwrap_or("").to_owned(),
    };

    let offset = text.get(key_range.end..).and_then(|rest| rest.find(':'));
    let colon = offset.map_or(key_range.end, |offset| key_range.end + offset + 1);
    let blank = Node { range: colon..colon, kind: NodeKind::Scalar };
    let value = match inner.value_node() {
        Some(value) => {
            let value = node(text, &value);
            // A blank value comes before a comment, not after it.
            let between = text.get(colon..value.range.start).unwrap_or("");
            if value.range.is_empty() && between.contains('#') { blank } else { value }
        }
        None => blank,
    };

    Some(Entry { key, key_range, value })
}

fn sequence(text: &str, inner: &Sequence) -> Node {
    let whole = without_leading_comments(text, range_of(inner.byte_range()));
    let items: Vec<Node> = inner.values().map(|inner| node(text, &inner)).collect();
    let range = collection_range(text, whole, items.last().map(|item| item.range.end));
    Node { range, kind: NodeKind::Sequence(items) }
}

/// A block collection ends with its last value: the rest may be comments.
fn collection_range(text: &str, whole: Range<usize>, last: Option<usize>) -> Range<usize> {
    let flow =
        text[whole.clone()].starts_with(['{', '[']) && text[whole.clone()].ends_with(['}', ']']);

    match last {
        Some(end) if !flow => whole.start..end.max(whole.start),
        Some(_) | None => whole,
    }
}

fn range_of(position: yaml_edit::TextPosition) -> Range<usize> {
    position.start as usize..position.end as usize
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or("");
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

fn without_leading_comments(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = trimmed(text, range);
    while text[range.clone()].starts_with('#') {
        let line = text[range.clone()].find('\n').map_or(range.end, |offset| range.start + offset);
        range = trimmed(text, line..range.end);
    }

    range
}
