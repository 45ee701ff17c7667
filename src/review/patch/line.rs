//! Edits within one paragraph.
//!
//! In: tokens of a line that go, and what stands there instead. Out: edits of the bytes that these
//! characters alone came from; values, references and what is made stay whole or are refused.

use super::super::flow::{self, Key, Token};
use super::super::markdown::{self, Inside};
use super::super::places::{Places, Source};
use super::super::{Passage, Role, Wrap};
use super::{Edit, Patch, Plan, Planned, Planner, WHOLE, new_object, refused};
use crate::document::escape::Room;
use crate::source::Span;
use std::ops::Range;

impl Planner<'_> {
    pub(super) fn in_line(&self, edit: &Edit<'_>) -> Planned {
        let (flow, places) = &self.flows[edit.flow];
        let line = &flow.lines[flow.line_at(edit.deleted.start)];
        let content = line.tokens.start..line.tokens.end - 1;
        if edit.inserted.is_empty() && edit.deleted == content && !content.is_empty() {
            let role =
                places.lines[flow.line_at(content.start)].map(|at| self.passages.get(at).role);
            if let Some(Role::Paragraph | Role::Heading(_) | Role::Item(_)) = role {
                return self.remove_lines(edit.flow, flow.line_at(content.start), 1);
            }
        }
        let mut patches = Vec::new();
        for (deleted, inserted) in self.refined(edit) {
            patches.extend(self.replace(edit.flow, deleted, &edit.inserted[inserted])?);
        }
        Ok(patches)
    }

    /// Replaces tokens of one line.
    pub(super) fn replace(
        &self,
        flow: usize,
        deleted: Range<usize>,
        inserted: &[Token],
    ) -> Planned {
        self.deletable(flow, &deleted, inserted)?;
        if deleted.is_empty() {
            return self.insert(flow, deleted.start, inserted).map(|patch| vec![patch]);
        }
        let (_, places) = &self.flows[flow];
        let keeps = |wrap: &Wrap| markdown::says(wrap.kind, inserted);
        let mut patches = self.deletions(flow, &deleted, &keeps)?;
        if inserted.is_empty() {
            return Ok(patches);
        }
        let first = places.source(deleted.start, self.passages);
        let Source::Typed(span) = first else {
            // What goes stands for more than itself: the new text takes its place.
            let written =
                markdown::inline(inserted, Inside::default(), self.room(flow, deleted.start))
                    .ok_or_else(new_object)?;
            if let Some(patch) = patches.first_mut() {
                patch.text = self.reused(inserted).unwrap_or(written);
            }
            return Ok(patches);
        };
        let inside = self.inside(flow, deleted.start, &keeps);
        let written = self.written(flow, deleted.start, inserted, inside)?;
        match patches
            .iter_mut()
            .find(|patch| patch.span.start <= span.start && span.end <= patch.span.end)
        {
            Some(patch) => patch.text = written,
            None => patches.push(Patch { span: Span { end: span.start, ..span }, text: written }),
        }
        Ok(patches)
    }

    pub(super) fn written(
        &self,
        flow: usize,
        at: usize,
        inserted: &[Token],
        inside: Inside,
    ) -> Result<String, Plan> {
        if let Some(known) = self.reused(inserted) {
            return Ok(known);
        }
        markdown::inline(inserted, inside, self.room(flow, at)).ok_or_else(new_object)
    }

    pub(super) fn reused(&self, inserted: &[Token]) -> Option<String> {
        let text = flow::shown(inserted);
        let source = self.moved.get(text.trim())?;
        let start = text.len() - text.trim_start().len();
        let (head, tail) = (&text[..start], &text[text.trim_end().len()..]);
        Some(format!("{head}{}{tail}", source.trim()))
    }

    pub(super) fn room(&self, flow: usize, at: usize) -> Room {
        match self.passage(flow, at).map(|passage| passage.role) {
            Some(Role::Cell { .. }) => Room::Cell,
            Some(Role::Heading(_)) => Room::Heading,
            Some(Role::Line) => self.room_of_line(flow, at),
            Some(Role::Paragraph | Role::Item(_) | Role::Code) | None => Room::Paragraph,
        }
    }

    /// Units, notes and sources stand in attributes, where Markdown isn't read; a picture's caption
    /// stands in quotes.
    fn room_of_line(&self, flow: usize, at: usize) -> Room {
        let (text, places) = &self.flows[flow];
        let line = &text.lines[text.line_at(at)].tokens;
        let near = (at..line.end).chain((line.start..at).rev());
        let typed = near.filter_map(|token| match places.source(token, self.passages) {
            Source::Typed(span) => Some(span),
            Source::Value(..) | Source::Whole(_) | Source::Made(_) | Source::Nowhere => None,
        });
        let Some(span) = typed.into_iter().next() else { return Room::Paragraph };
        let before = &self.sources.text(span.file)[..span.start as usize];
        let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let quotes = before.replace("\\\"", "").matches('"').count();
        match (quotes % 2, before.rfind('{'), before.trim_start().starts_with("![")) {
            (1, Some(_), _) => Room::Attribute,
            (1, None, true) => Room::Title,
            _ => Room::Caption,
        }
    }

    pub(super) fn passage(&self, flow: usize, at: usize) -> Option<&Passage> {
        let (text, places) = &self.flows[flow];
        places.lines.get(text.line_at(at)).copied().flatten().map(|at| self.passages.get(at))
    }

    /// Whether these tokens may go: no part of a value, no part of a reference, nothing made.
    pub(super) fn deletable(
        &self,
        flow: usize,
        deleted: &Range<usize>,
        inserted: &[Token],
    ) -> Result<(), Plan> {
        let (text, places) = &self.flows[flow];
        let line = &text.lines[text.line_at(deleted.start)];
        let source = |at| places.source(at, self.passages);
        if deleted.is_empty() {
            let inner = line.tokens.start < deleted.start && deleted.start < line.tokens.end;
            if inner
                && let (Source::Value(a, x), Source::Value(b, y)) =
                    (source(deleted.start - 1), source(deleted.start))
                && (a, x) == (b, y)
            {
                return Err(self.request(flow, deleted, inserted));
            }
            return Ok(());
        }
        let typed = deleted.clone().any(|at| matches!(source(at), Source::Typed(_)));
        let digits = inserted.iter().any(|token| token.text.chars().any(char::is_numeric));
        for at in deleted.clone() {
            let edge = |other: Option<usize>| {
                let other = other.filter(|other| {
                    !deleted.contains(other) && text.line_at(*other) == text.line_at(at)
                });
                other.is_some_and(|other| source(other) == source(at))
            };
            let cut = edge(at.checked_sub(1)) || edge(Some(at + 1));
            match source(at) {
                Source::Value(..) if cut || digits || !typed => {
                    return Err(self.request(flow, deleted, inserted));
                }
                Source::Whole(_) if cut => return refused(WHOLE),
                Source::Made(_) | Source::Nowhere if text.tokens[at].key != Key::Mark => {
                    return Err(self.made(flow, at));
                }
                Source::Value(..) | Source::Whole(_) | Source::Typed(_) => {}
                Source::Made(_) | Source::Nowhere => {}
            }
        }
        Ok(())
    }

    /// The whole value, and what it would say.
    pub(super) fn request(&self, flow: usize, deleted: &Range<usize>, inserted: &[Token]) -> Plan {
        let (text, places) = &self.flows[flow];
        let source = |at: usize| places.source(at, self.passages);
        let near = deleted.start.saturating_sub(1)..(deleted.end + 1).min(text.tokens.len());
        let value = deleted.clone().chain(near).find_map(|at| match source(at) {
            Source::Value(id, span) => Some((id, span)),
            Source::Typed(_) | Source::Whole(_) | Source::Made(_) | Source::Nowhere => None,
        });
        let Some((id, span)) = value else { return self.made(flow, deleted.start) };
        let line = &text.lines[text.line_at(deleted.start)];
        let own = |at: usize| source(at) == Source::Value(id, span);
        let (mut start, mut end) = (deleted.start, deleted.end);
        while start > line.tokens.start && own(start - 1) {
            start -= 1;
        }
        while end + 1 < line.tokens.end && own(end) {
            end += 1;
        }
        let before = text.text(start..end);
        let head = text.text(start..deleted.start);
        let tail = text.text(deleted.end..end);
        Plan::Request(id, before, format!("{head}{}{tail}", flow::shown(inserted)))
    }

    /// The bytes that go with tokens of one line: marks around nothing go too, but for those that
    /// `keeps` wants for what comes in their place.
    pub(super) fn deletions(
        &self,
        flow: usize,
        deleted: &Range<usize>,
        keeps: &dyn Fn(&Wrap) -> bool,
    ) -> Planned {
        let (_, places) = &self.flows[flow];
        let mut spans: Vec<Span> = Vec::new();
        let mut passage = None;
        let mut glyphs: Option<Range<usize>> = None;
        for at in deleted.clone() {
            spans.extend(places.source(at, self.passages).span());
            if let Some((own, range)) = places.glyphs(at) {
                passage = Some(own);
                glyphs = Some(match glyphs {
                    Some(known) => known.start..range.end,
                    None => range,
                });
            }
        }
        if let (Some(passage), Some(glyphs)) = (passage, glyphs) {
            let gone = |wrap: &&Wrap| {
                glyphs.start <= wrap.glyphs.start && wrap.glyphs.end <= glyphs.end && !keeps(wrap)
            };
            spans
                .extend(self.passages.get(passage).wraps.iter().filter(gone).map(|wrap| wrap.span));
        }
        Ok(self.united(spans).into_iter().map(|span| Patch { span, text: String::new() }).collect())
    }

    /// Spans that touch, overlap or are parted by blanks alone, as one each.
    pub(super) fn united(&self, mut spans: Vec<Span>) -> Vec<Span> {
        spans.sort_unstable();
        let mut united: Vec<Span> = Vec::new();
        for span in spans {
            if let Some(last) = united.last_mut() {
                let gap = Span { start: last.end, end: span.start, ..span };
                let blank = || self.sources.slice(gap).chars().all(char::is_whitespace);
                if last.file == span.file && (span.start <= last.end || blank()) {
                    last.end = last.end.max(span.end);
                    continue;
                }
            }
            united.push(span);
        }
        united
    }

    /// The marks around a token that stay.
    pub(super) fn inside(&self, flow: usize, at: usize, keeps: &dyn Fn(&Wrap) -> bool) -> Inside {
        let (_, places) = &self.flows[flow];
        let mut inside = Inside::default();
        if let Some((passage, glyphs)) = places.glyphs(at) {
            for wrap in &self.passages.get(passage).wraps {
                let around = wrap.glyphs.start <= glyphs.start && glyphs.end <= wrap.glyphs.end;
                let alone = wrap.glyphs.len() == glyphs.len() && !keeps(wrap);
                if around && !alone {
                    inside.enter(wrap.kind);
                }
            }
        }
        inside
    }

    /// Inserts into a line before the token at `at`.
    pub(super) fn insert(&self, flow: usize, at: usize, inserted: &[Token]) -> Result<Patch, Plan> {
        let (tokens, places) = &self.flows[flow];
        let line = &tokens.lines[tokens.line_at(at)];
        let left = at.checked_sub(1).filter(|left| line.tokens.contains(left));
        let right = Some(at).filter(|right| *right + 1 < line.tokens.end);
        let Some((span, inside)) = self.gap(places, left, right, inserted) else {
            return match line.tokens.len() {
                1 => refused("空的单元格或段落在文稿里没有位置，请人工填写"),
                _ => Err(self.made(flow, at)),
            };
        };
        let opens = left.is_none() && self.room(flow, at) == Room::Paragraph;
        let text = match (self.reused(inserted), opens && inside == Inside::default()) {
            (Some(known), _) => known,
            (None, true) => markdown::whole(inserted).ok_or_else(new_object)?,
            (None, false) => self.written(flow, at, inserted, inside)?,
        };
        Ok(Patch { span, text: markdown::joined(text, self.sources, span) })
    }

    /// The place between two tokens, in or out of the marks that meet there as the new text is
    /// marked itself.
    pub(super) fn gap(
        &self,
        places: &Places,
        left: Option<usize>,
        right: Option<usize>,
        inserted: &[Token],
    ) -> Option<(Span, Inside)> {
        let source = |at: usize| places.source(at, self.passages);
        let point = |span: Span, at: u32| Span { start: at, end: at, ..span };
        let beside = |token: usize, after: bool| {
            let span = match source(token) {
                Source::Typed(span) | Source::Value(_, span) | Source::Whole(span) => span,
                Source::Made(_) | Source::Nowhere => return None,
            };
            let (passage, glyphs) = places.glyphs(token)?;
            let mut edge = if after { span.end } else { span.start };
            let mut inside = Inside::default();
            // Inner marks come last: leave them from within as long as the text doesn't want them.
            for wrap in self.passages.get(passage).wraps.iter().rev() {
                let around = wrap.glyphs.start <= glyphs.start && glyphs.end <= wrap.glyphs.end;
                let closes = match after {
                    true => wrap.glyphs.end == glyphs.end,
                    false => wrap.glyphs.start == glyphs.start,
                };
                if around && closes && !markdown::says(wrap.kind, inserted) {
                    edge = if after { wrap.span.end } else { wrap.span.start };
                    inside = Inside::default();
                } else if around {
                    inside.enter(wrap.kind);
                }
            }
            Some((point(span, edge), inside))
        };
        let after = left.and_then(|left| beside(left, true));
        let before = right.and_then(|right| beside(right, false));
        let wanted = Inside::of(inserted);
        match (after, before) {
            (Some(after), Some(before)) if after.1 != wanted && before.1 == wanted => Some(before),
            (after, before) => after.or(before),
        }
    }
}
