//! Edits of the chapters that were sent, on today's chapters and against each other.
//!
//! In: the copies' plans. Out: what became of each: clean, present already, or in conflict.

use super::super::entry;
use super::super::patch::{Patch, Plan};
use super::super::phrase::{Rewording, says_the_same, share_phrase};
use super::super::rebase::{ChapterDiff, Rebased, edited, touches};
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
                let rebased = Rebase { index, copy, change, current };
                resolutions.push(rebased.stretch(patches, &mut edited));
            }
        }
    }
    resolutions
}

/// A change of a copy on its way into today's chapters.
struct Rebase<'a> {
    /// The copy's place in the list.
    index: usize,
    copy: &'a Copy<'a>,
    change: usize,
    current: &'a CurrentChapters<'a>,
}

impl Rebase<'_> {
    /// What was marked as one within a paragraph is taken as a whole; else each patch for itself.
    fn stretch(
        &self,
        patches: &[Patch],
        chapters: &mut BTreeMap<FileId, EditedChapter>,
    ) -> Resolution {
        let Some(span) = self.copy.stretches[self.change] else {
            return self.patches(patches, chapters);
        };
        let (file, sources) = (span.file, self.copy.returned.sent.sources());
        let Some(CurrentChapter { text: now, diff }) =
            self.current.chapter(self.index, self.copy, file)
        else {
            return self.patches(patches, chapters);
        };

        let then = sources.text(file);
        let edits: Vec<(Range<usize>, &str)> =
            patches.iter().map(|patch| (patch.span.range(), patch.text.as_str())).collect();
        match diff.rebase_stretch(then, &now, &span.range(), &edits) {
            Rebased::Clean(range) => {
                let text = edited(then, &span.range(), &edits);
                let path = sources.path(file).to_owned();
                let mut resolution = self.patches(patches, chapters);
                if resolution.status == Status::Clean {
                    resolution.stretch = Some(ChapterEdit { path, range, text });
                }
                resolution
            }
            Rebased::Present => self.resolution(Vec::new(), Status::Present),
            Rebased::Conflict(range) => {
                let edited = chapters
                    .entry(file)
                    .or_insert_with(|| EditedChapter::of(self.copy, file, &now));
                let is_present = edited.has_stretch(self.change, &now);
                let conflict = || Status::conflict(&entry::around(&now, range));
                self.resolution(Vec::new(), if is_present { Status::Present } else { conflict() })
            }
        }
    }

    fn patches(
        &self,
        patches: &[Patch],
        chapters: &mut BTreeMap<FileId, EditedChapter>,
    ) -> Resolution {
        let sources = self.copy.returned.sent.sources();
        let (mut edits, mut conflict) = (Vec::new(), None);
        for (number, patch) in patches.iter().enumerate() {
            let file = patch.span.file;
            let Some(CurrentChapter { text: now, diff }) =
                self.current.chapter(self.index, self.copy, file)
            else {
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
                    let edited = chapters
                        .entry(file)
                        .or_insert_with(|| EditedChapter::of(self.copy, file, &now));
                    if !edited.is_present(self.change, number) {
                        conflict
                            .get_or_insert_with(|| Status::conflict(&entry::around(&now, range)));
                    }
                }
            }
        }

        let status = match conflict {
            Some(conflict) => conflict,
            None if edits.is_empty() => Status::Present,
            None => Status::Clean,
        };
        self.resolution(edits, status)
    }

    fn resolution(&self, edits: Vec<ChapterEdit>, status: Status) -> Resolution {
        Resolution::new(self.index, self.change, edits, status)
    }
}

/// The chapter that was sent with all of a copy's edits, against the chapter now: where edits lie side
/// by side, each alone no longer shows what was done there.
struct EditedChapter {
    text: String,
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
        EditedChapter { diff: ChapterDiff::new(&text, now), text, written }
    }

    fn is_present(&self, change: usize, patch: usize) -> bool {
        self.written.get(&(change, patch)).is_some_and(|range| self.diff.keeps(range))
    }

    /// Whether all that a change wrote stands now, and nothing else was done in its phrase.
    fn has_stretch(&self, change: usize, now: &str) -> bool {
        let written = self.written.range((change, 0)..(change + 1, 0)).map(|(_, range)| range);
        let starts = written.clone().map(|range| range.start).min();
        let ends = written.map(|range| range.end).max();
        starts
            .zip(ends)
            .is_some_and(|(start, end)| self.diff.keeps_phrase(&self.text, now, &(start..end)))
    }
}

/// Copies against each other: the same edit counts once, two edits of one stretch are left to a person.
pub(super) fn resolve_conflicts(
    copies: &[Copy<'_>],
    resolutions: &mut [Resolution],
    current: &CurrentChapters<'_>,
) {
    let clashes = Clashes { copies, current };
    for second in 0..resolutions.len() {
        if resolutions[second].status != Status::Clean {
            continue;
        }
        let is_twin = |first: &usize| clashes.is_same(resolutions, *first, second);
        if let Some(twin) = (0..second).find(is_twin) {
            resolutions[second].status = Status::SameAs(twin);
            continue;
        }

        for first in 0..second {
            let [one, other] = [&resolutions[first], &resolutions[second]];
            let is_present = matches!(one.status, Status::Present | Status::SameAs(_));
            if !is_present && one.copy != other.copy && clashes.between(one, other) {
                clashes.conflict(resolutions, first, second);
            }
        }
    }
}

/// What tells of two copies' edits whether they go together.
struct Clashes<'a> {
    copies: &'a [Copy<'a>],
    current: &'a CurrentChapters<'a>,
}

impl Clashes<'_> {
    /// Whether two edits overlap, touch, or reword one phrase.
    fn between(&self, one: &Resolution, other: &Resolution) -> bool {
        if let (Some(a), Some(b)) = (&one.stretch, &other.stretch) {
            let Some(text) = self.current.text(&a.path).filter(|_| a.path == b.path) else {
                return false;
            };
            return touches(&a.range, &b.range)
                || share_phrase(&text, &rewording(&text, a), &rewording(&text, b));
        }

        let places = |one: &Resolution| match &one.stretch {
            Some(stretch) => vec![stretch.clone()],
            None => one.edits.clone(),
        };
        let others = places(other);
        places(one).iter().any(|edit| {
            let meets =
                |other: &ChapterEdit| edit.path == other.path && touches(&edit.range, &other.range);
            others.iter().any(meets)
        })
    }

    /// Whether a later edit is one that another copy makes as well.
    fn is_same(&self, resolutions: &[Resolution], first: usize, second: usize) -> bool {
        let (one, other) = (&resolutions[first], &resolutions[second]);
        let goes_in = matches!(one.status, Status::Clean | Status::Conflict { with: Some(_), .. });
        if !goes_in || one.copy == other.copy || one.edits.is_empty() {
            return false;
        }
        if one.stretch.is_none() || other.stretch.is_none() {
            return one.edits == other.edits;
        }
        self.between(one, other)
            && self
                .both(resolutions, first, second)
                .is_some_and(|both| says_the_same(&both.first, &both.second))
    }

    /// What two edits that meet make of all that they cover.
    fn both(&self, resolutions: &[Resolution], first: usize, second: usize) -> Option<Both> {
        let (one, other) = (&resolutions[first], &resolutions[second]);
        let (a, b) = (one.stretch.as_ref()?, other.stretch.as_ref()?);
        let text = self.current.text(&a.path)?;

        // What else their copies did there belongs to it.
        let of_both = |resolution: &&Resolution| {
            let of_copies = [one.copy, other.copy].contains(&resolution.copy);
            of_copies
                && matches!(
                    resolution.status,
                    Status::Clean | Status::SameAs(_) | Status::Conflict { with: Some(_), .. }
                )
        };
        let stretches = resolutions.iter().filter(of_both).filter_map(|one| one.stretch.as_ref());
        let stretches = stretches.filter(|stretch| stretch.path == a.path);
        let mut window = a.range.start.min(b.range.start)..a.range.end.max(b.range.end);
        loop {
            let mut reached = window.clone();
            let overlapping = stretches.clone().filter(|stretch| {
                stretch.range.start < window.end && window.start < stretch.range.end
            });
            for stretch in overlapping {
                reached.start = reached.start.min(stretch.range.start);
                reached.end = reached.end.max(stretch.range.end);
            }
            if reached == window {
                break;
            }
            window = reached;
        }

        let made_by = |copy: usize| {
            let own = resolutions.iter().filter(of_both).filter(|one| one.copy == copy);
            let edits = own.flat_map(|one| &one.edits).filter(|edit| edit.path == a.path);
            let edits: Vec<(Range<usize>, &str)> =
                edits.map(|edit| (edit.range.clone(), edit.text.as_str())).collect();
            edited(&text, &window, &edits)
        };
        Some(Both { first: made_by(one.copy), second: made_by(other.copy) })
    }

    /// Makes two edits a conflict.
    fn conflict(&self, resolutions: &mut [Resolution], first: usize, second: usize) {
        let [one, other] = [&resolutions[first], &resolutions[second]];
        let text = |one: &Resolution| entry::new_text(&self.copies[one.copy].compared, one.change);
        let name = |one: &Resolution| Some(self.copies[one.copy].returned.name.to_owned());
        let is_apart = match (&one.stretch, &other.stretch) {
            (Some(a), Some(b)) => !touches(&a.range, &b.range),
            _ => false,
        };
        // Beside a change of other words of the phrase it says nothing of these.
        let both = if is_apart { self.both(resolutions, first, second) } else { None };
        let Both { first: first_text, second: second_text } =
            both.unwrap_or_else(|| Both { first: text(one), second: text(other) });

        let (first_name, second_name) = (name(one), name(other));
        resolutions[second].rivals.insert(first);
        resolutions[second].status = Status::Conflict { now: first_text, with: first_name };
        resolutions[first].rivals.insert(second);
        if resolutions[first].status == Status::Clean {
            resolutions[first].status = Status::Conflict { now: second_text, with: second_name };
        }
    }
}

/// What each of two copies makes of a stretch.
struct Both {
    first: String,
    second: String,
}

fn rewording<'t>(text: &'t str, edit: &'t ChapterEdit) -> Rewording<'t> {
    let old = text.get(edit.range.clone()).unwrap_or_default();
    Rewording { range: edit.range.clone(), old, new: &edit.text }
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
    // What replaces it where it stands is no other end.
    let insertions = |one: &Resolution| -> Vec<&ChapterEdit> {
        let group = one.group(copies);
        let is_other_end =
            |other: &&Resolution| other.group(copies) == group && other.change != one.change;
        let same = resolutions.iter().filter(is_other_end);
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
