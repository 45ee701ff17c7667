//! Where the signs of bold, italic, struck and linked text stand, so that they pair.
//!
//! In: units with their looks. Out: tokens in which marks nest and every sign may open or close where
//! it stands (CommonMark's flanking, as cjk_friendly_emphasis widens it). Signs that would run into
//! each other are parted by an empty comment, which prints nothing.

use super::inline::{Unit, UnitKind};
use super::runs::Look;
use crate::document::digits;

/// Parts signs that would be read as one.
pub(super) const APART: &str = digits::JOINT;

/// A mark with a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bold,
    Italic,
    /// Italic in a line that has bold text too: signs of its own, so that the two never pair.
    Under,
    Strike,
}

impl Mark {
    /// What is typed on both sides.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Bold => "**",
            Mark::Italic => "*",
            Mark::Under => "_",
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
    let mixed = looks.iter().any(|look| look.bold) && looks.iter().any(|look| look.italic);
    let italic = if mixed { Mark::Under } else { Mark::Italic };
    let mut out = Vec::new();
    let mut open: Vec<Around> = Vec::new();
    for (at, unit) in units.into_iter().enumerate() {
        let wanted = wanted(&looks, at, italic);
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
    settle(part_figures(float(out)))
}

/// Puts the comment between figures that only marks part, as a draft may mark a part of a figure: the
/// program keeps such figures apart.
fn part_figures(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut ends_figure = false;
    // Where the marks since the last text stop closing.
    let mut joint = 0;
    for token in tokens {
        match &token {
            Token::Text(text) => {
                if ends_figure && digits::begins_figure(text) {
                    out.insert(joint, Token::Apart);
                }
                ends_figure = digits::ends_figure(text);
            }
            Token::Break | Token::Apart => ends_figure = false,
            Token::LinkOpen
            | Token::LinkClose(_)
            | Token::Open(_)
            | Token::Close(_)
            | Token::Atom(_) => {}
        }
        let opens = matches!(token, Token::Open(_) | Token::LinkOpen);
        out.push(token);
        if !opens {
            joint = out.len();
        }
    }
    out
}

fn close(open: &mut Vec<Around>, kept: usize, out: &mut Vec<Token>) {
    for around in open.drain(kept..).rev() {
        out.push(match around {
            Around::Link(address) => Token::LinkClose(address),
            Around::Mark(mark) => Token::Close(mark),
        });
    }
}

/// Whether a look has a mark.
type Has = fn(&Look) -> bool;

/// What stands around a unit, outer first: what lasts longest.
fn wanted(looks: &[Look], at: usize, italic: Mark) -> Vec<Around> {
    let look = &looks[at];
    let link = look.link.as_ref().map(|address| {
        let same = |other: &Look| other.link.as_ref() == Some(address);
        extent(looks, at, &same)
    });
    // Its end, its beginning, an order for those that have both in common.
    let mut around: Vec<(usize, usize, usize, Around)> = Vec::new();
    if let (Some((start, end)), Some(address)) = (link, &look.link) {
        around.push((end, start, 0, Around::Link(address.clone())));
    }
    let marks: [(Mark, bool, Has); 3] = [
        (Mark::Bold, look.bold, |look| look.bold),
        (italic, look.italic, |look| look.italic),
        (Mark::Strike, look.strike, |look| look.strike),
    ];
    for (order, (mark, on, has)) in marks.into_iter().enumerate() {
        if on {
            let (start, end) = extent(looks, at, &has);
            let end = clipped(looks, at, start, end, link);
            around.push((end, start, order + 1, Around::Mark(mark)));
        }
    }
    around.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    around.into_iter().map(|(_, _, _, around)| around).collect()
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

/// Blanks and breaks rise out of marks at whose ends they stand; marks around nothing go.
fn float(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for token in tokens {
        match token {
            Token::Close(mark) => {
                let blanks = ending_blanks(&mut out);
                match out.last() {
                    Some(Token::Open(open)) if *open == mark => _ = out.pop(),
                    Some(_) | None => out.push(Token::Close(mark)),
                }
                out.extend(blanks);
            }
            Token::Text(text) => {
                let rest = text.trim_start();
                let blanks = &text[..text.len() - rest.len()];
                if !blanks.is_empty() {
                    rise(&mut out, Token::Text(blanks.to_owned()));
                }
                if !rest.is_empty() {
                    out.push(Token::Text(rest.to_owned()));
                }
            }
            Token::Break => rise(&mut out, Token::Break),
            Token::Atom(_)
            | Token::LinkOpen
            | Token::LinkClose(_)
            | Token::Open(_)
            | Token::Apart => {
                out.push(token);
            }
        }
    }
    out
}

/// Takes the blanks and breaks from the end.
fn ending_blanks(out: &mut Vec<Token>) -> Vec<Token> {
    let mut blanks = Vec::new();
    loop {
        match out.last_mut() {
            Some(Token::Text(text)) => {
                let kept = text.trim_end().len();
                if kept == text.len() {
                    break;
                }
                blanks.push(Token::Text(text.split_off(kept)));
                if kept == 0 {
                    out.pop();
                }
            }
            Some(Token::Break) => blanks.extend(out.pop()),
            Some(_) | None => break,
        }
    }
    blanks.reverse();
    blanks
}

/// Puts a blank or break before the marks that have just begun.
fn rise(out: &mut Vec<Token>, blank: Token) {
    let opened = out.iter().rev().take_while(|token| matches!(token, Token::Open(_))).count();
    out.insert(out.len() - opened, blank);
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
    let is_closer = |token: &&Token| matches!(token, Token::Close(_));
    let closers = tokens[start..end].iter().filter(is_closer).count();
    let middle = start + closers;
    if (start..end).all(|at| fits(tokens, at))
        && !repeats(&tokens[start..middle], &tokens[middle..end])
    {
        return end;
    }
    if closers == 0 && shift_forward(tokens, start, end) {
        return start;
    }
    if middle == end && start > 0 && shift_back(tokens, start, end) {
        return start - 1;
    }
    // Beside the comment every sign may close, or open.
    tokens.insert(middle, Token::Apart);
    end + 1
}

/// Whether a mark ends and begins again at once.
fn repeats(closers: &[Token], openers: &[Token]) -> bool {
    let closes = |mark: &Mark| closers.contains(&Token::Close(*mark));
    openers.iter().any(|token| matches!(token, Token::Open(mark) if closes(mark)))
}

/// Whether the sign at `at` does there what it should.
fn fits(tokens: &[Token], at: usize) -> bool {
    let (before, after) = (edge(tokens, at, Side::Before), edge(tokens, at, Side::After));
    let free = |side: Option<char>| side.is_none_or(|c| c.is_whitespace() || is_mark(c));
    match tokens.get(at) {
        Some(Token::Open(Mark::Under)) => opens(before, after) && free(before),
        Some(Token::Close(Mark::Under)) => closes(before, after) && free(after),
        Some(Token::Open(_)) => opens(before, after),
        Some(Token::Close(_)) => closes(before, after),
        Some(Token::Text(_) | Token::Break | Token::Atom(_) | Token::Apart)
        | Some(Token::LinkOpen | Token::LinkClose(_))
        | None => true,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The character beside a sign as CommonMark sees it, which looks past tildes.
fn edge(tokens: &[Token], at: usize, side: Side) -> Option<char> {
    let mut place = at;
    loop {
        place = match side {
            Side::Before => place.checked_sub(1)?,
            Side::After => place + 1,
        };
        let token = tokens.get(place)?;
        if !matches!(token, Token::Open(Mark::Strike) | Token::Close(Mark::Strike)) {
            return outer(token, side);
        }
    }
}

/// The character of a token that is nearest to what stands on the other side of it.
fn outer(token: &Token, side: Side) -> Option<char> {
    match (token, side) {
        (Token::Text(text), Side::Before) => text.chars().next_back().map(seen),
        // Escaped, it begins with a backslash: punctuation too.
        (Token::Text(text), Side::After) => text.chars().next().map(seen),
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

/// Tildes are looked past, and some wide signs become entities: what is seen then is not known.
fn seen(character: char) -> char {
    if matches!(character, '~' | '｛' | '％' | '：') { '\u{1}' } else { character }
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

/// What may go outside of a mark: neither a letter nor Chinese punctuation, which stands well inside.
fn may_leave(character: char) -> bool {
    character.is_whitespace() || !is_letter(character) && !is_cjk(character)
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
    let rest = text.trim_start_matches(may_leave);
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
    let rest = text.trim_end_matches(may_leave);
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
