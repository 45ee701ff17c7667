//! Bookmarks: pairs, names, and what leads to them.

use super::findings::{Findings, value};
use crate::ooxml::Element;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of characters of a name; Word takes no longer ones.
const MAX_NAME: usize = 40;
/// The beginning of names that mark blocks for a review: they may not stand around nothing.
const ANCHOR: &str = "_z";

/// Bookmarks over all parts, and what leads to them.
#[derive(Debug, Default)]
pub(super) struct Bookmarks {
    names: BTreeSet<String>,
    ids: BTreeSet<String>,
    /// Names that links and fields lead to, with the first part that does.
    targets: BTreeMap<String, String>,
    /// The bookmarks that are open in the part, by id.
    open: BTreeMap<String, OpenBookmark>,
    /// Number of texts, pictures and note marks in the part so far.
    printed: usize,
}

#[derive(Debug)]
struct OpenBookmark {
    name: String,
    printed_before: usize,
}

impl Bookmarks {
    pub fn start(&mut self, element: &Element<'_>, findings: &mut Findings) {
        match element.name.as_ref() {
            "w:bookmarkStart" => self.open(element, findings),
            "w:bookmarkEnd" => {
                let id = value(element, "w:id");
                match self.open.remove(id) {
                    None => findings.add(format!("书签 {id} 没有开头")),
                    Some(OpenBookmark { name, printed_before })
                        if name.starts_with(ANCHOR) && printed_before == self.printed =>
                    {
                        findings.add(format!("书签 {name} 里什么都没有"));
                    }
                    Some(_) => {}
                }
            }
            "w:hyperlink" => {
                if let Some(anchor) = element.attribute("w:anchor") {
                    self.lead_to(anchor, findings);
                }
            }
            "w:t" | "w:delText" if element.children.is_empty() => {}
            "w:t" | "w:delText" | "w:drawing" | "w:footnoteReference" => self.printed += 1,
            _ => {}
        }
    }

    /// Notes the bookmark that a field leads to.
    pub fn lead_to_field_target(&mut self, code: &str, findings: &Findings) {
        let mut arguments = code.split_whitespace();
        if let (Some("REF" | "PAGEREF"), Some(target)) = (arguments.next(), arguments.next()) {
            self.lead_to(target, findings);
        }
    }

    fn lead_to(&mut self, name: &str, findings: &Findings) {
        self.targets.entry(name.to_owned()).or_insert_with(|| findings.part.clone());
    }

    fn open(&mut self, element: &Element<'_>, findings: &mut Findings) {
        let (id, name) = (value(element, "w:id"), value(element, "w:name"));
        if !self.names.insert(name.to_owned()) {
            findings.add(format!("书签名 {name} 用了两次"));
        }
        if !self.ids.insert(id.to_owned()) {
            findings.add(format!("书签号 {id} 用了两次"));
        }

        let mut characters = name.chars();
        let begins_well = characters.next().is_some_and(|c| c == '_' || c.is_alphabetic());
        if !begins_well || !characters.all(|c| c == '_' || c.is_alphanumeric()) {
            findings.add(format!("书签名 {name} 有 Word 不收的字符"));
        }
        if name.chars().count() > MAX_NAME {
            findings.add(format!("书签名 {name} 超过 {MAX_NAME} 个字符"));
        }
        if name.starts_with(ANCHOR) && !name.is_ascii() {
            findings.add(format!("书签名 {name} 不全是 ASCII"));
        }

        let bookmark = OpenBookmark { name: name.to_owned(), printed_before: self.printed };
        self.open.insert(id.to_owned(), bookmark);
    }

    pub fn end_part(&mut self, findings: &mut Findings) {
        for id in std::mem::take(&mut self.open).into_keys() {
            findings.add(format!("书签 {id} 没有结尾"));
        }
    }

    pub fn finish(&self, findings: &mut Findings) {
        for (name, part) in &self.targets {
            if !self.names.contains(name) {
                findings.add_to(part, format!("没有书签 {name}"));
            }
        }
    }
}
