//! Blocks as paragraphs, in reading order.

use super::inlines::{Marks, ParagraphBuilder};
use super::numbering::{self, LEVELS};
use super::writer::{Writer, heading_bookmark, paragraph};
use super::{style_ids, styles, task_boxes};
use crate::document::{
    Block, BlockId, BlockKind, Heading, HeadingKind, Inline, LetterPart, List, ListItem,
    ListMarker, anchor,
};
use crate::typography::{LetterLine, letter_lines};
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
    pub(super) fn blocks(&mut self, blocks: &[Block], frame: Frame) {
        blocks.iter().for_each(|block| self.block(block, frame));
    }

    fn block(&mut self, block: &Block, frame: Frame) {
        self.begin_source(Place::Block(block.id));

        match &block.kind {
            BlockKind::Heading(heading) => self.heading(block.id, heading),
            BlockKind::Paragraph(content) => self.paragraph(block.id, content, frame),
            BlockKind::List(list) => self.list(list, frame),
            BlockKind::Quote(inner) => {
                self.blocks(inner, Frame { quotes: frame.quotes + 1, ..frame });
            }
            BlockKind::Code(code) => self.code(block.id, &code.text),
            BlockKind::Rule => self.push(paragraph(style_ids::RULE, Vec::new())),
            // Where a page has begun, nothing is to be done; in a note or list no page begins.
            BlockKind::PageBreak => {
                let is_outside = !self.in_note && frame.lists == 0 && frame.quotes == 0;
                self.break_before |= is_outside && self.flow.len() > self.section_start;
            }
            BlockKind::Table(table) => self.table(block.id, table),
            BlockKind::Figure(figure) => self.figure(block.id, figure),
            BlockKind::Chart(chart) => self.chart(block.id, chart),
            BlockKind::Landscape(inner) => self.landscape(inner, frame),
            BlockKind::Letter(part, lines) => self.letter(*part, lines),
        }
    }

    fn heading(&mut self, id: BlockId, heading: &Heading) {
        self.sequences.heading(heading.level);
        self.heading_level = heading.level;
        let content = self.inlines(&heading.content);
        let mut content = self.anchored(id, anchor::block, content);
        if content.is_empty() {
            // The contents point here even where a heading says nothing.
            content.push(ParagraphChild::Run(Box::default()));
        }
        let content = self.bookmarked(heading_bookmark(id), content);
        if heading.kind == HeadingKind::Annex {
            self.annex_heading(heading, content);
            return;
        }

        let mut paragraph = paragraph(&style_ids::heading(heading.level), content);
        if let Some(instance) = self.numbering.heading(heading, self.is_partial) {
            let level = usize::from(heading.level.clamp(1, 4)) - 1;
            let level = if instance == 0 { 0 } else { level };
            paragraph = paragraph.numbering(NumberingId::new(instance), IndentLevel::new(level));
            if instance == 0 {
                // No number undoes the style's indent in LibreOffice.
                let first = Some(SpecialIndentType::FirstLine(2 * self.measures.em));
                paragraph = paragraph.indent(Some(0), first, None, None);
            }
        }
        self.push(paragraph);
    }

    /// 附件 at the head of a page, and the title that the contents list.
    fn annex_heading(&mut self, heading: &Heading, title: Vec<ParagraphChild>) {
        self.break_before |= self.flow.len() > self.section_start;
        let mark = ParagraphBuilder::plain(&heading.number);
        self.push(paragraph(style_ids::ANNEX_MARK, mark));
        // Headings below are counted anew.
        self.numbering.heading(heading, self.is_partial);
        self.push(paragraph(style_ids::ANNEX_TITLE, title));
    }

    fn letter(&mut self, part: LetterPart, lines: &[Block]) {
        let style = match part {
            LetterPart::Addressee => style_ids::SALUTATION,
            LetterPart::Annexes => style_ids::ANNEX_NAMES,
            LetterPart::Signature | LetterPart::SealedSignature => style_ids::SIGNATURE,
        };
        let (ids, texts): (Vec<BlockId>, Vec<&[Inline]>) =
            lines.iter().filter_map(|block| Some((block.id, block.paragraph()?))).unzip();

        let values = &self.document.values;
        let set = letter_lines(part, &texts, values, self.measure, &self.profile.body);
        for (index, line) in set.into_iter().enumerate() {
            let (id, content) = (ids[index], texts[index]);
            self.begin_source(Place::Block(id));
            let content = self.inlines(content);
            let content = self.anchored(id, anchor::block, content);
            let LetterLine { start, rest, right, is_first } = line;
            let twips = |characters: f64| (characters * f64::from(self.measures.em)).round() as i32;
            let hanging = twips(rest - start);
            let hanging = (hanging > 0).then_some(SpecialIndentType::Hanging(hanging));
            let mut line = paragraph(style, content);
            if rest > 0.0 || right.is_some() {
                line = line.indent(Some(twips(rest)), hanging, right.map(twips), None);
            }
            // At the head of a page the PDF leaves no line blank.
            if is_first && self.flow.len() > self.section_start {
                line = line.line_spacing(styles::space_before(
                    &self.profile.body,
                    self.profile.body.pitch,
                ));
            }
            self.push(line.keep_next(right.is_some() && index + 1 < texts.len()));
        }
    }

    fn paragraph(&mut self, id: BlockId, content: &[Inline], frame: Frame) {
        let content = self.inlines(content);
        if content.is_empty() {
            return;
        }
        let content = self.anchored(id, anchor::block, content);
        let paragraph = self.framed(content, frame, None);
        self.push(paragraph);
    }

    /// A paragraph where it stands; `number` is the instance that numbers it.
    fn framed(
        &self,
        content: Vec<ParagraphChild>,
        frame: Frame,
        number: Option<usize>,
    ) -> Paragraph {
        let style = if self.in_note {
            style_ids::NOTE
        } else if frame.quotes > 0 {
            style_ids::QUOTE
        } else if frame.lists > 0 {
            style_ids::LIST
        } else {
            style_ids::BODY
        };
        let level = frame.lists.saturating_sub(1).min(LEVELS - 1);
        let style = match number {
            Some(instance) if style == style_ids::LIST => numbering::list_style(instance, level),
            _ => style.to_owned(),
        };
        // The styles of bullets say the number themselves.
        let is_said = number == Some(numbering::BULLETS)
            && style != style_ids::LIST
            && frame.quotes == 0
            && !self.in_note;
        let mut framed = paragraph(&style, content);
        if let Some(instance) = number.filter(|_| !is_said) {
            framed = framed.numbering(NumberingId::new(instance), IndentLevel::new(level));
        }

        let em = self.measures.em;
        let quoted = 2 * em * i32::try_from(frame.quotes.min(4)).unwrap_or(0);
        let left = quoted + numbering::level_indent(level, &self.measures);
        // The style says where its lines begin, the level of a number in a list goes before it.
        let style_left = match (frame.quotes, number) {
            (0, Some(_)) => left,
            (0, None) => 0,
            (_, _) => 2 * em,
        };
        if !self.in_note && (left != style_left || (number.is_some() && frame.quotes > 0)) {
            let first = Some(SpecialIndentType::FirstLine(2 * em));

            framed = framed.indent(Some(left), first, None, None);
        }
        framed
    }

    fn list(&mut self, list: &List, frame: Frame) {
        let inner = Frame { lists: frame.lists + 1, ..frame };
        let numbers = match list.marker {
            ListMarker::Bullet => numbering::BULLETS,
            ListMarker::Ordered(start) => {
                let form = list.mark_form(self.heading_level, frame.lists);
                self.numbering.ordered(frame.lists, start, form)
            }
        };

        for item in &list.items {
            let number = if item.done.is_some() { numbering::TASKS } else { numbers };
            self.item(item, inner, number);
        }
    }

    fn item(&mut self, item: &ListItem, frame: Frame, number: usize) {
        let mut blocks = item.blocks.iter();
        match blocks.as_slice() {
            [Block { id, kind: BlockKind::Paragraph(content), .. }, ..] => {
                blocks.next();
                self.begin_source(Place::Block(*id));
                self.item_line(*id, item.done, content, frame, number);
            }
            _ => self.item_line(BlockId::UNSET, item.done, &[], frame, number),
        }
        self.blocks(blocks.as_slice(), frame);
    }

    /// The line that an item begins with.
    fn item_line(
        &mut self,
        id: BlockId,
        done: Option<bool>,
        content: &[Inline],
        frame: Frame,
        number: usize,
    ) {
        let mut line = ParagraphBuilder::default();
        if let Some(done) = done {
            line.child(task_boxes::control(done));
            line.text(" ", Marks::default());
        }
        self.push_inlines(&mut line, content, Marks::default());
        let content = self.anchored(id, anchor::block, line.finish());
        let paragraph = self.framed(content, frame, Some(number));
        self.push(paragraph);
    }

    fn code(&mut self, id: BlockId, text: &str) {
        let mut code = ParagraphBuilder::code();
        for (index, text) in text.trim_end_matches('\n').split('\n').enumerate() {
            if index > 0 {
                code.line_break(Marks::default());
            }
            code.text(&text.replace('\t', "    "), Marks::default());
        }

        let content = self.anchored(id, anchor::block, code.finish());
        self.push(paragraph(style_ids::CODE, content));
    }
}
