//! Parts, their relationships and content types, and the zip file.
//!
//! The order of parts, their times and the compression are fixed, so that the same parts give the
//! same bytes; docx-rs's own packer depends on `zip`'s features and names every picture `.png`.

use super::super::write::Targets;
use super::tree::Element;
use crate::document::BlockId;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// One file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::word) struct Part {
    /// Path in the package.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Part {
    /// An XML part.
    pub fn text(name: &str, text: String) -> Part {
        Part { name: name.to_owned(), bytes: text.into_bytes() }
    }

    /// A picture; `name` is its file name.
    pub fn picture(name: String, bytes: Vec<u8>) -> Part {
        Part { name: format!("word/media/{name}"), bytes }
    }
}

/// A relationship from one part to another or to outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relationship {
    id: String,
    /// The last word of its type.
    kind: &'static str,
    target: String,
    external: bool,
}

/// What word/document.xml refers to: the other parts by kind, then pictures and links.
pub(super) fn document_relationships(parts: &[Part], targets: &Targets) -> Vec<Relationship> {
    let fixed = [
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdNumbering", "numbering", "numbering.xml"),
        ("rIdSettings", "settings", "settings.xml"),
        ("rIdFontTable", "fontTable", "fontTable.xml"),
        ("rIdTheme", "theme", "theme/theme1.xml"),
        ("rIdFootnotes", "footnotes", "footnotes.xml"),
    ];
    let mut known: Vec<Relationship> =
        fixed.map(|(id, kind, target)| relationship(id, kind, target)).into();
    for part in parts {
        let Some(name) = part.name.strip_prefix("word/") else { continue };
        for (prefix, kind, id) in
            [("header", "header", super::HEADER), ("footer", "footer", super::FOOTER)]
        {
            if let Some(number) = name.strip_prefix(prefix).and_then(|n| n.strip_suffix(".xml")) {
                known.push(relationship(&format!("{id}{number}"), kind, name));
            }
        }
    }
    known.extend(target_relationships(targets));
    known
}

/// A relationship to another part.
pub(super) fn relationship(id: &str, kind: &'static str, target: &str) -> Relationship {
    Relationship { id: id.to_owned(), kind, target: target.to_owned(), external: false }
}

/// The pictures and links of a part, in the order of their first use.
pub(super) fn target_relationships(targets: &Targets) -> Vec<Relationship> {
    let pictures = targets.pictures().iter().enumerate().map(|(index, picture)| {
        let id = format!("{}{index}", super::PICTURE);
        relationship(&id, "image", &format!("media/{}", picture.media))
    });
    let links = targets.links().enumerate().map(|(index, url)| Relationship {
        id: format!("{}{index}", super::LINK),
        kind: "hyperlink",
        target: url.to_owned(),
        external: true,
    });
    pictures.chain(links).collect()
}

/// A relationship part.
pub(super) fn relationships(name: &str, known: &[Relationship]) -> Part {
    let mut root = Element::new(
        "Relationships",
        &[("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")],
    );
    root = root.with(known.iter().map(|one| {
        let kind = match one.kind {
            "core-properties" => format!(
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/{}",
                one.kind
            ),
            kind => format!("{}/{kind}", super::RELATIONSHIPS),
        };
        let mut attributes =
            vec![("Id", one.id.as_str()), ("Type", &kind), ("Target", &one.target)];
        if one.external {
            attributes.push(("TargetMode", "External"));
        }
        Element::new("Relationship", &attributes)
    }));
    Part::text(name, super::document(&root))
}

/// Puts content types and the package's own relationships before the parts.
pub(super) fn frame(parts: Vec<Part>) -> Vec<Part> {
    let roots = [
        ("rIdDocument", "officeDocument", "word/document.xml"),
        ("rIdCore", "core-properties", "docProps/core.xml"),
        ("rIdCustom", "custom-properties", "docProps/custom.xml"),
    ];
    let present = |target: &str| parts.iter().any(|part| part.name == target);
    let roots: Vec<Relationship> = roots
        .into_iter()
        .filter(|(.., target)| present(target))
        .map(|(id, kind, target)| relationship(id, kind, target))
        .collect();
    let mut framed = vec![content_types(&parts), relationships("_rels/.rels", &roots)];
    framed.extend(parts);
    framed
}

fn content_types(parts: &[Part]) -> Part {
    let mut root = Element::new(
        "Types",
        &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")],
    );
    let defaults = [
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ];
    let mut children: Vec<Element<'_>> = defaults
        .iter()
        .map(|(extension, kind)| {
            Element::new("Default", &[("Extension", extension), ("ContentType", kind)])
        })
        .collect();
    for part in parts {
        if let Some(kind) = content_type(&part.name) {
            let name = format!("/{}", part.name);
            let attributes = [("PartName", name.as_str()), ("ContentType", kind.as_ref())];
            children.push(Element::new("Override", &attributes));
        }
    }
    root = root.with(children);
    Part::text("[Content_Types].xml", super::document(&root))
}

/// The type of a part that its extension doesn't tell.
fn content_type(name: &str) -> Option<Cow<'static, str>> {
    if name == "docProps/core.xml" {
        return Some("application/vnd.openxmlformats-package.core-properties+xml".into());
    }
    if name == "docProps/custom.xml" {
        return Some("application/vnd.openxmlformats-officedocument.custom-properties+xml".into());
    }
    if name == "customXml/itemProps1.xml" {
        return Some(
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml".into(),
        );
    }
    if name == "word/theme/theme1.xml" {
        return Some("application/vnd.openxmlformats-officedocument.theme+xml".into());
    }
    let stem = name.strip_prefix("word/")?.strip_suffix(".xml")?;
    let kind = match stem.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "document" => "document.main",
        "styles" => "styles",
        "numbering" => "numbering",
        "settings" => "settings",
        "fontTable" => "fontTable",
        "footnotes" => "footnotes",
        "header" => "header",
        "footer" => "footer",
        _ => return None,
    };
    Some(
        format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml").into(),
    )
}

/// Stands before a heading's block id where its page number is to be printed. Noncharacters: no text
/// of the document holds them.
pub(in crate::word) const PAGE_OPEN: char = '\u{FDD0}';
/// Stands behind it.
pub(in crate::word) const PAGE_CLOSE: char = '\u{FDD1}';

/// Prints the page numbers and packs the parts.
pub(in crate::word) fn pack(parts: Vec<Part>, pages: &BTreeMap<BlockId, u32>) -> Vec<u8> {
    // The whole file, about: growing would copy it.
    let size = |part: &Part| match is_stored(&part.name) {
        true => part.bytes.len() + 256,
        false => part.bytes.len() / 8 + 256,
    };
    let size = parts.iter().map(size).sum();
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    // A part is gone once it is written.
    let write = || -> zip::result::ZipResult<()> {
        for part in parts {
            writer.start_file(part.name.as_str(), options(&part.name))?;
            match part.name.as_str() {
                "word/document.xml" => writer.write_all(number(&part.bytes, pages).as_bytes())?,
                _ => writer.write_all(&part.bytes)?,
            }
        }
        Ok(())
    };
    let written = write();
    debug_assert!(written.is_ok(), "{written:?}");
    // Writing into memory fails only where an entry passes 4 GB, which Word couldn't open either.
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// Pictures are compressed already.
fn is_stored(name: &str) -> bool {
    name.starts_with("word/media/")
}

fn options(name: &str) -> SimpleFileOptions {
    let method = match is_stored(name) {
        true => CompressionMethod::Stored,
        false => CompressionMethod::Deflated,
    };
    SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default())
}

/// The document with its page numbers; a heading without one gets nothing.
pub(super) fn number<'a>(bytes: &'a [u8], pages: &BTreeMap<BlockId, u32>) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(bytes);
    if !text.contains(PAGE_OPEN) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once(PAGE_OPEN) {
        out.push_str(before);
        let Some((id, next)) = after.split_once(PAGE_CLOSE) else { break };
        let page = id.parse().ok().and_then(|id| pages.get(&BlockId(id)));
        if let Some(page) = page {
            out.push_str(&page.to_string());
        }
        rest = next;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{content_type, number};
    use crate::document::BlockId;

    #[test]
    fn pages_are_filled_in() {
        let pages = [(BlockId(3), 12)].into_iter().collect();
        let text = "a\u{FDD0}3\u{FDD1}b\u{FDD0}4\u{FDD1}c";
        assert_eq!(number(text.as_bytes(), &pages), "a12bc");
    }

    #[test]
    fn types() {
        assert!(content_type("word/header2.xml").unwrap().ends_with("wordprocessingml.header+xml"));
        assert_eq!(content_type("word/media/1.png"), None);
    }
}
