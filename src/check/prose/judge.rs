//! The numbers of one text, judged.
//!
//! In: a text cut into tokens. Out: a verdict for every number that a writer typed in it.

use super::compare::{self, Answer};
use super::plain::Text;
use super::scene::{Scene, Subject, Year};
use super::scope;
use super::tokens::{Cut, Kind, cut};
use super::words::Word;
use super::{Aspect, Direction, Fact, Facts, UnitPlace, Verdict};
use crate::check::number::{Amount, Bound, Figure, Quantity, Reading};
use crate::check::words::CONTEXT;
use crate::document::ValueId;
use crate::indicator::IndicatorKind;
use std::cell::Cell;
use std::ops::Range;

/// Brackets in brackets that are followed.
const DEEPEST: usize = 24;

/// A text on its way through the scene.
pub(super) struct Judge<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) plain: &'a str,
    pub(super) cut: &'a Cut<'a>,
    pub(super) scene: Scene,
    /// The scenes outside open brackets.
    pub(super) outer: Vec<Scene>,
    /// Open brackets inside these.
    pub(super) deeper: usize,
    /// Whether the sentence has a remark on current prices, where that was asked.
    remark: Cell<Option<bool>>,
    /// The year of the sentence before, for 当年.
    earlier: Option<i32>,
    /// Whether growth at current prices was announced for the file.
    nominal: bool,
    pub(super) verdicts: Vec<Verdict>,
    /// Tokens before this one are dealt with.
    pub(super) done: usize,
    /// Where the sentence begins.
    sentence: usize,
}

/// Judges every number of a text; `nominal` tells whether an earlier text of the file said that
/// growth is at current prices.
pub(super) fn judge(
    facts: &Facts<'_>,
    text: &Text,
    nominal: &mut bool,
) -> Vec<(Range<usize>, Verdict)> {
    let cut = cut(facts, text);
    let plain = text.text.text();
    *nominal |= plain.contains("下同") && CONTEXT.current_prices.is_in(plain);
    let verdicts = cut.numbers.iter().map(|number| match number.reading {
        Reading::Quantity(_) => Verdict::Undecided,
        Reading::Year(_) | Reading::Years(..) | Reading::Other(_) => Verdict::NoQuantity,
    });
    let mut judge = Judge {
        facts,
        plain,
        cut: &cut,
        scene: Scene::default(),
        outer: Vec::new(),
        deeper: 0,
        remark: Cell::new(None),
        earlier: None,
        nominal: *nominal,
        verdicts: verdicts.collect(),
        done: 0,
        sentence: 0,
    };
    for index in 0..cut.tokens.len() {
        if index >= judge.done {
            judge.step(index);
        }
    }
    let verdicts = judge.verdicts;
    cut.numbers.into_iter().map(|number| number.range).zip(verdicts).collect()
}

impl<'a> Judge<'a> {
    pub(super) fn kind(&self, index: usize) -> Option<Kind<'a>> {
        self.cut.tokens.get(index).map(|token| token.kind)
    }

    fn step(&mut self, index: usize) {
        let Some(token) = self.cut.tokens.get(index) else { return };
        let range = token.range.clone();
        self.say(token.kind, &self.plain[range.clone()]);
        match token.kind {
            Kind::Name(entry) => {
                let before = index.checked_sub(1).and_then(|at| self.kind(at));
                let listed = index >= 2
                    && matches!(before, Some(Kind::Word(Word::And | Word::With)))
                    && matches!(self.kind(index - 2), Some(Kind::Name(_)));
                if self.is_of_some(index, entry) {
                    self.scene.unknown("限");
                }
                let free = self.stands_free(index);
                self.scene.name(entry, free, listed);
            }
            Kind::Value(id) => {
                self.read_earlier(index);
                self.value(index, id);
            }
            Kind::Number(number) => {
                self.read_earlier(index);
                self.number(index, number);
            }
            Kind::Year(year) => self.year(index, year),
            Kind::Years(from, to) => {
                let spanning = (0..10).contains(&to.saturating_sub(from));
                let years = if spanning { (from..=to).collect() } else { Vec::new() };
                self.scene.set_years(years);
            }
            Kind::Word(word) => self.word(index, word, range.start),
            Kind::Comma | Kind::Semicolon => self.scene.end_clause(),
            Kind::Stop => {
                self.earlier = self.scene.year.map(|year| year.value).or(self.earlier);
                self.scene.end_sentence();
                self.outer.clear();
                self.deeper = 0;
                self.remark.set(None);
                self.sentence = range.end;
            }
            Kind::Open if self.outer.len() < DEEPEST => {
                self.outer.push(self.scene.clone());
                self.scene.clause.clear();
            }
            Kind::Open => {
                self.deeper += 1;
                self.scene.unknown("（");
            }
            Kind::Close => self.close(index),
            Kind::Unknown => self.scene.unknown(&self.plain[range]),
        }
    }

    /// Reads the earlier clauses where a number here may be about an indicator.
    fn read_earlier(&mut self, index: usize) {
        if self.scene.tied || matches!(self.kind(index + 1), Some(Kind::Name(_))) {
            self.scene.read_earlier(self.facts.city);
        }
    }

    /// Adds a token to what the clause says.
    fn say(&mut self, kind: Kind<'_>, text: &str) {
        let mut buffer = [0; 4];
        match kind {
            Kind::Name(_) => self.scene.say(scope::NAME.encode_utf8(&mut buffer)),
            Kind::Number(_) => self.scene.say(scope::FIGURE.encode_utf8(&mut buffer)),
            Kind::Value(id) => {
                let value = self.facts.values.get(id.0 as usize);
                if value.is_some_and(|value| value.indicators.is_empty()) {
                    self.scene.say(text);
                } else {
                    self.scene.say(scope::FIGURE.encode_utf8(&mut buffer));
                }
            }
            Kind::Word(_) | Kind::Open | Kind::Unknown => self.scene.say(text),
            Kind::Year(_) | Kind::Years(..) | Kind::Comma | Kind::Semicolon => {}
            Kind::Stop | Kind::Close => {}
        }
    }

    fn word(&mut self, index: usize, word: Word, start: usize) {
        if self.begins_comparison(index, word) {
            self.scene.than = true;
        } else if let (Word::LastYear, Some(year)) = (word, self.scene.year)
            && self.adds_base(index)
        {
            self.scene.add_base(year.value.saturating_sub(1));
        } else if word == Word::ThisYear && self.scene.year.is_none() {
            let year = self.earlier.map(|value| Year { value, firm: false });
            self.scene.year = year;
        } else {
            self.scene.word(word, start, self.ends_clause(index));
        }
    }

    /// Whether 与上年相比 begins here, with any word for 与. 2015年和2017年相比 compares an earlier year
    /// with a later one: which of them is meant isn't certain.
    fn begins_comparison(&self, index: usize, word: Word) -> bool {
        let and = self.cut.tokens.get(index).is_some_and(|token| {
            let text = &self.plain[token.range.clone()];
            word == Word::With || (word == Word::And && text == "和")
        });
        let compared = matches!(self.kind(index + 2), Some(Kind::Word(Word::Compared)));
        if !and || !compared {
            return false;
        }
        let before = index.checked_sub(1).and_then(|at| self.kind(at));
        match (before, self.kind(index + 1)) {
            (Some(Kind::Year(earlier)), Some(Kind::Year(year))) => earlier > year,
            (_, Some(Kind::Year(_) | Kind::Word(Word::LastYear))) => true,
            (_, _) => false,
        }
    }

    fn year(&mut self, index: usize, year: i32) {
        let Some(token) = self.cut.tokens.get(index) else { return };
        let rest = &self.plain[token.range.end..];
        // 按2010年不变价计算 speaks of no year.
        if CONTEXT.prices_after_year.begins(rest) {
            (self.scene.real, self.scene.constant) = (true, true);
            return;
        }
        if CONTEXT.period_after_year.begins(rest) || self.is_part(index) {
            self.scene.unknown("年");
            self.scene.doubtful |= self.is_part(index);
            return;
        }
        let listed = index >= 2
            && !self.scene.than
            && matches!(self.kind(index - 1), Some(Kind::Word(Word::And | Word::With)))
            && matches!(self.kind(index - 2), Some(Kind::Year(_)));
        if self.adds_base(index) {
            self.scene.add_base(year);
        } else if listed {
            self.scene.add_year(year);
        } else if self.is_measure(index) {
            self.scene.base = Some((year, false));
        } else {
            self.scene.set_year(year, self.ends_clause(index));
        }
    }

    /// Whether a year goes on a list of years of comparison: 分别比上年和2015年.
    fn adds_base(&self, index: usize) -> bool {
        let listed =
            index >= 2 && matches!(self.kind(index - 1), Some(Kind::Word(Word::And | Word::With)));
        let before = listed.then(|| self.kind(index - 2)).flatten();
        let last = self.scene.bases.last().copied();
        let last = last.or(self.scene.base.map(|(base, _)| base));
        match before {
            Some(Kind::Year(year)) => last == Some(year),
            Some(Kind::Word(Word::LastYear)) => last.is_some(),
            Some(_) | None => false,
        }
    }

    /// Whether a comma follows.
    fn ends_clause(&self, index: usize) -> bool {
        matches!(self.kind(index + 1), Some(Kind::Comma))
    }

    /// Whether the number is that of the year of comparison: 较2015年的96.1%提高.
    fn is_of_base(&self, index: usize) -> bool {
        let of = index >= 2 && matches!(self.kind(index - 1), Some(Kind::Word(Word::Of)));
        let year = of.then(|| self.kind(index - 2)).flatten();
        match (self.scene.base, year) {
            (Some((base, _)), Some(Kind::Year(year))) => base == year,
            (Some(_), Some(Kind::Word(Word::LastYear))) => true,
            _ => false,
        }
    }

    /// Whether a month other than December follows.
    fn is_part(&self, index: usize) -> bool {
        let Some(token) = self.cut.tokens.get(index) else { return false };
        let rest = &self.plain[token.range.end..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let dash = rest[digits..].starts_with(['—', '-', '–', '至', '～']);
        digits > 0 && (dash || (rest[digits..].starts_with('月') && &rest[..digits] != "12"))
    }

    /// Whether 的1.2倍 follows; 翻一番 after a year is for the year of comparison, as any growth is.
    fn is_measure(&self, index: usize) -> bool {
        let of = matches!(self.kind(index + 1), Some(Kind::Word(Word::Of)));
        let Some(Kind::Number(number)) = self.kind(if of { index + 2 } else { index + 1 }) else {
            return false;
        };
        self.quantity(number).is_some_and(|quantity| {
            quantity.base == "倍" && !matches!(quantity.amount, Amount::Doubling(_))
        })
    }

    fn value(&mut self, index: usize, id: ValueId) {
        let Some(value) = self.facts.values.get(id.0 as usize) else { return };
        let years: Vec<i32> = value.indicators.iter().map(|(_, year)| *year).collect();
        let Some((name, year)) = value.indicators.first() else {
            self.other_value(&value.text);
            return;
        };
        let Some(id) = self.facts.indicators.find(name) else { return };
        self.lists(index);
        if !self.scene.tied || !self.scene.subjects.iter().any(|subject| subject.id == id) {
            self.scene.subjects = vec![Subject { id, rate: None }];
        }
        self.scene.tied = true;
        self.scene.subject_given = true;
        self.scene.motion = None;
        self.scene.attained = false;
        let plain = !self.scene.than && !self.scene.from && self.scene.years.is_empty();
        match years.as_slice() {
            [_] if plain && !(self.scene.year_given && self.scene.year.is_some()) => {
                self.scene.year = Some(Year { value: *year, firm: true });
            }
            [_, _, ..] if self.scene.year.is_none() => {
                let newest = years.iter().max();
                self.scene.year = newest.map(|value| Year { value: *value, firm: true });
            }
            _ => {}
        }
    }

    /// A value that is no datum: an indicator's name printed by a loop, the city, a unit.
    fn other_value(&mut self, text: &str) {
        let entry = self.facts.names.at("", text).filter(|(_, length)| *length == text.len());
        match entry {
            Some((entry, _)) => self.scene.name(entry, true, false),
            None if text == self.facts.city => {}
            None => self.scene.unknown(text),
        }
    }

    pub(super) fn quantity(&self, number: usize) -> Option<&'a Quantity> {
        match &self.cut.numbers.get(number)?.reading {
            Reading::Quantity(quantity) => Some(quantity),
            Reading::Year(_) | Reading::Years(..) | Reading::Other(_) => None,
        }
    }

    fn number(&mut self, index: usize, number: usize) {
        let Some(quantity) = self.quantity(number) else { return };
        if self.is_period(index, number, quantity) {
            return;
        }
        if self.reverse(index, number) || self.lists(index) {
            return;
        }
        let followed = self.is_narrowed(index) || self.is_remarked(index);
        let subject = match self.scene.subjects.as_slice() {
            [subject] if self.scene.tied && !followed => Some(*subject),
            _ => None,
        };
        let level = quantity.base != "倍" && self.is_of_base(index);
        let base = self.scene.base.filter(|_| level);
        if let (Some(subject), Some((value, _)), None) = (subject, base, self.scene.motion) {
            let stated = self.scene.base.take();
            self.verdicts[number] = self.decide(subject, Year { value, firm: true }, quantity);
            self.scene.base = stated;
            self.after_number();
            return;
        }
        let year = self.level_year();
        if let (Some(subject), Some(year)) = (subject, year) {
            self.verdicts[number] = self.decide(subject, year, quantity);
        }
        self.after_number();
    }

    pub(super) fn after_number(&mut self) {
        self.scene.motion = None;
        self.scene.attained = false;
        self.scene.mean = false;
        self.scene.from_year = None;
    }

    /// The year that a number without one of its own belongs to.
    fn level_year(&self) -> Option<Year> {
        let from = self.scene.from_year.map(|value| Year { value, firm: true });
        if self.scene.from { from } else { self.scene.year }
    }

    /// 近三年, 两年, 15分钟: no amount of an indicator.
    fn is_period(&mut self, index: usize, number: usize, quantity: &Quantity) -> bool {
        if quantity.base != "年" {
            return false;
        }
        let Some(found) = self.cut.numbers.get(number) else { return true };
        let Amount::Single(figure) = quantity.amount else { return true };
        let rest = &self.plain[found.range.end..];
        let count: i32 = figure.value.try_into().unwrap_or(0);
        let whole = quantity.bound == Bound::Nearly || CONTEXT.report_years.begins(rest);
        let after = index.checked_sub(1).and_then(|at| self.cut.tokens.get(at));
        let running = after.is_some_and(|token| self.plain[token.range.clone()].starts_with('连'));
        if whole && usize::try_from(count) == Ok(self.facts.years.len()) {
            self.scene.set_years(self.facts.years.to_vec());
        } else if let (2, Some(year), false) = (count, self.scene.year, running) {
            self.scene.base = Some((year.value.saturating_sub(2), false));
        } else if !running {
            self.scene.mean = true;
        }
        true
    }

    /// 全市拥有2个国家级质检中心: the number stands before the name.
    fn reverse(&mut self, index: usize, number: usize) -> bool {
        let Some(Kind::Name(entry)) = self.kind(index + 1) else { return false };
        let ends = matches!(
            self.kind(index + 2),
            None | Some(
                Kind::Comma | Kind::Semicolon | Kind::Stop | Kind::Open | Kind::Word(Word::And)
            )
        );
        let (Some(quantity), Some(year)) = (self.quantity(number), self.scene.year) else {
            return true;
        };
        let indicator = self.facts.indicators.get(entry.id);
        let unit = self.facts.units.parse(&indicator.unit);
        let counted = unit.counts() && unit.is_like(&quantity.base) && !quantity.scaled;
        let plain = self.scene.unknown.is_empty() && self.scene.motion.is_none();
        if ends && counted && plain && !self.scene.from && entry.rate.is_none() {
            self.verdicts[number] = self.decide(Subject::from(entry), year, quantity);
        }
        true
    }

    /// What is to be said of a number about a subject.
    pub(super) fn decide(&self, subject: Subject, year: Year, quantity: &Quantity) -> Verdict {
        let scene = &self.scene;
        if scene.doubtful || scene.mean || scene.than || self.is_others(subject) {
            return Verdict::Undecided;
        }
        let Some(aspect) = self.aspect(subject, year.value, quantity) else {
            return Verdict::Undecided;
        };
        if scene.constant && aspect == Aspect::Level {
            return Verdict::Undecided;
        }
        let ask = |aspect| compare::ask(self.facts, subject.id, year.value, aspect, quantity);
        let (aspect, answer) = match (ask(aspect), self.carried(aspect, year.value)) {
            (Answer::Same, _) => (aspect, Answer::Same),
            (_, Some(carried)) => (carried, ask(carried)),
            (answer, None) => (aspect, answer),
        };
        let figure: Option<Figure> = match &quantity.amount {
            Amount::Single(figure) => Some(*figure),
            Amount::Range(..) | Amount::Ratio(_) | Amount::Doubling(_) => None,
        };
        let exact = quantity.bound == Bound::Exact && figure.is_some();
        let base = quantity.base.clone();
        let fact = Fact {
            indicator: subject.id,
            year: year.value,
            aspect,
            figure,
            base,
            exact,
            unit: UnitPlace::Number,
        };
        match answer {
            Answer::Same => Verdict::Agrees(fact),
            Answer::Other | Answer::Silent if self.is_real(subject, aspect) => Verdict::Undecided,
            Answer::Other if !year.firm => Verdict::Undecided,
            Answer::Other => Verdict::Differs(fact),
            Answer::Silent if year.firm => Verdict::Untabled(fact),
            Answer::Near | Answer::Silent | Answer::Incomparable => Verdict::Undecided,
        }
    }

    /// Whether an earlier clause announced figures of another, and not of what this indicator is about.
    fn is_others(&self, subject: Subject) -> bool {
        let name = &self.facts.indicators.get(subject.id).name;
        self.scene.scope.as_ref().is_some_and(|topic| !scope::is_topic(topic, name))
    }

    /// The same change over the year that an earlier clause compared with.
    fn carried(&self, aspect: Aspect, year: i32) -> Option<Aspect> {
        let base = self.scene.carried.filter(|base| self.scene.base.is_none() && *base < year)?;
        match aspect {
            Aspect::Growth(_, direction) => Some(Aspect::Growth(base, direction)),
            Aspect::Change(_, direction) => Some(Aspect::Change(base, direction)),
            Aspect::Level | Aspect::Multiple(_) => None,
        }
    }

    /// Growth of what is measured at current prices is commonly given at constant ones.
    fn is_real(&self, subject: Subject, aspect: Aspect) -> bool {
        match aspect {
            Aspect::Level | Aspect::Change(..) | Aspect::Multiple(_) => false,
            Aspect::Growth(..) => {
                let priced = self.facts.priced.contains(&subject.id);
                let said = self.nominal || self.scene.nominal || self.remark();
                self.scene.real || (priced && !said)
            }
        }
    }

    /// Whether （按当年价计算） follows in the sentence.
    fn remark(&self) -> bool {
        if let Some(known) = self.remark.get() {
            return known;
        }
        let sentence = self.plain[self.sentence..].split('。').next().unwrap_or("");
        let found = CONTEXT.nominal.is_in(sentence) && !CONTEXT.constant_prices.is_in(sentence);
        self.remark.set(Some(found));
        found
    }

    fn aspect(&self, subject: Subject, year: i32, quantity: &Quantity) -> Option<Aspect> {
        let scene = &self.scene;
        let indicator = self.facts.indicators.get(subject.id);
        let base = scene.base.map(|(base, _)| base);
        let over = base.unwrap_or(year.saturating_sub(1));
        let percentage = self.facts.units.parse(&indicator.unit).base == "%";
        let unit = quantity.base.as_str();
        let doubling = matches!(quantity.amount, Amount::Doubling(_));
        let Some(motion) = scene.motion else {
            if doubling {
                let base = base.filter(|_| !percentage)?;
                return Some(Aspect::Growth(base, Direction::Up));
            }
            if unit == "倍" && indicator.unit != "倍" {
                return base.map(Aspect::Multiple);
            }
            let compared = scene.base.is_some_and(|(_, lasting)| !lasting);
            let plain = !compared && unit != "个百分点" && subject.rate.is_none();
            return plain.then_some(Aspect::Level);
        };
        if let Some(direction) = subject.rate {
            let usual = unit == "%" && base.is_none_or(|base| base.checked_add(1) == Some(year));
            return (usual && direction == motion.direction).then_some(Aspect::Level);
        }
        if indicator.kind != IndicatorKind::Number || scene.from {
            return None;
        }
        match unit {
            "个百分点" => percentage.then_some(Aspect::Change(over, motion.direction)),
            "%" | "倍" => (!percentage).then_some(Aspect::Growth(over, motion.direction)),
            "" => None,
            _ if scene.attained => None,
            _ => Some(Aspect::Change(over, motion.direction)),
        }
    }
}
