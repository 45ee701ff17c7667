//! A message in the table.

use super::table::{MEANINGS, PICTURE, UNPRINTABLE};

/// What a message of Typst's means; `None` for one that isn't in the table.
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

/// What stands in a message for each `{}` of a pattern; `None` where the pattern doesn't fit. What ends
/// a pattern goes on to the first `;` or the line's end, where Typst adds advice.
pub(super) fn varying<'a>(message: &'a str, pattern: &str) -> Option<Vec<&'a str>> {
    let mut literals = pattern.split("{}");
    let mut rest = message.strip_prefix(literals.next()?)?;
    let mut varying = Vec::new();
    for literal in literals {
        let end = if literal.is_empty() {
            rest.find([';', '\n']).unwrap_or(rest.len())
        } else {
            rest.find(literal)?
        };
        varying.push(&rest[..end]);
        rest = &rest[end + literal.len()..];
    }
    Some(varying).filter(|varying| varying.iter().all(|text| !text.is_empty()))
}

/// The character that the PDF can't show, as a message names it.
pub(in crate::pdf) fn unprintable(message: &str) -> Option<String> {
    let found = UNPRINTABLE.iter().find_map(|pattern| varying(message, pattern))?;
    let typed = found.last()?;
    match typed.strip_prefix("\\u{").and_then(|code| code.strip_suffix('}')) {
        Some(code) => Some(format!("U+{}", code.to_uppercase())),
        None => Some((*typed).to_owned()),
    }
}

/// Whether a message is about a picture that can't be shown: what it says of the format's inside helps
/// no writer.
pub(in crate::pdf) fn is_about_picture(message: &str) -> bool {
    message.contains(PICTURE)
}
