//! Text as comrak gives it, set against its source: every character of it has a place.

use super::characters::{clean_character, restored};
use std::ops::Range;

/// Text that stands together, from one or more text nodes.
#[derive(Debug, Default, Clone)]
pub(super) struct Run {
    pub text: String,
    segments: Vec<Segment>,
}

/// A part of a run with one origin.
#[derive(Debug, Clone)]
struct Segment {
    text: Range<usize>,
    source: Range<usize>,
    /// Same bytes as the source, so that offsets inside correspond.
    verbatim: bool,
}

impl Segment {
    /// Where a text that begins at this byte of the run begins in the source.
    fn source_start(&self, start: usize) -> usize {
        let into = if self.verbatim { start.saturating_sub(self.text.start) } else { 0 };
        self.source.start + into
    }

    /// Where a text that ends at this byte of the run ends in the source.
    fn source_end(&self, end: usize) -> usize {
        if self.verbatim {
            self.source.start + end.saturating_sub(self.text.start)
        } else {
            self.source.end
        }
    }
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

    /// Adds text that a part of the source stands for as a whole.
    pub fn push_atom(&mut self, text: &str, source: Range<usize>) {
        self.push(text, source, false);
    }

    fn push(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        let start = self.text.len();
        self.text.extend(text.chars().map(restored));
        let end = self.text.len();
        match self.segments.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end == source.start => {
                last.text.end = end;
                last.source.end = source.end;
            }
            _ => self.segments.push(Segment { text: start..end, source, verbatim }),
        }
    }

    /// Where a part of the text stands in the source.
    pub fn source_of(&self, range: Range<usize>) -> Range<usize> {
        let first = self.segments.partition_point(|segment| segment.text.end <= range.start);
        let last = self.segments.partition_point(|segment| segment.text.start < range.end);
        let start = self.segments.get(first).map_or(0, |segment| segment.source_start(range.start));
        let last = self.segments.get(last.saturating_sub(1));
        let end = last.map_or(start, |segment| segment.source_end(range.end));
        start..end.max(start)
    }

    /// Adds the part of another run whose source lies in `window`.
    pub fn append_within(&mut self, other: &Run, window: Range<usize>) {
        for segment in &other.segments {
            let text = &other.text[segment.text.clone()];
            if !segment.verbatim {
                if window.start <= segment.source.start && segment.source.end <= window.end {
                    self.push(text, segment.source.clone(), false);
                }
                continue;
            }

            let start = segment.source.start.max(window.start);
            let end = segment.source.end.min(window.end);
            if start < end {
                let part = text.get(start - segment.source.start..end - segment.source.start);
                self.push(part.unwrap_or(text), start..end, true);
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
