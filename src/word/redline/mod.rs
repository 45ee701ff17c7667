//! Two Word packages as one whose tracked changes turn the first into the second.
//!
//! In: packages that `write` made of two states of a document. Out: the second with insertions and
//! deletions marked, and a list of them. It works on the parts' XML, which is our own: accepting all
//! gives the second document's text, refusing all the first's. The contents, and numbers that Word
//! counts, are the second's.

mod align;
mod atoms;
mod imports;
mod lines;
mod list;
mod merger;
mod pen;
mod side;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use list::{Titles, list};

use super::{Package, Place};
use crate::document::{BlockId, Date};
use crate::ooxml::{Element, Node, serialize};
use align::Step;
use imports::{Imports, replace};
use merger::{Merger, NoteUse, Placed};
use pen::Pen;
use side::{Home, Side};
use std::collections::BTreeMap;

/// Which of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// The one that is compared with.
    Old,
    /// The one as it is now.
    New,
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only the new document has it.
    Inserted,
    /// Only the old document has it.
    Deleted,
    /// It says something else.
    Changed,
    /// It says the same in another look.
    Format,
}

/// Where in a block a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// Its text.
    Text,
    /// A row of a table, from 1; of the old table where the row is gone.
    Row(usize),
    /// A cell in this row of a table, from 1.
    Cell(usize),
    /// The whole table.
    Table,
    /// A note that is marked there.
    Note,
}

/// A change, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The document whose block [`Change::place`] is.
    pub story: Story,
    /// The block.
    pub place: Place,
    /// Where in the block.
    pub spot: Spot,
    /// What it does.
    pub kind: Kind,
    /// What it said, in one line.
    pub old: String,
    /// What it says.
    pub new: String,
}

/// Knows who writes what.
pub trait Writers {
    /// The author of what stands at a place of one of the documents.
    fn writer(&self, story: Story, place: Place) -> String;
}

/// Marks in `new` what turns `old` into it. Blocks from `untracked` on are no part of the
/// comparison; `date` is the date of all changes.
pub fn redline(
    old: &Package,
    new: &Package,
    writers: &dyn Writers,
    date: Date,
    untracked: Option<BlockId>,
) -> (Package, Vec<Change>) {
    let sides = (&Side::read(old), &Side::read(new));
    let mut merger = Merger {
        sides,
        writers,
        pen: Pen::new(date),
        imports: Imports::default(),
        targets: BTreeMap::new(),
        notes: Vec::new(),
        changes: Vec::new(),
        home: Home::Body,
        place: (Story::New, Place::Cover),
        spot: Spot::Text,
    };
    let body = merger.body(untracked);
    let notes = merger.all_notes();
    let mut parts = new.parts.clone();
    replace(&mut parts, "word/document.xml", body);
    replace(&mut parts, "word/footnotes.xml", notes);
    merger.imports.add_to(&mut parts);
    (Package { parts, places: new.places.clone(), findings: None }, merger.changes)
}

/// What a stretch of a body is for the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stretch {
    Cover,
    Text,
    /// The second document's, as it is.
    Left,
}

fn stretch(place: Place, from: Option<BlockId>, title: bool) -> Stretch {
    match place {
        Place::Cover if title => Stretch::Text,
        Place::Cover => Stretch::Cover,
        Place::Contents => Stretch::Left,
        Place::Block(id) if from.is_some_and(|from| id >= from) => Stretch::Left,
        Place::Block(_) => Stretch::Text,
    }
}

impl<'a> Merger<'a, '_> {
    /// word/document.xml.
    fn body(&mut self, untracked: Option<BlockId>) -> String {
        let (old, new) = self.sides;
        let cover = (placed(old, Stretch::Cover, None), placed(new, Stretch::Cover, untracked));
        let text = (placed(old, Stretch::Text, None), placed(new, Stretch::Text, untracked));
        // Names of bookmarks must be known before anything is written.
        let cover_steps: Vec<Step> = self.pair(&cover.0, &cover.1);
        let text_steps: Vec<Step> = self.pair(&text.0, &text.1);
        let first =
            standing(new, Stretch::Text, untracked).first().copied().unwrap_or(new.raw.len());
        let (before, after): (Vec<usize>, Vec<usize>) =
            standing(new, Stretch::Left, untracked).into_iter().partition(|at| *at < first);
        let raw = |places: Vec<usize>| places.into_iter().map(|at| new.raw[at].clone());
        let mut children = self.write(&cover_steps, &cover.0, &cover.1);
        children.extend(raw(before));
        children.extend(self.write(&text_steps, &text.0, &text.1));
        children.extend(raw(after));
        if children.last().is_some_and(|last| last.name == "w:tbl") {
            children.push(Element::new("w:p", &[]).with([pen::thin()]));
        }
        children.extend(new.tail.iter().cloned());
        let mut root = new.root.clone();
        if let Some(body) = root.child_mut("w:body") {
            body.children = children.into_iter().map(Node::Element).collect();
        }
        serialize(&root)
    }

    /// word/footnotes.xml: the new document's notes with what changed in them, then the deleted ones.
    fn all_notes(&mut self) -> String {
        let (old, new) = self.sides;
        self.home = Home::Notes;
        self.spot = Spot::Note;
        let mut uses: BTreeMap<String, NoteUse> = BTreeMap::new();
        for one in std::mem::take(&mut self.notes) {
            if let Some(id) = one.new.clone() {
                uses.insert(id, one);
            }
        }
        let mut root = new.note_root.clone();
        for note in root.elements_mut() {
            let id = note.attribute("w:id").unwrap_or_default().to_owned();
            let (Some(used), Some(own)) = (uses.get(&id), new.notes.get(&id)) else { continue };
            self.enter(used.place.0, used.place.1);
            let content = match used.old.as_ref().and_then(|id| old.notes.get(id)) {
                Some(before) => self.inner(before, own),
                None => self.inner_only(own, Story::New),
            };
            note.children = content.into_iter().map(Node::Element).collect();
            unmark_last(note);
        }
        for (id, own) in self.imports.deleted_notes.clone() {
            let found = old.note_root.elements().find(|note| note.attribute("w:id") == Some(&id));
            let Some(mut note) = found.cloned() else { continue };
            note.set("w:id", &own);
            self.bring(&mut note);
            root.children.push(Node::Element(note));
        }
        serialize(&root)
    }

    /// Makes what a deleted note refers to known in the new package.
    fn bring(&mut self, element: &mut Element<'a>) {
        if element.name == "w:drawing" {
            self.imports.drawing(element);
        }
        element.children.retain(|node| match node {
            Node::Element(child) => !child.name.starts_with("w:bookmark"),
            Node::Text(_) => true,
        });
        for key in ["r:id", "r:embed"] {
            if let Some(id) = element.attribute(key).map(str::to_owned)
                && let Some(known) = self.imports.target(self.sides, Home::Notes, &id)
            {
                element.set(key, &known);
            }
        }
        if let Some(anchor) = element.attribute("w:anchor").map(str::to_owned) {
            match self.targets.get(&anchor) {
                Some(known) => element.set("w:anchor", known),
                None => element.unset("w:anchor"),
            }
        }
        element.elements_mut().for_each(|child| self.bring(child));
    }
}

/// Which blocks of a side belong to a stretch.
fn standing(side: &Side<'_>, wanted: Stretch, from: Option<BlockId>) -> Vec<usize> {
    let contents = side.blocks.iter().position(|(place, _)| *place == Place::Contents);
    let own = |at: &usize| {
        let behind = contents.is_some_and(|contents| *at > contents);
        stretch(side.blocks[*at].0, from, behind) == wanted
    };
    (0..side.blocks.len()).filter(own).collect()
}

fn placed<'s, 'a>(
    side: &'s Side<'a>,
    wanted: Stretch,
    from: Option<BlockId>,
) -> Vec<Placed<'s, 'a>> {
    let places = standing(side, wanted, from).into_iter();
    places.map(|at| (side.blocks[at].0, &side.blocks[at].1)).collect()
}

/// A note's last paragraph ends with the note: its mark is no change of its own.
fn unmark_last(note: &mut Element<'_>) {
    let last = note.elements_mut().last().and_then(|last| last.child_mut("w:pPr"));
    let Some(property) = last else { return };
    if let Some(run) = property.child_mut("w:rPr") {
        run.children.retain(|node| match node {
            Node::Element(child) => !matches!(child.name.as_ref(), "w:ins" | "w:del"),
            Node::Text(_) => true,
        });
    }
    property.children.retain(|node| match node {
        Node::Element(child) => child.name != "w:rPr" || !child.children.is_empty(),
        Node::Text(_) => true,
    });
}
