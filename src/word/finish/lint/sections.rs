//! Pages: size, margins, running lines.

use super::{Element, Findings, Step, value, walk};
use std::collections::BTreeSet;

const PART: &str = "word/document.xml";

/// Every section of the body.
pub(super) fn check(document: &Element<'_>, settings: Option<&Element<'_>>, found: &mut Findings) {
    let Some(body) = document.child("w:body") else { return };
    if body.elements().last().is_none_or(|last| last.name != "w:sectPr") {
        found.add(PART, "正文不以节的设置结尾");
    }
    let sides = settings.is_some_and(|all| all.child("w:evenAndOddHeaders").is_some());
    walk(document, &mut |step, element, around| {
        if step == Step::End || element.name != "w:sectPr" {
            return;
        }
        if around.contains(&"w:tbl") {
            found.add(PART, "表里有节的设置");
        }
        page(element, found);
        running_lines(element, sides, found);
    });
}

fn number(element: Option<&Element<'_>>, key: &str) -> i64 {
    element.and_then(|one| value(one, key).parse().ok()).unwrap_or(0)
}

fn page(section: &Element<'_>, found: &mut Findings) {
    let (size, margin) = (section.child("w:pgSz"), section.child("w:pgMar"));
    let (width, height) = (number(size, "w:w"), number(size, "w:h"));
    if width <= 0 || height <= 0 {
        found.add(PART, "节没有纸的大小");
        return;
    }
    let landscape = size.is_some_and(|size| value(size, "w:orient") == "landscape");
    if landscape != (width > height) {
        found.add(PART, format!("纸宽 {width} 高 {height}，与横竖不符"));
    }
    let across =
        ["w:left", "w:right", "w:gutter"].map(|key| number(margin, key)).iter().sum::<i64>();
    let down = ["w:top", "w:bottom"].map(|key| number(margin, key).abs()).iter().sum::<i64>();
    // A text area narrower than an inch holds nothing.
    if margin.is_none() || width - across < 1440 || height - down < 1440 {
        found.add(PART, "页边距之间没有版心");
    }
    for (key, edge) in [("w:header", "w:top"), ("w:footer", "w:bottom")] {
        if !(0..=number(margin, edge).abs()).contains(&number(margin, key)) {
            found.add(PART, format!("{key} 不在 {edge} 之内"));
        }
    }
    let grid = section.child("w:docGrid");
    if grid.is_some_and(|grid| number(Some(grid), "w:linePitch") <= 0) {
        found.add(PART, "行网格没有行距");
    }
}

/// Headers and footers: each kind once, and for both sides where sides are told apart.
fn running_lines(section: &Element<'_>, sides: bool, found: &mut Findings) {
    for name in ["w:headerReference", "w:footerReference"] {
        let mut kinds = BTreeSet::new();
        for one in section.elements().filter(|one| one.name == name) {
            let kind = value(one, "w:type");
            if !matches!(kind, "default" | "even" | "first") || !kinds.insert(kind) {
                found.add(PART, format!("{name} 的类型“{kind}”不对或写了两次"));
            }
        }
        if sides && kinds.contains("default") != kinds.contains("even") {
            found.add(PART, format!("{name} 只有单页或只有双页的"));
        }
        let title = section.child("w:titlePg").is_some();
        if kinds.contains("first") && !title {
            found.add(PART, format!("{name} 有首页的，而节没有分首页"));
        }
    }
    let start = section.child("w:pgNumType").and_then(|one| one.attribute("w:start"));
    if start.is_some_and(|start| start.parse::<u32>().is_err()) {
        found.add(PART, "起始页码不是数");
    }
}
