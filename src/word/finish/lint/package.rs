//! Relationships and content types.

use super::{Findings, Parts, Roots, value};
use std::collections::{BTreeMap, BTreeSet};

/// Ids used twice or missing, targets and parts that are not there.
pub(super) fn check(parts: &Parts, roots: &Roots<'_>, found: &mut Findings) {
    let mut known: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (part, root) in roots {
        let Some(owner) = owner(part) else { continue };
        let folder = owner.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let ids = known.entry(owner).or_default();
        for one in root.elements() {
            let (id, target) = (value(one, "Id"), value(one, "Target"));
            if !ids.insert(id) {
                found.add(part, format!("关系 {id} 用了两次"));
            }
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => resolved(&folder, target),
            };
            if one.attribute("TargetMode") != Some("External") && !parts.contains_key(&path) {
                found.add(part, format!("没有文件 {target}"));
            }
        }
    }
    for (part, root) in roots {
        super::walk(root, &mut |step, element, _| {
            for key in ["r:id", "r:embed", "r:link"] {
                let Some(id) = element.attribute(key) else { continue };
                let has = known.get(*part).is_some_and(|ids| ids.contains(id));
                if step == super::Step::Start && !has {
                    found.add(part, format!("没有关系 {id}"));
                }
            }
        });
    }
    content_types(parts, roots, found);
}

/// The part that a relationship part belongs to; the package itself is the empty name.
fn owner(part: &str) -> Option<String> {
    let (folder, file) = part.split_once("_rels/")?;
    Some(format!("{folder}{}", file.strip_suffix(".rels")?))
}

/// A target seen from a folder: `../customXml/item1.xml` leads out of it.
fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            name => steps.push(name),
        }
    }
    steps.join("/")
}

fn content_types(parts: &Parts, roots: &Roots<'_>, found: &mut Findings) {
    const TYPES: &str = "[Content_Types].xml";
    let Some((_, root)) = roots.iter().find(|(name, _)| *name == TYPES) else { return };
    let (mut endings, mut names) = (BTreeSet::new(), BTreeSet::new());
    for one in root.elements() {
        let fresh = match one.name.as_ref() {
            "Default" => endings.insert(value(one, "Extension")),
            _ => names.insert(value(one, "PartName").trim_start_matches('/')),
        };
        if !fresh {
            found.add(TYPES, format!("类型写了两次：{:?}", one.attributes));
        }
    }
    for name in names.iter().filter(|name| !parts.contains_key(**name)) {
        found.add(TYPES, format!("没有文件 {name}"));
    }
    for name in parts.keys().filter(|name| name.as_str() != TYPES) {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let main = name.starts_with("word/") && ending == "xml";
        if !names.contains(name.as_str()) && (main || !endings.contains(ending)) {
            found.add(TYPES, format!("没有 {name} 的类型"));
        }
    }
}
