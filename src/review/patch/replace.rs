//! Edits within one paragraph.
//!
//! In: tokens of a paragraph that go, and what stands there instead. Out: edits of the bytes that these
//! characters alone came from; values, references and what is made stay whole or are refused.

use super::super::flow::{self, Key, Token};
use super::super::markdown::{self, ActiveMarks};
use super::super::token_origins::PassagePart;
use super::super::{Origin, Role, Wrap};
use super::planner::{Edit, FlowPlanner, Patch, Plan, Planned, WHOLE, new_object, refused};
use crate::document::escape::Room;
use crate::source::Span;
use std::ops::Range;

const FIGURES: &str =
    "改的文字里有指标数据，新的数对不上是哪一个；文字请在文稿里改，数要改的请归口单位核定";

const IN_CALL: &str =
    "新的文字里有引号、反斜杠或花括号，不能写进这一行的表达式，请在文稿里改，引号请用“”";

impl FlowPlanner<'_> {
    pub(super) fn in_paragraph(&self, edit: &Edit<'_>) -> Planned {
        let index = self.flow.paragraph_index(edit.deleted.start);
        let content = self.paragraph_of(edit.deleted.start).content();
        if edit.inserted.is_empty() && edit.deleted == content && !content.is_empty() {
            let role = self.role(index);
            if let Some(Role::Paragraph | Role::Heading(_) | Role::Item(_)) = role {
                return self.remove_paragraphs(index, 1);
            }
        }

        let mut patches = Vec::new();
        for part in self.refined(edit) {
            let inserted = &edit.inserted[part.inserted];
            let deleted = self.with_box_space(part.deleted, inserted);
            patches.extend(self.replace(deleted, inserted)?);
        }
        Ok(patches)
    }

    /// A task's box goes with the space behind it.
    fn with_box_space(&self, mut deleted: Range<usize>, inserted: &[Token]) -> Range<usize> {
        let tokens = &self.flow.tokens;
        let last = deleted.clone().next_back().and_then(|last| tokens.get(last));
        let is_box = last.is_some_and(|last| matches!(last.key, Key::CheckBox(_)));
        let is_space = tokens.get(deleted.end).is_some_and(|next| next.text == " ");
        if inserted.is_empty() && is_box && is_space {
            deleted.end += 1;
        }
        deleted
    }

    /// Replaces tokens of one paragraph.
    pub(super) fn replace(&self, deleted: Range<usize>, inserted: &[Token]) -> Planned {
        self.check_deletable(&deleted, inserted)?;
        if deleted.is_empty() {
            return self.insert(deleted.start, inserted).map(|patch| vec![patch]);
        }

        let keeps = |wrap: &Wrap| markdown::carries_mark(wrap.kind, inserted);
        let mut patches = self.deletions(&deleted, &keeps)?;
        if inserted.is_empty() {
            return Ok(patches);
        }

        let Some(Origin::Typed(span)) = self.origin(deleted.start) else {
            // What goes stands for more than itself: the new text takes its bytes.
            let room = self.room(deleted.start);
            let written = markdown::inline(inserted, ActiveMarks::default(), room);
            let written = written.ok_or_else(new_object)?;
            if let Some(patch) = patches.first_mut() {
                patch.text = self.reused(inserted).unwrap_or(written);
            }
            return Ok(patches);
        };

        // Text marked like what stands beside it goes into the same marks: two pairs of them side by side
        // don't read as two.
        let slot = self.slot_in_marks(&deleted, inserted, &keeps).unwrap_or_else(|| {
            let marks = self.active_marks(deleted.start, &keeps);
            Slot { token: deleted.start, marks, span }
        });

        let Slot { token, marks, span } = slot;
        let written = self.written(token, inserted, marks)?;
        let holds =
            |patch: &&mut Patch| patch.span.start <= span.start && span.end <= patch.span.end;
        match patches.iter_mut().find(holds).filter(|_| span.start < span.end) {
            Some(patch) => patch.text = written,
            None => patches.push(Patch { span: Span { end: span.start, ..span }, text: written }),
        }
        Ok(patches)
    }

    /// Where new text stands in the marks that it wants: among what goes, or right beside it.
    fn slot_in_marks(
        &self,
        deleted: &Range<usize>,
        inserted: &[Token],
        keeps: &dyn Fn(&Wrap) -> bool,
    ) -> Option<Slot> {
        let new_marks = ActiveMarks::of(inserted);
        let within = deleted.clone().find_map(|token| match self.origin(token) {
            Some(Origin::Typed(span)) if self.active_marks(token, keeps) == new_marks => {
                Some(Slot { token, marks: new_marks, span })
            }
            _ => None,
        });
        if within.is_some() {
            return within;
        }

        let content = self.paragraph_of(deleted.start).content();
        let before = deleted.start.checked_sub(1).filter(|token| content.contains(token));
        let after = Some(deleted.end).filter(|token| content.contains(token));
        let beside = [(before, Side::After), (after, Side::Before)];
        beside.into_iter().find_map(|(token, side)| {
            let token = token?;
            let Gap { span, marks } = self.gap_beside(token, side, inserted)?;
            (marks == new_marks).then_some(Slot { token, marks, span })
        })
    }

    /// New text as Markdown for the place of a token.
    pub(super) fn written(
        &self,
        token: usize,
        inserted: &[Token],
        marks: ActiveMarks,
    ) -> Result<String, Plan> {
        let inline = || markdown::inline(inserted, marks, self.room(token));
        let written = self.reused(inserted).or_else(inline).ok_or_else(new_object)?;
        if written.contains(['"', '\'', '\\', '{', '}']) && self.is_in_call(token) {
            return refused(IN_CALL);
        }
        Ok(written)
    }

    /// Whether a token's text is a string of the call that prints it.
    fn is_in_call(&self, token: usize) -> bool {
        let passage = self.passage_index(self.flow.paragraph_index(token));
        passage.is_some_and(|index| {
            let passage = self.planner.passages.get(index);
            let source = self.planner.sources.slice(passage.block);
            passage.role == Role::Attached && source.starts_with("{{")
        })
    }

    /// New text as Markdown that begins a line.
    pub(super) fn whole(&self, inserted: &[Token]) -> Result<String, Plan> {
        self.reused(inserted).or_else(|| markdown::whole(inserted)).ok_or_else(new_object)
    }

    /// The source of the same text, where it was deleted elsewhere.
    pub(super) fn reused(&self, inserted: &[Token]) -> Option<String> {
        let text = flow::text_of(inserted);
        let source = self.planner.moved.get(text.trim())?;
        let start = text.len() - text.trim_start().len();
        let (head, tail) = (&text[..start], &text[text.trim_end().len()..]);
        Some(format!("{head}{}{tail}", source.trim()))
    }

    /// Where Markdown stands that is written beside a token.
    pub(super) fn room(&self, token: usize) -> Room {
        match self.role(self.flow.paragraph_index(token)) {
            Some(Role::Cell { .. }) => Room::Cell,
            Some(Role::Heading(_)) => Room::Heading,
            Some(Role::Attached) => self.room_of_attached(token),
            Some(Role::Paragraph | Role::Item(_) | Role::Code) | None => Room::Paragraph,
        }
    }

    /// Units, notes and sources stand in attributes, a picture's caption stands in quotes: there a quote
    /// needs a backslash.
    fn room_of_attached(&self, token: usize) -> Room {
        let Range { start, end } = self.paragraph_of(token).tokens.clone();
        let mut nearest = (token..end).chain((start..token).rev());
        let typed = nearest.find_map(|token| match self.origin(token) {
            Some(Origin::Typed(span)) => Some(span),
            Some(Origin::Value(..) | Origin::Whole(_) | Origin::Generated(_)) | None => None,
        });
        let Some(span) = typed else { return Room::Paragraph };

        let before = &self.planner.sources.text(span.file)[..span.start as usize];
        let line = &before[line_start(before)..];
        let in_quotes = line.replace("\\\"", "").matches('"').count() % 2 == 1;
        if in_quotes && line.contains('{') {
            Room::Attribute
        } else if in_quotes && line.trim_start().starts_with("![") {
            Room::Title
        } else {
            Room::Caption
        }
    }

    pub(super) fn paragraph_of(&self, token: usize) -> &flow::Paragraph {
        &self.flow.paragraphs[self.flow.paragraph_index(token)]
    }

    /// Whether these tokens may go: no part of a value, no part of a reference, nothing made.
    pub(super) fn check_deletable(
        &self,
        deleted: &Range<usize>,
        inserted: &[Token],
    ) -> Result<(), Plan> {
        let flow = self.flow;
        let origin = |token| self.origin(token);
        if deleted.is_empty() {
            let Range { start, end } = self.paragraph_of(deleted.start).tokens.clone();
            let is_inner = start < deleted.start && deleted.start < end;
            if is_inner
                && let Some(value @ Origin::Value(..)) = origin(deleted.start)
                && origin(deleted.start - 1) == Some(value)
            {
                return Err(self.request(deleted, inserted));
            }
            return Ok(());
        }

        let typed = deleted.clone().any(|token| matches!(origin(token), Some(Origin::Typed(_))));
        let digits = inserted.iter().any(|token| token.text.chars().any(char::is_numeric));
        for token in deleted.clone() {
            let goes_on = |other: Option<usize>| {
                other.is_some_and(|other| {
                    !deleted.contains(&other)
                        && flow.paragraph_index(other) == flow.paragraph_index(token)
                        && origin(other) == origin(token)
                })
            };
            let is_cut = goes_on(token.checked_sub(1)) || goes_on(Some(token + 1));
            match origin(token) {
                Some(Origin::Value(..)) if !is_cut && digits && typed => return refused(FIGURES),
                Some(Origin::Value(..)) if is_cut || digits || !typed => {
                    return Err(self.request(deleted, inserted));
                }
                Some(Origin::Whole(_)) if is_cut => return refused(WHOLE),
                Some(Origin::Generated(_)) | None
                    if flow.tokens[token].key != Key::ParagraphMark =>
                {
                    return Err(self.untyped(token));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The whole value, and what it would say.
    fn request(&self, deleted: &Range<usize>, inserted: &[Token]) -> Plan {
        let flow = self.flow;
        let near = deleted.start.saturating_sub(1)..(deleted.end + 1).min(flow.tokens.len());
        let mut tokens = deleted.clone().chain(near);
        let value = tokens.find_map(|token| match self.origin(token) {
            Some(Origin::Value(id, span)) => Some((id, span)),
            Some(Origin::Typed(_) | Origin::Whole(_) | Origin::Generated(_)) | None => None,
        });
        let Some((value, span)) = value else { return self.untyped(deleted.start) };

        let paragraph = self.paragraph_of(deleted.start).tokens.clone();
        let is_part = |token: usize| self.origin(token) == Some(Origin::Value(value, span));
        let (mut start, mut end) = (deleted.start, deleted.end);
        while start > paragraph.start && is_part(start - 1) {
            start -= 1;
        }
        while end + 1 < paragraph.end && is_part(end) {
            end += 1;
        }

        let before = flow.text(start..end);
        let head = flow.text(start..deleted.start);
        let tail = flow.text(deleted.end..end);
        let after = format!("{head}{}{tail}", flow::text_of(inserted));
        match rewording_of_change(self.planner.sources.slice(span), &before, &after) {
            Some(advice) => Plan::Refused(advice),
            None => Plan::Request { value, before, after },
        }
    }

    /// The bytes that go with tokens of one paragraph: marks around nothing go too, but for those that
    /// `keeps` wants for what comes in their place.
    fn deletions(&self, deleted: &Range<usize>, keeps: &dyn Fn(&Wrap) -> bool) -> Planned {
        let mut spans: Vec<Span> = Vec::new();
        let mut covered: Option<PassagePart> = None;
        for token in deleted.clone() {
            spans.extend(self.origin(token).map(Origin::span));
            if let Some(PassagePart { passage, bytes }) = self.origins.part(token) {
                let start = covered.map_or(bytes.start, |covered| covered.bytes.start);
                covered = Some(PassagePart { passage: *passage, bytes: start..bytes.end });
            }
        }

        if let Some(PassagePart { passage, bytes }) = covered {
            let goes = |wrap: &&Wrap| {
                bytes.start <= wrap.bytes.start && wrap.bytes.end <= bytes.end && !keeps(wrap)
            };
            let wraps = self.planner.passages.get(passage).wraps.iter();
            spans.extend(wraps.filter(goes).map(|wrap| wrap.span));
        }
        Ok(self.united(spans).into_iter().map(|span| Patch { span, text: String::new() }).collect())
    }

    /// Spans that touch, overlap or are parted by spaces alone, as one each.
    fn united(&self, mut spans: Vec<Span>) -> Vec<Span> {
        spans.sort_unstable();
        let mut united: Vec<Span> = Vec::new();
        for span in spans {
            if let Some(last) = united.last_mut() {
                let gap = Span { start: last.end, end: span.start, ..span };
                let is_blank = || self.planner.sources.slice(gap).chars().all(char::is_whitespace);
                if last.file == span.file && (span.start <= last.end || is_blank()) {
                    last.end = last.end.max(span.end);
                    continue;
                }
            }
            united.push(span);
        }
        united
    }

    /// The marks around a token that stay.
    fn active_marks(&self, token: usize, keeps: &dyn Fn(&Wrap) -> bool) -> ActiveMarks {
        let mut marks = ActiveMarks::default();
        if let Some(PassagePart { passage, bytes }) = self.origins.part(token) {
            for wrap in &self.planner.passages.get(*passage).wraps {
                let around = wrap.bytes.start <= bytes.start && bytes.end <= wrap.bytes.end;
                let alone = wrap.bytes.len() == bytes.len() && !keeps(wrap);
                if around && !alone {
                    marks.enter(wrap.kind);
                }
            }
        }
        marks
    }

    /// Inserts into a paragraph before a token.
    pub(super) fn insert(&self, token: usize, inserted: &[Token]) -> Result<Patch, Plan> {
        let paragraph = self.paragraph_of(token);
        let before = token.checked_sub(1).filter(|before| paragraph.tokens.contains(before));
        let after = Some(token).filter(|after| paragraph.content().contains(after));
        let Some(Gap { span, marks }) = self.gap(before, after, inserted) else {
            return match paragraph.tokens.len() {
                1 => refused("空的单元格或段落在文稿里没有位置，请人工填写"),
                _ => Err(self.untyped(token)),
            };
        };

        let opens = before.is_none() && self.room(token) == Room::Paragraph;
        let text = if opens && marks == ActiveMarks::default() {
            self.whole(inserted)?
        } else {
            self.written(token, inserted, marks)?
        };
        Ok(Patch { span, text: markdown::joined(text, self.planner.sources, span) })
    }

    /// The gap between two tokens, in or out of the marks that meet there as the new text is
    /// marked itself.
    fn gap(&self, before: Option<usize>, after: Option<usize>, inserted: &[Token]) -> Option<Gap> {
        let behind = before.and_then(|token| self.gap_beside(token, Side::After, inserted));
        let ahead = after.and_then(|token| self.gap_beside(token, Side::Before, inserted));
        let marks = ActiveMarks::of(inserted);
        match (behind, ahead) {
            (Some(behind), Some(ahead)) if behind.marks != marks && ahead.marks == marks => {
                Some(ahead)
            }
            (behind, ahead) => behind.or(ahead),
        }
    }

    /// The gap before or after a token.
    fn gap_beside(&self, token: usize, side: Side, inserted: &[Token]) -> Option<Gap> {
        let span = self.origin(token)?.source_span()?;
        let PassagePart { passage, bytes } = self.origins.part(token)?;
        let mut edge = side.end_of(span);
        let mut marks = ActiveMarks::default();

        // Inner marks come last: leave them from within as long as the text doesn't want them.
        for wrap in self.planner.passages.get(*passage).wraps.iter().rev() {
            let around = wrap.bytes.start <= bytes.start && bytes.end <= wrap.bytes.end;
            let closes = side.closes(wrap, bytes);
            if around && closes && !markdown::carries_mark(wrap.kind, inserted) {
                edge = side.end_of(wrap.span);
                marks = ActiveMarks::default();
            } else if around {
                marks.enter(wrap.kind);
            }
        }
        Some(Gap { span: Span { start: edge, end: edge, ..span }, marks })
    }
}

/// What to type where only the words of `增减()` are to be others: they are no datum.
fn rewording_of_change(expression: &str, before: &str, after: &str) -> Option<String> {
    let call = ["增减(", "trend("].into_iter().find(|call| expression.contains(call))?;
    let first_digit = |text: &str| text.find(|c: char| c.is_ascii_digit());
    let (old, figure) = before.split_at(first_digit(before)?);
    let (new, same) = after.split_at(first_digit(after)?);
    if figure != same || old == new {
        return None;
    }
    let function = if figure.contains("百分点") { "变化(" } else { "增长(" };
    let typed = expression.replacen(call, function, 1);
    Some(format!(
        "“{old}”是 增减() 按数据写出的，不是数据；要换说法，请在文稿里把 {expression} 改为 {new}{typed}"
    ))
}

/// Where the new text of a replacement goes.
struct Slot {
    /// The token that tells what may be written there.
    token: usize,
    /// The marks around it.
    marks: ActiveMarks,
    /// The bytes of what it takes the place of; empty where it stands between.
    span: Span,
}

/// Where new text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    /// An empty span.
    span: Span,
    marks: ActiveMarks,
}

/// A side of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

impl Side {
    /// The end of a span on this side.
    pub(super) fn end_of(self, span: Span) -> u32 {
        match self {
            Side::Before => span.start,
            Side::After => span.end,
        }
    }

    /// Whether marks begin or end on this side of a part of a passage.
    pub(super) fn closes(self, wrap: &Wrap, bytes: &Range<usize>) -> bool {
        match self {
            Side::Before => wrap.bytes.start == bytes.start,
            Side::After => wrap.bytes.end == bytes.end,
        }
    }
}

/// Where the last line of a text begins.
pub(super) fn line_start(text: &str) -> usize {
    text.rfind('\n').map_or(0, |end| end + 1)
}
