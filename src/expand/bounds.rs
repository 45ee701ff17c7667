//! The tags of a scanned template: their first and last bytes.
//!
//! In: a text that the scan let through, whose strings and brackets are paired. Out: its tags, in order;
//! braces in a string or in raw text are none.

use std::ops::Range;

/// A `{{ … }}` or `{% … %}`.
pub(super) struct Tag {
    /// With its braces.
    pub(super) range: Range<usize>,
    /// Between its braces.
    pub(super) inside: Range<usize>,
    /// Whether it is a `{% … %}`.
    pub(super) is_statement: bool,
}

/// The tag around a byte.
pub(super) fn tag_around(text: &str, byte: usize) -> Option<Tag> {
    tags(text).take_while(|tag| tag.range.start <= byte).find(|tag| byte < tag.range.end)
}

/// The tags of a text, in order; up to `{% endraw %}` nothing is one.
pub(super) fn tags(text: &str) -> impl Iterator<Item = Tag> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let tag = next_tag(text, from)?;
        from = tag.range.end;

        if tag.is_statement && first_word(&text[tag.inside.clone()]) == "raw" {
            let end = text[from..].find("endraw").map_or(text.len(), |length| from + length);
            from += text[from..end].rfind("{%").unwrap_or(0);
        }

        Some(tag)
    })
}

/// The first tag that begins at `from` or later.
fn next_tag(text: &str, from: usize) -> Option<Tag> {
    let mut braces = text[from..].match_indices('{').map(|(offset, _)| from + offset);
    let start = braces.find(|brace| text[*brace + 1..].starts_with(['{', '%']))?;
    let is_statement = text[start..].starts_with("{%");

    let inside = start + 2;
    let end = inside + closing(&text[inside..], if is_statement { "%}" } else { "}}" })?;
    Some(Tag { range: start..end + 2, inside: inside..end, is_statement })
}

/// The byte at which a tag is closed: not in a string, and not where inner braces are.
fn closing(text: &str, close: &str) -> Option<usize> {
    let (mut quote, mut escaped, mut braces) = (None, false, 0usize);

    for (offset, character) in text.char_indices() {
        if let Some(open) = quote {
            let ends = character == open && !escaped;
            escaped = character == '\\' && !escaped;
            quote = quote.filter(|_| !ends);
            continue;
        }

        if braces == 0 && text[offset..].starts_with(close) {
            return Some(offset);
        }

        match character {
            '"' | '\'' => quote = Some(character),
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ => {}
        }
    }

    None
}

/// The word that a statement begins with.
pub(super) fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(['-', '+']).trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}
