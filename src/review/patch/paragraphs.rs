//! New paragraphs, and paragraphs that are split.
//!
//! In: new text with ends of paragraphs in it. Out: blocks beside the one that they were put next to, in
//! its chapter, with its list's or quotation's marks.

use super::super::flow::{self, Key, Shape, Token};
use super::super::markdown::{self, Inside};
use super::super::places::Source;
use super::super::{Passage, Role};
use super::{Breaks, Edit, Patch, Plan, Planned, Planner, SHAPE, new_object, refused};
use crate::source::Span;

const NO_ROOM: &str = "这里前后的文字都由模板生成，新段落没有可放的文稿，请在文稿或模板里加";

impl Planner<'_> {
    /// New paragraphs, or a paragraph that is split.
    pub(super) fn split(&self, edit: &Edit<'_>) -> Planned {
        let (flow, _) = &self.flows[edit.flow];
        let at = edit.deleted.start;
        let index = flow.line_at(at);
        let line = &flow.lines[index];
        if self.breaks(edit.flow, at) != Breaks::Paragraph {
            let mut flat = edit.inserted.to_vec();
            flat.iter_mut().filter(|token| token.key == Key::Mark).for_each(|token| {
                (token.key, token.text) = (Key::Character('\n'), "\n".to_owned());
            });
            return self.replace(edit.flow, edit.deleted.clone(), &flat);
        }
        let empty = |token: &Token| token.key == Key::Mark || token.text.trim().is_empty();
        let outer =
            edit.deleted.start == line.tokens.start || edit.deleted.end + 1 == line.tokens.end;
        if edit.deleted.is_empty() && outer && edit.inserted.iter().all(empty) {
            // An empty paragraph is none in Markdown.
            return Err(Plan::Nothing);
        }
        let segments: Vec<&[Token]> = edit.inserted.split(|token| token.key == Key::Mark).collect();
        let (Some((first, rest)), Some(last)) = (segments.split_first(), segments.last()) else {
            return refused(SHAPE);
        };
        let content = line.tokens.start..line.tokens.end - 1;
        let mut patches = Vec::new();
        if edit.deleted.end >= content.end {
            // At the paragraph's end: the first part goes on with it, the others follow.
            if !first.is_empty() || !edit.deleted.is_empty() {
                patches.extend(self.replace(edit.flow, edit.deleted.clone(), first)?);
            }
            let new = self.paragraphs(rest, &edit.shapes[1.min(edit.shapes.len())..])?;
            patches.push(self.block_after(edit.flow, index, &new)?);
        } else if edit.deleted.start == content.start && edit.deleted.is_empty() {
            let (new, _) = segments.split_at(segments.len() - 1);
            let new = self.paragraphs(new, edit.shapes)?;
            patches.push(self.block_before(edit.flow, index, &new)?);
            if !last.is_empty() {
                patches.push(self.insert(edit.flow, at, last)?);
            }
        } else {
            self.deletable(edit.flow, &edit.deleted, &[])?;
            let cut = self.cut(edit.flow, &edit.deleted)?;
            let middle = &rest[..rest.len() - 1];
            let mut text = self.written(edit.flow, at, first, Inside::default())?;
            for new in self.paragraphs(middle, &edit.shapes[1.min(edit.shapes.len())..])? {
                text.push_str("\n\n");
                text.push_str(&new.1);
            }
            let shape = flow.lines[index].shape;
            let opening = self.opening(edit.flow, index, shape);
            text.push_str(&opening);
            let last = self.reused(last).or_else(|| markdown::whole(last));
            text.push_str(&last.ok_or_else(new_object)?);
            patches.push(Patch { span: cut, text });
        }
        Ok(patches)
    }

    /// What an end of a paragraph becomes that is put in before this token.
    pub(in super::super) fn breaks(&self, flow: usize, at: usize) -> Breaks {
        let (text, _) = &self.flows[flow];
        let index = text.line_at(at);
        let shown = text.lines.get(index).is_some_and(|line| line.tokens.len() > 1);
        match self.role(flow, index) {
            Some(Role::Cell { .. }) => Breaks::Cell,
            Some(Role::Code) if shown => Breaks::Code,
            _ => Breaks::Paragraph,
        }
    }

    pub(super) fn role(&self, flow: usize, line: usize) -> Option<Role> {
        let (_, places) = &self.flows[flow];
        places.lines.get(line).copied().flatten().map(|at| self.passages.get(at).role)
    }

    pub(super) fn paragraphs(
        &self,
        segments: &[&[Token]],
        shapes: &[Shape],
    ) -> Result<Vec<(Shape, String)>, Plan> {
        let mut new = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            if flow::shown(segment).trim().is_empty() {
                continue;
            }
            let text = match self.reused(segment) {
                Some(known) => known,
                None => markdown::whole(segment).ok_or_else(new_object)?,
            };
            new.push((shapes.get(at).copied().unwrap_or_default(), text));
        }
        Ok(new)
    }

    /// What begins the second half of a paragraph that is split.
    pub(super) fn opening(&self, flow: usize, line: usize, shape: Shape) -> String {
        match self.role(flow, line) {
            Some(Role::Item(span)) => {
                let (indent, marker) = markdown::marker(self.sources, span, shape);
                format!("\n{indent}{marker}")
            }
            _ => parted(&self.margin(flow, line)),
        }
    }

    /// What stands before a paragraph's first line: blanks in a list, `>` in a quotation.
    pub(super) fn margin(&self, flow: usize, line: usize) -> String {
        let (text, places) = &self.flows[flow];
        let start = text.lines[line].tokens.start;
        let Some(span) = places.source(start, self.passages).span() else { return String::new() };
        let before = &self.sources.text(span.file)[..span.start as usize];
        let own = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        own.chars().take_while(|c| matches!(c, ' ' | '\t' | '>')).collect()
    }

    /// New blocks after a line's, or before the next line's where that one is nobody's to edit.
    fn block_after(
        &self,
        flow: usize,
        line: usize,
        new: &[(Shape, String)],
    ) -> Result<Patch, Plan> {
        let patch = self.after(flow, line, new).or_else(|| self.before(flow, line + 1, new));
        patch.ok_or_else(|| Plan::Refused(NO_ROOM.to_owned()))
    }

    /// New blocks before a line's, or after the line before.
    pub(super) fn block_before(
        &self,
        flow: usize,
        line: usize,
        new: &[(Shape, String)],
    ) -> Result<Patch, Plan> {
        let earlier = || line.checked_sub(1).and_then(|line| self.after(flow, line, new));
        let patch = self.before(flow, line, new).or_else(earlier);
        patch.ok_or_else(|| Plan::Refused(NO_ROOM.to_owned()))
    }

    pub(super) fn editable(&self, flow: usize, line: usize) -> Option<(&Passage, Span)> {
        let (text, places) = &self.flows[flow];
        let passage = self.passages.get((*places.lines.get(line)?)?);
        let own = text.lines[line].tokens.clone();
        let last = own.rev().skip(1).find_map(|at| match places.source(at, self.passages) {
            Source::Typed(span) | Source::Value(_, span) | Source::Whole(span) => Some(span),
            Source::Made(_) | Source::Nowhere => None,
        })?;
        self.is_chapter(last.file).then_some((passage, last))
    }

    pub(super) fn after(&self, flow: usize, line: usize, new: &[(Shape, String)]) -> Option<Patch> {
        let (passage, last) = self.editable(flow, line)?;
        let end = match passage.role {
            Role::Paragraph | Role::Heading(_) | Role::Item(_) => last.end.max(
                if passage.block.file == last.file && !matches!(passage.role, Role::Item(_)) {
                    passage.block.end
                } else {
                    last.end
                },
            ),
            Role::Cell { .. } | Role::Code | Role::Line => passage.block.end,
        };
        let text = self.sources.text(last.file);
        let rest = text.get(end as usize..)?;
        let at = end + u32::try_from(rest.find(['\n', '\r']).unwrap_or(rest.len())).ok()?;
        let margin = self.margin(flow, line);
        let item = matches!(passage.role, Role::Item(_));
        let in_list = new.last().is_none_or(|(shape, _)| shape.item.is_some());
        let mut written = String::new();
        for (shape, content) in new {
            match (passage.role, shape.item) {
                (Role::Item(span), Some(_)) => {
                    let (indent, marker) = markdown::marker(self.sources, span, *shape);
                    written.push_str(&format!("\n{indent}{marker}{content}"));
                }
                (Role::Item(_), None) => {
                    written.push_str(&format!("\n\n{}{content}", markdown::opening(*shape)));
                }
                _ => {
                    let opening = markdown::opening(*shape);
                    written.push_str(&format!("{}{opening}{content}", parted(&margin)));
                }
            }
        }
        // A paragraph goes on with the line below it, but for a blank one between.
        let below = text[at as usize..].split('\n').nth(1).unwrap_or_default();
        if item && !in_list && !below.trim().is_empty() {
            written.push('\n');
        }
        Some(Patch { span: Span { start: at, end: at, ..last }, text: written })
    }

    pub(super) fn before(
        &self,
        flow: usize,
        line: usize,
        new: &[(Shape, String)],
    ) -> Option<Patch> {
        let (passage, last) = self.editable(flow, line)?;
        let span = match passage.role {
            Role::Item(span) => span,
            _ => passage.block,
        };
        if span.file != last.file {
            return None;
        }
        let before = self.sources.text(span.file).get(..span.start as usize)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let at = Span { start: start as u32, end: start as u32, ..span };
        let margin = self.margin(flow, line);
        let mut written = String::new();
        // A paragraph goes on with the line above it, but for a blank one between.
        let above = before[..start].trim_end_matches('\n').len();
        let item = matches!(passage.role, Role::Item(_)) && above > 0 && above + 1 == start;
        if item && new.first().is_some_and(|(shape, _)| shape.item.is_none()) {
            written.push('\n');
        }
        for (shape, content) in new {
            match (passage.role, shape.item) {
                (Role::Item(span), Some(_)) => {
                    let (indent, marker) = markdown::marker(self.sources, span, *shape);
                    written.push_str(&format!("{indent}{marker}{content}\n"));
                }
                _ => {
                    let opening = markdown::opening(*shape);
                    written
                        .push_str(&format!("{margin}{opening}{content}\n{}\n", margin.trim_end()));
                }
            }
        }
        Some(Patch { span: at, text: written })
    }
}

/// A blank line before a paragraph, and what that begins with.
fn parted(margin: &str) -> String {
    format!("\n{}\n{margin}", margin.trim_end())
}
