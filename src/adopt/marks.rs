//! Where the signs of bold, italic, struck and linked text stand, so that they pair.
//!
//! In: units with their looks. Out: tokens in which marks nest and every sign may open or close where
//! it stands (CommonMark's flanking, as cjk_friendly_emphasis widens it). Signs that would run into
//! each other are parted by an empty comment, which prints nothing.

use super::inline::{Unit, UnitKind};
use super::runs::Look;

/// Parts signs that would be read as one.
pub(super) const APART: &str = "<!-- -->";

/// A mark with a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bold,
    Italic,
    Strike,
}

impl Mark {
    /// What is typed on both sides.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Bold => "**",
            Mark::Italic => "*",
            Mark::Strike => "~~",
        }
    }
}

/// A piece of a line of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Text(String),
    Break,
    Atom(String),
    LinkOpen,
    LinkClose(String),
    Open(Mark),
    Close(Mark),
    Apart,
}

impl Token {
    /// How it begins, for what stands before it.
    pub fn sign(&self) -> &str {
        match self {
            Token::Text(text) | Token::Atom(text) => text,
            Token::Break => "\\",
            Token::LinkOpen => "[",
            Token::LinkClose(_) => "]",
            Token::Open(mark) | Token::Close(mark) => mark.sign(),
            Token::Apart => APART,
        }
    }
}

/// A mark or a link that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Around {
    Link(String),
    Mark(Mark),
}

/// The units as tokens.
pub(super) fn tokens(units: Vec<Unit>) -> Vec<Token> {
    let looks: Vec<Look> = units.iter().map(|unit| unit.look.clone()).collect();
    let mut out = Vec::new();
    let mut open: Vec<Around> = Vec::new();
    for (at, unit) in units.into_iter().enumerate() {
        let wanted = wanted(&looks, at);
        let same = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        close(&mut open, same, &mut out);
        for around in &wanted[same..] {
            out.push(match around {
                Around::Link(_) => Token::LinkOpen,
                Around::Mark(mark) => Token::Open(*mark),
            });
        }
        open = wanted;
        out.push(match unit.kind {
            UnitKind::Text(text) => Token::Text(text),
            UnitKind::Break => Token::Break,
            UnitKind::Atom(markdown) => Token::Atom(markdown),
        });
    }
    close(&mut open, 0, &mut out);
    settle(out)
}

fn close(open: &mut Vec<Around>, kept: usize, out: &mut Vec<Token>) {
    for around in open.drain(kept..).rev() {
        out.push(match around {
            Around::Link(address) => Token::LinkClose(address),
            Around::Mark(mark) => Token::Close(mark),
        });
    }
}

/// What stands around a unit, outer first: what lasts longest.
fn wanted(looks: &[Look], at: usize) -> Vec<Around> {
    let look = &looks[at];
    let link = look.link.as_ref().map(|address| {
        let same = |other: &Look| other.link.as_ref() == Some(address);
        extent(looks, at, &same)
    });
    let mut around: Vec<(usize, usize, Around)> = Vec::new();
    if let (Some((_, end)), Some(address)) = (link, &look.link) {
        around.push((end, 0, Around::Link(address.clone())));
    }
    let marks: [(Mark, bool, fn(&Look) -> bool); 3] = [
        (Mark::Strike, look.strike, |look| look.strike),
        (Mark::Bold, look.bold, |look| look.bold),
        (Mark::Italic, look.italic, |look| look.italic),
    ];
    for (order, (mark, on, has)) in marks.into_iter().enumerate() {
        if on {
            let (start, end) = extent(looks, at, &has);
            around.push((clipped(looks, at, start, end, link), order + 1, Around::Mark(mark)));
        }
    }
    around.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    around.into_iter().map(|(_, _, around)| around).collect()
}

/// From where to where units around `at` have something.
fn extent(looks: &[Look], at: usize, has: &dyn Fn(&Look) -> bool) -> (usize, usize) {
    let before = looks[..at].iter().rev().take_while(|look| has(look)).count();
    let after = looks[at..].iter().take_while(|look| has(look)).count();
    (at - before, at + after)
}

/// Where a mark ends that must not cross a link's border.
fn clipped(
    looks: &[Look],
    at: usize,
    start: usize,
    end: usize,
    link: Option<(usize, usize)>,
) -> usize {
    if let Some((from, to)) = link
        && !(start <= from && to <= end)
    {
        return end.min(to);
    }
    // A link that goes on after the mark.
    match (looks.get(end - 1).and_then(|look| look.link.as_ref()), looks.get(end)) {
        (Some(address), Some(next)) if next.link.as_ref() == Some(address) => {
            let same = |look: &Look| look.link.as_ref() == Some(address);
            extent(looks, end - 1, &same).0.max(at + 1)
        }
        _ => end,
    }
}

/// Makes every group of signs one that opens and closes as meant.
fn settle(mut tokens: Vec<Token>) -> Vec<Token> {
    let mut at = 0;
    while at < tokens.len() {
        if !is_sign(&tokens[at]) {
            at += 1;
            continue;
        }
        let end = at + tokens[at..].iter().take_while(|token| is_sign(token)).count();
        at = settle_group(&mut tokens, at, end);
    }
    tokens
}

fn is_sign(token: &Token) -> bool {
    matches!(token, Token::Open(_) | Token::Close(_))
}

/// Settles the signs `start..end`; gives where to go on.
fn settle_group(tokens: &mut Vec<Token>, start: usize, end: usize) -> usize {
    let closers =
        tokens[start..end].iter().filter(|token| matches!(token, Token::Close(_))).count();
    let middle = start + closers;
    if closers > 0 && middle < end && !may_touch(&tokens[start..end]) {
        tokens.insert(middle, Token::Apart);
        // The comment lets both sides open and close.
        return end + 1;
    }
    let before = edge(tokens, start, Side::Before);
    let after = edge(tokens, end, Side::After);
    if middle < end && !opens(before, after) {
        if closers == 0 && shift_forward(tokens, start, end) {
            return start;
        }
        tokens.insert(middle, Token::Apart);
        return end + 1;
    }
    if closers > 0 && !closes(before, after) {
        if middle == end && start > 0 && shift_back(tokens, start, end) {
            return start - 1;
        }
        tokens.insert(middle, Token::Apart);
        return end + 1;
    }
    end
}

/// Whether closing and opening signs side by side are read as such.
fn may_touch(signs: &[Token]) -> bool {
    match signs {
        [Token::Close(first), Token::Open(second)] => first != second,
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The printed character beside a group of signs.
fn edge(tokens: &[Token], at: usize, side: Side) -> Option<char> {
    let token = match side {
        Side::Before => tokens.get(at.checked_sub(1)?)?,
        Side::After => tokens.get(at)?,
    };
    match (token, side) {
        (Token::Text(text), Side::Before) => text.chars().next_back(),
        // Escaped, it begins with a backslash: punctuation too.
        (Token::Text(text), Side::After) => text.chars().next(),
        (Token::Atom(text), Side::Before) => text.chars().next_back(),
        (Token::Atom(text), Side::After) => text.chars().next(),
        (Token::Break, Side::Before) => Some('\n'),
        (Token::Break, Side::After) => Some('\\'),
        (Token::LinkOpen, _) => Some('['),
        (Token::LinkClose(_), Side::Before) => Some(')'),
        (Token::LinkClose(_), Side::After) => Some(']'),
        (Token::Apart, Side::Before) => Some('>'),
        (Token::Apart, Side::After) => Some('<'),
        (Token::Open(mark) | Token::Close(mark), _) => mark.sign().chars().next(),
    }
}

/// Whether signs between these may open. A sign of unknown kind counts as the worse.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    let Some(after) = after.filter(|c| !c.is_whitespace()) else { return false };
    is_letter(after)
        || is_cjk(after)
        || before.is_none_or(|c| c.is_whitespace() || is_cjk(c) || is_mark(c))
}

/// Whether signs between these may close.
fn closes(before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before.filter(|c| !c.is_whitespace()) else { return false };
    is_letter(before)
        || is_cjk(before)
        || after.is_none_or(|c| c.is_whitespace() || is_cjk(c) || is_mark(c))
}

/// Surely no punctuation.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
}

/// Surely punctuation.
fn is_mark(character: char) -> bool {
    character.is_ascii_punctuation() || matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Surely Chinese, Japanese or Korean to CommonMark's extension.
fn is_cjk(character: char) -> bool {
    matches!(character, '\u{2F00}'..='\u{2FD5}' | '\u{2FF0}'..='\u{303E}' | '\u{3041}'..='\u{3096}'
        | '\u{3099}'..='\u{30FF}' | '\u{3250}'..='\u{A48C}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FFBE}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Moves the sign after an opening mark before it; false where the text would be left empty.
fn shift_forward(tokens: &mut Vec<Token>, start: usize, end: usize) -> bool {
    if tokens[start..end].contains(&Token::Open(Mark::Strike)) {
        return false;
    }
    let Some(Token::Text(text)) = tokens.get_mut(end) else { return false };
    let rest = text.trim_start_matches(|c: char| !is_letter(c) && !is_cjk(c));
    if rest.is_empty() || rest.len() == text.len() {
        return false;
    }
    let moved = text[..text.len() - rest.len()].to_owned();
    *text = rest.to_owned();
    match start.checked_sub(1).and_then(|before| tokens.get_mut(before)) {
        Some(Token::Text(before)) => before.push_str(&moved),
        _ => tokens.insert(start, Token::Text(moved)),
    }
    true
}

/// Moves the sign before a closing mark behind it.
fn shift_back(tokens: &mut Vec<Token>, start: usize, end: usize) -> bool {
    if tokens[start..end].contains(&Token::Close(Mark::Strike)) {
        return false;
    }
    let Some(Token::Text(text)) = tokens.get_mut(start - 1) else { return false };
    let rest = text.trim_end_matches(|c: char| !is_letter(c) && !is_cjk(c));
    if rest.is_empty() || rest.len() == text.len() {
        return false;
    }
    let moved = text.split_off(rest.len());
    match tokens.get_mut(end) {
        Some(Token::Text(after)) => after.insert_str(0, &moved),
        _ => tokens.insert(end, Token::Text(moved)),
    }
    true
}
