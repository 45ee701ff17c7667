//! Takes a failed expression out of a template, so that the rest of it can be run.
//!
//! In: the text and the bytes that failed. Out: the text, as long as before, so that places stay.

use std::ops::Range;

/// Blanks a failed expression in place, keeping its length; `false` where that can't be done.
pub(super) fn blank(text: &mut String, range: Range<usize>) -> bool {
    let before = &text[..range.start];
    let statement = before.rfind("{%") > before.rfind("{{");
    let keyword = ["include", "import", "from", "extends", "set", "do", "call", "macro", "block"]
        .iter()
        .any(|word| text[range.clone()].trim_start().starts_with(word));
    let filter = before.trim_end().ends_with('|') || before.trim_end().ends_with(" is");
    let head = before.trim_end_matches([' ', '-', '+', '\t', '\n']).ends_with("{%");
    let (range, filler) = if statement && (head || keyword) {
        let block = ["for", "if", "elif", "call", "macro", "block", "filter", "with"]
            .iter()
            .any(|word| text[range.clone()].trim_start().starts_with(word));
        let (Some(start), Some(end)) = (before.rfind("{%"), text[range.start..].find("%}")) else {
            return false;
        };
        if block {
            return false;
        }
        (start..range.start + end + 2, "")
    } else if filter {
        let (Some(start), Some(end)) = (before.rfind("{{"), text[range.start..].find("}}")) else {
            return false;
        };
        if statement {
            return false;
        }
        (start..range.start + end + 2, "")
    } else if range.len() < 2 {
        (range, "0")
    } else if statement {
        (range, "[]")
    } else {
        (range, "\"\"")
    };
    if range.is_empty() {
        return false;
    }
    let padded = format!("{filler:<width$}", width = range.len());
    text.replace_range(range, &padded);
    true
}
