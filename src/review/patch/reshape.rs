//! Paragraphs that became headings or items, or are none any more.
//!
//! In: what a paragraph was and what it is. Out: another number of `#`, or what to type.

use super::super::Role;
use super::super::flow::Shape;
use super::planner::{FlowPlanner, Patch, Plan, Planned};
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
            _ => Err(Plan::Refused(advice(after))),
        }
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
