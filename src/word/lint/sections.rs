//! Pages: size, margins, headers and footers.

use super::findings::{Findings, value};
use crate::ooxml::Element;
use std::collections::BTreeSet;

const PART: &str = "word/document.xml";
/// Minimum width and height of the text area, in twips: an inch.
const MIN_TEXT_AREA: i64 = 1440;

#[derive(Debug, Default)]
pub(super) struct Sections {
    /// The name of the body's last element; none where no body was seen.
    last_in_body: Option<String>,
    /// Whether headers and footers differ on even pages.
    even_and_odd: bool,
    /// Kinds of references that a section has for one side only.
    one_sided: Vec<&'static str>,
}

impl Sections {
    /// An element directly in the body.
    pub fn body_element(&mut self, element: &Element<'_>) {
        element.name.as_ref().clone_into(self.last_in_body.get_or_insert_default());
    }

    pub fn start(&mut self, element: &Element<'_>, ancestors: &[&str], findings: &mut Findings) {
        match element.name.as_ref() {
            "w:evenAndOddHeaders" => self.even_and_odd = true,
            "w:body" => {
                self.last_in_body = Some(String::new());
                element.elements().for_each(|child| self.body_element(child));
            }
            "w:sectPr" => {
                if ancestors.contains(&"w:tbl") {
                    findings.add_to(PART, "表里有节的设置");
                }
                check_page(element, findings);
                self.check_references(element, findings);
            }
            _ => {}
        }
    }

    /// Headers and footers: each kind once.
    fn check_references(&mut self, section: &Element<'_>, findings: &mut Findings) {
        for name in ["w:headerReference", "w:footerReference"] {
            let mut kinds = BTreeSet::new();
            for reference in section.elements().filter(|one| one.name == name) {
                let kind = value(reference, "w:type");
                if !matches!(kind, "default" | "even" | "first") || !kinds.insert(kind) {
                    findings.add_to(PART, format!("{name} 的类型“{kind}”不对或写了两次"));
                }
            }

            if kinds.contains("default") != kinds.contains("even") {
                self.one_sided.push(name);
            }
            if kinds.contains("first") && section.child("w:titlePg").is_none() {
                findings.add_to(PART, format!("{name} 有首页的，而节没有分首页"));
            }
        }

        let start = section.child("w:pgNumType").and_then(|one| one.attribute("w:start"));
        if start.is_some_and(|start| start.parse::<u32>().is_err()) {
            findings.add_to(PART, "起始页码不是数");
        }
    }

    pub fn end_part(&mut self, findings: &mut Findings) {
        if findings.part == PART && self.last_in_body.take().is_some_and(|last| last != "w:sectPr")
        {
            findings.add_to(PART, "正文不以节的设置结尾");
        }
    }

    pub fn finish(&self, findings: &mut Findings) {
        for name in self.one_sided.iter().filter(|_| self.even_and_odd) {
            findings.add_to(PART, format!("{name} 只有单页或只有双页的"));
        }
    }
}

fn check_page(section: &Element<'_>, findings: &mut Findings) {
    let (size, margin) = (section.child("w:pgSz"), section.child("w:pgMar"));
    let (width, height) = (number(size, "w:w"), number(size, "w:h"));
    if width <= 0 || height <= 0 {
        findings.add_to(PART, "节没有纸的大小");
        return;
    }
    let is_landscape = size.is_some_and(|size| value(size, "w:orient") == "landscape");
    if is_landscape != (width > height) {
        findings.add_to(PART, format!("纸宽 {width} 高 {height}，与横竖不符"));
    }

    let across: i64 = ["w:left", "w:right", "w:gutter"].map(|key| number(margin, key)).iter().sum();
    let down: i64 = ["w:top", "w:bottom"].map(|key| number(margin, key).abs()).iter().sum();
    if margin.is_none() || width - across < MIN_TEXT_AREA || height - down < MIN_TEXT_AREA {
        findings.add_to(PART, "页边距之间没有版心");
    }
    for (key, edge) in [("w:header", "w:top"), ("w:footer", "w:bottom")] {
        if !(0..=number(margin, edge).abs()).contains(&number(margin, key)) {
            findings.add_to(PART, format!("{key} 不在 {edge} 之内"));
        }
    }

    let grid = section.child("w:docGrid");
    if grid.is_some() && number(grid, "w:linePitch") <= 0 {
        findings.add_to(PART, "行网格没有行距");
    }
}

fn number(element: Option<&Element<'_>>, key: &str) -> i64 {
    element.and_then(|one| value(one, key).parse().ok()).unwrap_or(0)
}
