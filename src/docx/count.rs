//! A plain count of the elements that mark changes and of comments: what the reading must come to.
//!
//! In: a part's text. Out: a number. It shares nothing with the reading but the stream of elements.

use super::limits::Budget;
use super::model::Refused;
use super::xml::{Node, Space, Xml};

/// Elements that mark tracked changes (ECMA-376 part 1, 17.13.5).
const MARKING: [&str; 16] = [
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "cellIns",
    "cellDel",
    "cellMerge",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "tblGridChange",
    "numberingChange",
    "tblPrExChange",
];

/// How many elements of a part mark changes.
pub(super) fn changes(part: &str, text: &str, budget: &mut Budget) -> Result<usize, Refused> {
    count(part, text, budget, &MARKING)
}

/// How many comments a part holds.
pub(super) fn comments(part: &str, text: &str, budget: &mut Budget) -> Result<usize, Refused> {
    count(part, text, budget, &["comment"])
}

fn count(part: &str, text: &str, budget: &mut Budget, names: &[&str]) -> Result<usize, Refused> {
    let mut xml = Xml::new(part, text);
    let mut found = 0;
    loop {
        match xml.next(budget)? {
            Node::Start(tag) if tag.space == Space::Word && names.contains(&tag.name) => found += 1,
            Node::Start(_) | Node::End | Node::Text(_) => {}
            Node::Over => return Ok(found),
        }
    }
}
