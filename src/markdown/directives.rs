//! Lines `::: 横排` … `:::`, `::: 分页` and those of a letter: where they stand in a text that comrak has not read yet.

use super::code_ranges;
use crate::document::{BlockKind, LetterPart};
use std::ops::Range;

/// The names of the line that begins a page. It stands alone and has no end.
const PAGE_BREAK: [&str; 2] = ["分页", "pagebreak"];

/// The names of the line that begins landscape pages.
const LANDSCAPE: [&str; 2] = ["横排", "landscape"];

/// What the blocks between two `:::` lines become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Landscape,
    Letter(LetterPart),
}

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
    /// What it stands for where it stands alone and has no end.
    pub fn block(&self) -> Option<BlockKind> {
        if PAGE_BREAK.contains(&self.name.as_str()) {
            return Some(BlockKind::PageBreak);
        }
        let annexes = LetterPart::Annexes;
        annexes
            .names()
            .contains(&self.name.as_str())
            .then(|| BlockKind::Letter(annexes, Vec::new()))
    }

    /// What the blocks up to its end become; `None` for an unknown name.
    pub fn container(&self) -> Option<Container> {
        if LANDSCAPE.contains(&self.name.as_str()) {
            return Some(Container::Landscape);
        }
        let words: Vec<&str> = self.name.split_whitespace().collect();
        let name = words.join(" ");
        let parts = LetterPart::ALL.into_iter().filter(|part| *part != LetterPart::Annexes);
        let mut parts = parts.filter(|part| part.names().contains(&name.as_str()));
        parts.next().map(Container::Letter)
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
