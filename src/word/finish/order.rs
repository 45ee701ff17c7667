//! The order of children that the schema wants (ECMA-376 part 1, annex A), which docx-rs doesn't keep.
//! Word drops or repairs what stands elsewhere.

use crate::ooxml::{Element, Node};

/// Puts the children of a property element into the schema's order; others stay as they are.
pub(super) fn sort_children(element: &mut Element<'_>) {
    let Some(order) = order(&element.name) else { return };
    let rank = |node: &Node<'_>| {
        let name = node.element().map_or("", |child| &child.name);
        let name = name.strip_prefix("w:").unwrap_or(name);
        order.iter().position(|listed| *listed == name).unwrap_or(order.len())
    };

    if !element.children.is_sorted_by_key(rank) {
        element.children.sort_by_key(rank);
    }
}

fn order(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "w:pPr" => PARAGRAPH,
        "w:rPr" => RUN,
        "w:numPr" => &["ilvl", "numId"],
        "w:sectPr" => SECTION,
        "w:tblPr" => TABLE,
        "w:trPr" => &["cantSplit", "trHeight", "tblHeader", "jc"],
        "w:tcPr" => CELL,
        "w:style" => STYLE,
        "w:lvl" => LEVEL,
        "w:abstractNum" => &["nsid", "multiLevelType", "tmpl", "name", "styleLink", "lvl"],
        "w:lvlOverride" => &["startOverride", "lvl"],
        "w:tcBorders" | "w:tblBorders" => BORDERS,
        "w:pBdr" => &["top", "left", "bottom", "right", "between", "bar"],
        "w:tcMar" | "w:tblCellMar" => &["top", "left", "start", "bottom", "right", "end"],
        _ => return None,
    })
}

#[rustfmt::skip]
const PARAGRAPH: &[&str] = &[
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
];

#[rustfmt::skip]
const RUN: &[&str] = &[
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color",
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd",
    "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    "rPrChange",
];

#[rustfmt::skip]
const SECTION: &[&str] = &[
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar",
    "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote",
    "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
];

#[rustfmt::skip]
const TABLE: &[&str] = &[
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize",
    "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar",
    "tblLook", "tblCaption", "tblDescription",
];

#[rustfmt::skip]
const CELL: &[&str] = &[
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark",
];

#[rustfmt::skip]
const STYLE: &[&str] = &[
    "name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority",
    "semiHidden", "unhideWhenUsed", "qFormat", "locked", "rsid", "pPr", "rPr", "tblPr", "trPr",
    "tcPr", "tblStylePr",
];

#[rustfmt::skip]
const LEVEL: &[&str] = &[
    "start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "lvlPicBulletId",
    "legacy", "lvlJc", "pPr", "rPr",
];

#[rustfmt::skip]
const BORDERS: &[&str] = &[
    "top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "tl2br", "tr2bl",
];

#[cfg(test)]
mod tests {
    use super::sort_children;
    use crate::ooxml::parse;

    #[test]
    fn children_in_the_order_of_the_schema() {
        let mut element =
            parse("p.xml", "<w:rPr><w:sz/><w:b/><w:rFonts/><w:unknown/></w:rPr>").unwrap();
        sort_children(&mut element);
        let names: Vec<&str> = element.elements().map(|child| child.name.as_ref()).collect();
        assert_eq!(names, ["w:rFonts", "w:b", "w:sz", "w:unknown"]);
    }
}
