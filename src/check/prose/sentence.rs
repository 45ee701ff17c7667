//! What a sentence has said so far: its subject, its years, the direction of a change.
//!
//! In: tokens one by one. Out: the state that a number's meaning is read from. After anything that
//! isn't understood the subject is uncertain: nothing is guessed.

use super::finding::Direction;
use super::lexicon::{self, Word};
use super::names::IndicatorName;
use super::scope::{self, ClauseScope};
use crate::indicator::IndicatorId;

/// Maximum number of indicators, years or base years in a row that a list of numbers may be about.
const MAX_LISTED: usize = 24;
/// Maximum number of earlier clauses that are remembered; a longer sentence is as good as a doubt.
const MAX_CLAUSES: usize = 60;
/// Minimum characters of a name that may follow words that aren't understood.
const MIN_FREE_NAME: usize = 5;
/// Minimum characters of words that aren't understood and may be followed by a subject.
const MIN_LEAD: usize = 6;

/// What a number may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    pub id: IndicatorId,
    /// Whether the indicator is itself the rate of change of what was named.
    pub rate: Option<Direction>,
}

impl From<&IndicatorName> for Subject {
    fn from(name: &IndicatorName) -> Subject {
        Subject { id: name.id, rate: name.rate }
    }
}

/// A year that a sentence speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Year {
    /// The year.
    pub value: i32,
    /// Whether it surely governs what follows, and not only an event.
    pub certain: bool,
}

impl Year {
    /// A year that surely governs what follows.
    pub(super) fn certain(value: i32) -> Year {
        Year { value, certain: true }
    }
}

/// The year that a change is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BaseYear {
    /// The year.
    pub value: i32,
    /// Whether it holds for the whole sentence, not for its clause alone.
    pub lasting: bool,
}

/// What went before in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PriorClause {
    /// A clause, as [`scope::of_clause`] reads it.
    Clause(String),
    /// The whole city was named: what follows is its own.
    City,
}

#[derive(Debug, Clone, Default)]
pub(super) struct SentenceState {
    /// What is spoken of.
    pub subjects: Vec<Subject>,
    /// Whether everything since the subject was understood.
    pub subject_certain: bool,
    pub year: Option<Year>,
    /// Several years, for lists.
    pub years: Vec<i32>,
    /// The year of comparison.
    pub base_year: Option<BaseYear>,
    /// Several years of comparison, for lists: 分别比2015年、2016年提高.
    pub base_years: Vec<i32>,
    /// The year of comparison of an earlier clause: 比2015年增加5.2万人，增长2.4%.
    pub prior_base_year: Option<i32>,
    /// Whether a year of comparison is to follow.
    pub expects_base_year: bool,
    /// After 由: where a change begins.
    pub after_from: bool,
    /// The year where a change begins.
    pub change_start: Option<i32>,
    /// The year where the clause's change began.
    pub clause_change_start: Option<i32>,
    pub change: Option<Direction>,
    /// 达到 after a direction: a level or a change?
    pub reached: bool,
    /// 分别.
    pub respectively: bool,
    /// 均.
    pub each: bool,
    /// 年均 or 三年增长: no change that the table has.
    pub is_annual_mean: bool,
    /// Part of a year, or an intention.
    pub doubtful: bool,
    /// Growth at constant prices.
    pub real_growth: bool,
    /// Growth at current prices.
    pub nominal_growth: bool,
    /// Growth and levels of the clause at constant prices.
    pub constant_prices: bool,
    /// Whose figures an earlier clause announced, if not the city's: the words of their topic.
    pub other_topic: Option<String>,
    /// Earlier clauses that weren't read yet for whose figures they announce: most sentences have no
    /// number for which that matters.
    pub unread_clauses: Vec<PriorClause>,
    /// What the clause says, as [`scope::of_clause`] reads it.
    pub clause: String,
    /// What the clause holds that was not understood.
    pub unknown_words: String,
    /// Whether the clause gave a year.
    pub clause_has_year: bool,
    /// Whether the clause has a subject of its own.
    pub clause_has_subject: bool,
}

impl SentenceState {
    pub(super) fn end_clause(&mut self) {
        let clause = std::mem::take(&mut self.clause);
        // Words that are all understood announce nothing but constant prices.
        if !self.unknown_words.is_empty() || self.constant_prices {
            self.remember(PriorClause::Clause(clause));
        }
        self.constant_prices = false;

        // The year of a clause that isn't understood may be that of an event.
        if !self.unknown_words.is_empty()
            && self.clause_has_year
            && !self.clause_has_subject
            && let Some(year) = &mut self.year
        {
            year.certain = false;
        }

        let base_year = self.base_year.map(|base| base.value);
        self.prior_base_year =
            base_year.or(self.clause_change_start.take()).or(self.prior_base_year);
        if !self.base_years.is_empty() {
            (self.base_year, self.prior_base_year) = (None, None);
            self.base_years.clear();
        }
        self.base_year = self.base_year.filter(|base| base.lasting);

        self.forget_change();
        self.expects_base_year = false;
        self.unknown_words.clear();
        self.clause_has_year = false;
        self.clause_has_subject = false;
    }

    /// What was said of a change holds no longer.
    fn forget_change(&mut self) {
        self.change = None;
        self.reached = false;
        self.change_start = None;
        self.respectively = false;
        self.each = false;
        self.is_annual_mean = false;
    }

    fn remember(&mut self, clause: PriorClause) {
        if self.unread_clauses.len() < MAX_CLAUSES {
            self.unread_clauses.push(clause);
        } else {
            self.doubtful = true;
        }
    }

    /// Reads what the earlier clauses say of whose figures follow, and on what basis.
    pub(super) fn read_prior_clauses(&mut self, city: &str) {
        for prior in std::mem::take(&mut self.unread_clauses) {
            let PriorClause::Clause(clause) = prior else {
                self.other_topic = None;
                continue;
            };
            match scope::of_clause(&clause, city) {
                ClauseScope::Unstated => {}
                ClauseScope::Other(topic) => self.other_topic = Some(topic),
                ClauseScope::OtherBasis => self.doubtful = true,
            }
        }
    }

    /// More of what the clause says.
    pub(super) fn push_words(&mut self, text: &str) {
        let room = scope::MAX_WORDS.saturating_sub(self.clause.len());
        self.clause.push_str(&text[..text.floor_char_boundary(room)]);
    }

    pub(super) fn end_sentence(&mut self) {
        *self = SentenceState::default();
    }

    /// Something that isn't understood.
    pub(super) fn push_unknown(&mut self, text: &str) {
        self.doubtful |= lexicon::append(&mut self.unknown_words, text);
        self.subject_certain = false;
        self.change = None;
        self.expects_base_year = false;
        self.respectively = false;
        self.each = false;
    }

    /// A name: the subject, where nothing before it narrows it. `listed` means that it goes on a list
    /// of names.
    pub(super) fn set_subject(&mut self, name: &IndicatorName, keeps_scope: bool, listed: bool) {
        let understood = self.unknown_words.is_empty();
        let free = name.full
            && keeps_scope
            && name.length() >= MIN_FREE_NAME
            && self.unknown_words.chars().count() >= MIN_LEAD
            && !lexicon::narrows(&self.unknown_words);
        if self.expects_base_year || !(understood || free) || self.subjects.len() >= MAX_LISTED {
            self.push_unknown("名");
            return;
        }

        if !(listed && self.subject_certain) {
            self.subjects.clear();
            self.prior_base_year = None;
            self.base_year = self.base_year.filter(|base| base.lasting);
        }
        self.subjects.push(Subject::from(name));
        self.base_years.clear();
        self.subject_certain = true;
        self.clause_has_subject = true;
        self.after_from = false;
        self.forget_change();
    }

    /// A year; one of comparison holds for the sentence where its clause ends with it.
    pub(super) fn set_year(&mut self, year: i32, ends_clause: bool) {
        if self.expects_base_year {
            self.base_years.clear();
            self.base_year = Some(BaseYear { value: year, lasting: ends_clause });
            self.expects_base_year = false;
        } else if self.after_from {
            self.change_start = Some(year);
            self.clause_change_start = Some(year);
        } else {
            self.year = Some(Year::certain(year));
            self.prior_base_year = None;
            self.years.clear();
            self.clause_has_year = true;
        }
    }

    /// One more of a list of years of comparison.
    pub(super) fn add_base_year(&mut self, year: i32) {
        if self.base_years.is_empty() {
            self.base_years.extend(self.base_year.map(|base| base.value));
        }

        if self.base_years.len() < MAX_LISTED {
            self.base_years.push(year);
        } else {
            self.is_annual_mean = true;
        }
    }

    /// One more of a list of years.
    pub(super) fn add_year(&mut self, year: i32) {
        if self.expects_base_year || self.after_from || self.years.len() >= MAX_LISTED {
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

    /// A word of the lexicon.
    pub(super) fn apply_word(&mut self, word: Word, ends_clause: bool) {
        match word {
            Word::Is => self.reached |= self.change.is_some(),
            Word::Reach => {
                self.change = None;
                self.reached = false;
                self.after_from = false;
            }
            Word::Moves(direction) => self.change = Some(direction),
            Word::Rate(direction) => {
                self.change = Some(direction);
                self.is_annual_mean |= self.base_year.is_some();
            }
            Word::ComparedWith => self.expects_base_year = true,
            Word::Compared => {
                self.base_year = self.base_year.map(|base| BaseYear { lasting: true, ..base });
                self.expects_base_year = false;
            }
            Word::LastYear => match self.year {
                Some(year) => self.set_year_before(year, ends_clause),
                None if self.expects_base_year => {
                    (self.expects_base_year, self.is_annual_mean) = (false, true);
                }
                None => self.doubtful = true,
            },
            Word::OverYear => self.prior_base_year = None,
            Word::ThisYear => {}
            Word::From => self.after_from = true,
            Word::Respectively => self.respectively = true,
            Word::Each => self.each = true,
            Word::AnnualMean => self.is_annual_mean = true,
            Word::Partial => self.doubtful = true,
            Word::Real => self.real_growth = true,
            Word::Constant => (self.real_growth, self.constant_prices) = (true, true),
            Word::Nominal => self.nominal_growth = true,
            // 占全市的比重 says nothing of whose figures follow.
            Word::City
                if self.unknown_words.is_empty()
                    && !self.clause_has_subject
                    && !self.expects_base_year =>
            {
                self.remember(PriorClause::City);
            }
            Word::City => {}
            Word::Part => self.subject_certain = false,
            Word::Foreign => self.push_unknown("词"),
            Word::And | Word::With | Word::Of | Word::Filler => {}
        }
    }

    fn set_year_before(&mut self, year: Year, ends_clause: bool) {
        let before = year.value.saturating_sub(1);
        self.set_year(before, ends_clause);
        if let Some(year_now) = &mut self.year
            && year_now.value == before
        {
            year_now.certain = year.certain;
        }
    }
}
