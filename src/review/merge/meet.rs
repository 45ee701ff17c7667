//! Edits of the chapters that were sent, on today's chapters and against each other.
//!
//! In: the copies' plans. Out: what became of each: free, there already, or in conflict.

use super::super::drift::{Drift, Met, touches};
use super::super::entry;
use super::super::patch::Plan;
use super::current::CurrentChapters;
use super::ties::{puts_in, takes_away};
use super::{Copy, Fate, State, written};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) fn meet(copies: &[Copy<'_>], chapters: &CurrentChapters<'_>) -> Vec<Fate> {
    let mut fates = Vec::new();
    for (index, copy) in copies.iter().enumerate() {
        let sources = copy.returned.sent.sources();
        let mut done = BTreeMap::new();
        for (change, plan) in copy.plans.iter().enumerate() {
            let Plan::Patches(patches) = plan else { continue };
            let (mut edits, mut clash) = (Vec::new(), None);
            for (number, patch) in patches.iter().enumerate() {
                let file = patch.span.file;
                let path = sources.path(file);
                let Some((now, drift)) = chapters.drift(index, copy, file) else {
                    clash = Some(entry::GONE.to_owned());
                    continue;
                };
                match drift.meet(sources.text(file), &now, &patch.span.range(), &patch.text) {
                    Met::Free(range) => edits.push((path.to_owned(), range, patch.text.clone())),
                    Met::Done => {}
                    Met::Clash(range) => {
                        let done = done.entry(file).or_insert_with(|| Done::of(copy, file, &now));
                        if done.has(change, number) {
                            continue;
                        }
                        clash.get_or_insert_with(|| entry::around(&now, range));
                    }
                }
            }
            let state = match clash {
                Some(now) => State::Clash { now, with: None },
                None if edits.is_empty() => State::Present,
                None => State::Free,
            };
            fates.push(Fate { copy: index, change, edits, state });
        }
    }
    fates
}

/// The chapter that was sent with all of a copy's edits, against the chapter now: where edits lie side
/// by side, each alone no longer shows what was done there.
struct Done {
    drift: Drift,
    places: BTreeMap<(usize, usize), Range<usize>>,
}

impl Done {
    fn of(copy: &Copy<'_>, file: FileId, now: &str) -> Done {
        let mut edits = Vec::new();
        for (change, plan) in copy.plans.iter().enumerate() {
            let Plan::Patches(patches) = plan else { continue };
            let own = patches.iter().enumerate().filter(|(_, patch)| patch.span.file == file);
            edits.extend(own.map(|(number, patch)| ((change, number), patch)));
        }
        edits.sort_by_key(|(_, patch)| (patch.span.start, patch.span.end));
        let then = copy.returned.sent.sources().text(file);
        let (mut text, mut places, mut at) = (String::new(), BTreeMap::new(), 0);
        for (key, patch) in edits {
            let range = patch.span.range();
            text.push_str(then.get(at..range.start).unwrap_or_default());
            places.insert(key, text.len()..text.len() + patch.text.len());
            text.push_str(&patch.text);
            at = at.max(range.end);
        }
        text.push_str(then.get(at..).unwrap_or_default());
        Done { drift: Drift::of(&text, now), places }
    }

    fn has(&self, change: usize, number: usize) -> bool {
        self.places.get(&(change, number)).is_some_and(|range| self.drift.keeps(range))
    }
}

/// Copies against each other: the same edit counts once, two edits of one place are left to a person.
pub(super) fn clash(copies: &[Copy<'_>], fates: &mut [Fate]) {
    for second in 0..fates.len() {
        let (before, after) = fates.split_at_mut(second);
        let own = &mut after[0];
        let same = |other: &Fate| {
            other.copy != own.copy && other.state == State::Free && other.edits == own.edits
        };
        let twin = before.iter().position(same).filter(|_| own.state == State::Free);
        if let Some(twin) = twin {
            own.state = State::Twin(twin);
            continue;
        }
        for first in 0..second {
            let (before, after) = fates.split_at_mut(second);
            let (a, b) = (&mut before[first], &mut after[0]);
            let there = matches!(a.state, State::Present | State::Twin(_));
            let settled = there || b.state != State::Free;
            if a.copy == b.copy || settled || !meets(a, b) {
                continue;
            }
            let name = |copy: usize| copies[copy].returned.name.to_owned();
            let said = |fate: &Fate| entry::said(&copies[fate.copy].compared, fate.change);
            let (mine, theirs) = (said(a), said(b));
            b.state = State::Clash { now: mine, with: Some(name(a.copy)) };
            if a.state == State::Free {
                a.state = State::Clash { now: theirs, with: Some(name(b.copy)) };
            }
        }
    }
}

fn meets(a: &Fate, b: &Fate) -> bool {
    a.edits.iter().any(|(path, range, _)| {
        b.edits.iter().any(|(other, there, _)| path == other && touches(range, there))
    })
}

/// Rounds in which chapters with errors are left as they are.
const ROUNDS: usize = 6;

/// Ends of moves share a fate, and chapters that would have new errors are left as they are.
pub(super) fn settle(copies: &[Copy<'_>], fates: &mut [Fate], chapters: &CurrentChapters<'_>) {
    half_moved(copies, fates);
    moved_apart(copies, fates);
    spread(copies, fates);

    // What a chapter with errors takes back may be the half of a move whose other half stands in
    // another chapter, which is another one then.
    for round in 0..ROUNDS {
        let broken = chapters.with_new_errors(&written(fates, chapters));
        if broken.is_empty() {
            break;
        }
        let last = round + 1 == ROUNDS;
        for fate in fates.iter_mut().filter(|fate| fate.state == State::Free) {
            if last || fate.edits.iter().any(|(path, _, _)| broken.contains(path)) {
                let now = entry::BROKEN.to_owned();
                fate.state = State::Clash { now, with: None };
            }
        }
        spread(copies, fates);
    }
}

/// A move's text that the chapter no longer has would come back with the other end.
fn half_moved(copies: &[Copy<'_>], fates: &mut [Fate]) {
    let what = |fate: &Fate| &copies[fate.copy].compared.changes[fate.change].what;
    let gone: BTreeSet<(usize, usize)> = fates
        .iter()
        .filter(|fate| fate.state == State::Present && takes_away(what(fate)))
        .map(|fate| (fate.copy, copies[fate.copy].ties[fate.change]))
        .collect();
    for fate in fates.iter_mut().filter(|fate| fate.state == State::Free) {
        if gone.contains(&(fate.copy, copies[fate.copy].ties[fate.change])) && puts_in(what(fate)) {
            fate.state = State::Clash { now: entry::LEFT.to_owned(), with: None };
        }
    }
}

/// What two copies take away alike, and put to different places or one of them nowhere, would stand
/// there twice, or where one of them took it away.
fn moved_apart(copies: &[Copy<'_>], fates: &mut [Fate]) {
    let what = |fate: &Fate| &copies[fate.copy].compared.changes[fate.change].what;
    let tie = |fate: &Fate| (fate.copy, copies[fate.copy].ties[fate.change]);
    let put = |fate: &Fate| {
        let own = fates.iter().filter(|other| tie(other) == tie(fate) && puts_in(what(other)));
        own.collect::<Vec<&Fate>>()
    };
    let clash = |with: &Fate| {
        let with = Some(copies[with.copy].returned.name.to_owned());
        State::Clash { now: entry::ELSEWHERE.to_owned(), with }
    };
    let mut clashes = Vec::new();
    for (at, fate) in fates.iter().enumerate().filter(|(_, fate)| takes_away(what(fate))) {
        let State::Twin(first) = fate.state else { continue };
        let other = &fates[first];
        let edits =
            |fate: &Fate| put(fate).into_iter().flat_map(|put| &put.edits).collect::<Vec<_>>();
        if edits(fate) != edits(other) {
            clashes.push((at, clash(other)));
            clashes.push((first, clash(fate)));
        }
    }
    for (at, state) in clashes {
        fates[at].state = state;
    }
}

/// A conflict is one for all that go together, and for the same edit of another copy.
fn spread(copies: &[Copy<'_>], fates: &mut [Fate]) {
    let tie = |fate: &Fate| (fate.copy, copies[fate.copy].ties[fate.change]);
    loop {
        let mut clashes: BTreeMap<(usize, usize), State> = BTreeMap::new();
        for fate in fates.iter().filter(|fate| matches!(fate.state, State::Clash { .. })) {
            clashes.entry(tie(fate)).or_insert_with(|| fate.state.clone());
        }
        let next: Vec<Option<State>> = fates
            .iter()
            .map(|fate| match fate.state {
                State::Twin(other) if matches!(fates[other].state, State::Clash { .. }) => {
                    Some(fates[other].state.clone())
                }
                State::Free | State::Twin(_) => clashes.get(&tie(fate)).cloned(),
                State::Present | State::Clash { .. } => None,
            })
            .collect();
        if next.iter().all(Option::is_none) {
            return;
        }
        for (fate, state) in fates.iter_mut().zip(next) {
            fate.state = state.unwrap_or_else(|| fate.state.clone());
        }
    }
}
