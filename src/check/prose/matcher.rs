//! The numbers of one text, matched with what the text says they are.
//!
//! In: a text cut into tokens. Out: a verdict for every number that a writer typed in it.

use super::compare::{self, Comparison};
use super::context::ProseContext;
use super::finding::{Aspect, Direction, Fact, UnitPosition, Verdict};
use super::lexicon::Word;
use super::plain::Text;
use super::scope;
use super::sentence::{BaseYear, SentenceState, Subject, Year};
use super::tokens::{TokenKind, TokenizedText, tokenize};
use crate::check::number::{Amount, Bound, Quantity, Reading};
use crate::check::words::CONTEXT;
use crate::document::ValueId;
use crate::indicator::IndicatorKind;
use std::cell::Cell;
use std::ops::Range;

/// Maximum depth of brackets whose contents are read.
const MAX_BRACKETS: usize = 24;

/// A text on its way through the state of its sentences.
pub(super) struct Matcher<'a> {
    pub(super) context: &'a ProseContext<'a>,
    pub(super) text: &'a str,
    pub(super) tokenized: &'a TokenizedText<'a>,
    pub(super) state: SentenceState,
    /// The states outside open brackets.
    pub(super) outer_states: Vec<SentenceState>,
    /// Number of open brackets inside these, which are not read.
    pub(super) skipped_brackets: usize,
    /// Whether the sentence has a remark on current prices, where that was asked.
    nominal_noted: Cell<Option<bool>>,
    /// The year of the sentence before, for 当年.
    previous_year: Option<i32>,
    /// Whether growth at current prices was announced for the file.
    nominal_announced: bool,
    pub(super) verdicts: Vec<Verdict>,
    /// The first token that isn't dealt with yet.
    pub(super) next_index: usize,
    /// Where the sentence begins.
    sentence_start: usize,
}

/// Gives the verdict on every number of a text; `nominal` says whether an earlier text of the file
/// announced growth at current prices.
pub(super) fn verdicts(
    context: &ProseContext<'_>,
    text: &Text,
    nominal: &mut bool,
) -> Vec<(Range<usize>, Verdict)> {
    let tokenized = tokenize(context, text);
    let plain = text.text.text();
    *nominal |= plain.contains("下同") && CONTEXT.current_prices.is_in(plain);

    let verdicts = tokenized.numbers.iter().map(|number| match number.reading {
        Reading::Quantity(_) => Verdict::Undecided,
        _ => Verdict::NoQuantity,
    });
    let mut matcher = Matcher {
        context,
        text: plain,
        tokenized: &tokenized,
        state: SentenceState::default(),
        outer_states: Vec::new(),
        skipped_brackets: 0,
        nominal_noted: Cell::new(None),
        previous_year: None,
        nominal_announced: *nominal,
        verdicts: verdicts.collect(),
        next_index: 0,
        sentence_start: 0,
    };
    for index in 0..tokenized.tokens.len() {
        if index >= matcher.next_index {
            matcher.read_token(index);
        }
    }

    let verdicts = matcher.verdicts;
    tokenized.numbers.into_iter().map(|number| number.range).zip(verdicts).collect()
}

impl<'a> Matcher<'a> {
    pub(super) fn kind(&self, index: usize) -> Option<TokenKind<'a>> {
        self.tokenized.tokens.get(index).map(|token| token.kind)
    }

    pub(super) fn kind_before(&self, index: usize) -> Option<TokenKind<'a>> {
        index.checked_sub(1).and_then(|before| self.kind(before))
    }

    /// The text of a token; empty where there is none.
    pub(super) fn token_text(&self, index: usize) -> &'a str {
        self.tokenized.tokens.get(index).map_or("", |token| &self.text[token.range.clone()])
    }

    fn read_token(&mut self, index: usize) {
        let Some(token) = self.tokenized.tokens.get(index) else { return };
        let range = token.range.clone();
        self.extend_clause(token.kind, &self.text[range.clone()]);
        match token.kind {
            TokenKind::Name(name) => {
                if self.is_part_by_number(index, name) {
                    self.state.push_unknown("限");
                }
                let keeps_scope = self.keeps_its_scope(index);
                let listed = matches!(self.listed_after(index), Some(TokenKind::Name(_)));
                self.state.set_subject(name, keeps_scope, listed);
            }
            TokenKind::Value(id) => {
                self.read_prior_clauses(index);
                self.read_value(index, id);
            }
            TokenKind::Number(number) => {
                self.read_prior_clauses(index);
                self.match_number(index, number);
            }
            TokenKind::Year(year) => self.read_year(index, year),
            TokenKind::Years(from, to) => {
                let spanning = (0..10).contains(&to.saturating_sub(from));
                let years = if spanning { (from..=to).collect() } else { Vec::new() };
                self.state.set_years(years);
            }
            TokenKind::Word(word) => self.read_word(index, word),
            TokenKind::Comma | TokenKind::Semicolon => self.state.end_clause(),
            TokenKind::Stop => {
                self.previous_year = self.state.year.map(|year| year.value).or(self.previous_year);
                self.state.end_sentence();
                self.outer_states.clear();
                self.skipped_brackets = 0;
                self.nominal_noted.set(None);
                self.sentence_start = range.end;
            }
            TokenKind::Open if self.outer_states.len() < MAX_BRACKETS => {
                self.outer_states.push(self.state.clone());
                self.state.clause.clear();
            }
            TokenKind::Open => {
                self.skipped_brackets += 1;
                self.state.push_unknown("（");
            }
            TokenKind::Close => self.close_bracket(index),
            TokenKind::Unknown => self.state.push_unknown(&self.text[range]),
        }
    }

    /// Reads the earlier clauses where a number here may be about an indicator.
    fn read_prior_clauses(&mut self, index: usize) {
        if self.state.subject_certain || matches!(self.kind(index + 1), Some(TokenKind::Name(_))) {
            self.state.read_prior_clauses(self.context.city);
        }
    }

    /// Adds a token to what the clause says.
    fn extend_clause(&mut self, kind: TokenKind<'_>, text: &str) {
        let mut buffer = [0; 4];
        match kind {
            TokenKind::Name(_) => self.state.push_words(scope::NAME.encode_utf8(&mut buffer)),
            TokenKind::Number(_) => self.state.push_words(scope::FIGURE.encode_utf8(&mut buffer)),
            TokenKind::Value(id) => {
                let value = self.context.values.get(id.0 as usize);
                if value.is_some_and(|value| value.indicators.is_empty()) {
                    self.state.push_words(text);
                } else {
                    self.state.push_words(scope::FIGURE.encode_utf8(&mut buffer));
                }
            }
            TokenKind::Word(_) | TokenKind::Open | TokenKind::Unknown => {
                self.state.push_words(text);
            }
            _ => {}
        }
    }

    /// The token that this one goes on a list with, by 、 or 和.
    fn listed_after(&self, index: usize) -> Option<TokenKind<'a>> {
        let joined =
            matches!(self.kind_before(index), Some(TokenKind::Word(Word::And | Word::With)));
        index.checked_sub(2).filter(|_| joined).and_then(|first| self.kind(first))
    }

    fn read_word(&mut self, index: usize, word: Word) {
        if self.begins_comparison(index, word) {
            self.state.expects_base_year = true;
        } else if let (Word::LastYear, Some(year)) = (word, self.state.year)
            && self.adds_base(index)
        {
            self.state.add_base_year(year.value.saturating_sub(1));
        } else if word == Word::ThisYear && self.state.year.is_none() {
            self.state.year = self.previous_year.map(|value| Year { value, certain: false });
        } else {
            self.state.apply_word(word, self.ends_clause(index));
        }
    }

    /// Whether 与上年相比 begins here, with any word for 与. 2015年和2017年相比 compares an earlier year
    /// with a later one: which of them is meant isn't certain.
    fn begins_comparison(&self, index: usize, word: Word) -> bool {
        let joins = word == Word::With || (word == Word::And && self.token_text(index) == "和");
        let compared = matches!(self.kind(index + 2), Some(TokenKind::Word(Word::Compared)));
        if !joins || !compared {
            return false;
        }

        match (self.kind_before(index), self.kind(index + 1)) {
            (Some(TokenKind::Year(earlier)), Some(TokenKind::Year(year))) => earlier > year,
            (_, Some(TokenKind::Year(_) | TokenKind::Word(Word::LastYear))) => true,
            (_, _) => false,
        }
    }

    fn read_year(&mut self, index: usize, year: i32) {
        let Some(token) = self.tokenized.tokens.get(index) else { return };
        let rest = &self.text[token.range.end..];
        // 按2010年不变价计算 speaks of no year.
        if CONTEXT.prices_after_year.begins(rest) {
            (self.state.real_growth, self.state.constant_prices) = (true, true);
            return;
        }

        if CONTEXT.period_after_year.begins(rest) || self.is_part(index) {
            self.state.push_unknown("年");
            self.state.doubtful |= self.is_part(index);
            return;
        }

        let listed = !self.state.expects_base_year
            && matches!(self.listed_after(index), Some(TokenKind::Year(_)));
        if self.adds_base(index) {
            self.state.add_base_year(year);
        } else if listed {
            self.state.add_year(year);
        } else if self.is_measure(index) {
            self.state.base_year = Some(BaseYear { value: year, lasting: false });
        } else {
            self.state.set_year(year, self.ends_clause(index));
        }
    }

    /// Whether a year goes on a list of years of comparison: 分别比上年和2015年.
    fn adds_base(&self, index: usize) -> bool {
        let last = self.state.base_years.last().copied();
        let last = last.or(self.state.base_year.map(|base| base.value));
        match self.listed_after(index) {
            Some(TokenKind::Year(year)) => last == Some(year),
            Some(TokenKind::Word(Word::LastYear)) => last.is_some(),
            Some(_) | None => false,
        }
    }

    /// Whether a comma follows.
    fn ends_clause(&self, index: usize) -> bool {
        matches!(self.kind(index + 1), Some(TokenKind::Comma))
    }

    /// Whether the number is that of the year of comparison: 较2015年的96.1%提高.
    fn is_of_base(&self, index: usize) -> bool {
        let of = matches!(self.kind_before(index), Some(TokenKind::Word(Word::Of)));
        let year = index.checked_sub(2).filter(|_| of).and_then(|year| self.kind(year));
        match (self.state.base_year, year) {
            (Some(base), Some(TokenKind::Year(year))) => base.value == year,
            (Some(_), Some(TokenKind::Word(Word::LastYear))) => true,
            _ => false,
        }
    }

    /// Whether a month other than December follows.
    fn is_part(&self, index: usize) -> bool {
        let Some(token) = self.tokenized.tokens.get(index) else { return false };
        let rest = &self.text[token.range.end..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let dash = rest[digits..].starts_with(['—', '-', '–', '至', '～']);
        digits > 0 && (dash || (rest[digits..].starts_with('月') && &rest[..digits] != "12"))
    }

    /// Whether 的1.2倍 follows; 翻一番 after a year is for the year of comparison, as any growth is.
    fn is_measure(&self, index: usize) -> bool {
        let of = matches!(self.kind(index + 1), Some(TokenKind::Word(Word::Of)));
        let Some(TokenKind::Number(number)) = self.kind(if of { index + 2 } else { index + 1 })
        else {
            return false;
        };
        self.quantity(number).is_some_and(|quantity| {
            quantity.base == "倍" && !matches!(quantity.amount, Amount::Doubling(_))
        })
    }

    fn read_value(&mut self, index: usize, id: ValueId) {
        let Some(value) = self.context.values.get(id.0 as usize) else { return };
        let years: Vec<i32> = value.indicators.iter().map(|(_, year)| *year).collect();
        let Some((name, year)) = value.indicators.first() else {
            self.read_text_value(&value.text);
            return;
        };
        let Some(id) = self.context.indicators.find(name) else { return };

        self.match_list(index);
        if !self.state.subject_certain
            || !self.state.subjects.iter().any(|subject| subject.id == id)
        {
            self.state.subjects = vec![Subject { id, rate: None }];
        }
        self.state.subject_certain = true;
        self.state.clause_has_subject = true;
        self.state.change = None;
        self.state.reached = false;

        let plain =
            !self.state.expects_base_year && !self.state.after_from && self.state.years.is_empty();
        match years.as_slice() {
            [_] if plain && !(self.state.clause_has_year && self.state.year.is_some()) => {
                self.state.year = Some(Year::certain(*year));
            }
            [_, _, ..] if self.state.year.is_none() => {
                let newest = years.iter().max();
                self.state.year = newest.copied().map(Year::certain);
            }
            _ => {}
        }
    }

    /// A value that is no datum: an indicator's name printed by a loop, the city, a unit.
    fn read_text_value(&mut self, text: &str) {
        let name = self.context.names.longest("", text);
        if let Some((name, _)) = name.filter(|(_, length)| *length == text.len()) {
            self.state.set_subject(name, true, false);
        } else if text != self.context.city {
            self.state.push_unknown(text);
        }
    }

    pub(super) fn quantity(&self, number: usize) -> Option<&'a Quantity> {
        self.tokenized.numbers.get(number)?.reading.quantity()
    }

    fn match_number(&mut self, index: usize, number: usize) {
        let Some(quantity) = self.quantity(number) else { return };
        if self.is_period(index, number, quantity)
            || self.match_before_name(index, number)
            || self.match_list(index)
        {
            return;
        }

        let narrowed = self.is_narrowed(index) || self.has_narrowing_remark(index);
        let subject = match self.state.subjects.as_slice() {
            [subject] if self.state.subject_certain && !narrowed => Some(*subject),
            _ => None,
        };

        let of_base = quantity.base != "倍" && self.is_of_base(index);
        let base = self.state.base_year.filter(|_| of_base);
        if let (Some(subject), Some(base), None) = (subject, base, self.state.change) {
            let stated = self.state.base_year.take();
            self.verdicts[number] = self.verdict(subject, Year::certain(base.value), quantity);
            self.state.base_year = stated;
        } else if let (Some(subject), Some(year)) = (subject, self.level_year()) {
            self.verdicts[number] = self.verdict(subject, year, quantity);
        }
        self.after_number();
    }

    pub(super) fn after_number(&mut self) {
        self.state.change = None;
        self.state.reached = false;
        self.state.is_annual_mean = false;
        self.state.change_start = None;
    }

    /// The year that a number without one of its own belongs to.
    fn level_year(&self) -> Option<Year> {
        if self.state.after_from {
            self.state.change_start.map(Year::certain)
        } else {
            self.state.year
        }
    }

    /// 近三年, 两年, 15分钟: no amount of an indicator.
    fn is_period(&mut self, index: usize, number: usize, quantity: &Quantity) -> bool {
        if quantity.base != "年" {
            return false;
        }
        let Some(typed) = self.tokenized.numbers.get(number) else { return true };
        let Amount::Single(figure) = quantity.amount else { return true };

        let rest = &self.text[typed.range.end..];
        let count: i32 = figure.value.try_into().unwrap_or(0);
        let whole = quantity.bound == Bound::Nearly || CONTEXT.report_years.begins(rest);
        let before = index.checked_sub(1).map_or("", |before| self.token_text(before));
        let running = before.starts_with('连');
        if whole && usize::try_from(count) == Ok(self.context.years.len()) {
            self.state.set_years(self.context.years.to_vec());
        } else if let (2, Some(year), false) = (count, self.state.year, running) {
            let value = year.value.saturating_sub(2);
            self.state.base_year = Some(BaseYear { value, lasting: false });
        } else if !running {
            self.state.is_annual_mean = true;
        }
        true
    }

    /// 全市拥有2个国家级质检中心: the number stands before the name.
    fn match_before_name(&mut self, index: usize, number: usize) -> bool {
        let Some(TokenKind::Name(name)) = self.kind(index + 1) else { return false };
        let (Some(quantity), Some(year)) = (self.quantity(number), self.state.year) else {
            return true;
        };

        let ends = matches!(
            self.kind(index + 2),
            None | Some(
                TokenKind::Comma
                    | TokenKind::Semicolon
                    | TokenKind::Stop
                    | TokenKind::Open
                    | TokenKind::Word(Word::And)
            )
        );
        let unit = self.context.units.parse(&self.context.indicators.get(name.id).unit);
        let counted = unit.counts() && unit.is_like(&quantity.base) && !quantity.scaled;
        let plain = self.state.unknown_words.is_empty()
            && self.state.change.is_none()
            && !self.state.after_from;
        if ends && counted && plain && name.rate.is_none() {
            self.verdicts[number] = self.verdict(Subject::from(name), year, quantity);
        }
        true
    }

    /// What is to be said of a number about a subject.
    pub(super) fn verdict(&self, subject: Subject, year: Year, quantity: &Quantity) -> Verdict {
        let state = &self.state;
        if state.doubtful
            || state.is_annual_mean
            || state.expects_base_year
            || self.is_about_other(subject)
        {
            return Verdict::Undecided;
        }
        let Some(aspect) = self.aspect(subject, year.value, quantity) else {
            return Verdict::Undecided;
        };
        if state.constant_prices && aspect == Aspect::Level {
            return Verdict::Undecided;
        }

        // What doesn't agree may be a change over the year that an earlier clause compared with.
        let compare =
            |aspect| compare::compare(self.context, subject.id, year.value, aspect, quantity);
        let (aspect, comparison) = match (compare(aspect), self.over_prior_base(aspect, year.value))
        {
            (Comparison::Equal, _) => (aspect, Comparison::Equal),
            (_, Some(over_prior)) => (over_prior, compare(over_prior)),
            (comparison, None) => (aspect, comparison),
        };

        let fact = Fact::new(subject.id, year.value, aspect, quantity, UnitPosition::Number);
        match comparison {
            Comparison::Equal => Verdict::Agrees(fact),
            Comparison::Different | Comparison::NoValue
                if self.may_be_real_growth(subject, aspect) =>
            {
                Verdict::Undecided
            }
            Comparison::Different if !year.certain => Verdict::Undecided,
            Comparison::Different => Verdict::Differs(fact),
            Comparison::NoValue if year.certain => Verdict::Untabled(fact),
            Comparison::WithinRounding | Comparison::NoValue | Comparison::Incomparable => {
                Verdict::Undecided
            }
        }
    }

    /// Whether an earlier clause announced figures of another, and not of what this indicator is about.
    fn is_about_other(&self, subject: Subject) -> bool {
        let name = &self.context.indicators.get(subject.id).name;
        self.state.other_topic.as_ref().is_some_and(|topic| !scope::is_topic(topic, name))
    }

    /// The same change over the year that an earlier clause compared with.
    fn over_prior_base(&self, aspect: Aspect, year: i32) -> Option<Aspect> {
        let base = self.state.prior_base_year;
        let base = base.filter(|base| self.state.base_year.is_none() && *base < year)?;
        match aspect {
            Aspect::Growth(_, direction) => Some(Aspect::Growth(base, direction)),
            Aspect::Change(_, direction) => Some(Aspect::Change(base, direction)),
            Aspect::Level | Aspect::Multiple(_) => None,
        }
    }

    /// Growth of what is measured at current prices is commonly given at constant ones.
    fn may_be_real_growth(&self, subject: Subject, aspect: Aspect) -> bool {
        if !matches!(aspect, Aspect::Growth(..)) {
            return false;
        }

        let priced = self.context.priced.contains(&subject.id);
        let nominal =
            || self.nominal_announced || self.state.nominal_growth || self.sentence_is_nominal();
        self.state.real_growth || (priced && !nominal())
    }

    /// Whether （按当年价计算） follows in the sentence.
    fn sentence_is_nominal(&self) -> bool {
        if let Some(noted) = self.nominal_noted.get() {
            return noted;
        }

        let sentence = self.text[self.sentence_start..].split('。').next().unwrap_or("");
        let nominal = CONTEXT.nominal.is_in(sentence) && !CONTEXT.constant_prices.is_in(sentence);
        self.nominal_noted.set(Some(nominal));
        nominal
    }

    fn aspect(&self, subject: Subject, year: i32, quantity: &Quantity) -> Option<Aspect> {
        let state = &self.state;
        let indicator = self.context.indicators.get(subject.id);
        let base = state.base_year.map(|base| base.value);
        let over = base.unwrap_or(year.saturating_sub(1));
        let percentage = self.context.units.parse(&indicator.unit).base == "%";
        let unit = quantity.base.as_str();

        let Some(direction) = state.change else {
            if matches!(quantity.amount, Amount::Doubling(_)) {
                let base = base.filter(|_| !percentage)?;
                return Some(Aspect::Growth(base, Direction::Up));
            }
            if unit == "倍" && indicator.unit != "倍" {
                return base.map(Aspect::Multiple);
            }
            let compared = state.base_year.is_some_and(|base| !base.lasting);
            let plain = !compared && unit != "个百分点" && subject.rate.is_none();
            return plain.then_some(Aspect::Level);
        };

        // The indicator is the rate itself: its level is the change.
        if let Some(rate) = subject.rate {
            let usual = unit == "%" && base.is_none_or(|base| base.checked_add(1) == Some(year));
            return (usual && rate == direction).then_some(Aspect::Level);
        }

        if indicator.kind != IndicatorKind::Number || state.after_from {
            return None;
        }
        match unit {
            "个百分点" => percentage.then_some(Aspect::Change(over, direction)),
            "%" | "倍" => (!percentage).then_some(Aspect::Growth(over, direction)),
            "" => None,
            _ if state.reached => None,
            _ => Some(Aspect::Change(over, direction)),
        }
    }
}
