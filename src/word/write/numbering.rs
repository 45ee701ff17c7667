//! Word's numbering: headings, lists.
//!
//! Headings hang on their styles and are counted by Word; their numbers equal the tree's because
//! headings below an unnumbered one get an instance that starts anew. Every ordered list has an
//! instance of its own, too.

use super::rendered;
use super::sheet::Sheet;
use crate::document::Heading;
use docx_rs::{
    AbstractNumbering, Level, LevelJc, LevelOverride, LevelSuffixType, LevelText, NumberFormat,
    Numbering as Instance, RunFonts, SpecialIndentType, Start,
};

/// The instance that heading styles use.
pub(super) const HEADINGS: usize = 1;
/// The instance of bullets.
pub(super) const BULLETS: usize = 2;
/// The instance of tasks to do.
pub(super) const TO_DO: usize = 3;
/// The instance of tasks done.
pub(super) const DONE: usize = 4;
/// The definition of ordered lists.
const ORDERED: usize = 5;
/// Levels that Word knows; deeper lists stay at the last.
pub(super) const LEVELS: usize = 9;

/// Instances beyond the fixed ones.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    instances: Vec<Instance>,
    /// Instance for headings below an unnumbered one (0 until it is needed), and that one's level.
    restarted: Option<(usize, u8)>,
    /// Whether any heading has been counted.
    counted: bool,
    /// In a part of a document: the instance in use (0 before the first), and its counts by level.
    part: (usize, [usize; 4]),
}

impl Numbering {
    /// How a heading is numbered where its style doesn't tell: `Some(0)` not at all, else by another
    /// instance.
    /// `partial`: headings before this one may be left out, so that Word can't count them.
    pub fn heading(&mut self, heading: &Heading, partial: bool) -> Option<usize> {
        let level = heading.level.clamp(1, 4);
        if partial {
            return Some(self.told(heading, usize::from(level) - 1));
        }
        if heading.number.is_empty() {
            // Word counts on below a heading that it doesn't count; the tree starts anew.
            self.restarted = self.counted.then_some((0, level));
            return Some(0);
        }
        self.counted = true;
        let (instance, above) = self.restarted?;
        if level <= above {
            self.restarted = None;
            return None;
        }
        let instance = match instance {
            0 => self.add(HEADINGS, (above..4).map(|level| (usize::from(level), 1)).collect()),
            known => known,
        };
        self.restarted = Some((instance, above));
        Some(instance)
    }

    /// The instance that gives a heading the tree's number, whatever stands before it.
    fn told(&mut self, heading: &Heading, level: usize) -> usize {
        if heading.number.is_empty() {
            return 0;
        }
        let number = ordinal(&heading.number);
        let (instance, counts) = self.part;
        let counted_on = instance != 0 && level > 0 && counts[level] + 1 == number;
        let instance = match counted_on {
            true => instance,
            false => self.add(HEADINGS, vec![(level, number)]),
        };
        let mut counts = counts;
        counts[level] = number;
        counts[level + 1..].fill(0);
        self.part = (instance, counts);
        instance
    }

    /// A new instance for an ordered list at a level. Word counts from 0 up to 32,767.
    pub fn ordered(&mut self, level: usize, start: u32) -> usize {
        let start = usize::try_from(start.min(32_767)).unwrap_or(0);
        self.add(ORDERED, vec![(level.min(LEVELS - 1), start)])
    }

    fn add(&mut self, definition: usize, starts: Vec<(usize, usize)>) -> usize {
        let id = ORDERED + self.instances.len();
        let overrides =
            starts.into_iter().map(|(level, start)| LevelOverride::new(level).start(start));
        self.instances.push(Instance::new(id, definition).overrides(overrides.collect()));
        id
    }

    /// Definitions, then instances.
    pub fn render(&self, sheet: &Sheet) -> String {
        let mut out = rendered(&headings(sheet));
        for (id, first, inner) in [(BULLETS, "•", "·"), (TO_DO, "☐", "☐"), (DONE, "☑", "☑")]
        {
            out.push_str(&rendered(&bullets(id, first, inner, sheet)));
        }
        out.push_str(&rendered(&ordered(sheet)));
        for id in [HEADINGS, BULLETS, TO_DO, DONE] {
            out.push_str(&rendered(&Instance::new(id, id)));
        }
        self.instances.iter().for_each(|instance| out.push_str(&rendered(instance)));
        out
    }
}

/// The number in `六、` `（十二）` `3.` `（4）`.
fn ordinal(number: &str) -> usize {
    const DIGITS: &str = "零一二三四五六七八九";
    let decimal: String = number.chars().filter(char::is_ascii_digit).collect();
    if let Ok(decimal) = decimal.parse() {
        return decimal;
    }
    let (mut sum, mut digit) = (0, 0);
    for character in number.chars() {
        let unit = match character {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            other => {
                if let Some(value) = DIGITS.chars().position(|known| known == other) {
                    digit = value;
                }
                continue;
            }
        };
        sum += digit.max(1) * unit;
        digit = 0;
    }
    sum + digit
}

fn level(index: usize, format: &str, text: &str) -> Level {
    let (format, text) = (NumberFormat::new(format), LevelText::new(text));
    Level::new(index, Start::new(1), format, text, LevelJc::new("left"))
}

fn definition(id: usize, kind: &str) -> AbstractNumbering {
    let mut definition = AbstractNumbering::new(id);
    definition.multi_level_type = Some(kind.to_owned());
    definition
}

/// 一、（一）1.（1）: GB/T 9704-2012, 7.3.3. Nothing stands between number and text.
fn headings(sheet: &Sheet) -> AbstractNumbering {
    let forms = [
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimal", "（%4）"),
    ];
    let levels = (1..).zip(forms).map(|(number, (format, text))| {
        level(usize::from(number) - 1, format, text)
            .suffix(LevelSuffixType::Nothing)
            // LibreOffice takes the level's indent, not the style's, where a heading has an
            // instance of its own.
            .indent(Some(0), Some(SpecialIndentType::FirstLine(2 * sheet.em)), None, None)
            .paragraph_style(super::styles::heading(number))
    });
    levels.fold(definition(HEADINGS, "multilevel"), AbstractNumbering::add_level)
}

fn bullets(id: usize, first: &str, inner: &str, sheet: &Sheet) -> AbstractNumbering {
    let fonts = match id {
        BULLETS => RunFonts::new().hint("eastAsia"),
        _ => RunFonts::new().ascii(SYMBOLS).hi_ansi(SYMBOLS).east_asia(SYMBOLS).hint("eastAsia"),
    };
    let levels = (0..LEVELS).map(|index| {
        let glyph = if index == 0 { first } else { inner };
        indented(level(index, "bullet", glyph), index, sheet)
            .suffix(LevelSuffixType::Space)
            .fonts(fonts.clone())
    });
    levels.fold(definition(id, "hybridMultilevel"), AbstractNumbering::add_level)
}

/// A face of Windows that has boxes; elsewhere the system finds another.
pub(super) const SYMBOLS: &str = "Segoe UI Symbol";

/// 1. then （1） then 1): the forms of the PDF.
fn ordered(sheet: &Sheet) -> AbstractNumbering {
    let levels = (0..LEVELS).map(|index| {
        let text = match index {
            0 => "%1.".to_owned(),
            1 => "（%2）".to_owned(),
            deeper => format!("%{})", deeper + 1),
        };
        indented(level(index, "decimal", &text), index, sheet)
    });
    levels.fold(definition(ORDERED, "multilevel"), AbstractNumbering::add_level)
}

/// Official documents set items as paragraphs with two characters in front, not as hanging lists.
fn indented(level: Level, index: usize, sheet: &Sheet) -> Level {
    let first = Some(SpecialIndentType::FirstLine(2 * sheet.em));
    level.suffix(LevelSuffixType::Nothing).indent(Some(left(index, sheet)), first, None, None)
}

/// Where an item's lines begin, in twips: one character for each level above it.
pub(super) fn left(level: usize, sheet: &Sheet) -> i32 {
    sheet.em * i32::try_from(level.min(LEVELS - 1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn numbers_of_headings() {
        let list = ["六、", "（十二）", "二十、", "（三十五）", "一百零七、", "3.", "（14）"];
        assert_eq!(list.map(ordinal), [6, 12, 20, 35, 107, 3, 14]);
    }
}
