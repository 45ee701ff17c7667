//! Word's numbering: headings, lists.
//!
//! Headings hang on their styles and are counted by Word; their numbers equal the tree's because
//! headings below an unnumbered one get an instance that starts anew. Every ordered list has an
//! instance of its own, too.

use super::measures::Measures;
use super::style_ids;
use super::xml::to_xml;
use crate::document::{Heading, HeadingKind, MarkForm};
use docx_rs::{
    AbstractNumbering, Level, LevelJc, LevelOverride, LevelSuffixType, LevelText, NumberFormat,
    Numbering as Instance, RunFonts, SpecialIndentType, Start,
};

/// The instance that heading styles use.
pub(super) const HEADINGS: usize = 1;
/// The instance of bullets.
pub(super) const BULLETS: usize = 2;
/// The instance of tasks, which have a box of their own instead of a number.
pub(super) const TASKS: usize = 3;
/// The first definition of ordered lists: one for each form of the marks at the list's own level.
const ORDERED: usize = 4;
/// The instance that the styles of ordered lists use: the form that starts with a number and a full stop.
pub(super) const NUMBERS: usize = ORDERED + MarkForm::Point as usize;
/// The first instance beyond the fixed ones.
const FIRST_LIST: usize = NUMBERS + 1;
/// Number of levels that Word has; deeper lists stay at the last.
pub(super) const LEVELS: usize = 9;

/// Instances beyond the fixed ones.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    instances: Vec<Instance>,
    /// How headings below an unnumbered one are counted.
    restarted: Option<Restart>,
    /// Whether any heading has been counted.
    has_counted: bool,
    /// In a part of a document: the instance in use (0 before the first), and its counts by level.
    instance: usize,
    counts: [usize; 4],
}

/// The numbering below a heading that Word doesn't count.
#[derive(Debug, Clone, Copy)]
struct Restart {
    /// 0 until it is needed.
    instance: usize,
    /// The level of the heading that isn't counted.
    above: u8,
}

impl Numbering {
    /// How a heading is numbered where its style doesn't say it: `Some(0)` not at all, else by another
    /// instance. `is_partial`: headings before this one may be left out, so that Word can't count them.
    pub fn heading(&mut self, heading: &Heading, is_partial: bool) -> Option<usize> {
        let level = heading.level.clamp(1, 4);
        if is_partial && heading.kind != HeadingKind::Annex {
            return Some(self.instance_of_part(heading, usize::from(level) - 1));
        }
        if heading.number.is_empty() || heading.kind == HeadingKind::Annex {
            // Word counts on below a heading that it doesn't count; the tree starts anew.
            self.restarted = self.has_counted.then_some(Restart { instance: 0, above: level });
            return Some(0);
        }

        self.has_counted = true;
        let Restart { mut instance, above } = self.restarted?;
        if level <= above {
            self.restarted = None;
            return None;
        }
        if instance == 0 {
            instance = self.add(HEADINGS, (above..4).map(|level| (usize::from(level), 1)));
        }
        self.restarted = Some(Restart { instance, above });
        Some(instance)
    }

    /// The instance that gives a heading the tree's number, whatever stands before it.
    fn instance_of_part(&mut self, heading: &Heading, level: usize) -> usize {
        if heading.number.is_empty() {
            return 0;
        }
        let number = parse_ordinal(&heading.number);
        let follows = self.instance != 0 && level > 0 && self.counts[level] + 1 == number;
        if !follows {
            self.instance = self.add(HEADINGS, [(level, number)]);
        }
        self.counts[level] = number;
        self.counts[level + 1..].fill(0);
        self.instance
    }

    /// A new instance for an ordered list at a level, with marks of a form there. Word counts from 0 up
    /// to 32,767.
    pub fn ordered(&mut self, level: usize, start: u32, form: MarkForm) -> usize {
        let start = usize::try_from(start.min(32_767)).unwrap_or(0);
        self.add(ORDERED + form as usize, [(level.min(LEVELS - 1), start)])
    }

    /// Adds an instance of a definition; `starts`: the first numbers of its levels.
    fn add(
        &mut self,
        definition: usize,
        starts: impl IntoIterator<Item = (usize, usize)>,
    ) -> usize {
        let id = FIRST_LIST + self.instances.len();
        let overrides =
            starts.into_iter().map(|(level, start)| LevelOverride::new(level).start(start));
        self.instances.push(Instance::new(id, definition).overrides(overrides.collect()));
        id
    }

    /// Definitions, then instances.
    pub fn render(&self, measures: &Measures) -> String {
        let mut out = to_xml(&headings(measures));
        out.push_str(&to_xml(&bullets(measures)));
        out.push_str(&to_xml(&tasks(measures)));

        for form in MarkForm::ALL {
            out.push_str(&to_xml(&ordered(form, measures)));
        }
        for id in [HEADINGS, BULLETS, TASKS, NUMBERS] {
            out.push_str(&to_xml(&Instance::new(id, id)));
        }
        self.instances.iter().for_each(|instance| out.push_str(&to_xml(instance)));
        out
    }
}

/// The number in `六、` `（十二）` `3.` `（4）`.
fn parse_ordinal(number: &str) -> usize {
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
                if let Some(value) = DIGITS.chars().position(|digit| digit == other) {
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
fn headings(measures: &Measures) -> AbstractNumbering {
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
            .indent(Some(0), Some(SpecialIndentType::FirstLine(2 * measures.em)), None, None)
            .paragraph_style(style_ids::heading(number))
    });
    levels.fold(definition(HEADINGS, "multilevel"), AbstractNumbering::add_level)
}

fn bullets(measures: &Measures) -> AbstractNumbering {
    let levels = (0..LEVELS).map(|index| {
        let glyph = if index == 0 { "•" } else { "·" };
        let level = with_indent(level(index, "bullet", glyph), index, measures)
            .suffix(LevelSuffixType::Space)
            .fonts(RunFonts::new().hint("eastAsia"));
        with_style(level, style_ids::list_bullet(index))
    });

    levels.fold(definition(BULLETS, "hybridMultilevel"), AbstractNumbering::add_level)
}

/// Levels without a number: they say how deep a task stands.
fn tasks(measures: &Measures) -> AbstractNumbering {
    let levels = (0..LEVELS).map(|index| with_indent(level(index, "none", ""), index, measures));
    levels.fold(definition(TASKS, "multilevel"), AbstractNumbering::add_level)
}

/// Lists whose marks have one form at every level: a list within another is one of its own.
fn ordered(form: MarkForm, measures: &Measures) -> AbstractNumbering {
    let levels = (0..LEVELS).map(|index| {
        let number = index + 1;
        let (format, text) = match form {
            MarkForm::Point => ("decimal", format!("%{number}.")),
            MarkForm::Brackets => ("decimal", format!("（%{number}）")),
            MarkForm::Circle => ("decimalEnclosedCircle", format!("%{number}")),
            MarkForm::Bracket => ("decimal", format!("%{number})")),
        };
        let level = with_indent(level(index, format, &text), index, measures);
        if form == MarkForm::Point {
            with_style(level, style_ids::list_number(index))
        } else {
            level
        }
    });
    let id = ORDERED + form as usize;
    levels.fold(definition(id, "multilevel"), AbstractNumbering::add_level)
}

/// A level that a style of lists stands for, as far as there is one.
fn with_style(level: Level, style: String) -> Level {
    if style == style_ids::LIST { level } else { level.paragraph_style(style) }
}

/// Official documents set items as paragraphs with two characters in front, not as hanging lists.
fn with_indent(level: Level, index: usize, measures: &Measures) -> Level {
    let first = Some(SpecialIndentType::FirstLine(2 * measures.em));
    level.suffix(LevelSuffixType::Nothing).indent(
        Some(level_indent(index, measures)),
        first,
        None,
        None,
    )
}

/// The style of an item that an instance numbers at a level; tasks have none of their own.
pub(super) fn list_style(instance: usize, level: usize) -> String {
    match instance {
        BULLETS => style_ids::list_bullet(level),
        TASKS => style_ids::LIST.to_owned(),
        _ => style_ids::list_number(level),
    }
}

/// Where an item's lines begin, in twips: one character for each level above it.
pub(super) fn level_indent(level: usize, measures: &Measures) -> i32 {
    measures.em * i32::try_from(level.min(LEVELS - 1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::parse_ordinal;

    #[test]
    fn numbers_of_headings() {
        let list = ["六、", "（十二）", "二十、", "（三十五）", "一百零七、", "3.", "（14）"];
        assert_eq!(list.map(parse_ordinal), [6, 12, 20, 35, 107, 3, 14]);
    }
}
