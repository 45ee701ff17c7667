//! What a sentence has said so far: its subject, its years, the direction of a change.
//!
//! In: tokens one by one. Out: the state that a number's meaning is read from. After anything that
//! isn't understood the subject is uncertain: nothing is guessed. The year, what was spoken of and
//! whose figures those are go on from one sentence of a paragraph to the next.

use super::finding::Direction;
use super::lexicon::{self, Word};
use super::names::IndicatorName;
use super::paragraph::ParagraphScope;
use super::scope;
use crate::indicator::IndicatorId;

/// Maximum number of indicators, years or base years in a row that a list of numbers may be about.
const MAX_LISTED: usize = 24;
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
    /// Whether only the end of its name is typed: 参与人数, after 315活动参与企业数.
    pub elliptic: bool,
}

impl From<&IndicatorName> for Subject {
    fn from(name: &IndicatorName) -> Subject {
        Subject { id: name.id, rate: name.rate, elliptic: false }
    }
}

/// How surely a year is that of the numbers after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// It may be that of an event.
    Loose,
    /// It is that of a heading, or of numbers in an earlier sentence.
    Inherited,
    /// The sentence gives it.
    Stated,
}

/// A year that a sentence speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Year {
    pub value: i32,
    pub certainty: Certainty,
}

impl Year {
    /// A year that surely governs what follows.
    pub(super) fn certain(value: i32) -> Year {
        Year { value, certainty: Certainty::Stated }
    }

    /// A year that an earlier sentence or a heading gave.
    pub(super) fn inherited(value: i32) -> Year {
        Year { value, certainty: Certainty::Inherited }
    }

    /// Whether the sentence gives it.
    pub(super) fn is_stated(self) -> bool {
        self.certainty == Certainty::Stated
    }

    /// The same, no surer than that.
    pub(super) fn at_most(self, certainty: Certainty) -> Year {
        Year { certainty: self.certainty.min(certainty), ..self }
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

#[derive(Debug, Clone, Default)]
pub(super) struct SentenceState {
    /// What is spoken of.
    pub subjects: Vec<Subject>,
    /// What the sentence has named, in its order.
    pub mentioned: Vec<Subject>,
    /// What the last sentence that named anything has named: 三项指标分别为.
    pub earlier_subjects: Vec<Subject>,
    /// Whatever the sentence has named, understood or not.
    pub named: Vec<Subject>,
    /// Whether everything since the subject was understood.
    pub subject_certain: bool,
    pub year: Option<Year>,
    /// Whether a number agrees with the data of that year.
    pub year_confirmed: bool,
    /// Several years, for lists.
    pub years: Vec<i32>,
    /// The year of comparison.
    pub base_year: Option<BaseYear>,
    /// Several years of comparison, for lists: 分别比2015年、2016年提高.
    pub base_years: Vec<i32>,
    /// The year of comparison of an earlier clause: 比2015年增加5.2万人，增长2.4%.
    pub prior_base_year: Option<i32>,
    /// Where the prior year of comparison comes from.
    pub prior_base: PriorBase,
    /// Whether the sentence compares with something else than a year: 与全省平均相比.
    pub foreign_comparison: bool,
    /// Whether a year of comparison is to follow.
    pub expects_base_year: bool,
    /// After 由: where a change begins.
    pub after_from: bool,
    /// Whether a number went by since 由.
    pub from_has_number: bool,
    /// The year where a change begins.
    pub change_start: Option<i32>,
    /// The year where the last change began, in this sentence or an earlier one.
    pub last_change_start: Option<i32>,
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
    /// Something makes whatever is said doubtful.
    pub doubtful: bool,
    /// Growth at constant prices.
    pub real_growth: bool,
    /// Growth at current prices.
    pub nominal_growth: bool,
    /// Growth and levels of the clause at constant prices.
    pub constant_prices: bool,
    /// Whose figures the paragraph gives.
    pub scope: ParagraphScope,
    /// Whether the sentence speaks of parts: 其中.
    pub of_parts: bool,
    /// Whether the sentence has a number about an indicator.
    pub has_figure: bool,
    /// What the clause says, as [`scope::of_clause`] reads it.
    pub clause: String,
    /// What the clause holds that was not understood.
    pub unknown_words: String,
    /// Whether the clause gave a year.
    pub clause_has_year: bool,
    /// Whether the clause has a subject of its own.
    pub clause_has_subject: bool,
}

/// Where the year of comparison of an earlier clause comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum PriorBase {
    /// 比2015年增加5.2万人，增长2.4%.
    #[default]
    Comparison,
    /// 由2015年的9家增加到2017年的17家，增长88.9%: no other year can be meant.
    ChangeStart,
    /// The clause was about another indicator.
    OtherSubject,
}

impl SentenceState {
    /// The state at the beginning of a text, with the year of the headings above it.
    pub(super) fn under_headings(year: Option<Year>, scope: ParagraphScope) -> SentenceState {
        SentenceState { year, scope, ..SentenceState::default() }
    }

    pub(super) fn end_clause(&mut self) {
        let clause = std::mem::take(&mut self.clause);
        // Words that are all understood announce nothing but constant prices.
        if !self.unknown_words.is_empty() || self.constant_prices {
            self.scope.push_clause(clause, self.has_figure);
        }
        self.constant_prices = false;

        // The year of a clause that isn't understood may be that of an event.
        if !self.unknown_words.is_empty()
            && self.clause_has_year
            && !self.clause_has_subject
            && let Some(year) = &mut self.year
        {
            *year = year.at_most(Certainty::Loose);
        }

        let base_year = self.base_year.map(|base| base.value);
        let change_start = self.clause_change_start.take();
        if base_year.or(change_start).is_some() {
            self.prior_base = match base_year {
                Some(_) => PriorBase::Comparison,
                None => PriorBase::ChangeStart,
            };
        }
        self.prior_base_year = base_year.or(change_start).or(self.prior_base_year);
        self.last_change_start = change_start.or(self.last_change_start);
        if !self.base_years.is_empty() {
            (self.base_year, self.prior_base_year) = (None, None);
            self.base_years.clear();
        }
        self.base_year = self.base_year.filter(|base| base.lasting);

        // 从实施情况看 says of no change where it begins.
        self.after_from &= self.from_has_number;
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

    /// More of what the clause says.
    pub(super) fn push_words(&mut self, text: &str) {
        let room = scope::MAX_WORDS.saturating_sub(self.clause.len());
        self.clause.push_str(&text[..text.floor_char_boundary(room)]);
    }

    /// The sentence ends: what goes on into the next one of its paragraph stays.
    pub(super) fn end_sentence(&mut self, city: &str) {
        self.end_clause();
        let mut ended = std::mem::take(self);
        ended.scope.end_sentence(ended.of_parts, ended.has_figure, city);

        let confirmed = if ended.year_confirmed { Certainty::Inherited } else { Certainty::Loose };
        let year = ended.year.map(|year| match year.certainty {
            Certainty::Inherited => year,
            Certainty::Loose | Certainty::Stated => Year { certainty: confirmed, ..year },
        });
        let named = if ended.named.is_empty() { ended.earlier_subjects } else { ended.named };
        *self = SentenceState {
            year,
            earlier_subjects: named,
            last_change_start: ended.last_change_start,
            scope: ended.scope,
            ..SentenceState::default()
        };
    }

    /// Something that isn't understood.
    pub(super) fn push_unknown(&mut self, text: &str) {
        if lexicon::append(&mut self.unknown_words, text) {
            self.scope.intend();
        }
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
        if self.named.len() < MAX_LISTED {
            self.named.push(Subject::from(name));
        }
        if self.expects_base_year || !(understood || free) || self.subjects.len() >= MAX_LISTED {
            self.push_unknown("名");
            return;
        }

        if !understood {
            // What leads up to the name may say whose it is, as an earlier clause may.
            let lead = self.clause.trim_end_matches(scope::NAME).to_owned();
            self.scope.push_clause(lead, self.has_figure);
        }
        if !(listed && self.subject_certain) {
            self.subjects.clear();
            self.prior_base = PriorBase::OtherSubject;
            self.base_year = self.base_year.filter(|base| base.lasting);
        }
        self.push_subject(Subject::from(name));
        self.base_years.clear();
        self.subject_certain = true;
        self.clause_has_subject = true;
        self.after_from = false;
        self.forget_change();
    }

    fn push_subject(&mut self, subject: Subject) {
        self.subjects.push(subject);
        if self.mentioned.len() < MAX_LISTED {
            self.mentioned.push(subject);
        }
    }

    /// The end of a name, which goes on from that of the subject before: 参与人数.
    pub(super) fn set_elliptic_subject(&mut self, subject: Subject) {
        self.subjects.clear();
        self.prior_base = PriorBase::OtherSubject;
        self.base_year = self.base_year.filter(|base| base.lasting);
        self.push_subject(subject);
        self.subject_certain = true;
        self.clause_has_subject = true;
        self.after_from = false;
        self.forget_change();
    }

    /// A name of which the end follows with the next one: what was typed of it is understood.
    pub(super) fn share_subject(&mut self, subject: Subject) {
        self.unknown_words.clear();
        self.subjects.clear();
        self.push_subject(subject);
        self.subject_certain = true;
    }

    /// 三项指标, 这一数字: what was spoken of before.
    pub(super) fn resume_subjects(&mut self, subjects: Vec<Subject>) {
        self.subjects = subjects;
        self.subject_certain = true;
        self.clause_has_subject = true;
        self.unknown_words.clear();
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
            self.year_confirmed = false;
            self.prior_base_year = None;
            self.years.clear();
            self.clause_has_year = true;
            self.scope.give_year(year);
        }
    }

    /// The year of a day or a month: what follows may be about the whole of it.
    pub(super) fn set_event_year(&mut self, value: i32) {
        if self.year.is_some_and(Year::is_stated) {
            return;
        }
        self.year = Some(Year { value, certainty: Certainty::Loose });
        self.year_confirmed = false;
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
        self.scope.give_year(year);
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
                // 和上年相比 before any year.
                self.foreign_comparison |= self.base_year.is_none() && !self.is_annual_mean;
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
            Word::From => (self.after_from, self.from_has_number) = (true, false),
            Word::Respectively => self.respectively = true,
            Word::Each => self.each = true,
            Word::AnnualMean => self.is_annual_mean = true,
            Word::Partial => self.scope.speak_of_period(),
            Word::WholeYear => self.scope.give_whole_year(),
            Word::Preliminary => self.scope.speak_of_preliminary(),
            Word::AsOf => self.scope.turn_to_past(),
            Word::ThisNumber => {
                let last = self.mentioned.last().or(self.earlier_subjects.last()).copied();
                self.resume_subjects(last.into_iter().collect());
            }
            Word::Real => self.real_growth = true,
            Word::Constant => (self.real_growth, self.constant_prices) = (true, true),
            Word::Nominal => self.nominal_growth = true,
            // 占全市的比重 says nothing of whose figures follow.
            Word::City
                if self.unknown_words.is_empty()
                    && !self.clause_has_subject
                    && !self.expects_base_year =>
            {
                self.scope.name_city();
            }
            Word::City => {}
            Word::Part => (self.subject_certain, self.of_parts) = (false, true),
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
            *year_now = year_now.at_most(year.certainty);
        }
    }
}
