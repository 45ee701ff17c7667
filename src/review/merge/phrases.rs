//! What one reviewer marked in one phrase, as one change.
//!
//! In: a copy's changes. Out: the same, where marks of one person within one phrase are one change of several
//! parts: Word marks the letters that differ, people reword phrases.

use super::super::Origin;
use super::super::change::{Change, ChangeKind, TextPart};
use super::super::flow::{self, Flow, Key};
use super::super::patch::{Plan, Planner};
use super::super::phrase::{Rewording, is_within_phrase};
use super::move_groups::is_alone;
use crate::docx::Docx;
use std::collections::BTreeSet;
use std::ops::Range;

/// Unites changes of one phrase; gives the group of each change that is left.
pub(super) fn unite_phrases(
    changes: &mut Vec<Change>,
    groups: &[usize],
    planner: &Planner<'_>,
    docx: &Docx,
) -> Vec<usize> {
    let mut united: Vec<Change> = Vec::with_capacity(changes.len());
    let mut moved_to: Vec<usize> = Vec::with_capacity(changes.len());
    // The last change of words, where it moves nowhere.
    let mut last: Option<usize> = None;

    for (index, change) in changes.drain(..).enumerate() {
        let is_text = matches!(change.kind, ChangeKind::Text { .. });
        let whole = last
            .filter(|_| is_text && is_alone(groups, index))
            .and_then(|last| Some((last, joined(&united[last], &change, planner, docx)?)));
        if let Some((last, whole)) = whole {
            united[last] = whole;
            moved_to.push(last);
            continue;
        }

        moved_to.push(united.len());
        if is_text {
            last = is_alone(groups, index).then_some(united.len());
        }
        united.push(change);
    }

    let mut first_groups = vec![0; united.len()];
    for (index, group) in groups.iter().enumerate().rev() {
        first_groups[moved_to[index]] = moved_to[*group];
    }
    *changes = united;
    first_groups
}

/// Two changes of one phrase as one; `None` where they are of two, or can't go in as one.
fn joined(first: &Change, second: &Change, planner: &Planner<'_>, docx: &Docx) -> Option<Change> {
    let index = first.location.flow;
    if index != second.location.flow || !is_marked_alike(first, second, docx) {
        return None;
    }

    let flow = planner.at(index).flow;
    let (a, b) = (TextChange::of(first, flow)?, TextChange::of(second, flow)?);
    let is_one_paragraph =
        flow.paragraph_index(a.deleted.start) == flow.paragraph_index(b.deleted.start);
    if !is_one_paragraph || b.deleted.start <= a.deleted.end {
        return None;
    }

    let gap = a.deleted.end..b.deleted.start;
    let is_phrase = is_within_phrase(&flow.text(gap.clone()))
        && a.rewording(&a.texts).ends_with_words()
        && b.rewording(&b.texts).begins_with_words();
    let hull = a.deleted.start..b.deleted.end;
    let is_typed = |token: usize| {
        matches!(flow.tokens[token].key, Key::Character(_))
            && matches!(planner.at(index).origin(token), Some(Origin::Typed(_)))
    };
    if !is_phrase || !hull.clone().all(is_typed) {
        return None;
    }

    let mut parts = a.parts();
    let mut inserted = a.inserted.to_vec();
    inserted.extend_from_slice(&flow.tokens[gap]);
    let shift = inserted.len();
    parts.extend(b.parts().into_iter().map(|part| TextPart {
        inserted: part.inserted.start + shift..part.inserted.end + shift,
        ..part
    }));
    inserted.extend_from_slice(b.inserted);

    let shapes = a.shapes.to_vec();
    let whole = Change {
        kind: ChangeKind::Text { deleted: hull, inserted, shapes, parts },
        revisions: first.revisions.union(&second.revisions).copied().collect(),
        location: first.location,
        shared: None,
    };
    let is_writable = [first, second, &whole]
        .into_iter()
        .all(|change| matches!(planner.plan(change), Plan::Patches(_)));
    is_writable.then_some(whole)
}

/// Whether the marks are of one person, or both changes have none.
fn is_marked_alike(first: &Change, second: &Change, docx: &Docx) -> bool {
    let authors = |change: &Change| -> BTreeSet<String> {
        let revisions = change.revisions.iter().filter_map(|id| docx.revision(*id));
        revisions.map(|revision| revision.author.clone()).collect()
    };
    let shares = first.shared.is_some() || second.shared.is_some();
    let (one, other) = (authors(first), authors(second));
    !shares && one.len() <= 1 && one == other
}

/// A change of words within a paragraph.
struct TextChange<'c> {
    deleted: Range<usize>,
    inserted: &'c [flow::Token],
    shapes: &'c [flow::Shape],
    marked: &'c [TextPart],
    /// What it said, and what it says now.
    texts: [String; 2],
}

impl<'c> TextChange<'c> {
    /// `None` where it ends or begins a paragraph.
    fn of(change: &'c Change, flow: &Flow) -> Option<TextChange<'c>> {
        let ChangeKind::Text { deleted, inserted, shapes, parts } = &change.kind else {
            return None;
        };
        let texts = [flow.text(deleted.clone()), flow::text_of(inserted)];
        let is_mark = |token: &flow::Token| token.key == Key::ParagraphMark;
        let breaks = flow.tokens[deleted.clone()].iter().chain(inserted).any(is_mark);
        (!breaks).then(|| TextChange {
            deleted: deleted.clone(),
            inserted,
            shapes,
            marked: parts,
            texts,
        })
    }

    fn rewording<'t>(&self, [old, new]: &'t [String; 2]) -> Rewording<'t> {
        Rewording { range: self.deleted.clone(), old, new }
    }

    /// What was marked.
    fn parts(&self) -> Vec<TextPart> {
        if self.marked.is_empty() {
            let deleted = self.deleted.clone();
            return vec![TextPart { deleted, inserted: 0..self.inserted.len() }];
        }
        self.marked.to_vec()
    }
}
