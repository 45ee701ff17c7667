//! Every mark of a file belongs to one change, and to no more than one.
//!
//! In: changes as the comparison found them. Out: the same, each mark with the change that says most.

use super::{Change, What};
use crate::docx::{Docx, RevisionId};
use std::collections::BTreeMap;

/// Why a mark that nothing speaks of isn't taken over.
const UNKNOWN: &str = "认不出这处修订改了什么，请打开收回的文件看这一处，在文稿里改";

/// Leaves each mark to one change, and gives a change of their own to those that have none. An
/// element around words and a bookmark stands for both; what has no words gives way.
pub(super) fn settle(changes: &mut Vec<Change>, theirs: &Docx) {
    let mut owners: BTreeMap<RevisionId, (u8, usize)> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        for id in &change.revisions {
            let own = (rank(&change.what), at);
            let known = owners.entry(*id).or_insert(own);
            *known = own.min(*known);
        }
    }

    for (at, change) in changes.iter_mut().enumerate() {
        let first = change.revisions.first().copied();
        change.revisions.retain(|id| owners.get(id).is_some_and(|(_, owner)| *owner == at));
        if change.revisions.is_empty() {
            change.shared = first;
        }
    }
    // Words of two places may share a mark, and both are told.
    changes.retain(|change| {
        let silent = matches!(change.what, What::Nothing | What::Empty);
        !(silent && change.shared.is_some())
    });

    let count = u32::try_from(theirs.revisions.len()).unwrap_or(u32::MAX);
    let missing = (0..count).map(RevisionId).filter(|id| !owners.contains_key(id)).collect();
    let what = What::Other(UNKNOWN, String::new());
    let rest = Change { what, revisions: missing, place: (usize::MAX, 0), shared: None };
    if !rest.revisions.is_empty() {
        changes.push(rest);
    }
}

/// How much a change says of its marks: the least is the most.
fn rank(what: &What) -> u8 {
    match what {
        // The look of what stays; an untracked edit beside it has no mark.
        What::Look { .. } => 0,
        What::Text { .. } | What::RowInserted { .. } | What::RowDeleted(_) => 1,
        What::Aside { .. } => 2,
        What::Other(..) | What::Comment(_) => 3,
        What::Nothing => 4,
        What::Empty => 5,
    }
}
