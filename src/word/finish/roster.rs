//! Where the styles stand in Word's style pane.
//!
//! In: a style's id. Out: its rank (uiPriority), whether the gallery shows it (qFormat) and whether it
//! is hidden until it is used; and what holds for the styles that Word knows and the file doesn't.

use super::tree::Element;

/// A style's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// uiPriority: small numbers stand first.
    rank: u8,
    /// Whether a writer is to choose it.
    offered: bool,
    /// Whether Word's own template has it; every other is the document's own.
    built_in: bool,
}

/// The built-in ranks are those of Word's template; the document's own styles stand beside the
/// built-in ones that they belong to.
const PLACES: &[(&str, u8, bool, bool)] = &[
    ("Normal", 0, true, true),
    ("NormalIndent", 1, true, true),
    ("Heading1", 9, true, true),
    ("Heading2", 9, true, true),
    ("Heading3", 9, true, true),
    ("Heading4", 9, true, true),
    ("Title", 10, true, true),
    ("Subtitle", 11, true, true),
    ("CoverImprint", 12, true, false),
    ("Emphasis", 20, true, true),
    ("Strong", 22, true, true),
    ("Quote", 29, true, true),
    ("ListParagraph", 34, true, true),
    ("Caption", 35, true, true),
    ("TableCaption", 35, true, false),
    ("TableUnit", 36, true, false),
    ("TableHead", 36, true, false),
    ("TableText", 36, true, false),
    ("TableCentred", 36, true, false),
    ("TableNumber", 36, true, false),
    ("TableNote", 36, true, false),
    ("ReportTable", 36, true, false),
    ("Picture", 37, true, false),
    ("PictureSource", 37, true, false),
    ("Code", 38, true, false),
    ("CodeText", 38, true, false),
    ("TOCHeading", 39, true, true),
    ("TOC1", 39, false, true),
    ("TOC2", 39, false, true),
    ("TOC3", 39, false, true),
    ("TOC4", 39, false, true),
    ("Rule", 40, false, false),
    ("TableGap", 99, false, false),
    ("FooterEven", 99, false, false),
    ("Header", 99, false, true),
    ("Footer", 99, false, true),
    ("FootnoteText", 99, false, true),
    ("FootnoteReference", 99, false, true),
    ("Hyperlink", 99, false, true),
];

/// The place of a style; unknown ones are the document's own and stand last.
pub(super) fn place(id: &str) -> Place {
    let known = PLACES.iter().find(|(known, ..)| *known == id);
    known.map_or(Place { rank: 99, offered: false, built_in: false }, |&(_, rank, offered, own)| {
        Place { rank, offered, built_in: own }
    })
}

/// Says in a style where it stands.
pub(super) fn rank(style: &mut Element<'_>, place: Place) {
    if !place.built_in {
        style.set("w:customStyle", "1");
    }
    style.children.retain(|node| match node {
        super::Node::Element(one) => one.name != "w:uiPriority" && one.name != "w:qFormat",
        super::Node::Text(_) => false,
    });
    let mut said = Vec::new();
    if place.rank > 0 {
        said.push(Element::new("w:uiPriority", &[("w:val", &place.rank.to_string())]));
    }
    if place.offered {
        said.push(Element::new("w:qFormat", &[]));
    } else {
        said.push(Element::new("w:unhideWhenUsed", &[]));
    }
    style.children.extend(said.into_iter().map(super::node));
}

/// Word's other styles stay out of the pane until somebody uses them. 376 is their number in Word
/// 2016 and later.
pub(super) fn latent<'a>() -> Element<'a> {
    let defaults = [
        ("w:defLockedState", "0"),
        ("w:defUIPriority", "99"),
        ("w:defSemiHidden", "1"),
        ("w:defUnhideWhenUsed", "1"),
        ("w:defQFormat", "0"),
        ("w:count", "376"),
    ];
    let shown = |name: &str, rank: &str, offered: bool| {
        let mut exception = Element::new("w:lsdException", &[("w:name", name)]);
        exception.set("w:semiHidden", "0");
        exception.set("w:uiPriority", rank);
        exception.set("w:unhideWhenUsed", "0");
        if offered {
            exception.set("w:qFormat", "1");
        }
        exception
    };
    let hidden = |level: u8| {
        let name = format!("heading {level}");
        let mut exception = Element::new("w:lsdException", &[("w:name", &name)]);
        exception.set("w:uiPriority", "9");
        exception.set("w:qFormat", "1");
        exception
    };
    Element::new("w:latentStyles", &defaults)
        .with([
            shown("Normal", "0", true),
            shown("Normal Indent", "1", true),
            shown("heading 1", "9", true),
            shown("heading 2", "9", true),
            shown("heading 3", "9", true),
            shown("heading 4", "9", true),
        ])
        .with((5..=9).map(hidden))
        .with([
            shown("Title", "10", true),
            shown("Subtitle", "11", true),
            shown("Emphasis", "20", true),
            shown("Strong", "22", true),
            shown("Quote", "29", true),
            shown("List Paragraph", "34", true),
            shown("caption", "35", true),
            shown("TOC Heading", "39", true),
            shown("toc 1", "39", false),
            shown("toc 2", "39", false),
            shown("Table Grid", "39", false),
        ])
}
