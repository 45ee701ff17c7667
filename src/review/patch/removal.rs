//! Paragraphs that go, and paragraphs that are joined.
//!
//! In: tokens that go, ends of paragraphs among them. Out: edits that take whole blocks out, or one
//! stretch of source from within a paragraph to within a later one.

use super::super::Role;
use super::super::markdown::ActiveMarks;
use super::super::token_origins::PassagePart;
use super::planner::{Edit, FlowPlanner, Patch, Plan, Planned, SHAPE, refused};
use super::replace::{Side, line_start};
use crate::source::Span;
use std::ops::Range;

/// How many bytes the first of these lines are that are blank, but for the margin of a quotation.
fn blank_lines<'t>(lines: impl Iterator<Item = &'t str>) -> usize {
    let is_blank = |line: &&str| line.chars().all(|c| c.is_whitespace() || c == '>');
    lines.take_while(is_blank).map(str::len).sum()
}

impl FlowPlanner<'_> {
    /// Text that goes from one paragraph into another: whole paragraphs, or a join.
    pub(super) fn across(&self, edit: &Edit<'_>) -> Planned {
        let flow = self.flow;
        let Range { start, end } = edit.deleted;
        let (first, last) = (flow.paragraph_index(start), flow.paragraph_index(end));
        let starts = |paragraph: usize, token: usize| {
            flow.paragraphs.get(paragraph).is_some_and(|one| one.tokens.start == token)
        };
        let ends = |paragraph: usize, token: usize| {
            flow.paragraphs.get(paragraph).is_some_and(|one| one.content().end == token)
        };

        // Whole paragraphs, from start to start or from mark to mark; what comes in their place ends
        // with a mark, or begins with one.
        let segments = edit.segments();
        let reaches_end = end == flow.tokens.len();
        let (removed, new, shapes) = if starts(first, start) && (starts(last, end) || reaches_end) {
            let Some(([], new)) = segments.split_last() else { return self.join(edit) };
            let count = if reaches_end { flow.paragraphs.len() } else { last } - first;
            (first..first + count, new, edit.shapes)
        } else if ends(first, start) && ends(last, end) {
            let Some(([], new)) = segments.split_first() else { return self.join(edit) };
            (first + 1..last + 1, new, edit.later_shapes())
        } else {
            return self.join(edit);
        };

        let mut patches = self.remove_paragraphs(removed.start, removed.len())?;
        let new = self.new_blocks(new, shapes)?;
        if !new.is_empty() {
            let insertion = self.block_before(removed.start, &new)?;
            match patches.first_mut().filter(|patch| patch.span.start == insertion.span.start) {
                Some(patch) => patch.text = insertion.text,
                None => patches.push(insertion),
            }
        }
        Ok(patches)
    }

    /// Takes whole paragraphs out.
    pub(super) fn remove_paragraphs(&self, start: usize, count: usize) -> Planned {
        let mut spans = Vec::new();
        let mut removed = Vec::new();
        for paragraph in start..start + count {
            let (passage, span) = self.removable(paragraph)?;
            removed.push(passage);
            spans.push(span);
        }

        for (index, other) in self.planner.passages.all().iter().enumerate() {
            let lies_in = |span: &Span| {
                other.block.file == span.file
                    && span.start <= other.block.start
                    && other.block.end <= span.end
            };
            if !removed.contains(&index) && spans.iter().any(lies_in) {
                return refused("这一段里还有别的内容（子项、表格），请在文稿里删");
            }
        }

        spans.sort_unstable();
        let mut united: Vec<Span> = Vec::new();
        for span in spans.into_iter().map(|span| self.whole_lines(span)) {
            match united.last_mut() {
                Some(last) if last.file == span.file && span.start <= self.blank_end(*last) => {
                    last.end = last.end.max(span.end);
                }
                _ => united.push(span),
            }
        }
        Ok(united.into_iter().map(|span| self.without_blocks(span)).collect())
    }

    /// The passage of a paragraph that may go as a whole, and the span that goes with it.
    fn removable(&self, paragraph: usize) -> Result<(usize, Span), Plan> {
        let untyped = || {
            let paragraph = self.flow.paragraphs.get(paragraph);
            self.untyped(paragraph.map_or(0, |one| one.tokens.start))
        };

        let number = self.passage_index(paragraph).ok_or_else(untyped)?;
        let passage = self.planner.passages.get(number);
        let span = match passage.role {
            Role::Item(span) => span,
            Role::Paragraph | Role::Heading(_) | Role::Code => passage.block,
            Role::Cell { .. } | Role::Attached => {
                return refused("题注、单位和来源随表或图走，请在文稿里删");
            }
        };

        if !self.planner.is_chapter(span.file) || passage.is_generated() {
            return Err(untyped());
        }
        Ok((number, span))
    }

    /// A block's lines.
    fn whole_lines(&self, span: Span) -> Span {
        let text = self.planner.sources.text(span.file);
        let start = line_start(&text[..span.start as usize]);
        let block = text[start..span.end as usize].trim_end();
        let end = start + block.len();
        let end = end + text[end..].find('\n').map_or(text.len() - end, |line| line + 1);
        Span { start: start as u32, end: end as u32, ..span }
    }

    /// Where the blank lines after whole lines end.
    fn blank_end(&self, lines: Span) -> u32 {
        let text = &self.planner.sources.text(lines.file)[lines.end as usize..];
        lines.end + blank_lines(text.split_inclusive('\n')) as u32
    }

    /// Takes whole lines out: what stood before them and what stands after them stay apart as they were, by
    /// one stretch of blank lines.
    fn without_blocks(&self, lines: Span) -> Patch {
        let text = self.planner.sources.text(lines.file);
        let (before, after) = (&text[..lines.start as usize], &text[lines.end as usize..]);
        let blank_before = blank_lines(before.split_inclusive('\n').rev());
        let blank_after = blank_lines(after.split_inclusive('\n'));

        let (mut start, mut end) = (lines.start, lines.end);
        let is_last = after.len() == blank_after;
        let is_quoted = |blank: &str| blank.contains('>');
        let gap_before = &before[before.len() - blank_before..];
        let gap_after = &after[..blank_after];
        // The border of a quotation is what stays, not a blank line within it.
        if blank_before > 0
            && (is_last || is_quoted(gap_before) && !is_quoted(gap_after) && blank_after > 0)
        {
            start -= blank_before as u32;
        } else if blank_before > 0 {
            end += blank_after as u32;
        }
        Patch { span: Span { start, end, ..lines }, text: String::new() }
    }

    /// One stretch of source from within a paragraph to within a later one.
    fn join(&self, edit: &Edit<'_>) -> Planned {
        self.check_deletable(&edit.deleted, edit.inserted)?;
        let span = self.cut(&edit.deleted)?;
        let mut text = String::new();
        for (index, segment) in edit.segments().into_iter().enumerate() {
            if index > 0 {
                text.push_str("\n\n");
            }
            let marks = ActiveMarks::default();
            text.push_str(&self.written(edit.deleted.start, segment, marks)?);
        }
        Ok(vec![Patch { span, text }])
    }

    /// The source between the token before a stretch and the one after it, outside their marks.
    pub(super) fn cut(&self, deleted: &Range<usize>) -> Result<Span, Plan> {
        let first = self.paragraph_of(deleted.start);
        let last = self.paragraph_of(deleted.end);
        let start = if deleted.start > first.tokens.start {
            self.edge(deleted.start - 1, Side::After)
        } else {
            self.edge(deleted.start, Side::Before)
        };

        let end = if deleted.end < last.content().end {
            self.edge(deleted.end, Side::Before)
        } else {
            deleted.end.checked_sub(1).and_then(|before| self.edge(before, Side::After))
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

    /// The point before or after a token, outside the marks that end there.
    fn edge(&self, token: usize, side: Side) -> Option<Span> {
        let span = self.origin(token)?.source_span()?;
        let PassagePart { passage, bytes } = self.origins.part(token)?;

        let mut point = side.end_of(span);
        for wrap in &self.planner.passages.get(*passage).wraps {
            let around = wrap.bytes.start <= bytes.start && bytes.end <= wrap.bytes.end;
            if !around {
                continue;
            }
            if !side.closes(wrap, bytes) {
                // The mark would be left open.
                return None;
            }
            point = match side {
                Side::Before => point.min(wrap.span.start),
                Side::After => point.max(wrap.span.end),
            };
        }

        Some(Span { start: point, end: point, ..span })
    }
}
