//! Runs to Markdown in a line: text escaped, marks where CommonMark reads them between Chinese.
//!
//! In: runs, the room they go to, what notes and pictures are written as. Out: Markdown that reads
//! back as these runs; where a mark could not stand beside a sign, the sign goes outside of it.

use super::marks::{self, Token};
use super::runs::{Look, Run, RunKind};
use crate::document::escape::{Place, Room, escape};

/// A part of a line: what it is, its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub kind: UnitKind,
    pub look: Look,
}

/// What a part of a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitKind {
    Text(String),
    Break,
    /// Markdown of its own: a note's mark, a picture.
    Atom(String),
}

/// Gives a note or a picture as Markdown; nothing where it can't be carried.
pub(super) type Atoms<'a> = dyn FnMut(&RunKind) -> Option<String> + 'a;

/// The runs as Markdown for a room.
pub(super) fn write(runs: &[Run], room: Room, atoms: &mut Atoms<'_>) -> String {
    let units = merge(settle(units(runs, room, atoms)));
    join(marks::tokens(units), room)
}

/// Blanks at the ends of text become units of their own.
fn units(runs: &[Run], room: Room, atoms: &mut Atoms<'_>) -> Vec<Unit> {
    let mut out = Vec::new();
    for run in runs {
        let mut push = |kind| out.push(Unit { kind, look: run.look.clone() });
        match &run.kind {
            RunKind::Text(text) => {
                let core = text.trim();
                let start = text.len() - text.trim_start().len();
                for part in [&text[..start], core, &text[start + core.len()..]] {
                    if !part.is_empty() {
                        push(UnitKind::Text(part.to_owned()));
                    }
                }
            }
            RunKind::Break => match room {
                Room::Paragraph | Room::Cell => push(UnitKind::Break),
                Room::Heading | Room::Caption | Room::Words | Room::Attribute | Room::Title => {
                    push(UnitKind::Text(" ".to_owned()));
                }
            },
            RunKind::Note(_) | RunKind::Picture(..) => {
                if let Some(markdown) = atoms(&run.kind) {
                    push(UnitKind::Atom(markdown));
                }
            }
        }
    }
    out
}

fn is_solid(unit: &Unit) -> bool {
    matches!(&unit.kind, UnitKind::Text(text) if !text.trim().is_empty())
}

/// What has no letters has the marks that both its neighbours have, so that no mark begins or ends
/// at a blank.
fn settle(mut units: Vec<Unit>) -> Vec<Unit> {
    let solid: Vec<Option<Look>> =
        units.iter().map(|unit| is_solid(unit).then(|| unit.look.clone())).collect();
    let mut before = vec![Look::default(); units.len()];
    let mut last = Look::default();
    for (at, look) in solid.iter().enumerate() {
        before[at] = last.clone();
        last = look.clone().unwrap_or(last);
    }
    let mut next = Look::default();
    for at in (0..units.len()).rev() {
        match &solid[at] {
            Some(look) => next = look.clone(),
            None => {
                let own = units[at].look.clone();
                units[at].look = shared(&before[at], &next, &own);
            }
        }
    }
    units
}

fn shared(before: &Look, after: &Look, own: &Look) -> Look {
    let link = before
        .link
        .clone()
        .filter(|link| after.link.as_ref() == Some(link) && own.link.as_ref() == Some(link));
    Look {
        bold: before.bold && after.bold,
        italic: before.italic && after.italic,
        strike: before.strike && after.strike && own.strike,
        link,
    }
}

/// Adjacent text of one look is one unit.
fn merge(units: Vec<Unit>) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    for unit in units {
        if let (Some(last), UnitKind::Text(more)) = (out.last_mut(), &unit.kind)
            && last.look == unit.look
            && let UnitKind::Text(text) = &mut last.kind
        {
            text.push_str(more);
        } else {
            out.push(unit);
        }
    }
    out
}

/// The tokens as text.
fn join(tokens: Vec<Token>, room: Room) -> String {
    let mut out = String::new();
    let mut words = 0u32;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Text(text) => {
                let after = tokens.get(at + 1).map_or("", Token::sign);
                let inner = if words > 0 { Room::Words } else { room };
                let place = Place { room: inner, before: &out, after };
                let escaped = escape(text, place);
                out.push_str(&escaped);
            }
            Token::Break if room == Room::Paragraph => out.push_str("\\\n"),
            Token::Break => out.push_str("<br>"),
            Token::LinkOpen => {
                words += 1;
                out.push('[');
            }
            Token::LinkClose(address) => {
                words = words.saturating_sub(1);
                out.push_str(&format!("]({address})"));
            }
            Token::Open(mark) | Token::Close(mark) => out.push_str(mark.sign()),
            Token::Apart => out.push_str(marks::APART),
            Token::Atom(markdown) => out.push_str(markdown),
        }
    }
    out
}
