//! The page number of a landscape page: it stands where an upright page has it, turned with the paper.
//!
//! In: the paragraph with the number, and the page. Out: a footer that holds a box with it. A frame
//! (`framePr`) can't be turned, and docx-rs has no text boxes, so that this is written as XML.

use super::measures::Measures;
use crate::typography::Profile;

/// English Metric Units in a point.
const EMU: f64 = 12_700.0;
/// Length of the box along the page's edge, in points: room for a number of four digits.
const LENGTH: f64 = 100.0;
/// The ids of these drawings, above those of all pictures.
const FIRST_ID: u32 = 1_000_001;

const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const SHAPE: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const VML: &str = "urn:schemas-microsoft-com:vml";

/// Which pages a footer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Odd,
    Even,
}

/// The footer, whole. `host` is the style of the empty paragraph that the box hangs on, `folio` the
/// paragraph with the number as XML.
///
/// Text flows beside the box (`wrapSquare`), which it doesn't touch: with `wrapNone` LibreOffice puts
/// the box of the other side's pages at the page's corner.
pub(super) fn footer(
    side: Side,
    measures: &Measures,
    profile: &Profile,
    host: &str,
    folio: &str,
) -> String {
    let page = &profile.page;
    let width = profile.folio.pitch;
    let left = page.bottom - page.folio_distance - width / 2.0;
    // The paper is turned: its height is the page's width. The paragraph keeps the distance from the edge.
    let top = match (measures.double_sided, side) {
        (false, _) => (page.width - LENGTH) / 2.0,
        (true, Side::Odd) => page.width - page.outside - LENGTH,
        (true, Side::Even) => page.outside,
    };
    let id = FIRST_ID + u32::from(side == Side::Even);
    let emu = |points: f64| (points * EMU).round() as i64;
    let (x, y, cx, cy) = (emu(left), emu(top), emu(width), emu(LENGTH));

    let anchor = format!(
        r#"<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{id}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV><wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="{id}" name="页码 {id}" descr="页码"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{folio}</w:txbxContent></wps:txbx><wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor>"#
    );
    let fallback = format!(
        r#"<w:pict><v:rect id="folio{id}" style="position:absolute;margin-left:{left:.2}pt;margin-top:{top:.2}pt;width:{width:.2}pt;height:{LENGTH}pt;mso-position-horizontal-relative:page;mso-position-vertical-relative:page" filled="f" stroked="f"><v:textbox style="layout-flow:vertical" inset="0,0,0,0"><w:txbxContent>{folio}</w:txbxContent></v:textbox></v:rect></w:pict>"#
    );
    format!(
        r#"<w:ftr><w:p><w:pPr><w:pStyle w:val="{host}"/></w:pPr><w:r><mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice xmlns:wps="{SHAPE}" Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice><mc:Fallback xmlns:v="{VML}">{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p></w:ftr>"#
    )
}
