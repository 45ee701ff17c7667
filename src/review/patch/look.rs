//! Text that became bold, italic or struck through, or is so no more.
//!
//! In: tokens and their marks before and after. Out: two edits, one at each end.

use super::super::Wrap;
use super::super::markdown;
use super::super::places::Source;
use super::{Patch, Planned, Planner, SHAPE, refused};
use crate::docx::Format;
use crate::source::Span;
use std::ops::Range;

impl Planner<'_> {
    pub(super) fn look(&self, flow: usize, tokens: &Range<usize>, looks: [Format; 2]) -> Planned {
        let Some((kind, added)) = markdown::toggled(looks) else {
            return refused(
                "版式由模板和版式文件决定，请由统稿人在那里改；文字只保留加粗、楷体和删除线",
            );
        };
        let (_, places) = &self.flows[flow];
        let mut whole: Option<(usize, Range<usize>)> = None;
        for at in tokens.clone() {
            let Some((passage, glyphs)) = places.glyphs(at) else {
                return Err(self.made(flow, at));
            };
            if matches!(places.source(at, self.passages), Source::Made(_) | Source::Nowhere) {
                return Err(self.made(flow, at));
            }
            whole = Some(match whole {
                Some((own, known)) if own == passage => (own, known.start..glyphs.end),
                Some(_) => return refused(SHAPE),
                None => (passage, glyphs),
            });
        }
        let Some((passage, glyphs)) = whole else {
            return Err(self.made(flow, tokens.start));
        };
        let cuts = |inner: usize, outer: Option<usize>| {
            let source = places.source(inner, self.passages);
            matches!(source, Source::Value(..) | Source::Whole(_))
                && outer.is_some_and(|outer| places.source(outer, self.passages) == source)
        };
        if cuts(tokens.start, tokens.start.checked_sub(1)) || cuts(tokens.end - 1, Some(tokens.end))
        {
            return refused("数据和引用要整个加粗、倾斜，不能只改一部分，请在文稿里改");
        }
        let wraps = &self.passages.get(passage).wraps;
        let mark = markdown::mark(kind);
        if added {
            let crossed = wraps.iter().any(|wrap| {
                let (a, b) = (&wrap.glyphs, &glyphs);
                let apart = a.end <= b.start || b.end <= a.start;
                let within =
                    a.start <= b.start && b.end <= a.end || b.start <= a.start && a.end <= b.end;
                !apart && !within
            });
            let first = places.source(tokens.start, self.passages).span();
            let last = places.source(tokens.end - 1, self.passages).span();
            let (Some(first), Some(last), false) = (first, last, crossed) else {
                return refused(SHAPE);
            };
            let inner =
                |wrap: &&Wrap| glyphs.start <= wrap.glyphs.start && wrap.glyphs.end <= glyphs.end;
            let covered = wraps.iter().filter(inner).map(|wrap| wrap.span);
            let span = covered.fold(first.join(last), Span::join);
            let point = |at| Span { start: at, end: at, ..span };
            return Ok(vec![
                Patch { span: point(span.start), text: mark.to_owned() },
                Patch { span: point(span.end), text: mark.to_owned() },
            ]);
        }
        let own = wraps.iter().find(|wrap| wrap.kind == kind && wrap.glyphs == glyphs);
        let Some(own) = own else {
            return refused("只去掉一部分加粗、楷体或删除线，请在文稿里改");
        };
        let source = self.sources.slice(own.span);
        let length =
            source.chars().take_while(|c| matches!(c, '*' | '_' | '~')).count().min(mark.len());
        if length != mark.len() || !source.ends_with(['*', '_', '~']) {
            return refused(SHAPE);
        }
        let length = length as u32;
        let (start, end) = (own.span.start, own.span.end);
        Ok(vec![
            Patch { span: Span { end: start + length, ..own.span }, text: String::new() },
            Patch { span: Span { start: end - length, ..own.span }, text: String::new() },
        ])
    }
}
