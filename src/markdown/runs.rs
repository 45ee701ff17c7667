//! Text as comrak gives it, set against its source: every character of it has a place.

use super::characters::{clean_character, restored};
use std::ops::Range;

/// Text that stands together, from one or more text nodes.
#[derive(Debug, Default, Clone)]
pub(super) struct Run {
    pub text: String,
    pieces: Vec<Piece>,
}

/// A part of a run with one origin.
#[derive(Debug, Clone)]
struct Piece {
    text: Range<usize>,
    source: Range<usize>,
    /// Same bytes as the source, so that offsets inside correspond.
    verbatim: bool,
}

impl Run {
    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds text that is the source's own.
    pub fn push_verbatim(&mut self, text: &str, source: usize) {
        self.push(text, source..source + text.len(), true);
    }

    /// Adds text that a piece of source stands for as a whole.
    pub fn push_atom(&mut self, text: &str, source: Range<usize>) {
        self.push(text, source, false);
    }

    fn push(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        let start = self.text.len();
        self.text.extend(text.chars().map(restored));
        let end = self.text.len();
        match self.pieces.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end == source.start => {
                last.text.end = end;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { text: start..end, source, verbatim }),
        }
    }

    /// Where a part of the text stands in the source.
    pub fn source_of(&self, range: Range<usize>) -> Range<usize> {
        let first = self.pieces.partition_point(|piece| piece.text.end <= range.start);
        let last = self.pieces.partition_point(|piece| piece.text.start < range.end);
        let start = self.pieces.get(first).map_or(0, |piece| match piece.verbatim {
            true => piece.source.start + range.start.saturating_sub(piece.text.start),
            false => piece.source.start,
        });
        let end =
            self.pieces.get(last.saturating_sub(1)).map_or(start, |piece| match piece.verbatim {
                true => piece.source.start + range.end.saturating_sub(piece.text.start),
                false => piece.source.end,
            });
        start..end.max(start)
    }

    /// Adds the part of another run whose source lies in `window`.
    pub fn append_within(&mut self, other: &Run, window: Range<usize>) {
        for piece in &other.pieces {
            let text = &other.text[piece.text.clone()];
            if !piece.verbatim {
                if window.start <= piece.source.start && piece.source.end <= window.end {
                    self.push(text, piece.source.clone(), false);
                }
                continue;
            }
            let start = piece.source.start.max(window.start);
            let end = piece.source.end.min(window.end);
            if start < end {
                let kept = text.get(start - piece.source.start..end - piece.source.start);
                self.push(kept.unwrap_or(text), start..end, true);
            }
        }
    }
}

/// Sets a text node's text against the source from `start` on; `None` where they don't agree.
pub(super) fn align(text: &str, source: &str, start: usize) -> Option<Run> {
    let mut run = Run::default();
    let (mut rest, mut at) = (text, start);
    while let Some(character) = rest.chars().next() {
        let here = source.get(at..)?;
        let same = common_plain_prefix(rest, here);
        if same > 0 {
            run.push_verbatim(&rest[..same], at);
            rest = &rest[same..];
            at += same;
            continue;
        }
        let (taken, length) = escaped(rest, here).unwrap_or((0, 0));
        if taken > 0 {
            let cleaned: String = rest[..taken].chars().map(clean_character).collect();
            run.push_atom(&cleaned, at..at + length);
            rest = &rest[taken..];
            at += length;
        } else if here.starts_with(character) {
            let length = character.len_utf8();
            run.push_verbatim(&rest[..length], at);
            rest = &rest[length..];
            at += length;
        } else {
            return None;
        }
    }
    Some(run)
}

/// Bytes that are the same in both and are no `\` or `&`.
fn common_plain_prefix(text: &str, source: &str) -> usize {
    let plain = |pair: &(u8, u8)| pair.0 == pair.1 && !matches!(pair.0, b'\\' | b'&');
    let same = text.bytes().zip(source.bytes()).take_while(plain).count();
    text.floor_char_boundary(source.floor_char_boundary(same))
}

/// Bytes of text and of source that an escape or entity at the start of both takes.
fn escaped(text: &str, source: &str) -> Option<(usize, usize)> {
    let first = text.chars().next()?;
    let mut source_characters = source.chars();
    match source_characters.next()? {
        '\\' => {
            let next = source_characters.next().filter(char::is_ascii_punctuation)?;
            (next == first).then_some((1, 2))
        }
        '&' => {
            let end = source.bytes().take(40).position(|byte| byte == b';')? + 1;
            let entity = &source[..end];
            if text.starts_with(entity) && entity != "&amp;" {
                return None;
            }
            let one = first.len_utf8();
            let rest = &text[one..];
            let after = source[end..].chars().next();
            let follows = |rest: &str| rest.is_empty() || rest.chars().next() == after;
            let two = rest.chars().next().map_or(one, |second| one + second.len_utf8());
            let taken = if !follows(rest) && follows(&text[two..]) { two } else { one };
            Some((taken, end))
        }
        _ => None,
    }
}
