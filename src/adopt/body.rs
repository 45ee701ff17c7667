//! The main text, block by block.
//!
//! In: the draft's blocks with changes accepted. Out: Markdown. A table takes the caption, unit,
//! source and note that stand around it, a picture its caption and source.

use super::annotations::Annotation;
use super::block::{DraftBlock, DraftTable};
use super::citations;
use super::converter::{Attributes, Converter};
use super::draft::{self, Draft};
use super::figures;
use super::headings::{DraftHeading, HeadingKind, Role};
use super::landscape;
use super::lists::{self, Item};
use super::model::{Adopted, Target};
use super::paragraph::DraftParagraph;
use super::references;
use super::runs;
use super::table_lines::{Annotated, annotations_after_table, annotations_before_table};
use crate::document::escape::Room;
use crate::document::typed_numbers::NumberForm;
use crate::docx::Docx;
use std::collections::BTreeMap;

/// The numbering instance of tasks that have none.
const UNNUMBERED: i64 = -1;
/// Numbering instance of lists whose numbers were typed; those of files are positive.
const TYPED_LIST: i64 = -2;
/// Maximum number of items in a list.
const MAX_ITEMS: usize = 100_000;

/// Makes a chapter of a draft.
pub fn adopt(docx: &Docx, target: &Target<'_>) -> Adopted {
    let mut converter = Converter::new(docx, target);
    let draft = draft::read(&mut converter);
    references::report(&draft, docx, &mut converter.losses);
    converter.write_blocks(&draft);
    converter.write_notes();

    let mut revisions = BTreeMap::new();
    // Those in headers and footers are in no chapter.
    let in_body = docx.revisions.len() - docx.counted.in_edges.min(docx.revisions.len());
    for revision in &docx.revisions[..in_body] {
        *revisions.entry(revision.kind).or_insert(0) += 1;
    }

    let texts = draft.blocks.iter().filter_map(DraftBlock::paragraph);
    let mut citations = citations::citations_in(texts.map(|paragraph| paragraph.text.as_str()));
    citations.retain(|citation| Some(&citation.number) != draft.letter.number.as_ref());
    converter.finish(revisions, draft.letter, citations)
}

impl Converter<'_> {
    fn write_blocks(&mut self, draft: &Draft) {
        let mut landscape = landscape::groups(draft).into_iter().peekable();
        let mut index = 0;
        while index < draft.blocks.len() {
            let Some(group) = landscape.next_if(|group| group.start <= index) else {
                index += self.write_block(draft, index);
                continue;
            };

            let before = self.out.len();
            self.out.push("::: 横排".to_owned());
            while index < group.end {
                index += self.write_block(draft, index);
            }
            // A table without words leaves nothing.
            if self.out[before + 1..].iter().all(|block| block.trim().is_empty()) {
                self.out.truncate(before);
            } else {
                self.out.push(":::".to_owned());
            }
        }
    }

    /// Writes the block at `index`; gives how many blocks it took.
    fn write_block(&mut self, draft: &Draft, index: usize) -> usize {
        let paragraph = match &draft.blocks[index] {
            DraftBlock::Table(_) => return self.write_table(draft, &[], index),
            DraftBlock::Paragraph(paragraph) => paragraph,
        };
        self.losses.return_to(paragraph.location.clone());

        if paragraph.is_title() {
            self.leave_out_title(&paragraph.text);
            return 1;
        }
        match draft.roles[index] {
            Role::Heading(heading) => {
                let heading = self.heading(paragraph, heading);
                self.out.push(heading);
                return 1;
            }
            // Names of annexes and other signs than 1. stay as they were typed.
            Role::Item(number) if number.form == NumberForm::Decimal && number.count() == 1 => {
                return self.write_typed_list(draft, index);
            }
            Role::StyledSentence => self.losses.add("标题样式的整句作为正文"),
            Role::Item(_) | Role::Text => {}
        }

        let is_heading = |role: &Role| matches!(role, Role::Heading(_));
        if paragraph.is_annex_mark() && draft.roles.get(index + 1).is_some_and(is_heading) {
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

    fn leave_out_title(&mut self, title: &str) {
        let title = title.replace('\n', " ");
        self.losses.add(format!("文件的题目“{title}”没有采用，栏目题目由程序印出"));
    }

    fn heading(&mut self, paragraph: &DraftParagraph, heading: DraftHeading) -> String {
        let DraftHeading { level, unlimited_level, number_length, kind } = heading;
        match kind {
            HeadingKind::Heading => {}
            HeadingKind::SectionTitle => {
                self.losses.add("与栏目题目相同的标题没有采用，由程序印出");
                return String::new();
            }
            HeadingKind::FileTitle => {
                self.leave_out_title(&paragraph.text);
                return String::new();
            }
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
        let Some(DraftBlock::Table(table)) = draft.blocks.get(table_index) else { return 1 };
        let DraftTable { grid, location, .. } = table;
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
        let mut notes: Vec<(&DraftParagraph, &str)> = Vec::new();
        for (paragraph, annotation) in annotations {
            let (key, value) = match annotation {
                Annotation::Table(label) => {
                    let title = runs::skip_text(&paragraph.runs, *label);
                    caption = self.line(&runs::without_uniform_bold(title), Room::Caption);
                    continue;
                }
                Annotation::Unit(value) => ("单位", value),
                Annotation::Source(value) => ("来源", value),
                Annotation::Note { word, text } => {
                    if matches!(word.as_str(), "说明" | "附注") {
                        let location = paragraph.location.clone();
                        let description = format!("表下的“{word}”改印为“注”");
                        self.losses.add_elsewhere(location, description);
                    }
                    notes.push((*paragraph, text.as_str()));
                    continue;
                }
                Annotation::Figure(_) => continue,
            };
            self.add_attribute(&mut attributes, key, value, paragraph);
        }
        if let Some((first, _)) = notes.first().copied() {
            let text: Vec<&str> = notes.iter().map(|(_, text)| *text).collect();
            self.add_attribute(&mut attributes, "注", &text.join(" "), first);
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
        for (block, role) in draft.blocks[index..].iter().zip(&draft.roles[index..]) {
            let is_text = matches!(role, Role::Text | Role::StyledSentence);
            let Some(paragraph) = block.paragraph().filter(|_| is_text) else { break };
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

    /// Writes the items from `index` on, whose numbers were typed; gives how many there are.
    fn write_typed_list(&mut self, draft: &Draft, index: usize) -> usize {
        let mut items = Vec::new();
        for (block, role) in draft.blocks[index..].iter().zip(&draft.roles[index..]) {
            let (Some(paragraph), Role::Item(number)) = (block.paragraph(), role) else { break };
            let count = i64::from(number.count());
            let continues = items.last().is_none_or(|item: &Item| item.number == Some(count - 1));
            if number.form != NumberForm::Decimal || !continues {
                break;
            }

            self.losses.return_to(paragraph.location.clone());
            let runs = runs::skip_text(&paragraph.runs, number.length);
            let text = self.line(&runs, Room::Paragraph);
            items.push(Item { instance: TYPED_LIST, level: 0, number: Some(count), text });
        }

        self.counts.items += items.len();
        self.out.push(lists::write(&items).trim_end().to_owned());
        items.len()
    }
}
