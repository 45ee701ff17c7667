//! word/styles.xml: docx-rs's styles, the defaults, and what a style needs beyond docx-rs.

use super::gallery::{latent_styles, set_priority};
use super::inherit::remove_inherited;
use super::normalize::{Additions, normalize};
use super::order::sort_children;
use super::part_writer::PartWriter;
use crate::ooxml::Element;
use crate::word::names::WORD;
use crate::word::write::{Settings, TABLE, TABLE_NOTE, TableRules};

const PART: &str = "word/styles.xml";

/// Adds the part; `styles` is what docx-rs rendered, one after the other.
pub(super) fn add(out: &mut PartWriter, styles: &str, settings: &Settings) {
    let text = format!("<w:styles>{styles}</w:styles>");
    let Some(mut rendered) = out.read(PART, &text) else { return };
    for style in rendered.elements_mut() {
        complete(style, settings);
    }
    normalize(&mut rendered, Additions::default());
    remove_inherited(&mut rendered);

    let root = Element::new("w:styles", &[("xmlns:w", WORD)]);
    let mut root = root.with([defaults(settings), latent_styles()]).with(default_styles());
    root.children.append(&mut rendered.children);
    root.push(table_style(settings.table));
    out.add(PART, &root);
}

/// Completes a style that docx-rs rendered.
///
/// Chinese and Latin text stand side by side as the profile wants; Word's default is a quarter em. Of
/// the other rules of Chinese type (kinsoku, wordWrap, topLinePunct, adjustRightInd) nothing is said, as
/// Word's Chinese template says nothing: its defaults hold. Marks don't hang over the margin, as in the
/// PDF; LibreOffice 7.4 takes an overflowPunct that is said for its opposite.
fn complete(style: &mut Element<'_>, settings: &Settings) {
    set_priority(style);
    let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
    let Some(properties) = style.child_mut("w:pPr") else { return };

    // A style's paragraph properties may not hold run properties; docx-rs always writes them.
    properties.retain(|child| child.name != "w:rPr");
    if id == "Normal" {
        properties.push(Element::new("w:overflowPunct", &[("w:val", "0")]));
        if !settings.latin_gap {
            let off = |name| Element::new(name, &[("w:val", "0")]);
            properties.push(off("w:autoSpaceDE"));
            properties.push(off("w:autoSpaceDN"));
        }
        style.set("w:default", "1");
    } else if id == TABLE_NOTE {
        // Note and source stand together; the gap is below the last.
        properties.push(Element::new("w:contextualSpacing", &[]));
    }
}

/// The style of every table: lines, insets and where text stands in its cell.
fn table_style<'a>(rules: TableRules) -> Element<'a> {
    let line = |name, eighths: usize| {
        let size = eighths.to_string();
        let attributes =
            [("w:val", "single"), ("w:sz", size.as_str()), ("w:space", "0"), ("w:color", "auto")];
        Element::new(name, &attributes)
    };
    let mut borders = vec![line("w:top", rules.top), line("w:bottom", rules.bottom)];
    if rules.grid > 0 {
        let inner = ["w:left", "w:right", "w:insideH", "w:insideV"];
        borders.extend(inner.map(|name| line(name, rules.grid)));
    }
    let mut borders = Element::new("w:tblBorders", &[]).with(borders);
    sort_children(&mut borders);

    // A row is as high as its lines, as in the PDF: their exact pitch has the room above and below.
    let insets = cell_margins(&rules.inset.to_string());
    let properties = Element::new("w:tblPr", &[]).with([
        Element::new("w:jc", &[("w:val", "center")]),
        borders,
        insets,
    ]);
    let centred = Element::new("w:vAlign", &[("w:val", "center")]);

    let name = if rules.grid > 0 { "格线表" } else { "三线表" };
    let mut style = Element::new("w:style", &[("w:type", "table"), ("w:styleId", TABLE)]).with([
        Element::new("w:name", &[("w:val", name)]),
        Element::new("w:basedOn", &[("w:val", "TableNormal")]),
    ]);
    set_priority(&mut style);
    style.with([properties, Element::new("w:tcPr", &[]).with([centred])])
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
fn default_styles<'a>() -> [Element<'a>; 3] {
    let style = |kind, id, name| {
        Element::new("w:style", &[("w:type", kind), ("w:default", "1"), ("w:styleId", id)]).with([
            Element::new("w:name", &[("w:val", name)]),
            Element::new("w:uiPriority", &[("w:val", "99")]),
            Element::new("w:semiHidden", &[]),
            Element::new("w:unhideWhenUsed", &[]),
        ])
    };

    let table = Element::new("w:tblPr", &[]).with([width("w:tblInd", "0"), cell_margins("108")]);
    [
        style("character", "DefaultParagraphFont", "Default Paragraph Font"),
        style("table", "TableNormal", "Normal Table").with([table]),
        style("numbering", "NoList", "No List"),
    ]
}

/// Room at either side of a cell's text, none above and below it.
fn cell_margins<'a>(sides: &str) -> Element<'a> {
    let margins = [("w:top", "0"), ("w:left", sides), ("w:bottom", "0"), ("w:right", sides)];
    Element::new("w:tblCellMar", &[]).with(margins.map(|(name, twips)| width(name, twips)))
}

fn width<'a>(name: &'a str, twips: &str) -> Element<'a> {
    Element::new(name, &[("w:w", twips), ("w:type", "dxa")])
}
