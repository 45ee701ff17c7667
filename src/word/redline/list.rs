//! The list of changes as a section of the document, so that it looks like the rest.
//!
//! In: changes and both documents. Out: a section on landscape pages: what is compared, the counts,
//! a table with section, author, place, kind, old and new text. Its blocks have ids behind all others.

use super::{Change, ChangeKind, ChangeLocation, Version, Writers};
use crate::document::{
    Align, Block, BlockId, BlockKind, Cell, Column, Document, Heading, HeadingKind, Inline,
    InlineKind, Part, Row, Section, Table,
    places::{BlockPlace, places},
    visit,
};
use crate::source::Span;
use crate::word::Place;

/// Maximum number of changes listed one by one.
const MAX_LISTED: usize = 3_000;
/// Maximum number of characters of a text; a longer one is cut.
const MAX_TEXT: usize = 120;

/// What both states are called.
#[derive(Debug, Clone, Copy)]
pub struct Titles<'t> {
    /// The old one: `2018年5月送审稿`.
    pub old: &'t str,
    /// The new one.
    pub new: &'t str,
}

/// Makes the section; `span` stands for text that the program writes.
pub fn list(
    changes: &[Change],
    old: &Document,
    new: &Document,
    writers: &dyn Writers,
    titles: Titles<'_>,
    span: Span,
) -> Section {
    let (old_places, new_places) = (places(old), places(new));
    let mut maker = BlockMaker { span, next: first_id(new) };
    let whole = maker.take();
    let heading = Heading {
        level: 1,
        kind: HeadingKind::Unnumbered,
        number: String::new(),
        label: None,
        content: vec![maker.text("修改一览".to_owned())],
    };

    let mut blocks = vec![maker.block(BlockKind::Heading(heading))];
    let summary = vec![maker.text(summary(changes, titles))];
    blocks.push(maker.block(BlockKind::Paragraph(summary)));

    if !changes.is_empty() {
        let mut rows = Vec::new();
        for (index, change) in changes.iter().take(MAX_LISTED).enumerate() {
            let (section, place) = match change.place {
                Place::Block(id) => {
                    let places = match change.version {
                        Version::Old => &old_places,
                        Version::New => &new_places,
                    };
                    places.get(&id).map_or((String::new(), String::new()), |place| {
                        (place.section.clone(), description(place, change.location))
                    })
                }
                Place::Cover | Place::Contents => ("封面".to_owned(), String::new()),
            };
            rows.push(maker.row([
                (index + 1).to_string(),
                section,
                writers.writer(change.version, change.place),
                place,
                kind_label(change.kind).to_owned(),
                shortened(&change.old),
                shortened(&change.new),
            ]));
        }
        blocks.push(maker.table(rows));
    }

    if changes.len() > MAX_LISTED {
        let rest = format!("其余 {} 处没有列出，见正文中的修订。", changes.len() - MAX_LISTED);
        let rest = vec![maker.text(rest)];
        blocks.push(maker.block(BlockKind::Paragraph(rest)));
    }

    let landscape = Block { id: whole, span, kind: BlockKind::Landscape(blocks) };
    Section {
        id: "changes".to_owned(),
        title: "修改一览".to_owned(),
        parts: vec![Part { file: span.file, blocks: vec![landscape] }],
    }
}

/// The counts in words.
fn summary(changes: &[Change], titles: Titles<'_>) -> String {
    if changes.is_empty() {
        return format!("{}与{}相比，没有修改。", titles.new, titles.old);
    }
    let counted = |kind| {
        let count = changes.iter().filter(|change| change.kind == kind).count();
        (count > 0).then(|| format!("{} {count} 处", kind_label(kind)))
    };
    let kinds = [
        ChangeKind::Inserted,
        ChangeKind::Deleted,
        ChangeKind::Changed,
        ChangeKind::Moved,
        ChangeKind::Link,
        ChangeKind::Picture,
        ChangeKind::Format,
    ];

    let parts: Vec<String> = kinds.into_iter().filter_map(counted).collect();
    let (old, new, all) = (titles.old, titles.new, changes.len());
    format!("{new}与{old}相比，共有 {all} 处改动：{}。正文中以修订标出。", parts.join("，"))
}

fn kind_label(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Inserted => "增加",
        ChangeKind::Deleted => "删除",
        ChangeKind::Changed => "修改",
        ChangeKind::Format => "改格式",
        ChangeKind::Link => "改链接",
        ChangeKind::Picture => "换图片",
        ChangeKind::Moved => "移动",
    }
}

fn shortened(text: &str) -> String {
    let text = text.trim();
    let length = text.chars().count();
    if length <= MAX_TEXT {
        return text.to_owned();
    }
    let head: String = text.chars().take(MAX_TEXT * 2 / 3).collect();
    format!("{head}……（共 {length} 字）")
}

/// Where a change stands below its section.
fn description(place: &BlockPlace, location: ChangeLocation) -> String {
    let headings = place.headings.iter().map(|number| number.trim_end_matches('.'));
    let inner = match location {
        ChangeLocation::Text | ChangeLocation::Table => String::new(),
        ChangeLocation::Row(row) | ChangeLocation::Cell(row) => format!("第{row}行"),
        ChangeLocation::Note => "脚注".to_owned(),
    };
    format!("{}{}{inner}", headings.collect::<String>(), place.block)
}

/// The first id that no block has.
fn first_id(document: &Document) -> u32 {
    let mut last = 0;
    visit::whole_document(document, &mut |block| {
        if block.id != BlockId::UNSET {
            last = last.max(block.id.0);
        }
    });
    last + 1
}

/// Makes blocks with ids.
struct BlockMaker {
    span: Span,
    next: u32,
}

impl BlockMaker {
    fn take(&mut self) -> BlockId {
        let id = BlockId(self.next);
        self.next += 1;
        id
    }

    fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.take(), span: self.span, kind }
    }

    fn text(&self, text: String) -> Inline {
        Inline { span: self.span, kind: InlineKind::Text(text) }
    }

    fn row(&self, texts: [String; 7]) -> Row {
        let cells = texts.into_iter().map(|text| {
            let content = if text.is_empty() { Vec::new() } else { vec![self.text(text)] };
            Cell { span: self.span, columns: 1, rows: 1, content }
        });
        Row { span: self.span, cells: cells.collect() }
    }

    fn table(&mut self, body: Vec<Row>) -> Block {
        let head = ["序号", "栏目", "单位", "位置", "性质", "原文", "现文"].map(str::to_owned);
        let columns = [
            (Align::Center, 50),
            (Align::Left, 110),
            (Align::Left, 90),
            (Align::Left, 110),
            (Align::Center, 60),
            (Align::Left, 290),
            (Align::Left, 290),
        ];
        let table = Table {
            columns: columns.map(|(align, share)| Column { align, share }).into(),
            head: vec![self.row(head)],
            body,
            ..Table::default()
        };
        self.block(BlockKind::Table(Box::new(table)))
    }
}
