//! Styles, notes and drawings: what is defined and what is used.

use super::findings::{Findings, value};
use crate::ooxml::Element;
use std::collections::{BTreeMap, BTreeSet};

const STYLES: &str = "word/styles.xml";
const NOTES: &str = "word/footnotes.xml";
const SETTINGS: &str = "word/settings.xml";
const KINDS: [&str; 4] = ["paragraph", "character", "table", "numbering"];

/// What was defined and used so far.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// What each style is based on.
    bases: BTreeMap<String, Option<String>>,
    names: BTreeSet<String>,
    /// Kinds of the default styles.
    defaults: Vec<String>,
    /// Styles that are used, with the first part that does.
    used: BTreeMap<String, String>,
    notes: BTreeSet<String>,
    /// Notes that are referred to, with the part that does.
    note_references: BTreeMap<String, String>,
    drawings: BTreeSet<String>,
}

impl Styles {
    pub fn start(&mut self, element: &Element<'_>, findings: &mut Findings) {
        match element.name.as_ref() {
            "w:style" => self.define(element, findings),
            "w:pStyle" | "w:rStyle" | "w:tblStyle" | "w:basedOn" | "w:next" | "w:link" => {
                let style = value(element, "w:val");
                self.used.entry(style.to_owned()).or_insert_with(|| findings.part.clone());
            }
            // The settings name the separators.
            "w:footnote" if findings.part == SETTINGS => {
                let id = value(element, "w:id").to_owned();
                self.note_references.insert(id, findings.part.clone());
            }
            "w:footnote" => {
                let id = value(element, "w:id");
                if !self.notes.insert(id.to_owned()) {
                    findings.add(format!("脚注 {id} 定义了两次"));
                }

                let is_separator = element.attribute("w:type").is_some();
                if !is_separator && element.descendant("w:footnoteRef").is_none() {
                    findings.add(format!("脚注 {id} 没有注码"));
                }
            }
            "w:footnoteReference" => {
                let id = value(element, "w:id");
                let part = findings.part.clone();
                if self.note_references.insert(id.to_owned(), part).is_some() {
                    findings.add(format!("脚注 {id} 注了两次"));
                }
            }
            "wp:docPr" => {
                let id = value(element, "id");
                if !self.drawings.insert(id.to_owned()) {
                    findings.add(format!("图形号 {id} 用了两次"));
                }
                if value(element, "descr").trim().is_empty() {
                    findings.add(format!("图形 {id} 没有替代文字"));
                }
            }
            _ => {}
        }
    }

    fn define(&mut self, style: &Element<'_>, findings: &mut Findings) {
        let id = value(style, "w:styleId");
        let base = style.child_value("w:basedOn").map(str::to_owned);
        if self.bases.insert(id.to_owned(), base).is_some() {
            findings.add(format!("样式 {id} 定义了两次"));
        }

        let name = style.child_value("w:name").unwrap_or_default();
        if name.is_empty() || !self.names.insert(name.to_lowercase()) {
            findings.add(format!("样式名“{name}”用了两次或空着"));
        }

        if value(style, "w:default") == "1" {
            self.defaults.push(value(style, "w:type").to_owned());
        }
    }

    pub fn finish(&self, findings: &mut Findings) {
        for (style, part) in &self.used {
            if !self.bases.contains_key(style) {
                findings.add_to(part, format!("没有样式 {style}"));
            }
        }

        for (id, part) in &self.note_references {
            if !self.notes.contains(id) {
                findings.add_to(part, format!("没有脚注 {id}"));
            }
        }

        for id in self.notes.iter().filter(|id| !matches!(id.as_str(), "-1" | "0")) {
            if !self.note_references.contains_key(id) {
                findings.add_to(NOTES, format!("脚注 {id} 没有人注"));
            }
        }

        if !self.bases.is_empty() {
            self.check_bases(findings);
        }
    }

    /// Styles that are based on themselves in the end, and the default of each kind.
    fn check_bases(&self, findings: &mut Findings) {
        for first in self.bases.keys() {
            let base = |style: &&String| self.bases.get(*style).and_then(Option::as_ref);
            if std::iter::successors(Some(first), base).nth(self.bases.len()).is_some() {
                findings.add_to(STYLES, format!("样式 {first} 的来源绕成了圈"));
            }
        }

        for kind in KINDS {
            let count = self.defaults.iter().filter(|default| *default == kind).count();
            if count != 1 {
                findings.add_to(STYLES, format!("{kind} 的默认样式有 {count} 个"));
            }
        }
    }
}
