//! Where the styles stand in Word's style pane and gallery.
//!
//! In: a style's id. Out: its rank (uiPriority), whether the gallery shows it (qFormat) and whether it
//! is hidden until it is used; and what holds for the styles that Word knows and the file doesn't.

use crate::ooxml::Element;

/// Where a style stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StylePriority {
    id: &'static str,
    /// What Word calls it, where the pane shows it from the start.
    shown_as: Option<&'static str>,
    /// uiPriority: small numbers stand first.
    priority: u8,
    /// Whether the gallery shows it (qFormat).
    in_gallery: bool,
    /// Whether Word's own template has it; every other is the document's own.
    is_built_in: bool,
}

const fn built_in(id: &'static str, priority: u8, in_gallery: bool) -> StylePriority {
    StylePriority { id, shown_as: None, priority, in_gallery, is_built_in: true }
}

const fn shown(
    id: &'static str,
    name: &'static str,
    priority: u8,
    in_gallery: bool,
) -> StylePriority {
    StylePriority { shown_as: Some(name), ..built_in(id, priority, in_gallery) }
}

const fn custom(id: &'static str, priority: u8, in_gallery: bool) -> StylePriority {
    StylePriority { is_built_in: false, ..built_in(id, priority, in_gallery) }
}

/// The rank of headings.
const HEADINGS: u8 = 9;

/// The built-in ranks are those of Word's template; the document's own styles stand beside the
/// built-in ones that they belong to.
const PRIORITIES: &[StylePriority] = &[
    shown("Normal", "Normal", 0, true),
    shown("NormalIndent", "Normal Indent", 1, true),
    shown("Heading1", "heading 1", 9, true),
    shown("Heading2", "heading 2", 9, true),
    shown("Heading3", "heading 3", 9, true),
    shown("Heading4", "heading 4", 9, true),
    shown("Title", "Title", 10, true),
    shown("Subtitle", "Subtitle", 11, true),
    custom("CoverImprint", 12, true),
    custom("AnnexMark", 12, true),
    custom("AnnexTitle", 12, true),
    custom("AnnexNames", 12, true),
    shown("Salutation", "Salutation", 13, true),
    shown("Signature", "Signature", 13, true),
    shown("Emphasis", "Emphasis", 20, true),
    shown("Strong", "Strong", 22, true),
    shown("Quote", "Quote", 29, true),
    shown("ListParagraph", "List Paragraph", 34, true),
    shown("ListBullet", "List Bullet", 34, true),
    built_in("ListBullet2", 34, false),
    built_in("ListBullet3", 34, false),
    built_in("ListBullet4", 34, false),
    built_in("ListBullet5", 34, false),
    shown("ListNumber", "List Number", 34, true),
    built_in("ListNumber2", 34, false),
    built_in("ListNumber3", 34, false),
    built_in("ListNumber4", 34, false),
    built_in("ListNumber5", 34, false),
    shown("Caption", "caption", 35, true),
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
    shown("TOCHeading", "TOC Heading", 39, true),
    shown("TOC1", "toc 1", 39, false),
    shown("TOC2", "toc 2", 39, false),
    shown("TableGrid", "Table Grid", 39, false),
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

    let behind_headings = PRIORITIES.partition_point(|style| style.priority <= HEADINGS);
    let (first, last) = PRIORITIES.split_at(behind_headings);
    Element::new("w:latentStyles", &defaults)
        .with(first.iter().filter_map(visible))
        .with((5..=9).map(hidden_heading))
        .with(last.iter().filter_map(visible))
}

/// A built-in style that the pane shows from the start.
fn visible<'a>(style: &StylePriority) -> Option<Element<'a>> {
    let mut exception = Element::new("w:lsdException", &[("w:name", style.shown_as?)]);
    exception.set("w:semiHidden", "0");
    exception.set("w:uiPriority", &style.priority.to_string());
    exception.set("w:unhideWhenUsed", "0");
    if style.in_gallery {
        exception.set("w:qFormat", "1");
    }
    Some(exception)
}

fn hidden_heading<'a>(level: u8) -> Element<'a> {
    let name = format!("heading {level}");
    let attributes = [("w:name", name.as_str()), ("w:uiPriority", "9"), ("w:qFormat", "1")];
    Element::new("w:lsdException", &attributes)
}
