//! word/styles.xml: docx-rs's styles, the defaults, and what a style needs beyond docx-rs.

use super::super::write::{Settings, TABLE, TABLE_NOTE, TableLook};
use super::normal::{self, Additions};
use super::tree::Element;
use super::{inherit, order, roster};

/// The part; `styles` is what docx-rs rendered, one after the other.
pub(super) fn part(styles: &str, settings: &Settings) -> String {
    let text = format!("<w:styles>{styles}</w:styles>");
    let Some(mut root) = super::read(&text) else { return String::new() };
    for style in root.elements_mut() {
        complete(style, settings);
    }
    normal::complete(&mut root, Additions::default());
    inherit::thin(&mut root);
    let mut whole = Element::new("w:styles", &[("xmlns:w", super::WORD)]);
    whole = whole.with([defaults(settings), roster::latent()]).with(foundations());
    whole.children.append(&mut root.children);
    whole = whole.with([table(settings.table)]);
    super::document(&whole)
}

fn complete<'a>(style: &mut Element<'a>, settings: &Settings) {
    let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
    roster::rank(style, roster::place(&id));
    let Some(property) = style.child_mut("w:pPr") else { return };
    // A style's paragraph properties may not hold run properties; docx-rs always writes them.
    property
        .children
        .retain(|node| !matches!(node, super::Node::Element(element) if element.name == "w:rPr"));
    if id == "Normal" {
        property.children.extend(grid(settings).into_iter().map(super::node));
        style.set("w:default", "1");
    } else if id == TABLE_NOTE {
        // Note and source stand together; the gap is below the last.
        property.children.push(super::node(Element::new("w:contextualSpacing", &[])));
    }
}

/// Chinese and Latin text stand side by side as the profile wants; Word's default is a quarter em. Of
/// the other rules of Chinese type (kinsoku, wordWrap, overflowPunct, topLinePunct, adjustRightInd)
/// nothing is said, as Word's Chinese template says nothing: its defaults hold. LibreOffice 7.4 takes
/// an overflowPunct that is said for its opposite.
fn grid<'a>(settings: &Settings) -> Vec<Element<'a>> {
    let off = |name| Element::new(name, &[("w:val", "0")]);
    match settings.latin_gap {
        true => Vec::new(),
        false => vec![off("w:autoSpaceDE"), off("w:autoSpaceDN")],
    }
}

/// The style of every table: lines, insets and where text stands in its cell.
fn table<'a>(look: TableLook) -> Element<'a> {
    let line = |name, eighths: usize| {
        let size = eighths.to_string();
        let attributes =
            [("w:val", "single"), ("w:sz", size.as_str()), ("w:space", "0"), ("w:color", "auto")];
        Element::new(name, &attributes)
    };
    let mut borders = vec![line("w:top", look.top), line("w:bottom", look.bottom)];
    if look.grid > 0 {
        let inner = ["w:left", "w:right", "w:insideH", "w:insideV"];
        borders.extend(inner.map(|name| line(name, look.grid)));
    }
    let mut borders = Element::new("w:tblBorders", &[]).with(borders);
    order::sort(&mut borders);
    // A row is as high as its lines, as in the PDF: their exact pitch has the room above and below.
    let inset = look.inset.to_string();
    let margin = |name, width: &str| Element::new(name, &[("w:w", width), ("w:type", "dxa")]);
    let insets = Element::new("w:tblCellMar", &[]).with([
        margin("w:top", "0"),
        margin("w:left", &inset),
        margin("w:bottom", "0"),
        margin("w:right", &inset),
    ]);
    let property = Element::new("w:tblPr", &[]).with([
        Element::new("w:jc", &[("w:val", "center")]),
        borders,
        insets,
    ]);
    let middle = Element::new("w:vAlign", &[("w:val", "center")]);
    let head = Element::new("w:tcBorders", &[]).with([line("w:bottom", look.middle)]);
    let head =
        Element::new("w:tblStylePr", &[("w:type", "firstRow")])
            .with([Element::new("w:tcPr", &[]).with([head])]);
    let name = if look.grid > 0 { "格线表" } else { "三线表" };
    let mut style = Element::new("w:style", &[("w:type", "table"), ("w:styleId", TABLE)]).with([
        Element::new("w:name", &[("w:val", name)]),
        Element::new("w:basedOn", &[("w:val", "TableNormal")]),
    ]);
    roster::rank(&mut style, roster::place(TABLE));
    style.with([property, Element::new("w:tcPr", &[]).with([middle]), head])
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
