//! Relationships: how a part names other parts and addresses outside (ECMA-376 part 2, 9.3).

use super::error::Error;
use super::limits::Budget;
use super::namespace::Namespace;
use super::stream::XmlStream;
use super::tree::Element;
use std::collections::BTreeMap;

/// A relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Last word of its type: `comments`, `image`.
    pub kind: String,
    /// A part's name, or an address outside the package.
    pub target: String,
    /// Whether the target lies outside.
    pub external: bool,
}

/// Relationships by their ids.
pub type Relations = BTreeMap<String, Relation>;

/// Reads a relationship part; targets become names of parts as seen from `folder`.
pub fn read_relations(
    part: &str,
    text: &str,
    folder: &str,
    budget: &mut Budget,
) -> Result<Relations, Error> {
    let mut xml = XmlStream::new(part, text);
    let mut relations = Relations::new();

    while let Some(tag) = xml.next_start(0, budget)? {
        if tag.name != "Relationship" {
            continue;
        }
        let attribute = |name| xml.attribute(&tag, Namespace::Unbound, name);
        let kind = attribute("Type")?.unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let external = attribute("TargetMode")?.as_deref() == Some("External");
        let target = attribute("Target")?.unwrap_or_default();
        let target = if external { target } else { resolve_target(folder, &target) };

        budget.keep(target.len() + kind.len() + 200)?;
        let id = attribute("Id")?.unwrap_or_default();
        relations.entry(id).or_insert(Relation { kind, target, external });
    }
    Ok(relations)
}

/// A relationship's target as a part's name: relative to the folder, `..` resolved.
pub fn resolve_target(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default().replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            name => steps.push(name),
        }
    }
    steps.join("/")
}

/// The tree of a relationship part; targets are written as they are.
pub fn relations_part(relations: &[(String, Relation)]) -> Element<'static> {
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MICROSOFT: &str = "http://schemas.microsoft.com/office/2011/relationships";

    let elements = relations.iter().map(|(id, relation)| {
        let kind = match relation.kind.as_str() {
            "core-properties" => format!("{PACKAGE}/metadata/{}", relation.kind),
            "commentsExtended" => format!("{MICROSOFT}/{}", relation.kind),
            _ => format!("{OFFICE}/{}", relation.kind),
        };
        let mut attributes =
            vec![("Id", id.as_str()), ("Type", &kind), ("Target", &relation.target)];
        if relation.external {
            attributes.push(("TargetMode", "External"));
        }
        Element::new("Relationship", &attributes)
    });
    Element::new("Relationships", &[("xmlns", PACKAGE)]).with(elements)
}
