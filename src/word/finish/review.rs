//! What a copy for review carries beside its text and its bookmarks: which copy it is, twice.
//!
//! In: [`ReviewCopy`]. Out: docProps/custom.xml (`zishu.copy`, `zishu.document`, `zishu.sources`) and a
//! custom XML part in the namespace `urn:zishu:review`: `review` with the same three as attributes. Both
//! survive other programs, and where one is taken out the other stays.

use super::part_writer::PartWriter;
use super::properties::custom;
use super::relations::{Named, internal};
use crate::ooxml::{Element, relations_part};
use crate::word::ReviewCopy;

const NAMESPACE: &str = "urn:zishu:review";
const CUSTOM_XML: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
/// Tells this custom XML part from others of the same file.
const ITEM: &str = "{6A1F3C52-7D0B-4E0E-9C51-0A7E5B1D2F40}";
/// The id of the custom XML part's relationship.
const PART: &str = "rIdReview";

/// Adds the parts; gives what the document refers to.
pub(super) fn add(out: &mut PartWriter, copy: &ReviewCopy) -> Named {
    let properties = internal("rIdProperties", "customXmlProps", "itemProps1.xml");
    out.add("docProps/custom.xml", &custom_properties(copy));
    out.add("customXml/item1.xml", &second_statement(copy));
    out.add("customXml/itemProps1.xml", &item_properties());
    out.add("customXml/_rels/item1.xml.rels", &relations_part(&[properties]));
    internal(PART, "customXml", "../customXml/item1.xml")
}

/// docProps/custom.xml.
fn custom_properties(copy: &ReviewCopy) -> Element<'static> {
    custom(&[
        ("zishu.copy", copy.id.as_str()),
        ("zishu.document", &copy.document),
        ("zishu.sources", &copy.sources),
    ])
}

/// customXml/item1.xml. What the copy was made from stays in the house.
fn second_statement(copy: &ReviewCopy) -> Element<'static> {
    let attributes = [
        ("xmlns", NAMESPACE),
        ("copy", copy.id.as_str()),
        ("document", &copy.document),
        ("sources", &copy.sources),
    ];
    Element::new("review", &attributes)
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
    use super::{custom_properties, second_statement};
    use crate::word::ReviewCopy;

    #[test]
    fn what_a_copy_carries() {
        let copy = ReviewCopy {
            id: "c001".to_owned(),
            document: "甲&乙".to_owned(),
            sources: "f0".to_owned(),
            locked: true,
            partial: false,
            comments: Vec::new(),
        };
        let expected =
            r#"<review xmlns="urn:zishu:review" copy="c001" document="甲&amp;乙" sources="f0"/>"#;
        assert_eq!(second_statement(&copy).to_xml(), expected);
        assert!(custom_properties(&copy).to_xml().contains("<vt:lpwstr>甲&amp;乙</vt:lpwstr>"));
    }
}
