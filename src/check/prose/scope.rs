//! Whose figures a clause announces, and on what basis: 龙游县坚持质量立县，…; 按户籍人口计算，….
//!
//! In: the words of a clause. Out: whether the figures of the clauses after it may be another's than
//! the city's, or be measured, asked or planned in another way. General talk (坚持问题导向, 全市上下
//! 齐抓共管) says nothing of the kind; what isn't known says nothing either.

use super::circumstance;
use super::lexicon::city_names;
use crate::check::words::{SCOPE, WordList};
use crate::source::is_han;
use std::sync::LazyLock;

/// Stands in a clause's words for an indicator's name.
pub(super) const NAME: char = '\u{1}';
/// Stands in a clause's words for a number or a value of data.
pub(super) const FIGURE: char = '\u{2}';
/// Stands for the city's name.
const CITY: char = '\u{3}';
/// Stands for a word that names another place.
const ELSEWHERE: char = '\u{4}';
/// Stands for a word that names no place though a part of it looks so.
const HARMLESS: char = '\u{5}';

/// Bytes of a clause's words that are kept.
pub(super) const MAX_WORDS: usize = 600;

/// What a clause says of the figures after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ClauseScope {
    /// Nothing.
    Unstated,
    /// They tell what was reached, whatever was planned before: 从实施情况看.
    Actual,
    /// They are those of another place or organisation.
    Elsewhere,
    /// They are those of a trade, a link of a chain, a group or an institution, with the words of that
    /// topic: an indicator whose name has them is still the city's, as in 制造业方面，制造业增加值….
    Part(String),
    /// They are from another source: a survey, a flash report.
    Source,
    /// They are reckoned in another way: 按户籍人口计算, 不含….
    Reckoning,
    /// They are planned or asked for.
    Plan,
    /// They are the whole city's: 反观我市.
    City,
    /// They may be somebody's whose name isn't known: 以装备制造为主的东港片区.
    UnknownOwner,
    /// They may be from a source, a sample or under a condition that isn't known: 根据遥感影像解译.
    UnknownBasis,
}

/// What a clause says of the figures after it; `words` has [`NAME`] and [`FIGURE`] for what they
/// stand for, and a bracket that opens for all that is in it.
pub(super) fn of_clause(words: &str, city: &str) -> ClauseScope {
    let words = words.trim();
    // 县（市、区）, without what stands in the brackets, is no other place.
    let words = words.replace("县（", "（");
    let words = words.trim_start_matches('（');
    let words = SCOPE.conjunction.strip_prefix(words).unwrap_or(words);
    if words.is_empty() {
        return ClauseScope::Unstated;
    }
    if SCOPE.actual.is_in(words) {
        return ClauseScope::Actual;
    }
    if is_source(words) {
        return ClauseScope::Source;
    }
    if is_basis(words) {
        return ClauseScope::Reckoning;
    }
    if is_plan(words) {
        return ClauseScope::Plan;
    }

    let marked_words = marked_places(&without_city(words, city));
    let rest = unframed(&marked_words);
    let turned = SCOPE.glance.begins(rest) || rest.starts_with(['据', '经']);
    if turned && names_other(rest) {
        return ClauseScope::Elsewhere;
    }
    if SCOPE.glance.strip_prefix(rest).is_some_and(|after| after.chars().eq([CITY])) {
        return ClauseScope::City;
    }
    // 分产业看 takes the whole apart; the parts have names.
    if rest.starts_with('分') && SCOPE.frame_end.ends(rest) {
        return ClauseScope::Unstated;
    }
    let gives = words.contains([NAME, FIGURE]);
    if !gives && circumstance::is_circumstance(words) {
        return ClauseScope::UnknownBasis;
    }

    // 与丽水市相比 turns to the other one; 与全省平均水平持平 is still about the city.
    let turns = rest.ends_with("相比") || rest.ends_with("比较") || rest.contains("相邻");
    if rest.starts_with(['与', '同', '跟', '和']) && !turns {
        // 与浙江大学共建的研究院 compares nothing.
        let names = !gives && circumstance::noun_of_phrase(rest).is_some();
        return if names { ClauseScope::UnknownOwner } else { ClauseScope::Unstated };
    }

    if is_talk(rest) {
        let objects = rest.replace("乡镇", "");
        if turns || SCOPE.object.is_in(&objects) {
            return ClauseScope::Elsewhere;
        }

        // 以装备制造为主的东港片区 begins as talk does.
        let noun = circumstance::noun_of_phrase(rest).filter(|_| !gives);
        let names = noun.is_some_and(names_other);
        return if names { ClauseScope::UnknownOwner } else { ClauseScope::Unstated };
    }
    Subject::of(rest).scope(marked_words.contains(CITY))
}

/// Whether a remark in brackets narrows what stands before them: （餐饮环节）, （按户籍人口计算）.
pub(super) fn narrows(remark: &str, city: &str) -> bool {
    let scope = of_clause(remark, city);
    let stated = !matches!(scope, ClauseScope::Unstated | ClauseScope::Actual | ClauseScope::City);
    stated && !matches!(scope, ClauseScope::UnknownOwner | ClauseScope::UnknownBasis)
}

/// Whether a heading is about another place or organisation.
pub(super) fn heads_another(heading: &str, city: &str) -> bool {
    names_other(&marked_places(&without_city(heading, city)))
}

/// Whether a topic is an institution, which goes on being spoken of: 市中医院.
pub(super) fn is_institution(topic: &str) -> bool {
    SCOPE.institution.ends(topic)
}

/// What a table's caption says of its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaptionScope {
    Unstated,
    /// They are those of other places, or of parts: 龙游县主要指标, 餐饮环节抽检情况.
    Elsewhere,
    /// They are planned, ranks, or from another source.
    OtherKind,
}

/// What a table's caption says of its figures. Trades are common in the names of indicators that
/// captions repeat, and say nothing here.
pub(super) fn caption_scope(caption: &str, city: &str) -> CaptionScope {
    if SCOPE.arranged.is_in(caption) {
        return CaptionScope::OtherKind;
    }
    match of_clause(caption, city) {
        ClauseScope::Part(topic) if SCOPE.trade.is_in(&topic) || SCOPE.sector.ends(&topic) => {
            CaptionScope::Elsewhere
        }
        ClauseScope::Unstated
        | ClauseScope::Actual
        | ClauseScope::City
        | ClauseScope::UnknownOwner
        | ClauseScope::UnknownBasis
        | ClauseScope::Part(_) => CaptionScope::Unstated,
        ClauseScope::Elsewhere => CaptionScope::Elsewhere,
        ClauseScope::Source | ClauseScope::Reckoning | ClauseScope::Plan => CaptionScope::OtherKind,
    }
}

/// Whether an indicator's name has the words of a topic: 制造业方面 is what 制造业增加值 is about.
pub(super) fn is_topic(topic: &str, name: &str) -> bool {
    let core = SCOPE.sector.strip_suffix(topic).unwrap_or(topic);
    core.chars().count() > 1 && name.contains(core)
}

/// The beginning of a clause, up to what it says.
struct Subject<'a> {
    /// The whole clause.
    clause: &'a str,
    text: &'a str,
    /// Whether what follows is done by somebody.
    acts: bool,
    /// Whether what follows is known; else the subject may end before its text does.
    ends: bool,
    /// Whether the clause gives a figure or names an indicator.
    gives: bool,
}

impl<'a> Subject<'a> {
    fn of(clause: &'a str) -> Subject<'a> {
        let (act, talk) = (SCOPE.agency.find(clause), SCOPE.talk.find(clause));
        let figure = clause.find([NAME, FIGURE]);
        let end = [act, talk, figure, clause.find(['：', ':'])].into_iter().flatten().min();

        Subject {
            clause: clause.trim(),
            text: clause[..end.unwrap_or(clause.len())].trim(),
            acts: act.is_some() && act == end,
            ends: end.is_some(),
            gives: figure.is_some(),
        }
    }

    fn sector(&self) -> Option<&'a str> {
        marked(self.text, &SCOPE.sector, self.ends)
            .or_else(|| marked(self.text, &SCOPE.trade, false))
    }

    fn group(&self) -> Option<&'a str> {
        let institution = marked(self.text, &SCOPE.institution, self.ends);
        institution.or_else(|| marked(self.text, &SCOPE.group, self.ends)).filter(|_| !self.gives)
    }

    /// `names_city` means that the clause names the city too.
    fn scope(&self, names_city: bool) -> ClauseScope {
        if names_other(self.text) {
            return ClauseScope::Elsewhere;
        }

        if let Some(topic) = self.sector().or_else(|| self.group()) {
            return ClauseScope::Part(topic.trim_start_matches(CITY).to_owned());
        }

        // Neither the city nor its bureaus nor a matter: somebody else.
        let of_city =
            names_city || self.text.starts_with(['市', HARMLESS]) || SCOPE.agent.is_in(self.text);
        let matter = SCOPE.matter.ends(self.text);
        let another = self.acts && !self.text.is_empty() && !self.gives && !of_city && !matter;
        if another {
            return ClauseScope::Elsewhere;
        }

        let unknown = !self.gives
            && !of_city
            && !matter
            && circumstance::noun_of_phrase(self.clause).is_some();
        if unknown { ClauseScope::UnknownOwner } else { ClauseScope::Unstated }
    }
}

/// The words of a subject with one of the marks: at its end, or anywhere where its end isn't known.
fn marked<'a>(text: &'a str, marks: &WordList, ends: bool) -> Option<&'a str> {
    marks.iter().find_map(|mark| {
        if ends {
            text.ends_with(mark).then_some(text)
        } else {
            text.find(mark).map(|at| &text[..at + mark.len()])
        }
    })
}

/// The words of other places and those that only look so, by their marks, the longest first: 居全省
/// contains 全省, 兄弟城市 contains 城市.
static PLACES: LazyLock<Vec<(&str, char)>> = LazyLock::new(|| {
    let elsewhere = SCOPE.elsewhere.iter().map(|word| (word, ELSEWHERE));
    let harmless = SCOPE.harmless.iter().map(|word| (word, HARMLESS));
    let mut places: Vec<(&str, char)> = elsewhere.chain(harmless).collect();
    places.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    places
});

fn marked_places(text: &str) -> String {
    let mut marked = text.to_owned();
    for (word, mark) in PLACES.iter() {
        if marked.contains(word) {
            let mut buffer = [0; 4];
            marked = marked.replace(word, mark.encode_utf8(&mut buffer));
        }
    }
    marked
}

/// Whether words name a place or an organisation that isn't the city.
fn names_other(text: &str) -> bool {
    text.contains(ELSEWHERE)
        || SCOPE.place.is_in(text)
        || has_named(text, '市')
        || has_named(text, '区')
}

/// Whether a name stands before the mark: 江山市, not 由市质监局.
fn has_named(text: &str, mark: char) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = &text[..at];
        before.ends_with(is_han) && !SCOPE.not_name.ends(before)
    })
}

/// Whether a clause begins with what is done, not with who does it.
fn is_talk(clause: &str) -> bool {
    SCOPE.agency.begins(clause) || SCOPE.talk.begins(clause) || SCOPE.lead.begins(clause)
}

/// 据第三方测评, 问卷调查显示, 省厅通报.
fn is_source(clause: &str) -> bool {
    if SCOPE.official.is_in(clause) && !SCOPE.source.is_in(clause) {
        return false;
    }
    if SCOPE.above.begins(clause) && SCOPE.authority.is_in(clause) && SCOPE.inspection.is_in(clause)
    {
        return true;
    }
    let quoted = clause.starts_with('据') || clause.starts_with("根据") || clause.starts_with('经');
    let done = is_talk(clause) && !quoted;
    SCOPE.saying.ends(clause)
        || (!done && (SCOPE.inquiry.ends(clause) || SCOPE.source.is_in(clause)))
        || (clause.contains("委托") && SCOPE.source.is_in(clause))
}

/// 按户籍人口计算, 剔除价格因素, 含境外注册.
fn is_basis(clause: &str) -> bool {
    let gives = clause.contains([NAME, FIGURE]);
    if !gives && (SCOPE.basis.is_in(clause) || SCOPE.including.begins(clause)) {
        return true;
    }
    if SCOPE.converted.begins(clause) {
        return true;
    }

    let Some(rest) = SCOPE.by.strip_prefix(clause) else { return false };
    let Some(rest) = SCOPE.reckoned.strip_suffix(rest) else { return false };
    !SCOPE.usual.replace_in(rest, HARMLESS).chars().all(|c| matches!(c, HARMLESS | NAME | ' '))
}

/// 《纲要》明确, 会议要求, 三年行动方案分年度确定了任务, 对照任务书.
fn is_plan(clause: &str) -> bool {
    if SCOPE.following.begins(clause) {
        return SCOPE.plan.is_in(clause);
    }
    let ordered = SCOPE.order.find(clause);
    let Some(before) = ordered.map(|at| &clause[..at]) else { return false };

    // 实施方案提出 begins as 实施改革 does.
    if is_talk(clause) {
        return SCOPE.plan.ends(before);
    }
    let after = SCOPE.order.strip_prefix(&clause[before.len()..]);
    let ordered = after.is_some_and(|rest| rest.starts_with('的') && SCOPE.ordered.ends(rest));
    SCOPE.plan.is_in(before) || ((SCOPE.order.ends(clause) || ordered) && !SCOPE.talk.is_in(before))
}

/// A topic without what frames it: 从流通环节看, 在农业方面.
fn unframed(clause: &str) -> &str {
    let Some(inner) = SCOPE.frame_start.strip_prefix(clause) else {
        return clause;
    };
    match SCOPE.frame_end.strip_suffix(inner) {
        Some(inner) => inner,
        None if SCOPE.sector.ends(inner) => inner,
        None => clause,
    }
}

fn without_city(words: &str, city: &str) -> String {
    let mut buffer = [0; 4];
    let mark: &str = CITY.encode_utf8(&mut buffer);
    let named = city_names(city).fold(words.to_owned(), |text, name| text.replace(name, mark));

    SCOPE.city.replace_in(&named, CITY)
}
