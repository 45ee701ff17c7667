//! What every rendered part needs before Word takes it: the schema's order, nothing illegal or empty,
//! and what docx-rs can't write.

use super::order;
use super::tree::{Element, Node};

/// What the pass adds to a part.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Additions<'a> {
    /// Alternative texts of the part's pictures, by the number in their relationship's id.
    pub alts: &'a [String],
    /// The first drawing's id, so that ids are unique over parts.
    pub first_drawing: usize,
}

/// Normalises an element and everything below it.
pub(super) fn complete<'a>(element: &mut Element<'a>, additions: Additions<'_>) {
    let within = element.name.clone();
    for child in element.elements_mut() {
        complete(child, additions);
        repair(child, &within, additions);
    }
    element.children.retain(|node| !dispensable(node, &within));
    order::sort(element);
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
        "w:tbl" => look(element),
        "w:drawing" => describe(element, additions),
        "w:sectPr" => restart_notes(element),
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

/// Rows whose text has the style of table heads are repeated on every page; docx-rs has no setter.
fn repeat_head(row: &mut Element<'_>) {
    let style = row.descendant("w:pStyle").and_then(|style| style.attribute("w:val"));
    if style != Some(super::super::write::TABLE_HEAD) {
        return;
    }
    let head = Element::new("w:tblHeader", &[]);
    match row.child_mut("w:trPr") {
        Some(property) => {
            property.children.push(Node::Element(head));
            order::sort(property);
        }
        None => {
            let property = Element::new("w:trPr", &[]).with([head]);
            row.children.insert(0, Node::Element(property));
        }
    }
}

/// Which of the table style's parts hold. The head's line is the style's only below a head of one
/// row: programs differ on whether it stands below each row of a head.
fn look(table: &mut Element<'_>) {
    let is_head = |row: &&Element<'_>| {
        row.name == "w:tr"
            && row.child("w:trPr").is_some_and(|all| all.child("w:tblHeader").is_some())
    };
    let heads = table.elements().filter(is_head).count();
    let Some(property) = table.child_mut("w:tblPr") else { return };
    if property.child("w:tblStyle").is_none() {
        return;
    }
    // The style says it; docx-rs writes `left` where nothing is said.
    property.children.retain(|node| !matches!(node, Node::Element(one) if one.name == "w:jc"));
    let (value, first) = if heads == 1 { ("0620", "1") } else { ("0600", "0") };
    let look = [
        ("w:val", value),
        ("w:firstRow", first),
        ("w:lastRow", "0"),
        ("w:firstColumn", "0"),
        ("w:lastColumn", "0"),
        ("w:noHBand", "1"),
        ("w:noVBand", "1"),
    ];
    property.children.push(Node::Element(Element::new("w:tblLook", &look)));
    order::sort(property);
}

/// A note begins with its own mark: `write` leaves an empty run of the mark's style for it.
fn mark_note(run: &mut Element<'_>) {
    let [Node::Element(property)] = run.children.as_slice() else { return };
    let style = property.child("w:rStyle").and_then(|style| style.attribute("w:val"));
    if style == Some(super::super::write::NOTE_MARK) {
        run.children.push(Node::Element(Element::new("w:footnoteRef", &[])));
    }
}

/// Gives a drawing its own id and what it shows: docx-rs writes id 1 and "Figure" for all.
fn describe(drawing: &mut Element<'_>, additions: Additions<'_>) {
    let embed = drawing.descendant("a:blip").and_then(|blip| blip.attribute("r:embed"));
    let number = embed.and_then(|id| id.strip_prefix(super::PICTURE)?.parse::<usize>().ok());
    let Some(number) = number else { return };
    let id = (additions.first_drawing + number).to_string();
    let name = format!("图片 {id}");
    let alt = additions.alts.get(number).map_or("", String::as_str);
    visit(drawing, &mut |element| match element.name.as_ref() {
        "wp:docPr" | "pic:cNvPr" => {
            element.set("id", &id);
            element.set("name", &name);
            element.set("descr", alt);
        }
        _ => {}
    });
}

fn visit<'a>(element: &mut Element<'a>, change: &mut dyn FnMut(&mut Element<'a>)) {
    change(element);
    for child in element.elements_mut() {
        visit(child, change);
    }
}

/// Notes are counted ①②③ anew on every page.
fn restart_notes(section: &mut Element<'_>) {
    let notes = Element::new("w:footnotePr", &[]).with([
        Element::new("w:pos", &[("w:val", "pageBottom")]),
        Element::new("w:numFmt", &[("w:val", "decimalEnclosedCircle")]),
        Element::new("w:numRestart", &[("w:val", "eachPage")]),
    ]);
    section.children.push(Node::Element(notes));
    order::sort(section);
}

/// What the schema doesn't allow or what says nothing.
fn dispensable(node: &Node<'_>, parent: &str) -> bool {
    let Node::Element(element) = node else { return false };
    let empty = element.children.is_empty() && element.attributes.is_empty();
    match element.name.as_ref() {
        "w:rPr" | "w:pPr" | "w:tcPr" | "w:trPr" | "w:tblPr" if empty => parent != "w:tbl",
        "w:tcBorders" | "w:tblBorders" | "w:tabs" | "w:ind" => empty,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::{Additions, complete};

    fn completed(text: &str, alts: &[String]) -> String {
        let mut element = parse(text).unwrap();
        complete(&mut element, Additions { alts, first_drawing: 10 });
        let mut out = String::new();
        element.write(&mut out);
        out
    }

    #[test]
    fn order_and_empties() {
        let text = r#"<w:p w14:paraId="1"><w:pPr><w:rPr /><w:jc w:val="both"/><w:pStyle w:val="A"/></w:pPr><w:r><w:rPr /><w:t>x</w:t></w:r></w:p>"#;
        let wanted = r#"<b><w:p><w:pPr><w:pStyle w:val="A"/><w:jc w:val="both"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p></b>"#;
        assert_eq!(completed(&format!("<b>{text}</b>"), &[]), wanted);
    }

    #[test]
    fn first_line_in_characters() {
        let text = r#"<w:pPr><w:ind w:left="0" w:right="0" w:firstLine="630"/></w:pPr>"#;
        assert!(completed(text, &[]).contains(r#"w:firstLineChars="200""#));
        let none = r#"<w:pPr><w:ind w:left="0" w:right="0" w:firstLine="0"/></w:pPr>"#;
        assert!(completed(none, &[]).contains(r#"w:firstLineChars="0""#));
    }

    #[test]
    fn drawings_are_described() {
        let text = r#"<w:r><w:drawing><wp:docPr id="1" name="Figure"/><a:blip r:embed="rIdPicture1"/></w:drawing></w:r>"#;
        let done = completed(text, &["a".into(), "<b>".into()]);
        assert!(done.contains(r#"id="11""#), "{done}");
        assert!(done.contains(r#"descr="&lt;b&gt;""#), "{done}");
    }

    #[test]
    fn head_rows_repeat() {
        let text = r#"<w:tbl><w:tr><w:trPr/><w:tc><w:p><w:pPr><w:pStyle w:val="TableHead"/></w:pPr></w:p></w:tc></w:tr></w:tbl>"#;
        assert!(completed(text, &[]).contains("<w:trPr><w:tblHeader/></w:trPr>"));
    }
}
