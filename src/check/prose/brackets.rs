//! What stands in brackets: a remark that narrows what it follows, or a statement of its own.
//!
//! In: the judge at a bracket. Out: the scene outside, with what the remark changes of it.

use super::judge::Judge;
use super::scope;
use super::tokens::Kind;
use super::words::{self, Word};
use crate::check::words::CONTEXT;
use std::ops::Range;

/// Tokens of a remark that are looked at; a longer one is a statement.
const MAX_TOKENS: usize = 40;

impl Judge<'_> {
    /// A bracket closes. A statement in it is forgotten but for what it says of prices; a remark holds
    /// for what it follows: 食品抽检合格率（餐饮环节）, 2017年（一季度）.
    pub(super) fn close(&mut self, index: usize) {
        if let Some(deeper) = self.deeper.checked_sub(1) {
            self.deeper = deeper;
            return;
        }
        let Some(outer) = self.outer.pop() else { return };
        let inner = std::mem::replace(&mut self.scene, outer);
        self.scene.real |= inner.real;
        self.scene.nominal |= inner.nominal;

        let narrowed = words::narrows(&inner.unknown);
        let Some(remark) = self.remark_before(index) else {
            self.scene.tied &= !narrowed;
            return;
        };
        if self.is_pointer(&remark) {
            return;
        }
        self.scene.constant |= inner.constant;
        self.scene.doubtful |= inner.doubtful;
        let before = remark.start.checked_sub(2).and_then(|at| self.kind(at));
        let restricts = matches!(before, Some(Kind::Name(_))) && self.is_restriction(remark);
        if restricts || narrowed || scope::narrows(&inner.clause, self.facts.city) {
            self.scene.unknown("限");
        }
    }

    /// The tokens of the remark that ends here; none where it states a number.
    fn remark_before(&self, close: usize) -> Option<Range<usize>> {
        let mut depth = 0usize;
        for at in (0..close).rev().take(MAX_TOKENS) {
            match self.kind(at)? {
                Kind::Close => depth += 1,
                Kind::Open if depth == 0 => return Some(at + 1..close),
                Kind::Open => depth -= 1,
                Kind::Number(_) | Kind::Value(_) => return None,
                Kind::Name(_)
                | Kind::Year(_)
                | Kind::Years(..)
                | Kind::Word(_)
                | Kind::Comma
                | Kind::Semicolon
                | Kind::Stop
                | Kind::Unknown => {}
            }
        }
        None
    }

    /// Whether a remark only says where to look: （见表9-1）.
    fn is_pointer(&self, remark: &Range<usize>) -> bool {
        let first = self.cut.tokens.get(remark.start).filter(|_| !remark.is_empty());
        let text = first.map_or("", |token| self.plain[token.range.clone()].trim());
        CONTEXT.pointer.begins(text)
    }

    /// Whether a remark after a name says more than its unit or another name of it.
    fn is_restriction(&self, remark: Range<usize>) -> bool {
        let tokens = self.cut.tokens.get(remark).unwrap_or_default();
        tokens.iter().any(|token| {
            let text = self.plain[token.range.clone()].trim();
            match token.kind {
                Kind::Unknown => !self.is_empty_word(text),
                // 初步核算 is how any report begins; in brackets it sets a figure apart.
                Kind::Word(Word::Filler) => text.starts_with("初步"),
                Kind::Word(word) => matches!(word, Word::Foreign | Word::Part | Word::Partial),
                _ => false,
            }
        })
    }

    /// Letters such as AQI, and units.
    fn is_empty_word(&self, text: &str) -> bool {
        let letter = |c: char| c.is_ascii_alphanumeric() || "&.-/ ％%℃‰“”".contains(c);
        let unit = || {
            let known = self.facts.indicators.definitions.iter();
            self.facts.units.parse(text).counts() || known.map(|one| &one.unit).any(|u| u == text)
        };
        text.chars().all(letter) || unit()
    }

    /// Whether a remark that narrows the number follows it: 97.2%（餐饮环节）.
    pub(super) fn is_remarked(&self, index: usize) -> bool {
        if !matches!(self.kind(index + 1), Some(Kind::Open)) {
            return false;
        }
        let mut remark = String::new();
        for token in self.cut.tokens.iter().skip(index + 2).take(MAX_TOKENS) {
            match token.kind {
                Kind::Close => return scope::narrows(&remark, self.facts.city),
                Kind::Number(_) | Kind::Value(_) | Kind::Name(_) | Kind::Stop => return false,
                Kind::Comma | Kind::Semicolon if scope::narrows(&remark, self.facts.city) => {
                    return true;
                }
                Kind::Comma | Kind::Semicolon => remark.clear(),
                Kind::Year(_) | Kind::Years(..) | Kind::Word(_) | Kind::Open | Kind::Unknown => {
                    remark.push_str(&self.plain[token.range.clone()]);
                }
            }
        }
        false
    }
}
