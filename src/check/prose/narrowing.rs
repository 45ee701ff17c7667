//! What stands right around a name or a number and narrows it: 65岁及以上常住人口, 98%的企业.
//!
//! In: the matcher at the name or the number. Out: whether it still means the whole city's.

use super::lexicon::Word;
use super::matcher::Matcher;
use super::names::IndicatorName;
use super::scope;
use super::tokens::TokenKind;
use crate::check::words::CONTEXT;

/// Characters after 的 among which a noun for a level stands.
const MAX_LEVEL_NOUN: usize = 6;

impl Matcher<'_> {
    /// Whether a number right before a name says of which part it is: 65岁及以上常住人口. 22件驰名商标
    /// says how many there are.
    pub(super) fn is_part_by_number(&self, index: usize, name: &IndicatorName) -> bool {
        // 及以上 stands between the number and the name.
        let mut start = index;
        if start > 0 && matches!(self.token_text(start - 1), "以上" | "以下" | "以内") {
            start -= 1;
            start -= usize::from(start > 0 && matches!(self.token_text(start - 1), "及" | "含"));
        }

        let Some(TokenKind::Number(number)) = self.kind_before(start) else { return false };
        let unit = self.context.units.parse(&self.context.indicators.get(name.id).unit);
        self.quantity(number).is_some_and(|quantity| {
            let base = quantity.base.as_str();
            !matches!(base, "" | "年" | "倍") && !unit.is_like(base)
        })
    }

    /// Whether a name that follows unknown words can be their object and still mean the whole city.
    pub(super) fn keeps_its_scope(&self, index: usize) -> bool {
        let Some(before) = self.kind_before(index) else { return true };
        let free = match before {
            TokenKind::Year(_) | TokenKind::Years(..) => true,
            TokenKind::Word(Word::Of) => CONTEXT.describing.begins(&self.state.unknown_words),
            TokenKind::Word(_) => CONTEXT.leading.contains(self.token_text(index - 1)),
            _ => false,
        };
        if !free || self.state.unknown_words.is_empty() {
            return free;
        }

        // What the clause says before the name decides as that of an earlier clause does.
        let clause = self.state.clause.trim_end_matches(scope::NAME);
        self.state.clause.len() < scope::MAX_WORDS && !scope::narrows(clause, self.context.city)
    }

    /// Whether 的 and a noun follow, or a word that makes the number a wish: 98%的企业, 98%的目标.
    pub(super) fn is_narrowed(&self, index: usize) -> bool {
        let Some(token) = self.tokenized.tokens.get(index) else { return false };
        let rest = self.text[token.range.end..].trim_start();
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
