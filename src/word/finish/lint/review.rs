//! Revisions, comments, and the ids of paragraphs.

use super::{Element, Findings, Roots, Step, value, walk};
use std::collections::{BTreeMap, BTreeSet};

/// What is over all parts.
#[derive(Default)]
struct Facts<'e> {
    revisions: BTreeSet<&'e str>,
    comments: BTreeSet<&'e str>,
    referred: BTreeMap<&'e str, &'e str>,
    /// By id: whether the range is closed.
    ranges: BTreeMap<&'e str, bool>,
    /// Paragraphs of comments, and what commentsExtended says of them.
    paragraphs: BTreeSet<&'e str>,
    extended: BTreeSet<&'e str>,
    /// Names of moves: where from, where to.
    moves: [BTreeSet<&'e str>; 2],
}

/// Ids and pairs.
pub(super) fn check(roots: &Roots<'_>, found: &mut Findings) {
    let mut facts = Facts::default();
    for (part, root) in roots {
        let mut paragraphs = BTreeSet::new();
        let mut moves = BTreeSet::new();
        walk(root, &mut |step, element, around| {
            if step == Step::End {
                return;
            }
            paragraph_ids(part, element, &mut paragraphs, found);
            facts.revision(part, element, found);
            facts.comment(part, element, found);
            facts.movement(part, element, &mut moves, found);
            deleted(part, element, around, found);
        });
        moves.iter().for_each(|id| found.add(part, format!("移动的范围 {id} 没有结尾")));
        if *part == "word/comments.xml" {
            facts.paragraphs = paragraphs;
        }
    }
    facts.close(found);
}

/// Eight hexadecimal digits below 80000000, each once in a part.
fn paragraph_ids<'e>(
    part: &str,
    element: &'e Element<'e>,
    known: &mut BTreeSet<&'e str>,
    found: &mut Findings,
) {
    if element.name.starts_with("w15:") {
        return;
    }
    for key in ["w14:paraId", "w14:textId"] {
        let Some(id) = element.attribute(key) else { continue };
        let number = u32::from_str_radix(id, 16).ok().filter(|_| id.len() == 8);
        if !number.is_some_and(|number| (1..0x8000_0000).contains(&number)) {
            found.add(part, format!("段落号 {id} 不在 00000001 至 7FFFFFFF 之间"));
        }
        if key == "w14:paraId" && !known.insert(id) {
            found.add(part, format!("段落号 {id} 用了两次"));
        }
    }
}

/// Elements that record a change.
const REVISIONS: &[&str] = &[
    "w:ins",
    "w:del",
    "w:moveFrom",
    "w:moveTo",
    "w:rPrChange",
    "w:pPrChange",
    "w:sectPrChange",
    "w:tblPrChange",
    "w:tblPrExChange",
    "w:trPrChange",
    "w:tcPrChange",
    "w:tblGridChange",
    "w:numberingChange",
    "w:cellIns",
    "w:cellDel",
    "w:cellMerge",
];

impl<'e> Facts<'e> {
    fn revision(&mut self, part: &str, element: &'e Element<'e>, found: &mut Findings) {
        if !REVISIONS.contains(&element.name.as_ref()) {
            return;
        }
        let id = value(element, "w:id");
        if id.is_empty() || !self.revisions.insert(id) {
            found.add(part, format!("修订号“{id}”用了两次或空着"));
        }
        if element.name != "w:tblGridChange" && value(element, "w:author").trim().is_empty() {
            found.add(part, format!("修订 {id} 没有作者"));
        }
    }

    fn comment(&mut self, part: &'e str, element: &'e Element<'e>, found: &mut Findings) {
        let id = value(element, "w:id");
        match element.name.as_ref() {
            "w:comment" if !self.comments.insert(id) => {
                found.add(part, format!("批注 {id} 定义了两次"));
            }
            "w:commentReference" if self.referred.insert(id, part).is_some() => {
                found.add(part, format!("批注 {id} 标了两次"));
            }
            "w:commentRangeStart" if self.ranges.insert(id, false).is_some() => {
                found.add(part, format!("批注 {id} 的范围开了两次"));
            }
            "w:commentRangeEnd" if self.ranges.insert(id, true) != Some(false) => {
                found.add(part, format!("批注 {id} 的范围没有开头"));
            }
            "w15:commentEx" => {
                for key in ["w15:paraId", "w15:paraIdParent"] {
                    self.extended.extend(element.attribute(key));
                }
            }
            _ => {}
        }
    }

    fn movement(
        &mut self,
        part: &str,
        element: &'e Element<'e>,
        open: &mut BTreeSet<&'e str>,
        found: &mut Findings,
    ) {
        let id = value(element, "w:id");
        let side = match element.name.as_ref() {
            "w:moveFromRangeStart" => 0,
            "w:moveToRangeStart" => 1,
            "w:moveFromRangeEnd" | "w:moveToRangeEnd" => {
                if !open.remove(id) {
                    found.add(part, format!("移动的范围 {id} 没有开头"));
                }
                return;
            }
            _ => return,
        };
        open.insert(id);
        if !self.moves[side].insert(value(element, "w:name")) {
            found.add(part, format!("移动 {} 用了两次", value(element, "w:name")));
        }
    }

    fn close(&self, found: &mut Findings) {
        const COMMENTS: &str = "word/comments.xml";
        for (id, part) in &self.referred {
            if !self.comments.contains(id) {
                found.add(part, format!("没有批注 {id}"));
            }
        }
        for (id, closed) in &self.ranges {
            if !closed {
                found.add(COMMENTS, format!("批注 {id} 的范围没有结尾"));
            }
            if !self.referred.contains_key(id) {
                found.add(COMMENTS, format!("批注 {id} 有范围而没有标记"));
            }
        }
        for id in self.comments.iter().filter(|id| !self.referred.contains_key(**id)) {
            found.add(COMMENTS, format!("批注 {id} 没有人标"));
        }
        for id in self.extended.difference(&self.paragraphs) {
            found.add("word/commentsExtended.xml", format!("批注里没有段落 {id}"));
        }
        for name in self.moves[0].symmetric_difference(&self.moves[1]) {
            found.add("word/document.xml", format!("移动 {name} 只有一头"));
        }
    }
}

/// What is deleted is written as such, and nothing else is.
fn deleted(part: &str, element: &Element<'_>, around: &[&str], found: &mut Findings) {
    let gone = around.contains(&"w:del");
    match element.name.as_ref() {
        "w:t" | "w:instrText" if gone => {
            found.add(part, format!("删去的文字标成了 {}", element.name));
        }
        "w:delText" | "w:delInstrText" if !gone && !around.contains(&"w:moveFrom") => {
            found.add(part, format!("没有删去的文字标成了 {}", element.name));
        }
        "w:del" | "w:ins" if around.contains(&element.name.as_ref()) => {
            found.add(part, format!("{} 套在自己里面", element.name));
        }
        _ => {}
    }
}
