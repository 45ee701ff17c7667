//! Where the styles stand in Word's style pane and gallery.
//!
//! In: a style's id. Out: its rank (uiPriority), whether the gallery shows it (qFormat) and whether it
//! is hidden until it is used; and what holds for the styles that Word knows and the file doesn't.

use crate::ooxml::Element;

/// Where a style stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StylePriority {
    id: &'static str,
    /// uiPriority: small numbers stand first.
    priority: u8,
    /// Whether the gallery shows it (qFormat).
    in_gallery: bool,
    /// Whether Word's own template has it; every other is the document's own.
    is_built_in: bool,
}

const fn built_in(id: &'static str, priority: u8, in_gallery: bool) -> StylePriority {
    StylePriority { id, priority, in_gallery, is_built_in: true }
}

const fn custom(id: &'static str, priority: u8, in_gallery: bool) -> StylePriority {
    StylePriority { id, priority, in_gallery, is_built_in: false }
}

/// The built-in ranks are those of Word's template; the document's own styles stand beside the
/// built-in ones that they belong to.
const PRIORITIES: &[StylePriority] = &[
    built_in("Normal", 0, true),
    built_in("NormalIndent", 1, true),
    built_in("Heading1", 9, true),
    built_in("Heading2", 9, true),
    built_in("Heading3", 9, true),
    built_in("Heading4", 9, true),
    built_in("Title", 10, true),
    built_in("Subtitle", 11, true),
    custom("CoverImprint", 12, true),
    built_in("Emphasis", 20, true),
    built_in("Strong", 22, true),
    built_in("Quote", 29, true),
    built_in("ListParagraph", 34, true),
    built_in("Caption", 35, true),
    custom("TableCaption", 35, true),
    custom("TableUnit", 36, true),
    custom("TableHead", 36, true),
    custom("TableText", 36, true),
    custom("TableCentred", 36, true),
    custom("TableNumber", 36, true),
    custom("TableNote", 36, true),
    custom("ReportTable", 36, true),
    custom("Picture", 37, true),
    custom("PictureSource", 37, true),
    custom("Code", 38, true),
    custom("CodeText", 38, true),
    built_in("TOCHeading", 39, true),
    built_in("TOC1", 39, false),
    built_in("TOC2", 39, false),
    built_in("TOC3", 39, false),
    built_in("TOC4", 39, false),
    custom("Rule", 40, false),
    custom("TableGap", 99, false),
    custom("FooterEven", 99, false),
    built_in("Header", 99, false),
    built_in("Footer", 99, false),
    built_in("FootnoteText", 99, false),
    built_in("FootnoteReference", 99, false),
    built_in("Hyperlink", 99, false),
];

/// Says in a style where it stands; unknown ones are the document's own and stand last.
pub(super) fn set_priority(style: &mut Element<'_>) {
    let id = style.attribute("w:styleId").unwrap_or_default();
    let listed = PRIORITIES.iter().find(|listed| listed.id == id).copied();
    let StylePriority { priority, in_gallery, is_built_in, .. } =
        listed.unwrap_or(custom("", 99, false));
    if !is_built_in {
        style.set("w:customStyle", "1");
    }

    style.children.retain(|node| {
        node.element().is_some() && !node.is("w:uiPriority") && !node.is("w:qFormat")
    });
    if priority > 0 {
        style.push(Element::new("w:uiPriority", &[("w:val", &priority.to_string())]));
    }
    let visibility = if in_gallery { "w:qFormat" } else { "w:unhideWhenUsed" };
    style.push(Element::new(visibility, &[]));
}

/// Word's other styles stay out of the pane until somebody uses them. 376 is their number in Word
/// 2016 and later.
pub(super) fn latent_styles<'a>() -> Element<'a> {
    let defaults = [
        ("w:defLockedState", "0"),
        ("w:defUIPriority", "99"),
        ("w:defSemiHidden", "1"),
        ("w:defUnhideWhenUsed", "1"),
        ("w:defQFormat", "0"),
        ("w:count", "376"),
    ];

    Element::new("w:latentStyles", &defaults)
        .with([
            visible("Normal", "0", true),
            visible("Normal Indent", "1", true),
            visible("heading 1", "9", true),
            visible("heading 2", "9", true),
            visible("heading 3", "9", true),
            visible("heading 4", "9", true),
        ])
        .with((5..=9).map(hidden_heading))
        .with([
            visible("Title", "10", true),
            visible("Subtitle", "11", true),
            visible("Emphasis", "20", true),
            visible("Strong", "22", true),
            visible("Quote", "29", true),
            visible("List Paragraph", "34", true),
            visible("caption", "35", true),
            visible("TOC Heading", "39", true),
            visible("toc 1", "39", false),
            visible("toc 2", "39", false),
            visible("Table Grid", "39", false),
        ])
}

/// A built-in style that the pane shows from the start.
fn visible<'a>(name: &str, priority: &str, in_gallery: bool) -> Element<'a> {
    let mut exception = Element::new("w:lsdException", &[("w:name", name)]);
    exception.set("w:semiHidden", "0");
    exception.set("w:uiPriority", priority);
    exception.set("w:unhideWhenUsed", "0");
    if in_gallery {
        exception.set("w:qFormat", "1");
    }
    exception
}

fn hidden_heading<'a>(level: u8) -> Element<'a> {
    let name = format!("heading {level}");
    let attributes = [("w:name", name.as_str()), ("w:uiPriority", "9"), ("w:qFormat", "1")];
    Element::new("w:lsdException", &attributes)
}
