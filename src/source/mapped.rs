//! Text that knows where each of its parts came from.
//!
//! In: pieces of text with their origins. Out: [`MappedText`], the one kind of text with origins in the program.
//! What an origin is depends on who reads it: a span of a file, a range of another generated text, what
//! a reviewer may change.

use super::Span;
use std::ops::Range;

/// A byte offset into generated text. Users can't see that text: diagnostics don't take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GeneratedOffset(pub u32);

/// What a part of a text can come from.
pub trait Origin: Copy + PartialEq {
    /// The part of it at `bytes` from its start.
    fn part(self, bytes: Range<u32>) -> Self;

    /// Both as one, where `next` begins where this one ends.
    fn joined(self, next: Self) -> Option<Self>;
}

impl Origin for Span {
    fn part(self, bytes: Range<u32>) -> Span {
        Span { file: self.file, start: self.start + bytes.start, end: self.start + bytes.end }
    }

    fn joined(self, next: Span) -> Option<Span> {
        let is_adjacent = self.file == next.file && self.end == next.start;
        is_adjacent.then_some(Span { end: next.end, ..self })
    }
}

/// How a segment of a text relates to its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mapping {
    /// The same bytes as the origin: offsets inside correspond one to one.
    Exact,
    /// Made from the origin as a whole: any offset inside means all of it.
    Derived,
}

/// A run of bytes with one origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<O = Span> {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The origin.
    pub origin: O,
    /// How the bytes relate to it.
    pub mapping: Mapping,
}

/// A part of a range of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<O = Span> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Where it came from; `None` for text that no origin gave.
    pub origin: Option<(O, Mapping)>,
}

/// Text and the origin of its parts. Segments are sorted, don't overlap, and may leave gaps
/// for text that no origin gave (a separator, a call around a literal).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedText<O = Span> {
    text: String,
    segments: Vec<Segment<O>>,
}

impl<O> Default for MappedText<O> {
    fn default() -> MappedText<O> {
        MappedText { text: String::new(), segments: Vec::new() }
    }
}

impl<O: Origin> Segment<O> {
    /// The origin of the bytes `start..end` of the text, which lie inside.
    fn origin_of(&self, start: u32, end: u32) -> O {
        match self.mapping {
            Mapping::Exact => self.origin.part(start - self.start..end - self.start),
            Mapping::Derived => self.origin,
        }
    }

    /// The part of it that lies in `start..end`, which it touches.
    fn within(&self, start: u32, end: u32) -> Segment<O> {
        let (start, end) = (self.start.max(start), self.end.min(end));
        Segment { start, end, origin: self.origin_of(start, end), mapping: self.mapping }
    }
}

impl MappedText {
    /// An empty text with spans in files.
    pub fn new() -> MappedText {
        MappedText::default()
    }
}

impl<O: Origin> MappedText<O> {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The segments, sorted.
    pub fn segments(&self) -> &[Segment<O>] {
        &self.segments
    }

    /// The end of the text so far.
    pub fn end(&self) -> GeneratedOffset {
        GeneratedOffset(self.text.len() as u32)
    }

    /// Appends text that no origin gave.
    pub fn push_glue(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends text that came from `origin`.
    pub fn push(&mut self, text: &str, origin: O, mapping: Mapping) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        if start == end {
            return;
        }

        if let Some(last) = self.segments.last_mut()
            && last.mapping == Mapping::Exact
            && mapping == Mapping::Exact
            && last.end == start
            && let Some(joined) = last.origin.joined(origin)
        {
            last.end = end;
            last.origin = joined;
            return;
        }

        self.segments.push(Segment { start, end, origin, mapping });
    }

    /// Appends another mapped text.
    pub fn append(&mut self, other: &MappedText<O>) {
        let shift = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.segments.extend(other.segments.iter().map(|segment| Segment {
            start: segment.start + shift,
            end: segment.end + shift,
            ..*segment
        }));
    }

    /// The parts of a range, in order.
    pub fn parts(&self, range: Range<usize>) -> Vec<Part<O>> {
        let (start, end) = (range.start as u32, range.end as u32);
        let part =
            |start: u32, end: u32, origin| Part { range: start as usize..end as usize, origin };
        let first = self.segments.partition_point(|segment| segment.end <= start);
        let touched = self.segments[first..].iter().take_while(|segment| segment.start < end);

        let (mut parts, mut covered) = (Vec::new(), start);
        for segment in touched.map(|segment| segment.within(start, end)) {
            if covered < segment.start {
                parts.push(part(covered, segment.start, None));
            }

            covered = segment.end;
            let origin = Some((segment.origin, segment.mapping));
            parts.push(part(segment.start, segment.end, origin));
        }

        if covered < end {
            parts.push(part(covered, end, None));
        }

        parts
    }

    /// The origin of the character that begins at this byte.
    pub fn origin_of_char(&self, offset: usize) -> Option<O> {
        let length = self.text.get(offset..)?.chars().next()?.len_utf8();
        let start = offset as u32;
        Some(self.segment_holding(start)?.origin_of(start, start + length as u32))
    }

    /// The origin of a range that was copied in one piece.
    pub fn exact(&self, range: &Range<usize>) -> Option<O> {
        let (start, end) = (range.start as u32, range.end as u32);
        let segment = self.segment_holding(start).filter(|segment| end <= segment.end)?;
        (segment.mapping == Mapping::Exact).then(|| segment.origin_of(start, end))
    }

    /// Gives the parts of a range another origin, or none.
    pub fn map_origins(&mut self, range: &Range<usize>, map: impl Fn(O) -> Option<O>) {
        let (start, end) = (range.start as u32, range.end as u32);
        let mut segments = Vec::with_capacity(self.segments.len() + 2);
        for segment in &self.segments {
            if segment.end <= start || end <= segment.start {
                segments.push(*segment);
                continue;
            }

            if segment.start < start {
                segments.push(segment.within(segment.start, start));
            }

            let inner = segment.within(start, end);
            segments.extend(map(inner.origin).map(|origin| Segment { origin, ..inner }));
            if end < segment.end {
                segments.push(segment.within(end, segment.end));
            }
        }

        self.segments = segments;
    }

    fn segment_holding(&self, offset: u32) -> Option<&Segment<O>> {
        let index = self.segments.partition_point(|segment| segment.end <= offset);
        self.segments.get(index).filter(|segment| segment.start <= offset)
    }
}

impl MappedText {
    /// Offsets inside a range at which copied text continues later in its file: what is between was
    /// left out.
    pub fn seams(&self, range: Range<usize>) -> Vec<usize> {
        let parts = self.parts(range);
        let exact = |part: &Part| part.origin.filter(|(_, mapping)| *mapping == Mapping::Exact);
        let is_seam = |before: &Part, after: &Part| match (exact(before), exact(after)) {
            (Some((before, _)), Some((after, _))) => {
                before.file == after.file && before.end < after.start
            }
            (Some(_), None) | (None, Some(_)) | (None, None) => false,
        };

        let pairs = parts.iter().zip(parts.iter().skip(1));
        pairs
            .filter(|(before, after)| is_seam(before, after))
            .map(|(_, after)| after.range.start)
            .collect()
    }

    /// The origin of a range: the join of the origins of its ends where they lie in one
    /// file, else the origin of its start; the nearest earlier origin for a range in a gap.
    /// `None` only where nothing before or after has an origin.
    pub fn locate(&self, range: Range<GeneratedOffset>) -> Option<Span> {
        let start = self.locate_start(range.start)?;
        if range.end <= range.start {
            return Some(Span { end: start.start, ..start });
        }

        let last = range.end.0 - 1;
        let Some(segment) = self.segment_holding(last) else { return Some(start) };
        let end = segment.origin_of(segment.start, range.end.0.min(segment.end));

        // Text that a loop printed may end at an earlier offset of its file than it began.
        let forward = end.file == start.file && start.start <= end.end;
        Some(if forward { Span { end: end.end, ..start } } else { start })
    }

    fn locate_start(&self, offset: GeneratedOffset) -> Option<Span> {
        if let Some(segment) = self.segment_holding(offset.0) {
            return Some(segment.origin_of(offset.0, segment.end));
        }
        let before = self.segments.partition_point(|segment| segment.end <= offset.0);
        let nearest = before.checked_sub(1).and_then(|index| self.segments.get(index));
        nearest.or(self.segments.first()).map(|segment| segment.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn a_part_of_an_exact_segment_is_that_part() {
        let file = Sources::default().add("a", "0123456789");
        let mut text = MappedText::new();
        text.push("abcdef", Span::new(file, 2..8), Mapping::Exact);
        text.push("xy", Span::new(file, 8..10), Mapping::Derived);
        let locate = |range: Range<u32>| {
            text.locate(GeneratedOffset(range.start)..GeneratedOffset(range.end)).map(Span::range)
        };
        assert_eq!(locate(1..3), Some(3..5));
        assert_eq!(locate(1..7), Some(3..10));
        assert_eq!(locate(7..8), Some(8..10));
        assert_eq!(locate(2..2), Some(4..4));
    }

    #[test]
    fn a_range_falls_into_parts() {
        let file = Sources::default().add("a", "0123456789");
        let mut text = MappedText::new();
        text.push("abc", Span::new(file, 0..3), Mapping::Exact);
        text.push_glue("--");
        text.push("def", Span::new(file, 7..10), Mapping::Exact);
        let parts = |range| -> Vec<String> {
            let describe = |part: Part| {
                let origin = part.origin.map(|(span, _)| span.range());
                format!("{:?} {origin:?}", part.range)
            };
            text.parts(range).into_iter().map(describe).collect()
        };
        assert_eq!(parts(1..7), ["1..3 Some(1..3)", "3..5 None", "5..7 Some(7..9)"]);
        assert_eq!(parts(3..4), ["3..4 None"]);
        assert_eq!(parts(8..8), [""; 0]);
    }

    #[test]
    fn characters_and_copied_ranges_have_origins() {
        let file = Sources::default().add("a", "甲乙");
        let mut text = MappedText::new();
        text.push("甲乙", Span::new(file, 0..6), Mapping::Exact);
        text.push_glue("-");
        text.push("丙", Span::new(file, 0..6), Mapping::Derived);
        assert_eq!(text.origin_of_char(3).map(Span::range), Some(3..6));
        assert_eq!(text.origin_of_char(6), None);
        assert_eq!(text.origin_of_char(7).map(Span::range), Some(0..6));
        assert_eq!(text.exact(&(0..6)).map(Span::range), Some(0..6));
        assert_eq!(text.exact(&(3..7)), None);
        assert_eq!(text.exact(&(7..10)), None);
    }

    #[test]
    fn a_part_loses_its_origin() {
        let file = Sources::default().add("a", "0123456789");
        let mut text = MappedText::new();
        text.push("abcdef", Span::new(file, 2..8), Mapping::Exact);
        text.map_origins(&(2..4), |_| None);
        let ranges: Vec<_> =
            text.segments().iter().map(|one| (one.start..one.end, one.origin.range())).collect();
        assert_eq!(ranges, [(0..2, 2..4), (4..6, 6..8)]);
        assert_eq!(text.text(), "abcdef");
    }
}
