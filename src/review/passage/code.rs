//! Code, preformatted or in a line, set against its source: no escapes, but indents and line ends.

use std::ops::Range;

/// A character and the bytes of the source that it was typed as.
pub(super) struct Placed {
    pub character: char,
    pub source: Range<usize>,
}

/// Every character of preformatted text with its bytes; a line's end takes the next line's indent.
pub(super) fn code_lines(text: &str, source: &str) -> Option<Vec<Placed>> {
    let mut placed = Vec::new();
    let fenced = source.trim_start().starts_with(['`', '~']);
    let mut next = 0;
    let mut lines = source.split_inclusive('\n').map(|line| {
        let start = next;
        next += line.len();
        (start, line.trim_end_matches(['\r', '\n']))
    });

    if fenced {
        lines.next()?;
    }

    let mut end = None;
    for line in text.split('\n') {
        let (start, typed) = lines.next()?;
        let indent = typed.strip_suffix(line)?;
        if !indent.chars().all(|c| matches!(c, ' ' | '\t' | '>')) {
            return None;
        }

        let mut from = start + indent.len();
        if let Some(end) = end {
            placed.push(Placed { character: '\n', source: end..from });
        }
        for character in line.chars() {
            let source = from..from + character.len_utf8();
            from = source.end;
            placed.push(Placed { character, source });
        }
        end = Some(from);
    }
    Some(placed)
}

/// Every character of code in a line with its bytes.
pub(super) fn code_text(text: &str, source: &str) -> Option<Vec<Placed>> {
    let marks = source.len() - source.trim_start_matches('`').len();
    let inner = source.get(marks..source.len().checked_sub(marks)?)?;
    if marks == 0 || !source.ends_with('`') {
        return None;
    }

    // One space at both ends belongs to the marks (CommonMark 6.1).
    let is_space = |c: char| matches!(c, ' ' | '\n' | '\r');
    let padded =
        inner.starts_with(is_space) && inner.ends_with(is_space) && !inner.trim().is_empty();
    for padding in [usize::from(padded), 0] {
        let Some(typed) = inner.get(padding..inner.len() - padding) else { continue };
        let mut placed = Vec::new();
        let mut start = marks + padding;
        let mut rest = typed;
        for character in text.chars() {
            let ended = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
            let length = match (character, ended) {
                (' ', Some(after)) => rest.len() - after.len(),
                (character, _) if rest.starts_with(character) => character.len_utf8(),
                _ => break,
            };
            placed.push(Placed { character, source: start..start + length });
            start += length;
            rest = &rest[length..];
        }
        if rest.is_empty() && placed.len() == text.chars().count() {
            return Some(placed);
        }
    }
    None
}
