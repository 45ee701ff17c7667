//! The text of a heading, paragraph, cell or caption, each character with its place.
//!
//! In: a chapter's blocks. Out: passages. What isn't typed as prose (values, code, links) stands in
//! the text as context; only typed characters have a place.

use crate::check::subject::Subject;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, BlockKind, Document, Inline, InlineKind, ValueUse, visit};
use crate::source::{AlignedKind, FileId, Sources, Span, align};
use crate::workspace::{ChapterFile, Spanned};
use std::collections::BTreeSet;
use std::ops::Range;

/// Stands for what has no text of its own.
const OPAQUE: &str = "\u{FFFC}";

/// What a passage is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading that is counted.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A cell, a caption, a note under a table.
    Other,
    /// A 文号 in the front matter.
    Number,
}

/// Text that stands together.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub role: Role,
    pub text: String,
    /// What values and references print.
    pub printed: Vec<Range<usize>>,
    file: FileId,
    pieces: Vec<Piece>,
}

/// A part of a passage that is the source's own.
#[derive(Debug, Clone)]
struct Piece {
    text: Range<usize>,
    source: usize,
}

impl Passage {
    /// The place of a part of the text, where all of it was typed in one piece.
    pub fn place(&self, range: &Range<usize>) -> Option<Span> {
        let index = self.pieces.partition_point(|piece| piece.text.end <= range.start);
        let piece = self.pieces.get(index)?;
        let whole = piece.text.start <= range.start && range.end <= piece.text.end;
        let start = piece.source + range.start.checked_sub(piece.text.start)?;
        whole.then(|| Span::new(self.file, start..start + range.len()))
    }

    /// A problem with a part of the text; `None` where it wasn't typed.
    pub fn problem(
        &self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
    ) -> Option<Diagnostic> {
        Some(Diagnostic::new(code, self.place(range)?, message))
    }

    /// A problem with a part of the text that `zishu fix` can replace.
    pub fn fixable(
        &self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
        replacement: &str,
    ) -> Option<Diagnostic> {
        let span = self.place(range)?;
        let help = match replacement {
            "" => format!("删去“{}”", self.text[range.clone()].trim_end()),
            _ => format!("改为 {replacement}"),
        };
        let problem = Diagnostic::new(code, span, message);
        Some(problem.help(help).fix(span, replacement))
    }

    /// A text that was typed as it is, from the start of `file`.
    #[cfg(test)]
    pub fn typed(role: Role, file: FileId, text: &str) -> Passage {
        let pieces = vec![Piece { text: 0..text.len(), source: 0 }];
        Passage { role, text: text.to_owned(), printed: Vec::new(), file, pieces }
    }

    fn new(role: Role, file: FileId) -> Passage {
        Passage { role, text: String::new(), printed: Vec::new(), file, pieces: Vec::new() }
    }

    /// Takes away the places of what was meant as markup and went wrong (a lost brace, a table without
    /// its dashed line): marks in there are half-width by right, and full-width ones would be the next
    /// mistake.
    fn spare_markup(&mut self) {
        for meant in meant_as_markup(&self.text) {
            let pieces = std::mem::take(&mut self.pieces);
            for Piece { text, source } in pieces {
                let (end, start) = (text.end.min(meant.start), text.start.max(meant.end));
                if text.start < end {
                    self.pieces.push(Piece { text: text.start..end, source });
                }
                if start < text.end {
                    self.pieces
                        .push(Piece { text: start..text.end, source: source + start - text.start });
                }
            }
        }
    }

    fn push_typed(&mut self, text: &str, span: Span, sources: &Sources) {
        let start = self.text.len();
        self.text.push_str(text);
        if span.file == self.file {
            typed_runs(text, sources.slice(span), |part, source| {
                let text = start + part.start..start + part.end;
                self.pieces.push(Piece { text, source: span.start as usize + source });
            });
        }
    }

    fn push_printed(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.printed.push(start..self.text.len());
    }

    fn push_inlines(&mut self, content: &[Inline], values: &[ValueUse], sources: &Sources) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(text) => self.push_typed(text, inline.span, sources),
                InlineKind::Value(id) => {
                    let text = values.get(id.0 as usize).map_or("", |value| &value.text);
                    self.push_printed(text);
                }
                InlineKind::Strong(content)
                | InlineKind::Emphasis(content)
                | InlineKind::Strikethrough(content) => {
                    self.push_inlines(content, values, sources);
                }
                InlineKind::Reference(reference) if reference.content.is_empty() => {
                    self.push_printed(&reference.text);
                }
                InlineKind::Code(_)
                | InlineKind::Link { .. }
                | InlineKind::Reference(_)
                | InlineKind::Picture(_) => self.text.push_str(OPAQUE),
                InlineKind::Note(_) => {}
                InlineKind::LineBreak => self.text.push('\n'),
            }
        }
    }
}

/// From each `{` to the `}` that ends it; where one of the two is missing, to the line's end or from its
/// beginning.
fn meant_as_markup(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = 0;
        while let Some(open) = line[at..].find(['{', '}']).map(|brace| at + brace) {
            let start = if line[open..].starts_with('}') { at } else { open };
            let close = line[open..].find('}').map(|brace| open + brace);
            let end = close.map_or(line.len(), |close| {
                close + line[close..].len() - line[close..].trim_start_matches('}').len()
            });
            found.push(line_start + start..line_start + end);
            at = end;
        }
        line_start += line.len();
    }
    found
}

/// Calls `found` for each run of the text that was typed, with its place in the source.
fn typed_runs(text: &str, source: &str, mut found: impl FnMut(Range<usize>, usize)) {
    let mut open: Option<(Range<usize>, usize)> = None;
    for piece in align(text, source).pieces {
        let own = source[piece.source.clone()].ends_with(&text[piece.text.clone()]);
        // An escaped sign is the source's own, a line's end printed as a blank isn't.
        let typed = match piece.kind {
            AlignedKind::Same => true,
            AlignedKind::Stands => own && source[piece.source.clone()].starts_with('\\'),
            AlignedKind::Printed => false,
        };
        if !typed {
            continue;
        }
        let from = piece.source.end - piece.text.len();
        match &mut open {
            Some((run, start)) if run.end == piece.text.start && *start + run.len() == from => {
                run.end = piece.text.end;
            }
            _ => {
                if let Some((run, start)) = open.replace((piece.text, from)) {
                    found(run, start);
                }
            }
        }
    }
    if let Some((run, start)) = open {
        found(run, start);
    }
}

/// Every passage of a chapter file: each once, though a loop may print it several times.
pub(super) fn of_chapter(subject: &Subject<'_>, chapter: &ChapterFile) -> Vec<Passage> {
    let mut gathered =
        Gathered { subject, file: chapter.file, seen: BTreeSet::new(), list: vec![] };
    for evidence in &chapter.front.evidence {
        gathered.front(&evidence.title, Role::Other);
        gathered.front(&evidence.number, Role::Number);
    }
    for document in subject.documents {
        let parts = document.sections.iter().flat_map(|section| &section.parts);
        for part in parts.filter(|part| part.file == chapter.file) {
            gathered.blocks(&part.blocks, document);
        }
        for note in document.notes.iter().filter(|note| note.span.file == chapter.file) {
            gathered.blocks(&note.blocks, document);
        }
    }
    gathered.list
}

struct Gathered<'a> {
    subject: &'a Subject<'a>,
    file: FileId,
    seen: BTreeSet<(u32, u32)>,
    list: Vec<Passage>,
}

impl Gathered<'_> {
    fn front(&mut self, typed: &Spanned<String>, role: Role) {
        let slice = self.subject.sources.slice(typed.span);
        let Some(at) = slice.find(&typed.value).filter(|_| !typed.value.is_empty()) else { return };
        let mut passage = Passage::new(role, self.file);
        passage.text.push_str(&typed.value);
        let source = typed.span.start as usize + at;
        passage.pieces.push(Piece { text: 0..typed.value.len(), source });
        self.list.push(passage);
    }

    fn blocks(&mut self, blocks: &[Block], document: &Document) {
        visit::blocks(blocks, &mut |block| {
            for (role, content) in contents(block) {
                self.content(role, content, document);
            }
        });
    }

    fn content(&mut self, role: Role, content: &[Inline], document: &Document) {
        let (Some(first), Some(last)) = (content.first(), content.last()) else { return };
        if !self.seen.insert((first.span.start, last.span.end)) {
            return;
        }
        let mut passage = Passage::new(role, self.file);
        passage.push_inlines(content, &document.values, self.subject.sources);
        passage.spare_markup();
        if !passage.pieces.is_empty() {
            self.list.push(passage);
        }
    }
}

fn contents(block: &Block) -> Vec<(Role, &[Inline])> {
    let role = match &block.kind {
        BlockKind::Heading(heading) if heading.numbered => Role::Heading,
        BlockKind::Paragraph(_) => Role::Paragraph,
        BlockKind::Heading(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Chart(_)
        | BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Code(_)
        | BlockKind::Rule
        | BlockKind::Landscape(_) => Role::Other,
    };
    visit::contents(block).into_iter().map(|content| (role, content)).collect()
}

#[cfg(test)]
mod tests {
    use super::{meant_as_markup, typed_runs};

    fn aligned(text: &str, source: &str) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        typed_runs(text, source, |range, at| {
            assert_eq!(source[at..at + range.len()], text[range.clone()], "{text} {source}");
            found.push((text[range].to_owned(), at));
        });
        found
    }

    fn shown(text: &str, source: &str) -> String {
        let parts = aligned(text, source).into_iter().map(|(part, at)| format!("{at}:{part}"));
        parts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn places() {
        assert_eq!(shown("甲,乙", "甲,乙"), "0:甲,乙");
        assert_eq!(shown("甲*,乙", "甲\\*,乙"), "0:甲 4:*,乙");
        assert_eq!(shown("甲乙", "甲\r\n  > 乙"), "0:甲 9:乙");
        assert_eq!(shown("a b", "a\nb"), "0:a 2:b");
        assert_eq!(shown("R&D,甲", "R&D,甲"), "0:R&D,甲");
        assert_eq!(shown("R&D,甲", "R&amp;D,甲"), "0:R 6:D,甲");
        assert_eq!(shown("甲乙", "甲{% if x %}乙"), "0:甲 13:乙");
        assert_eq!(shown("甲乙", "{{ x }}"), "", "printed by a template");
        assert_eq!(shown("甲乙", ""), "");
    }

    #[test]
    fn braces_and_what_they_hold_are_markup() {
        let shown = |text: &str| -> Vec<String> {
            meant_as_markup(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(shown("为{ 值(\"甲\", 2017) }},乙"), ["{ 值(\"甲\", 2017) }}"]);
        assert_eq!(shown("表：甲 {#tbl-甲 单位=\"元\"\n乙,丙"), ["{#tbl-甲 单位=\"元\"\n"]);
        assert_eq!(shown("为值(\"甲\", 2017) }},乙\n丙"), ["为值(\"甲\", 2017) }}"]);
        assert_eq!(shown("甲,乙"), [""; 0]);
        assert_eq!(shown("{甲}和{乙}"), ["{甲}", "{乙}"]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed(
            text in "[甲,乙a&;# \\\\{%}\\n]{0,20}",
            source in "[甲,乙a&;# \\\\{%}\\r\\n>]{0,20}",
        ) {
            aligned(&text, &source);
        }
    }
}
