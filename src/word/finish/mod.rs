//! The finishing pass: what docx-rs renders becomes parts that Word opens without repair.
//!
//! In: rendered XML and what docx-rs has no words for. Out: the parts of the package, and the packed
//! file. Parts go through a small tree, one after the other; nothing here knows the document tree
//! but its [`Meta`](crate::document::Meta).

mod fonts;
mod inherit;
mod lint;
mod normal;
mod order;
mod package;
mod properties;
mod review;
mod roster;
mod seal;
mod settings;
mod styles;
pub(super) mod tree;

pub use lint::lint;
pub(super) use package::{PAGE_CLOSE, PAGE_OPEN, Part, pack};
pub use seal::is_comparison;
pub(super) use seal::sealed;
pub(super) use tree::allowed;

use super::ReviewCopy;
use super::write::Rendered;
use normal::Additions;
use package::Relationship;
use tree::{Element, Node};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD_DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// The id of a picture's relationship, before its number.
pub(super) const PICTURE: &str = "rIdPicture";
/// The id of a link's relationship, before its number.
pub(super) const LINK: &str = "rIdLink";
/// The id of a header's relationship, before its number.
pub(super) const HEADER: &str = "rIdHeader";
/// The id of a footer's relationship, before its number.
pub(super) const FOOTER: &str = "rIdFooter";

/// Makes the parts; `copy`: what a copy for review carries.
pub(super) fn complete(rendered: Rendered, copy: Option<&ReviewCopy>) -> Vec<Part> {
    let mut parts = vec![
        Part::text("docProps/core.xml", properties::part(&rendered.meta)),
        Part::text("word/document.xml", body(&rendered)),
        Part::text("word/styles.xml", styles::part(&rendered.styles, &rendered.settings)),
        Part::text("word/numbering.xml", wrapped("w:numbering", &rendered.numbering)),
        Part::text("word/settings.xml", settings::part(&rendered.settings, copy)),
        Part::text("word/fontTable.xml", fonts::table(&rendered.fonts)),
        Part::text(
            "word/theme/theme1.xml",
            fonts::theme(&rendered.settings.latin_face, &rendered.settings.chinese_face),
        ),
        Part::text("word/footnotes.xml", notes(&rendered)),
    ];
    for (name, list) in [("header", &rendered.headers), ("footer", &rendered.footers)] {
        for (index, text) in list.iter().enumerate() {
            let text = rewrite(text, Additions::default());
            parts.push(Part::text(&format!("word/{name}{}.xml", index + 1), text));
        }
    }
    parts.extend(rendered.media.into_iter().map(|media| Part::picture(media.name, media.bytes)));
    let mut known: Vec<Relationship> =
        package::document_relationships(&parts, &rendered.body_targets);
    if let Some(copy) = copy {
        let (own, map) = review::parts(copy);
        parts.extend(own);
        known.push(map);
    }
    parts.push(package::relationships("word/_rels/document.xml.rels", &known));
    let known = package::target_relationships(&rendered.note_targets);
    if !known.is_empty() {
        parts.push(package::relationships("word/_rels/footnotes.xml.rels", &known));
    }
    package::frame(parts)
}

/// The body goes through the tree one paragraph or table at a time: as a whole it would take many
/// times the memory of its text.
fn body(rendered: &Rendered) -> String {
    let alts = rendered.body_targets.alts();
    let additions = Additions { alts: &alts, first_drawing: 1 };
    let mut out = String::with_capacity(rendered.body.len());
    out.push_str(DECLARATION);
    let root = Element::new("w:document", ROOT);
    root.open(&mut out);
    out.push_str("<w:body>");
    let read = tree::each(&rendered.body, |element| {
        let mut body = Element::new("w:body", &[]).with([element]);
        normal::complete(&mut body, additions);
        body.elements().for_each(|element| element.write(&mut out));
    });
    debug_assert!(read.is_ok(), "{read:?}");
    out.push_str("</w:body></w:document>");
    out
}

/// A part that docx-rs rendered whole.
fn rewrite(text: &str, additions: Additions<'_>) -> String {
    let Some(mut root) = read(text) else { return String::new() };
    normal::complete(&mut root, additions);
    let mut renamed = Element::new("", ROOT);
    renamed.name = root.name.clone();
    renamed.children = root.children;
    document(&renamed)
}

/// Namespaces of a part with text; drawings declare their own.
const ROOT: &[(&str, &str)] =
    &[("xmlns:w", WORD), ("xmlns:r", RELATIONSHIPS), ("xmlns:wp", WORD_DRAWING)];

/// Elements that docx-rs rendered one by one, under a root.
fn wrapped(root: &'static str, elements: &str) -> String {
    let text = format!("<{root}>{elements}</{root}>");
    rewrite(&text, Additions::default())
}

/// The notes, after the two separators that Word wants.
fn notes(rendered: &Rendered) -> String {
    let alts = rendered.note_targets.alts();
    let first_drawing = 1 + rendered.body_targets.alts().len();
    let separator = |id: &str, kind: &str, mark: &str| {
        format!(
            "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:spacing w:before=\"0\" \
             w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"0\"/></w:pPr>\
             <w:r><w:{mark}/></w:r></w:p></w:footnote>"
        )
    };
    let text = format!(
        "<w:footnotes>{}{}{}</w:footnotes>",
        separator("-1", "separator", "separator"),
        separator("0", "continuationSeparator", "continuationSeparator"),
        rendered.notes
    );
    rewrite(&text, Additions { alts: &alts, first_drawing })
}

/// docx-rs writes well-formed XML as long as it is given clean text, and `write` cleans all text.
fn read(text: &str) -> Option<Element<'_>> {
    let parsed = tree::parse(text);
    debug_assert!(parsed.is_ok(), "{parsed:?}");
    parsed.ok()
}

/// What every part begins with.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A part: declaration and root.
pub(super) fn document(root: &Element<'_>) -> String {
    let mut out = String::from(DECLARATION);
    root.write(&mut out);
    out
}

/// A child element, wrapped as a node.
fn node(element: Element<'_>) -> Node<'_> {
    Node::Element(element)
}
