//! word/fontTable.xml: what to use where a face is missing, and word/theme/theme1.xml.
//!
//! Word replaces by `altName`, then panose and charset; docx-rs writes three Latin faces only.

use crate::ooxml::Element;
use crate::word::names::WORD;
use crate::word::write::FontEntry;

/// The table of the document's faces.
pub(super) fn table(fonts: &[FontEntry]) -> Element<'static> {
    Element::new("w:fonts", &[("xmlns:w", WORD)]).with(fonts.iter().map(font))
}

fn font(entry: &FontEntry) -> Element<'static> {
    let value = |name, value: &str| Element::new(name, &[("w:val", value)]);
    let mut font = Element::new("w:font", &[("w:name", &entry.name)]);
    if !entry.alternatives.is_empty() {
        font.push(value("w:altName", &entry.alternatives));
    }

    let metrics = &entry.metrics;
    let ranges = ["w:usb0", "w:usb1", "w:usb2", "w:usb3", "w:csb0", "w:csb1"];
    let signature: Vec<_> = ranges.into_iter().zip(metrics.signature).collect();
    font.with([
        value("w:panose1", metrics.panose),
        value("w:charset", metrics.charset),
        value("w:family", metrics.family),
        value("w:pitch", metrics.pitch),
        Element::new("w:sig", &signature),
    ])
}

/// The theme: Word's own colours, and the document's faces as its fonts.
pub(super) fn theme(latin: &str, chinese: &str) -> Element<'static> {
    let elements = Element::new("a:themeElements", &[]);
    Element::new("a:theme", &[("xmlns:a", DRAWING), ("name", "zishu")]).with([elements.with([
        colors(),
        faces(latin, chinese),
        formats(),
    ])])
}

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

fn colors() -> Element<'static> {
    let named = [
        ("a:dk1", "000000"),
        ("a:lt1", "FFFFFF"),
        ("a:dk2", "44546A"),
        ("a:lt2", "E7E6E6"),
        ("a:accent1", "4472C4"),
        ("a:accent2", "ED7D31"),
        ("a:accent3", "A5A5A5"),
        ("a:accent4", "FFC000"),
        ("a:accent5", "5B9BD5"),
        ("a:accent6", "70AD47"),
        ("a:hlink", "000000"),
        ("a:folHlink", "000000"),
    ];

    let colors = named.map(|(name, value)| {
        Element::new(name, &[]).with([Element::new("a:srgbClr", &[("val", value)])])
    });
    Element::new("a:clrScheme", &[("name", "zishu")]).with(colors)
}

fn faces(latin: &str, chinese: &str) -> Element<'static> {
    let face = |name, face: &str| Element::new(name, &[("typeface", face)]);

    let group = |name| {
        Element::new(name, &[]).with([
            face("a:latin", latin),
            face("a:ea", chinese),
            face("a:cs", latin),
        ])
    };

    Element::new("a:fontScheme", &[("name", "zishu")])
        .with([group("a:majorFont"), group("a:minorFont")])
}

/// Three of each, as the schema wants; nothing in the document uses them.
fn formats() -> Element<'static> {
    let color = || Element::new("a:schemeClr", &[("val", "phClr")]);
    let fill = || Element::new("a:solidFill", &[]).with([color()]);
    let line = || Element::new("a:ln", &[("w", "6350")]).with([fill()]);
    let effect = || Element::new("a:effectStyle", &[]).with([Element::new("a:effectLst", &[])]);

    let three = |name, make: &dyn Fn() -> Element<'static>| {
        Element::new(name, &[]).with([make(), make(), make()])
    };

    Element::new("a:fmtScheme", &[("name", "zishu")]).with([
        three("a:fillStyleLst", &fill),
        three("a:lnStyleLst", &line),
        three("a:effectStyleLst", &effect),
        three("a:bgFillStyleLst", &fill),
    ])
}
