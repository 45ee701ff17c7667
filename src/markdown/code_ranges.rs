//! Where code stands in a text that comrak has not read yet.

use super::positions;
use comrak::nodes::NodeValue;
use std::ops::Range;

/// The bytes of the lines of code, fenced or indented, in their order.
pub(super) fn of(text: &str) -> Vec<Range<usize>> {
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, text, &comrak::Options::default());
    let lines = positions::line_starts(text);

    let mut ranges = Vec::new();
    for node in root.descendants() {
        let data = node.data();
        if let NodeValue::CodeBlock(_) = data.value {
            let line = |number: usize| lines.get(number).copied().unwrap_or(text.len());
            let (first, last) = (data.sourcepos.start.line, data.sourcepos.end.line);
            ranges.push(line(first.saturating_sub(1))..line(last));
        }
    }
    ranges
}
