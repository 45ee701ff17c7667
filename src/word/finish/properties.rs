//! docProps/core.xml: title, author, subject, keywords, language and date, which docx-rs has no setters for;
//! docProps/app.xml: what made the file; and docProps/custom.xml.

use crate::document::{Date, Meta};
use crate::ooxml::Element;

/// The part. Created and modified are the document's date: the clock would change the bytes.
pub(super) fn part(meta: &Meta, keywords: &str) -> Element<'static> {
    let root = Element::new(
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
            children.push(Element::with_text(name, &[], text));
        }
    }
    if !keywords.is_empty() {
        children.push(Element::with_text("cp:keywords", &[], keywords));
    }
    children.push(Element::with_text("dc:language", &[], "zh-CN"));
    if !meta.author.is_empty() {
        children.push(Element::with_text("cp:lastModifiedBy", &[], &meta.author));
    }

    if let Some(date) = timestamp(meta.date) {
        let kind = [("xsi:type", "dcterms:W3CDTF")];
        children.push(Element::with_text("dcterms:created", &kind, &date));
        children.push(Element::with_text("dcterms:modified", &kind, &date));
    }
    root.with(children)
}

/// docProps/custom.xml with these properties: names and values.
pub(super) fn custom(properties: &[(&str, &str)]) -> Element<'static> {
    const FORMAT_ID: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
    let root = Element::new(
        "Properties",
        &[
            ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
            ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
        ],
    );

    // The numbers 0 and 1 are reserved.
    root.with((2..).zip(properties).map(|(number, (name, text))| {
        let number = number.to_string();

        let attributes = [("fmtid", FORMAT_ID), ("pid", number.as_str()), ("name", name)];
        let value = Element::with_text("vt:lpwstr", &[], text);
        Element::new("property", &attributes).with([value])
    }))
}

/// What made the file, as Word shows it beside the document's own properties.
pub(super) fn application() -> Element<'static> {
    const NAMESPACE: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    Element::new("Properties", &[("xmlns", NAMESPACE)]).with([Element::with_text(
        "Application",
        &[],
        "zishu",
    )])
}

/// Midnight of the date, where it is one.
pub(in crate::word) fn timestamp(date: Date) -> Option<String> {
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
    fn only_set_properties_are_written() {
        let date = Date { year: 2018, month: 6, day: 13 };
        let meta = Meta { title: "甲 & 乙".into(), date, ..Meta::default() };
        let text = part(&meta, "丙；丁").to_xml();
        assert!(text.contains("<cp:keywords>丙；丁</cp:keywords>"), "{text}");
        assert!(text.contains("<dc:title>甲 &amp; 乙</dc:title>"), "{text}");
        assert!(text.contains(">2018-06-13T00:00:00Z<"), "{text}");
        assert!(!text.contains("dc:creator"), "{text}");
        assert!(!part(&Meta::default(), "").to_xml().contains("dcterms:created"));
    }
}
