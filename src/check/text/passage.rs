//! The text of a heading, paragraph, cell or caption, each character with its place.
//!
//! In: a chapter's blocks. Out: passages. What isn't typed as prose (values, code, links) stands in
//! the text as context; only typed characters have a place.

use crate::check::subject::Subject;
use crate::diag::{Code, Diagnostic};
use crate::document::{
    Block, BlockKind, Document, HeadingKind, Inline, InlineKind, ValueUse, visit,
};
use crate::source::{FileId, MappedText, Mapping, Sources, Span, push_typed};
use crate::workspace::{ChapterFile, Spanned};
use std::collections::BTreeSet;
use std::ops::Range;

/// Stands in a passage for a link, a reference with words of its own, code or a picture: a rule meets
/// this one character, which has no place, instead of their text. Notes leave nothing.
const OPAQUE: &str = "\u{FFFC}";

/// What a passage is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading with a number of its own.
    Heading,
    /// A paragraph, also of a list, a quotation or a note.
    Paragraph,
    /// A heading without a number, a cell, a caption, what stands under a table or figure, the title of
    /// a piece of evidence.
    Other,
    /// A 文号 in the front matter.
    Number,
}

/// Text that stands together.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub role: Role,
    /// Its text; what was typed has an exact place.
    mapped: MappedText,
    /// What values and references print.
    pub printed: Vec<Range<usize>>,
    file: FileId,
}

impl Passage {
    pub fn text(&self) -> &str {
        self.mapped.text()
    }

    /// The place of a part of the text, where all of it was typed in one piece.
    pub fn place(&self, range: &Range<usize>) -> Option<Span> {
        self.mapped.exact(range)
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
            "" => format!("删去“{}”", self.text()[range.clone()].trim_end()),
            _ => format!("改为 {replacement}"),
        };
        let problem = Diagnostic::new(code, span, message);
        Some(problem.help(help).fix(span, replacement))
    }

    /// A text that was typed as it is, from the start of `file`.
    #[cfg(test)]
    pub fn typed(role: Role, file: FileId, text: &str) -> Passage {
        let mut passage = Passage::new(role, file);
        passage.mapped.push(text, Span::new(file, 0..text.len()), Mapping::Exact);
        passage
    }

    fn new(role: Role, file: FileId) -> Passage {
        Passage { role, mapped: MappedText::new(), printed: Vec::new(), file }
    }

    /// Whether a part of it was typed.
    fn is_typed(&self) -> bool {
        self.mapped.segments().iter().any(|segment| segment.mapping == Mapping::Exact)
    }

    /// Takes away the places of what was meant as markup and went wrong (a lost brace, a table without
    /// its dashed line): marks in there are half-width by right, and full-width ones would be the next
    /// mistake.
    fn spare_markup(&mut self) {
        for meant in meant_as_markup(self.text()) {
            self.mapped.map_origins(&meant, |_| None);
        }
    }

    fn push_typed(&mut self, text: &str, span: Span, sources: &Sources) {
        if span.file == self.file {
            push_typed(&mut self.mapped, text, span, sources.slice(span));
        } else {
            self.mapped.push_glue(text);
        }
    }

    fn push_printed(&mut self, text: &str) {
        let start = self.text().len();
        self.mapped.push_glue(text);
        self.printed.push(start..self.text().len());
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
                | InlineKind::Picture(_) => self.mapped.push_glue(OPAQUE),
                InlineKind::Note(_) => {}
                InlineKind::LineBreak => self.mapped.push_glue("\n"),
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

/// The text of a part of a chapter.
pub(super) fn of_content(
    file: FileId,
    role: Role,
    content: &[Inline],
    values: &[ValueUse],
    sources: &Sources,
) -> Passage {
    let mut passage = Passage::new(role, file);
    passage.push_inlines(content, values, sources);
    passage.spare_markup();
    passage
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
        let start = typed.span.start as usize + at;
        let place = Span::new(self.file, start..start + typed.value.len());
        passage.mapped.push(&typed.value, place, Mapping::Exact);
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
        let passage = of_content(self.file, role, content, &document.values, self.subject.sources);
        if passage.is_typed() {
            self.list.push(passage);
        }
    }
}

fn contents(block: &Block) -> Vec<(Role, &[Inline])> {
    let role = match &block.kind {
        BlockKind::Heading(heading) if heading.kind == HeadingKind::Numbered => Role::Heading,
        BlockKind::Paragraph(_) => Role::Paragraph,
        _ => Role::Other,
    };
    visit::contents(block).into_iter().map(|content| (role, content)).collect()
}

#[cfg(test)]
mod tests {
    use super::meant_as_markup;

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
}
