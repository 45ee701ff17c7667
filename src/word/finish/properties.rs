//! docProps/core.xml: title, author, subject, language and date, which docx-rs has no setters for.

use super::tree::{Element, Node, escape};
use crate::document::{Date, Meta};

/// The part. Created and modified are the document's date: the clock would change the bytes.
pub(super) fn part(meta: &Meta) -> String {
    let mut root = Element::new(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    let mut children = Vec::new();
    for (name, text) in
        [("dc:title", &meta.title), ("dc:subject", &meta.subject), ("dc:creator", &meta.author)]
    {
        if !text.is_empty() {
            children.push(text_element(name, &[], text));
        }
    }
    children.push(text_element("dc:language", &[], "zh-CN"));
    if !meta.author.is_empty() {
        children.push(text_element("cp:lastModifiedBy", &[], &meta.author));
    }
    if let Some(date) = timestamp(meta.date) {
        let kind = [("xsi:type", "dcterms:W3CDTF")];
        children.push(text_element("dcterms:created", &kind, &date));
        children.push(text_element("dcterms:modified", &kind, &date));
    }
    root = root.with(children);
    super::document(&root)
}

fn text_element(
    name: &'static str,
    attributes: &[(&'static str, &str)],
    text: &str,
) -> Element<'static> {
    let mut element = Element::new(name, attributes);
    element.children.push(Node::Text(escape(text).into()));
    element
}

/// Midnight of the date, where it is one.
fn timestamp(date: Date) -> Option<String> {
    let valid = (1..=9999).contains(&date.year)
        && (1..=12).contains(&date.month)
        && (1..=31).contains(&date.day);
    valid.then(|| format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month, date.day))
}

#[cfg(test)]
mod tests {
    use super::part;
    use crate::document::{Date, Meta};

    #[test]
    fn what_is_known_is_said() {
        let date = Date { year: 2018, month: 6, day: 13 };
        let meta = Meta { title: "甲 & 乙".into(), date, ..Meta::default() };
        let text = part(&meta);
        assert!(text.contains("<dc:title>甲 &amp; 乙</dc:title>"), "{text}");
        assert!(text.contains(">2018-06-13T00:00:00Z<"), "{text}");
        assert!(!text.contains("dc:creator"), "{text}");
        assert!(!part(&Meta::default()).contains("dcterms:created"));
    }
}
