//! A text with the widths of its characters: how wide it is, and how it falls into lines.

use super::advances::TextMeasure;
use super::breaks::{is_east_asian, is_known_address, is_latin, may_break};
use super::words::word_starts;
use crate::document::{Inline, InlineKind, ValueUse};
use crate::source::visible;
use crate::typography::{FaceRole, TextStyle};
use std::ops::Range;

/// Width of a note's mark, in ems: a raised circle.
const NOTE_MARK: f64 = 0.7;
/// Least width of a character in the fixed-width face, in ems.
const FIXED_WIDTH: f64 = 0.5;
/// Width of a text that is one word whatever a dictionary says (区县, 品类), in ems.
const FEW: f64 = 4.25;
/// Stands for what is no text: a picture, a note's mark.
const OBJECT: char = '\u{FFFC}';
/// What may be missing of a line's width without harm, in ems: rounding.
const TOLERANCE: f64 = 0.01;
/// What a line has to spare that its text surely fits, in ems: pairs of letters that a face sets apart.
const SPARE: f64 = 0.5;
/// Marks whose widths are sure, beside those of ASCII.
const SURE_MARKS: &str = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％～×±≤≥";

/// A text and its widths, in ems of its own size.
#[derive(Debug, Clone, Default)]
pub struct MeasuredText {
    characters: Vec<Character>,
}

#[derive(Debug, Clone, Copy)]
struct Character {
    character: char,
    width: f64,
    /// Space before it, unless it begins a line.
    gap: f64,
    /// Whether a line may begin with it.
    may_begin: bool,
}

/// What text of one kind is set in.
#[derive(Debug, Clone, Copy)]
struct Setting {
    role: FaceRole,
    is_bold: bool,
    is_fixed_width: bool,
}

impl TextMeasure<'_> {
    /// Measures a text in a style.
    pub fn text(&self, text: &str, style: &TextStyle) -> MeasuredText {
        let mut measured = MeasuredText::default();
        let setting = Setting { role: style.role, is_bold: style.bold, is_fixed_width: false };
        self.push_text(&mut measured, text, setting);
        self.arrange(measured)
    }

    /// Measures inlines in a style; `values` is the list that their ids index.
    pub fn inlines(
        &self,
        content: &[Inline],
        values: &[ValueUse],
        style: &TextStyle,
    ) -> MeasuredText {
        let mut measured = MeasuredText::default();
        let setting = Setting { role: style.role, is_bold: style.bold, is_fixed_width: false };
        self.push_inlines(&mut measured, content, values, setting);
        self.arrange(measured)
    }

    fn push_inlines(
        &self,
        out: &mut MeasuredText,
        content: &[Inline],
        values: &[ValueUse],
        setting: Setting,
    ) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(text) => self.push_text(out, text, setting),
                InlineKind::Code(text) => {
                    self.push_text(out, text, Setting { is_fixed_width: true, ..setting });
                }
                InlineKind::Value(id) => {
                    if let Some(value) = values.get(id.0 as usize) {
                        self.push_text(out, &value.text, setting);
                    }
                }
                InlineKind::Strong(content) => {
                    self.push_inlines(out, content, values, Setting { is_bold: true, ..setting });
                }
                InlineKind::Emphasis(content)
                | InlineKind::Strikethrough(content)
                | InlineKind::Link { content, .. } => {
                    self.push_inlines(out, content, values, setting);
                }
                InlineKind::Reference(reference) if reference.content.is_empty() => {
                    self.push_text(out, &reference.text, setting);
                }
                InlineKind::Reference(reference) => {
                    self.push_inlines(out, &reference.content, values, setting);
                }
                InlineKind::Note(_) => out.push(OBJECT, NOTE_MARK),
                InlineKind::Picture(picture) => {
                    let (across, down) = picture.pixels;
                    out.push(OBJECT, f64::from(across.max(1)) / f64::from(down.max(1)));
                }
                InlineKind::LineBreak => out.push('\n', 0.0),
            }
        }
    }

    fn push_text(&self, out: &mut MeasuredText, text: &str, setting: Setting) {
        for c in visible(text).chars() {
            let width = match c {
                '\n' | '\t' => self.advance(' ', setting.role, setting.is_bold),
                c => self.advance(c, setting.role, setting.is_bold),
            };
            let width = if setting.is_fixed_width { width.max(FIXED_WIDTH) } else { width };
            out.push(if matches!(c, '\n' | '\t') { ' ' } else { c }, width);
        }
    }

    /// Puts in the spaces between Han and Latin, and says where lines may begin.
    fn arrange(&self, mut text: MeasuredText) -> MeasuredText {
        let characters: Vec<char> = text.characters.iter().map(|c| c.character).collect();
        let is_address = addresses(&characters);
        for index in 1..characters.len() {
            let (before, after) = (characters[index - 1], characters[index]);
            let is_latin = |c| is_latin(c) || c == '%';
            let meets = is_east_asian(before) && is_latin(after)
                || is_latin(before) && is_east_asian(after);

            let character = &mut text.characters[index];
            character.gap = if meets { self.gap } else { 0.0 };
            character.may_begin = may_break(before, after)
                || is_address[index - 1] && is_address[index] && !after.is_alphanumeric();
        }
        text
    }
}

/// For every character whether it belongs to a network address, which may break at its marks.
fn addresses(characters: &[char]) -> Vec<bool> {
    let mut flags = vec![false; characters.len()];
    let words = characters.split_inclusive(|c| is_east_asian(*c) || c.is_whitespace());
    let mut start = 0;
    for word in words {
        let text: String = word.iter().collect();
        if is_known_address(&text) {
            flags[start..start + word.len()].fill(true);
        }
        start += word.len();
    }
    flags
}

impl MeasuredText {
    fn push(&mut self, character: char, width: f64) {
        self.characters.push(Character { character, width, gap: 0.0, may_begin: false });
    }

    /// The text, without what is no text.
    pub fn text(&self) -> String {
        self.characters.iter().map(|c| c.character).filter(|c| *c != OBJECT).collect()
    }

    /// Number of characters, those that are no text among them.
    pub fn len(&self) -> usize {
        self.characters.len()
    }

    /// Whether a line may begin with this character.
    pub(super) fn may_begin(&self, index: usize) -> bool {
        self.characters.get(index).is_some_and(|character| character.may_begin)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// Lets no line break within a word, nor between a figure and its unit, nor within a few characters.
    pub fn keep_words(&mut self) {
        if self.natural() <= FEW {
            self.characters.iter_mut().for_each(|character| character.may_begin = false);
            return;
        }

        let text: String = self.characters.iter().map(|c| c.character).collect();
        let mut starts = vec![false; self.characters.len() + 1];
        word_starts(&text).into_iter().for_each(|start| starts[start] = true);
        let mut before = None;
        for (character, is_start) in self.characters.iter_mut().zip(starts) {
            let is_unit = before.is_some_and(|before: char| before.is_ascii_digit())
                && is_east_asian(character.character);
            character.may_begin &= is_start && !is_unit;
            before = Some(character.character);
        }
        self.keep_brackets();
    }

    /// Lets no line break within brackets that hold a word: （签字）.
    fn keep_brackets(&mut self) {
        let is = |c: &Character, mark| c.character == mark;
        let mut next = 0;
        while let Some(start) = self.characters[next..].iter().position(|c| is(c, '（')) {
            let start = next + start;
            next = start + 1;
            let Some(length) = self.characters[start..].iter().position(|c| is(c, '）')) else {
                return;
            };
            if self.width(start..start + length + 1) <= FEW {
                let inside = &mut self.characters[start + 1..=start + length];
                inside.iter_mut().for_each(|character| character.may_begin = false);
            }
        }
    }

    /// Width without any break but those that the writer asked for.
    pub fn natural(&self) -> f64 {
        let mut widest: f64 = 0.0;
        for line in self.typed_lines() {
            widest = widest.max(self.width(line));
        }
        widest
    }

    /// Whether the text surely takes one line of a width: no picture, mark or character of unsure width is in it.
    pub fn fits_line(&self, width: f64) -> bool {
        let is_sure =
            |c: char| is_east_asian(c) || matches!(c, ' '..='~') || SURE_MARKS.contains(c);
        self.characters.iter().all(|c| is_sure(c.character)) && self.natural() + SPARE <= width
    }

    /// Width of the longest part that can't be broken.
    pub fn unbroken(&self) -> f64 {
        let mut widest: f64 = 0.0;
        for line in self.typed_lines() {
            for piece in self.pieces(line) {
                widest = widest.max(self.width(piece));
            }
        }
        widest
    }

    /// The lines that the text takes in a width, as ranges of characters: each holds what fits.
    pub fn lines(&self, width: f64) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        for typed in self.typed_lines() {
            let mut line = typed.start..typed.start;
            for piece in self.pieces(typed.clone()) {
                let fits = self.width(line.start..piece.end) <= width + TOLERANCE;
                if fits || line.is_empty() {
                    line.end = piece.end;
                    continue;
                }
                lines.push(std::mem::replace(&mut line, piece));
            }
            lines.push(line);
        }
        lines
    }

    /// Number of lines in a width; a part that is wider than that takes several.
    pub fn line_count(&self, width: f64) -> f64 {
        let width = width.max(1.0);
        let lines = self.lines(width);
        lines.into_iter().map(|line| (self.width(line) / width - TOLERANCE).ceil().max(1.0)).sum()
    }

    /// Width of a part of a line, without the spaces that end it.
    pub fn width(&self, range: Range<usize>) -> f64 {
        let line = &self.characters[range];
        let spaces = line.iter().rev().take_while(|c| c.character.is_whitespace()).count();
        let line = &line[..line.len() - spaces];
        let widths: f64 = line.iter().map(|c| c.width).sum();
        let gaps: f64 = line.iter().skip(1).map(|c| c.gap).sum();
        widths + gaps
    }

    fn typed_lines(&self) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (index, character) in self.characters.iter().enumerate() {
            if character.character == '\n' {
                lines.push(start..index);
                start = index + 1;
            }
        }
        lines.push(start..self.characters.len());
        lines
    }

    /// The parts of a line that can't be broken.
    fn pieces(&self, line: Range<usize>) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut start = line.start;
        for index in line.clone().skip(1) {
            if self.characters[index].may_begin {
                pieces.push(start..index);
                start = index;
            }
        }
        if start < line.end {
            pieces.push(start..line.end);
        }
        pieces
    }
}
