//! Numbering: definitions, instances, and the styles that hang on them.

use super::findings::{Findings, value};
use crate::ooxml::Element;
use std::collections::{BTreeMap, BTreeSet};

const PART: &str = "word/numbering.xml";
const MAX_LEVEL: u8 = 8;

/// What was defined and used so far.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeSet<String>,
    /// The definition of each instance.
    instances: BTreeMap<String, String>,
    /// Instances that are used, with the first part that does.
    used: BTreeMap<String, String>,
    /// Levels that name a style.
    level_styles: BTreeSet<LevelStyle>,
    /// Styles that name an instance instead of a definition.
    style_levels: BTreeSet<LevelStyle>,
}

/// A level of a numbering and a style that belong together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct LevelStyle {
    numbering: String,
    level: String,
    style: String,
}

impl Numbering {
    pub fn start(&mut self, element: &Element<'_>, findings: &mut Findings) {
        match element.name.as_ref() {
            "w:numId" => {
                let id = value(element, "w:val");
                if id != "0" {
                    self.used.entry(id.to_owned()).or_insert_with(|| findings.part.clone());
                }
            }
            "w:abstractNum" => self.define(element, findings),
            "w:num" => {
                let id = value(element, "w:numId");
                let definition = element.child_value("w:abstractNumId").unwrap_or_default();
                if self.instances.insert(id.to_owned(), definition.to_owned()).is_some() {
                    findings.add_to(PART, format!("编号 {id} 用了两次"));
                }
                if !self.definitions.contains(definition) {
                    findings.add_to(PART, format!("编号 {id} 没有定义 {definition}"));
                }
            }
            "w:style" => {
                let numbering = element.child("w:pPr").and_then(|all| all.child("w:numPr"));
                let Some(numbering) = numbering else { return };
                let Some(id) = numbering.child_value("w:numId") else { return };

                let level = numbering.child_value("w:ilvl").unwrap_or("0");
                let style = value(element, "w:styleId");
                self.style_levels.insert(LevelStyle::new(id, level, style));
            }
            _ => {}
        }
    }

    fn define(&mut self, definition: &Element<'_>, findings: &mut Findings) {
        let id = value(definition, "w:abstractNumId");
        if !self.definitions.insert(id.to_owned()) {
            findings.add_to(PART, format!("编号定义 {id} 用了两次"));
        }

        if !self.instances.is_empty() {
            findings.add_to(PART, format!("编号定义 {id} 排在实例后面"));
        }

        let mut levels = BTreeSet::new();
        for level in definition.elements().filter(|one| one.name == "w:lvl") {
            let index = value(level, "w:ilvl");
            let is_usual = index.parse::<u8>().is_ok_and(|index| index <= MAX_LEVEL);
            if !is_usual || !levels.insert(index) {
                findings.add_to(PART, format!("编号定义 {id} 的级 {index} 不对或写了两次"));
            }
            if let Some(style) = level.child_value("w:pStyle") {
                self.level_styles.insert(LevelStyle::new(id, index, style));
            }
        }
    }

    pub fn finish(&self, findings: &mut Findings) {
        for (id, part) in &self.used {
            if !self.instances.contains_key(id) {
                findings.add_to(part, format!("没有编号 {id}"));
            }
        }

        // A level's style numbers itself by that level, and a style's number leads back to it.
        let style_levels: BTreeSet<LevelStyle> = self
            .style_levels
            .iter()
            .filter_map(|LevelStyle { numbering, level, style }| {
                Some(LevelStyle::new(self.instances.get(numbering)?, level, style))
            })
            .collect();
        for LevelStyle { numbering, level, style } in
            style_levels.symmetric_difference(&self.level_styles)
        {
            let message = format!("样式 {style} 与编号定义 {numbering} 的级 {level} 没有互相连上");
            findings.add_to(PART, message);
        }
    }
}

impl LevelStyle {
    fn new(numbering: &str, level: &str, style: &str) -> LevelStyle {
        let [numbering, level, style] = [numbering, level, style].map(str::to_owned);
        LevelStyle { numbering, level, style }
    }
}
