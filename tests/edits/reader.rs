//! pandoc as an independent reader of edited copies.
//!
//! In: copies with edits. Out: where pandoc and the program's reader differ on which insertions,
//! deletions and comments there are and what they say. Every mark has an author of its own here, so
//! that each is compared alone.

use super::reviewed_copy::ReviewedCopy;
use crate::docx::pandoc::{by_author, ours, same, theirs};
use libtest_mimic::Failed;
use std::path::Path;
use zishu::docx;

const CLASSES: [&str; 3] = ["insertion", "deletion", "comment-start"];

/// Compares the readers on one copy; how many marks were compared.
pub(super) fn agrees(reviewed_copy: &ReviewedCopy, path: &Path) -> Result<usize, Failed> {
    let bytes = reviewed_copy.signed().bytes();
    std::fs::write(path, &bytes).map_err(|error| error.to_string())?;
    let docx = docx::read(&bytes).map_err(|refused| refused.reason)?;
    let pick = |list: Vec<_>| {
        let mut list = by_author(list);
        list.retain(|line: &String| {
            let mut words = line.splitn(3, ' ');
            let class = words.nth(1).unwrap_or_default();
            CLASSES.contains(&class) && words.next().is_some_and(|text| !text.is_empty())
        });
        list
    };
    let (own, other) = (pick(ours(&docx)), pick(theirs(path)?));
    let count = own.len();
    same(own, other)?;
    Ok(count)
}
