//! Paragraphs that go, and paragraphs that are joined.
//!
//! In: tokens that go, ends of paragraphs among them. Out: edits that take whole blocks out, or one
//! stretch of source from within a paragraph to within a later one.

use super::super::flow::{Key, Token};
use super::super::markdown::Inside;
use super::super::places::Source;
use super::super::{Origin, Role};
use super::{Edit, Patch, Plan, Planned, Planner, SHAPE, refused};
use crate::source::Span;
use std::ops::Range;

impl Planner<'_> {
    /// Text that goes from one paragraph into another: whole paragraphs, or a join.
    pub(super) fn across(&self, edit: &Edit<'_>) -> Planned {
        let (flow, _) = &self.flows[edit.flow];
        let (first, last) = (flow.line_at(edit.deleted.start), flow.line_at(edit.deleted.end));
        let starts =
            |line: usize, at: usize| flow.lines.get(line).is_some_and(|l| l.tokens.start == at);
        let ends_line =
            |line: usize, at: usize| flow.lines.get(line).is_some_and(|l| l.tokens.end - 1 == at);
        let whole = starts(first, edit.deleted.start)
            && (starts(last, edit.deleted.end) || edit.deleted.end == flow.tokens.len());
        let after = ends_line(first, edit.deleted.start) && ends_line(last, edit.deleted.end);
        let segments: Vec<&[Token]> = edit.inserted.split(|token| token.key == Key::Mark).collect();
        let (lines, closed) = if whole {
            let count =
                if edit.deleted.end == flow.tokens.len() { flow.lines.len() } else { last } - first;
            (Some((first, count)), segments.last().is_some_and(|last| last.is_empty()))
        } else if after {
            (
                Some((first + 1, last - first)),
                segments.first().is_some_and(|first| first.is_empty()),
            )
        } else {
            (None, false)
        };
        let Some((start, count)) = lines.filter(|_| closed) else { return self.join(edit) };
        let mut patches = self.remove_lines(edit.flow, start, count)?;
        let shapes = if whole { edit.shapes } else { &edit.shapes[1.min(edit.shapes.len())..] };
        let parts = if whole { &segments[..segments.len() - 1] } else { &segments[1..] };
        let new = self.paragraphs(parts, shapes)?;
        if !new.is_empty() {
            let insertion = self.block_before(edit.flow, start, &new)?;
            match patches.first_mut().filter(|patch| patch.span.start == insertion.span.start) {
                Some(patch) => patch.text = insertion.text,
                None => patches.push(insertion),
            }
        }
        Ok(patches)
    }

    /// Takes whole paragraphs out.
    pub(super) fn remove_lines(&self, flow: usize, start: usize, count: usize) -> Planned {
        let (own, places) = &self.flows[flow];
        let mut spans = Vec::new();
        let mut gone = Vec::new();
        for line in start..start + count {
            let nobody_typed = || {
                let at = own.lines.get(line).map_or(0, |line| line.tokens.start);
                Err(self.made(flow, at))
            };
            let Some(index) = places.lines.get(line).copied().flatten() else {
                return nobody_typed();
            };
            let passage = self.passages.get(index);
            let span = match passage.role {
                Role::Item(span) => span,
                Role::Paragraph | Role::Heading(_) | Role::Code => passage.block,
                Role::Cell { .. } | Role::Line => {
                    return refused("题注、单位和来源随表或图走，请在文稿里删");
                }
            };
            if !self.is_chapter(span.file) {
                return nobody_typed();
            }
            let made = passage.glyphs.iter().all(|glyph| matches!(glyph.origin, Origin::Made(_)));
            if made {
                return nobody_typed();
            }
            gone.push(index);
            spans.push(span);
        }
        for (index, other) in self.passages.all().iter().enumerate() {
            let lies_in = |span: &Span| {
                other.block.file == span.file
                    && span.start <= other.block.start
                    && other.block.end <= span.end
            };
            if !gone.contains(&index) && spans.iter().any(lies_in) && !other.glyphs.is_empty() {
                return refused("这一段里还有别的内容（子项、表格），请在文稿里删");
            }
        }
        spans.sort_unstable();
        let mut united: Vec<Span> = Vec::new();
        for span in spans.into_iter().map(|span| self.whole_lines(span)) {
            match united.last_mut() {
                Some(last) if last.file == span.file && span.start <= last.end => {
                    last.end = last.end.max(span.end);
                }
                _ => united.push(span),
            }
        }
        Ok(united.into_iter().map(|span| Patch { span, text: String::new() }).collect())
    }

    /// A block's lines, with the blank ones after it.
    pub(super) fn whole_lines(&self, span: Span) -> Span {
        let text = self.sources.text(span.file);
        let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let mut end = span.end as usize;
        end += text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
        while let Some(next) =
            text[end..].find('\n').filter(|at| text[end..end + at].trim().is_empty())
        {
            end += next + 1;
        }
        Span { start: start as u32, end: end as u32, ..span }
    }

    /// One stretch of source from within a paragraph to within a later one.
    pub(super) fn join(&self, edit: &Edit<'_>) -> Planned {
        self.deletable(edit.flow, &edit.deleted, edit.inserted)?;
        let span = self.cut(edit.flow, &edit.deleted)?;
        let segments: Vec<&[Token]> = edit.inserted.split(|token| token.key == Key::Mark).collect();
        let mut text = String::new();
        for (at, segment) in segments.iter().enumerate() {
            if at > 0 {
                text.push_str("\n\n");
            }
            text.push_str(&self.written(
                edit.flow,
                edit.deleted.start,
                segment,
                Inside::default(),
            )?);
        }
        Ok(vec![Patch { span, text }])
    }

    /// The source between the token before a stretch and the one after it, outside their marks.
    pub(super) fn cut(&self, flow: usize, deleted: &Range<usize>) -> Result<Span, Plan> {
        let (text, places) = &self.flows[flow];
        let (first, last) = (text.line_at(deleted.start), text.line_at(deleted.end));
        let edge = |at: usize, after: bool| -> Option<Span> {
            let span = match places.source(at, self.passages) {
                Source::Typed(span) | Source::Value(_, span) | Source::Whole(span) => span,
                Source::Made(_) | Source::Nowhere => return None,
            };
            let (passage, glyphs) = places.glyphs(at)?;
            let mut point = if after { span.end } else { span.start };
            for wrap in &self.passages.get(passage).wraps {
                let around = wrap.glyphs.start <= glyphs.start && glyphs.end <= wrap.glyphs.end;
                let closes = match after {
                    true => wrap.glyphs.end == glyphs.end,
                    false => wrap.glyphs.start == glyphs.start,
                };
                match (around, closes) {
                    (true, true) if after => point = point.max(wrap.span.end),
                    (true, true) => point = point.min(wrap.span.start),
                    // The mark would be left open.
                    (true, false) => return None,
                    (false, _) => {}
                }
            }
            Some(Span { start: point, end: point, ..span })
        };
        let own = &text.lines[first].tokens;
        let start = match deleted.start > own.start {
            true => edge(deleted.start - 1, true),
            false => edge(deleted.start, false),
        };
        let end = match deleted.end + 1 < text.lines[last].tokens.end {
            true => edge(deleted.end, false),
            false => deleted.end.checked_sub(1).and_then(|before| edge(before, true)),
        };
        match (start, end) {
            (Some(start), Some(end)) if start.file == end.file && start.start <= end.start => {
                Ok(Span { end: end.start, ..start })
            }
            (Some(start), Some(end)) if start.file != end.file => {
                refused("两段分属两份文稿，不能连成一段，请在文稿里移到一处")
            }
            _ => refused(SHAPE),
        }
    }
}
