//! New paragraphs, and paragraphs that are split.
//!
//! In: new text with ends of paragraphs in it. Out: blocks beside the one that they were put next to, in
//! its chapter, with its list's or quotation's marks.

use super::super::flow::{self, Key, Shape, Token};
use super::super::markdown::{self, ActiveMarks};
use super::super::{Passage, Role};
use super::planner::{Breaks, Edit, FlowPlanner, Patch, Plan, Planned, SHAPE, refused};
use super::replace::line_start;
use crate::source::Span;

const NO_ROOM: &str = "这里前后的文字都由模板生成，新段落没有可放的文稿，请在文稿或模板里加";

/// A block that is to be written.
pub(super) struct NewBlock {
    shape: Shape,
    /// Its Markdown without what opens it.
    content: String,
}

impl NewBlock {
    /// Some Markdown that is a block of its own.
    pub(super) fn plain(content: String) -> NewBlock {
        NewBlock { shape: Shape::default(), content }
    }
}

/// A passage of a chapter beside which blocks can be written.
struct Neighbour<'p> {
    passage: &'p Passage,
    /// The span of its last character.
    last: Span,
}

impl FlowPlanner<'_> {
    /// New paragraphs, or a paragraph that is split.
    pub(super) fn split(&self, edit: &Edit<'_>) -> Planned {
        let token = edit.deleted.start;
        if self.breaks(token) != Breaks::Paragraph {
            let flat = markdown::with_line_ends(edit.inserted);
            return self.replace(edit.deleted.clone(), &flat);
        }

        let index = self.flow.paragraph_index(token);
        let content = self.paragraph_of(token).content();
        let is_edge = edit.deleted.start == content.start || edit.deleted.end == content.end;
        let is_empty =
            |token: &Token| token.key == Key::ParagraphMark || token.text.trim().is_empty();
        if edit.deleted.is_empty() && is_edge && edit.inserted.iter().all(is_empty) {
            // An empty paragraph is none in Markdown.
            return Err(Plan::Nothing);
        }

        let segments = edit.segments();
        let (Some((first, rest)), Some((last, before_last))) =
            (segments.split_first(), segments.split_last())
        else {
            return refused(SHAPE);
        };

        let mut patches = Vec::new();
        if edit.deleted.end >= content.end {
            // At the paragraph's end: the first part goes on with it, the others follow.
            if !first.is_empty() || !edit.deleted.is_empty() {
                patches.extend(self.replace(edit.deleted.clone(), first)?);
            }
            let new = self.new_blocks(rest, edit.later_shapes())?;
            patches.push(self.block_after(index, &new)?);
        } else if edit.deleted.start == content.start && edit.deleted.is_empty() {
            let new = self.new_blocks(before_last, edit.shapes)?;
            patches.push(self.block_before(index, &new)?);
            if !last.is_empty() {
                patches.push(self.insert(token, last)?);
            }
        } else {
            patches.push(self.split_inside(edit, index, first, rest)?);
        }
        Ok(patches)
    }

    /// A paragraph that is split between two of its characters.
    fn split_inside(
        &self,
        edit: &Edit<'_>,
        index: usize,
        first: &[Token],
        rest: &[&[Token]],
    ) -> Result<Patch, Plan> {
        self.check_deletable(&edit.deleted, &[])?;
        let span = self.cut(&edit.deleted)?;
        let Some((last, middle)) = rest.split_last() else { return refused(SHAPE) };

        let mut text = self.written(edit.deleted.start, first, ActiveMarks::default())?;
        for new in self.new_blocks(middle, edit.later_shapes())? {
            text.push_str("\n\n");
            text.push_str(&new.content);
        }

        let shape = self.flow.paragraphs[index].shape;
        text.push_str(&self.opening(index, shape));
        text.push_str(&self.whole(last)?);
        Ok(Patch { span, text })
    }

    /// What an end of a paragraph becomes that is put in before this token.
    pub(in super::super) fn breaks(&self, token: usize) -> Breaks {
        let tokens = self.flow;
        let index = tokens.paragraph_index(token);
        let has_text = tokens.paragraphs.get(index).is_some_and(|one| one.tokens.len() > 1);
        match self.role(index) {
            Some(Role::Cell { .. }) => Breaks::Cell,
            Some(Role::Code) if has_text => Breaks::Code,
            _ => Breaks::Paragraph,
        }
    }

    pub(super) fn new_blocks(
        &self,
        segments: &[&[Token]],
        shapes: &[Shape],
    ) -> Result<Vec<NewBlock>, Plan> {
        let mut blocks = Vec::new();
        for (index, segment) in segments.iter().enumerate() {
            if flow::text_of(segment).trim().is_empty() {
                continue;
            }

            let content = match self.new_picture(segment) {
                Some(picture) => picture?,
                None => self.whole(segment)?,
            };
            let shape = shapes.get(index).copied().unwrap_or_default();
            blocks.push(NewBlock { shape, content });
        }
        Ok(blocks)
    }

    /// What begins the second half of a paragraph that is split.
    fn opening(&self, paragraph: usize, shape: Shape) -> String {
        match self.role(paragraph) {
            Some(Role::Item(span)) => {
                format!("\n{}", markdown::item_opening(self.planner.sources, span, shape))
            }
            _ => parted(&self.margin(paragraph)),
        }
    }

    /// What stands before a paragraph's first line: spaces in a list, `>` in a quotation.
    fn margin(&self, paragraph: usize) -> String {
        let start = self.flow.paragraphs[paragraph].tokens.start;
        let Some(origin) = self.origin(start) else { return String::new() };
        let span = origin.span();
        let before = &self.planner.sources.text(span.file)[..span.start as usize];
        markdown::margin(&before[line_start(before)..]).to_owned()
    }

    /// New blocks after a paragraph's, or before the next one's where that one is nobody's to edit.
    pub(super) fn block_after(&self, paragraph: usize, new: &[NewBlock]) -> Result<Patch, Plan> {
        let patch = self.after(paragraph, new).or_else(|| self.before(paragraph + 1, new));
        patch.ok_or_else(|| Plan::Refused(NO_ROOM.to_owned()))
    }

    /// New blocks before a paragraph's, or after the one before.
    pub(super) fn block_before(&self, paragraph: usize, new: &[NewBlock]) -> Result<Patch, Plan> {
        let earlier = || paragraph.checked_sub(1).and_then(|before| self.after(before, new));
        let follows_item = paragraph.checked_sub(1).is_some_and(|before| {
            matches!(self.role(before), Some(Role::Item(_)))
                && new.first().is_some_and(|block| block.shape.item.is_some())
        });
        let patch = if follows_item {
            earlier().or_else(|| self.before(paragraph, new))
        } else {
            self.before(paragraph, new).or_else(earlier)
        };
        patch.ok_or_else(|| Plan::Refused(NO_ROOM.to_owned()))
    }

    fn neighbour(&self, paragraph: usize) -> Option<Neighbour<'_>> {
        let passage = self.planner.passages.get(self.passage_index(paragraph)?);
        let mut tokens = self.flow.paragraphs[paragraph].content().rev();
        let last = tokens.find_map(|token| self.origin(token)?.source_span())?;
        self.planner.is_chapter(last.file).then_some(Neighbour { passage, last })
    }

    fn after(&self, paragraph: usize, new: &[NewBlock]) -> Option<Patch> {
        let Neighbour { passage, last } = self.neighbour(paragraph)?;
        let end = match passage.role {
            Role::Item(_) => last.end,
            Role::Paragraph | Role::Heading(_) if passage.block.file != last.file => last.end,
            Role::Paragraph | Role::Heading(_) => last.end.max(passage.block.end),
            Role::Cell { .. } | Role::Code | Role::Attached => passage.block.end,
        };

        let text = self.planner.sources.text(last.file);
        let rest = text.get(end as usize..)?;
        let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let point = end + u32::try_from(line_end).ok()?;

        let margin = self.margin(paragraph);
        let mut written = String::new();
        for NewBlock { shape, content } in new {
            let opening = match (passage.role, shape.item) {
                (Role::Item(span), Some((level, _))) => {
                    format!("\n{}", self.item_opening(paragraph, span, level, *shape))
                }
                (Role::Item(_), None) => format!("\n\n{}", markdown::opening(*shape)),
                _ => format!("{}{}", parted(&margin), markdown::opening(*shape)),
            };
            written.push_str(&opening);
            written.push_str(&content.replace('\n', &format!("\n{margin}")));
        }

        // A paragraph goes on with the line below it, but for a blank one between.
        let below = text[point as usize..].split('\n').nth(1).unwrap_or_default();
        let in_list = new.last().is_none_or(|block| block.shape.item.is_some());
        if matches!(passage.role, Role::Item(_)) && !in_list && !below.trim().is_empty() {
            written.push('\n');
        }
        Some(Patch { span: Span { start: point, end: point, ..last }, text: written })
    }

    /// Indent and mark of a new item of a level after the item that a paragraph is.
    fn item_opening(&self, paragraph: usize, item: Span, level: u8, shape: Shape) -> String {
        let beside = self.flow.paragraphs[paragraph].shape.item;
        let is_beside = beside.is_none_or(|(beside, _)| beside == level);
        match self.column_of_level(paragraph + 1, level).filter(|_| !is_beside) {
            Some(column) => format!("{}{}", " ".repeat(column), markdown::opening(shape)),
            None => markdown::item_opening(self.planner.sources, item, shape),
        }
    }

    fn before(&self, paragraph: usize, new: &[NewBlock]) -> Option<Patch> {
        let Neighbour { passage, last } = self.neighbour(paragraph)?;
        let span = match passage.role {
            Role::Item(span) => span,
            // A caption stands in a line of its own above its table.
            Role::Attached => passage.block.join(last),
            _ => passage.block,
        };
        if span.file != last.file {
            return None;
        }
        let before = self.planner.sources.text(span.file).get(..span.start as usize)?;
        let start = line_start(before);
        let margin = self.margin(paragraph);

        // A paragraph goes on with the line above it, but for a blank one between.
        let mut written = String::new();
        let above = before[..start].trim_end_matches('\n').len();
        let follows_text = matches!(passage.role, Role::Item(_)) && above > 0 && above + 1 == start;
        if follows_text && new.first().is_some_and(|block| block.shape.item.is_none()) {
            written.push('\n');
        }

        for NewBlock { shape, content } in new {
            written.push_str(&match (passage.role, shape.item) {
                (Role::Item(span), Some(_)) => {
                    let opening = markdown::item_opening(self.planner.sources, span, *shape);
                    format!("{opening}{content}\n")
                }
                _ => {
                    let opening = markdown::opening(*shape);
                    let content = content.replace('\n', &format!("\n{margin}"));
                    format!("{margin}{opening}{content}\n{}\n", margin.trim_end())
                }
            });
        }

        let point = Span { start: start as u32, end: start as u32, ..span };
        Some(Patch { span: point, text: written })
    }
}

/// A blank line before a paragraph, and what that begins with.
fn parted(margin: &str) -> String {
    format!("\n{}\n{margin}", margin.trim_end())
}
