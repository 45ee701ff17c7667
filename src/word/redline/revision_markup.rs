//! Marks of revisions: their ids, date and author, and text as deleted text.

use super::Version;
use crate::document::Date;
use crate::ooxml::{Element, Node};
use crate::word::finish::timestamp;

/// Writes marks.
#[derive(Debug, Clone)]
pub(super) struct RevisionMarkup {
    date: Option<String>,
    next: u32,
    /// Whose change is being written.
    pub author: String,
}

impl RevisionMarkup {
    /// Marks with this date; one that isn't known is left out.
    pub fn new(date: Date) -> RevisionMarkup {
        RevisionMarkup { date: timestamp(date), next: 1, author: String::new() }
    }

    /// A mark of this name.
    pub fn mark<'a>(&mut self, name: &'a str) -> Element<'a> {
        let id = self.next.to_string();
        self.next += 1;
        let mut mark = Element::new(name, &[("w:id", &id), ("w:author", &self.author)]);
        if let Some(date) = &self.date {
            mark.set("w:date", date);
        }
        mark
    }

    /// `w:del` for what only the old document has, `w:ins` for what only the new one has.
    pub fn of_version<'a>(&mut self, version: Version) -> Element<'a> {
        self.mark(match version {
            Version::Old => "w:del",
            Version::New => "w:ins",
        })
    }

    /// A paragraph's properties with its mark inserted or deleted.
    pub fn paragraph_mark<'a>(
        &mut self,
        property: Option<Element<'a>>,
        version: Version,
    ) -> Element<'a> {
        let mut property = property.unwrap_or_else(|| Element::new("w:pPr", &[]));
        let mark = self.of_version(version);
        if let Some(run) = property.child_mut("w:rPr") {
            run.children.insert(0, Node::Element(mark));
            return property;
        }

        let run = Element::new("w:rPr", &[]).with([mark]);
        // The schema wants these two behind it.
        let last = |node: &Node<'_>| node.is("w:sectPr") || node.is("w:pPrChange");
        let index = property.children.iter().position(last).unwrap_or(property.children.len());
        property.children.insert(index, Node::Element(run));
        property
    }

    /// A row's properties with the row inserted or deleted.
    pub fn row_mark<'a>(&mut self, property: Option<Element<'a>>, version: Version) -> Element<'a> {
        let property = property.unwrap_or_else(|| Element::new("w:trPr", &[]));
        property.with([self.of_version(version)])
    }

    /// A paragraph that parts two tables while both are shown: inserted and deleted at once, so that
    /// neither accepting nor refusing leaves it.
    pub fn separator<'a>(&mut self) -> Element<'a> {
        let marks = [self.of_version(Version::New), self.of_version(Version::Old)];
        let run = Element::new("w:rPr", &[]).with(marks);
        Element::new("w:p", &[]).with([thin().with([run])])
    }

    /// A run that was marked otherwise before.
    pub fn reformatted<'a>(&mut self, run: &mut Element<'a>, old: Option<&Element<'a>>) {
        let before = old.cloned().unwrap_or_else(|| Element::new("w:rPr", &[]));
        let change = self.mark("w:rPrChange").with([before]);
        run.push_into("w:rPr", change);
    }
}

/// Properties of a line that is hardly seen.
pub(super) fn thin<'a>() -> Element<'a> {
    let spacing = [("w:before", "0"), ("w:after", "0"), ("w:line", "20"), ("w:lineRule", "exact")];
    Element::new("w:pPr", &[]).with([Element::new("w:spacing", &spacing)])
}

/// Text and field codes as deleted ones.
pub(super) fn as_deleted(element: &mut Element<'_>) {
    match element.name.as_ref() {
        "w:t" => element.name = "w:delText".into(),
        "w:instrText" => element.name = "w:delInstrText".into(),
        _ => element.elements_mut().for_each(as_deleted),
    }
}
