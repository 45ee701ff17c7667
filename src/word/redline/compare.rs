//! The comparison of two packages: body, then notes.

use super::imports::{Imports, replace};
use super::merger::{Merger, NoteUse, Placed};
use super::model::{Change, ChangeLocation, Version, Writers};
use super::parsed::{Documents, ParsedDocument, PartKind};
use super::revision_markup::{self, RevisionMarkup};
use crate::document::{BlockId, Date};
use crate::ooxml::{Element, Node, serialize};
use crate::word::finish::SectionStarts;
use crate::word::{Package, Place};
use std::collections::BTreeMap;

/// Marks in `new` what turns `old` into it. Blocks from `untracked` on are no part of the
/// comparison; `date` is the date of all changes.
pub fn redline(
    old: &Package,
    new: &Package,
    writers: &dyn Writers,
    date: Date,
    untracked: Option<BlockId>,
) -> (Package, Vec<Change>) {
    let (old_document, new_document) = (ParsedDocument::read(old), ParsedDocument::read(new));
    let mut merger = Merger {
        documents: Documents { old: &old_document, new: &new_document },
        writers,
        markup: RevisionMarkup::new(date),
        imports: Imports::default(),
        targets: BTreeMap::new(),
        notes: Vec::new(),
        changes: Vec::new(),
        part: PartKind::Body,
        place: (Version::New, Place::Cover),
        location: ChangeLocation::Text,
    };

    let body = merger.body(untracked);
    let notes = merger.all_notes();

    let mut parts = new.parts.clone();
    replace(&mut parts, "word/document.xml", body);
    replace(&mut parts, "word/footnotes.xml", notes);
    merger.imports.styles(merger.documents);
    merger.imports.add_to(&mut parts);
    (Package { parts, places: new.places.clone(), findings: None }, merger.changes)
}

/// What a block of a body is for the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Region {
    Cover,
    Text,
    /// The new document's, as it is.
    Untracked,
}

impl Region {
    fn of(place: Place, untracked: Option<BlockId>, behind_contents: bool) -> Region {
        match place {
            Place::Cover if behind_contents => Region::Text,
            Place::Cover => Region::Cover,
            Place::Contents => Region::Untracked,
            Place::Block(id) if untracked.is_some_and(|first| id >= first) => Region::Untracked,
            Place::Block(_) => Region::Text,
        }
    }
}

impl<'a> Merger<'a, '_> {
    /// word/document.xml.
    fn body(&mut self, untracked: Option<BlockId>) -> String {
        let Documents { old, new } = self.documents;
        let old_cover = placed(old, Region::Cover, None);
        let new_cover = placed(new, Region::Cover, untracked);
        let old_text = placed(old, Region::Text, None);
        let new_text = placed(new, Region::Text, untracked);

        // Names of bookmarks must be known before anything is written.
        let cover_steps = self.pair(&old_cover, &new_cover);
        let text_steps = self.pair(&old_text, &new_text);

        // The contents stand before the text, the list of changes behind it.
        let first_text = blocks_in(new, Region::Text, untracked).first().copied();
        let first_text = first_text.unwrap_or(new.raw.len());
        let (before, after): (Vec<usize>, Vec<usize>) =
            blocks_in(new, Region::Untracked, untracked)
                .into_iter()
                .partition(|index| *index < first_text);
        let raw = |blocks: Vec<usize>| blocks.into_iter().map(|index| new.raw[index].clone());

        let mut children = self.write(&cover_steps, &old_cover, &new_cover);
        children.extend(raw(before));
        children.extend(self.write(&text_steps, &old_text, &new_text));
        children.extend(raw(after));
        if children.last().is_some_and(|last| last.name == "w:tbl") {
            children.push(Element::new("w:p", &[]).with([revision_markup::thin()]));
        }

        children.extend(new.tail.iter().cloned());
        let mut section_starts = SectionStarts::default();
        children.iter_mut().for_each(|block| section_starts.pass(block));

        let mut root = new.root.clone();
        if let Some(body) = root.child_mut("w:body") {
            body.children = children.into_iter().map(Node::Element).collect();
        }
        serialize(&root)
    }

    /// word/footnotes.xml: the new document's notes with what changed in them, then the deleted ones.
    fn all_notes(&mut self) -> String {
        let Documents { old, new } = self.documents;
        self.part = PartKind::Notes;
        self.location = ChangeLocation::Note;
        let uses = std::mem::take(&mut self.notes).into_iter();
        let uses: BTreeMap<String, NoteUse> =
            uses.filter_map(|note_use| Some((note_use.new.clone()?, note_use))).collect();

        let mut root = new.note_root.clone();
        for note in root.elements_mut() {
            let id = note.attribute("w:id").unwrap_or_default().to_owned();
            let (Some(note_use), Some(blocks)) = (uses.get(&id), new.notes.get(&id)) else {
                continue;
            };
            self.enter(note_use.place.0, note_use.place.1);
            let content = match note_use.old.as_ref().and_then(|id| old.notes.get(id)) {
                Some(old_blocks) => self.inner(old_blocks, blocks),
                None => self.inner_only(blocks, Version::New),
            };
            note.children = content.into_iter().map(Node::Element).collect();
            unmark_last(note);
        }

        for (old_id, new_id) in self.imports.deleted_notes.clone() {
            let has_id = |note: &&Element<'_>| note.attribute("w:id") == Some(&old_id);
            let Some(mut note) = old.note_root.elements().find(has_id).cloned() else { continue };
            note.set("w:id", &new_id);
            self.import_references(&mut note);
            root.push(note);
        }
        serialize(&root)
    }

    /// Makes what a deleted note or picture refers to known in the new package.
    pub fn import_references(&mut self, element: &mut Element<'a>) {
        if element.name == "w:drawing" {
            self.imports.drawing(element);
        }
        element.retain(|child| !child.name.starts_with("w:bookmark"));

        for key in ["r:id", "r:embed"] {
            if let Some(id) = element.attribute(key).map(str::to_owned)
                && let Some(new_id) = self.imports.target(self.documents, self.part, &id)
            {
                element.set(key, &new_id);
            }
        }

        if let Some(anchor) = element.attribute("w:anchor").map(str::to_owned) {
            match self.targets.get(&anchor) {
                Some(target) => element.set("w:anchor", target),
                None => element.unset("w:anchor"),
            }
        }
        element.elements_mut().for_each(|child| self.import_references(child));
    }
}

/// Which blocks of a document belong to a region.
fn blocks_in(
    document: &ParsedDocument<'_>,
    region: Region,
    untracked: Option<BlockId>,
) -> Vec<usize> {
    let is_contents = |(place, _): &(Place, _)| *place == Place::Contents;
    let contents = document.blocks.iter().position(is_contents);
    let is_inside = |index: &usize| {
        let behind_contents = contents.is_some_and(|contents| *index > contents);
        Region::of(document.blocks[*index].0, untracked, behind_contents) == region
    };
    (0..document.blocks.len()).filter(is_inside).collect()
}

fn placed<'s, 'a>(
    document: &'s ParsedDocument<'a>,
    region: Region,
    untracked: Option<BlockId>,
) -> Vec<Placed<'s, 'a>> {
    let blocks = blocks_in(document, region, untracked).into_iter();
    blocks.map(|index| (document.blocks[index].0, &document.blocks[index].1)).collect()
}

/// A note's last paragraph ends with the note: its mark is no change of its own.
fn unmark_last(note: &mut Element<'_>) {
    let last = note.elements_mut().last().and_then(|last| last.child_mut("w:pPr"));
    let Some(property) = last else { return };
    if let Some(run) = property.child_mut("w:rPr") {
        run.retain(|child| !matches!(child.name.as_ref(), "w:ins" | "w:del"));
    }
    property.retain(|child| child.name != "w:rPr" || !child.children.is_empty());
}
