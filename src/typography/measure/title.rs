//! The lines of a title: as its writer broke it, else between words (GB/T 9704—2012, 7.3.1).
//!
//! In: a title and the width that it has. Out: its lines, the same for PDF and Word.

use super::advances::TextMeasure;
use super::measured::MeasuredText;
use super::title_words::TitleWords;
use crate::source::visible;
use crate::typography::TextStyle;
use std::collections::BTreeMap;

/// What counts against one line more than the width asks for, in square ems.
const EXTRA_LINE: f64 = 80.0;
/// What counts against a line between two longer ones: a title is a trapezoid or a rhombus.
const WAIST: f64 = 30.0;
/// What of a difference between two lines is none, in ems.
const ALIKE: f64 = 0.5;

impl TextMeasure<'_> {
    /// The lines of a title in a width in points. Line ends that its writer typed hold; a line that is
    /// too long is broken into lines of like length. What can't be broken stays one line.
    pub fn title_lines(&self, typed: &[&str], style: &TextStyle, width: f64) -> Vec<String> {
        let ems = width / style.typst_size().max(1.0);
        typed.iter().flat_map(|line| self.balanced(&visible(line), style, ems)).collect()
    }

    /// One typed line as lines of like length.
    fn balanced(&self, line: &str, style: &TextStyle, ems: f64) -> Vec<String> {
        let text = self.text(line, style);
        let characters: Vec<char> = line.chars().collect();
        if text.natural() <= ems || text.len() != characters.len() {
            return vec![line.to_owned()];
        }

        let words = TitleWords::new(line);
        let may_begin = |index: &usize| text.may_begin(*index);
        let every: Vec<usize> = (1..characters.len()).filter(may_begin).collect();
        let whole: Vec<usize> =
            every.iter().copied().filter(|start| !words.is_inside(*start)).collect();
        let lines = [whole, every]
            .into_iter()
            .find_map(|starts| Breaker { text: &text, words: &words, starts, width: ems }.best());
        let Some(starts) = lines else { return vec![line.to_owned()] };

        let ends = starts.iter().skip(1).copied().chain([characters.len()]);
        let lines = starts.iter().zip(ends).map(|(start, end)| &characters[*start..end]);
        lines.map(|line| line.iter().collect::<String>().trim().to_owned()).collect()
    }
}

/// The ways to break a title.
struct Breaker<'a> {
    text: &'a MeasuredText,
    words: &'a TitleWords,
    /// Where a line may begin, the first line apart.
    starts: Vec<usize>,
    /// Width of a line, in ems.
    width: f64,
}

/// The first lines of a title.
#[derive(Debug, Clone)]
struct Lines {
    /// Where each begins.
    starts: Vec<usize>,
    /// Behind the last.
    end: usize,
    /// Width of the last.
    last: f64,
    /// Whether the last is shorter than the one before.
    is_falling: bool,
    cost: f64,
}

impl Breaker<'_> {
    /// Where the lines of the best way begin; `None` where there is no way.
    fn best(&self) -> Option<Vec<usize>> {
        let fewest = (1..=self.starts.len() + 1).find_map(|count| Some((count, self.with(count)?)));
        let (count, few) = fewest?;
        let more = self.with(count + 1).filter(|more| more.cost + EXTRA_LINE < few.cost);
        Some(more.unwrap_or(few).starts)
    }

    /// The best way to make `count` lines.
    fn with(&self, count: usize) -> Option<Lines> {
        let mean = self.text.natural() / count as f64;
        let none = Lines { starts: Vec::new(), end: 0, last: 0.0, is_falling: false, cost: 0.0 };
        let mut ways = vec![none];
        for _ in 0..count {
            // Of the ways that end alike, the cheapest.
            let mut next: BTreeMap<(usize, usize, bool), Lines> = BTreeMap::new();
            for lines in ways.iter().flat_map(|way| self.longer(way, mean)) {
                let key = (lines.end, lines.starts[lines.starts.len() - 1], lines.is_falling);
                let is_better = next.get(&key).is_none_or(|other| lines.cost < other.cost);
                if is_better {
                    next.insert(key, lines);
                }
            }
            ways = next.into_values().collect();
        }
        let whole = ways.into_iter().filter(|lines| lines.end == self.text.len());
        whole.min_by(|one, other| one.cost.total_cmp(&other.cost))
    }

    /// The ways to go on by one line.
    fn longer(&self, lines: &Lines, mean: f64) -> Vec<Lines> {
        let begin = lines.end;
        let ends = self.starts.iter().copied().filter(|end| *end > begin).chain([self.text.len()]);
        let widths = ends.map(|end| (end, self.text.width(begin..end)));
        let fitting = widths.take_while(|(_, width)| *width <= self.width);

        let next = fitting.filter(|(end, _)| *end > begin).map(|(end, width)| {
            let is_first = lines.starts.is_empty();
            let mut starts = lines.starts.clone();
            starts.push(begin);
            let cost = if is_first { 0.0 } else { self.words.break_cost(begin) };
            let waist = if lines.is_falling && width > lines.last + ALIKE { WAIST } else { 0.0 };
            Lines {
                starts,
                end,
                last: width,
                is_falling: !is_first && width < lines.last - ALIKE,
                cost: lines.cost + (width - mean).powi(2) + cost + waist,
            }
        });
        next.collect()
    }
}
