//! The parts while they are written, each held against [`Linter`] while its tree is there.

use super::normalize::{Additions, normalize};
use super::relations::{content_types, package_relations};
use crate::ooxml::{Element, Part, parse, serialize};
use crate::word::lint::Linter;
use crate::word::names::{COMPATIBILITY, RELATIONSHIPS, WORD, WORD_2010, WORD_DRAWING};

/// Namespaces of a part with text; drawings declare their own.
pub(super) const ROOT: &[(&str, &str)] = &[
    ("xmlns:w", WORD),
    ("xmlns:r", RELATIONSHIPS),
    ("xmlns:wp", WORD_DRAWING),
    ("xmlns:mc", COMPATIBILITY),
    ("xmlns:w14", WORD_2010),
    ("mc:Ignorable", "w14"),
];

/// The parts, and what is wrong with them.
pub(in crate::word) struct Completed {
    pub parts: Vec<Part>,
    pub findings: Vec<String>,
}

/// A picture's file as a part; `name` is its file name.
pub(in crate::word) fn picture_part(name: &str, bytes: Vec<u8>) -> Part {
    Part { name: format!("word/media/{name}"), bytes }
}

/// The parts that were written so far.
#[derive(Default)]
pub(super) struct PartWriter {
    pub parts: Vec<Part>,
    pub linter: Linter,
}

impl PartWriter {
    /// A part with this root.
    pub fn add(&mut self, name: &str, root: &Element<'_>) {
        self.linter.part(name, root);
        self.parts.push(Part::text(name, serialize(root)));
    }

    /// A part that docx-rs rendered whole.
    pub fn add_rendered(&mut self, name: &str, text: &str, additions: Additions<'_>) {
        let Some(rendered) = self.read(name, text) else { return };
        let mut root = Element::new("", ROOT);
        root.name = rendered.name.clone();
        root.children = rendered.children;

        normalize(&mut root, additions);
        self.add(name, &root);
    }

    /// docx-rs writes well-formed XML as long as it is given clean text, and `write` cleans all text.
    pub fn read<'a>(&mut self, name: &'a str, text: &'a str) -> Option<Element<'a>> {
        parse(name, text).map_err(|error| self.linter.broken(name, &error)).ok()
    }

    /// Puts content types and the package's own relationships before the parts.
    pub fn frame(mut self) -> Completed {
        let parts = std::mem::take(&mut self.parts);
        self.add("[Content_Types].xml", &content_types(&parts));
        self.add("_rels/.rels", &package_relations(&parts));
        self.parts.extend(parts);
        Completed { findings: self.linter.finish(&self.parts), parts: self.parts }
    }
}
