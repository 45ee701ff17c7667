//! Paragraphs with what changed in them.

use super::atoms::{Atom, Key, Paragraph, text_of};
use super::merger::{Merger, NoteUse};
use super::parsed::{Documents, ParsedDocument};
use super::revision_markup::as_deleted;
use super::{ChangeKind, ChangeLocation, Version, word_diff};
use crate::ooxml::{Element, Node};
use crate::source::Hunk;
use std::ops::Range;

/// A run or a bookmark on its way into a paragraph.
struct Piece<'a> {
    /// The link around it, without what that holds.
    link: Option<Element<'a>>,
    /// Whose it is alone.
    version: Option<Version>,
    node: Element<'a>,
}

/// Maximum number of atoms listed on either side of a change, of what stayed.
const MAX_CONTEXT: usize = 12;
/// A cell as short as this is listed whole.
const SHORT_CELL: usize = 40;

impl<'a> Merger<'a, '_> {
    /// A paragraph that both documents have.
    pub fn both_paragraphs(&mut self, old: &Paragraph<'a>, new: &Paragraph<'a>) -> Element<'a> {
        let (old_keys, new_keys) = self.keys(old, new);
        let old_keys: Vec<&Key> = old_keys.iter().collect();
        let new_keys: Vec<&Key> = new_keys.iter().collect();
        let hunks = word_diff::compare(&old_keys, &new_keys);
        self.list_changes(&hunks, old, new);

        let mut pieces = Vec::new();
        for hunk in &hunks {
            if hunk.equal {
                self.push_equal(&mut pieces, old, new, hunk);
            } else {
                self.push_only(&mut pieces, old, hunk.old.clone(), Version::Old);
                self.push_only(&mut pieces, new, hunk.new.clone(), Version::New);
            }
        }

        push_bookmarks(&mut pieces, new, new.atoms.len()..usize::MAX);
        let property = self.property(new, Version::New);
        self.assemble(property, pieces)
    }

    /// A paragraph that only one document has.
    pub fn only_paragraph(&mut self, own: &Paragraph<'a>, version: Version) -> Element<'a> {
        let mut pieces = Vec::new();
        self.push_only(&mut pieces, own, 0..own.atoms.len(), version);
        if version == Version::New {
            push_bookmarks(&mut pieces, own, own.atoms.len()..usize::MAX);
        }

        let property = self.property(own, version);
        let ends_section = property.as_ref().is_some_and(|all| all.child("w:sectPr").is_some());
        // A section's end can't be refused with its paragraph: the pages after it would change.
        let property = if ends_section {
            property
        } else {
            Some(self.markup.paragraph_mark(property, version))
        };
        self.assemble(property, pieces)
    }

    /// What atoms are equal to, in the new document's names.
    fn keys(&self, old: &Paragraph<'a>, new: &Paragraph<'a>) -> (Vec<Key>, Vec<Key>) {
        let Documents { old: old_document, new: new_document } = self.documents;
        // Characters are told apart by their links only where any of those changed.
        let has_other_links = self.addresses(old_document, old, &old.atoms)
            != self.addresses(new_document, new, &new.atoms);
        let address = |document: &ParsedDocument<'a>, own: &Paragraph<'a>, atom: &Atom<'a>| {
            has_other_links.then(|| self.address(document, own, atom)).flatten()
        };

        let old_key = |atom: &Atom<'a>| match &atom.key {
            Key::Character(character) => {
                character_key(*character, address(old_document, old, atom))
            }
            Key::Reference(code, target) => {
                let target = match self.targets.get(target) {
                    Some(target) => target.clone(),
                    None => format!("\u{1}{target}"),
                };
                Key::Reference(code.clone(), target)
            }
            Key::Note(id) => note_key(old_document.note(id), new_document, new),
            other => other.clone(),
        };
        let new_key = |atom: &Atom<'a>| match &atom.key {
            Key::Character(character) => {
                character_key(*character, address(new_document, new, atom))
            }
            Key::Note(id) => note_key(new_document.note(id), old_document, old),
            other => other.clone(),
        };
        (old.atoms.iter().map(old_key).collect(), new.atoms.iter().map(new_key).collect())
    }

    /// Where the link around an atom leads, if that is outside.
    fn address(
        &self,
        document: &ParsedDocument<'a>,
        own: &Paragraph<'a>,
        atom: &Atom<'a>,
    ) -> Option<String> {
        let link = own.links.get(atom.link?)?;
        let relation = document.relations(self.part).get(link.attribute("r:id")?)?;
        relation.external.then(|| relation.target.clone())
    }

    /// What both have, as the new document has it.
    fn push_equal(
        &mut self,
        pieces: &mut Vec<Piece<'a>>,
        old: &Paragraph<'a>,
        new: &Paragraph<'a>,
        hunk: &Hunk,
    ) {
        let old_index = |index: usize| hunk.old.start + (index - hunk.new.start);
        let mut start = hunk.new.start;
        while start < hunk.new.end {
            push_bookmarks(pieces, new, start..start + 1);
            let before = properties(old, old_index(start));
            let (mut end, first) = (start + 1, &new.atoms[start]);
            while end < hunk.new.end
                && new.atoms[end].link == first.link
                && new.atoms[end].properties == first.properties
                && properties(old, old_index(end)) == before
                && !has_bookmark(new, end)
            {
                end += 1;
            }

            for index in start..end {
                if let Key::Note(new_id) = &new.atoms[index].key
                    && let Some(Key::Note(old_id)) =
                        old.atoms.get(old_index(index)).map(|atom| &atom.key)
                {
                    self.use_note(Some(old_id), Some(new_id));
                }
            }

            let is_reformatted =
                visible_properties(before) != visible_properties(properties(new, start));
            for mut run in new.runs(&new.atoms[start..end]) {
                if is_reformatted && run.child("w:t").is_some() {
                    self.markup.reformatted(&mut run, before);
                }
                let link = first.link.and_then(|link| new.links.get(link)).cloned();
                pieces.push(Piece { link, version: None, node: run });
            }
            start = end;
        }
    }

    /// What only one of them has.
    fn push_only(
        &mut self,
        pieces: &mut Vec<Piece<'a>>,
        own: &Paragraph<'a>,
        range: Range<usize>,
        version: Version,
    ) {
        let is_new = version == Version::New;
        let mut start = range.start;
        while start < range.end {
            if is_new {
                push_bookmarks(pieces, own, start..start + 1);
            }
            let link = own.atoms[start].link;
            let mut end = start + 1;
            while end < range.end
                && own.atoms[end].link == link
                && !(is_new && has_bookmark(own, end))
            {
                end += 1;
            }

            let link = link.and_then(|link| own.links.get(link)).cloned();
            let (link, runs) = match version {
                Version::New => {
                    own.atoms[start..end].iter().for_each(|atom| {
                        if let Key::Note(id) = &atom.key {
                            self.use_note(None, Some(id));
                        }
                    });
                    let mut atoms = own.atoms[start..end].to_vec();
                    atoms.iter_mut().for_each(uncontrol);
                    (link, own.runs(&atoms))
                }
                Version::Old => {
                    let link = link.and_then(|link| self.old_link(link));
                    (link, self.old_runs(own, start..end))
                }
            };
            let piece = |node| Piece { link: link.clone(), version: Some(version), node };
            pieces.extend(runs.into_iter().map(piece));
            start = end;
        }
    }

    fn use_note(&mut self, old: Option<&str>, new: Option<&str>) {
        self.notes.push(NoteUse {
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            place: self.place,
        });
    }

    /// A link of the old document; none where what it leads to is gone.
    fn old_link(&mut self, mut link: Element<'a>) -> Option<Element<'a>> {
        if let Some(anchor) = link.attribute("w:anchor") {
            let anchor = self.targets.get(anchor)?.clone();
            link.set("w:anchor", &anchor);
        }
        if let Some(id) = link.attribute("r:id").map(str::to_owned) {
            let id = self.imports.target(self.documents, self.part, &id)?;
            link.set("r:id", &id);
        }
        Some(link)
    }

    /// Deleted runs.
    fn old_runs(&mut self, own: &Paragraph<'a>, range: Range<usize>) -> Vec<Element<'a>> {
        let mut atoms = own.atoms[range].to_vec();
        for atom in &mut atoms {
            match atom.key.clone() {
                Key::Reference(_, target) => self.redirect_reference(atom, &target),
                Key::Note(id) => self.import_note(atom, &id),
                Key::Picture(_) => {
                    atom.runs.iter_mut().for_each(|run| self.import_references(run));
                }
                // Anything but a run may not stand in deleted text.
                Key::Other(_) => {
                    uncontrol(atom);
                    atom.runs.retain(|run| run.name == "w:r");
                }
                // A deleted field is counted until the deletion is accepted, and all captions after it
                // would show wrong numbers: its result stays, as words.
                Key::Number => atom.runs.retain(|run| run.child("w:t").is_some()),
                Key::Character(_) | Key::Linked(..) => {}
            }
        }

        atoms.retain(|atom| matches!(atom.key, Key::Character(_)) || !atom.runs.is_empty());

        let mut runs = own.runs(&atoms);
        runs.iter_mut().for_each(as_deleted);
        runs
    }

    /// A reference stays one where the new document has what it leads to; else it is words.
    fn redirect_reference(&self, atom: &mut Atom<'a>, target: &str) {
        let Some(new_target) = self.targets.get(target) else {
            atom.runs.retain(|run| run.child("w:t").is_some());
            return;
        };

        for code in atom.runs.iter_mut().filter_map(|run| run.child_mut("w:instrText")) {
            for node in &mut code.children {
                if let Node::Text(text) = node {
                    *text = text.replacen(target, new_target, 1).into();
                }
            }
        }
    }

    /// The mark of a deleted note; the note is kept under an id of its own.
    fn import_note(&mut self, atom: &mut Atom<'a>, id: &str) {
        let ids = self.documents.new.notes.keys().filter_map(|id| id.parse::<usize>().ok());
        let new_id = ids.max().unwrap_or(0) + 1 + self.imports.deleted_notes.len();
        let new_id = new_id.to_string();
        self.imports.deleted_notes.push((id.to_owned(), new_id.clone()));
        for run in &mut atom.runs {
            if let Some(mark) = run.child_mut("w:footnoteReference") {
                mark.set("w:id", &new_id);
            }
        }
        self.use_note(Some(id), None);
    }

    /// A paragraph of pieces, those of one version and one link together.
    fn assemble(&mut self, property: Option<Element<'a>>, pieces: Vec<Piece<'a>>) -> Element<'a> {
        let mut paragraph = Element::new("w:p", &[]).with(property);
        let mut pieces = pieces.into_iter().peekable();
        while let Some(first) = pieces.next() {
            let Piece { link, version, node } = first;
            let mut nodes = vec![Node::Element(node)];
            while let Some(next) =
                pieces.next_if(|next| next.link == link && next.version == version)
            {
                nodes.push(Node::Element(next.node));
            }

            if let Some(version) = version {
                let mut mark = self.markup.of_version(version);
                mark.children = nodes;
                nodes = vec![Node::Element(mark)];
            }
            match (link, paragraph.children.last_mut()) {
                (Some(link), Some(Node::Element(last)))
                    if last.name == link.name && last.attributes == link.attributes =>
                {
                    last.children.extend(nodes);
                }
                (Some(mut link), _) => {
                    link.children = nodes;
                    paragraph.push(link);
                }
                (None, _) => paragraph.children.extend(nodes),
            }
        }
        paragraph
    }

    /// Lists what changed in a paragraph, with a few words around.
    fn list_changes(&mut self, hunks: &[Hunk], old: &Paragraph<'a>, new: &Paragraph<'a>) {
        if hunks.iter().all(|hunk| hunk.equal) {
            self.list_formats(old, new);
            return;
        }

        let is_short = |text: &str| text.chars().count() <= SHORT_CELL;
        let (old_text, new_text) = (old.text(), new.text());
        if matches!(self.location, ChangeLocation::Cell(_))
            && is_short(&old_text)
            && is_short(&new_text)
        {
            let whole = Hunk { equal: false, old: 0..old.atoms.len(), new: 0..new.atoms.len() };
            self.list_change(old, new, &whole);
            return;
        }

        // Changes whose clauses meet are listed as one.
        let mut open: Option<Hunk> = None;
        for (index, hunk) in hunks.iter().enumerate().filter(|(_, hunk)| !hunk.equal) {
            let before = index
                .checked_sub(1)
                .map_or(0, |before| clause_end(&new.atoms[hunks[before].new.clone()]));
            let after =
                hunks.get(index + 1).map_or(0, |next| clause_start(&new.atoms[next.new.clone()]));
            let old_range = hunk.old.start - before..hunk.old.end + after;
            let new_range = hunk.new.start - before..hunk.new.end + after;

            let joined = match open.take() {
                Some(last)
                    if last.new.end >= new_range.start && last.old.end >= old_range.start =>
                {
                    Hunk {
                        equal: false,
                        old: last.old.start..old_range.end,
                        new: last.new.start..new_range.end,
                    }
                }
                last => {
                    last.iter().for_each(|last| self.list_change(old, new, last));
                    Hunk { equal: false, old: old_range, new: new_range }
                }
            };
            open = Some(joined);
        }
        open.iter().for_each(|last| self.list_change(old, new, last));
    }

    fn list_change(&mut self, old: &Paragraph<'a>, new: &Paragraph<'a>, hunk: &Hunk) {
        let (old_atoms, new_atoms) = (&old.atoms[hunk.old.clone()], &new.atoms[hunk.new.clone()]);
        let (mut old_text, mut new_text) = (text_of(old_atoms), text_of(new_atoms));
        let mut kind = ChangeKind::Changed;

        // Where the words are the same, what changed behind them is told.
        let (old_pictures, new_pictures) = (pictures(old_atoms), pictures(new_atoms));
        if old_text == new_text && old_pictures != new_pictures {
            kind = ChangeKind::Picture;
            (old_text, new_text) = (picture_words(old_atoms), picture_words(new_atoms));
            if old_text == new_text {
                new_text.push_str("（另一张）");
            }
        }

        let Documents { old: old_document, new: new_document } = self.documents;
        let old_addresses = self.addresses(old_document, old, old_atoms);
        let new_addresses = self.addresses(new_document, new, new_atoms);
        if old_addresses != new_addresses {
            if old_text == new_text {
                kind = ChangeKind::Link;
            }
            old_text.push_str(&address_words(&old_addresses));
            new_text.push_str(&address_words(&new_addresses));
        }
        self.note_edit(self.location, kind, old_text, new_text);
    }

    /// The addresses that atoms lead to, each once after the other.
    fn addresses(
        &self,
        document: &ParsedDocument<'a>,
        own: &Paragraph<'a>,
        atoms: &[Atom<'a>],
    ) -> Vec<String> {
        let mut addresses: Vec<String> =
            atoms.iter().filter_map(|atom| self.address(document, own, atom)).collect();
        addresses.dedup();
        addresses
    }

    fn list_formats(&mut self, old: &Paragraph<'a>, new: &Paragraph<'a>) {
        let is_reformatted = |index: &usize| {
            matches!(new.atoms[*index].key, Key::Character(_))
                && visible_properties(properties(old, *index))
                    != visible_properties(properties(new, *index))
        };

        let changed: Vec<usize> = (0..new.atoms.len()).filter(is_reformatted).collect();
        for run in changed.chunk_by(|a, b| a + 1 == *b) {
            if let [first, ..] = run {
                let text = text_of(&new.atoms[*first..first + run.len()]);
                self.note_edit(self.location, ChangeKind::Format, text.clone(), text);
            }
        }
    }
}

/// A task's box as what it shows: of a control, programs differ on what a mark around it means.
fn uncontrol(atom: &mut Atom<'_>) {
    let runs = std::mem::take(&mut atom.runs);
    for run in runs {
        match run.child("w:sdtContent").filter(|_| run.name == "w:sdt") {
            Some(content) => atom.runs.extend(content.elements().cloned()),
            None => atom.runs.push(run),
        }
    }
}

/// What tells the pictures among atoms apart.
fn pictures(atoms: &[Atom<'_>]) -> Vec<u64> {
    let number = |atom: &Atom<'_>| match atom.key {
        Key::Picture(number) => Some(number),
        _ => None,
    };
    atoms.iter().filter_map(number).collect()
}

/// English Metric Units in a millimetre.
const EMU_PER_MM: u64 = 36_000;

/// What atoms say, pictures with what they show and their size.
fn picture_words(atoms: &[Atom<'_>]) -> String {
    let mut words = String::new();
    for atom in atoms {
        let drawing = match atom.key {
            Key::Picture(_) => atom.runs.iter().find_map(|run| run.child("w:drawing")),
            _ => None,
        };
        let Some(drawing) = drawing else {
            words.push_str(&text_of(std::slice::from_ref(atom)));
            continue;
        };

        let shown = drawing.descendant("wp:docPr").and_then(|all| all.attribute("descr"));
        let size = drawing.descendant("wp:extent").and_then(|extent| {
            let millimetres = |key| Some(extent.attribute(key)?.parse::<u64>().ok()? / EMU_PER_MM);
            Some(format!("{}×{} 毫米", millimetres("cx")?, millimetres("cy")?))
        });
        let parts: Vec<&str> = shown.into_iter().chain(size.as_deref()).collect();
        words.push_str(&format!("〔图：{}〕", parts.join("，")));
    }
    words
}

/// Addresses as the list shows them.
fn address_words(addresses: &[String]) -> String {
    if addresses.is_empty() {
        "（没有链接）".to_owned()
    } else {
        format!("（链接：{}）", addresses.join("、"))
    }
}

/// What a character is equal to: within a link, one that leads to the same address.
fn character_key(character: char, address: Option<String>) -> Key {
    match address {
        Some(address) => Key::Linked(character, address),
        None => Key::Character(character),
    }
}

/// What a note's mark is equal to: the note's text, where a mark in the other paragraph has a note of the
/// same text. A note that says something else now is still the note at this point.
fn note_key(text: String, other_document: &ParsedDocument<'_>, other: &Paragraph<'_>) -> Key {
    let is_in_both = other.atoms.iter().any(|atom| match &atom.key {
        Key::Note(id) => other_document.note(id) == text,
        _ => false,
    });
    Key::Note(if is_in_both { text } else { String::new() })
}

/// How many atoms before a change belong to its clause.
fn clause_end(atoms: &[Atom<'_>]) -> usize {
    atoms.iter().rev().take(MAX_CONTEXT).take_while(|atom| !ends_clause(atom)).count()
}

/// How many atoms after a change belong to its clause.
fn clause_start(atoms: &[Atom<'_>]) -> usize {
    atoms.iter().take(MAX_CONTEXT).take_while(|atom| !ends_clause(atom)).count()
}

fn ends_clause(atom: &Atom<'_>) -> bool {
    matches!(atom.key, Key::Character('，' | '。' | '；' | '：' | '！' | '？'))
}

fn push_bookmarks<'a>(pieces: &mut Vec<Piece<'a>>, own: &Paragraph<'a>, atoms: Range<usize>) {
    let bookmarks = own.marks.iter().filter(|(atom, _)| atoms.contains(atom));
    pieces.extend(bookmarks.map(|(_, mark)| Piece {
        link: None,
        version: None,
        node: mark.clone(),
    }));
}

fn has_bookmark(own: &Paragraph<'_>, atom: usize) -> bool {
    own.marks.iter().any(|(before, _)| *before == atom)
}

/// The properties of an atom's run.
fn properties<'s, 'a>(own: &'s Paragraph<'a>, atom: usize) -> Option<&'s Element<'a>> {
    own.atoms.get(atom).and_then(|atom| own.run_properties.get(atom.properties)?.as_ref())
}

/// Properties of a run that a reader sees: in which face its characters are set follows from these.
fn visible_properties<'a>(properties: Option<&Element<'a>>) -> Option<Element<'a>> {
    let mut visible = properties?.clone();
    visible.retain(|child| {
        child.name != "w:rFonts" || child.attributes.iter().any(|(key, _)| key != "w:hint")
    });
    (!visible.children.is_empty()).then_some(visible)
}
