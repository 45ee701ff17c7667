//! The words that may stand between an indicator's name and its number: `sentence.txt`.

use super::file::{FormError, WordFile};
use super::index::WordIndex;

/// The file's text.
pub(super) const TEXT: &str = include_str!("sentence.txt");

/// The words of the file, each with the meaning of its list; tests hold that it can be read.
pub(in crate::check) fn sentence_words<T: Copy>(meanings: &[(&str, T)]) -> WordIndex<T> {
    read(meanings).unwrap_or_default()
}

pub(super) fn read<T: Copy>(meanings: &[(&str, T)]) -> Result<WordIndex<T>, FormError> {
    let file = WordFile::parse(TEXT)?;
    let mut words = WordIndex::default();
    for (name, meaning) in meanings {
        words.insert_all(&file.list(name)?, *meaning);
    }
    Ok(words)
}
