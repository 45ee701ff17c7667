//! What deleted text brings along from the old package: links, pictures, notes, numbers.

use super::parsed::{Documents, PartKind, Target, part};
use crate::ooxml::{Element, Node, Part, serialize};
use crate::word::finish::picture_part;
use std::collections::BTreeMap;

/// The first id of a deleted drawing; a document's own begin at 1.
const FIRST_DRAWING: usize = 100_000;

/// What was brought along.
#[derive(Default)]
pub(super) struct Imports<'a> {
    body: Vec<(String, Target)>,
    notes: Vec<(String, Target)>,
    media: Vec<Part>,
    drawings: usize,
    /// Instances of numbering: the old one and what it became.
    numbers: BTreeMap<String, String>,
    instances: Vec<Element<'a>>,
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
        let mut target = old.targets(part).get(id)?.clone();
        if target.outside
            && let Some((id, _)) = new.targets(part).iter().find(|(_, other)| **other == target)
        {
            return Some(id.clone());
        }

        if !target.outside {
            let name = format!("word/{}", target.address);
            let bytes = &old.parts.iter().find(|part| part.name == name)?.bytes;
            let file = target.address.rsplit('/').next().unwrap_or_default();
            let part = picture_part(&format!("old-{file}"), bytes.clone());
            target.address = format!("media/old-{file}");
            if !self.media.contains(&part) {
                self.media.push(part);
            }
        }

        let list = match part {
            PartKind::Body => &mut self.body,
            PartKind::Notes => &mut self.notes,
        };

        if let Some((id, _)) = list.iter().find(|(_, other)| *other == target) {
            return Some(id.clone());
        }
        let id = format!("rIdOld{}", list.len());
        list.push((id.clone(), target));
        Some(id)
    }

    /// Gives a deleted drawing an id that no other has.
    pub fn drawing(&mut self, drawing: &mut Element<'a>) {
        let id = (FIRST_DRAWING + self.drawings).to_string();
        self.drawings += 1;
        renumber(drawing, &id);
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

    /// Puts all that was brought along into the parts.
    pub fn add_to(self, parts: &mut Vec<Part>) {
        add_targets(parts, "word/_rels/document.xml.rels", &self.body);
        add_targets(parts, "word/_rels/footnotes.xml.rels", &self.notes);
        parts.extend(self.media);
        if !self.instances.is_empty() {
            let unchanged: Vec<Part> = parts.clone();
            let mut root = part(&unchanged, "word/numbering.xml");
            root.children.extend(self.instances.iter().cloned().map(Node::Element));
            replace(parts, "word/numbering.xml", serialize(&root));
        }
    }
}

fn renumber(element: &mut Element<'_>, id: &str) {
    if matches!(element.name.as_ref(), "wp:docPr" | "pic:cNvPr") {
        element.set("id", id);
        element.set("name", &format!("图片 {id}"));
    }
    element.elements_mut().for_each(|child| renumber(child, id));
}

fn add_targets(parts: &mut Vec<Part>, name: &str, added: &[(String, Target)]) {
    if added.is_empty() {
        return;
    }
    let unchanged: Vec<Part> = parts.clone();
    let mut root = part(&unchanged, name);

    if root.name.is_empty() {
        const SCHEMA: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
        root = Element::new("Relationships", &[("xmlns", SCHEMA)]);
    }
    for (id, target) in added {
        let mut attributes =
            vec![("Id", id.as_str()), ("Type", &target.kind), ("Target", &target.address)];
        if target.outside {
            attributes.push(("TargetMode", "External"));
        }
        root.children.push(Node::Element(raw("Relationship", &attributes)));
    }
    replace(parts, name, serialize(&root));
}

/// An element whose values are escaped already.
fn raw<'a>(name: &'a str, attributes: &[(&'a str, &str)]) -> Element<'a> {
    let mut element = Element::new(name, &[]);
    let raw = attributes.iter().map(|(key, value)| ((*key).into(), (*value).to_owned().into()));
    element.attributes.extend(raw);
    element
}

/// Puts a part in place of the one of its name, or behind all.
pub(super) fn replace(parts: &mut Vec<Part>, name: &str, text: String) {
    match parts.iter_mut().find(|part| part.name == name) {
        Some(part) => part.bytes = text.into_bytes(),
        None => parts.push(Part::text(name, text)),
    }
}
