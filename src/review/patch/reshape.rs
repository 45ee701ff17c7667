//! Paragraphs that became headings or items, or are none any more.
//!
//! In: what a paragraph was and what it is. Out: another number of `#`, other spaces before an item, or
//! what to type.

use super::super::Role;
use super::super::flow::Shape;
use super::planner::{FlowPlanner, Patch, Plan, Planned};
use super::replace::line_start;
use crate::source::Span;

/// Levels of headings that writers have.
const WRITERS: std::ops::RangeInclusive<u8> = 2..=4;

impl FlowPlanner<'_> {
    pub(super) fn reshaped(&self, token: usize, before: Shape, after: Shape) -> Planned {
        let paragraph = self.flow.paragraph_index(token);
        let Some(index) = self.passage_index(paragraph) else { return Err(self.untyped(token)) };
        let passage = self.planner.passages.get(index);
        let span = passage.block;
        if passage.is_generated() || !self.planner.is_chapter(span.file) {
            return Err(self.untyped(token));
        }

        let source = self.planner.sources.slice(span);
        let hashes = source.len() - source.trim_start_matches('#').len();
        let is_plain = before.item.is_none() && after.item.is_none();
        let levels = (before.heading, after.heading);
        match (passage.role, levels) {
            (Role::Heading(_), (Some(_), Some(level)))
                if is_plain && hashes > 0 && WRITERS.contains(&level) =>
            {
                let end = span.start + hashes as u32;
                let text = "#".repeat(usize::from(level));
                Ok(vec![Patch { span: Span { end, ..span }, text }])
            }
            (Role::Paragraph, (None, Some(level)))
                if is_plain && WRITERS.contains(&level) && !source.contains('\n') =>
            {
                let text = format!("{} ", "#".repeat(usize::from(level)));
                Ok(vec![Patch { span: Span { end: span.start, ..span }, text }])
            }
            (Role::Heading(_), (Some(_), None)) if is_plain && hashes > 0 => {
                let rest = source[hashes..].trim_start().len();
                let end = span.end - rest as u32;
                Ok(vec![Patch { span: Span { end, ..span }, text: String::new() }])
            }
            (Role::Item(_), _) => self.moved_to_level(paragraph, before, after),
            _ => Err(Plan::Refused(advice(after))),
        }
    }

    /// An item that stands deeper or higher in its list: its lines begin where those of its new siblings do.
    fn moved_to_level(&self, paragraph: usize, before: Shape, after: Shape) -> Planned {
        let advised = || Plan::Refused(advice(after));
        let (Some((old, was_numbered)), Some((new, is_numbered))) = (before.item, after.item)
        else {
            return Err(advised());
        };
        let is_item = before.heading.is_none() && after.heading.is_none();
        if old == new || was_numbered != is_numbered || !is_item {
            return Err(advised());
        }

        let own = self.item_margin(paragraph).ok_or_else(advised)?;
        let column = self.column_of_level(paragraph, new).ok_or_else(advised)?;
        let text = self.planner.sources.text(own.file);
        let block =
            self.passage_index(paragraph).map(|index| self.planner.passages.get(index).block);
        let end = block.filter(|block| block.file == own.file).map_or(own.end, |block| block.end);

        // The lines on which the paragraph goes on move along as far as they can.
        let mut patches = vec![Patch { span: own, text: " ".repeat(column) }];
        let width = own.range().len();
        for (at, _) in text[own.end as usize..end as usize].match_indices('\n') {
            let start = own.end as usize + at + 1;
            let rest = &text[start..];
            let blank = rest.len() - rest.trim_start_matches(' ').len();
            let moved = if column > width {
                blank + column - width
            } else {
                blank.saturating_sub(width - column)
            };
            let span = Span { start: start as u32, end: (start + blank) as u32, ..own };
            patches.push(Patch { span, text: " ".repeat(moved) });
        }
        Ok(patches)
    }

    /// The spaces before an item's mark, where nothing else stands before it.
    fn item_margin(&self, paragraph: usize) -> Option<Span> {
        let Some(Role::Item(span)) = self.role(paragraph) else { return None };
        let before = self.planner.sources.text(span.file).get(..span.start as usize)?;
        let start = line_start(before);
        let is_blank = before[start..].chars().all(|c| c == ' ');
        is_blank.then_some(Span { start: start as u32, end: span.start, ..span })
    }

    /// The column at which an item of this level begins behind the items before it.
    pub(super) fn column_of_level(&self, paragraph: usize, level: u8) -> Option<usize> {
        for earlier in (0..paragraph).rev() {
            let (own, _) = self.flow.paragraphs[earlier].shape.item?;
            if own > level {
                continue;
            }
            let column = self.item_margin(earlier)?.range().len();
            if own == level {
                return Some(column);
            }
            let Some(Role::Item(span)) = self.role(earlier) else { return None };
            let source = self.planner.sources.slice(span);
            let words = source.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
            let mark = source.len() - words.len();
            return (own + 1 == level).then_some(column + mark);
        }
        None
    }
}

/// What to type.
fn advice(after: Shape) -> String {
    match (after.heading, after.item) {
        (Some(level), _) if WRITERS.contains(&level) => {
            let hashes = "#".repeat(usize::from(level));
            format!("要成为标题，请在文稿里把这一行改为 {hashes} 开头")
        }
        (Some(_), _) => "文稿里的标题只有 ##、###、#### 三级，请在文稿里改".to_owned(),
        (None, Some((0, true))) => "要成为编号项，请在文稿里把这一段改为 1. 开头".to_owned(),
        (None, Some((0, false))) => "要成为列表项，请在文稿里把这一段改为 - 开头".to_owned(),
        (None, Some((level, _))) => {
            let spaces = 2 * usize::from(level);
            format!("要改列表的级别，请在文稿里把这一项的行首改为空 {spaces} 格")
        }
        (None, None) => "要成为正文，请在文稿里删去行首的列表符号，前后各空一行".to_owned(),
    }
}
