//! Every mark of a file belongs to one change, and to no more than one.
//!
//! In: changes as the comparison found them. Out: the same, each mark with the change that says most.

use super::model::{Change, ChangeKind, FlowLocation};
use crate::docx::{Docx, RevisionId};
use std::collections::BTreeMap;

/// Why a mark that nothing speaks of isn't taken over.
const UNKNOWN: &str = "认不出这处修订改了什么，请打开收回的文件看这一处，在文稿里改";

/// Leaves each mark to one change, and gives a change of their own to those that have none. An
/// element around words and a bookmark stands for both; what has no words gives way.
pub(super) fn account(changes: &mut Vec<Change>, theirs: &Docx) {
    let mut owners: BTreeMap<RevisionId, (u8, usize)> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        for id in &change.revisions {
            let claim = (rank(&change.kind), index);
            let owner = owners.entry(*id).or_insert(claim);
            *owner = claim.min(*owner);
        }
    }

    for (index, change) in changes.iter_mut().enumerate() {
        let first = change.revisions.first().copied();
        change.revisions.retain(|id| owners.get(id).is_some_and(|(_, owner)| *owner == index));
        if change.revisions.is_empty() {
            change.shared = first;
        }
    }

    // Words of two places may share a mark, and both are reported.
    changes.retain(|change| {
        let silent = matches!(change.kind, ChangeKind::Cancelled | ChangeKind::Wordless);
        !(silent && change.shared.is_some())
    });

    let count = u32::try_from(theirs.revisions.len()).unwrap_or(u32::MAX);
    let missing = (0..count).map(RevisionId).filter(|id| !owners.contains_key(id)).collect();
    let kind = ChangeKind::Other(UNKNOWN, String::new());
    let location = FlowLocation::NOWHERE;
    let rest = Change { kind, revisions: missing, location, shared: None };
    if !rest.revisions.is_empty() {
        changes.push(rest);
    }
}

/// How much a change says of its marks: the least is the most.
fn rank(kind: &ChangeKind) -> u8 {
    match kind {
        // The format of what stays; an untracked edit beside it has no mark.
        ChangeKind::Format { .. } => 0,
        ChangeKind::Text { .. } | ChangeKind::RowInserted { .. } | ChangeKind::RowDeleted(_) => 1,
        ChangeKind::Link { .. } | ChangeKind::Shape { .. } | ChangeKind::Table(_) => 1,
        ChangeKind::Picture(_) => 1,
        ChangeKind::Aside { .. } => 2,
        ChangeKind::Other(..) | ChangeKind::Comment(_) => 3,
        ChangeKind::Cancelled => 4,
        ChangeKind::Wordless => 5,
    }
}
