//! Whether edits of chapters do what the reviewer did: the chapters are read again.
//!
//! In: the changes that are to be taken over, and the passages of the document that the edited
//! chapters make. Out: the changes whose text doesn't come back as the copy says.

use super::change::{Change, Compared, What};
use super::flow::{Key, Token};
use super::merge::Rebuilt;
use super::patch::{Breaks, Plan, Planner};
use super::places::Source;
use super::{Origin, Passage};
use std::collections::BTreeSet;

/// Stands for what the program makes: numbers of captions, references, pictures.
const MADE: char = '\u{FFFC}';

/// A paragraph that the edited chapters should print, and the changes that it shows.
struct Expected {
    text: String,
    changes: BTreeSet<usize>,
    note: bool,
    /// Whether a chapter's passage stands in it.
    own: bool,
}

impl Expected {
    fn prints(&self) -> bool {
        !self.text.is_empty() && (self.own || !self.changes.is_empty())
    }
}

/// The changes that the new passages contradict. Where a paragraph differs that no change touched,
/// the nearest ones count.
pub(super) fn contradicted(
    compared: &Compared,
    plans: &[Plan],
    planner: &Planner<'_>,
    rebuilt: &Rebuilt,
) -> BTreeSet<usize> {
    let expected = expected(compared, plans, planner);
    // A copy may hold a part of the document; what templates print themselves is no writer's.
    let files = chapters(planner);
    let own = |passage: &&Passage| files.contains(rebuilt.loaded.sources.path(passage.block.file));
    let actual: Vec<String> =
        rebuilt.passages.iter().filter(own).map(masked).filter(|text| !text.is_empty()).collect();
    // A line of which nothing is left prints nothing, but what emptied it may be to blame.
    let printed: Vec<usize> = (0..expected.len()).filter(|at| expected[*at].prints()).collect();
    let wanted: Vec<&str> = printed.iter().map(|at| expected[*at].text.as_str()).collect();
    let found: Vec<&str> = actual.iter().map(String::as_str).collect();
    let notes_gone = compared.changes.iter().zip(plans).any(|(change, plan)| match &change.what {
        What::Text { deleted, .. } if matches!(plan, Plan::Patches(_)) => {
            let tokens = &compared.flows[change.place.0].tokens[deleted.clone()];
            tokens.iter().any(|token| token.key == Key::Note)
        }
        _ => false,
    });
    let mut bad = BTreeSet::new();
    let mut at = (0, 0);
    let mut pairs = Vec::new();
    super::align::pair(&wanted, 0..wanted.len(), &found, 0..found.len(), |a, b| pairs.push((a, b)));
    pairs.sort_unstable();
    for (a, b) in pairs.into_iter().chain([(wanted.len(), found.len())]) {
        // A note goes with its mark.
        let note = |at: &usize| expected[*at].note && expected[*at].changes.is_empty();
        let note_gone = at.1 == b && notes_gone && printed[at.0..a].iter().all(note);
        if (at.0 < a || at.1 < b) && !note_gone {
            let start = at.0.checked_sub(1).map_or(0, |before| printed[before] + 1);
            let end = printed.get(a).copied().unwrap_or(expected.len());
            blame(&expected, start..end, &mut bad);
        }
        at = (a + 1, b + 1);
    }
    bad
}

/// The chapters of which the copy shows anything.
fn chapters<'a>(planner: &Planner<'a>) -> BTreeSet<&'a str> {
    let shown = planner.flows.iter().flat_map(|(_, places)| places.lines.iter().flatten());
    let files = shown.map(|index| planner.passages.get(*index).block.file);
    let paths = files.map(|file| planner.sources.path(file));
    paths.filter(|path| path.starts_with("chapters/") && path.ends_with(".md")).collect()
}

/// The changes of these lines, or of the nearest ones around them.
fn blame(expected: &[Expected], range: std::ops::Range<usize>, bad: &mut BTreeSet<usize>) {
    let own: BTreeSet<usize> =
        expected[range.clone()].iter().flat_map(|line| &line.changes).copied().collect();
    if !own.is_empty() {
        bad.extend(own);
        return;
    }
    let touched = |line: &&Expected| !line.changes.is_empty();
    let before = expected[..range.start].iter().rev().find(touched);
    let after = expected[range.end..].iter().find(touched);
    bad.extend(before.into_iter().chain(after).flat_map(|line| &line.changes));
}

fn expected(compared: &Compared, plans: &[Plan], planner: &Planner<'_>) -> Vec<Expected> {
    let taken = |at: &usize| matches!(plans[*at], Plan::Patches(_));
    let mut lines = Vec::new();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut rows: Vec<(usize, usize)> = Vec::new();
    let mut edits: Vec<Vec<usize>> = vec![Vec::new(); compared.flows.len()];
    for index in (0..compared.changes.len()).filter(taken) {
        let change = &compared.changes[index];
        match &change.what {
            What::Text { .. } | What::Look { .. } => edits[change.place.0].push(index),
            What::RowDeleted(flows) => gone.extend(flows),
            What::RowInserted { beside: Some(beside), below, cells } => {
                rows.push((if *below { *beside } else { beside + cells.len() }, index));
            }
            What::RowInserted { beside: None, .. }
            | What::Other(..)
            | What::Comment(_)
            | What::Aside { .. }
            | What::Nothing
            | What::Empty => {}
        }
    }
    let mut pending: BTreeSet<usize> = BTreeSet::new();
    for (flow, own) in edits.iter().enumerate() {
        for (_, index) in rows.iter().filter(|(at, _)| *at == flow) {
            push_row(&compared.changes[*index], *index, planner, &mut lines);
        }
        if gone.contains(&flow) {
            let by = |at: &usize| matches!(&compared.changes[*at].what, What::RowDeleted(f) if f.contains(&flow));
            pending.extend((0..compared.changes.len()).filter(by));
        } else {
            push_flow(compared, flow, own, planner, &mut lines, &mut pending);
        }
    }
    for (_, index) in rows.iter().filter(|(at, _)| *at >= compared.flows.len()) {
        push_row(&compared.changes[*index], *index, planner, &mut lines);
    }
    lines
}

fn push_row(change: &Change, index: usize, planner: &Planner<'_>, lines: &mut Vec<Expected>) {
    let What::RowInserted { cells, .. } = &change.what else { return };
    for cell in cells {
        let mut text = String::new();
        push_new(cell, planner, Breaks::Cell, &mut text);
        lines.push(Expected {
            text: clean(&text),
            changes: [index].into(),
            note: false,
            own: true,
        });
    }
}

/// The flow's lines with its changes taken over.
fn push_flow(
    compared: &Compared,
    index: usize,
    edits: &[usize],
    planner: &Planner<'_>,
    lines: &mut Vec<Expected>,
    pending: &mut BTreeSet<usize>,
) {
    let flow = &compared.flows[index];
    let (_, places) = &planner.flows[index];
    let note = index >= compared.notes_from;
    let changes = std::mem::take(pending);
    let mut line = Expected { text: String::new(), changes, note, own: false };
    let mut close = |line: &mut Expected| {
        let text = clean(&line.text);
        let changes = std::mem::take(&mut line.changes);
        line.text.clear();
        lines.push(Expected { text, changes, note, own: std::mem::take(&mut line.own) });
    };
    let mut at = 0;
    let mut next = edits.iter().peekable();
    while at <= flow.tokens.len() {
        while let Some(edit) = next.peek() {
            let What::Text { deleted, inserted, .. } = &compared.changes[**edit].what else {
                let start = compared.changes[**edit].place.1;
                if start > at {
                    break;
                }
                line.changes.insert(**edit);
                next.next();
                continue;
            };
            if deleted.start != at {
                break;
            }
            line.changes.insert(**edit);
            for (part, segment) in inserted.split(|token| token.key == Key::Mark).enumerate() {
                let room = planner.breaks(index, at);
                match room {
                    _ if part == 0 => {}
                    Breaks::Paragraph => {
                        close(&mut line);
                        line.changes.insert(**edit);
                    }
                    Breaks::Cell => push_made(&mut line.text),
                    Breaks::Code => line.text.push('\n'),
                }
                push_new(segment, planner, room, &mut line.text);
            }
            at = deleted.end;
            next.next();
        }
        let Some(token) = flow.tokens.get(at) else { break };
        if let Some((passage, _)) = places.glyphs(at) {
            let path = planner.sources.path(planner.passages.get(passage).block.file);
            line.own |= path.starts_with("chapters/") && path.ends_with(".md");
        }
        match (token.key, places.source(at, planner.passages)) {
            (Key::Mark, _) => close(&mut line),
            (_, Source::Typed(_) | Source::Value(..)) => line.text.push_str(&token.text),
            (_, Source::Whole(_) | Source::Made(_)) => push_made(&mut line.text),
            // Cover, contents and what else stands outside the passages.
            (_, Source::Nowhere) => {}
        }
        at += 1;
    }
    close(&mut line);
}

fn push_new(tokens: &[Token], planner: &Planner<'_>, room: Breaks, text: &mut String) {
    let moved = planner.moved.contains_key(super::flow::shown(tokens).trim());
    for token in tokens {
        match token.key {
            Key::Field if moved => push_made(text),
            Key::Character('\n') if room != Breaks::Code => push_made(text),
            Key::Character(_) | Key::Field => text.push_str(&token.text),
            Key::Note | Key::Object | Key::Mark => push_made(text),
        }
    }
}

fn push_made(text: &mut String) {
    if !text.ends_with(MADE) {
        text.push(MADE);
    }
}

fn masked(passage: &Passage) -> String {
    let mut text = String::new();
    for glyph in &passage.glyphs {
        match glyph.origin {
            Origin::Typed(_) | Origin::Value(..) => text.push(glyph.character),
            Origin::Whole(_) | Origin::Made(_) => push_made(&mut text),
        }
    }
    clean(&text)
}

/// Blanks as Markdown leaves them: one at a time, and none at a paragraph's ends.
fn clean(text: &str) -> String {
    let text: Vec<&str> = text.split([' ', '\t', '\n']).filter(|part| !part.is_empty()).collect();
    text.join(" ")
}
