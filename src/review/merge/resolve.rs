//! Edits of the chapters that were sent, on today's chapters and against each other.
//!
//! In: the copies' plans. Out: what became of each: clean, present already, or in conflict.

use super::super::entry;
use super::super::patch::{Patch, Plan};
use super::super::rebase::{ChapterDiff, Rebased, touches};
use super::current::{CurrentChapter, CurrentChapters, EditedText, applied};
use super::model::{ChapterEdit, Copy, Group, Resolution, Status};
use super::move_groups::{puts_in, takes_away};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rebases every copy's edits on today's chapters.
pub(super) fn rebase(copies: &[Copy<'_>], current: &CurrentChapters<'_>) -> Vec<Resolution> {
    let mut resolutions = Vec::new();
    for (index, copy) in copies.iter().enumerate() {
        let mut edited = BTreeMap::new();
        for (change, plan) in copy.plans.iter().enumerate() {
            if let Plan::Patches(patches) = plan {
                let (edits, status) =
                    rebase_patches(index, copy, change, patches, current, &mut edited);
                resolutions.push(Resolution { copy: index, change, edits, status });
            }
        }
    }
    resolutions
}

fn rebase_patches(
    index: usize,
    copy: &Copy<'_>,
    change: usize,
    patches: &[Patch],
    current: &CurrentChapters<'_>,
    edited: &mut BTreeMap<FileId, EditedChapter>,
) -> (Vec<ChapterEdit>, Status) {
    let sources = copy.returned.sent.sources();
    let (mut edits, mut conflict) = (Vec::new(), None);
    for (number, patch) in patches.iter().enumerate() {
        let file = patch.span.file;
        let Some(CurrentChapter { text: now, diff }) = current.chapter(index, copy, file) else {
            conflict = Some(Status::conflict(entry::GONE));
            continue;
        };

        match diff.rebase(sources.text(file), &now, &patch.span.range(), &patch.text) {
            Rebased::Clean(range) => {
                let path = sources.path(file).to_owned();
                edits.push(ChapterEdit { path, range, text: patch.text.clone() });
            }
            Rebased::Present => {}
            Rebased::Conflict(range) => {
                let edited =
                    edited.entry(file).or_insert_with(|| EditedChapter::of(copy, file, &now));
                if !edited.is_present(change, number) {
                    conflict.get_or_insert_with(|| Status::conflict(&entry::around(&now, range)));
                }
            }
        }
    }

    let status = match conflict {
        Some(conflict) => conflict,
        None if edits.is_empty() => Status::Present,
        None => Status::Clean,
    };
    (edits, status)
}

/// The chapter that was sent with all of a copy's edits, against the chapter now: where edits lie side
/// by side, each alone no longer shows what was done there.
struct EditedChapter {
    diff: ChapterDiff,
    /// What each change's patches wrote.
    written: BTreeMap<(usize, usize), Range<usize>>,
}

impl EditedChapter {
    fn of(copy: &Copy<'_>, file: FileId, now: &str) -> EditedChapter {
        let mut patches = Vec::new();
        for (change, plan) in copy.plans.iter().enumerate() {
            let Plan::Patches(all) = plan else { continue };
            let of_file = all.iter().enumerate().filter(|(_, patch)| patch.span.file == file);
            patches.extend(of_file.map(|(number, patch)| ((change, number), patch)));
        }

        patches.sort_by_key(|(_, patch)| (patch.span.start, patch.span.end));

        let edits = patches.iter().map(|(_, patch)| (patch.span.range(), patch.text.as_str()));
        let EditedText { text, written } =
            applied(copy.returned.sent.sources().text(file), edits.collect());
        let written = patches.iter().map(|(key, _)| *key).zip(written).collect();
        EditedChapter { diff: ChapterDiff::new(&text, now), written }
    }

    fn is_present(&self, change: usize, patch: usize) -> bool {
        self.written.get(&(change, patch)).is_some_and(|range| self.diff.keeps(range))
    }
}

/// Copies against each other: the same edit counts once, two edits of one stretch are left to a person.
pub(super) fn resolve_conflicts(copies: &[Copy<'_>], resolutions: &mut [Resolution]) {
    for second in 0..resolutions.len() {
        let (earlier, later) = resolutions.split_at_mut(second);
        let current = &mut later[0];
        let same = |other: &Resolution| {
            other.copy != current.copy
                && other.status == Status::Clean
                && other.edits == current.edits
        };
        let twin = earlier.iter().position(same).filter(|_| current.status == Status::Clean);
        if let Some(twin) = twin {
            current.status = Status::SameAs(twin);
            continue;
        }

        for other in earlier {
            let is_present = matches!(other.status, Status::Present | Status::SameAs(_));
            let is_open = !is_present && current.status == Status::Clean;
            if is_open && other.copy != current.copy && overlap(other, current) {
                conflict(copies, other, current);
            }
        }
    }
}

/// Makes two edits a conflict.
fn conflict(copies: &[Copy<'_>], first: &mut Resolution, second: &mut Resolution) {
    let text = |one: &Resolution| entry::new_text(&copies[one.copy].compared, one.change);
    let name = |one: &Resolution| Some(copies[one.copy].returned.name.to_owned());
    let (first_text, second_text) = (text(first), text(second));
    second.status = Status::Conflict { now: first_text, with: name(first) };
    if first.status == Status::Clean {
        first.status = Status::Conflict { now: second_text, with: name(second) };
    }
}

fn overlap(a: &Resolution, b: &Resolution) -> bool {
    a.edits.iter().any(|edit| {
        b.edits.iter().any(|other| edit.path == other.path && touches(&edit.range, &other.range))
    })
}

/// Rounds in which chapters with errors are left as they are.
const ROUNDS: usize = 6;

/// Gives changes that go together one resolution, and leaves chapters as they are that would have new
/// errors.
pub(super) fn resolve_groups(
    copies: &[Copy<'_>],
    resolutions: &mut [Resolution],
    current: &CurrentChapters<'_>,
) {
    refuse_half_moves(copies, resolutions);
    refuse_moves_apart(copies, resolutions);
    spread_conflicts(copies, resolutions);

    // What a chapter with errors takes back may be the half of a move whose other half stands in
    // another chapter, which is another one then.
    for round in 0..ROUNDS {
        let broken = current.with_new_errors(&current.with_edits(resolutions));
        if broken.is_empty() {
            break;
        }
        let is_last = round + 1 == ROUNDS;
        for one in resolutions.iter_mut().filter(|one| one.status == Status::Clean) {
            if is_last || one.edits.iter().any(|edit| broken.contains(&edit.path)) {
                one.status = Status::conflict(entry::BROKEN);
            }
        }
        spread_conflicts(copies, resolutions);
    }
}

/// A move's text that the chapter no longer has would come back with the other end.
fn refuse_half_moves(copies: &[Copy<'_>], resolutions: &mut [Resolution]) {
    let gone: BTreeSet<Group> = resolutions
        .iter()
        .filter(|one| one.status == Status::Present && takes_away(one.kind(copies)))
        .map(|one| one.group(copies))
        .collect();

    for one in resolutions.iter_mut().filter(|one| one.status == Status::Clean) {
        if gone.contains(&one.group(copies)) && puts_in(one.kind(copies)) {
            one.status = Status::conflict(entry::MOVED_AWAY);
        }
    }
}

/// What two copies take away alike, and put to different points or one of them nowhere, would stand
/// there twice, or where one of them took it away.
fn refuse_moves_apart(copies: &[Copy<'_>], resolutions: &mut [Resolution]) {
    let insertions = |one: &Resolution| -> Vec<&ChapterEdit> {
        let group = one.group(copies);
        let same = resolutions.iter().filter(|other| other.group(copies) == group);
        same.filter(|other| puts_in(other.kind(copies))).flat_map(|other| &other.edits).collect()
    };
    let conflict_with = |other: &Resolution| Status::Conflict {
        now: entry::ELSEWHERE.to_owned(),
        with: Some(copies[other.copy].returned.name.to_owned()),
    };

    let mut conflicts = Vec::new();
    for (index, one) in resolutions.iter().enumerate() {
        let Status::SameAs(first) = one.status else { continue };
        let other = &resolutions[first];
        if takes_away(one.kind(copies)) && insertions(one) != insertions(other) {
            conflicts.push((index, conflict_with(other)));
            conflicts.push((first, conflict_with(one)));
        }
    }

    for (index, status) in conflicts {
        resolutions[index].status = status;
    }
}

/// A conflict is one for all that go together, and for the same edit of another copy.
fn spread_conflicts(copies: &[Copy<'_>], resolutions: &mut [Resolution]) {
    loop {
        let mut conflicts: BTreeMap<Group, Status> = BTreeMap::new();
        for one in resolutions.iter().filter(|one| one.status.is_conflict()) {
            conflicts.entry(one.group(copies)).or_insert_with(|| one.status.clone());
        }

        let next: Vec<Option<Status>> = resolutions
            .iter()
            .map(|one| match one.status {
                Status::SameAs(other) if resolutions[other].status.is_conflict() => {
                    Some(resolutions[other].status.clone())
                }
                Status::Clean | Status::SameAs(_) => conflicts.get(&one.group(copies)).cloned(),
                Status::Present | Status::Conflict { .. } => None,
            })
            .collect();
        if next.iter().all(Option::is_none) {
            return;
        }
        for (one, status) in resolutions.iter_mut().zip(next) {
            one.status = status.unwrap_or_else(|| one.status.clone());
        }
    }
}
