//! Blocks as paragraphs, in reading order.

use super::inlines::{Line, Marks};
use super::numbering::{self, LEVELS};
use super::styles;
use super::{Writer, heading_bookmark, paragraph};
use crate::document::{
    Block, BlockId, BlockKind, Heading, Inline, List, ListItem, ListMarker, anchor,
};
use crate::word::Place;
use docx_rs::{IndentLevel, NumberingId, Paragraph, ParagraphChild, SpecialIndentType};

/// Where a block stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// Lists around it.
    lists: usize,
    /// Quotations around it.
    quotes: usize,
}

impl Writer<'_> {
    /// Appends blocks.
    pub(super) fn blocks(&mut self, blocks: &[Block], frame: Frame) {
        blocks.iter().for_each(|block| self.block(block, frame));
    }

    fn block(&mut self, block: &Block, frame: Frame) {
        self.place(Place::Block(block.id));
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(block.id, heading),
            BlockKind::Paragraph(content) => self.prose(block.id, content, frame, None),
            BlockKind::List(list) => self.list(list, frame),
            BlockKind::Quote(inner) => {
                self.blocks(inner, Frame { quotes: frame.quotes + 1, ..frame });
            }
            BlockKind::Code(code) => self.code(block.id, &code.text),
            BlockKind::Rule => self.push(paragraph(styles::RULE, Vec::new())),
            BlockKind::Table(table) => self.table(block.id, table),
            BlockKind::Figure(figure) => self.figure(block.id, figure),
            BlockKind::Chart(chart) => self.chart(block.id, chart),
            BlockKind::Landscape(inner) => self.landscape(inner, frame),
        }
    }

    fn heading(&mut self, id: BlockId, heading: &Heading) {
        self.sequences.heading(heading.level);
        let content = self.inlines(&heading.content);
        let mut content = self.anchored(id, anchor::block, content);
        if content.is_empty() {
            // The contents point here even where a heading says nothing.
            content.push(ParagraphChild::Run(Box::default()));
        }
        let content = self.bookmarked(heading_bookmark(id), content);
        let mut heading_line = paragraph(&styles::heading(heading.level), content);
        if let Some(instance) = self.numbering.heading(heading, self.partial) {
            let level = usize::from(heading.level.clamp(1, 4)) - 1;
            let level = if instance == 0 { 0 } else { level };
            heading_line =
                heading_line.numbering(NumberingId::new(instance), IndentLevel::new(level));
            if instance == 0 {
                // No number undoes the style's indent in LibreOffice.
                let first = Some(SpecialIndentType::FirstLine(2 * self.sheet.em));
                heading_line = heading_line.indent(Some(0), first, None, None);
            }
        }
        self.push(heading_line);
    }

    /// A paragraph; `number` is the instance that numbers it.
    fn prose(&mut self, id: BlockId, content: &[Inline], frame: Frame, number: Option<usize>) {
        let content = self.inlines(content);
        if content.is_empty() && number.is_none() {
            return;
        }
        let content = self.anchored(id, anchor::block, content);
        let framed = self.framed(content, frame, number);
        self.push(framed);
    }

    fn framed(
        &self,
        content: Vec<ParagraphChild>,
        frame: Frame,
        number: Option<usize>,
    ) -> Paragraph {
        let style = match (self.in_note, frame.lists, frame.quotes) {
            (true, _, _) => styles::NOTE,
            (false, _, 1..) => styles::QUOTE,
            (false, 1.., 0) => styles::LIST,
            (false, 0, 0) => styles::BODY,
        };
        let mut framed = paragraph(style, content);
        let level = frame.lists.saturating_sub(1).min(LEVELS - 1);
        if let Some(instance) = number {
            framed = framed.numbering(NumberingId::new(instance), IndentLevel::new(level));
        }
        let em = self.sheet.em;
        let quoted = 2 * em * i32::try_from(frame.quotes.min(4)).unwrap_or(0);
        let left = quoted + numbering::left(level, &self.sheet);
        // The style says where its lines begin, the level of a number in a list goes before it.
        let styled = match (frame.quotes, number) {
            (0, Some(_)) => left,
            (0, None) => 0,
            (_, _) => 2 * em,
        };
        if !self.in_note && (left != styled || (number.is_some() && frame.quotes > 0)) {
            let first = Some(SpecialIndentType::FirstLine(2 * em));
            framed = framed.indent(Some(left), first, None, None);
        }
        framed
    }

    fn list(&mut self, list: &List, frame: Frame) {
        let inner = Frame { lists: frame.lists + 1, ..frame };
        let numbers = match list.marker {
            ListMarker::Bullet => numbering::BULLETS,
            ListMarker::Ordered(start) => self.numbering.ordered(frame.lists, start),
        };
        for item in &list.items {
            let number = match item.done {
                None => numbers,
                Some(false) => numbering::TO_DO,
                Some(true) => numbering::DONE,
            };
            self.item(item, inner, number);
        }
    }

    fn item(&mut self, item: &ListItem, frame: Frame, number: usize) {
        let mut blocks = item.blocks.iter();
        match blocks.as_slice() {
            [Block { id, kind: BlockKind::Paragraph(content), .. }, ..] => {
                blocks.next();
                self.place(Place::Block(*id));
                self.prose(*id, content, frame, Some(number));
            }
            _ => self.prose(BlockId::UNSET, &[], frame, Some(number)),
        }
        self.blocks(blocks.as_slice(), frame);
    }

    fn code(&mut self, id: BlockId, text: &str) {
        let mut line = Line::default();
        for (index, text) in text.trim_end_matches('\n').split('\n').enumerate() {
            if index > 0 {
                line.line_break(Marks::default());
            }
            line.text(&text.replace('\t', "    "), Marks::default());
        }
        let content = self.anchored(id, anchor::block, line.finish());
        self.push(paragraph(styles::CODE, content));
    }
}
