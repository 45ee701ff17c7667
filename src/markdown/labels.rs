//! Labels as they are typed, whether or not the text is read.

use std::ops::Range;

pub(super) fn is_label_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | ':')
}

/// Where labels are typed in a text, whether or not it is read: `#label` in braces, or `标签="label"`
/// in a call.
pub fn typed_labels(text: &str) -> Vec<Range<usize>> {
    let mut labels = Vec::new();
    for (sign, _) in text.match_indices('#') {
        let start = sign + 1;
        let end = start
            + text[start..].find(|c: char| !is_label_character(c)).unwrap_or(text.len() - start);
        let is_closed = text[end..].starts_with(|c: char| c.is_whitespace() || c == '}');
        // An address within the report is a reference.
        if start < end && is_closed && !text[..sign].ends_with('(') {
            labels.push(start..end);
        }
    }

    let keys = ["标签", "label"].into_iter().flat_map(|key| text.match_indices(key));
    for (key, name) in keys {
        let value = text[key + name.len()..].trim_start().strip_prefix('=').map(str::trim_start);
        let Some(value) = value.filter(|value| value.starts_with(['"', '\''])) else { continue };
        let start = text.len() - value.len() + 1;
        if let Some(length) = text[start..].find(&value[..1]) {
            labels.push(start..start + length);
        }
    }
    labels
}
