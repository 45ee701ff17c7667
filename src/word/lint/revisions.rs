//! Revisions: ids, authors, and how deleted text is written. Nothing here writes moves.

use super::findings::{Findings, value};
use crate::ooxml::Element;
use std::collections::BTreeSet;

/// Elements that record a change.
const REVISIONS: &[&str] = &[
    "w:ins",
    "w:del",
    "w:rPrChange",
    "w:pPrChange",
    "w:sectPrChange",
    "w:tblPrChange",
    "w:trPrChange",
    "w:tcPrChange",
];

#[derive(Debug, Default)]
pub(super) struct Revisions {
    ids: BTreeSet<String>,
}

impl Revisions {
    pub fn start(&mut self, element: &Element<'_>, ancestors: &[&str], findings: &mut Findings) {
        let name = element.name.as_ref();
        let is_deleted = || ancestors.contains(&"w:del");
        match name {
            "w:t" | "w:instrText" if is_deleted() => {
                findings.add(format!("删去的文字标成了 {name}"));
            }
            "w:delText" | "w:delInstrText" if !is_deleted() => {
                findings.add(format!("没有删去的文字标成了 {name}"));
            }
            "w:del" | "w:ins" if ancestors.contains(&name) => {
                findings.add(format!("{name} 套在自己里面"));
            }
            _ => {}
        }

        if REVISIONS.contains(&name) {
            let id = value(element, "w:id");
            if id.is_empty() || !self.ids.insert(id.to_owned()) {
                findings.add(format!("修订号“{id}”用了两次或空着"));
            }
            if value(element, "w:author").trim().is_empty() {
                findings.add(format!("修订 {id} 没有作者"));
            }
        }
    }
}
