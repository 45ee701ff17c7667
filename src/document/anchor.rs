//! Names of the anchors that a review copy marks: one for each paragraph that the tree prints, the
//! same in Word's bookmarks and among the review's passages.
//!
//! Names are ASCII, begin with `_` (Word hides such bookmarks) and have at most 40 characters.

use super::BlockId;

/// A heading, a paragraph, preformatted text, or the line with a picture.
pub fn block(id: BlockId) -> String {
    format!("_z{}", id.0)
}

/// The caption of a table, figure or chart.
pub fn caption(id: BlockId) -> String {
    format!("_z{}c", id.0)
}

/// The unit line above a table.
pub fn unit(id: BlockId) -> String {
    format!("_z{}u", id.0)
}

/// The note line under a table.
pub fn note(id: BlockId) -> String {
    format!("_z{}n", id.0)
}

/// The source line under a table, figure or chart.
pub fn source(id: BlockId) -> String {
    format!("_z{}s", id.0)
}

/// A cell: its row in head and body together, and its index among the row's own cells, both from 0.
pub fn cell(id: BlockId, row: usize, cell: usize) -> String {
    format!("_z{}_{row}_{cell}", id.0)
}

/// What an anchor marks of its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// The whole of it.
    Block,
    /// Its caption.
    Caption,
    /// The unit line above a table.
    Unit,
    /// The note line under a table.
    Note,
    /// The source line.
    Source,
    /// A cell in this row of head and body together, from 0.
    Row(usize),
}

/// The block that an anchor's name names, and what of it.
pub fn parse(name: &str) -> Option<(BlockId, Marked)> {
    let rest = original(name).strip_prefix("_z")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let id = BlockId(rest[..end].parse().ok()?);
    let marked = match &rest[end..] {
        "" => Marked::Block,
        "c" => Marked::Caption,
        "u" => Marked::Unit,
        "n" => Marked::Note,
        "s" => Marked::Source,
        cell => Marked::Row(cell.strip_prefix('_')?.split('_').next()?.parse().ok()?),
    };
    Some((id, marked))
}

/// The name that a bookmark had before LibreOffice copied it, which it does to those of notes each
/// time that it saves: `_z670_Copy_1_Copy_1` was `_z670`.
pub fn original(name: &str) -> &str {
    let mut name = name;
    while let Some((before, digits)) = name.rsplit_once("_Copy_")
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        name = before;
    }

    name
}

/// Whether a bookmark's name is that of a caption or a unit line.
pub fn is_title(name: &str) -> bool {
    let digits = original(name).strip_prefix("_z").and_then(|rest| rest.strip_suffix(['c', 'u']));
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a bookmark's name is that of a note or source line.
pub fn is_below_table(name: &str) -> bool {
    let digits = original(name).strip_prefix("_z").and_then(|rest| rest.strip_suffix(['n', 's']));
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a bookmark's name is one of these.
pub fn is_anchor(name: &str) -> bool {
    name.strip_prefix("_z").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
