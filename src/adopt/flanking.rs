//! Delimiters that open and close where they stand.
//!
//! In: tokens that nest. Out: the same with characters moved out of emphasis, or separators added,
//! where a delimiter would not open or close (CommonMark 0.31, 6.2: left- and right-flanking, as
//! comrak's cjk_friendly_emphasis widens it). A character that may be escaped counts as the worse.

use super::tokens::{Delimiter, Token};

/// Makes every delimiter open or close as meant.
pub(super) fn pair(mut tokens: Vec<Token>) -> Vec<Token> {
    let mut index = 0;
    while index < tokens.len() {
        let length = tokens[index..].iter().take_while(|token| token.is_delimiter()).count();
        index = if length == 0 { index + 1 } else { pair_run(&mut tokens, index, index + length) };
    }
    tokens
}

/// Mends the run of delimiters `start..end`; gives where to go on.
fn pair_run(tokens: &mut Vec<Token>, start: usize, end: usize) -> usize {
    let is_closer = |token: &&Token| matches!(token, Token::Close(_));
    let closers = tokens[start..end].iter().filter(is_closer).count();
    let middle = start + closers;
    if (start..end).all(|index| is_effective(tokens, index))
        && !closes_and_reopens(&tokens[start..middle], &tokens[middle..end])
    {
        return end;
    }

    if closers == 0 && move_before_openers(tokens, start, end) {
        return start;
    }
    if middle == end && start > 0 && move_behind_closers(tokens, start, end) {
        return start - 1;
    }

    // Beside the comment every delimiter may close, or open.
    tokens.insert(middle, Token::Separator);
    end + 1
}

/// Whether the same emphasis ends and begins again at once.
fn closes_and_reopens(closers: &[Token], openers: &[Token]) -> bool {
    let closes = |delimiter: &Delimiter| closers.contains(&Token::Close(*delimiter));
    openers.iter().any(|token| matches!(token, Token::Open(delimiter) if closes(delimiter)))
}

/// Whether the delimiter at `index` opens or closes there as meant.
fn is_effective(tokens: &[Token], index: usize) -> bool {
    let before = neighbour(tokens, index, Side::Before);
    let after = neighbour(tokens, index, Side::After);
    // An underscore does nothing within a word (6.2, rules 2 and 6).
    let is_border = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || is_punctuation(c));

    match tokens.get(index) {
        Some(Token::Open(Delimiter::Underscore)) => can_open(before, after) && is_border(before),
        Some(Token::Close(Delimiter::Underscore)) => can_open(after, before) && is_border(after),
        Some(Token::Open(_)) => can_open(before, after),
        Some(Token::Close(_)) => can_open(after, before),
        Some(Token::Text(_) | Token::Break | Token::Atom(_) | Token::Separator)
        | Some(Token::LinkOpen | Token::LinkClose(_))
        | None => true,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The character beside a delimiter as CommonMark sees it, which looks past tildes.
fn neighbour(tokens: &[Token], index: usize, side: Side) -> Option<char> {
    let mut position = index;
    loop {
        position = match side {
            Side::Before => position.checked_sub(1)?,
            Side::After => position + 1,
        };
        let token = tokens.get(position)?;
        if !matches!(token, Token::Open(Delimiter::Strike) | Token::Close(Delimiter::Strike)) {
            return facing_character(token, side);
        }
    }
}

/// The character of a token on this side of a delimiter that is nearest to it.
fn facing_character(token: &Token, side: Side) -> Option<char> {
    match (token, side) {
        (Token::Text(text), Side::Before) => text.chars().next_back().map(as_printed),
        // Escaped, it begins with a backslash: punctuation too.
        (Token::Text(text), Side::After) => text.chars().next().map(as_printed),
        (Token::Atom(text), Side::Before) => text.chars().next_back(),
        (Token::Atom(text), Side::After) => text.chars().next(),
        (Token::Break, Side::Before) => Some('\n'),
        (Token::Break, Side::After) => Some('\\'),
        (Token::LinkOpen, _) => Some('['),
        (Token::LinkClose(_), Side::Before) => Some(')'),
        (Token::LinkClose(_), Side::After) => Some(']'),
        (Token::Separator, Side::Before) => Some('>'),
        (Token::Separator, Side::After) => Some('<'),
        (Token::Open(delimiter) | Token::Close(delimiter), _) => {
            delimiter.markdown().chars().next()
        }
    }
}

/// Tildes are looked past, and some wide characters become entities: what is read then is unknown.
fn as_printed(character: char) -> char {
    if matches!(character, '~' | '｛' | '％' | '：') { '\u{1}' } else { character }
}

/// Whether a delimiter between these may open; between them in reverse, whether it may close. A character of unknown kind counts as the worse.
fn can_open(before: Option<char>, after: Option<char>) -> bool {
    let Some(after) = after.filter(|c| !c.is_whitespace()) else { return false };
    is_letter(after)
        || is_cjk(after)
        || before.is_none_or(|c| c.is_whitespace() || is_cjk(c) || is_punctuation(c))
}

/// What may go outside of emphasis: neither a letter nor Chinese punctuation, which stands well inside.
fn may_move_out(character: char) -> bool {
    character.is_whitespace() || !is_letter(character) && !is_cjk(character)
}

/// Certainly no punctuation.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
}

/// Certainly punctuation.
fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation() || matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Certainly Chinese, Japanese or Korean to CommonMark's extension.
fn is_cjk(character: char) -> bool {
    matches!(character, '\u{2F00}'..='\u{2FD5}' | '\u{2FF0}'..='\u{303E}' | '\u{3041}'..='\u{3096}'
        | '\u{3099}'..='\u{30FF}' | '\u{3250}'..='\u{A48C}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FFBE}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Moves the characters after opening delimiters before them; false where the text would be left
/// empty.
fn move_before_openers(tokens: &mut Vec<Token>, start: usize, end: usize) -> bool {
    if tokens[start..end].contains(&Token::Open(Delimiter::Strike)) {
        return false;
    }
    let Some(Token::Text(text)) = tokens.get_mut(end) else { return false };
    let rest = text.trim_start_matches(may_move_out);
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

/// Moves the characters before closing delimiters behind them.
fn move_behind_closers(tokens: &mut Vec<Token>, start: usize, end: usize) -> bool {
    if tokens[start..end].contains(&Token::Close(Delimiter::Strike)) {
        return false;
    }
    let Some(Token::Text(text)) = tokens.get_mut(start - 1) else { return false };
    let rest = text.trim_end_matches(may_move_out);
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
