//! Marks of revisions: their ids, date and author, and text as deleted text.

use super::Version;
use crate::document::Date;
use crate::ooxml::{Element, Node};

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
        let is_complete = (1..=9999).contains(&date.year) && date.month > 0 && date.day > 0;
        let date = is_complete
            .then(|| format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month, date.day));
        RevisionMarkup { date, next: 1, author: String::new() }
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
        let mark = Node::Element(self.of_version(version));
        if let Some(run) = property.child_mut("w:rPr") {
            run.children.insert(0, mark);
            return property;
        }

        let mut run = Element::new("w:rPr", &[]);
        run.children.push(mark);
        // The schema wants these two behind it.
        let last = |node: &Node<'_>| match node {
            Node::Element(child) => matches!(child.name.as_ref(), "w:sectPr" | "w:pPrChange"),
            Node::Text(_) => false,
        };

        let index = property.children.iter().position(last).unwrap_or(property.children.len());
        property.children.insert(index, Node::Element(run));
        property
    }

    /// A row's properties with the row inserted or deleted.
    pub fn row_mark<'a>(&mut self, property: Option<Element<'a>>, version: Version) -> Element<'a> {
        let mut property = property.unwrap_or_else(|| Element::new("w:trPr", &[]));
        property.children.push(Node::Element(self.of_version(version)));
        property
    }

    /// A paragraph that parts two tables while both are shown: inserted and deleted at once, so that
    /// neither accepting nor refusing leaves it.
    pub fn separator<'a>(&mut self) -> Element<'a> {
        let mut run = Element::new("w:rPr", &[]);
        run.children.push(Node::Element(self.of_version(Version::New)));
        run.children.push(Node::Element(self.of_version(Version::Old)));
        let mut property = thin();
        property.children.push(Node::Element(run));
        Element::new("w:p", &[]).with([property])
    }

    /// A run that was marked otherwise before.
    pub fn reformatted<'a>(&mut self, run: &mut Element<'a>, old: Option<&Element<'a>>) {
        let mut change = self.mark("w:rPrChange");
        let before = old.cloned().unwrap_or_else(|| Element::new("w:rPr", &[]));
        change.children.push(Node::Element(before));
        match run.child_mut("w:rPr") {
            Some(property) => property.children.push(Node::Element(change)),
            None => {
                let property = Element::new("w:rPr", &[]).with([change]);
                run.children.insert(0, Node::Element(property));
            }
        }
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
