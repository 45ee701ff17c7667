//! Whose figures a paragraph gives, on what basis and in which mode, clause by clause.
//!
//! In: what its clauses say, as it is read. Out: whether a figure may be held against the city's
//! data. A clause with a subject of its own closes the city's scope, until the city is named, or
//! the paragraph ends. What earlier sentences announced is held apart from what the sentence itself
//! does: 全市 ends the former alone.

use super::finding::Doubt;
use super::scope::{self, ClauseScope};

/// Maximum number of events that wait to be read; a longer sentence is as good as a doubt.
const MAX_EVENTS: usize = 400;
/// Number of events from which on they are read at the end of a sentence.
const MANY_EVENTS: usize = 60;

/// What went before a number in its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Event {
    /// A clause, as [`scope::of_clause`] reads it, and whether its sentence had a figure before it.
    Clause { words: String, after_figure: bool },
    /// The whole city was named: what follows is its own.
    City,
    /// A year of its own.
    Year(i32),
    /// 初步核算.
    Preliminary,
    /// 截至: what follows was reached.
    Past,
    /// 力争, 要达到: what follows is to be reached.
    Intention,
    /// A part of a year.
    Period,
    /// 全年: the year that was spoken of, not a part of it.
    WholeYear,
    /// The end of a sentence, whether that spoke of parts (其中), and whether it gave a figure of an indicator.
    Sentence { of_parts: bool, has_figure: bool },
}

/// Where something was announced that keeps figures from being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Announced {
    Here,
    /// In a sentence before this one.
    Earlier,
}

/// Whose figures follow, if not the city's.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owner {
    /// Whether only figures of one sentence were said to be its: 城区小学师生比1:18.1.
    by_figure: bool,
    /// The words of a part's topic; empty for a place or an organisation.
    topic: String,
    /// Where it was announced.
    announced: Announced,
}

/// How far a figure may be held against the city's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is the city's.
    Open,
    /// It may be: it can be confirmed, and a difference means nothing.
    Weak(Doubt),
    /// It isn't.
    Closed(Doubt),
}

/// Whose figures a paragraph gives.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphScope {
    /// What wasn't read yet: most sentences have no number for which it matters.
    events: Vec<Event>,
    owner: Option<Owner>,
    /// Somebody whose name isn't known.
    unknown_owner: Option<Announced>,
    /// A source or condition that isn't known, for the sentence alone.
    unknown_basis: bool,
    /// Another source.
    source: Option<Announced>,
    /// Another way of reckoning, for the sentence alone.
    reckoning: bool,
    plan: Option<Announced>,
    /// The first year for which something is planned.
    planned_year: Option<i32>,
    /// 初步核算, for the sentence alone.
    preliminary: bool,
    /// Whether a clause of the sentence gave a figure of something else, not understood.
    other_figures: bool,
    /// 力争, 要达到.
    intention: Option<Announced>,
    /// Part of a year.
    period: Option<Announced>,
    names_city: bool,
    has_year: bool,
    /// The earliest year that the sentence gave.
    first_year: Option<i32>,
    /// Whether so much was said that it wasn't kept.
    overflowed: bool,
}

impl ParagraphScope {
    /// The scope under headings that are about another place, or about what is to be done.
    pub(super) fn under_headings(elsewhere: bool, intended: bool) -> ParagraphScope {
        let owner = Owner { by_figure: false, topic: String::new(), announced: Announced::Earlier };
        ParagraphScope {
            owner: elsewhere.then_some(owner),
            intention: intended.then_some(Announced::Earlier),
            ..ParagraphScope::default()
        }
    }

    /// A clause that wasn't understood in whole.
    pub(super) fn push_clause(&mut self, words: String, after_figure: bool) {
        self.push(Event::Clause { words, after_figure });
    }

    /// The whole city is named.
    pub(super) fn name_city(&mut self) {
        self.push(Event::City);
    }

    /// The sentence gives a whole year of its own.
    pub(super) fn give_year(&mut self, year: i32) {
        self.push(Event::Year(year));
    }

    /// 初步核算.
    pub(super) fn speak_of_preliminary(&mut self) {
        self.push(Event::Preliminary);
    }

    /// 全年: the year that was spoken of, not a part of it.
    pub(super) fn give_whole_year(&mut self) {
        self.push(Event::WholeYear);
    }

    /// 截至.
    pub(super) fn turn_to_past(&mut self) {
        self.push(Event::Past);
    }

    /// The sentence says what is to be.
    pub(super) fn intend(&mut self) {
        self.push(Event::Intention);
    }

    /// The sentence speaks of a part of a year.
    pub(super) fn speak_of_period(&mut self) {
        self.push(Event::Period);
    }

    /// Takes over what a remark in brackets says of mode and period.
    pub(super) fn take_remark(&mut self, mut remark: ParagraphScope, city: &str) {
        self.read(city);
        remark.read(city);
        self.intention = remark.intention;
        self.period = remark.period;
    }

    /// The sentence ends; `of_parts` where it said 其中, `has_figure` where it gave one of an indicator.
    pub(super) fn end_sentence(&mut self, of_parts: bool, has_figure: bool, city: &str) {
        self.push(Event::Sentence { of_parts, has_figure });
        if self.events.len() > MANY_EVENTS {
            self.read(city);
        }
    }

    fn push(&mut self, event: Event) {
        if self.events.last() == Some(&event) {
            return;
        }
        if self.events.len() < MAX_EVENTS {
            self.events.push(event);
        } else {
            self.overflowed = true;
        }
    }

    /// Reads what was said since the last number.
    pub(super) fn read(&mut self, city: &str) {
        for event in std::mem::take(&mut self.events) {
            self.apply(event, city);
        }
    }

    fn apply(&mut self, event: Event, city: &str) {
        match event {
            Event::Clause { words, after_figure } => {
                self.apply_clause(&words, after_figure, city);
            }
            Event::City => self.apply_city(),
            Event::Year(year) => self.apply_year(year),
            Event::Preliminary => self.preliminary = true,
            Event::WholeYear => self.period = None,
            Event::Intention => self.intention = Some(Announced::Here),
            Event::Period => self.period = Some(Announced::Here),
            Event::Past => self.end_plan(),
            Event::Sentence { of_parts, has_figure } => {
                // A slogan before figures names nobody: 质量第一。
                self.unknown_owner =
                    self.unknown_owner.filter(|_| has_figure).map(|_| Announced::Earlier);
                self.apply_sentence(of_parts);
            }
        }

        if self.has_year {
            self.intention = self.intention.filter(|intention| *intention == Announced::Here);
            if self.names_city {
                self.end_plan();
            }
        }
    }

    fn apply_city(&mut self) {
        (self.owner, self.unknown_owner) = (None, None);
        self.names_city = true;
        self.source = self.source.filter(|source| *source == Announced::Here);
    }

    fn apply_year(&mut self, year: i32) {
        self.has_year = true;
        self.first_year = Some(self.first_year.map_or(year, |first| first.min(year)));
        self.period = None;
        // 到2020年达到…。2017年为…: what is told of an earlier year is no plan.
        if self.planned_year.is_some_and(|planned| year < planned) {
            self.end_plan();
        }
    }

    fn apply_clause(&mut self, words: &str, after_figure: bool, city: &str) {
        self.other_figures |= words.contains(scope::FIGURE) && !words.contains(scope::NAME);
        let here = Some(Announced::Here);
        match scope::of_clause(words, city) {
            ClauseScope::Unstated => {}
            ClauseScope::Actual => self.end_plan(),
            ClauseScope::Elsewhere => {
                let by_figure = words.contains([scope::NAME, scope::FIGURE]);
                let topic = String::new();
                self.owner = Some(Owner { by_figure, topic, announced: Announced::Here });
            }
            ClauseScope::Part(topic) => {
                self.owner = Some(Owner { by_figure: false, topic, announced: Announced::Here });
            }
            ClauseScope::Source => self.source = here,
            // What follows a figure speaks of its growth: 1380亿元，按可比价格计算，增长7.3%.
            ClauseScope::Reckoning => self.reckoning |= !after_figure,
            ClauseScope::Plan => self.plan = here,
            ClauseScope::City => self.apply_city(),
            ClauseScope::UnknownOwner => self.unknown_owner = here,
            ClauseScope::UnknownBasis => self.unknown_basis = true,
        }
    }

    fn apply_sentence(&mut self, of_parts: bool) {
        let plans = self.plan == Some(Announced::Here) || self.intention == Some(Announced::Here);
        if plans {
            self.planned_year = self.first_year;
        }
        self.first_year = None;
        (self.preliminary, self.unknown_basis) = (false, false);
        self.other_figures = false;
        self.owner =
            self.owner.take().filter(|owner| !of_parts || owner.announced == Announced::Earlier);
        if let Some(owner) = &mut self.owner {
            owner.announced = Announced::Earlier;
        }

        for announced in [&mut self.source, &mut self.plan, &mut self.intention, &mut self.period] {
            *announced = announced.map(|_| Announced::Earlier);
        }
        self.reckoning = false;
        self.names_city = false;
        self.has_year = false;
    }

    /// What earlier sentences planned is over.
    fn end_plan(&mut self) {
        let here = |announced: &Announced| *announced == Announced::Here;
        self.plan = self.plan.filter(here);
        self.intention = self.intention.filter(here);
    }

    /// Whether the sentence spoke of other figures, which the next one may go with: 抽查食品1260批次，
    /// 食品抽检合格率96.8%.
    pub(super) fn has_other_figures(&self) -> bool {
        self.other_figures
    }

    /// How far a figure of an indicator may be compared; what was said must have been read.
    pub(super) fn standing(&self, indicator: &str) -> Standing {
        let here = Some(Announced::Here);
        if self.overflowed {
            return Standing::Closed(Doubt::Unclear);
        }
        if self.intention == here || (self.plan.is_some() && !self.names_city) || self.plan == here
        {
            return Standing::Closed(Doubt::Plan);
        }
        let announced_before = self.source == Some(Announced::Earlier) && self.has_year;
        if (self.source.is_some() && !announced_before) || self.reckoning {
            return Standing::Closed(Doubt::Basis);
        }
        if self.period == here {
            return Standing::Closed(Doubt::Period);
        }

        if let Some(owner) = &self.owner {
            let is_topic = scope::is_topic(&owner.topic, indicator);
            let lasting = owner.topic.is_empty() || scope::is_institution(&owner.topic);
            let passing = owner.by_figure && owner.announced == Announced::Earlier;
            if lasting && !is_topic && !passing {
                return Standing::Closed(Doubt::Elsewhere);
            }
            if passing && !is_topic {
                return Standing::Weak(Doubt::Elsewhere);
            }
            if !is_topic {
                return Standing::Weak(Doubt::Part);
            }
        }
        if announced_before || self.preliminary || self.unknown_basis {
            return Standing::Weak(Doubt::Basis);
        }
        if self.unknown_owner.is_some() {
            return Standing::Weak(Doubt::Elsewhere);
        }
        if self.period.is_some() {
            return Standing::Weak(Doubt::Period);
        }
        let planned = self.plan.is_some() || self.intention.is_some();
        if planned { Standing::Weak(Doubt::Plan) } else { Standing::Open }
    }
}
