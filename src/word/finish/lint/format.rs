//! Paragraphs and runs that say again what their style says.
//!
//! What a style says can be changed in one place; what every paragraph says can't.

use super::{Element, Findings, Step, child_value, value, walk};
use std::collections::BTreeMap;

/// What a style comes to: elements by name, as written.
type Look = BTreeMap<String, String>;

/// Paragraphs of a part, against the styles.
pub(super) fn check(
    part: &str,
    root: &Element<'_>,
    styles: Option<&Element<'_>>,
    found: &mut Findings,
) {
    let Some(styles) = styles.filter(|_| part != "word/styles.xml") else { return };
    let known: BTreeMap<&str, &Element<'_>> =
        styles.elements().map(|one| (value(one, "w:styleId"), one)).collect();
    let mut looks: BTreeMap<(String, &str), Look> = BTreeMap::new();
    walk(root, &mut |step, element, around| {
        let (kind, key) = match element.name.as_ref() {
            "w:pPr" => ("w:pPr", "w:pStyle"),
            "w:rPr" => ("w:rPr", "w:rStyle"),
            _ => return,
        };
        // A level's indents and faces are its own, as are a changed paragraph's former ones.
        let foreign =
            ["w:lvl", "w:pPrChange", "w:rPrChange"].iter().any(|one| around.contains(one));
        let Some(style) = child_value(element, key).filter(|_| step == Step::Start && !foreign)
        else {
            return;
        };
        let look =
            looks.entry((style.to_owned(), kind)).or_insert_with(|| look(style, kind, &known));
        // LibreOffice loses a style's indent where the paragraph has its own number, or none.
        let numbered = element.child("w:numPr").is_some();
        for one in element.elements().filter(|one| !(numbered && one.name == "w:ind")) {
            if look.get(one.name.as_ref()).is_some_and(|said| *said == written(one)) {
                found.add(part, format!("{} 重复了样式 {style} 所说的", one.name));
            }
        }
    });
}

/// A style with all that it is based on; the nearest word counts.
fn look(style: &str, kind: &str, known: &BTreeMap<&str, &Element<'_>>) -> Look {
    let mut look = Look::new();
    let mut at = known.get(style);
    for _ in 0..known.len() {
        let Some(style) = at else { break };
        for one in style.child(kind).into_iter().flat_map(Element::elements) {
            look.entry(one.name.to_string()).or_insert_with(|| written(one));
        }
        at = child_value(style, "w:basedOn").and_then(|base| known.get(base));
    }
    look
}

fn written(element: &Element<'_>) -> String {
    let mut text = String::new();
    element.write(&mut text);
    text
}
