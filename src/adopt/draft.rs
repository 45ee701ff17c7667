//! The draft, block by block, before it is written.
//!
//! In: the file's blocks with changes accepted. Out: those that a chapter takes, each with its place in the
//! file, and what each of them is. A caption in a table's first row is a paragraph before it.

use super::accept::accept;
use super::annotations::{Annotation, annotation};
use super::block::{DraftBlock, DraftTable};
use super::contents;
use super::converter::Converter;
use super::headings::{self, Role};
use super::letter::{self, Letter};
use super::paragraph::{DraftParagraph, is_caption_style, text_boxes, text_of_pieces};
use super::runs;
use super::tables;
use crate::document::task_box;
use crate::docx::{Block, Docx, PageOrientation, Paragraph, Piece, PieceKind, Row, Table};

/// The draft's blocks, and what each of them is.
pub(super) struct Draft {
    pub blocks: Vec<DraftBlock>,
    pub roles: Vec<Role>,
    pub letter: Letter,
}

/// The blocks of a draft that a chapter takes, and what each of them is.
pub(super) fn read(converter: &mut Converter<'_>) -> Draft {
    let mut blocks = read_blocks(converter);
    contents::leave_out(&mut blocks, &mut converter.losses);
    let letter = letter::leave_out(&mut blocks, converter.target.is_whole, &mut converter.losses);

    let paragraphs: Vec<Option<&DraftParagraph>> =
        blocks.iter().map(DraftBlock::paragraph).collect();
    let roles = headings::find(&paragraphs, converter.target.title, converter.docx);
    Draft { blocks, roles, letter }
}

fn read_blocks(converter: &mut Converter<'_>) -> Vec<DraftBlock> {
    let mut reading = Reading::default();
    let docx = converter.docx;
    reading.read(&docx.body.blocks, 0, converter);
    reading.end_section(docx.last_section, converter);
    reading.blocks
}

/// The blocks that were read, and how many paragraphs and tables the file had up to here.
#[derive(Default)]
struct Reading {
    blocks: Vec<DraftBlock>,
    paragraph_count: usize,
    table_count: usize,
    /// Number of sections that ended, and of the blocks before the one that goes on.
    section_count: usize,
    section_start: usize,
}

/// Maximum number of text boxes within each other.
const MAX_BOXES: usize = 3;

impl Reading {
    /// Reads blocks; the text of a box comes behind the paragraph that it stands in.
    fn read(&mut self, blocks: &[Block], depth: usize, converter: &mut Converter<'_>) {
        for block in accept(blocks, converter.docx) {
            match block {
                Block::Paragraph(paragraph) => {
                    self.read_paragraph(&paragraph, depth, converter);
                    for story in text_boxes(&paragraph, converter.docx) {
                        if depth < MAX_BOXES {
                            converter.losses.add("文本框里的文字成为正文的段落");
                            self.read(&story.blocks, depth + 1, converter);
                        }
                    }
                    if let Some(orientation) = paragraph.section_end.filter(|_| depth == 0) {
                        self.end_section(orientation, converter);
                    }
                }
                Block::Table(table) => self.read_table(table, converter),
            }
        }
    }

    /// Notes which tables lie on pages on the long side; text alone does so no more.
    fn end_section(&mut self, orientation: PageOrientation, converter: &mut Converter<'_>) {
        self.section_count += 1;
        let section = self.blocks.get_mut(self.section_start..).unwrap_or_default();
        let mut has_table = false;
        for block in section.iter_mut() {
            if let DraftBlock::Table(table) = block {
                has_table = true;
                let is_landscape = orientation == PageOrientation::Landscape;
                table.landscape_section = is_landscape.then_some(self.section_count);
            }
        }

        let first = section.first().and_then(DraftBlock::paragraph);
        if let Some(first) =
            first.filter(|_| orientation == PageOrientation::Landscape && !has_table)
        {
            let description = "横排的页改为竖排；要横排的，前后各加一行 ::: 横排 和 :::";
            converter.losses.add_elsewhere(first.location.clone(), description);
        }
        self.section_start = self.blocks.len();
    }

    fn read_paragraph(
        &mut self,
        paragraph: &Paragraph,
        depth: usize,
        converter: &mut Converter<'_>,
    ) {
        let text = text_of_pieces(&paragraph.pieces);
        let is_printed = !text.trim().is_empty();
        self.paragraph_count += usize::from(is_printed && depth == 0);
        let (number, place) =
            (self.paragraph_count.max(1), if depth > 0 { "的文本框" } else { "" });
        converter.losses.move_to(format!("第 {number} 段{place}"), &text);

        let style = style_name(paragraph, converter.docx);
        let is_contents = is_printed && (paragraph.in_contents || contents::is_style(&style));
        let paragraph = if is_contents {
            // Nothing in it is carried, so that nothing of it is lost.
            contents_line(text, style, converter)
        } else {
            read_paragraph(paragraph, style, converter)
        };
        if is_contents || !paragraph.runs.is_empty() {
            self.blocks.push(DraftBlock::Paragraph(paragraph));
        }
    }

    fn read_table(&mut self, mut table: Table, converter: &mut Converter<'_>) {
        self.table_count += 1;
        converter.losses.move_to(format!("表 {}", self.table_count), "");
        let location = converter.losses.location();

        let title = take_title(&mut table, converter);
        self.blocks.extend(title.into_iter().map(DraftBlock::Paragraph));
        let grid = tables::read(&table, self.table_count, &mut converter.context());
        self.blocks.push(DraftBlock::Table(DraftTable { grid, location, landscape_section: None }));
    }
}

/// The name of a paragraph's style, in small letters.
fn style_name(paragraph: &Paragraph, docx: &Docx) -> String {
    docx.styles.get(&paragraph.style).map_or("", |style| &style.name).to_lowercase()
}

/// A line of a list of contents, by its style.
fn contents_line(text: String, style: String, converter: &Converter<'_>) -> DraftParagraph {
    let location = converter.losses.location();
    let (runs, outline, numbering, task) = (Vec::new(), None, None, None);
    DraftParagraph { runs, text, style, outline, numbering, task, in_contents: true, location }
}

fn read_paragraph(
    paragraph: &Paragraph,
    style: String,
    converter: &mut Converter<'_>,
) -> DraftParagraph {
    let runs = runs::read(&paragraph.pieces, &mut converter.losses);
    DraftParagraph {
        task: task(paragraph),
        text: runs::plain_text(&runs),
        runs,
        style,
        outline: paragraph.outline,
        numbering: paragraph.numbering.filter(|(instance, _)| *instance != 0),
        in_contents: false,
        location: converter.losses.location(),
    }
}

/// The check box that a paragraph begins with, if words follow it.
fn task(paragraph: &Paragraph) -> Option<(bool, usize)> {
    let is_blank = |piece: &&Piece| match &piece.kind {
        PieceKind::Text(text) => text.trim().is_empty(),
        _ => piece.is_milestone() || piece.kind == PieceKind::Tab,
    };
    let mut pieces = paragraph.pieces.iter().skip_while(is_blank);
    let PieceKind::CheckBox(checked) = pieces.next()?.kind else { return None };
    let has_words = pieces.any(|piece| !is_blank(&piece));
    has_words.then(|| (checked, task_box(checked).len()))
}

/// Takes caption and unit off a table that has them in its first row, in one cell over all columns, as
/// our own files do; nothing where that row says anything else.
fn take_title(table: &mut Table, converter: &mut Converter<'_>) -> Vec<DraftParagraph> {
    let [first, second, ..] = table.rows.as_slice() else { return Vec::new() };
    let columns = |row: &Row| row.cells.iter().map(|cell| usize::from(cell.columns)).sum::<usize>();
    let [cell] = first.cells.as_slice() else { return Vec::new() };
    if first.before > 0 || columns(first) != columns(second) {
        return Vec::new();
    }

    let docx = converter.docx;
    let mut lines: Vec<(std::mem::Discriminant<Annotation>, Paragraph, String)> = Vec::new();
    for block in &cell.blocks {
        let Block::Paragraph(paragraph) = block else { return Vec::new() };
        let text = text_of_pieces(&paragraph.pieces);
        if text.trim().is_empty() {
            continue;
        }
        let style = style_name(paragraph, docx);
        let found = annotation(&text, is_caption_style(&style));
        let Some(found @ (Annotation::Table(_) | Annotation::Unit(_))) = found else {
            return Vec::new();
        };
        let kind = std::mem::discriminant(&found);
        if lines.iter().any(|(other, ..)| *other == kind) {
            return Vec::new();
        }
        lines.push((kind, paragraph.clone(), style));
    }
    if lines.is_empty() {
        return Vec::new();
    }

    table.rows.remove(0);
    let lines = lines.into_iter();
    lines.map(|(_, paragraph, style)| read_paragraph(&paragraph, style, converter)).collect()
}
