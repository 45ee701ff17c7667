//! What deleted text brings along from the old package: links, pictures, notes, numbers, styles.

use super::parsed::{Documents, PartKind, part};
use crate::ooxml::{Element, Part, Relation, relations_part, serialize};
use crate::word::finish::picture_part;
use std::collections::{BTreeMap, BTreeSet};

const STYLES: &str = "word/styles.xml";
/// The first id of a deleted drawing; a document's own begin at 1.
const FIRST_DRAWING: usize = 100_000;

/// What was brought along.
#[derive(Default)]
pub(super) struct Imports<'a> {
    body: Vec<(String, Relation)>,
    notes: Vec<(String, Relation)>,
    media: Vec<Part>,
    drawings: usize,
    /// Instances of numbering: the old one and what it became.
    numbers: BTreeMap<String, String>,
    instances: Vec<Element<'a>>,
    styles: Vec<Element<'a>>,
    /// Deleted notes: the old id and the new one.
    pub deleted_notes: Vec<(String, String)>,
}

impl<'a> Imports<'a> {
    /// Says that lists numbered by these instances are the same list.
    pub fn same_list(&mut self, old: &str, new: &str) {
        self.numbers.entry(old.to_owned()).or_insert_with(|| new.to_owned());
    }

    /// The id in the new package of a relationship of the old one.
    pub fn target(
        &mut self,
        Documents { old, new }: Documents<'_, 'a>,
        part: PartKind,
        id: &str,
    ) -> Option<String> {
        let mut relation = old.relations(part).get(id)?.clone();
        if relation.external
            && let Some((id, _)) = new.relations(part).iter().find(|(_, other)| **other == relation)
        {
            return Some(id.clone());
        }

        if !relation.external {
            let name = format!("word/{}", relation.target);
            let bytes = &old.parts.iter().find(|part| part.name == name)?.bytes;
            let file = relation.target.rsplit('/').next().unwrap_or_default();
            let part = picture_part(&format!("old-{file}"), bytes.clone());
            relation.target = format!("media/old-{file}");
            if !self.media.contains(&part) {
                self.media.push(part);
            }
        }

        let list = match part {
            PartKind::Body => &mut self.body,
            PartKind::Notes => &mut self.notes,
        };

        if let Some((id, _)) = list.iter().find(|(_, other)| *other == relation) {
            return Some(id.clone());
        }
        let id = format!("rIdOld{}", list.len());
        list.push((id.clone(), relation));
        Some(id)
    }

    /// Gives a deleted drawing an id that no other has.
    pub fn drawing(&mut self, drawing: &mut Element<'a>) {
        let id = (FIRST_DRAWING + self.drawings).to_string();
        self.drawings += 1;
        drawing.walk_mut(&mut |element| {
            if matches!(element.name.as_ref(), "wp:docPr" | "pic:cNvPr") {
                element.set("id", &id);
                element.set("name", &format!("图片 {id}"));
            }
        });
    }

    /// The instance in the new package that numbers as one of the old does.
    pub fn number(
        &mut self,
        Documents { old, new }: Documents<'_, 'a>,
        id: &str,
    ) -> Option<String> {
        if let Some(new_id) = self.numbers.get(id) {
            return Some(new_id.clone());
        }

        let find = |root: &Element<'a>, id: &str| {
            let has_id =
                |one: &&Element<'a>| one.name == "w:num" && one.attribute("w:numId") == Some(id);
            root.elements().find(has_id).cloned()
        };

        let mut instance = find(&part(old.parts, "word/numbering.xml"), id)?;
        let numbering = part(new.parts, "word/numbering.xml");
        // What starts a count of its own is copied; what all lists share is the same in both.
        if instance.child("w:lvlOverride").is_none()
            && find(&numbering, id).as_ref() == Some(&instance)
        {
            return Some(id.to_owned());
        }

        let ids = numbering.elements().filter_map(|one| one.attribute("w:numId")?.parse().ok());
        let next: usize = ids.max().unwrap_or(0) + 1 + self.instances.len();
        instance.set("w:numId", &next.to_string());
        self.instances.push(instance);
        self.numbers.insert(id.to_owned(), next.to_string());
        Some(next.to_string())
    }

    /// Brings along the styles that the old package alone has: those of tables in small type.
    pub fn styles(&mut self, Documents { old, new }: Documents<'_, 'a>) {
        let id = |style: &Element<'a>| style.attribute("w:styleId").map(str::to_owned);
        let (old, new) = (part(old.parts, STYLES), part(new.parts, STYLES));
        let known: BTreeSet<String> = new.elements().filter_map(id).collect();
        let missing =
            old.elements().filter(|style| id(style).is_some_and(|id| !known.contains(&id)));
        self.styles.extend(missing.cloned());
    }

    /// Puts all that was brought along into the parts.
    pub fn add_to(self, parts: &mut Vec<Part>) {
        append(parts, "word/_rels/document.xml.rels", relations_part(&self.body));
        append(parts, "word/_rels/footnotes.xml.rels", relations_part(&self.notes));
        parts.extend(self.media);
        let instances = Element::new("w:numbering", &[]).with(self.instances);
        append(parts, "word/numbering.xml", instances);
        append(parts, STYLES, Element::new("w:styles", &[]).with(self.styles));
    }
}

/// Appends the children of a root to those of the part, or makes the part of it where there is none.
fn append(parts: &mut Vec<Part>, name: &str, added: Element<'_>) {
    if added.children.is_empty() {
        return;
    }
    let unchanged: Vec<Part> = parts.iter().filter(|part| part.name == name).cloned().collect();
    let mut root = part(&unchanged, name);

    if root.name.is_empty() {
        root = added;
    } else {
        root.children.extend(added.children);
    }
    replace(parts, name, serialize(&root));
}

/// Puts a part in place of the one of its name, or behind all.
pub(super) fn replace(parts: &mut Vec<Part>, name: &str, text: String) {
    match parts.iter_mut().find(|part| part.name == name) {
        Some(part) => part.bytes = text.into_bytes(),
        None => parts.push(Part::text(name, text)),
    }
}
