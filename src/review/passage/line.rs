//! A paragraph's characters while they are gathered.

use super::{Glyph, Origin, Wrap, WrapKind};
use crate::document::{Inline, InlineKind, Note, NoteId, Picture, Reference, ValueUse, plain};
use crate::source::{AlignedKind, FileId, Sources, Span, align, is_forbidden, line_end};
use std::ops::Range;

/// Stands for what is no text.
pub(super) const OBJECT: char = '\u{FFFC}';

/// Characters, the marks around them, and which of the chapter's bytes they are.
pub(super) struct Line<'a> {
    pub glyphs: Vec<Glyph>,
    pub wraps: Vec<Wrap>,
    /// Bytes of chapters that the characters stand for, each with its characters.
    pub units: Vec<(Span, Range<usize>)>,
    /// Notes that are marked here.
    pub notes: Vec<NoteId>,
    /// What gives text that nobody typed.
    block: Span,
    /// The chapter that may be typed into; `None` in what a template says.
    typed: Option<FileId>,
    in_note: bool,
    values: &'a [ValueUse],
    all_notes: &'a [Note],
    sources: &'a Sources,
}

impl<'a> Line<'a> {
    /// An empty paragraph of a block.
    pub fn new(
        block: Span,
        typed: Option<FileId>,
        in_note: bool,
        (values, all_notes): (&'a [ValueUse], &'a [Note]),
        sources: &'a Sources,
    ) -> Line<'a> {
        let (glyphs, wraps, units, notes) = Default::default();
        Line { glyphs, wraps, units, notes, block, typed, in_note, values, all_notes, sources }
    }

    /// Text that no one typed.
    pub fn made(&mut self, text: &str) {
        self.text(text, Origin::Made(self.block));
    }

    /// Something that is no text, for all of a piece of source.
    pub fn object(&mut self, span: Span) {
        let origin = self.whole(span);
        self.unit(span, origin, |line| line.push(OBJECT, origin));
    }

    /// Preformatted text, as printed: without the last line's end, tabs as four blanks.
    pub fn code(&mut self, text: &str, span: Span) {
        let text = text.trim_end_matches('\n');
        let placed = self.typed_in(span).and_then(|_| code_lines(text, self.sources.slice(span)));
        let Some(placed) = placed else {
            let origin = Origin::Made(self.block);
            for character in text.chars() {
                match character {
                    '\n' => self.push_raw('\n', origin),
                    '\t' => (0..4).for_each(|_| self.push(' ', origin)),
                    other => self.push(other, origin),
                }
            }
            return;
        };
        for (character, source) in placed {
            let at = part(span, &source);
            match character {
                '\n' => self.typed_glyph('\n', at),
                '\t' => self.unit(at, Origin::Whole(at), |line| {
                    (0..4).for_each(|_| line.push(' ', Origin::Whole(at)));
                }),
                other => self.typed_glyph(other, at),
            }
        }
    }

    /// Inlines.
    // long: one arm for each kind of inline
    pub fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            let span = inline.span;
            match &inline.kind {
                InlineKind::Text(text) => self.typed_text(text, span),
                InlineKind::Value(id) => {
                    if let Some(value) = self.values.get(id.0 as usize) {
                        self.text(&value.text, Origin::Value(*id, span));
                    }
                }
                InlineKind::Strong(inner) => self.wrap(span, WrapKind::Strong, inner),
                InlineKind::Emphasis(inner) => self.wrap(span, WrapKind::Emphasis, inner),
                InlineKind::Strikethrough(inner) => {
                    self.wrap(span, WrapKind::Strikethrough, inner);
                }
                InlineKind::Code(text) => self.inline_code(text, span),
                InlineKind::Link { content, .. } => self.wrap(span, WrapKind::Link, content),
                InlineKind::Reference(reference) => self.reference(reference, span),
                InlineKind::Note(id) => self.note_mark(*id, span),
                InlineKind::Picture(picture) => self.picture(picture, span),
                InlineKind::LineBreak => {
                    let span = self.break_span(span);
                    let origin = self.whole(span);
                    self.unit(span, origin, |line| line.push_raw('\n', origin));
                }
            }
        }
    }

    fn picture(&mut self, _picture: &Picture, span: Span) {
        self.object(span);
    }

    fn note_mark(&mut self, id: NoteId, span: Span) {
        let Some(note) = self.all_notes.get(id.0 as usize) else { return };
        if self.in_note {
            let text = plain::note(note, self.values);
            self.made(&format!("（{text}）"));
            return;
        }
        self.notes.push(id);
        self.object(span);
    }

    fn reference(&mut self, reference: &Reference, span: Span) {
        if !reference.content.is_empty() {
            self.wrap(span, WrapKind::Link, &reference.content);
            return;
        }
        let origin = self.whole(span);
        self.unit(span, origin, |line| line.text(&reference.text, origin));
    }

    fn wrap(&mut self, span: Span, kind: WrapKind, content: &[Inline]) {
        let at = self.wraps.len();
        let start = self.glyphs.len();
        self.wraps.push(Wrap { glyphs: start..start, span, kind });
        self.inlines(content);
        self.close_wrap(at);
    }

    fn close_wrap(&mut self, at: usize) {
        let end = self.glyphs.len();
        match self.wraps.get_mut(at) {
            Some(wrap) if wrap.glyphs.start < end => wrap.glyphs.end = end,
            Some(_) => drop(self.wraps.remove(at)),
            None => {}
        }
    }

    fn typed_text(&mut self, text: &str, span: Span) {
        let alignment = self.typed_in(span).map(|_| align(text, self.sources.slice(span)));
        let Some(alignment) = alignment.filter(|found| found.whole) else {
            self.text(text, Origin::Made(span));
            return;
        };
        let printed = |kind| kind == AlignedKind::Printed;
        let repeated = alignment.pieces.iter().any(|piece| printed(piece.kind))
            && in_template_block(&self.sources.text(span.file)[..span.start as usize]);
        for piece in alignment.pieces {
            let stretch = &text[piece.text.clone()];
            let source = part(span, &piece.source);
            match piece.kind {
                AlignedKind::Same if !repeated => {
                    let mut at = source.start;
                    for character in stretch.chars() {
                        let end = at + character.len_utf8() as u32;
                        self.typed_glyph(character, Span { start: at, end, ..source });
                        at = end;
                    }
                }
                AlignedKind::Stands if !repeated => {
                    stretch.chars().for_each(|character| self.typed_glyph(character, source));
                }
                AlignedKind::Same | AlignedKind::Stands | AlignedKind::Printed => {
                    self.text(stretch, Origin::Made(source));
                }
            }
        }
    }

    fn inline_code(&mut self, text: &str, span: Span) {
        let whole = self.typed_in(span).map(|_| self.with_backticks(span));
        let at = self.wraps.len();
        let start = self.glyphs.len();
        let span = whole.unwrap_or(span);
        self.wraps.push(Wrap { glyphs: start..start, span, kind: WrapKind::Code });
        let placed = whole.and_then(|span| code_text(text, self.sources.slice(span)));
        match placed {
            Some(placed) => {
                for (character, source) in placed {
                    self.typed_glyph(character, part(span, &source));
                }
            }
            None => self.text(text, Origin::Made(span)),
        }
        self.close_wrap(at);
    }

    /// The span of inline code with the marks around it.
    fn with_backticks(&self, span: Span) -> Span {
        let text = self.sources.text(span.file);
        if self.sources.slice(span).starts_with('`') {
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
        let text = self.sources.text(span.file);
        let (Some(before), Some(after)) =
            (text.get(..span.start as usize), text.get(span.start as usize..))
        else {
            return span;
        };
        if after.starts_with('<') {
            return span;
        }
        let blanks = before.trim_end_matches([' ', '\t']);
        let start = blanks.strip_suffix('\\').unwrap_or(blanks).len();
        let rest = text[start..].strip_prefix('\\').unwrap_or(&text[start..]);
        match line_end(rest) {
            Some(length) => Span::new(span.file, start..text.len() - rest.len() + length),
            None => span,
        }
    }

    fn typed_in(&self, span: Span) -> Option<FileId> {
        self.typed.filter(|file| *file == span.file)
    }

    fn whole(&self, span: Span) -> Origin {
        match self.typed_in(span) {
            Some(_) => Origin::Whole(span),
            None => Origin::Made(span),
        }
    }

    fn typed_glyph(&mut self, character: char, span: Span) {
        let start = self.glyphs.len();
        match character {
            '\n' => self.push_raw(character, Origin::Typed(span)),
            _ => self.push(character, Origin::Typed(span)),
        }
        let end = self.glyphs.len();
        match self.units.last_mut() {
            Some((last, glyphs))
                if last.file == span.file && last.end == span.start && glyphs.end == start =>
            {
                last.end = span.end;
                glyphs.end = end;
            }
            _ => self.units.push((span, start..end)),
        }
    }

    /// Characters that are one piece of source together.
    fn unit(&mut self, span: Span, origin: Origin, push: impl FnOnce(&mut Self)) {
        let start = self.glyphs.len();
        push(self);
        if matches!(origin, Origin::Whole(_)) {
            self.units.push((span, start..self.glyphs.len()));
        }
    }

    fn text(&mut self, text: &str, origin: Origin) {
        text.chars().for_each(|character| self.push(character, origin));
    }

    /// As Word prints it: line ends and tabs within a text are blanks.
    fn push(&mut self, character: char, origin: Origin) {
        let character = if matches!(character, '\n' | '\t') { ' ' } else { character };
        self.push_raw(character, origin);
    }

    fn push_raw(&mut self, character: char, origin: Origin) {
        if character != '\r' && !is_forbidden(character) {
            self.glyphs.push(Glyph { character, origin });
        }
    }
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

type Placed = Vec<(char, Range<usize>)>;

/// Every character of preformatted text with its bytes; a line's end takes the next line's indent.
fn code_lines(text: &str, source: &str) -> Option<Placed> {
    let mut placed = Placed::new();
    let fenced = source.trim_start().starts_with(['`', '~']);
    let mut at = 0;
    let mut lines = source.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
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
            placed.push(('\n', end..from));
        }
        for character in line.chars() {
            placed.push((character, from..from + character.len_utf8()));
            from += character.len_utf8();
        }
        end = Some(from);
    }
    Some(placed)
}

/// Every character of code in a line with its bytes.
fn code_text(text: &str, source: &str) -> Option<Placed> {
    let marks = source.len() - source.trim_start_matches('`').len();
    let inner = source.get(marks..source.len().checked_sub(marks)?)?;
    if marks == 0 || !source.ends_with('`') {
        return None;
    }
    let blank = |c: char| matches!(c, ' ' | '\n' | '\r');
    let padded = inner.starts_with(blank) && inner.ends_with(blank) && !inner.trim().is_empty();
    for padding in [usize::from(padded), 0] {
        let Some(typed) = inner.get(padding..inner.len() - padding) else { continue };
        let mut placed = Placed::new();
        let mut at = marks + padding;
        let mut rest = typed;
        for character in text.chars() {
            let ended = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
            let length = match (character, ended) {
                (' ', Some(after)) => rest.len() - after.len(),
                (character, _) if rest.starts_with(character) => character.len_utf8(),
                _ => break,
            };
            placed.push((character, at..at + length));
            at += length;
            rest = &rest[length..];
        }
        if rest.is_empty() && placed.len() == text.chars().count() {
            return Some(placed);
        }
    }
    None
}
