//! What stands right around a name or a number and narrows it: 65岁及以上常住人口, 98%的企业.
//!
//! In: the judge at the name or the number. Out: whether it still means the whole city's.

use super::judge::Judge;
use super::names::Entry;
use super::scope;
use super::tokens::Kind;
use super::words::Word;
use crate::check::words::CONTEXT;

/// Characters after 的 among which a noun for a level stands.
const MAX_LEVEL_NOUN: usize = 6;

impl Judge<'_> {
    /// Whether a number right before a name says of which part it is: 65岁及以上常住人口. 22件驰名商标
    /// says how many there are.
    pub(super) fn is_of_some(&self, index: usize, entry: &Entry) -> bool {
        let text = |at: usize| {
            self.cut.tokens.get(at).map_or("", |token| &self.plain[token.range.clone()])
        };
        let mut at = index;
        let bound = |at: usize| matches!(text(at), "以上" | "以下" | "以内");
        if at > 0 && bound(at - 1) {
            at -= 1;
            at -= usize::from(at > 0 && matches!(text(at - 1), "及" | "含"));
        }
        let number = at.checked_sub(1).and_then(|at| self.kind(at));
        let Some(Kind::Number(number)) = number else { return false };
        let unit = self.facts.units.parse(&self.facts.indicators.get(entry.id).unit);
        self.quantity(number).is_some_and(|quantity| {
            let base = quantity.base.as_str();
            !matches!(base, "" | "年" | "倍") && !unit.is_like(base)
        })
    }

    /// Whether a name that follows unknown words can be their object and still mean the whole city.
    pub(super) fn stands_free(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|at| self.cut.tokens.get(at));
        let Some(before) = before else { return true };
        let text = &self.plain[before.range.clone()];
        let free = match before.kind {
            Kind::Year(_) | Kind::Years(..) => true,
            Kind::Word(Word::Of) => CONTEXT.describing.begins(&self.scene.unknown),
            Kind::Word(_) => CONTEXT.leading.contains(text),
            Kind::Name(_)
            | Kind::Value(_)
            | Kind::Number(_)
            | Kind::Comma
            | Kind::Semicolon
            | Kind::Stop
            | Kind::Open
            | Kind::Close
            | Kind::Unknown => false,
        };
        if !free || self.scene.unknown.is_empty() {
            return free;
        }

        // What the clause says before the name decides as that of an earlier clause does.
        let clause = self.scene.clause.trim_end_matches(scope::NAME);
        self.scene.clause.len() < scope::MAX_WORDS && !scope::narrows(clause, self.facts.city)
    }

    /// Whether 的 and a noun follow, or a word that makes the number a wish: 98%的企业, 98%的目标.
    pub(super) fn is_narrowed(&self, index: usize) -> bool {
        let Some(token) = self.cut.tokens.get(index) else { return false };
        let rest = self.plain[token.range.end..].trim_start();
        let rest = CONTEXT.degree.strip_prefix(rest).unwrap_or(rest);

        if let Some(rest) = rest.strip_prefix('的') {
            let noun =
                &rest[..rest.char_indices().nth(MAX_LEVEL_NOUN).map_or(rest.len(), |(at, _)| at)];
            !CONTEXT.level_noun.is_in(noun)
        } else {
            CONTEXT.requirement.begins(rest)
        }
    }
}
