//! Text as comrak gives it, set against its source: every character of it has a place.

use super::characters::{clean_character, restored};
use crate::source::{MappedText, Mapping, Origin};
use std::ops::Range;

/// Text that stands together, from one or more text nodes.
#[derive(Debug, Default, Clone)]
pub(super) struct Run(MappedText<ExpandedBytes>);

/// Bytes of the expanded text, which is what comrak reads.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ExpandedBytes {
    start: usize,
    end: usize,
}

impl Origin for ExpandedBytes {
    fn part(self, bytes: Range<u32>) -> ExpandedBytes {
        let (start, end) = (bytes.start as usize, bytes.end as usize);
        ExpandedBytes { start: self.start + start, end: self.start + end }
    }

    fn joined(self, next: ExpandedBytes) -> Option<ExpandedBytes> {
        (self.end == next.start).then_some(ExpandedBytes { end: next.end, ..self })
    }
}

impl Run {
    /// Its text.
    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Adds text that is the source's own.
    pub fn push_verbatim(&mut self, text: &str, source: usize) {
        self.push(text, source..source + text.len(), Mapping::Exact);
    }

    /// Adds text that a part of the source stands for as a whole.
    pub fn push_atom(&mut self, text: &str, source: Range<usize>) {
        self.push(text, source, Mapping::Derived);
    }

    fn push(&mut self, text: &str, source: Range<usize>, mapping: Mapping) {
        let text: String = text.chars().map(restored).collect();
        let origin = ExpandedBytes { start: source.start, end: source.end };
        self.0.push(&text, origin, mapping);
    }

    /// Where a part of the text stands in the source.
    pub fn source_of(&self, range: Range<usize>) -> Range<usize> {
        let parts = self.0.parts(range);
        let mut origins = parts.iter().filter_map(|part| part.origin).map(|(origin, _)| origin);
        let Some(first) = origins.next() else { return 0..0 };
        let end = origins.next_back().unwrap_or(first).end;
        first.start..end.max(first.start)
    }

    /// Adds the part of another run whose source lies in `window`.
    pub fn append_within(&mut self, other: &Run, window: Range<usize>) {
        for segment in other.0.segments() {
            let text = &other.text()[segment.start as usize..segment.end as usize];
            let ExpandedBytes { start, end } = segment.origin;
            let (inner_start, inner_end) = (start.max(window.start), end.min(window.end));
            match segment.mapping {
                Mapping::Exact if inner_start < inner_end => {
                    let inner = text.get(inner_start - start..inner_end - start);
                    self.push(inner.unwrap_or(text), inner_start..inner_end, Mapping::Exact);
                }
                Mapping::Derived if window.start <= start && end <= window.end => {
                    self.push(text, start..end, Mapping::Derived);
                }
                Mapping::Exact | Mapping::Derived => {}
            }
        }
    }
}

/// Sets a text node's text against the source from `start` on; `None` where they don't agree.
pub(super) fn align(text: &str, source: &str, start: usize) -> Option<Run> {
    let mut run = Run::default();
    let (mut rest, mut next) = (text, start);
    while let Some(character) = rest.chars().next() {
        let typed = source.get(next..)?;
        let same = common_plain_prefix(rest, typed);
        if same > 0 {
            run.push_verbatim(&rest[..same], next);
            rest = &rest[same..];
            next += same;
            continue;
        }

        let (taken, length) = escaped(rest, typed).unwrap_or((0, 0));
        if taken > 0 {
            let cleaned: String = rest[..taken].chars().map(clean_character).collect();
            run.push_atom(&cleaned, next..next + length);
            rest = &rest[taken..];
            next += length;
        } else if typed.starts_with(character) {
            let length = character.len_utf8();
            run.push_verbatim(&rest[..length], next);
            rest = &rest[length..];
            next += length;
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

            // An entity may stand for two characters: what follows it decides.
            let after = source[end..].chars().next();
            let follows = |rest: &str| rest.is_empty() || rest.chars().next() == after;
            let first_length = first.len_utf8();
            let rest = &text[first_length..];
            let both = first_length + rest.chars().next().map_or(0, char::len_utf8);
            let taken = if !follows(rest) && follows(&text[both..]) { both } else { first_length };
            Some((taken, end))
        }
        _ => None,
    }
}
