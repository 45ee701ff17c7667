//! Rows of a Markdown table.
//!
//! In: a row that goes, or what the cells of a new one say. Out: an edit of whole lines.

use super::super::flow::{Key, Token};
use super::super::markdown::{self, Inside};
use super::super::{Glyph, Origin, Role};
use super::{Patch, Planned, Planner, new_object, refused};
use crate::document::escape::Room;
use crate::source::Span;

impl Planner<'_> {
    pub(super) fn row_of(&self, flows: impl Iterator<Item = usize>) -> Option<(Span, usize)> {
        for flow in flows {
            let (_, places) = self.flows.get(flow)?;
            for index in places.lines.iter().flatten() {
                let passage = self.passages.get(*index);
                let made = |glyph: &Glyph| matches!(glyph.origin, Origin::Made(_));
                if let Role::Cell { row_span, row, .. } = passage.role
                    && self.is_chapter(row_span.file)
                    && !passage.glyphs.iter().all(made)
                {
                    return Some((row_span, row));
                }
            }
        }
        None
    }

    pub(super) fn row_deleted(&self, flows: &[usize]) -> Planned {
        match self.row_of(flows.iter().copied()) {
            Some((_, 0)) => refused("表头请在文稿里改"),
            Some((span, _)) => {
                let text = self.sources.text(span.file);
                let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
                let end = span.end as usize;
                let end = end + text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
                let span = Span { start: start as u32, end: end as u32, ..span };
                Ok(vec![Patch { span, text: String::new() }])
            }
            None => Err(self.made(flows.first().copied().unwrap_or(usize::MAX), 0)),
        }
    }

    pub(super) fn row_inserted(
        &self,
        beside: Option<usize>,
        below: bool,
        cells: &[Vec<Token>],
    ) -> Planned {
        let flows = beside.into_iter().flat_map(|first| first..first + cells.len());
        let Some((span, row)) = self.row_of(flows) else {
            return Err(self.made(beside.unwrap_or(usize::MAX), 0));
        };
        if below && row == 0 {
            return refused("表头请在文稿里改");
        }
        let mut line = String::from("|");
        for cell in cells {
            let mut flat = cell.clone();
            flat.iter_mut().filter(|token| token.key == Key::Mark).for_each(|token| {
                (token.key, token.text) = (Key::Character('\n'), "\n".to_owned());
            });
            let text =
                markdown::inline(&flat, Inside::default(), Room::Cell).ok_or_else(new_object)?;
            line.push_str(&format!(" {text} |"));
        }
        let text = self.sources.text(span.file);
        let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let margin: String =
            text[start..].chars().take_while(|c| matches!(c, ' ' | '\t' | '>')).collect();
        let end = span.end as usize;
        let mut end = end + text[end..].find('\n').unwrap_or(text.len() - end);
        // The line of dashes belongs to the head.
        if row == 0 {
            let next = text[end..].find('\n').map_or(end, |at| end + at + 1);
            end = next + text[next..].find('\n').unwrap_or(text.len() - next);
        }
        let (at, line) = match below {
            true => (start, format!("{margin}{line}\n")),
            false => (end, format!("\n{margin}{line}")),
        };
        Ok(vec![Patch { span: Span { start: at as u32, end: at as u32, ..span }, text: line }])
    }
}
