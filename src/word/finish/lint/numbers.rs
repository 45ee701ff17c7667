//! Numbering: definitions, instances, and the styles that hang on them.

use super::{Element, Findings, Roots, Step, child_value, value, walk};
use std::collections::{BTreeMap, BTreeSet};

const PART: &str = "word/numbering.xml";

/// Ids that are used and missing; links between instances, definitions and styles.
pub(super) fn check(roots: &Roots<'_>, found: &mut Findings) {
    let part = |name: &str| roots.iter().find(|(known, _)| *known == name).map(|(_, root)| root);
    let numbering = part(PART);
    let known: BTreeSet<&str> = numbering
        .iter()
        .flat_map(|root| root.elements())
        .map(|one| value(one, "w:numId"))
        .collect();
    for (part, root) in roots {
        walk(root, &mut |step, element, _| {
            let id = value(element, "w:val");
            let used = step == Step::Start && element.name == "w:numId" && id != "0";
            if used && !known.contains(id) {
                found.add(part, format!("没有编号 {id}"));
            }
        });
    }
    if let Some(root) = numbering {
        definitions(root, part("word/styles.xml"), found);
    }
}

fn definitions(root: &Element<'_>, styles: Option<&Element<'_>>, found: &mut Findings) {
    let mut definitions: BTreeMap<&str, &Element<'_>> = BTreeMap::new();
    let mut instances: BTreeMap<&str, &str> = BTreeMap::new();
    for one in root.elements() {
        match one.name.as_ref() {
            "w:abstractNum" => {
                let id = value(one, "w:abstractNumId");
                if definitions.insert(id, one).is_some() {
                    found.add(PART, format!("编号定义 {id} 用了两次"));
                }
                if !instances.is_empty() {
                    found.add(PART, format!("编号定义 {id} 排在实例后面"));
                }
                levels(one, id, found);
            }
            "w:num" => {
                let id = value(one, "w:numId");
                let definition = child_value(one, "w:abstractNumId").unwrap_or_default();
                if instances.insert(id, definition).is_some() {
                    found.add(PART, format!("编号 {id} 用了两次"));
                }
                if !definitions.contains_key(definition) {
                    found.add(PART, format!("编号 {id} 没有定义 {definition}"));
                }
            }
            _ => {}
        }
    }
    if let Some(styles) = styles {
        linked(&definitions, &instances, styles, found);
    }
}

fn levels(definition: &Element<'_>, id: &str, found: &mut Findings) {
    let mut known = BTreeSet::new();
    for level in definition.elements().filter(|one| one.name == "w:lvl") {
        let at = value(level, "w:ilvl");
        let usual = at.parse::<u8>().is_ok_and(|at| at <= 8);
        if !usual || !known.insert(at) {
            found.add(PART, format!("编号定义 {id} 的级 {at} 不对或写了两次"));
        }
    }
}

/// A level's style numbers itself by that level, and a style's number leads back to it.
fn linked(
    definitions: &BTreeMap<&str, &Element<'_>>,
    instances: &BTreeMap<&str, &str>,
    styles: &Element<'_>,
    found: &mut Findings,
) {
    let mut own: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for style in styles.elements().filter(|one| one.name == "w:style") {
        let numbers = style.child("w:pPr").and_then(|all| all.child("w:numPr"));
        let Some(number) = numbers.and_then(|all| child_value(all, "w:numId")) else { continue };
        let level = numbers.and_then(|all| child_value(all, "w:ilvl")).unwrap_or("0");
        if let Some(definition) = instances.get(number) {
            own.insert((definition, level, value(style, "w:styleId")));
        }
    }
    let mut named: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for (id, definition) in definitions {
        for level in definition.elements().filter(|one| one.name == "w:lvl") {
            if let Some(style) = child_value(level, "w:pStyle") {
                named.insert((id, value(level, "w:ilvl"), style));
            }
        }
    }
    for (id, level, style) in own.symmetric_difference(&named) {
        found.add(PART, format!("样式 {style} 与编号定义 {id} 的级 {level} 没有互相连上"));
    }
}
