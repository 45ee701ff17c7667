//! A style says only what the style that it is based on doesn't say.
//!
//! In: the styles, each behind the one that it is based on. Out: the same without repetitions, so that
//! a change of 正文 in Word reaches every style that hasn't its own word on it.

use super::tree::{Element, Node};
use std::collections::BTreeMap;

/// What a style comes to: for its paragraphs and for their text, elements by name.
type Look = [BTreeMap<String, String>; 2];

/// Takes out what the base says already.
pub(super) fn thin(styles: &mut Element<'_>) {
    let mut known: BTreeMap<String, Look> = BTreeMap::new();
    for style in styles.elements_mut().filter(|one| one.name == "w:style") {
        let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
        let base = style.child("w:basedOn").and_then(|base| base.attribute("w:val"));
        let base = base.and_then(|base| known.get(base)).cloned().unwrap_or_default();
        let mut look = base.clone();
        for (name, (look, base)) in ["w:pPr", "w:rPr"].iter().zip(look.iter_mut().zip(&base)) {
            if let Some(property) = style.child_mut(name) {
                property.elements().for_each(|one| {
                    look.insert(one.name.to_string(), written(one));
                });
                property.children.retain(|node| !repeats(node, base));
            }
        }
        style.children.retain(|node| match node {
            Node::Element(one) => {
                one.name != "w:pPr" && one.name != "w:rPr" || !one.children.is_empty()
            }
            Node::Text(_) => true,
        });
        known.insert(id, look);
    }
}

fn repeats(node: &Node<'_>, base: &BTreeMap<String, String>) -> bool {
    match node {
        // A number belongs to the style that it is written in.
        Node::Element(one) if one.name == "w:numPr" => false,
        Node::Element(one) => base.get(one.name.as_ref()).is_some_and(|said| *said == written(one)),
        Node::Text(_) => false,
    }
}

fn written(element: &Element<'_>) -> String {
    let mut text = String::new();
    element.write(&mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::thin;

    #[test]
    fn said_once() {
        let text = r#"<w:styles><w:style w:styleId="A"><w:pPr><w:jc w:val="both"/><w:spacing w:line="1"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:jc w:val="left"/><w:spacing w:line="1"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style><w:style w:styleId="C"><w:basedOn w:val="B"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style></w:styles>"#;
        let mut styles = parse(text).unwrap();
        thin(&mut styles);
        let mut out = String::new();
        styles.write(&mut out);
        let wanted = r#"<w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:jc w:val="left"/></w:pPr></w:style><w:style w:styleId="C"><w:basedOn w:val="B"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style></w:styles>"#;
        assert!(out.ends_with(wanted), "{out}");
    }
}
