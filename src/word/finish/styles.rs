//! word/styles.xml: docx-rs's styles, the defaults, and what a style needs beyond docx-rs.

use super::super::build::Settings;
use super::normal::{self, Additions};
use super::tree::Element;

/// Styles of the template that is built into Word, by id; every other is the document's own.
const BUILT_IN: &[&str] = &[
    "Normal",
    "NormalIndent",
    "Heading1",
    "Heading2",
    "Heading3",
    "Heading4",
    "Title",
    "Subtitle",
    "Caption",
    "TOCHeading",
    "TOC1",
    "TOC2",
    "TOC3",
    "TOC4",
    "FootnoteText",
    "FootnoteReference",
    "Header",
    "Footer",
    "Quote",
    "ListParagraph",
    "Strong",
    "Emphasis",
    "Hyperlink",
    "DefaultParagraphFont",
    "TableNormal",
    "NoList",
];

/// The part; `styles` is what docx-rs rendered, one after the other.
pub(super) fn part(styles: &str, settings: &Settings) -> String {
    let text = format!("<w:styles>{styles}</w:styles>");
    let Some(mut root) = super::read(&text) else { return String::new() };
    for style in root.elements_mut() {
        complete(style, settings);
    }
    normal::complete(&mut root, Additions::default());
    let mut whole = Element::new("w:styles", &[("xmlns:w", super::WORD)]);
    whole = whole.with([defaults(settings)]).with(foundations());
    whole.children.append(&mut root.children);
    super::document(&whole)
}

fn complete<'a>(style: &mut Element<'a>, settings: &Settings) {
    let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
    if id == "Normal" {
        style.set("w:default", "1");
        if let Some(property) = style.child_mut("w:pPr") {
            property.children.extend(grid(settings).into_iter().map(super::node));
        }
    } else if !BUILT_IN.contains(&id.as_str()) {
        style.set("w:customStyle", "1");
    }
    // A style's paragraph properties may not hold run properties; docx-rs always writes them.
    if let Some(property) = style.child_mut("w:pPr") {
        property.children.retain(
            |node| !matches!(node, super::Node::Element(element) if element.name == "w:rPr"),
        );
    }
}

/// Chinese and Latin text stand side by side as the profile wants (Word's default is a quarter em),
/// and no stop hangs over the margin, as in the PDF.
fn grid<'a>(settings: &Settings) -> Vec<Element<'a>> {
    let mut off = vec!["w:overflowPunct"];
    if !settings.latin_gap {
        off.extend(["w:autoSpaceDE", "w:autoSpaceDN"]);
    }
    off.into_iter().map(|name| Element::new(name, &[("w:val", "0")])).collect()
}

/// What holds where no style says otherwise: the body's faces, and Chinese.
fn defaults<'a>(settings: &Settings) -> Element<'a> {
    let fonts = Element::new(
        "w:rFonts",
        &[
            ("w:ascii", &settings.latin_face),
            ("w:hAnsi", &settings.latin_face),
            ("w:eastAsia", &settings.chinese_face),
            ("w:cs", &settings.latin_face),
        ],
    );
    let language = [("w:val", "en-US"), ("w:eastAsia", "zh-CN"), ("w:bidi", "ar-SA")];
    let run = Element::new("w:rPr", &[]).with([fonts, Element::new("w:lang", &language)]);
    Element::new("w:docDefaults", &[])
        .with([Element::new("w:rPrDefault", &[]).with([run]), Element::new("w:pPrDefault", &[])])
}

/// The three defaults that stand beside Normal in every Word file.
fn foundations<'a>() -> [Element<'a>; 3] {
    let style = |kind, id, name| {
        Element::new("w:style", &[("w:type", kind), ("w:default", "1"), ("w:styleId", id)]).with([
            Element::new("w:name", &[("w:val", name)]),
            Element::new("w:uiPriority", &[("w:val", "99")]),
            Element::new("w:semiHidden", &[]),
            Element::new("w:unhideWhenUsed", &[]),
        ])
    };
    let margin = |name, width| Element::new(name, &[("w:w", width), ("w:type", "dxa")]);
    let table = Element::new("w:tblPr", &[]).with([
        margin("w:tblInd", "0"),
        Element::new("w:tblCellMar", &[]).with([
            margin("w:top", "0"),
            margin("w:left", "108"),
            margin("w:bottom", "0"),
            margin("w:right", "108"),
        ]),
    ]);
    [
        style("character", "DefaultParagraphFont", "Default Paragraph Font"),
        style("table", "TableNormal", "Normal Table").with([table]),
        style("numbering", "NoList", "No List"),
    ]
}
