//! What a file says of the build that made it.
//!
//! In: the parts of a file without custom properties. Out: the same with docProps/custom.xml, whose one
//! property is the stamp.

use super::properties::custom;
use super::relations::{content_types, package_relations};
use crate::ooxml::{Part, serialize};
use crate::stamp::Stamp;

/// The property, as Word lists it.
const NAME: &str = "生成号";

/// Adds the property.
pub(in crate::word) fn add_stamp(parts: &mut Vec<Part>, stamp: &Stamp) {
    const CONTENT_TYPES: &str = "[Content_Types].xml";
    const RELATIONS: &str = "_rels/.rels";
    let text = stamp.to_string();
    let properties = custom(&[(NAME, text.as_str())]);

    parts.retain(|part| part.name != CONTENT_TYPES && part.name != RELATIONS);
    parts.push(Part::text("docProps/custom.xml", serialize(&properties)));
    let frame = [
        Part::text(CONTENT_TYPES, serialize(&content_types(parts))),
        Part::text(RELATIONS, serialize(&package_relations(parts))),
    ];
    parts.splice(0..0, frame);
}
