//! A line as units of one formatting, spaces apart from words.
//!
//! In: runs, the room they go to, what notes and pictures are written as. Out: units in which no
//! emphasis begins or ends at a space.

use super::runs::{Formatting, Run, RunKind};
use super::tokens::Token;
use crate::document::escape::Room;

/// A text, a break or finished Markdown with one formatting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub token: Token,
    pub formatting: Formatting,
}

impl Unit {
    fn has_words(&self) -> bool {
        matches!(&self.token, Token::Text(text) if !text.trim().is_empty())
    }
}

/// Gives a note or a picture as Markdown; nothing where it can't be carried.
pub(super) type Atoms<'a> = dyn FnMut(&RunKind) -> Option<String> + 'a;

/// The units of a line.
pub(super) fn from_runs(runs: &[Run], room: Room, atoms: &mut Atoms<'_>) -> Vec<Unit> {
    joined(with_formatted_spaces(split(runs, room, atoms)))
}

/// Spaces at the ends of text become units of their own.
fn split(runs: &[Run], room: Room, atoms: &mut Atoms<'_>) -> Vec<Unit> {
    let mut units = Vec::new();
    for run in runs {
        let mut push = |token| units.push(Unit { token, formatting: run.formatting.clone() });
        match &run.kind {
            RunKind::Text(text) => {
                let core = text.trim();
                let start = text.len() - text.trim_start().len();
                for part in [&text[..start], core, &text[start + core.len()..]] {
                    if !part.is_empty() {
                        push(Token::Text(part.to_owned()));
                    }
                }
            }
            RunKind::Break => match room {
                Room::Paragraph | Room::Cell => push(Token::Break),
                Room::Heading | Room::Caption | Room::Words | Room::Attribute | Room::Title => {
                    push(Token::Text(" ".to_owned()));
                }
            },
            RunKind::Note(_) | RunKind::Picture(..) => {
                if let Some(markdown) = atoms(&run.kind) {
                    push(Token::Atom(markdown));
                }
            }
        }
    }
    units
}

/// What has no words gets the formatting that both its neighbours have, so that no emphasis begins
/// or ends at a space.
fn with_formatted_spaces(mut units: Vec<Unit>) -> Vec<Unit> {
    let words: Vec<Option<Formatting>> =
        units.iter().map(|unit| unit.has_words().then(|| unit.formatting.clone())).collect();

    let mut before = vec![Formatting::default(); units.len()];
    let mut last = Formatting::default();
    for (index, formatting) in words.iter().enumerate() {
        before[index] = last.clone();
        last = formatting.clone().unwrap_or(last);
    }

    let mut next = Formatting::default();
    for index in (0..units.len()).rev() {
        match &words[index] {
            Some(formatting) => next = formatting.clone(),
            None => {
                let current = units[index].formatting.clone();
                units[index].formatting = shared(&before[index], &next, &current);
            }
        }
    }
    units
}

fn shared(before: &Formatting, after: &Formatting, current: &Formatting) -> Formatting {
    let link = before
        .link
        .clone()
        .filter(|link| after.link.as_ref() == Some(link) && current.link.as_ref() == Some(link));
    Formatting {
        bold: before.bold && after.bold,
        italic: before.italic && after.italic,
        strike: before.strike && after.strike && current.strike,
        link,
    }
}

/// Adjacent text of one formatting is one unit.
fn joined(units: Vec<Unit>) -> Vec<Unit> {
    let mut joined: Vec<Unit> = Vec::new();
    for unit in units {
        if let (Some(last), Token::Text(more)) = (joined.last_mut(), &unit.token)
            && last.formatting == unit.formatting
            && let Token::Text(text) = &mut last.token
        {
            text.push_str(more);
        } else {
            joined.push(unit);
        }
    }
    joined
}
