//! Paragraphs and runs that say again what their style says: what a style says can be changed in one
//! place; what every paragraph says can't.
//!
//! In: the parts of a Word file. Out: a line for each repetition. No defect of the file, so the program
//! itself doesn't look for it.

use std::collections::BTreeMap;
use zishu::ooxml::{Element, parse};

const STYLES: &str = "word/styles.xml";

/// What a style says with all that it is based on: XML of properties by their names.
type Properties = BTreeMap<String, String>;

/// The repetitions in all parts.
pub(crate) fn repetitions(parts: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let text = |name: &str| String::from_utf8_lossy(&parts[name]).into_owned();
    let styles = text(STYLES);
    let styles = parse(STYLES, &styles).unwrap();
    let by_id: BTreeMap<&str, &Element<'_>> = styles
        .elements()
        .filter_map(|style| Some((style.attribute("w:styleId")?, style)))
        .collect();

    let mut lines = Vec::new();
    let is_text = |name: &&String| name.starts_with("word/") && name.ends_with(".xml");
    for name in parts.keys().filter(is_text).filter(|name| *name != STYLES) {
        let text = text(name);
        visit(&parse(name, &text).unwrap(), &by_id, &mut |line| {
            lines.push(format!("{name}: {line}"));
        });
    }
    lines
}

fn visit(
    element: &Element<'_>,
    styles: &BTreeMap<&str, &Element<'_>>,
    report: &mut dyn FnMut(String),
) {
    match element.name.as_ref() {
        // A level's indents and faces are its own, as are a changed paragraph's former ones.
        "w:lvl" | "w:pPrChange" | "w:rPrChange" => return,
        "w:pPr" => repeated(element, "w:pStyle", styles, report),
        "w:rPr" => repeated(element, "w:rStyle", styles, report),
        _ => {}
    }
    element.elements().for_each(|child| visit(child, styles, report));
}

fn repeated(
    properties: &Element<'_>,
    style_name: &str,
    styles: &BTreeMap<&str, &Element<'_>>,
    report: &mut dyn FnMut(String),
) {
    let style = properties.child(style_name).and_then(|style| style.attribute("w:val"));
    let Some(style) = style else { return };
    let said = resolved(style, &properties.name, styles);

    // LibreOffice loses a style's indent where the paragraph has its own number, or none.
    let is_numbered = properties.child("w:numPr").is_some();
    for property in properties.elements().filter(|one| !(is_numbered && one.name == "w:ind")) {
        if said.get(property.name.as_ref()) == Some(&property.to_xml()) {
            report(format!("{} repeats the style {style}", property.name));
        }
    }
}

/// A style with all that it is based on; the nearest one that says something counts.
fn resolved(style: &str, kind: &str, styles: &BTreeMap<&str, &Element<'_>>) -> Properties {
    let mut said = Properties::new();
    let mut next = styles.get(style);
    for _ in 0..styles.len() {
        let Some(style) = next else { break };
        for property in style.child(kind).into_iter().flat_map(Element::elements) {
            said.entry(property.name.to_string()).or_insert_with(|| property.to_xml());
        }
        let base = style.child("w:basedOn").and_then(|base| base.attribute("w:val"));
        next = base.and_then(|base| styles.get(base));
    }
    said
}
