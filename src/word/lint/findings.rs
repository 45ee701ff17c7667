//! What was found, and how the rules look at elements.

use crate::ooxml::Element;

/// What was found, a line each.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<String>);

impl Findings {
    /// Adds what is wrong with a part.
    pub fn add(&mut self, part: &str, message: impl std::fmt::Display) {
        self.0.push(format!("{part}：{message}"));
    }

    pub fn into_lines(self) -> Vec<String> {
        self.0
    }
}

/// An attribute, empty where there is none.
pub(super) fn value<'e>(element: &'e Element<'_>, key: &str) -> &'e str {
    element.attribute(key).unwrap_or_default()
}

/// The `w:val` of a child.
pub(super) fn child_value<'e>(element: &'e Element<'_>, child: &str) -> Option<&'e str> {
    element.child(child)?.attribute("w:val")
}
