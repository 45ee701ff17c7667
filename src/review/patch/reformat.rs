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
            return refused(unwritable(before, after));
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
            self.marked_with(tokens, wraps, &bytes, toggled.sign(), toggled.sign())
        } else {
            let wrap = wraps.iter().find(|wrap| wrap.kind == toggled.kind && wrap.bytes == bytes);
            match wrap {
                Some(wrap) => self.unmarked(wrap.span, toggled.sign()),
                None => refused("只去掉一部分加粗、楷体或删除线，请在文稿里改"),
            }
        }
    }

    /// The one part of a passage that the tokens are; `None` where there are no tokens.
    pub(super) fn typed_part(
        &self,
        tokens: &Range<usize>,
    ) -> Result<Option<PassagePart>, super::Plan> {
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
    pub(super) fn marked_with(
        &self,
        tokens: &Range<usize>,
        wraps: &[Wrap],
        bytes: &Range<usize>,
        opening: &str,
        closing: &str,
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
            Patch { span: point(span.start), text: format!("{}{opening}", joint(span.start)) },
            Patch { span: point(span.end), text: format!("{closing}{}", joint(span.end)) },
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

/// Why a format isn't taken over.
fn unwritable(before: Format, after: Format) -> &'static str {
    let plain = |format: Format| Format { bold: false, italic: false, strike: false, ..format };
    if after.hidden && !before.hidden {
        "文字设成了隐藏，文稿里没有写法；要删去的，请在文稿里删去这几个字"
    } else if plain(before) == plain(after) {
        "加粗、楷体、删除线一次改了几种，请在文稿里改"
    } else {
        "下划线、突出显示、着重号、颜色、上下标在文稿里没有写法；要强调的，在文稿里把这几个字改为 **文字**"
    }
}
