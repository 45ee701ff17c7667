//! What a sentence has said so far: its subject, its years, the direction of a change.
//!
//! In: tokens one by one. Out: the state that a number's meaning is read from. Anything that isn't
//! understood unties the subject: nothing is guessed.

use super::Direction;
use super::names::Entry;
use super::scope::{self, Setting};
use super::words::{self, Word};
use crate::indicator::IndicatorId;

/// Indicators, years or years of comparison in a row that a list of numbers may be about.
const MOST: usize = 24;
/// Earlier clauses that are remembered; a sentence of more is as good as a doubt.
const MAX_CLAUSES: usize = 60;

/// What a number may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    /// The indicator.
    pub id: IndicatorId,
    /// Whether the indicator is itself the rate of change of what was named.
    pub rate: Option<Direction>,
}

impl From<&Entry> for Subject {
    fn from(entry: &Entry) -> Subject {
        Subject { id: entry.id, rate: entry.rate }
    }
}

/// A year that a sentence speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Year {
    /// The year.
    pub value: i32,
    /// Whether it surely governs what follows, and not only an event.
    pub firm: bool,
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Motion {
    /// The direction.
    pub direction: Direction,
    /// Where its word begins.
    pub start: usize,
}

/// What went before in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Earlier {
    /// A clause, as [`scope::of_clause`] reads it.
    Clause(String),
    /// The whole city was named: what follows is its own.
    City,
}

/// The state of a sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Scene {
    /// What is spoken of.
    pub subjects: Vec<Subject>,
    /// Whether everything since the subject was understood.
    pub tied: bool,
    /// The year.
    pub year: Option<Year>,
    /// Several years, for lists.
    pub years: Vec<i32>,
    /// The year of comparison, and whether it holds for the whole sentence.
    pub base: Option<(i32, bool)>,
    /// Several years of comparison, for lists: 分别比2015年、2016年提高.
    pub bases: Vec<i32>,
    /// The year of comparison of an earlier clause: 比2015年增加5.2万人，增长2.4%.
    pub carried: Option<i32>,
    /// Whether a year of comparison is to follow.
    pub than: bool,
    /// After 由: where a change begins.
    pub from: bool,
    /// The year where a change begins.
    pub from_year: Option<i32>,
    /// The year where the clause's change began.
    pub start_year: Option<i32>,
    /// The direction of a change.
    pub motion: Option<Motion>,
    /// 达到 after a direction: a level or a change?
    pub attained: bool,
    /// 分别.
    pub respectively: bool,
    /// 均.
    pub each: bool,
    /// 年均 or 三年增长: no change that the table has.
    pub mean: bool,
    /// Part of a year, or an intention.
    pub doubtful: bool,
    /// Growth at constant prices.
    pub real: bool,
    /// Growth at current prices.
    pub nominal: bool,
    /// Growth and levels of the clause at constant prices.
    pub constant: bool,
    /// Whose figures an earlier clause announced, if not the city's: the words of their topic.
    pub scope: Option<String>,
    /// Earlier clauses that weren't read yet for whose figures they announce: most sentences have no
    /// number for which that matters.
    pub unread: Vec<Earlier>,
    /// What the clause says, as [`scope::of_clause`] reads it.
    pub clause: String,
    /// What the clause holds that was not understood.
    pub unknown: String,
    /// Whether the clause gave a year.
    pub year_given: bool,
    /// Whether the clause has a subject of its own.
    pub subject_given: bool,
}

impl Scene {
    /// A clause ends.
    pub(super) fn end_clause(&mut self) {
        let clause = std::mem::take(&mut self.clause);
        // Words that are all understood announce nothing but constant prices.
        if !self.unknown.is_empty() || self.constant {
            self.remember(Earlier::Clause(clause));
        }
        self.constant = false;
        if !self.unknown.is_empty()
            && self.year_given
            && !self.subject_given
            && let Some(year) = &mut self.year
        {
            year.firm = false;
        }
        let base = self.base.map(|(year, _)| year);
        self.carried = base.or(self.start_year.take()).or(self.carried);
        if !self.bases.is_empty() {
            (self.base, self.carried) = (None, None);
            self.bases.clear();
        }
        self.base = self.base.filter(|(_, lasting)| *lasting);
        self.motion = None;
        self.attained = false;
        self.than = false;
        self.from_year = None;
        self.respectively = false;
        self.each = false;
        self.mean = false;
        self.unknown.clear();
        self.year_given = false;
        self.subject_given = false;
    }

    fn remember(&mut self, earlier: Earlier) {
        if self.unread.len() < MAX_CLAUSES {
            self.unread.push(earlier);
        } else {
            self.doubtful = true;
        }
    }

    /// Reads what the earlier clauses say of whose figures follow, and on what basis.
    pub(super) fn read_earlier(&mut self, city: &str) {
        for earlier in std::mem::take(&mut self.unread) {
            match earlier {
                Earlier::City => self.scope = None,
                Earlier::Clause(clause) => match scope::of_clause(&clause, city) {
                    Setting::Open => {}
                    Setting::Another(topic) => self.scope = Some(topic),
                    Setting::Basis => self.doubtful = true,
                },
            }
        }
    }

    /// More of what the clause says.
    pub(super) fn say(&mut self, text: &str) {
        let room = scope::MAX_WORDS.saturating_sub(self.clause.len());
        self.clause.push_str(&text[..text.floor_char_boundary(room)]);
    }

    /// A sentence ends.
    pub(super) fn end_sentence(&mut self) {
        *self = Scene::default();
    }

    /// Something that isn't understood.
    pub(super) fn unknown(&mut self, text: &str) {
        self.doubtful |= words::append(&mut self.unknown, text);
        self.tied = false;
        self.motion = None;
        self.than = false;
        self.respectively = false;
        self.each = false;
    }

    /// A name: the subject, where nothing before it narrows it.
    pub(super) fn name(&mut self, entry: &Entry, stands_free: bool, listed: bool) {
        let clean = self.unknown.is_empty();
        let bearable = entry.full
            && stands_free
            && entry.length() >= 5
            && self.unknown.chars().count() >= 6
            && !words::narrows(&self.unknown);
        if self.than || !(clean || bearable) || self.subjects.len() >= MOST {
            self.unknown("名");
            return;
        }
        let subject = Subject::from(entry);
        if !(listed && self.tied) {
            self.subjects.clear();
            self.carried = None;
            self.base = self.base.filter(|(_, lasting)| *lasting);
        }
        self.subjects.push(subject);
        self.bases.clear();
        self.tied = true;
        self.subject_given = true;
        self.motion = None;
        self.attained = false;
        self.from = false;
        self.from_year = None;
        self.respectively = false;
        self.each = false;
        self.mean = false;
    }

    /// A year; one of comparison holds for the sentence where its clause ends with it.
    pub(super) fn set_year(&mut self, year: i32, ends_clause: bool) {
        if self.than {
            self.bases.clear();
            self.base = Some((year, ends_clause));
            self.than = false;
        } else if self.from {
            self.from_year = Some(year);
            self.start_year = Some(year);
        } else {
            self.year = Some(Year { value: year, firm: true });
            self.carried = None;
            self.years.clear();
            self.year_given = true;
        }
    }

    /// One more of a list of years of comparison.
    pub(super) fn add_base(&mut self, year: i32) {
        if self.bases.is_empty() {
            self.bases.extend(self.base.map(|(year, _)| year));
        }
        match self.bases.len() < MOST {
            true => self.bases.push(year),
            false => self.mean = true,
        }
    }

    /// One more of a list of years.
    pub(super) fn add_year(&mut self, year: i32) {
        if self.than || self.from || self.years.len() >= MOST {
            return;
        }
        if self.years.is_empty() {
            self.years.extend(self.year.map(|year| year.value));
        }
        self.years.push(year);
        self.year = None;
    }

    /// Several years at once.
    pub(super) fn set_years(&mut self, years: Vec<i32>) {
        self.years = years;
        self.year = None;
    }

    /// A word of the list; `start` is where it begins.
    pub(super) fn word(&mut self, word: Word, start: usize, ends_clause: bool) {
        match word {
            Word::Is => self.attained |= self.motion.is_some(),
            Word::Reach => {
                self.motion = None;
                self.attained = false;
                self.from = false;
            }
            Word::Moves(direction) => self.motion = Some(Motion { direction, start }),
            Word::Rate(direction) => {
                self.motion = Some(Motion { direction, start });
                self.mean |= self.base.is_some();
            }
            Word::Than => self.than = true,
            Word::Compared => {
                self.base = self.base.map(|(year, _)| (year, true));
                self.than = false;
            }
            Word::LastYear => match self.year {
                Some(year) => self.set_year_before(year, ends_clause),
                None if self.than => (self.than, self.mean) = (false, true),
                None => self.doubtful = true,
            },
            Word::OverYear => self.carried = None,
            Word::ThisYear => {}
            Word::From => self.from = true,
            Word::Respectively => self.respectively = true,
            Word::Each => self.each = true,
            Word::Mean => self.mean = true,
            Word::Partial => self.doubtful = true,
            Word::Real => self.real = true,
            Word::Constant => (self.real, self.constant) = (true, true),
            Word::Nominal => self.nominal = true,
            // 占全市的比重 says nothing of whose figures follow.
            Word::City if self.unknown.is_empty() && !self.subject_given && !self.than => {
                self.remember(Earlier::City);
            }
            Word::City => {}
            Word::Part => self.tied = false,
            Word::Foreign => self.unknown("词"),
            Word::And | Word::With | Word::Of | Word::Filler => {}
        }
    }

    fn set_year_before(&mut self, year: Year, ends_clause: bool) {
        let before = year.value.saturating_sub(1);
        self.set_year(before, ends_clause);
        if let Some(year_now) = &mut self.year
            && year_now.value == before
        {
            year_now.firm = year.firm;
        }
    }
}
