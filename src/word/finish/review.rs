//! What a copy for review carries beside its text: its properties, and the map of its bookmarks.
//!
//! In: [`ReviewCopy`]. Out: docProps/custom.xml (`zishu.copy`, `zishu.document`, `zishu.sources`) and a
//! custom XML part in the namespace `urn:zishu:review`: `review` with the same three as attributes, a
//! `file` for each source (`id`, `path`), an `anchor` for each bookmark (`name`, `file` by its id,
//! `start` and `end` in bytes, `text`: the hash of what it says). Both survive other programs.

use super::part_writer::PartWriter;
use super::properties::custom;
use super::relations::{Named, internal};
use crate::ooxml::{Element, relations_part};
use crate::word::ReviewCopy;
use std::collections::BTreeMap;

const NAMESPACE: &str = "urn:zishu:review";
const CUSTOM_XML: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
/// Tells this custom XML part from others of the same file.
const ITEM: &str = "{6A1F3C52-7D0B-4E0E-9C51-0A7E5B1D2F40}";
/// The id of the map's relationship.
const MAP: &str = "rIdReviewMap";

/// Adds the parts; gives what the document refers to.
pub(super) fn add(out: &mut PartWriter, copy: &ReviewCopy) -> Named {
    let properties = internal("rIdProperties", "customXmlProps", "itemProps1.xml");
    out.add("docProps/custom.xml", &custom_properties(copy));
    out.add("customXml/item1.xml", &bookmark_map(copy));
    out.add("customXml/itemProps1.xml", &item_properties());
    out.add("customXml/_rels/item1.xml.rels", &relations_part(&[properties]));
    internal(MAP, "customXml", "../customXml/item1.xml")
}

/// docProps/custom.xml.
fn custom_properties(copy: &ReviewCopy) -> Element<'static> {
    custom(&[
        ("zishu.copy", copy.id.as_str()),
        ("zishu.document", &copy.document),
        ("zishu.sources", &copy.sources),
    ])
}

/// customXml/item1.xml.
fn bookmark_map(copy: &ReviewCopy) -> Element<'static> {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for anchor in &copy.anchors {
        let next = files.len();
        files.entry(&anchor.file).or_insert(next);
    }

    let mut by_id: Vec<(&usize, &&str)> = files.iter().map(|(path, id)| (id, path)).collect();
    by_id.sort();
    let by_id = by_id.into_iter().map(|(id, path)| {
        let id = id.to_string();
        Element::new("file", &[("id", id.as_str()), ("path", path)])
    });

    let anchors = copy.anchors.iter().map(|anchor| {
        let file = files.get(anchor.file.as_str()).copied().unwrap_or_default().to_string();
        let (start, end) = (anchor.start.to_string(), anchor.end.to_string());
        let attributes = [
            ("name", anchor.name.as_str()),
            ("file", &file),
            ("start", &start),
            ("end", &end),
            ("text", &anchor.text),
        ];
        Element::new("anchor", &attributes)
    });
    let attributes = [
        ("xmlns", NAMESPACE),
        ("copy", copy.id.as_str()),
        ("document", &copy.document),
        ("sources", &copy.sources),
    ];
    Element::new("review", &attributes).with(by_id).with(anchors)
}

/// customXml/itemProps1.xml.
fn item_properties() -> Element<'static> {
    let attributes = [("xmlns:ds", CUSTOM_XML), ("ds:itemID", ITEM)];
    let schema = Element::new("ds:schemaRef", &[("ds:uri", NAMESPACE)]);
    let schemas = Element::new("ds:schemaRefs", &[]).with([schema]);
    Element::new("ds:datastoreItem", &attributes).with([schemas])
}

#[cfg(test)]
mod tests {
    use super::{bookmark_map, custom_properties};
    use crate::document::anchor::Marked;
    use crate::word::ReviewCopy;

    #[test]
    fn what_a_copy_carries() {
        let anchor = |name: &str, file: &str| Marked {
            name: name.to_owned(),
            file: file.to_owned(),
            start: 3,
            end: 9,
            text: "ab".to_owned(),
        };
        let copy = ReviewCopy {
            id: "c001".to_owned(),
            document: "甲&乙".to_owned(),
            sources: "f0".to_owned(),
            locked: true,
            partial: false,
            anchors: vec![anchor("_z1", "b.md"), anchor("_z2", "a.md"), anchor("_z3", "b.md")],
        };
        let text = bookmark_map(&copy).to_xml();
        assert!(text.contains(r#"<file id="0" path="b.md"/><file id="1" path="a.md"/>"#), "{text}");
        let last = r#"<anchor name="_z3" file="0" start="3" end="9" text="ab"/></review>"#;
        assert!(text.ends_with(last), "{text}");
        assert!(custom_properties(&copy).to_xml().contains("<vt:lpwstr>甲&amp;乙</vt:lpwstr>"));
    }
}
