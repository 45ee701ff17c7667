//! Words with a meaning, found by their first character.

use super::file::{Entry, FormError, FromEntries};
use super::list::WordList;
use std::collections::BTreeMap;

/// Words by their first character, the longest first.
#[derive(Debug)]
pub(in crate::check) struct WordIndex<T> {
    by_first: BTreeMap<char, Vec<(&'static str, T)>>,
}

impl<T> Default for WordIndex<T> {
    fn default() -> WordIndex<T> {
        WordIndex { by_first: BTreeMap::new() }
    }
}

/// The text behind `=` is the meaning.
impl FromEntries for WordIndex<&'static str> {
    fn from_entries(entries: &[Entry]) -> Result<WordIndex<&'static str>, FormError> {
        let mut index = WordIndex::default();
        for entry in entries {
            let meaning = entry.meaning.ok_or_else(|| format!("no meaning of {}", entry.word))?;
            index.insert(entry.word, meaning);
        }
        Ok(index)
    }
}

impl<T: Copy> WordIndex<T> {
    /// Adds a word.
    pub fn insert(&mut self, word: &'static str, meaning: T) {
        let Some(first) = word.chars().next() else { return };
        let words = self.by_first.entry(first).or_default();
        let longer = words.partition_point(|(other, _)| other.len() >= word.len());
        words.insert(longer, (word, meaning));
    }

    /// Adds the words of a list, which all mean the same.
    pub fn insert_all(&mut self, words: &WordList, meaning: T) {
        words.iter().for_each(|word| self.insert(word, meaning));
    }

    /// The longest word at the start of a text, with its meaning.
    pub fn longest(&self, text: &str) -> Option<(&'static str, T)> {
        let words = self.by_first.get(&text.chars().next()?)?;
        words.iter().find(|(word, _)| text.starts_with(word)).copied()
    }

    /// Every word with its meaning.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, T)> + '_ {
        self.by_first.values().flatten().copied()
    }
}
