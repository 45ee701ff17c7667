//! How the parts name each other: relationships and content types.

use crate::ooxml::{Element, Part, Relation, relations_part};
use crate::word::names::{FOOTER, HEADER, LINK, PICTURE};
use crate::word::write::Targets;

/// A relationship with its id.
pub(super) type Named = (String, Relation);

/// What word/document.xml refers to: the other parts by kind, then pictures and links.
pub(super) fn document_relations(parts: &[Part], targets: &Targets) -> Vec<Named> {
    let fixed = [
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdNumbering", "numbering", "numbering.xml"),
        ("rIdSettings", "settings", "settings.xml"),
        ("rIdFontTable", "fontTable", "fontTable.xml"),
        ("rIdTheme", "theme", "theme/theme1.xml"),
        ("rIdFootnotes", "footnotes", "footnotes.xml"),
    ];
    let mut relations: Vec<Named> =
        fixed.map(|(id, kind, target)| internal(id, kind, target)).into();

    for part in parts {
        let Some(name) = part.name.strip_prefix("word/") else {
            continue;
        };
        for (kind, id) in [("header", HEADER), ("footer", FOOTER)] {
            if let Some(number) = name.strip_prefix(kind).and_then(|n| n.strip_suffix(".xml")) {
                relations.push(internal(&format!("{id}{number}"), kind, name));
            }
        }
    }

    relations.extend(target_relations(targets));
    relations
}

/// A relationship to another part.
pub(super) fn internal(id: &str, kind: &str, target: &str) -> Named {
    let (kind, target) = (kind.to_owned(), target.to_owned());
    (id.to_owned(), Relation { kind, target, external: false })
}

/// The pictures and links of a part, in the order of their first use.
pub(super) fn target_relations(targets: &Targets) -> Vec<Named> {
    let pictures = targets.pictures.iter().enumerate().map(|(index, picture)| {
        internal(&format!("{PICTURE}{index}"), "image", &format!("media/{}", picture.media))
    });
    let links = targets.links().enumerate().map(|(index, url)| {
        let (kind, target) = ("hyperlink".to_owned(), url.to_owned());
        (format!("{LINK}{index}"), Relation { kind, target, external: true })
    });
    pictures.chain(links).collect()
}

/// The relationships of the package itself, to the parts that are there.
pub(super) fn package_relations(parts: &[Part]) -> Element<'static> {
    let roots = [
        ("rIdDocument", "officeDocument", "word/document.xml"),
        ("rIdCore", "core-properties", "docProps/core.xml"),
        ("rIdApplication", "extended-properties", "docProps/app.xml"),
        ("rIdCustom", "custom-properties", "docProps/custom.xml"),
    ];
    let exists = |target: &str| parts.iter().any(|part| part.name == target);
    let relations: Vec<Named> = roots
        .into_iter()
        .filter(|(.., target)| exists(target))
        .map(|(id, kind, target)| internal(id, kind, target))
        .collect();
    relations_part(&relations)
}

/// `[Content_Types].xml`.
pub(super) fn content_types(parts: &[Part]) -> Element<'static> {
    const NAMESPACE: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    let defaults = [
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ];
    let defaults = defaults.map(|(extension, kind)| {
        Element::new("Default", &[("Extension", extension), ("ContentType", kind)])
    });

    let overrides = parts.iter().filter_map(|part| {
        let kind = content_type(&part.name)?;
        let name = format!("/{}", part.name);
        Some(Element::new("Override", &[("PartName", name.as_str()), ("ContentType", &kind)]))
    });
    Element::new("Types", &[("xmlns", NAMESPACE)]).with(defaults).with(overrides)
}

/// The type of a part that its extension doesn't say.
fn content_type(name: &str) -> Option<String> {
    const OFFICE: &str = "application/vnd.openxmlformats-officedocument";
    const PACKAGE: &str = "application/vnd.openxmlformats-package";
    let kind = match name {
        "docProps/core.xml" => return Some(format!("{PACKAGE}.core-properties+xml")),
        "docProps/app.xml" => "extended-properties",
        "docProps/custom.xml" => "custom-properties",
        "customXml/itemProps1.xml" => "customXmlProperties",
        "word/theme/theme1.xml" => "theme",
        "word/document.xml" => "wordprocessingml.document.main",
        "word/commentsExtended.xml" => "wordprocessingml.commentsExtended",
        _ => {
            let stem = name.strip_prefix("word/")?.strip_suffix(".xml")?;
            let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
            let kinds = [
                "styles",
                "numbering",
                "settings",
                "fontTable",
                "footnotes",
                "header",
                "footer",
                "comments",
            ];
            let is_known = kinds.contains(&stem);
            return is_known.then(|| format!("{OFFICE}.wordprocessingml.{stem}+xml"));
        }
    };

    Some(format!("{OFFICE}.{kind}+xml"))
}

#[cfg(test)]
mod tests {
    use super::content_type;

    #[test]
    fn types() {
        assert!(content_type("word/header2.xml").unwrap().ends_with("wordprocessingml.header+xml"));
        assert_eq!(content_type("word/media/1.png"), None);
    }
}
