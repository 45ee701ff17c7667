//! Settings and custom properties.

use crate::ooxml::{Budget, Error, Event, Namespace, XmlStream};
use std::collections::BTreeMap;

/// Whether settings.xml says that changes are tracked.
pub(super) fn tracking(part: &str, text: &str, budget: &mut Budget) -> Result<bool, Error> {
    let mut xml = XmlStream::new(part, text);
    let mut is_tracking = false;

    while let Some(tag) = xml.next_start(0, budget)? {
        if tag.is_word("trackRevisions") {
            is_tracking = xml.on_off(&tag)?;
        }
    }
    Ok(is_tracking)
}

/// The attributes of a part's root element by their names as written; none where the part, which
/// any program may have put there, is no XML.
pub(super) fn root(
    part: &str,
    text: &str,
    budget: &mut Budget,
) -> Result<BTreeMap<String, String>, Error> {
    let mut xml = XmlStream::new(part, text);
    let Ok(Event::Start(tag)) = xml.next(budget) else { return Ok(BTreeMap::new()) };

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
) -> Result<BTreeMap<String, String>, Error> {
    let mut xml = XmlStream::new(part, text);
    let mut properties = BTreeMap::new();
    let mut name = None;

    loop {
        match xml.next(budget)? {
            Event::Start(tag) if tag.name == "property" => {
                name = xml.attribute(&tag, Namespace::Unbound, "name")?;
            }
            Event::Text(value) => {
                if let Some(name) = name.as_ref().filter(|_| !value.trim().is_empty()) {
                    budget.keep(name.len() + value.len() + 100)?;
                    let entry: &mut String = properties.entry(name.clone()).or_default();
                    entry.push_str(&value);
                }
            }
            Event::Start(_) | Event::End => {}
            Event::Eof => return Ok(properties),
        }
    }
}
