//! A list of words, and where a text has one of them.

use super::file::{Entry, FormError, FromEntries};

/// Words, the longest first: where two of them fit, the longer one counts.
#[derive(Debug, Default)]
pub(in crate::check) struct WordList {
    words: Vec<&'static str>,
}

impl FromEntries for WordList {
    fn from_entries(entries: &[Entry]) -> Result<WordList, FormError> {
        if let Some(entry) = entries.iter().find(|entry| entry.meaning.is_some()) {
            return Err(format!("a meaning behind {}", entry.word));
        }

        let mut words: Vec<&str> = entries.iter().map(|entry| entry.word).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Ok(WordList { words })
    }
}

impl WordList {
    /// The words, the longest first.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words.iter().copied()
    }

    /// Whether this is one of the words.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// Whether a word stands anywhere in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word))
    }

    /// Whether the text begins with a word.
    pub fn begins(&self, text: &str) -> bool {
        self.iter().any(|word| text.starts_with(word))
    }

    /// Whether the text ends with a word.
    pub fn ends(&self, text: &str) -> bool {
        self.iter().any(|word| text.ends_with(word))
    }

    /// What follows the word that the text begins with.
    pub fn strip_prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.iter().find_map(|word| text.strip_prefix(word))
    }

    /// What stands before the word that the text ends with.
    pub fn strip_suffix<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.iter().find_map(|word| text.strip_suffix(word))
    }

    /// The bytes before the first place where a word stands.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.iter().filter_map(|word| text.find(word)).min()
    }

    /// The text with one character for each word.
    pub fn replace_in(&self, text: &str, by: char) -> String {
        let mut buffer = [0; 4];
        let by: &str = by.encode_utf8(&mut buffer);
        self.iter().fold(text.to_owned(), |text, word| {
            if text.contains(word) { text.replace(word, by) } else { text }
        })
    }
}
