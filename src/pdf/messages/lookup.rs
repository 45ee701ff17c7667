//! A message in the table.

use super::table::{MEANINGS, PICTURE, UNPRINTABLE};
use crate::diag::varying;

/// The meaning of a message of Typst's, in Chinese; `None` for one that isn't in the table.
pub(in crate::pdf) fn chinese(message: &str) -> Option<String> {
    let mut rows = MEANINGS.iter();
    let (chinese, varying) =
        rows.find_map(|(pattern, chinese)| Some((chinese, varying(message, pattern)?)))?;

    let numbered = varying.iter().enumerate();
    let meaning = numbered.fold((*chinese).to_owned(), |meaning, (index, text)| {
        meaning.replace(&format!("{{{index}}}"), text.trim())
    });
    Some(meaning)
}

/// The character that the PDF can't show, as a message names it.
pub(in crate::pdf) fn unprintable(message: &str) -> Option<String> {
    let parts = UNPRINTABLE.iter().find_map(|pattern| varying(message, pattern))?;
    let typed = parts.last()?;

    match typed.strip_prefix("\\u{").and_then(|code| code.strip_suffix('}')) {
        Some(code) => Some(format!("U+{}", code.to_uppercase())),
        None => Some((*typed).to_owned()),
    }
}

/// Whether a message is about a picture that can't be shown: its details of the format help no
/// writer.
pub(in crate::pdf) fn is_about_picture(message: &str) -> bool {
    message.contains(PICTURE)
}
