//! Where the delimiters of bold, italic, struck and linked text stand, so that they nest.
//!
//! In: units with their formatting. Out: tokens in which emphasis and links nest, no delimiter
//! stands at a space, and [`flanking`] has every delimiter open or close.

use super::flanking;
use super::runs::Formatting;
use super::tokens::{Delimiter, Token};
use super::units::Unit;
use crate::document::digits;
use std::ops::Range;

/// What is open around a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wrapper {
    Link(String),
    Emphasis(Delimiter),
}

pub(super) fn tokens(units: Vec<Unit>) -> Vec<Token> {
    let formatting: Vec<Formatting> = units.iter().map(|unit| unit.formatting.clone()).collect();
    let has_bold = formatting.iter().any(|formatting| formatting.bold);
    let has_italic = formatting.iter().any(|formatting| formatting.italic);
    let italic = if has_bold && has_italic { Delimiter::Underscore } else { Delimiter::Italic };

    let mut tokens = Vec::new();
    let mut open: Vec<Wrapper> = Vec::new();
    for (index, unit) in units.into_iter().enumerate() {
        let wrappers = wrappers(&formatting, index, italic);
        let shared = open.iter().zip(&wrappers).take_while(|(a, b)| a == b).count();

        close(&mut open, shared, &mut tokens);
        for wrapper in &wrappers[shared..] {
            tokens.push(match wrapper {
                Wrapper::Link(_) => Token::LinkOpen,
                Wrapper::Emphasis(delimiter) => Token::Open(*delimiter),
            });
        }
        open = wrappers;

        tokens.push(unit.token);
    }
    close(&mut open, 0, &mut tokens);

    flanking::pair(separate_figures(move_spaces_out(tokens)))
}

/// Closes what is open beyond the first `shared`.
fn close(open: &mut Vec<Wrapper>, shared: usize, tokens: &mut Vec<Token>) {
    for wrapper in open.drain(shared..).rev() {
        tokens.push(match wrapper {
            Wrapper::Link(address) => Token::LinkClose(address),
            Wrapper::Emphasis(delimiter) => Token::Close(delimiter),
        });
    }
}

/// A wrapper, and the units in it.
struct Extent {
    units: Range<usize>,
    wrapper: Wrapper,
}

/// Whether text has a kind of formatting.
type HasFormatting = fn(&Formatting) -> bool;

/// The wrappers around a unit, the outermost first: the one that ends last.
fn wrappers(formatting: &[Formatting], index: usize, italic: Delimiter) -> Vec<Wrapper> {
    let current = &formatting[index];
    let mut extents = Vec::new();

    let link = current.link.as_ref().map(|address| {
        let units = extent(formatting, index, |other| other.link.as_ref() == Some(address));
        extents.push(Extent { units: units.clone(), wrapper: Wrapper::Link(address.clone()) });
        units
    });

    let kinds: [(Delimiter, HasFormatting); 3] = [
        (Delimiter::Bold, |formatting| formatting.bold),
        (italic, |formatting| formatting.italic),
        (Delimiter::Strike, |formatting| formatting.strike),
    ];
    for (delimiter, has) in kinds {
        if has(current) {
            let units = extent(formatting, index, has);
            let end = end_within_link(formatting, index, &units, link.as_ref());
            let wrapper = Wrapper::Emphasis(delimiter);
            extents.push(Extent { units: units.start..end, wrapper });
        }
    }

    // The sort is stable: of equal extents the link is outermost, then bold.
    extents.sort_by(|a, b| b.units.end.cmp(&a.units.end).then(a.units.start.cmp(&b.units.start)));
    extents.into_iter().map(|extent| extent.wrapper).collect()
}

/// The units around `index` whose formatting has something.
fn extent(
    formatting: &[Formatting],
    index: usize,
    has: impl Fn(&Formatting) -> bool,
) -> Range<usize> {
    let before = formatting[..index].iter().rev().take_while(|other| has(other)).count();
    let after = formatting[index..].iter().take_while(|other| has(other)).count();
    index - before..index + after
}

/// Where emphasis of these units ends, which must not cross a link's border.
fn end_within_link(
    formatting: &[Formatting],
    index: usize,
    units: &Range<usize>,
    link: Option<&Range<usize>>,
) -> usize {
    if let Some(link) = link
        && !(units.start <= link.start && link.end <= units.end)
    {
        return units.end.min(link.end);
    }

    // A link that goes on after the emphasis.
    let last = formatting.get(units.end - 1).and_then(|last| last.link.as_ref());
    match (last, formatting.get(units.end)) {
        (Some(address), Some(next)) if next.link.as_ref() == Some(address) => {
            let is_same = |other: &Formatting| other.link.as_ref() == Some(address);
            extent(formatting, units.end - 1, is_same).start.max(index + 1)
        }
        _ => units.end,
    }
}

/// Moves spaces and breaks out of emphasis at whose ends they stand; emphasis around nothing goes.
fn move_spaces_out(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for token in tokens {
        match token {
            Token::Close(delimiter) => {
                let spaces = pop_spaces(&mut out);
                match out.last() {
                    Some(Token::Open(open)) if *open == delimiter => _ = out.pop(),
                    Some(_) | None => out.push(Token::Close(delimiter)),
                }
                out.extend(spaces);
            }
            Token::Text(text) => {
                let rest = text.trim_start();
                let spaces = &text[..text.len() - rest.len()];
                if !spaces.is_empty() {
                    insert_before_openers(&mut out, Token::Text(spaces.to_owned()));
                }
                if !rest.is_empty() {
                    out.push(Token::Text(rest.to_owned()));
                }
            }
            Token::Break => insert_before_openers(&mut out, Token::Break),
            Token::Atom(_)
            | Token::LinkOpen
            | Token::LinkClose(_)
            | Token::Open(_)
            | Token::Separator => out.push(token),
        }
    }
    out
}

/// Takes the spaces and breaks from the end.
fn pop_spaces(tokens: &mut Vec<Token>) -> Vec<Token> {
    let mut spaces = Vec::new();
    loop {
        match tokens.last_mut() {
            Some(Token::Text(text)) => {
                let length = text.trim_end().len();
                if length == text.len() {
                    break;
                }
                spaces.push(Token::Text(text.split_off(length)));
                if length == 0 {
                    tokens.pop();
                }
            }
            Some(Token::Break) => spaces.extend(tokens.pop()),
            Some(_) | None => break,
        }
    }
    spaces.reverse();
    spaces
}

/// Puts a space or break before the emphasis that has just begun.
fn insert_before_openers(tokens: &mut Vec<Token>, space: Token) {
    let openers = tokens.iter().rev().take_while(|token| matches!(token, Token::Open(_))).count();
    tokens.insert(tokens.len() - openers, space);
}

/// Separates figures between which only delimiters stand, as a draft may emphasise a part of a
/// figure: the program keeps such figures apart.
fn separate_figures(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut ends_with_figure = false;
    // Where the delimiters since the last text stop closing.
    let mut after_closers = 0;
    for token in tokens {
        match &token {
            Token::Text(text) => {
                if ends_with_figure && digits::begins_figure(text) {
                    out.insert(after_closers, Token::Separator);
                }
                ends_with_figure = digits::ends_figure(text);
            }
            Token::Break | Token::Separator => ends_with_figure = false,
            Token::LinkOpen
            | Token::LinkClose(_)
            | Token::Open(_)
            | Token::Close(_)
            | Token::Atom(_) => {}
        }

        let is_opener = matches!(token, Token::Open(_) | Token::LinkOpen);
        out.push(token);
        if !is_opener {
            after_closers = out.len();
        }
    }
    out
}
