//! Both documents as one with marks: what is paired, what only one of them has.
//!
//! In: blocks of both sides. Out: elements for the new part, and what changed. Its state is what
//! spans paragraphs: ids, notes to be written, names of bookmarks.

use super::align::{Step, Token, align};
use super::atoms::Line;
use super::imports::Imports;
use super::pen::{Pen, thin};
use super::side::{Block, Home, Side, text};
use super::{Change, Kind, Spot, Story, Writers};
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
    /// Where its mark stands.
    pub place: (Story, Place),
}

/// State of one comparison.
pub(super) struct Merger<'a, 'c> {
    /// Both documents.
    pub sides: (&'c Side<'a>, &'c Side<'a>),
    pub writers: &'c dyn Writers,
    pub pen: Pen,
    pub imports: Imports<'a>,
    /// Bookmarks of the old document and what they are called in the new one.
    pub targets: BTreeMap<String, String>,
    pub notes: Vec<NoteUse>,
    pub changes: Vec<Change>,
    /// The part that is being written.
    pub home: Home,
    /// What the change being written belongs to.
    pub place: (Story, Place),
    pub spot: Spot,
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
        let tokens = |side: &Side<'a>, blocks: &[Placed<'_, 'a>]| -> Vec<Token> {
            blocks.iter().map(|(_, block)| side.token(block)).collect()
        };
        let steps = match (old, new) {
            // A cell's only paragraph is what became of the other's.
            ([(_, Block::Line(_))], [(_, Block::Line(_))]) => vec![Step::Both(0, 0)],
            _ => align(&tokens(self.sides.0, old), &tokens(self.sides.1, new)),
        };
        for step in &steps {
            if let Step::Both(x, y) = step {
                self.same(old[*x].1, new[*y].1);
            }
        }
        steps
    }

    fn same(&mut self, old: &Block<'a>, new: &Block<'a>) {
        let (Block::Line(old), Block::Line(new)) = (old, new) else { return };
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
            match step {
                Step::Both(x, y) => {
                    self.enter(Story::New, new[*y].0);
                    let elements = self.both(old[*x].1, new[*y].1);
                    elements.into_iter().for_each(|one| self.push(&mut column, one, Story::New));
                }
                Step::Old(x) => {
                    self.enter(Story::Old, old[*x].0);
                    if let Some(element) = self.only(old[*x].1, Story::Old) {
                        self.push(&mut column, element, Story::Old);
                    }
                }
                Step::New(y) => {
                    self.enter(Story::New, new[*y].0);
                    if let Some(element) = self.only(new[*y].1, Story::New) {
                        self.push(&mut column, element, Story::New);
                    }
                }
            }
        }
        column.end_section();
        column.out
    }

    /// Blocks of cells and notes, which have no places of their own.
    pub fn inner(&mut self, old: &[Block<'a>], new: &[Block<'a>]) -> Vec<Element<'a>> {
        let here = self.place;
        let placed = |blocks: &[Block<'a>]| -> Vec<(Place, Block<'a>)> {
            blocks.iter().map(|block| (here.1, block.clone())).collect()
        };
        let (old, new) = (placed(old), placed(new));
        let old: Vec<Placed<'_, 'a>> = old.iter().map(|(place, block)| (*place, block)).collect();
        let new: Vec<Placed<'_, 'a>> = new.iter().map(|(place, block)| (*place, block)).collect();
        let steps = self.pair(&old, &new);
        let written = self.write(&steps, &old, &new);
        self.enter(here.0, here.1);
        written
    }

    /// Blocks that only one of the documents has.
    pub fn inner_only(&mut self, blocks: &[Block<'a>], story: Story) -> Vec<Element<'a>> {
        let mut column = Column::default();
        for block in blocks {
            if let Some(element) = self.marked(block, story) {
                self.push(&mut column, element, story);
            }
        }
        column.out
    }

    /// What follows belongs to a place and to its author.
    pub fn enter(&mut self, story: Story, place: Place) {
        self.place = (story, place);
        self.pen.author = self.writers.writer(story, place);
    }

    fn push(&mut self, column: &mut Column<'a>, element: Element<'a>, story: Story) {
        match story {
            Story::Old => column.hold_section(),
            Story::New => column.end_section(),
        }
        let table = |element: &Element<'_>| element.name == "w:tbl";
        if table(&element) && column.out.last().is_some_and(table) {
            column.out.push(self.pen.separator());
        }
        column.out.push(element);
    }

    fn both(&mut self, old: &Block<'a>, new: &Block<'a>) -> Vec<Element<'a>> {
        match (old, new) {
            (Block::Line(old), Block::Line(new)) => vec![self.both_lines(old, new)],
            (Block::Table(old), Block::Table(new)) => self.both_tables(old, new),
            (_, Block::Other(element)) => vec![element.clone()],
            // Only things of one kind are paired.
            (_, new) => self.marked(new, Story::New).into_iter().collect(),
        }
    }

    /// A block of the body that only one document has.
    fn only(&mut self, block: &Block<'a>, story: Story) -> Option<Element<'a>> {
        let said = match block {
            Block::Line(line) => line.text(),
            Block::Table(grid) => format!("表格（{} 行）：{}", grid.rows.len(), first_row(grid)),
            Block::Other(_) => String::new(),
        };
        let spot = match block {
            Block::Table(_) => Spot::Table,
            Block::Line(_) | Block::Other(_) => self.spot,
        };
        if !said.trim().is_empty() {
            self.note_change(spot, story, said);
        }
        self.marked(block, story)
    }

    fn marked(&mut self, block: &Block<'a>, story: Story) -> Option<Element<'a>> {
        match block {
            Block::Line(line) => Some(self.only_line(line, story)),
            Block::Table(grid) => Some(self.only_table(grid, story)),
            Block::Other(element) => (story == Story::New).then(|| element.clone()),
        }
    }

    /// Notes what only one document has.
    pub fn note_change(&mut self, spot: Spot, story: Story, said: String) {
        let (kind, old, new) = match story {
            Story::Old => (Kind::Deleted, said, String::new()),
            Story::New => (Kind::Inserted, String::new(), said),
        };
        let (story, place) = self.place;
        self.changes.push(Change { story, place, spot, kind, old, new });
    }

    /// Notes what says something else.
    pub fn note_edit(&mut self, spot: Spot, kind: Kind, old: String, new: String) {
        let (story, place) = self.place;
        self.changes.push(Change { story, place, spot, kind, old, new });
    }

    /// A line's properties in the new document.
    pub fn property(&mut self, line: &Line<'a>, story: Story) -> Option<Element<'a>> {
        let mut property = line.property.clone()?;
        if story == Story::New {
            return Some(property);
        }
        property.children.retain(|child| match child {
            Node::Element(child) => child.name != "w:sectPr",
            Node::Text(_) => true,
        });
        if let Some(number) = property.child_mut("w:numPr").and_then(|all| all.child_mut("w:numId"))
        {
            let id = number.attribute("w:val").unwrap_or_default().to_owned();
            let own = if id == "0" { None } else { self.imports.number(self.sides, &id) };
            number.set("w:val", &own.unwrap_or_else(|| "0".to_owned()));
        }
        Some(property)
    }
}

fn first_row(grid: &super::side::Grid<'_>) -> String {
    let cells = grid.rows.first().map(|row| row.cells.iter().map(|cell| text(&cell.blocks)));
    cells.map(|cells| cells.collect::<Vec<_>>().join("｜")).unwrap_or_default()
}

impl<'a> Column<'a> {
    /// Takes a section's end away from its last paragraph, where deleted ones follow: they belong
    /// to that section's pages.
    fn hold_section(&mut self) {
        let Some(property) = self.out.last_mut().and_then(|last| last.child_mut("w:pPr")) else {
            return;
        };
        let own = |node: &Node<'a>| matches!(node, Node::Element(one) if one.name == "w:sectPr");
        if let Some(at) = property.children.iter().position(own)
            && let Node::Element(section) = property.children.remove(at)
        {
            self.section = Some(section);
        }
    }

    /// Ends the section in a line of its own.
    fn end_section(&mut self) {
        if let Some(section) = self.section.take() {
            let mut property = thin();
            property.children.push(Node::Element(section));
            self.out.push(Element::new("w:p", &[]).with([property]));
        }
    }
}
