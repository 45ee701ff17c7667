//! What can't be carried over, with its location in the draft.

use std::collections::BTreeMap;

/// Where something stands in the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// `第 3 段`; empty where the file as a whole is meant.
    pub position: String,
    /// The first words there.
    pub excerpt: String,
}

/// Something of the draft that is not in the chapter, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What it is: a Chinese phrase.
    pub description: String,
    /// Where it stands.
    pub location: Location,
}

/// The losses so far, and the location that is being read.
#[derive(Debug, Default)]
pub(super) struct LossReport {
    current: Location,
    pub losses: Vec<Loss>,
    /// Where each comment stands, by its index.
    pub comments: BTreeMap<usize, Location>,
}

/// Maximum number of characters in an excerpt.
const MAX_EXCERPT: usize = 14;
/// Number of latest losses among which a repeated one is looked for.
const RECENT: usize = 30;

impl LossReport {
    /// Sets the location of the losses to come.
    pub fn move_to(&mut self, position: String, text: &str) {
        self.current = Location { position, excerpt: excerpt(text) };
    }

    /// The current location.
    pub fn location(&self) -> Location {
        self.current.clone()
    }

    /// Returns to an earlier location.
    pub fn return_to(&mut self, location: Location) {
        self.current = location;
    }

    /// Lists a loss at the current location, once.
    pub fn add(&mut self, description: impl Into<String>) {
        let loss = Loss { description: description.into(), location: self.current.clone() };
        if !self.losses.iter().rev().take(RECENT).any(|other| *other == loss) {
            self.losses.push(loss);
        }
    }

    /// Lists a loss at another location, once.
    pub fn add_elsewhere(&mut self, location: Location, description: impl Into<String>) {
        let current = std::mem::replace(&mut self.current, location);
        self.add(description);
        self.current = current;
    }

    /// Notes the current location of a comment, unless it has one already.
    pub fn note_comment(&mut self, index: usize) {
        self.comments.entry(index).or_insert_with(|| self.current.clone());
    }
}

/// The first words of a text, with an ellipsis where there are more.
pub(super) fn excerpt(text: &str) -> String {
    let text = text.trim();
    let mut excerpt: String = text.chars().take(MAX_EXCERPT).collect();
    if excerpt.len() < text.len() {
        excerpt.push('…');
    }
    excerpt
}
