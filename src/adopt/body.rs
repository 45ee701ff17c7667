//! The main text, block by block.
//!
//! In: the draft's blocks with changes accepted. Out: Markdown. A table takes the caption, unit,
//! source and note that stand around it, a picture its caption and source.

use super::accept::accept;
use super::annotations::{Annotation, annotation};
use super::converter::{Attributes, Converter};
use super::figures;
use super::headings::{self, DraftHeading};
use super::lists::{self, Item};
use super::losses::Location;
use super::model::{Adopted, Target};
use super::paragraph::{DraftParagraph, is_caption_style, text_of_pieces};
use super::runs::{self, RunKind};
use super::tables::{self, Grid};
use crate::document::escape::Room;
use crate::document::task_box;
use crate::docx::{Block, Docx, Paragraph, Piece, PieceKind, Row, Table};
use std::collections::BTreeMap;

/// The numbering instance of tasks that have none.
const UNNUMBERED: i64 = -1;

/// Maximum number of items in a list.
const MAX_ITEMS: usize = 100_000;

enum DraftBlock {
    Paragraph(DraftParagraph),
    Table(Grid, Location),
}

impl DraftBlock {
    fn paragraph(&self) -> Option<&DraftParagraph> {
        match self {
            DraftBlock::Paragraph(paragraph) => Some(paragraph),
            DraftBlock::Table(..) => None,
        }
    }
}

/// The draft's blocks, and which of them are headings.
struct Draft {
    blocks: Vec<DraftBlock>,
    headings: Vec<Option<DraftHeading>>,
}

/// Makes a chapter of a draft.
pub fn adopt(docx: &Docx, target: &Target<'_>) -> Adopted {
    let mut converter = Converter::new(docx, target);
    let draft = read(&mut converter);
    let mut index = 0;
    while index < draft.blocks.len() {
        index += converter.write_block(&draft, index);
    }
    converter.write_notes();

    let mut revisions = BTreeMap::new();
    // Those in headers and footers are in no chapter.
    let in_body = docx.revisions.len() - docx.counted.in_edges.min(docx.revisions.len());
    for revision in &docx.revisions[..in_body] {
        *revisions.entry(revision.kind).or_insert(0) += 1;
    }

    converter.finish(revisions)
}

/// The blocks that print something, with their locations and the headings among them.
fn read(converter: &mut Converter<'_>) -> Draft {
    let blocks = read_blocks(converter);

    let paragraphs: Vec<&DraftParagraph> =
        blocks.iter().filter_map(DraftBlock::paragraph).collect();
    let title = converter.target.title;
    let mut paragraph_headings = headings::find(&paragraphs, title, converter.docx).into_iter();
    let headings = blocks
        .iter()
        .map(|block| block.paragraph().and_then(|_| paragraph_headings.next().flatten()))
        .collect();

    Draft { blocks, headings }
}

fn read_blocks(converter: &mut Converter<'_>) -> Vec<DraftBlock> {
    let docx = converter.docx;
    let (mut blocks, mut paragraph_count, mut table_count) = (Vec::new(), 0, 0);
    for block in accept(&docx.body.blocks, docx) {
        match block {
            Block::Paragraph(paragraph) => {
                let text = text_of_pieces(&paragraph.pieces);
                let is_printed = !text.trim().is_empty();
                paragraph_count += usize::from(is_printed);
                converter.losses.move_to(format!("第 {} 段", paragraph_count.max(1)), &text);

                let style = style_name(&paragraph, docx);
                if is_printed && is_contents(&style) {
                    converter.losses.add("目录没有采用，由程序生成");
                    continue;
                }
                let paragraph = read_paragraph(&paragraph, style, converter);
                if !paragraph.runs.is_empty() {
                    blocks.push(DraftBlock::Paragraph(paragraph));
                }
            }
            Block::Table(mut table) => {
                table_count += 1;
                converter.losses.move_to(format!("表 {table_count}"), "");
                let location = converter.losses.location();
                let title = take_title(&mut table, converter);
                blocks.extend(title.into_iter().map(DraftBlock::Paragraph));
                let grid = tables::read(&table, table_count, &mut converter.context());
                blocks.push(DraftBlock::Table(grid, location));
            }
        }
    }
    blocks
}

/// The name of a paragraph's style, in small letters.
fn style_name(paragraph: &Paragraph, docx: &Docx) -> String {
    docx.styles.get(&paragraph.style).map_or("", |style| &style.name).to_lowercase()
}

/// Whether a paragraph of this style belongs to a table of contents.
fn is_contents(style: &str) -> bool {
    matches!(style, "toc heading" | "目录" | "目录标题")
        || style.starts_with("toc ")
        || style.starts_with("目录 ")
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

/// What a paragraph of text alone says about a table beside it.
fn table_annotation(paragraph: &DraftParagraph) -> Option<Annotation> {
    let is_text = |kind: &RunKind| matches!(kind, RunKind::Text(_) | RunKind::Note(_));
    let has_only_text = paragraph.runs.iter().all(|run| is_text(&run.kind));
    paragraph.annotation().filter(|_| has_only_text && paragraph.outline.is_none())
}

/// A paragraph, and what it says about the table beside it.
type Annotated<'a> = (&'a DraftParagraph, Annotation);

/// Whether an annotation of the same kind was found.
fn has_kind(annotations: &[Annotated<'_>], annotation: &Annotation) -> bool {
    let kind = std::mem::discriminant(annotation);
    annotations.iter().any(|(_, other)| std::mem::discriminant(other) == kind)
}

/// Caption and unit line from `index` on, if a table follows them.
fn annotations_before_table(blocks: &[DraftBlock], index: usize) -> Vec<Annotated<'_>> {
    let mut annotations = Vec::new();
    for block in &blocks[index..] {
        let Some(paragraph) = block.paragraph() else { return annotations };
        match table_annotation(paragraph) {
            Some(annotation @ (Annotation::Table(_) | Annotation::Unit(_)))
                if !has_kind(&annotations, &annotation) =>
            {
                annotations.push((paragraph, annotation));
            }
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// Source and note lines from `index` on.
fn annotations_after_table(blocks: &[DraftBlock], index: usize) -> Vec<Annotated<'_>> {
    let mut annotations = Vec::new();
    let following = blocks.get(index..).unwrap_or(&[]);
    for paragraph in following.iter().map_while(DraftBlock::paragraph) {
        match table_annotation(paragraph) {
            Some(annotation @ (Annotation::Source(_) | Annotation::Note(_)))
                if !has_kind(&annotations, &annotation) =>
            {
                annotations.push((paragraph, annotation));
            }
            _ => break,
        }
    }

    annotations
}

impl Converter<'_> {
    /// Writes the block at `index`; gives how many blocks it took.
    fn write_block(&mut self, draft: &Draft, index: usize) -> usize {
        let paragraph = match &draft.blocks[index] {
            DraftBlock::Table(..) => return self.write_table(draft, &[], index),
            DraftBlock::Paragraph(paragraph) => paragraph,
        };
        self.losses.return_to(paragraph.location.clone());

        if paragraph.is_title() {
            let title = paragraph.text.replace('\n', " ");
            self.losses.add(format!("文件的题目“{title}”没有采用，栏目题目由程序印出"));
            return 1;
        }
        if let Some(heading) = draft.headings[index] {
            let heading = self.heading(paragraph, heading);
            self.out.push(heading);
            return 1;
        }

        if paragraph.is_annex_mark() && draft.headings.get(index + 1).is_some_and(Option::is_some) {
            let mark = paragraph.text.trim();
            self.losses.add(format!("标题前面的“{mark}”没有采用，附件由模板编排"));
            return 1;
        }

        let before = annotations_before_table(&draft.blocks, index);
        if !before.is_empty() {
            return self.write_table(draft, &before, index);
        }
        if figures::is_figure(paragraph) {
            let following: Vec<&DraftParagraph> =
                draft.blocks[index + 1..].iter().map_while(DraftBlock::paragraph).take(2).collect();
            return 1 + self.write_figure(paragraph, &following);
        }
        if paragraph.numbering.is_some() || paragraph.task.is_some() {
            let count = self.write_list(draft, index);
            if count > 0 {
                return count;
            }
        }

        let line = self.line(&paragraph.runs, Room::Paragraph);
        self.counts.paragraphs += usize::from(!line.is_empty());
        self.out.push(line);
        1
    }

    fn heading(&mut self, paragraph: &DraftParagraph, heading: DraftHeading) -> String {
        let DraftHeading { level, unlimited_level, number_length, is_section_title } = heading;
        if is_section_title {
            self.losses.add("与栏目题目相同的标题没有采用，由程序印出");
            return String::new();
        }

        if level != unlimited_level {
            let (old, new) = (unlimited_level.saturating_sub(1), level - 1);
            self.losses.add(format!("第 {old} 级标题改为第 {new} 级，标题最多三级，不能跳级"));
        }
        let runs = runs::without_uniform_bold(runs::skip_text(&paragraph.runs, number_length));
        self.counts.headings += 1;
        let line = self.line(&runs, Room::Heading);
        format!("{} {line}", "#".repeat(usize::from(level)))
    }

    /// Writes the table that follows the annotations `before`, which begin at `index`; gives how many
    /// blocks it took.
    fn write_table(&mut self, draft: &Draft, before: &[Annotated<'_>], index: usize) -> usize {
        let table_index = index + before.len();
        let Some(DraftBlock::Table(grid, location)) = draft.blocks.get(table_index) else {
            return 1;
        };
        let after = annotations_after_table(&draft.blocks, table_index + 1);
        self.losses.return_to(location.clone());

        let head = self.table_head(before.iter().chain(&after));
        if grid.is_blank() && head.is_empty() {
            self.losses.add("没有文字的表格没有采用");
        } else {
            self.counts.tables += 1;
            let rows = grid.write(&mut |kind| self.atom(kind));
            self.out.push(format!("{head}{}", rows.trim_end()));
        }

        before.len() + 1 + after.len()
    }

    /// The line above a table: its caption and its attributes; empty where it has neither.
    fn table_head<'a>(&mut self, annotations: impl Iterator<Item = &'a Annotated<'a>>) -> String {
        let mut caption = String::new();
        let mut attributes = Attributes::default();
        for (paragraph, annotation) in annotations {
            let (key, value) = match annotation {
                Annotation::Table(label) => {
                    let title = runs::skip_text(&paragraph.runs, *label);
                    caption = self.line(&runs::without_uniform_bold(title), Room::Caption);
                    continue;
                }
                Annotation::Unit(value) => ("单位", value),
                Annotation::Source(value) => ("来源", value),
                Annotation::Note(value) => ("注", value),
                Annotation::Figure(_) => continue,
            };
            self.add_attribute(&mut attributes, key, value, paragraph);
        }

        if caption.is_empty() && attributes.is_empty() {
            return String::new();
        }
        let space = if caption.is_empty() || attributes.is_empty() { "" } else { " " };
        format!("表：{caption}{space}{}\n\n", attributes.braced())
    }

    /// An item's text, a task's with its box.
    fn item(&mut self, paragraph: &DraftParagraph) -> String {
        let Some((done, length)) = paragraph.task else {
            return self.line(&paragraph.runs, Room::Paragraph);
        };
        let words = self.line(&runs::skip_text(&paragraph.runs, length), Room::Paragraph);
        let mark = if done { "[x]" } else { "[ ]" };
        if words.is_empty() { words } else { format!("{mark} {words}") }
    }

    /// Writes the items from `index` on; gives how many there are, 0 where their numbering is none.
    fn write_list(&mut self, draft: &Draft, index: usize) -> usize {
        let mut items = Vec::new();
        for (block, heading) in draft.blocks[index..].iter().zip(&draft.headings[index..]) {
            let Some(paragraph) = block.paragraph().filter(|_| heading.is_none()) else { break };
            let key = paragraph.numbering.unwrap_or((UNNUMBERED, 0));
            let format = self.docx.numbering.get(&key).map(|level| level.format.as_str());
            // A level without a number says how deep a task stands.
            let is_counted = match format {
                Some("none") | None => false,
                Some(_) => true,
            };
            if paragraph.is_title() || !is_counted && paragraph.task.is_none() {
                break;
            }

            self.losses.return_to(paragraph.location.clone());
            let number = is_counted.then(|| self.counters.next(key, self.docx));
            let number = number.filter(|_| format != Some("bullet"));
            let text = self.item(paragraph);
            if !text.is_empty() {
                items.push(Item { instance: key.0, level: key.1, number, text });
            }
            if items.len() > MAX_ITEMS {
                break;
            }
        }

        let count = items.len();
        self.counts.items += count;
        if count > 0 {
            self.out.push(lists::write(&items).trim_end().to_owned());
        }
        count
    }
}
