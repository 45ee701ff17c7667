//! Notices: what is printed where something is still to come, or can't be printed for an error.
//!
//! In: a chapter as lowered, and what there is to say at which places. Out: the chapter with each notice
//! at its place, as a value that nobody typed. Nothing else of the chapter changes.

use super::{Block, BlockId, BlockKind, Cell, Chapter, Inline, InlineKind, ValueId, ValueUse};
use crate::source::Span;

/// What is said at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The place, in the chapter's file.
    pub span: Span,
    /// The words, with their brackets.
    pub text: String,
}

impl Notice {
    /// That a bureau is still to write.
    pub fn to_write(span: Span, bureau: &str) -> Notice {
        Notice { span, text: format!("〔待{bureau}供稿〕") }
    }

    /// That something is wrong, who is to mend it, and what it is.
    pub fn to_mend(span: Span, who: &str, message: &str) -> Notice {
        Notice { span, text: format!("〔待{who}改：{message}〕") }
    }

    /// The value that prints it.
    pub fn into_value(self) -> ValueUse {
        let Notice { span, text } = self;
        let (indicators, missing) = (Vec::new(), Vec::new());
        ValueUse { text, origin: span, indicators, sample: false, missing, is_notice: true }
    }
}

/// A paragraph that is nothing but a value.
pub fn paragraph(span: Span, value: ValueId) -> Block {
    let content = vec![Inline { span, kind: InlineKind::Value(value) }];
    Block { id: BlockId::UNSET, span, kind: BlockKind::Paragraph(content) }
}

/// Sets notices into a chapter, whose file holds `source`: within the paragraph, cell or note that holds
/// the place, else as a paragraph of their own behind what stands before it. No heading and no caption
/// holds one: the contents and lists of tables would say it again.
pub fn insert(chapter: &mut Chapter, source: &str, notices: Vec<Notice>) {
    for notice in notices {
        let insertion =
            Insertion { span: notice.span, source, value: ValueId(chapter.values.len() as u32) };
        chapter.values.push(notice.into_value());

        let note = chapter.notes.iter_mut().find(|note| insertion.is_within(note.span));
        match note {
            Some(note) => insertion.insert_into_blocks(&mut note.blocks),
            None => insertion.insert_into_blocks(&mut chapter.blocks),
        }
    }
}

/// A notice on its way into a chapter.
#[derive(Clone, Copy)]
struct Insertion<'s> {
    span: Span,
    source: &'s str,
    value: ValueId,
}

impl Insertion<'_> {
    fn is_within(self, span: Span) -> bool {
        span.file == self.span.file && span.range().contains(&(self.span.start as usize))
    }

    fn is_behind_start_of(self, span: Span) -> bool {
        span.file == self.span.file && span.start <= self.span.start
    }

    /// Whether a block begins on the notice's line, as a paragraph does whose first words failed.
    fn begins_line_of(self, block: &Block) -> bool {
        let between = self.span.end as usize..block.span.start as usize;
        let is_near = block.span.file == self.span.file && block.paragraph().is_some();
        is_near && self.source.get(between).is_some_and(|between| !between.contains('\n'))
    }

    fn paragraph(self) -> Block {
        paragraph(self.span, self.value)
    }

    fn insert_into_blocks(self, blocks: &mut Vec<Block>) {
        let before = blocks.iter().rposition(|block| self.is_behind_start_of(block.span));
        if let Some(index) = before
            && self.is_within(blocks[index].span)
            && self.insert_into_block(&mut blocks[index])
        {
            return;
        }

        let next = before.map_or(0, |index| index + 1);
        match blocks.get_mut(next).filter(|block| self.begins_line_of(block)) {
            Some(Block { kind: BlockKind::Paragraph(content), .. }) => {
                self.insert_into_text(content);
            }
            Some(_) | None => blocks.insert(next, self.paragraph()),
        }
    }

    /// Sets the notice into a block that holds its place; `false` where the block can't take one.
    fn insert_into_block(self, block: &mut Block) -> bool {
        match &mut block.kind {
            BlockKind::Paragraph(content) => self.insert_into_text(content),
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) => self.insert_into_blocks(inner),
            BlockKind::List(list) => {
                let item = list.items.iter_mut().find(|item| self.is_within(item.span));
                let Some(item) = item else { return false };
                self.insert_into_blocks(&mut item.blocks);
            }
            BlockKind::Table(table) => {
                let row = table.body.iter_mut().find(|row| self.is_within(row.span));
                let Some(row) = row else { return false };
                // What an empty cell spans is nothing, behind the expression that failed.
                let holds = |cell: &Cell| cell.span.end >= self.span.start;
                let index = row.cells.iter().position(holds).or(row.cells.len().checked_sub(1));
                let Some(cell) = index.and_then(|index| row.cells.get_mut(index)) else {
                    return false;
                };
                self.insert_into_text(&mut cell.content);
            }
            BlockKind::Heading(_)
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Figure(_)
            | BlockKind::Chart(_)
            | BlockKind::Letter(..) => return false,
        }
        true
    }

    /// Sets the notice behind what stands before its place. A text that was typed as it is printed is
    /// split there; any other is left whole.
    fn insert_into_text(self, content: &mut Vec<Inline>) {
        let notice = Inline { span: self.span, kind: InlineKind::Value(self.value) };
        let before = content.iter().rposition(|inline| self.is_behind_start_of(inline.span));
        let Some(index) = before else {
            content.insert(0, notice);
            return;
        };

        let Inline { span: typed, kind } = &content[index];
        let offset = (self.span.start - typed.start) as usize;
        if let InlineKind::Text(text) = kind
            && text.len() == typed.range().len()
            && text.is_char_boundary(offset)
            && offset < text.len()
        {
            let middle = typed.start + offset as u32;
            let halves =
                [(&text[..offset], typed.start, middle), (&text[offset..], middle, typed.end)];
            let [before, after] = halves.map(|(text, start, end)| Inline {
                span: Span { start, end, ..*typed },
                kind: InlineKind::Text(text.to_owned()),
            });
            let parts = [(offset > 0).then_some(before), Some(notice), Some(after)];
            content.splice(index..=index, parts.into_iter().flatten());
            return;
        }
        content.insert(index + 1, notice);
    }
}
