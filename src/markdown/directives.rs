//! Lines `::: 横排` … `:::`: where they stand in a text that comrak has not read yet.

use super::positions;
use comrak::nodes::NodeValue;
use std::ops::Range;

/// A `:::` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive {
    /// From its first colon to the end of the line.
    pub range: Range<usize>,
    /// What follows the colons.
    pub name: String,
    /// Whether lowering came across it.
    pub seen: bool,
}

/// The `:::` lines outside of code.
pub(super) fn find(text: &str) -> Vec<Directive> {
    let mut directives = candidates(text);
    if directives.is_empty() {
        return directives;
    }

    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, text, &comrak::Options::default());
    let lines = positions::line_starts(text);
    for node in root.descendants() {
        let data = node.data();
        if let NodeValue::CodeBlock(_) = data.value {
            let line = |number: usize| lines.get(number).copied().unwrap_or(text.len());
            let (first, last) = (data.sourcepos.start.line, data.sourcepos.end.line);
            let code = line(first.saturating_sub(1))..line(last);
            directives.retain(|directive| !code.contains(&directive.range.start));
        }
    }
    directives
}

fn candidates(text: &str) -> Vec<Directive> {
    let mut candidates = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let content = line.trim_end();
        let trimmed = content.trim_start_matches(' ');
        let indent = content.len() - trimmed.len();
        if indent <= 3 && trimmed.starts_with(":::") {
            let name = trimmed.trim_start_matches(':').trim().to_owned();
            let range = start + indent..start + content.len();
            candidates.push(Directive { range, name, seen: false });
        }
        start += line.len();
    }
    candidates
}
