//! A plain count of the elements that mark changes and of comments: what the reading must come to.
//!
//! In: a part's text. Out: a number. It shares nothing with the reading but the stream of elements.

use crate::ooxml::{Budget, Error, Namespace, XmlStream};

/// Elements that mark tracked changes (ECMA-376 part 1, 17.13.5).
const REVISIONS: [&str; 16] = [
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
pub(super) fn changes(part: &str, text: &str, budget: &mut Budget) -> Result<usize, Error> {
    count(part, text, budget, &REVISIONS)
}

/// How many comments a part holds.
pub(super) fn comments(part: &str, text: &str, budget: &mut Budget) -> Result<usize, Error> {
    count(part, text, budget, &["comment"])
}

fn count(part: &str, text: &str, budget: &mut Budget, names: &[&str]) -> Result<usize, Error> {
    let mut xml = XmlStream::new(part, text);

    let mut count = 0;
    while let Some(tag) = xml.next_start(0, budget)? {
        if tag.namespace == Namespace::Word && names.contains(&tag.name) {
            count += 1;
        }
    }
    Ok(count)
}
