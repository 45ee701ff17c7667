//! A paragraph's characters while they are gathered.

use super::code::{Placed, code_lines, code_text};
use super::literal::string_with;
use super::{Origin, Wrap, WrapKind};
use crate::document::{Inline, InlineKind, Note, NoteId, Reference, ValueUse, plain, task_box};
use crate::source::{
    AlignedKind, FileId, MappedText, Mapping, Sources, Span, align, is_forbidden, line_end,
};
use std::ops::Range;

/// Stands for what is no text.
pub(super) const OBJECT: char = '\u{FFFC}';

/// What a paragraph is gathered from.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub values: &'a [ValueUse],
    pub notes: &'a [Note],
    pub sources: &'a Sources,
    /// The chapter that may be typed into; `None` in what a template says.
    pub typed: Option<FileId>,
    pub in_note: bool,
}

/// Bytes of a chapter, and the bytes of a passage's text that stand for them.
pub(super) struct Unit {
    pub span: Span,
    pub bytes: Range<usize>,
}

/// Text, the marks around it, and which of the chapter's bytes it is.
pub(super) struct PassageBuilder<'a> {
    pub text: MappedText<Origin>,
    pub wraps: Vec<Wrap>,
    /// Bytes of chapters that the text stands for.
    pub units: Vec<Unit>,
    /// Notes that are marked here.
    pub notes: Vec<NoteId>,
    /// What gives text that nobody typed.
    block: Span,
    /// Whether a call may print it that holds the words.
    in_call: bool,
    context: Context<'a>,
}

impl<'a> PassageBuilder<'a> {
    /// An empty paragraph of a block.
    pub fn new(block: Span, context: Context<'a>) -> PassageBuilder<'a> {
        PassageBuilder {
            text: MappedText::default(),
            wraps: Vec::new(),
            units: Vec::new(),
            notes: Vec::new(),
            block,
            in_call: false,
            context,
        }
    }

    /// What goes with a table or a picture, which a call may print.
    pub fn push_attached(&mut self, content: &[Inline]) {
        self.in_call = true;
        self.push_inlines(content);
        self.in_call = false;
    }

    /// Text that no one typed.
    pub fn push_generated(&mut self, text: &str) {
        self.push_text(text, Origin::Generated(self.block));
    }

    /// Something that is no text, for all of a piece of source.
    pub fn push_object(&mut self, span: Span) {
        let origin = self.whole(span);
        self.push_unit(span, origin, |builder| builder.push(OBJECT, origin, Mapping::Derived));
    }

    /// A task's box, and the space behind it; `item` is the whole item.
    pub fn push_task_box(&mut self, done: bool, item: Span) {
        let mark = task_box(done);
        let typed = self.typed_in(item).and_then(|_| {
            let source = self.context.sources.slice(item);
            let start = source.find('[')?;
            let rest = source.get(start + 3..)?;
            let spaces = rest.len() - rest.trim_start().len();
            Some((part(item, &(start..start + 3)), part(item, &(start + 3..start + 3 + spaces))))
        });

        match typed {
            Some((state, space)) => {
                mark.chars().for_each(|character| self.push_typed(character, state));
                self.push_typed(' ', space);
            }
            None => self.push_generated(&format!("{mark} ")),
        }
    }

    /// Preformatted text, as printed: without the last line's end, tabs as four spaces.
    pub fn push_code(&mut self, text: &str, span: Span) {
        let text = text.trim_end_matches('\n');
        let placed =
            self.typed_in(span).and_then(|_| code_lines(text, self.context.sources.slice(span)));
        let Some(placed) = placed else {
            let origin = Origin::Generated(self.block);
            for character in text.chars() {
                match character {
                    '\n' => self.push_raw('\n', origin, Mapping::Derived),
                    '\t' => self.push_text("    ", origin),
                    other => self.push(other, origin, Mapping::Derived),
                }
            }
            return;
        };

        for Placed { character, source } in placed {
            let span = part(span, &source);
            if character == '\t' {
                self.push_unit(span, Origin::Whole(span), |builder| {
                    builder.push_text("    ", Origin::Whole(span));
                });
            } else {
                self.push_typed(character, span);
            }
        }
    }

    /// Inlines.
    // long: one arm for each kind of inline
    pub fn push_inlines(&mut self, content: &[Inline]) {
        for inline in content {
            let span = inline.span;
            match &inline.kind {
                InlineKind::Text(text) => self.push_aligned(text, span),
                InlineKind::Value(id) => {
                    if let Some(value) = self.context.values.get(id.0 as usize) {
                        let origin = if value.is_notice {
                            Origin::Generated(span)
                        } else {
                            Origin::Value(*id, span)
                        };
                        self.push_text(&value.text, origin);
                    }
                }
                InlineKind::Strong(inner) => self.push_wrapped(span, WrapKind::Strong, inner),
                InlineKind::Emphasis(inner) => self.push_wrapped(span, WrapKind::Emphasis, inner),
                InlineKind::Strikethrough(inner) => {
                    self.push_wrapped(span, WrapKind::Strikethrough, inner);
                }
                InlineKind::Code(text) => self.push_inline_code(text, span),
                InlineKind::Link { content, .. } => {
                    self.push_wrapped(span, WrapKind::Link, content);
                }
                InlineKind::Reference(reference) => self.push_reference(reference, span),
                InlineKind::Note(id) => self.push_note_mark(*id, span),
                InlineKind::Picture(_) => self.push_object(span),
                InlineKind::LineBreak => {
                    let span = self.break_span(span);
                    let origin = self.whole(span);
                    self.push_unit(span, origin, |builder| {
                        builder.push_raw('\n', origin, Mapping::Derived);
                    });
                }
            }
        }
    }

    fn push_note_mark(&mut self, id: NoteId, span: Span) {
        let Some(note) = self.context.notes.get(id.0 as usize) else { return };
        if self.context.in_note {
            let text = plain::note(note, self.context.values);
            self.push_generated(&format!("（{text}）"));
            return;
        }
        self.notes.push(id);
        self.push_object(span);
    }

    fn push_reference(&mut self, reference: &Reference, span: Span) {
        if !reference.content.is_empty() {
            self.push_wrapped(span, WrapKind::Link, &reference.content);
            return;
        }
        let origin = self.whole(span);
        self.push_unit(span, origin, |builder| builder.push_text(&reference.text, origin));
    }

    fn push_wrapped(&mut self, span: Span, kind: WrapKind, content: &[Inline]) {
        self.push_marked(span, kind, |builder| builder.push_inlines(content));
    }

    /// Text with marks around it; around nothing there are none.
    fn push_marked(&mut self, span: Span, kind: WrapKind, push: impl FnOnce(&mut Self)) {
        let (index, start) = (self.wraps.len(), self.length());
        push(self);
        if start < self.length() {
            // Before the inner ones.
            self.wraps.insert(index, Wrap { bytes: start..self.length(), span, kind });
        }
    }

    /// Text of the tree, character by character where it was typed.
    fn push_aligned(&mut self, text: &str, span: Span) {
        let source = self.context.sources.slice(span);
        if let Some(offset) = self.string_of_call(text, span) {
            let mut start = span.start + offset as u32;
            for character in text.chars() {
                let end = start + character.len_utf8() as u32;
                self.push_typed(character, Span { start, end, ..span });
                start = end;
            }
            return;
        }

        let alignment = self.typed_in(span).map(|_| align(text, source));
        let Some(alignment) = alignment.filter(|alignment| alignment.complete) else {
            self.push_text(text, Origin::Generated(span));
            return;
        };

        let is_templated = |kind| kind == AlignedKind::Templated;
        let before = &self.context.sources.text(span.file)[..span.start as usize];
        let repeated =
            alignment.parts.iter().any(|part| is_templated(part.kind)) && in_template_block(before);
        for aligned in alignment.parts {
            let stretch = &text[aligned.text.clone()];
            let source = part(span, &aligned.source);
            match aligned.kind {
                AlignedKind::Verbatim if !repeated => {
                    let mut start = source.start;
                    for character in stretch.chars() {
                        let end = start + character.len_utf8() as u32;
                        self.push_typed(character, Span { start, end, ..source });
                        start = end;
                    }
                }
                AlignedKind::Escaped if !repeated => {
                    stretch.chars().for_each(|character| self.push_typed(character, source));
                }
                AlignedKind::Verbatim | AlignedKind::Escaped | AlignedKind::Templated => {
                    self.push_text(stretch, Origin::Generated(source));
                }
            }
        }
    }

    /// Where the call that prints a caption or the like holds its words.
    fn string_of_call(&self, text: &str, span: Span) -> Option<usize> {
        let typed = self.typed_in(span).filter(|_| self.in_call)?;
        let before = &self.context.sources.text(typed)[..span.start as usize];
        string_with(text, self.context.sources.slice(span)).filter(|_| !in_template_block(before))
    }

    fn push_inline_code(&mut self, text: &str, span: Span) {
        let whole = self.typed_in(span).map(|_| self.with_backticks(span));
        let span = whole.unwrap_or(span);
        let placed = whole.and_then(|span| code_text(text, self.context.sources.slice(span)));
        self.push_marked(span, WrapKind::Code, |builder| match placed {
            Some(placed) => {
                for Placed { character, source } in placed {
                    builder.push_typed(character, part(span, &source));
                }
            }
            None => builder.push_text(text, Origin::Generated(span)),
        });
    }

    /// The span of inline code with the marks around it.
    fn with_backticks(&self, span: Span) -> Span {
        let text = self.context.sources.text(span.file);
        if self.context.sources.slice(span).starts_with('`') {
            return span;
        }

        let (Some(before), Some(after)) =
            (text.get(..span.start as usize), text.get(span.end as usize..))
        else {
            return span;
        };

        let start = before.trim_end_matches('`').len();
        let end = span.end as usize + (after.len() - after.trim_start_matches('`').len());
        Span::new(span.file, start..end)
    }

    /// All that a line break is in the source.
    fn break_span(&self, span: Span) -> Span {
        let text = self.context.sources.text(span.file);
        let (Some(before), Some(after)) =
            (text.get(..span.start as usize), text.get(span.start as usize..))
        else {
            return span;
        };
        if after.starts_with('<') {
            return span;
        }

        let before = before.trim_end_matches([' ', '\t']);
        let start = before.strip_suffix('\\').unwrap_or(before).len();
        let rest = text[start..].strip_prefix('\\').unwrap_or(&text[start..]);
        match line_end(rest) {
            Some(length) => Span::new(span.file, start..text.len() - rest.len() + length),
            None => span,
        }
    }

    fn typed_in(&self, span: Span) -> Option<FileId> {
        self.context.typed.filter(|file| *file == span.file)
    }

    fn whole(&self, span: Span) -> Origin {
        match self.typed_in(span) {
            Some(_) => Origin::Whole(span),
            None => Origin::Generated(span),
        }
    }

    fn length(&self) -> usize {
        self.text.text().len()
    }

    /// A character that these bytes alone stand for.
    fn push_typed(&mut self, character: char, span: Span) {
        let start = self.length();
        let exact = self.context.sources.slice(span).chars().eq([character]);
        let is_kept = character == '\n' || read_back(character) == character;
        let mapping = if exact && is_kept { Mapping::Exact } else { Mapping::Derived };
        match character {
            '\n' => self.push_raw(character, Origin::Typed(span), mapping),
            _ => self.push(character, Origin::Typed(span), mapping),
        }

        let end = self.length();
        match self.units.last_mut() {
            Some(last)
                if last.span.file == span.file
                    && last.span.end == span.start
                    && last.bytes.end == start =>
            {
                last.span.end = span.end;
                last.bytes.end = end;
            }
            _ => self.units.push(Unit { span, bytes: start..end }),
        }
    }

    /// Characters that one piece of source stands for.
    fn push_unit(&mut self, span: Span, origin: Origin, push: impl FnOnce(&mut Self)) {
        let start = self.length();
        push(self);
        if matches!(origin, Origin::Whole(_)) {
            self.units.push(Unit { span, bytes: start..self.length() });
        }
    }

    fn push_text(&mut self, text: &str, origin: Origin) {
        text.chars().for_each(|character| self.push(character, origin, Mapping::Derived));
    }

    fn push(&mut self, character: char, origin: Origin, mapping: Mapping) {
        self.push_raw(read_back(character), origin, mapping);
    }

    fn push_raw(&mut self, character: char, origin: Origin, mapping: Mapping) {
        if character != '\r' && !is_forbidden(character) {
            self.text.push(character.encode_utf8(&mut [0; 4]), origin, mapping);
        }
    }
}

/// A character as it comes back in a copy: line ends and tabs within a text are spaces, and so are the spaces
/// at which no line ends.
fn read_back(character: char) -> char {
    if matches!(character, '\n' | '\t' | '\u{A0}') { ' ' } else { character }
}

/// A part of a span, by bytes from its start.
fn part(span: Span, range: &Range<usize>) -> Span {
    Span::new(span.file, span.start as usize + range.start..span.start as usize + range.end)
}

/// Whether a template's block that may print its text more than once is open after `before`.
fn in_template_block(before: &str) -> bool {
    let mut open = 0usize;
    for tag in before.split("{%").skip(1) {
        let word = tag.trim_start_matches(['-', '+']).trim_start();
        let opens = ["for ", "macro ", "call", "set ", "filter "];
        if let Some(name) = word.strip_prefix("end") {
            let closes = ["for", "macro", "call", "set", "filter"];
            open -= usize::from(open > 0 && closes.iter().any(|close| name.starts_with(close)));
        } else if opens.iter().any(|start| word.starts_with(start)) {
            let inline = word.starts_with("set ")
                && word.split("%}").next().is_some_and(|set| set.contains('='));
            open += usize::from(!inline);
        }
    }
    open > 0
}
