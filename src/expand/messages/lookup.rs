//! A message in the tables.

use super::table::{SYNTAX, SyntaxMessage, UNDESCRIBED};
use crate::diag::varying;

/// The line of the table for a text that is no template, and what varies in the message.
pub(super) fn syntax(detail: &str) -> Option<(&'static SyntaxMessage, Vec<&str>)> {
    SYNTAX.iter().find_map(|message| Some((message, varying(detail, message.says)?)))
}

/// How a block of statements ends wrongly.
pub(in crate::expand) enum BlockEnd<'a> {
    /// The template ends in it.
    Missing,
    /// It is closed as another: `for` where `endfor` stands.
    Wrong(&'a str),
}

/// How a block ends wrongly, where that is what a message says.
pub(in crate::expand) fn block_end(detail: &str) -> Option<BlockEnd<'_>> {
    let [wrong, _, missing, ..] = SYNTAX else { return None };
    if let Some(name) = varying(detail, wrong.says) {
        return Some(BlockEnd::Wrong(name.first()?));
    }
    varying(detail, missing.says).map(|_| BlockEnd::Missing)
}

/// The undefined name that a message quotes.
pub(in crate::expand) fn undefined_name(detail: &str) -> Option<&str> {
    detail.split('`').nth(1).filter(|name| !name.contains(UNDESCRIBED))
}
