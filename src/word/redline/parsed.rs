//! One of the two documents, taken apart: paragraphs, tables, notes, and what they refer to.

use super::super::{Package, Place};
use super::atoms::{Key, Paragraph};
use super::pairing::Token;
use crate::ooxml::{Budget, Element, Limits, Node, Part, Relations, parse, read_relations};
use std::collections::BTreeMap;

/// A paragraph or a table.
#[derive(Debug, Clone)]
pub(super) enum Block<'a> {
    Paragraph(Box<Paragraph<'a>>),
    Table(Box<Table<'a>>),
    /// Anything else, kept as it is.
    Other(Element<'a>),
}

#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    /// Its properties and its columns.
    pub shell: Element<'a>,
    pub widths: Vec<u32>,
    pub rows: Vec<Row<'a>>,
}

#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    pub property: Option<Element<'a>>,
    pub cells: Vec<Cell<'a>>,
}

#[derive(Debug, Clone)]
pub(super) struct Cell<'a> {
    pub property: Option<Element<'a>>,
    pub blocks: Vec<Block<'a>>,
}

impl Row<'_> {
    /// Columns and joins of its cells: rows of one shape are compared cell by cell.
    pub fn shape(&self) -> String {
        let mut shape = String::new();
        for cell in &self.cells {
            shape.push_str(&format!("{}{} ", cell.span(), cell.merged().unwrap_or_default()));
        }
        shape
    }
}

impl Cell<'_> {
    /// Columns that it covers.
    pub fn span(&self) -> usize {
        let span = self.property.as_ref().and_then(|all| all.child_value("w:gridSpan"));
        span.and_then(|span| span.parse().ok()).unwrap_or(1)
    }

    /// How it is joined with cells above or below.
    pub fn merged(&self) -> Option<&str> {
        let merge = self.property.as_ref()?.child("w:vMerge")?;
        Some(merge.attribute("w:val").unwrap_or("continue"))
    }
}

/// The part that holds a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    /// word/document.xml.
    Body,
    /// word/footnotes.xml.
    Notes,
}

#[derive(Clone, Copy)]
pub(super) struct Documents<'c, 'a> {
    /// The one that is compared with.
    pub old: &'c ParsedDocument<'a>,
    /// The one as it is now.
    pub new: &'c ParsedDocument<'a>,
}

pub(super) struct ParsedDocument<'a> {
    pub parts: &'a [Part],
    /// The root of its body, without what that holds.
    pub root: Element<'a>,
    /// Paragraphs and tables with their places.
    pub blocks: Vec<(Place, Block<'a>)>,
    /// The same as they are written.
    pub raw: Vec<Element<'a>>,
    /// What stands behind them: the last section's properties.
    pub tail: Vec<Element<'a>>,
    pub note_root: Element<'a>,
    /// Notes by their ids.
    pub notes: BTreeMap<String, Vec<Block<'a>>>,
    body_relations: Relations,
    note_relations: Relations,
}

impl<'a> ParsedDocument<'a> {
    /// Takes a package apart.
    pub fn read(package: &'a Package) -> ParsedDocument<'a> {
        let parts = &package.parts;
        let mut root = part(parts, "word/document.xml");
        let note_root = part(parts, "word/footnotes.xml");
        let body_relations = relations(parts, "word/_rels/document.xml.rels");
        let note_relations = relations(parts, "word/_rels/footnotes.xml.rels");

        let mut children = Vec::new();
        if let Some(body) = root.child_mut("w:body") {
            children = std::mem::take(&mut body.children);
        }

        let (tail, raw): (Vec<Element<'a>>, Vec<Element<'a>>) = children
            .into_iter()
            .filter_map(Node::into_element)
            .flat_map(controlled)
            .partition(|child| child.name == "w:sectPr");

        let picture = |id: &str| bytes_number(parts, &body_relations, id);
        let mut places = package.places.iter().peekable();
        let mut current = Place::Cover;
        let mut blocks = Vec::with_capacity(raw.len());
        for (index, child) in raw.iter().enumerate() {
            while let Some((_, next)) = places.next_if(|(from, _)| *from <= index) {
                current = *next;
            }
            blocks.push((current, read_block(child, &picture)));
        }

        let picture = |id: &str| bytes_number(parts, &note_relations, id);
        let notes = note_root
            .elements()
            .map(|note| {
                let id = note.attribute("w:id").unwrap_or_default().to_owned();
                (id, note.elements().map(|child| read_block(child, &picture)).collect())
            })
            .collect();
        ParsedDocument {
            parts,
            root,
            blocks,
            raw,
            tail,
            note_root,
            notes,
            body_relations,
            note_relations,
        }
    }

    /// The relationships of a part.
    pub fn relations(&self, part: PartKind) -> &Relations {
        match part {
            PartKind::Body => &self.body_relations,
            PartKind::Notes => &self.note_relations,
        }
    }

    /// What a note says.
    pub fn note(&self, id: &str) -> String {
        self.notes.get(id).map(|blocks| blocks_text(blocks)).unwrap_or_default().trim().to_owned()
    }

    /// A block as something to be paired.
    pub fn token(&self, block: &Block<'a>) -> Token {
        match block {
            Block::Paragraph(paragraph) => {
                let kind = format!("p{}", paragraph.style());
                Token::new(kind, self.comparable_text(paragraph), String::new())
            }
            Block::Table(table) => {
                let rows: Vec<String> =
                    table.rows.iter().map(|row| self.row_token(row).text).collect();
                let head = rows.first().cloned().unwrap_or_default();
                Token::new("t", rows.join("\n"), head)
            }
            Block::Other(element) => Token::new("o", element.to_xml(), String::new()),
        }
    }

    /// A row as something to be paired.
    pub fn row_token(&self, row: &Row<'a>) -> Token {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| {
                let lines = cell.blocks.iter().map(|block| self.token(block).text);
                lines.collect::<Vec<_>>().join("\n")
            })
            .collect();
        let head = cells.first().cloned().unwrap_or_default();
        Token::new(row.shape(), cells.join("\t"), head)
    }

    /// What a paragraph says, without numbers that Word counts.
    fn comparable_text(&self, paragraph: &Paragraph<'a>) -> String {
        let mut text = String::new();
        for atom in &paragraph.atoms {
            match &atom.key {
                Key::Character(character) | Key::Linked(character, _) => text.push(*character),
                Key::Note(id) => text.push_str(&format!("\u{2}{}", self.note(id))),
                Key::Picture(number) => text.push_str(&format!("\u{3}{number:016x}")),
                Key::Number => text.push('\u{4}'),
                Key::Reference(..) => text.push('\u{5}'),
                Key::Other(content) => text.push_str(content),
            }
        }
        text
    }
}

/// What blocks say, in one line.
pub(super) fn blocks_text(blocks: &[Block<'_>]) -> String {
    let lines = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text()),
        Block::Table(table) => Some(table.rows.iter().map(row_text).collect::<Vec<_>>().join("；")),
        Block::Other(_) => None,
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a row says, in one line.
pub(super) fn row_text(row: &Row<'_>) -> String {
    let cells: Vec<String> = row.cells.iter().map(|cell| blocks_text(&cell.blocks)).collect();
    cells.join("｜")
}

pub(super) fn part<'a>(parts: &'a [Part], name: &'a str) -> Element<'a> {
    let part = parts.iter().find(|part| part.name == name);
    let text = part.and_then(|part| std::str::from_utf8(&part.bytes).ok());
    // `finish` has written it: it is well-formed.
    text.and_then(|text| parse(name, text).ok()).unwrap_or_default()
}

/// Targets as they are written: as seen from the folder of both parts.
fn relations(parts: &[Part], name: &str) -> Relations {
    let part = parts.iter().find(|part| part.name == name);
    let text = part.and_then(|part| std::str::from_utf8(&part.bytes).ok()).unwrap_or_default();
    read_relations(name, text, "", &mut Budget::new(&Limits::TRUSTED)).unwrap_or_default()
}

/// A number that tells the bytes of pictures apart (FNV-1a).
fn bytes_number(parts: &[Part], relations: &Relations, id: &str) -> u64 {
    let Some(relation) = relations.get(id) else {
        return 0;
    };
    let name = format!("word/{}", relation.target);
    let Some(part) = parts.iter().find(|part| part.name == name) else {
        return 0;
    };
    part.bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn read_block<'a>(element: &Element<'a>, picture: &dyn Fn(&str) -> u64) -> Block<'a> {
    match element.name.as_ref() {
        "w:p" => Block::Paragraph(Box::new(Paragraph::read(element, picture))),
        "w:tbl" => Block::Table(Box::new(read_table(element, picture))),
        _ => Block::Other(element.clone()),
    }
}

fn read_table<'a>(table: &Element<'a>, picture: &dyn Fn(&str) -> u64) -> Table<'a> {
    let mut shell = table.clone();
    shell.retain(|child| child.name != "w:tr");
    let columns = table.child("w:tblGrid").map(|grid| {
        let width = |column: &Element<'_>| column.attribute("w:w").and_then(|w| w.parse().ok());
        grid.elements().map(|column| width(column).unwrap_or(0)).collect()
    });

    let rows = table.elements().filter(|child| child.name == "w:tr").map(|row| Row {
        property: row.child("w:trPr").cloned(),
        cells: row
            .elements()
            .filter(|child| child.name == "w:tc")
            .map(|cell| Cell {
                property: cell.child("w:tcPr").cloned(),
                blocks: cell_blocks(cell, picture),
            })
            .collect(),
    });
    Table { widths: columns.unwrap_or_default(), rows: rows.collect(), shell }
}

/// The blocks of a cell. Bookmarks before a paragraph, as a section's first table has them, begin it.
fn cell_blocks<'a>(cell: &Element<'a>, picture: &dyn Fn(&str) -> u64) -> Vec<Block<'a>> {
    let mut bookmarks = Vec::new();
    let mut blocks = Vec::new();
    for child in cell.elements() {
        match child.name.as_ref() {
            "w:tcPr" => {}
            "w:bookmarkStart" => bookmarks.push(Node::Element(child.clone())),
            "w:p" if !bookmarks.is_empty() => {
                let mut paragraph = child.clone();
                let start = usize::from(paragraph.child("w:pPr").is_some());
                paragraph.children.splice(start..start, bookmarks.drain(..));
                blocks.push(read_block(&paragraph, picture));
            }
            _ => blocks.push(read_block(child, picture)),
        }
    }
    blocks
}

/// What a content control holds, in its place: the contents are compared like all else.
fn controlled(mut element: Element<'_>) -> Vec<Element<'_>> {
    let content = if element.name == "w:sdt" { element.child_mut("w:sdtContent") } else { None };
    match content {
        Some(content) => {
            let children = std::mem::take(&mut content.children);
            children.into_iter().filter_map(Node::into_element).collect()
        }
        None => vec![element],
    }
}
