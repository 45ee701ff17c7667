//! Lines `::: 横排` … `:::` and `::: 分页`: where they stand in a text that comrak has not read yet.

use super::code_ranges;
use std::ops::Range;

/// The names of the line that begins a page. It stands alone and has no end.
const PAGE_BREAK: [&str; 2] = ["分页", "pagebreak"];

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

impl Directive {
    /// Whether it is a line `::: 分页`.
    pub fn is_page_break(&self) -> bool {
        PAGE_BREAK.contains(&self.name.as_str())
    }
}

/// The `:::` lines outside of code.
pub(super) fn find(text: &str) -> Vec<Directive> {
    let mut directives = candidates(text);
    if directives.is_empty() {
        return directives;
    }

    let code = code_ranges::of(text);
    directives.retain(|it| !code.iter().any(|range| range.contains(&it.range.start)));
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
