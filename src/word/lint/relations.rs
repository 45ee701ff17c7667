//! Relationships and content types.

use super::findings::{Findings, value};
use crate::ooxml::{Element, Part, resolve_target};
use std::collections::{BTreeMap, BTreeSet};

const TYPES: &str = "[Content_Types].xml";

#[derive(Debug, Default)]
pub(super) struct Relations {
    /// Ids of the relationships by the parts that they belong to.
    ids: BTreeMap<String, BTreeSet<String>>,
    /// Parts that relationships lead to.
    targets: Vec<Target>,
    /// Ids that are used, by part.
    used: BTreeSet<(String, String)>,
    extensions: BTreeSet<String>,
    typed_parts: BTreeSet<String>,
}

#[derive(Debug)]
struct Target {
    relation_part: String,
    part: String,
}

impl Relations {
    pub fn start(&mut self, element: &Element<'_>, findings: &mut Findings) {
        for key in ["r:id", "r:embed", "r:link"] {
            if let Some(id) = element.attribute(key) {
                self.used.insert((findings.part.clone(), id.to_owned()));
            }
        }

        match element.name.as_ref() {
            "Relationship" => self.relation(element, findings),
            "Default" => {
                let extension = value(element, "Extension");
                if !self.extensions.insert(extension.to_owned()) {
                    findings.add_to(TYPES, format!("类型写了两次：{extension}"));
                }
            }
            "Override" => {
                let name = value(element, "PartName").trim_start_matches('/');
                if !self.typed_parts.insert(name.to_owned()) {
                    findings.add_to(TYPES, format!("类型写了两次：{name}"));
                }
            }
            _ => {}
        }
    }

    fn relation(&mut self, relation: &Element<'_>, findings: &mut Findings) {
        let Some(owner) = owner(&findings.part) else { return };
        let folder = owner.rsplit_once('/').map_or("", |(folder, _)| folder);
        if relation.attribute("TargetMode") != Some("External") {
            let target = resolve_target(folder, value(relation, "Target"));
            let relation_part = findings.part.clone();
            self.targets.push(Target { relation_part, part: target });
        }

        let id = value(relation, "Id");
        if !self.ids.entry(owner).or_default().insert(id.to_owned()) {
            findings.add(format!("关系 {id} 用了两次"));
        }
    }

    pub fn finish(&self, parts: &[Part], findings: &mut Findings) {
        let mut names = BTreeSet::new();
        for part in parts {
            if !names.insert(part.name.as_str()) {
                findings.add_to(&part.name, "出现两次");
            }
        }

        for (part, id) in &self.used {
            if !self.ids.get(part).is_some_and(|ids| ids.contains(id)) {
                findings.add_to(part, format!("没有关系 {id}"));
            }
        }
        for Target { relation_part, part } in &self.targets {
            if !names.contains(part.as_str()) {
                findings.add_to(relation_part, format!("没有文件 {part}"));
            }
        }
        if names.contains(TYPES) {
            self.check_types(&names, findings);
        }
    }

    /// Whether every part has a content type, and every type its part.
    fn check_types(&self, names: &BTreeSet<&str>, findings: &mut Findings) {
        for name in self.typed_parts.iter().filter(|name| !names.contains(name.as_str())) {
            findings.add_to(TYPES, format!("没有文件 {name}"));
        }
        for name in names.iter().filter(|name| **name != TYPES) {
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
            let is_word = name.starts_with("word/") && extension == "xml";
            if !self.typed_parts.contains(*name)
                && (is_word || !self.extensions.contains(extension))
            {
                findings.add_to(TYPES, format!("没有 {name} 的类型"));
            }
        }
    }
}

/// The part that a relationship part belongs to; the package itself is the empty name.
fn owner(part: &str) -> Option<String> {
    let (folder, file) = part.split_once("_rels/")?;
    Some(format!("{folder}{}", file.strip_suffix(".rels")?))
}
