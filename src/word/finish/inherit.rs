//! A style says only what the style that it is based on doesn't say.
//!
//! In: the styles, each behind the one that it is based on. Out: the same without repetitions, so that
//! a change of 正文 in Word reaches every style that hasn't its own word on it.

use crate::ooxml::Element;
use std::collections::BTreeMap;

/// XML of properties by their names.
type Properties = BTreeMap<String, String>;

/// What a style says with all that it is based on.
#[derive(Debug, Clone, Default)]
struct ResolvedStyle {
    paragraph: Properties,
    run: Properties,
}

/// Takes out what the base says already.
pub(super) fn remove_inherited(styles: &mut Element<'_>) {
    let mut resolved: BTreeMap<String, ResolvedStyle> = BTreeMap::new();
    for style in styles.elements_mut().filter(|one| one.name == "w:style") {
        let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
        let base = style.child_value("w:basedOn");
        let mut resolved_style =
            base.and_then(|base| resolved.get(base)).cloned().unwrap_or_default();
        remove_repeated(style.child_mut("w:pPr"), &mut resolved_style.paragraph);
        remove_repeated(style.child_mut("w:rPr"), &mut resolved_style.run);

        style.retain(|child| {
            !matches!(child.name.as_ref(), "w:pPr" | "w:rPr") || !child.children.is_empty()
        });
        resolved.insert(id, resolved_style);
    }
}

/// Takes out of a style's properties what its base says, and adds the others to that.
fn remove_repeated(properties: Option<&mut Element<'_>>, base: &mut Properties) {
    let Some(properties) = properties else { return };
    properties.retain(|property| {
        let xml = property.to_xml();
        let is_repeated = base.get(property.name.as_ref()) == Some(&xml);
        base.insert(property.name.to_string(), xml);
        // A number belongs to the style that it is written in.
        !is_repeated || property.name == "w:numPr"
    });
}

#[cfg(test)]
mod tests {
    use super::remove_inherited;
    use crate::ooxml::parse;

    #[test]
    fn each_property_once() {
        let text = r#"<w:styles><w:style w:styleId="A"><w:pPr><w:jc w:val="both"/><w:spacing w:line="1"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:jc w:val="left"/><w:spacing w:line="1"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style><w:style w:styleId="C"><w:basedOn w:val="B"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style></w:styles>"#;
        let mut styles = parse("p.xml", text).unwrap();
        remove_inherited(&mut styles);
        let out = styles.to_xml();
        let expected = r#"<w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:jc w:val="left"/></w:pPr></w:style><w:style w:styleId="C"><w:basedOn w:val="B"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style></w:styles>"#;
        assert!(out.ends_with(expected), "{out}");
    }
}
