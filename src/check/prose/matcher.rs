//! The numbers of one text, matched with what the text says they are.
//!
//! In: a text cut into tokens. Out: a verdict for every number that a writer typed in it.

use super::context::ProseContext;
use super::finding::{Doubt, Verdict};
use super::headings::Lead;
use super::lexicon::Word;
use super::names::IndicatorName;
use super::plain::Text;
use super::scope;
use super::sentence::{BaseYear, Certainty, SentenceState, Subject, Year};
use super::tokens::{TokenKind, TokenizedText, tokenize};
use crate::check::number::{Amount, Bound, Quantity, Reading};
use crate::check::words::CONTEXT;
use crate::document::ValueId;
use crate::indicator::IndicatorId;
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
    pub(super) nominal_noted: Cell<Option<bool>>,
    /// Whether growth at current prices was announced for the file.
    pub(super) nominal_announced: bool,
    pub(super) verdicts: Vec<Verdict>,
    /// The first token that isn't dealt with yet.
    pub(super) next_index: usize,
    /// Where the sentence begins.
    pub(super) sentence_start: usize,
}

/// Gives the verdict on every number of a text under the headings of `lead`; `nominal` says whether
/// an earlier text of the file announced growth at current prices.
pub(super) fn verdicts(
    context: &ProseContext<'_>,
    text: &Text,
    lead: &Lead,
    nominal: &mut bool,
) -> Vec<(Range<usize>, Verdict)> {
    let tokenized = tokenize(context, text);
    let plain = text.text.text();
    *nominal |= plain.contains("下同") && CONTEXT.current_prices.is_in(plain);

    let verdicts = tokenized.numbers.iter().map(|number| match number.reading {
        Reading::Quantity(_) => Verdict::Undecided(Doubt::NoIndicator),
        _ => Verdict::NoQuantity,
    });
    let mut matcher = Matcher {
        context,
        text: plain,
        tokenized: &tokenized,
        state: SentenceState::under_headings(lead.year, lead.scope.clone()),
        outer_states: Vec::new(),
        skipped_brackets: 0,
        nominal_noted: Cell::new(None),
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
                let shared = self.shared_end(index, name);
                if let Some(id) = shared {
                    self.state.share_subject(Subject { id, rate: None, elliptic: true });
                }
                let keeps_scope = self.keeps_its_scope(index);
                let listed = shared.is_some()
                    || matches!(self.listed_after(index), Some(TokenKind::Name(_)));
                self.state.set_subject(name, keeps_scope, listed);
                self.read_ellipsis(index + 1);
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
            TokenKind::Word(_) | TokenKind::Unknown if self.read_ellipsis(index) => {}
            TokenKind::Word(word) => self.read_word(index, word),
            TokenKind::Comma | TokenKind::Semicolon => self.state.end_clause(),
            TokenKind::Stop => {
                if let Some(outermost) = self.outer_states.drain(..).next() {
                    self.state = outermost;
                }
                self.state.end_sentence(self.context.city);
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
            self.state.scope.read(self.context.city);
        }
    }

    /// The indicator of which only the beginning is typed before 和 and a name: 生产性服务业和生活性服务业
    /// 顾客满意度.
    fn shared_end(&self, index: usize, name: &IndicatorName) -> Option<IndicatorId> {
        let first = index.checked_sub(2)?;
        let joined = matches!(self.kind(index - 1), Some(TokenKind::Word(Word::And | Word::With)));
        let unknown = matches!(self.kind(first), Some(TokenKind::Unknown));
        let beginning = self.token_text(first);
        let alone = joined && unknown && self.state.unknown_words == beginning;
        alone.then(|| self.context.names.with_end_of(beginning, name)).flatten()
    }

    /// The end of a name that goes on from the subject's: 参与人数, after 315活动参与企业数.
    fn read_ellipsis(&mut self, index: usize) -> bool {
        // 其中 leaves the subject behind, not its name.
        let part = self.state.of_parts && self.state.unknown_words.is_empty();
        let known = self.state.subject_certain || part;
        let Some(subject) = self.state.subjects.last().filter(|_| known) else { return false };
        let Some(token) = self.tokenized.tokens.get(index) else { return false };
        let rest = &self.text[token.range.start..];
        let Some((id, length)) = self.context.names.sibling(subject.id, rest) else {
            return false;
        };

        let end = token.range.start + length;
        let after =
            self.tokenized.tokens[index..].iter().position(|token| token.range.start >= end);
        let next = after.map_or(self.tokenized.tokens.len(), |after| index + after);
        // The name must end where a token does.
        if self.tokenized.tokens[next - 1].range.end != end {
            return false;
        }
        self.state.set_elliptic_subject(Subject { id, rate: None, elliptic: true });
        self.next_index = next;
        true
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
        } else if self.is_lead_in(index, word) {
            self.state.end_clause();
        } else if let (Word::LastYear, Some(year)) = (word, self.state.year)
            && self.adds_base(index)
        {
            self.state.add_base_year(year.value.saturating_sub(1));
        } else {
            if matches!(word, Word::Is | Word::Reach) && self.is_obliging(index) {
                self.state.scope.intend();
            }
            self.state.apply_word(word, self.ends_clause(index));
        }
    }

    /// Whether a colon ends a clause here, not a name: 基础尚不牢固：工业产品….
    fn is_lead_in(&self, index: usize, word: Word) -> bool {
        word == Word::Is
            && matches!(self.token_text(index), "：" | ":")
            && matches!(self.kind_before(index), Some(TokenKind::Unknown))
    }

    /// Whether 应 or 要 stands right before a word for reaching a value.
    fn is_obliging(&self, index: usize) -> bool {
        let Some(TokenKind::Unknown) = self.kind_before(index) else { return false };
        let before = self.token_text(index - 1);
        CONTEXT.obliging.ends(before) && !CONTEXT.not_obliging.ends(before)
    }

    /// Whether 与上年相比 begins here, with any word for 与. 2015年和2017年相比 compares an earlier year
    /// with a later one: which of them is meant isn't certain.
    fn begins_comparison(&self, index: usize, word: Word) -> bool {
        let joins = word == Word::With || (word == Word::And && self.token_text(index) == "和");
        // 与2015年比，….
        let compared = match self.kind(index + 2) {
            Some(TokenKind::Word(Word::Compared)) => true,
            Some(TokenKind::Word(Word::ComparedWith)) => {
                matches!(self.kind(index + 3), Some(TokenKind::Comma))
            }
            _ => false,
        };
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

        if let Some(after) = CONTEXT.on_the_basis.strip_prefix(rest) {
            self.state.base_year = Some(BaseYear { value: year, lasting: false });
            self.skip_to(index, self.text.len() - after.len());
            return;
        }
        // 增幅高于2016年8.5个百分点 says nothing of that year.
        let beyond = index > 0 && CONTEXT.beyond.contains(self.token_text(index - 1));
        if beyond || CONTEXT.period_after_year.begins(rest) || self.is_part(index) {
            self.state.push_unknown("年");
            if self.is_part(index) {
                self.state.set_event_year(year);
                self.state.scope.speak_of_period();
            }
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

    /// Leaves out the tokens after this one that begin before a place.
    fn skip_to(&mut self, index: usize, end: usize) {
        let tokens = &self.tokenized.tokens[index + 1..];
        let skipped = tokens.iter().take_while(|token| token.range.start < end).count();
        self.next_index = index + 1 + skipped;
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
            self.state.subjects = vec![Subject { id, rate: None, elliptic: false }];
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
                self.state.year_confirmed = true;
            }
            [_, _, ..] if !self.state.year.is_some_and(Year::is_stated) => {
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
            || self.resumes_subjects(number, quantity)
            || self.match_before_name(index, number)
        {
            return;
        }
        self.state.from_has_number = true;
        if self.state.after_from && self.state.change_start.is_none() {
            self.state.clause_change_start = self.state.last_change_start;
        }
        if self.is_obliging(index) {
            self.state.scope.intend();
        }
        if self.match_list(index) {
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
            let verdict = self.verdict(subject, Year::certain(base.value), quantity);
            self.state.base_year = stated;
            self.say(number, verdict);
        } else if let Some(subject) = subject {
            let verdict = match self.level_year().or_else(|| self.unchanging_year(subject)) {
                Some(year) => self.verdict(subject, year, quantity),
                None => Verdict::Undecided(Doubt::NoYear),
            };
            self.say(number, verdict);
        } else if !self.state.subjects.is_empty() || !self.state.unknown_words.is_empty() {
            self.say(number, Verdict::Undecided(self.doubt()));
        }
        self.after_number();
    }

    /// Why a number isn't about a subject for sure.
    fn doubt(&self) -> Doubt {
        if self.state.mentioned.is_empty() { Doubt::NoIndicator } else { Doubt::Unclear }
    }

    /// Sets the verdict on a number; one that agrees confirms the year.
    pub(super) fn say(&mut self, number: usize, verdict: Verdict) {
        if let (Verdict::Agrees(fact), Some(year)) = (&verdict, self.state.year) {
            self.state.year_confirmed |= fact.year == year.value;
        }
        self.state.has_figure = true;
        self.verdicts[number] = verdict;
    }

    /// 上述三项指标: the indicators that were spoken of last, if they are as many.
    fn resumes_subjects(&mut self, number: usize, quantity: &Quantity) -> bool {
        let Some(typed) = self.tokenized.numbers.get(number) else { return false };
        let rest = self.text[typed.range.end..].trim_start();
        let counts = matches!(quantity.base.as_str(), "项" | "个" | "大");
        let (true, Amount::Single(figure)) = (counts, &quantity.amount) else { return false };
        if !rest.starts_with("指标") {
            return false;
        }

        let here = &self.state.named;
        let named = if here.is_empty() { &self.state.earlier_subjects } else { here };
        let count: Option<usize> = figure.value.try_into().ok();
        if count == Some(named.len()) && named.len() > 1 {
            let named = named.clone();
            self.state.resume_subjects(named);
        }
        true
    }

    /// The newest year, where an indicator has the same value in all of the report's years.
    fn unchanging_year(&self, subject: Subject) -> Option<Year> {
        let newest = *self.context.years.iter().max()?;
        let plain = self.state.change.is_none() && !self.state.after_from;
        let value = |year: i32| Some(&self.context.indicators.datum(subject.id, year)?.value);
        let mut years = self.context.years.iter();
        let same = years.all(|year| value(*year).is_some() && value(*year) == value(newest));
        let year = Year { value: newest, certainty: Certainty::Loose };
        (plain && same && self.state.years.is_empty()).then_some(year)
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
            let earlier = self.state.last_change_start;
            let earlier = earlier.map(|value| Year { value, certainty: Certainty::Inherited });
            self.state.change_start.map(Year::certain).or(earlier)
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
            let verdict = self.verdict(Subject::from(name), year, quantity);
            self.say(number, verdict);
        }
        true
    }
}
