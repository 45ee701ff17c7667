//! Which elements mark tracked changes, and what each means where it stands (ECMA-376 part 1, 17.13.5).

use super::model::RevisionKind;
use crate::ooxml::{Namespace, Tag};

/// Where a change's element stands, which says what `w:ins` and its like mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RevisionContext {
    /// Around text.
    Text,
    /// In the properties of a paragraph's mark.
    Mark,
    /// In the properties of a row.
    Row,
    /// In the properties of a paragraph: numbering.
    Layout,
}

/// What an element's change is, if it marks one.
pub(super) fn revision_kind(tag: &Tag<'_>, context: RevisionContext) -> Option<RevisionKind> {
    use RevisionKind::*;
    if tag.namespace != Namespace::Word {
        return None;
    }
    let kind = match (tag.name, context) {
        ("rPrChange", _) => Format,
        ("cellIns" | "cellDel" | "cellMerge", _) => Cell,
        (
            "pPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange" | "sectPrChange"
            | "tblGridChange" | "numberingChange" | "tblPrExChange",
            _,
        ) => Layout,
        ("ins" | "del" | "moveFrom" | "moveTo", RevisionContext::Layout) => Layout,
        ("ins", RevisionContext::Text) => Insertion,
        ("del", RevisionContext::Text) => Deletion,
        ("moveFrom", RevisionContext::Text) => MoveFrom,
        ("moveTo", RevisionContext::Text) => MoveTo,
        ("ins", RevisionContext::Mark) => MarkInsertion,
        ("del", RevisionContext::Mark) => MarkDeletion,
        ("moveFrom", RevisionContext::Mark) => MarkMoveFrom,
        ("moveTo", RevisionContext::Mark) => MarkMoveTo,
        ("ins" | "moveTo", RevisionContext::Row) => RowInsertion,
        ("del" | "moveFrom", RevisionContext::Row) => RowDeletion,
        _ => return None,
    };
    Some(kind)
}
