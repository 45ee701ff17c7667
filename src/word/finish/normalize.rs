//! What every rendered part needs before Word takes it: the schema's order, nothing illegal or empty,
//! and what docx-rs can't write.

use super::order::sort_children;
use super::task_boxes;
use crate::ooxml::{Element, Node};
use crate::word::names::PICTURE;
use crate::word::write::{NOTE_MARK, TABLE_CAPTION, TABLE_HEAD, TABLE_UNIT};

/// What the pass adds to a part.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Additions<'a> {
    /// Alternative texts of the part's pictures, by the number in their relationship's id.
    pub alts: &'a [String],
    /// The first drawing's id, so that ids are unique over parts.
    pub first_drawing: usize,
}

/// Normalises an element and everything below it.
pub(super) fn normalize<'a>(element: &mut Element<'a>, additions: Additions<'_>) {
    let parent = element.name.clone();

    for child in element.elements_mut() {
        normalize(child, additions);
        repair(child, &parent, additions);
    }
    element.retain(|child| !is_dispensable(child, &parent));
    sort_children(element);
}

fn repair<'a>(element: &mut Element<'a>, parent: &str, additions: Additions<'_>) {
    match element.name.as_ref() {
        // Word gives its own; LibreOffice drops them. Ours would only differ from run to run.
        "w:p" => element.unset("w14:paraId"),
        "w:ind" => indent(element),
        "w:gridCol" => element.unset("w:type"),
        "w:fldChar" => element.unset("w:dirty"),
        "w:instrText" => element.set("xml:space", "preserve"),
        "w:r" => mark_note(element),
        "w:tr" => repeat_head(element),
        "w:tbl" => set_table_look(element),
        "w:drawing" => describe(element, additions),
        "w:sectPr" => restart_notes(element),
        "w:sdt" => task_boxes::complete(element),
        "w:tab" if parent == "w:tabs" => cap_tab(element),
        _ => {}
    }
}

/// Two characters whatever the size; docx-rs keeps `firstLineChars` in its model but doesn't write it.
fn indent(element: &mut Element<'_>) {
    if element.attribute("w:right") == Some("0") {
        element.unset("w:right");
    }

    match element.attribute("w:firstLine") {
        // An indent of none must undo the style's count of characters, which goes before lengths.
        Some("0") => element.set("w:firstLineChars", "0"),
        Some(_) => element.set("w:firstLineChars", "200"),
        None => {}
    }
}

fn cap_tab(element: &mut Element<'_>) {
    let position = element.attribute("w:pos").and_then(|text| text.parse::<u32>().ok());
    if position.is_some_and(|position| position > 31_680) {
        element.set("w:pos", "31680");
    }
}

/// Rows whose text has the style of table heads, of captions or units are repeated on every page;
/// docx-rs has no setter.
fn repeat_head(row: &mut Element<'_>) {
    let style = row.descendant("w:pStyle").and_then(|style| style.attribute("w:val"));
    let is_head = style.is_some_and(|style| {
        style.starts_with(TABLE_HEAD) || matches!(style, TABLE_CAPTION | TABLE_UNIT)
    });
    if !is_head {
        return;
    }

    row.push_into("w:trPr", Element::new("w:tblHeader", &[]));
    row.child_mut("w:trPr").into_iter().for_each(sort_children);
}

/// Which of the table style's parts hold: the cells of the head have their lines themselves, since
/// programs differ on whether the style's stands below each row of a head.
fn set_table_look(table: &mut Element<'_>) {
    let Some(properties) = table.child_mut("w:tblPr") else { return };
    if properties.child("w:tblStyle").is_none() {
        return;
    }

    // The style says it; docx-rs writes `left` where nothing is said.
    properties.retain(|child| child.name != "w:jc");

    let look = [
        ("w:val", "0600"),
        ("w:firstRow", "0"),
        ("w:lastRow", "0"),
        ("w:firstColumn", "0"),
        ("w:lastColumn", "0"),
        ("w:noHBand", "1"),
        ("w:noVBand", "1"),
    ];
    properties.push(Element::new("w:tblLook", &look));
    sort_children(properties);
}

/// A note begins with its own mark: `write` leaves an empty run of the mark's style for it.
fn mark_note(run: &mut Element<'_>) {
    let [Node::Element(properties)] = run.children.as_slice() else { return };
    if properties.child_value("w:rStyle") == Some(NOTE_MARK) {
        run.push(Element::new("w:footnoteRef", &[]));
    }
}

/// Gives a drawing its own id and what it shows: docx-rs writes id 1 and "Figure" for all.
fn describe(drawing: &mut Element<'_>, additions: Additions<'_>) {
    let embed = drawing.descendant("a:blip").and_then(|blip| blip.attribute("r:embed"));
    let number = embed.and_then(|id| id.strip_prefix(PICTURE)?.parse::<usize>().ok());
    let Some(number) = number else { return };

    let id = (additions.first_drawing + number).to_string();
    let name = format!("图片 {id}");
    let alt = additions.alts.get(number).map_or("", String::as_str);
    drawing.walk_mut(&mut |element| {
        if matches!(element.name.as_ref(), "wp:docPr" | "pic:cNvPr") {
            element.set("id", &id);
            element.set("name", &name);
            element.set("descr", alt);
        }
    });
}

/// Notes are counted ①②③ anew on every page.
fn restart_notes(section: &mut Element<'_>) {
    let notes = Element::new("w:footnotePr", &[]).with([
        Element::new("w:pos", &[("w:val", "pageBottom")]),
        Element::new("w:numFmt", &[("w:val", "decimalEnclosedCircle")]),
        Element::new("w:numRestart", &[("w:val", "eachPage")]),
    ]);
    section.push(notes);
    sort_children(section);
}

/// What the schema doesn't allow or what says nothing.
fn is_dispensable(element: &Element<'_>, parent: &str) -> bool {
    let is_empty = element.children.is_empty() && element.attributes.is_empty();
    match element.name.as_ref() {
        "w:rPr" | "w:pPr" | "w:tcPr" | "w:trPr" | "w:tblPr" if is_empty => parent != "w:tbl",
        "w:tcBorders" | "w:tblBorders" | "w:tabs" | "w:ind" => is_empty,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Additions, normalize};
    use crate::ooxml::parse;

    fn normalized(text: &str, alts: &[String]) -> String {
        let mut element = parse("p.xml", text).unwrap();
        normalize(&mut element, Additions { alts, first_drawing: 10 });
        element.to_xml()
    }

    #[test]
    fn order_and_empties() {
        let text = r#"<w:p w14:paraId="1"><w:pPr><w:rPr /><w:jc w:val="both"/><w:pStyle w:val="A"/></w:pPr><w:r><w:rPr /><w:t>x</w:t></w:r></w:p>"#;
        let expected = r#"<b><w:p><w:pPr><w:pStyle w:val="A"/><w:jc w:val="both"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p></b>"#;
        assert_eq!(normalized(&format!("<b>{text}</b>"), &[]), expected);
    }

    #[test]
    fn first_line_in_characters() {
        let text = r#"<w:pPr><w:ind w:left="0" w:right="0" w:firstLine="630"/></w:pPr>"#;
        assert!(normalized(text, &[]).contains(r#"w:firstLineChars="200""#));
        let none = r#"<w:pPr><w:ind w:left="0" w:right="0" w:firstLine="0"/></w:pPr>"#;
        assert!(normalized(none, &[]).contains(r#"w:firstLineChars="0""#));
    }

    #[test]
    fn drawings_are_described() {
        let text = r#"<w:r><w:drawing><wp:docPr id="1" name="Figure"/><a:blip r:embed="rIdPicture1"/></w:drawing></w:r>"#;
        let done = normalized(text, &["a".into(), "<b>".into()]);
        assert!(done.contains(r#"id="11""#), "{done}");
        assert!(done.contains(r#"descr="&lt;b&gt;""#), "{done}");
    }

    #[test]
    fn head_rows_repeat() {
        let text = r#"<w:tbl><w:tr><w:trPr/><w:tc><w:p><w:pPr><w:pStyle w:val="TableHead"/></w:pPr></w:p></w:tc></w:tr></w:tbl>"#;
        assert!(normalized(text, &[]).contains("<w:trPr><w:tblHeader/></w:trPr>"));
    }
}
