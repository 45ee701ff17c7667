//! Sentences that were reworded around a figure of the data, with another figure in its place.
//!
//! In: a copy's changes. Out: the same, where the words are one change, in which the datum stays, and each new
//! figure another, which is asked of the datum's owner. A figure is known by its unit and by its order; where
//! that doesn't tell which datum it is, the change stays whole.

use super::super::Origin;
use super::super::change::{Change, ChangeKind, FlowLocation, TextPart};
use super::super::flow::{Flow, Key, Token};
use super::super::patch::{FlowPlanner, Planner};
use super::move_groups::is_alone;
use std::ops::Range;

/// Parts such changes; gives the group of each change.
pub(super) fn part_values(
    changes: &mut Vec<Change>,
    groups: &[usize],
    planner: &Planner<'_>,
) -> Vec<usize> {
    let mut parted: Vec<Change> = Vec::with_capacity(changes.len());
    let mut moved_to: Vec<usize> = Vec::with_capacity(changes.len());
    let mut new_groups: Vec<usize> = Vec::with_capacity(changes.len());

    for (index, change) in changes.drain(..).enumerate() {
        moved_to.push(parted.len());
        let parts = is_alone(groups, index).then(|| words_and_figures(&change, planner)).flatten();
        for (number, part) in parts.unwrap_or_else(|| vec![change]).into_iter().enumerate() {
            let own = parted.len();
            new_groups.push(if number == 0 { moved_to[groups[index]] } else { own });
            parted.push(part);
        }
    }

    *changes = parted;
    new_groups
}

/// A datum among what goes, and the figure among what comes in its place.
struct Pair {
    /// Tokens of the flow.
    datum: Range<usize>,
    /// Tokens of what is inserted.
    figure: Range<usize>,
}

/// The words as a change in which the data stay, and a change for each datum that is to be another.
fn words_and_figures(change: &Change, planner: &Planner<'_>) -> Option<Vec<Change>> {
    let ChangeKind::Text { deleted, inserted, shapes, parts } = &change.kind else { return None };
    let at = planner.at(change.location.flow);
    let flow = at.flow;
    let is_text = |token: &Token| matches!(token.key, Key::Character(_));
    let mut tokens = flow.tokens[deleted.clone()].iter().chain(inserted);
    if !parts.is_empty() || !tokens.all(is_text) {
        return None;
    }

    let data = data(&at, deleted)?;
    let pairs = pairs(flow, deleted, &data, inserted)?;
    let parts = words(deleted, inserted.len(), &pairs);
    let says_else = |part: &TextPart| {
        let new = inserted[part.inserted.clone()].iter().map(|token| token.text.as_str());
        !new.eq(flow.tokens[part.deleted.clone()].iter().map(|token| token.text.as_str()))
    };
    if !parts.iter().any(says_else) {
        return None;
    }

    // The words, with the data as they were.
    let (mut new, mut moved) = (Vec::new(), Vec::new());
    for (number, part) in parts.into_iter().enumerate() {
        if let Some(pair) = number.checked_sub(1).map(|before| &pairs[before]) {
            new.extend_from_slice(&flow.tokens[pair.datum.clone()]);
        }
        let start = new.len();
        new.extend_from_slice(&inserted[part.inserted.clone()]);
        moved.push(TextPart { deleted: part.deleted, inserted: start..new.len() });
    }
    moved.retain(|part| !(part.deleted.is_empty() && part.inserted.is_empty()));

    let (deleted, shapes) = (deleted.clone(), shapes.clone());
    let kind = ChangeKind::Text { deleted, inserted: new, shapes, parts: moved };
    let mut all = vec![Change { kind, ..change.clone() }];
    all.extend(pairs.into_iter().filter_map(|pair| figure(change, flow, inserted, pair)));
    Some(all)
}

/// The change of a datum; none where the figure is the same.
fn figure(change: &Change, flow: &Flow, inserted: &[Token], pair: Pair) -> Option<Change> {
    let Pair { datum, figure } = pair;
    let new: Vec<Token> = inserted[figure].to_vec();
    let text: String = new.iter().map(|token| token.text.as_str()).collect();
    if text == flow.text(datum.clone()) {
        return None;
    }
    let location = FlowLocation { token: datum.start, ..change.location };
    let kind =
        ChangeKind::Text { deleted: datum, inserted: new, shapes: Vec::new(), parts: Vec::new() };
    let shared = change.revisions.first().copied().or(change.shared);
    Some(Change { kind, revisions: [].into(), location, shared })
}

/// The whole data among tokens that go, all others of which somebody typed; `None` where there are none, or
/// something else goes with them.
fn data(at: &FlowPlanner<'_>, deleted: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut data: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    let mut has_words = false;
    for token in deleted.clone() {
        let origin = at.origin(token)?;
        match origin {
            Origin::Typed(_) => has_words = true,
            Origin::Value(..) if before == Some(origin) => data.last_mut()?.end = token + 1,
            Origin::Value(..) => data.push(token..token + 1),
            Origin::Whole(_) | Origin::Generated(_) => return None,
        }
        before = Some(origin);
    }

    let goes_on = |inner: usize, outer: Option<usize>| {
        let is_datum = matches!(at.origin(inner), Some(Origin::Value(..)));
        is_datum && outer.is_some_and(|outer| at.origin(outer) == at.origin(inner))
    };
    let is_cut = goes_on(deleted.start, deleted.start.checked_sub(1))
        || goes_on(deleted.end.checked_sub(1)?, Some(deleted.end));
    (has_words && !data.is_empty() && !is_cut).then_some(data)
}

/// For each datum the figure that comes in its place; `None` where that isn't certain.
fn pairs(
    flow: &Flow,
    deleted: &Range<usize>,
    data: &[Range<usize>],
    inserted: &[Token],
) -> Option<Vec<Pair>> {
    let new: Vec<char> = characters(inserted);
    let figures = figures(&new);
    let mut pairs: Vec<Pair> = Vec::new();
    for datum in data {
        let text = characters(&flow.tokens[datum.clone()]);
        let number = self::figures(&text);
        let [number] = number.as_slice() else { return None };
        if number.start > 0 {
            return None;
        }

        // The same figure, else the only other one with its unit.
        let from = pairs.last().map_or(0, |pair| pair.figure.end);
        let unit = &text[number.end..];
        let has_unit = |figure: &Range<usize>| new[figure.end..].starts_with(unit);
        let candidates: Vec<Range<usize>> = figures
            .iter()
            .filter(|figure| figure.start >= from && has_unit(figure))
            .map(|figure| figure.start..figure.end + unit.len())
            .collect();
        let same = candidates.iter().find(|figure| new[(*figure).clone()] == text[..]);
        let typed = |figure: &Range<usize>| is_typed(flow, deleted, data, &new[figure.clone()]);
        let mut others = candidates.iter().filter(|figure| !typed(figure));
        let only = match (others.next(), others.next()) {
            (Some(only), None) if !unit.is_empty() || data.len() == figures.len() => Some(only),
            (Some(first), Some(_)) if data.len() == figures.len() => Some(first),
            _ => None,
        };
        let figure = same.or(only)?.clone();
        pairs.push(Pair { datum: datum.clone(), figure });
    }
    Some(pairs)
}

/// Whether a figure stood among the words already, as somebody typed it.
fn is_typed(flow: &Flow, deleted: &Range<usize>, data: &[Range<usize>], figure: &[char]) -> bool {
    let starts = std::iter::once(deleted.start).chain(data.iter().map(|datum| datum.end));
    let ends = data.iter().map(|datum| datum.start).chain([deleted.end]);
    starts.zip(ends).any(|(start, end)| {
        let words = characters(&flow.tokens[start..end]);
        words.windows(figure.len()).any(|window| window == figure)
    })
}

/// What stands before, between and after the data, then and now.
fn words(deleted: &Range<usize>, length: usize, pairs: &[Pair]) -> Vec<TextPart> {
    let mut parts = Vec::new();
    let (mut old, mut new) = (deleted.start, 0);
    for pair in pairs {
        let (deleted, inserted) = (old..pair.datum.start, new..pair.figure.start);
        parts.push(TextPart { deleted, inserted });
        (old, new) = (pair.datum.end, pair.figure.end);
    }
    parts.push(TextPart { deleted: old..deleted.end, inserted: new..length });
    parts
}

fn characters(tokens: &[Token]) -> Vec<char> {
    tokens.iter().filter_map(|token| token.text.chars().next()).collect()
}

/// Numbers in a text: digits, with full stops and commas among them.
fn figures(text: &[char]) -> Vec<Range<usize>> {
    let mut figures: Vec<Range<usize>> = Vec::new();
    for (index, character) in text.iter().enumerate() {
        let joins = matches!(character, '.' | ',')
            && text.get(index + 1).is_some_and(char::is_ascii_digit)
            && figures.last().is_some_and(|last| last.end == index);
        match figures.last_mut() {
            Some(last) if last.end == index && (joins || character.is_ascii_digit()) => {
                last.end = index + 1;
            }
            _ if character.is_ascii_digit() => figures.push(index..index + 1),
            _ => {}
        }
    }
    figures
}
