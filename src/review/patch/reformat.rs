//! Text that became bold, italic or struck through, or is so no more.
//!
//! In: tokens and their formats before and after. Out: two edits, one at each end.

use super::super::markdown;
use super::super::token_origins::PassagePart;
use super::super::{Origin, Wrap};
use super::planner::{FlowPlanner, Patch, Planned, SHAPE, refused};
use crate::document::digits::{JOINT, begins_figure, ends_figure};
use crate::docx::Format;
use crate::source::Span;
use std::ops::Range;

impl FlowPlanner<'_> {
    pub(super) fn reformatted(
        &self,
        tokens: &Range<usize>,
        before: Format,
        after: Format,
    ) -> Planned {
        let Some(toggled) = markdown::toggled_mark(before, after) else {
            return refused(
                "版式由模板和版式文件决定，请由统稿人在那里改；文字只保留加粗、楷体和删除线",
            );
        };
        let PassagePart { passage, bytes } = match self.typed_part(tokens)? {
            Some(part) => part,
            None => return Err(self.untyped(tokens.start)),
        };

        let before = tokens.start.checked_sub(1);
        if self.cuts(tokens.start, before) || self.cuts(tokens.end - 1, Some(tokens.end)) {
            return refused("数据和引用要整个加粗、倾斜，不能只改一部分，请在文稿里改");
        }

        let wraps = &self.planner.passages.get(passage).wraps;
        if toggled.added {
            self.marked(tokens, wraps, &bytes, toggled.sign())
        } else {
            let wrap = wraps.iter().find(|wrap| wrap.kind == toggled.kind && wrap.bytes == bytes);
            match wrap {
                Some(wrap) => self.unmarked(wrap.span, toggled.sign()),
                None => refused("只去掉一部分加粗、楷体或删除线，请在文稿里改"),
            }
        }
    }

    /// The one part of a passage that the tokens are; `None` where there are no tokens.
    fn typed_part(&self, tokens: &Range<usize>) -> Result<Option<PassagePart>, super::Plan> {
        let mut whole: Option<PassagePart> = None;
        for token in tokens.clone() {
            let Some(PassagePart { passage, bytes }) = self.origins.part(token) else {
                return Err(self.untyped(token));
            };
            if self.is_generated(token) {
                return Err(self.untyped(token));
            }

            let start = match whole {
                Some(whole) if whole.passage == *passage => whole.bytes.start,
                Some(_) => return refused(SHAPE),
                None => bytes.start,
            };
            whole = Some(PassagePart { passage: *passage, bytes: start..bytes.end });
        }
        Ok(whole)
    }

    /// Whether a value or a reference goes on from one token to the next one outside.
    fn cuts(&self, inner: usize, outer: Option<usize>) -> bool {
        let origin = self.origin(inner);
        matches!(origin, Some(Origin::Value(..) | Origin::Whole(_)))
            && outer.is_some_and(|outer| self.origin(outer) == origin)
    }

    /// Puts marks around tokens.
    fn marked(
        &self,
        tokens: &Range<usize>,
        wraps: &[Wrap],
        bytes: &Range<usize>,
        sign: &str,
    ) -> Planned {
        let is_crossed = |wrap: &Wrap| {
            let (a, b) = (&wrap.bytes, bytes);
            let apart = a.end <= b.start || b.end <= a.start;
            let within =
                a.start <= b.start && b.end <= a.end || b.start <= a.start && a.end <= b.end;
            !apart && !within
        };
        if wraps.iter().any(is_crossed) {
            return refused(SHAPE);
        }
        let (Some(first), Some(last)) = (self.origin(tokens.start), self.origin(tokens.end - 1))
        else {
            return refused(SHAPE);
        };

        let is_inner =
            |wrap: &&Wrap| bytes.start <= wrap.bytes.start && wrap.bytes.end <= bytes.end;
        let covered = wraps.iter().filter(is_inner).map(|wrap| wrap.span);
        let span = covered.fold(first.span().join(last.span()), Span::join);
        let point = |offset| Span { start: offset, end: offset, ..span };

        // Marks within a figure are read as its signs, but for a comment that says the figure goes on.
        let source = self.planner.sources.text(span.file);
        let joint = |offset: u32| {
            let (before, after) = source.split_at(offset as usize);
            if ends_figure(before) && begins_figure(after) { JOINT } else { "" }
        };
        Ok(vec![
            Patch { span: point(span.start), text: format!("{}{sign}", joint(span.start)) },
            Patch { span: point(span.end), text: format!("{sign}{}", joint(span.end)) },
        ])
    }

    /// Takes the marks at both ends of a span away.
    fn unmarked(&self, span: Span, sign: &str) -> Planned {
        let is_sign = |c: char| matches!(c, '*' | '_' | '~');
        let source = self.planner.sources.slice(span);
        let begins = source.chars().take(sign.len()).all(is_sign) && source.len() >= sign.len();
        if !begins || !source.ends_with(is_sign) {
            return refused(SHAPE);
        }

        let length = sign.len() as u32;
        Ok(vec![
            Patch { span: Span { end: span.start + length, ..span }, text: String::new() },
            Patch { span: Span { start: span.end - length, ..span }, text: String::new() },
        ])
    }
}
