//! One walk through every part, at which all rules look.

use super::bookmarks::Bookmarks;
use super::fields::Fields;
use super::findings::Findings;
use super::numbering::Numbering;
use super::relations::Relations;
use super::revisions::Revisions;
use super::sections::Sections;
use super::styles::Styles;
use super::tables;
use crate::ooxml::{Element, Error, Limits, Package, Part, parse};

/// The rules, and what they have seen so far.
#[derive(Debug, Default)]
pub(in crate::word) struct Linter {
    bookmarks: Bookmarks,
    fields: Fields,
    numbering: Numbering,
    relations: Relations,
    revisions: Revisions,
    sections: Sections,
    styles: Styles,
    findings: Findings,
}

/// Looks for bookmarks without end or with a name that Word refuses, links and fields that lead
/// nowhere or don't nest, ids used twice, parts, styles, numbers and notes that are missing, tables
/// whose rows, merged cells and widths don't fit, pages without room, and revisions that can't be told
/// apart.
pub fn lint(bytes: &[u8]) -> Vec<String> {
    match Package::open(bytes, &Limits::TRUSTED).and_then(|mut package| package.parts()) {
        Ok(parts) => lint_parts(&parts),
        Err(error) => vec![format!("不是完好的压缩包（{error:?}）")],
    }
}

/// The same before the parts are packed.
pub(in crate::word) fn lint_parts(parts: &[Part]) -> Vec<String> {
    let mut linter = Linter::default();
    for part in parts {
        if !part.name.ends_with(".xml") && !part.name.ends_with(".rels") {
            continue;
        }
        let text = String::from_utf8_lossy(&part.bytes);
        match parse(&part.name, &text) {
            Ok(root) => linter.part(&part.name, &root),
            Err(error) => linter.broken(&part.name, &error),
        }
    }

    linter.finish(parts)
}

impl Linter {
    /// Looks at a whole part.
    pub fn part(&mut self, name: &str, root: &Element<'_>) {
        self.begin(name);
        self.walk(root, &mut Vec::new());
        self.end();
    }

    /// Begins a part whose elements come one by one.
    pub fn begin(&mut self, name: &str) {
        name.clone_into(&mut self.findings.part);
    }

    /// Looks at a child of the body.
    pub fn body_element(&mut self, element: &Element<'_>) {
        self.sections.body_element(element);
        self.walk(element, &mut Vec::new());
    }

    /// Ends a part.
    pub fn end(&mut self) {
        self.bookmarks.end_part(&mut self.findings);
        self.fields.end_part(&mut self.findings);
        self.sections.end_part(&mut self.findings);
    }

    /// A part that isn't XML.
    pub fn broken(&mut self, name: &str, error: &Error) {
        self.findings.add_to(name, format!("不是完好的 XML（{error:?}）"));
    }

    /// Compares what all parts said.
    pub fn finish(mut self, parts: &[Part]) -> Vec<String> {
        self.bookmarks.finish(&mut self.findings);
        self.numbering.finish(&mut self.findings);
        self.relations.finish(parts, &mut self.findings);
        self.sections.finish(&mut self.findings);
        self.styles.finish(&mut self.findings);
        self.findings.lines
    }

    /// Goes through a tree in reading order; `ancestors` are the names of the open elements.
    fn walk<'e>(&mut self, element: &'e Element<'_>, ancestors: &mut Vec<&'e str>) {
        let findings = &mut self.findings;
        self.bookmarks.start(element, findings);
        self.fields.start(element, &mut self.bookmarks, findings);
        self.numbering.start(element, findings);
        self.relations.start(element, findings);
        self.revisions.start(element, ancestors, findings);
        self.sections.start(element, ancestors, findings);
        self.styles.start(element, findings);
        if element.name == "w:tbl" {
            tables::check(element, findings);
        }

        ancestors.push(&element.name);
        element.elements().for_each(|child| self.walk(child, ancestors));
        ancestors.pop();

        self.fields.end(element, &mut self.findings);
    }
}
