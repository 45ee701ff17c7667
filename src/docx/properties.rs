//! Settings and custom properties.

use super::limits::Budget;
use super::model::Refused;
use super::xml::{Node, Space, Xml};
use std::collections::BTreeMap;

/// Whether settings.xml says that changes are tracked.
pub(super) fn tracking(part: &str, text: &str, budget: &mut Budget) -> Result<bool, Refused> {
    let mut xml = Xml::new(part, text);
    let mut on = false;
    loop {
        match xml.next(budget)? {
            Node::Start(tag) if tag.is_word("trackRevisions") => on = xml.switch(&tag)?,
            Node::Start(_) | Node::End | Node::Text(_) => {}
            Node::Over => return Ok(on),
        }
    }
}

/// The attributes of a part's root element by their names as written; none where the part, which
/// any program may have put there, is no XML.
pub(super) fn root(
    part: &str,
    text: &str,
    budget: &mut Budget,
) -> Result<BTreeMap<String, String>, Refused> {
    let mut xml = Xml::new(part, text);
    let Ok(Node::Start(tag)) = xml.next(budget) else { return Ok(BTreeMap::new()) };
    let attributes = xml.attributes(&tag).unwrap_or_default();
    for (name, value) in &attributes {
        budget.keep(name.len() + value.len() + 100)?;
    }
    Ok(attributes)
}

/// Custom properties: names and values as text.
pub(super) fn custom(
    part: &str,
    text: &str,
    budget: &mut Budget,
) -> Result<BTreeMap<String, String>, Refused> {
    let mut xml = Xml::new(part, text);
    let mut properties = BTreeMap::new();
    let mut name = None;
    loop {
        match xml.next(budget)? {
            Node::Start(tag) if tag.name == "property" => {
                name = xml.attribute(&tag, Space::Unbound, "name")?;
            }
            Node::Text(value) => {
                if let Some(name) = name.as_ref().filter(|_| !value.trim().is_empty()) {
                    budget.keep(name.len() + value.len() + 100)?;
                    let entry: &mut String = properties.entry(name.clone()).or_default();
                    entry.push_str(&value);
                }
            }
            Node::Start(_) | Node::End => {}
            Node::Over => return Ok(properties),
        }
    }
}
