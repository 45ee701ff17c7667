//! What was found, and how the rules look at elements.

use crate::ooxml::Element;

/// What was found, a line each.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The part that is looked at.
    pub part: String,
    pub lines: Vec<String>,
}

impl Findings {
    /// Adds what is wrong with the part that is looked at.
    pub fn add(&mut self, message: impl std::fmt::Display) {
        self.lines.push(format!("{}：{message}", self.part));
    }

    /// Adds what is wrong with a part.
    pub fn add_to(&mut self, part: &str, message: impl std::fmt::Display) {
        self.lines.push(format!("{part}：{message}"));
    }
}

/// An attribute, empty where there is none.
pub(super) fn value<'e>(element: &'e Element<'_>, key: &str) -> &'e str {
    element.attribute(key).unwrap_or_default()
}
