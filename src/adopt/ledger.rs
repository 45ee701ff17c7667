//! What can't be carried over, with its place.

/// Something of the draft that is not in the chapter, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What it is: a Chinese phrase.
    pub what: String,
    /// Where it stands: `第 3 段`; empty where the file as a whole is meant.
    pub place: String,
    /// The first words there.
    pub words: String,
}

/// The list on its way, and the place that is being read.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    place: String,
    words: String,
    left: Vec<Left>,
}

/// Characters of a place's first words.
const WORDS: usize = 14;

impl Ledger {
    /// What follows stands here.
    pub fn enter(&mut self, place: String, text: &str) {
        self.place = place;
        self.words = first_words(text);
    }

    /// The present place and its first words.
    pub fn here(&self) -> (String, String) {
        (self.place.clone(), self.words.clone())
    }

    /// Back to a place that was left.
    pub fn back(&mut self, (place, words): (String, String)) {
        self.place = place;
        self.words = words;
    }

    /// Lists something of the present place, once.
    pub fn add(&mut self, what: impl Into<String>) {
        let entry =
            Left { what: what.into(), place: self.place.clone(), words: self.words.clone() };
        if !self.left.iter().rev().take(30).any(|other| *other == entry) {
            self.left.push(entry);
        }
    }

    /// Lists something of the file as a whole.
    pub fn add_general(&mut self, what: impl Into<String>) {
        self.left.push(Left { what: what.into(), place: String::new(), words: String::new() });
    }

    /// The list.
    pub fn finish(self) -> Vec<Left> {
        self.left
    }
}

/// The first words of a text, with an ellipsis where there are more.
pub(super) fn first_words(text: &str) -> String {
    let text = text.trim();
    let mut words: String = text.chars().take(WORDS).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}
