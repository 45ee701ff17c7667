//! Both documents as one with marks: what is paired, what only one of them has.
//!
//! In: blocks of both documents. Out: elements for the new part, and what changed. Its state is what
//! spans paragraphs: ids, notes to be written, names of bookmarks.

use super::atoms::Paragraph;
use super::imports::Imports;
use super::pairing::{Step, Token, align};
use super::parsed::{Block, Documents, ParsedDocument, PartKind, row_text};
use super::revision_markup::{RevisionMarkup, thin};
use super::{Change, ChangeKind, ChangeLocation, Version, Writers};
use crate::ooxml::{Element, Node};
use crate::word::Place;
use std::collections::BTreeMap;

/// A note that the body marks.
#[derive(Debug, Clone)]
pub(super) struct NoteUse {
    /// Its id in the old document.
    pub old: Option<String>,
    /// Its id in the new document.
    pub new: Option<String>,
    pub place: (Version, Place),
}

/// State of one comparison.
pub(super) struct Merger<'a, 'c> {
    pub documents: Documents<'c, 'a>,
    pub writers: &'c dyn Writers,
    pub markup: RevisionMarkup,
    pub imports: Imports<'a>,
    /// Bookmarks of the old document and what they are called in the new one.
    pub targets: BTreeMap<String, String>,
    pub notes: Vec<NoteUse>,
    pub changes: Vec<Change>,
    /// The part that is being written.
    pub part: PartKind,
    /// What the change being written belongs to.
    pub place: (Version, Place),
    pub location: ChangeLocation,
}

/// A block and where it comes from.
pub(super) type Placed<'s, 'a> = (Place, &'s Block<'a>);

/// Elements of a body, a note or a cell while they are written.
#[derive(Default)]
struct Column<'a> {
    out: Vec<Element<'a>>,
    /// Properties of a section whose last paragraph is followed by deleted ones.
    section: Option<Element<'a>>,
}

impl<'a, 'c> Merger<'a, 'c> {
    /// Pairs blocks and notes what bookmarks and lists became.
    pub fn pair(&mut self, old: &[Placed<'_, 'a>], new: &[Placed<'_, 'a>]) -> Vec<Step> {
        let tokens = |document: &ParsedDocument<'a>, blocks: &[Placed<'_, 'a>]| -> Vec<Token> {
            blocks.iter().map(|(_, block)| document.token(block)).collect()
        };

        let steps = match (old, new) {
            // A cell's only paragraph is what became of the other's.
            ([(_, Block::Paragraph(_))], [(_, Block::Paragraph(_))]) => vec![Step::Both(0, 0)],
            _ => align(&tokens(self.documents.old, old), &tokens(self.documents.new, new)),
        };

        for step in &steps {
            if let Step::Both(x, y) = step {
                self.connect(old[*x].1, new[*y].1);
            }
        }
        steps
    }

    /// Notes that bookmarks and the list of one are those of the other.
    fn connect(&mut self, old: &Block<'a>, new: &Block<'a>) {
        let (old, new) = match (old, new) {
            (Block::Paragraph(old), Block::Paragraph(new)) => (old, new),
            // A table's caption stands in its first row.
            (Block::Table(old), Block::Table(new)) => {
                let (Some(old), Some(new)) = (old.rows.first(), new.rows.first()) else { return };
                for (old, new) in old.cells.iter().zip(&new.cells) {
                    old.blocks
                        .iter()
                        .zip(&new.blocks)
                        .for_each(|(old, new)| self.connect(old, new));
                }
                return;
            }
            _ => return,
        };
        for kind in ["_Toc", "_Ref"] {
            let of_kind = |name: &&str| name.starts_with(kind);
            for (old, new) in old.names().filter(of_kind).zip(new.names().filter(of_kind)) {
                self.targets.insert(old.to_owned(), new.to_owned());
            }
        }

        if let (Some(old), Some(new)) = (old.number(), new.number()) {
            self.imports.same_list(old, new);
        }
    }

    /// Writes blocks by their steps.
    pub fn write(
        &mut self,
        steps: &[Step],
        old: &[Placed<'_, 'a>],
        new: &[Placed<'_, 'a>],
    ) -> Vec<Element<'a>> {
        let mut column = Column::default();
        for step in steps {
            let (version, elements) = match *step {
                Step::Both(x, y) => {
                    self.enter(Version::New, new[y].0);
                    (Version::New, self.both(old[x].1, new[y].1))
                }
                Step::Old(x) => (Version::Old, self.only(old[x], Version::Old)),
                Step::New(y) => (Version::New, self.only(new[y], Version::New)),
            };
            elements.into_iter().for_each(|one| self.push(&mut column, one, version));
        }

        column.end_section();
        column.out
    }

    /// Blocks of cells and notes, which have no places of their own.
    pub fn inner(&mut self, old: &[Block<'a>], new: &[Block<'a>]) -> Vec<Element<'a>> {
        let (version, place) = self.place;
        let old: Vec<Placed<'_, 'a>> = old.iter().map(|block| (place, block)).collect();
        let new: Vec<Placed<'_, 'a>> = new.iter().map(|block| (place, block)).collect();
        let steps = self.pair(&old, &new);
        let elements = self.write(&steps, &old, &new);
        self.enter(version, place);
        elements
    }

    /// Blocks that only one of the documents has.
    pub fn inner_only(&mut self, blocks: &[Block<'a>], version: Version) -> Vec<Element<'a>> {
        let mut column = Column::default();
        for block in blocks {
            if let Some(element) = self.marked(block, version) {
                self.push(&mut column, element, version);
            }
        }
        column.out
    }

    /// What follows belongs to a place and to its author.
    pub fn enter(&mut self, version: Version, place: Place) {
        self.place = (version, place);
        self.markup.author = self.writers.writer(version, place);
    }

    fn push(&mut self, column: &mut Column<'a>, element: Element<'a>, version: Version) {
        match version {
            Version::Old => column.hold_section(),
            Version::New => column.end_section(),
        }
        let is_table = |element: &Element<'_>| element.name == "w:tbl";
        if is_table(&element) && column.out.last().is_some_and(is_table) {
            column.out.push(self.markup.separator());
        }
        column.out.push(element);
    }

    fn both(&mut self, old: &Block<'a>, new: &Block<'a>) -> Vec<Element<'a>> {
        match (old, new) {
            (Block::Paragraph(old), Block::Paragraph(new)) => vec![self.both_paragraphs(old, new)],
            (Block::Table(old), Block::Table(new)) => self.both_tables(old, new),
            (_, Block::Other(element)) => vec![element.clone()],
            // Only things of one kind are paired.
            (_, new) => self.marked(new, Version::New).into_iter().collect(),
        }
    }

    /// A block of the body that only one document has.
    fn only(&mut self, placed: Placed<'_, 'a>, version: Version) -> Vec<Element<'a>> {
        let (place, block) = placed;
        self.enter(version, place);
        let (location, text) = match block {
            Block::Paragraph(paragraph) => (self.location, paragraph.text()),
            Block::Table(table) => {
                let first = table.rows.first().map(row_text).unwrap_or_default();
                let text = format!("表格（{} 行）：{first}", table.rows.len());
                (ChangeLocation::Table, text)
            }
            Block::Other(_) => (self.location, String::new()),
        };
        if !text.trim().is_empty() {
            self.note_change(location, version, text);
        }
        self.marked(block, version).into_iter().collect()
    }

    fn marked(&mut self, block: &Block<'a>, version: Version) -> Option<Element<'a>> {
        match block {
            Block::Paragraph(paragraph) => Some(self.only_paragraph(paragraph, version)),
            Block::Table(table) => Some(self.only_table(table, version)),
            Block::Other(element) => (version == Version::New).then(|| element.clone()),
        }
    }

    /// Notes what only one document has.
    pub fn note_change(&mut self, location: ChangeLocation, version: Version, text: String) {
        let (kind, old, new) = match version {
            Version::Old => (ChangeKind::Deleted, text, String::new()),
            Version::New => (ChangeKind::Inserted, String::new(), text),
        };
        self.note_edit(location, kind, old, new);
    }

    /// Notes what says something else.
    pub fn note_edit(
        &mut self,
        location: ChangeLocation,
        kind: ChangeKind,
        old: String,
        new: String,
    ) {
        let (version, place) = self.place;
        self.changes.push(Change { version, place, location, kind, old, new });
    }

    /// A paragraph's properties in the new document.
    pub fn property(&mut self, own: &Paragraph<'a>, version: Version) -> Option<Element<'a>> {
        let mut property = own.property.clone()?;
        if version == Version::New {
            return Some(property);
        }

        property.retain(|child| child.name != "w:sectPr");
        if let Some(number) = property.child_mut("w:numPr").and_then(|all| all.child_mut("w:numId"))
        {
            let id = number.attribute("w:val").unwrap_or_default().to_owned();
            let new_id = if id == "0" { None } else { self.imports.number(self.documents, &id) };
            number.set("w:val", &new_id.unwrap_or_else(|| "0".to_owned()));
        }
        Some(property)
    }
}

impl<'a> Column<'a> {
    /// Takes a section's end away from its last paragraph, where deleted ones follow: they belong
    /// to that section's pages.
    fn hold_section(&mut self) {
        let Some(property) = self.out.last_mut().and_then(|last| last.child_mut("w:pPr")) else {
            return;
        };
        if let Some(index) = property.children.iter().position(|node| node.is("w:sectPr"))
            && let Node::Element(section) = property.children.remove(index)
        {
            self.section = Some(section);
        }
    }

    /// Ends the section in a line of its own.
    fn end_section(&mut self) {
        if let Some(section) = self.section.take() {
            self.out.push(Element::new("w:p", &[]).with([thin().with([section])]));
        }
    }
}
