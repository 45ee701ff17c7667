//! Paragraphs with what changed in them.

use super::atoms::{Atom, Key, Line, shown};
use super::merger::{Merger, NoteUse};
use super::pen::as_deleted;
use super::words::{self, Stretch};
use super::{Kind, Spot, Story};
use crate::ooxml::{Element, Node};
use std::ops::Range;

/// A run or a bookmark on its way into a paragraph.
struct Piece<'a> {
    /// The link around it, without what that holds.
    link: Option<Element<'a>>,
    /// Whose it is alone.
    story: Option<Story>,
    node: Element<'a>,
}

/// So much of what stayed is told around a change.
const AROUND: usize = 12;
/// A cell as short as this is told whole.
const SHORT: usize = 40;

impl<'a> Merger<'a, '_> {
    /// A paragraph that both documents have.
    pub fn both_lines(&mut self, old: &Line<'a>, new: &Line<'a>) -> Element<'a> {
        let (old_keys, new_keys) = self.keys(old, new);
        let stretches = match old_keys == new_keys {
            true => vec![Stretch { equal: true, old: 0..old_keys.len(), new: 0..new_keys.len() }],
            false => {
                let rows =
                    (old_keys.iter().collect::<Vec<_>>(), new_keys.iter().collect::<Vec<_>>());
                words::compare(&rows.0, &rows.1)
            }
        };
        self.tell(&stretches, old, new);
        let mut pieces = Vec::new();
        for stretch in &stretches {
            if stretch.equal {
                self.kept(&mut pieces, old, new, stretch);
            } else {
                self.alone(&mut pieces, old, stretch.old.clone(), Story::Old);
                self.alone(&mut pieces, new, stretch.new.clone(), Story::New);
            }
        }
        bookmarks(&mut pieces, new, new.atoms.len()..usize::MAX);
        let property = self.property(new, Story::New);
        self.paragraph(property, pieces)
    }

    /// A paragraph that only one document has.
    pub fn only_line(&mut self, line: &Line<'a>, story: Story) -> Element<'a> {
        let mut pieces = Vec::new();
        self.alone(&mut pieces, line, 0..line.atoms.len(), story);
        if story == Story::New {
            bookmarks(&mut pieces, line, line.atoms.len()..usize::MAX);
        }
        let property = self.property(line, story);
        let ends_section = property.as_ref().is_some_and(|all| all.child("w:sectPr").is_some());
        // A section's end can't be refused with its paragraph: the pages after it would change.
        let property = match ends_section {
            true => property,
            false => Some(self.pen.paragraph_mark(property, story)),
        };
        self.paragraph(property, pieces)
    }

    /// What atoms are equal to, in the new document's names.
    fn keys(&self, old: &Line<'a>, new: &Line<'a>) -> (Vec<Key>, Vec<Key>) {
        let note = |(own, other): (&super::side::Side<'a>, &super::side::Side<'a>),
                    line: &Line<'a>,
                    id: &str| {
            let said = own.note(id);
            let known = line.atoms.iter().any(|atom| match &atom.key {
                Key::Note(id) => other.note(id) == said,
                _ => false,
            });
            // A note that says something else now is still the note at this place.
            Key::Note(if known { said } else { String::new() })
        };
        let (a, b) = self.sides;
        let old_key = |atom: &Atom<'a>| match &atom.key {
            Key::Reference(code, target) => {
                let target = match self.targets.get(target) {
                    Some(known) => known.clone(),
                    None => format!("\u{1}{target}"),
                };
                Key::Reference(code.clone(), target)
            }
            Key::Note(id) => note((a, b), new, id),
            other => other.clone(),
        };
        let new_key = |atom: &Atom<'a>| match &atom.key {
            Key::Note(id) => note((b, a), old, id),
            other => other.clone(),
        };
        (old.atoms.iter().map(old_key).collect(), new.atoms.iter().map(new_key).collect())
    }

    /// What both have, as the new document has it.
    fn kept(
        &mut self,
        pieces: &mut Vec<Piece<'a>>,
        old: &Line<'a>,
        new: &Line<'a>,
        stretch: &Stretch,
    ) {
        let shift = |at: usize| stretch.old.start + (at - stretch.new.start);
        let mut at = stretch.new.start;
        while at < stretch.new.end {
            bookmarks(pieces, new, at..at + 1);
            let before = look(old, shift(at));
            let (mut end, first) = (at + 1, &new.atoms[at]);
            while end < stretch.new.end
                && new.atoms[end].link == first.link
                && new.atoms[end].look == first.look
                && look(old, shift(end)) == before
                && !new.marks.iter().any(|(place, _)| *place == end)
            {
                end += 1;
            }
            for at in at..end {
                if let (Key::Note(mine), Some(Key::Note(theirs))) =
                    (&new.atoms[at].key, old.atoms.get(shift(at)).map(|atom| &atom.key))
                {
                    self.use_note(Some(theirs), Some(mine));
                }
            }
            let reformatted = plain(before) != plain(look(new, at));
            for mut run in new.runs(&new.atoms[at..end]) {
                if reformatted && run.child("w:t").is_some() {
                    self.pen.reformatted(&mut run, before);
                }
                let link = first.link.and_then(|link| new.links.get(link)).cloned();
                pieces.push(Piece { link, story: None, node: run });
            }
            at = end;
        }
    }

    /// What only one of them has.
    fn alone(
        &mut self,
        pieces: &mut Vec<Piece<'a>>,
        line: &Line<'a>,
        range: Range<usize>,
        story: Story,
    ) {
        let mut at = range.start;
        while at < range.end {
            if story == Story::New {
                bookmarks(pieces, line, at..at + 1);
            }
            let link = line.atoms[at].link;
            let mut end = at + 1;
            while end < range.end
                && line.atoms[end].link == link
                && !(story == Story::New && line.marks.iter().any(|(place, _)| *place == end))
            {
                end += 1;
            }
            let link = link.and_then(|link| line.links.get(link)).cloned();
            let (link, runs) = match story {
                Story::New => {
                    line.atoms[at..end].iter().for_each(|atom| {
                        if let Key::Note(id) = &atom.key {
                            self.use_note(None, Some(id));
                        }
                    });
                    (link, line.runs(&line.atoms[at..end]))
                }
                Story::Old => {
                    let link = link.and_then(|link| self.old_link(link));
                    (link, self.old_runs(line, at..end))
                }
            };
            let piece = |node| Piece { link: link.clone(), story: Some(story), node };
            pieces.extend(runs.into_iter().map(piece));
            at = end;
        }
    }

    fn use_note(&mut self, old: Option<&str>, new: Option<&str>) {
        let own = |id: Option<&str>| id.map(str::to_owned);
        self.notes.push(NoteUse { old: own(old), new: own(new), place: self.place });
    }

    /// A link of the old document; none where what it leads to is gone.
    fn old_link(&mut self, mut link: Element<'a>) -> Option<Element<'a>> {
        if let Some(anchor) = link.attribute("w:anchor") {
            let known = self.targets.get(anchor)?.clone();
            link.set("w:anchor", &known);
        }
        if let Some(id) = link.attribute("r:id").map(str::to_owned) {
            let known = self.imports.target(self.sides, self.home, &id)?;
            link.set("r:id", &known);
        }
        Some(link)
    }

    /// Deleted runs.
    fn old_runs(&mut self, line: &Line<'a>, range: Range<usize>) -> Vec<Element<'a>> {
        let mut runs = Vec::new();
        let mut atoms = line.atoms[range].to_vec();
        for atom in &mut atoms {
            match atom.key.clone() {
                Key::Reference(_, target) => self.old_reference(atom, &target),
                Key::Note(id) => self.old_note(atom, &id),
                Key::Picture(_) => atom.runs.iter_mut().for_each(|run| self.old_picture(run)),
                // Anything but a run may not stand in deleted text.
                Key::Other(_) => atom.runs.retain(|run| run.name == "w:r"),
                // A deleted field is counted until the deletion is accepted, and all captions after it
                // would show wrong numbers: its result stays, as words.
                Key::Number => atom.runs.retain(|run| run.child("w:t").is_some()),
                Key::Character(_) => {}
            }
        }
        atoms.retain(|atom| matches!(atom.key, Key::Character(_)) || !atom.runs.is_empty());
        runs.extend(line.runs(&atoms));
        runs.iter_mut().for_each(as_deleted);
        runs
    }

    /// A reference stays one where the new document has what it leads to; else it is words.
    fn old_reference(&self, atom: &mut Atom<'a>, target: &str) {
        match self.targets.get(target) {
            Some(known) => {
                let name = |text: &str| text.replacen(target, known, 1);
                for run in &mut atom.runs {
                    if let Some(code) = run.child_mut("w:instrText") {
                        code.children.iter_mut().for_each(|node| {
                            if let Node::Text(text) = node {
                                *text = name(text).into();
                            }
                        });
                    }
                }
            }
            None => atom.runs.retain(|run| run.child("w:t").is_some()),
        }
    }

    /// The mark of a deleted note; the note is kept under an id of its own.
    fn old_note(&mut self, atom: &mut Atom<'a>, id: &str) {
        let new = self.sides.1.notes.keys().filter_map(|id| id.parse::<usize>().ok()).max();
        let own = (new.unwrap_or(0) + 1 + self.imports.deleted_notes.len()).to_string();
        self.imports.deleted_notes.push((id.to_owned(), own.clone()));
        for run in &mut atom.runs {
            if let Some(mark) = run.child_mut("w:footnoteReference") {
                mark.set("w:id", &own);
            }
        }
        self.use_note(Some(id), None);
    }

    fn old_picture(&mut self, run: &mut Element<'a>) {
        self.imports.drawing(run);
        self.embed(run);
    }

    fn embed(&mut self, element: &mut Element<'a>) {
        if let Some(id) = element.attribute("r:embed").map(str::to_owned)
            && let Some(known) = self.imports.target(self.sides, self.home, &id)
        {
            element.set("r:embed", &known);
        }
        for child in element.elements_mut() {
            self.embed(child);
        }
    }

    fn paragraph(&mut self, property: Option<Element<'a>>, pieces: Vec<Piece<'a>>) -> Element<'a> {
        let mut paragraph = Element::new("w:p", &[]);
        paragraph.children.extend(property.map(Node::Element));
        let mut pieces = pieces.into_iter().peekable();
        while let Some(first) = pieces.next() {
            let mut same = vec![first];
            while let Some(next) =
                pieces.next_if(|next| next.link == same[0].link && next.story == same[0].story)
            {
                same.push(next);
            }
            let (link, story) = (same[0].link.clone(), same[0].story);
            let mut nodes: Vec<Node<'a>> =
                same.into_iter().map(|piece| Node::Element(piece.node)).collect();
            if let Some(story) = story {
                let mut mark = self.pen.story(story);
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
                    paragraph.children.push(Node::Element(link));
                }
                (None, _) => paragraph.children.extend(nodes),
            }
        }
        paragraph
    }

    /// Notes what changed in a paragraph, with a few words around.
    fn tell(&mut self, stretches: &[Stretch], old: &Line<'a>, new: &Line<'a>) {
        let changed = stretches.iter().any(|stretch| !stretch.equal);
        let whole = matches!(self.spot, Spot::Cell(_)) && old.text().chars().count() <= SHORT;
        if !changed {
            self.tell_formats(old, new);
            return;
        }
        if whole && new.text().chars().count() <= SHORT {
            self.note_edit(self.spot, Kind::Changed, old.text(), new.text());
            return;
        }
        let mut told: Option<(Range<usize>, Range<usize>)> = None;
        for (at, stretch) in stretches.iter().enumerate() {
            if stretch.equal {
                continue;
            }
            let before = at
                .checked_sub(1)
                .map_or(0, |at| clause(&new.atoms[stretches[at].new.clone()], true));
            let after =
                stretches.get(at + 1).map_or(0, |next| clause(&new.atoms[next.new.clone()], false));
            let (old_range, new_range) = (
                stretch.old.start - before..stretch.old.end + after,
                stretch.new.start - before..stretch.new.end + after,
            );
            told = match told {
                Some((a, b)) if b.end >= new_range.start && a.end >= old_range.start => {
                    Some((a.start..old_range.end, b.start..new_range.end))
                }
                Some((a, b)) => {
                    self.note_range(old, a, new, b);
                    Some((old_range, new_range))
                }
                None => Some((old_range, new_range)),
            };
        }
        if let Some((a, b)) = told {
            self.note_range(old, a, new, b);
        }
    }

    fn note_range(&mut self, old: &Line<'a>, a: Range<usize>, new: &Line<'a>, b: Range<usize>) {
        let (old, new) = (shown(&old.atoms[a]), shown(&new.atoms[b]));
        self.note_edit(self.spot, Kind::Changed, old, new);
    }

    fn tell_formats(&mut self, old: &Line<'a>, new: &Line<'a>) {
        let changed = |at: &usize| {
            matches!(new.atoms[*at].key, Key::Character(_))
                && plain(look(old, *at)) != plain(look(new, *at))
        };
        let places: Vec<usize> = (0..new.atoms.len()).filter(changed).collect();
        for stretch in places.chunk_by(|a, b| a + 1 == *b) {
            if let [first, ..] = stretch {
                let text = shown(&new.atoms[*first..first + stretch.len()]);
                self.note_edit(self.spot, Kind::Format, text.clone(), text);
            }
        }
    }
}

/// How many atoms next to a change belong to its clause.
fn clause(atoms: &[Atom<'_>], backwards: bool) -> usize {
    let stop = |atom: &&Atom<'_>| match atom.key {
        Key::Character(character) => !"，。；：！？".contains(character),
        _ => true,
    };
    match backwards {
        true => atoms.iter().rev().take(AROUND).take_while(stop).count(),
        false => atoms.iter().take(AROUND).take_while(stop).count(),
    }
}

fn bookmarks<'a>(pieces: &mut Vec<Piece<'a>>, line: &Line<'a>, places: Range<usize>) {
    let own = line.marks.iter().filter(|(place, _)| places.contains(place));
    pieces.extend(own.map(|(_, mark)| Piece { link: None, story: None, node: mark.clone() }));
}

fn look<'s, 'a>(line: &'s Line<'a>, at: usize) -> Option<&'s Element<'a>> {
    line.atoms.get(at).and_then(|atom| line.looks.get(atom.look)?.as_ref())
}

/// Marks of a run that a reader sees: which face its signs are set in follows from its characters.
fn plain<'a>(look: Option<&Element<'a>>) -> Option<Element<'a>> {
    let mut look = look?.clone();
    look.children.retain(|child| match child {
        Node::Element(child) => {
            child.name != "w:rFonts" || child.attributes.iter().any(|(key, _)| key != "w:hint")
        }
        Node::Text(_) => true,
    });
    (!look.children.is_empty()).then_some(look)
}
