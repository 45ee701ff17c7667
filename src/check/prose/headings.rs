//! What headings say of the texts under them: a year, and whose figures these are.
//!
//! In: the headings above a text. Out: what the text's first sentence goes on from.

use super::context::ProseContext;
use super::lexicon;
use super::paragraph::ParagraphScope;
use super::scope;
use super::sentence::Year;
use crate::check::number::{self, Reading};
use crate::check::words::CONTEXT;

/// The headings above a text.
#[derive(Debug, Default)]
pub(super) struct Headings {
    stack: Vec<Heading>,
}

#[derive(Debug)]
struct Heading {
    level: u8,
    text: String,
    year: HeadingYear,
    /// Whether it names another place or organisation.
    elsewhere: bool,
    /// Whether it is about what is to be done.
    intended: bool,
}

/// What a heading says of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingYear {
    Unstated,
    One(i32),
    /// A part of it: 2017年上半年.
    PartOf(i32),
    /// Several years, or since one.
    Other,
}

/// What the first sentence of a text goes on from.
#[derive(Debug, Clone, Default)]
pub(super) struct Lead {
    pub year: Option<Year>,
    pub scope: ParagraphScope,
}

impl Headings {
    /// A heading begins: those of its level and below end.
    pub(super) fn push(&mut self, level: u8, text: String, context: &ProseContext<'_>) {
        self.stack.retain(|heading| heading.level < level);
        self.stack.push(Heading {
            level,
            year: year(&text, context),
            elsewhere: scope::heads_another(&text, context.city),
            intended: lexicon::intends(&text) || lexicon::asks(&text),
            text,
        });
    }

    /// Their texts, the topmost first.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.stack.iter().map(|heading| heading.text.as_str())
    }

    /// The year of the nearest heading that gives one.
    pub(super) fn year(&self) -> HeadingYear {
        let years = self.stack.iter().rev().map(|heading| heading.year);
        let mut stated = years.filter(|year| *year != HeadingYear::Unstated);
        stated.next().unwrap_or(HeadingYear::Unstated)
    }

    /// What a text under them goes on from.
    pub(super) fn lead(&self) -> Lead {
        let year = match self.year() {
            HeadingYear::One(year) => Some(Year::inherited(year)),
            HeadingYear::Unstated | HeadingYear::PartOf(_) | HeadingYear::Other => None,
        };
        let elsewhere = self.stack.iter().any(|heading| heading.elsewhere);
        let intended = self.stack.iter().any(|heading| heading.intended);
        Lead { year, scope: ParagraphScope::under_headings(elsewhere, intended) }
    }
}

/// What a caption, a heading or a sentence before a table says of the year.
pub(super) fn year(text: &str, context: &ProseContext<'_>) -> HeadingYear {
    let mut stated = HeadingYear::Unstated;
    for number in number::read(text, &context.units) {
        let rest = &text[number.range.end..];
        let next = match number.reading {
            Reading::Year(year) => {
                let month = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
                let since = CONTEXT.period_after_year.begins(rest);
                match (month, since) {
                    (_, true) => HeadingYear::Other,
                    (true, false) => HeadingYear::PartOf(year),
                    (false, false) => HeadingYear::One(year),
                }
            }
            Reading::Years(..) => HeadingYear::Other,
            Reading::Quantity(_) | Reading::Other(_) => continue,
        };
        stated = match stated {
            HeadingYear::Unstated => next,
            same if same == next => same,
            _ => HeadingYear::Other,
        };
    }

    match stated {
        HeadingYear::One(year) if lexicon::is_partial(text) => HeadingYear::PartOf(year),
        stated => stated,
    }
}
