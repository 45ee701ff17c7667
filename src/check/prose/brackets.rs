//! What stands in brackets: a remark that narrows what it follows, or a statement of its own.
//!
//! In: the matcher at a bracket. Out: the state outside, with what the remark changes of it.

use super::lexicon::{self, Word};
use super::matcher::Matcher;
use super::scope;
use super::tokens::TokenKind;
use crate::check::words::CONTEXT;
use std::ops::Range;

/// Maximum number of tokens of a remark; a longer one is a statement.
const MAX_TOKENS: usize = 40;

impl Matcher<'_> {
    /// A bracket closes. A statement in it is forgotten but for what it says of prices; a remark holds
    /// for what it follows: 食品抽检合格率（餐饮环节）, 2017年（一季度）.
    pub(super) fn close_bracket(&mut self, index: usize) {
        if let Some(deeper) = self.skipped_brackets.checked_sub(1) {
            self.skipped_brackets = deeper;
            return;
        }

        let Some(outer) = self.outer_states.pop() else { return };
        let inner = std::mem::replace(&mut self.state, outer);
        self.state.real_growth |= inner.real_growth;
        self.state.nominal_growth |= inner.nominal_growth;

        let narrowed = lexicon::narrows(&inner.unknown_words);
        let Some(remark) = self.remark_tokens(index) else {
            self.state.subject_certain &= !narrowed;
            return;
        };
        if self.is_pointer(&remark) {
            return;
        }

        self.state.constant_prices |= inner.constant_prices;
        self.state.doubtful |= inner.doubtful;
        self.state.scope.take_remark(inner.scope, self.context.city);
        let before = remark.start.checked_sub(2).and_then(|before| self.kind(before));
        let restricts = matches!(before, Some(TokenKind::Name(_))) && self.is_restriction(remark);
        if restricts || narrowed || scope::narrows(&inner.clause, self.context.city) {
            self.state.push_unknown("限");
        }
    }

    /// The tokens of the remark that ends here; none where it states a number.
    fn remark_tokens(&self, close: usize) -> Option<Range<usize>> {
        let mut depth = 0usize;
        for index in (0..close).rev().take(MAX_TOKENS) {
            match self.kind(index)? {
                TokenKind::Close => depth += 1,
                TokenKind::Open if depth == 0 => return Some(index + 1..close),
                TokenKind::Open => depth -= 1,
                TokenKind::Number(_) | TokenKind::Value(_) => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether a remark only says where to look: （见表9-1）.
    fn is_pointer(&self, remark: &Range<usize>) -> bool {
        !remark.is_empty() && CONTEXT.pointer.begins(self.token_text(remark.start).trim())
    }

    /// Whether a remark after a name says more than its unit or another name of it.
    fn is_restriction(&self, remark: Range<usize>) -> bool {
        let tokens = self.tokenized.tokens.get(remark).unwrap_or_default();
        tokens.iter().any(|token| {
            let text = self.text[token.range.clone()].trim();
            match token.kind {
                TokenKind::Unknown => !self.is_unit_or_letters(text),
                TokenKind::Word(word) => {
                    let apart = Word::Preliminary;
                    matches!(word, Word::Foreign | Word::Part | Word::Partial) || word == apart
                }
                _ => false,
            }
        })
    }

    /// Letters such as AQI, and units.
    fn is_unit_or_letters(&self, text: &str) -> bool {
        let letters = text.chars().all(|c| c.is_ascii_alphanumeric() || "&.-/ ％%℃‰“”".contains(c));
        letters
            || self.context.units.parse(text).counts()
            || self.context.indicators.definitions.iter().any(|indicator| indicator.unit == text)
    }

    /// Whether a remark that narrows the number follows it: 97.2%（餐饮环节）.
    pub(super) fn has_narrowing_remark(&self, index: usize) -> bool {
        if !matches!(self.kind(index + 1), Some(TokenKind::Open)) {
            return false;
        }

        let mut remark = String::new();
        for token in self.tokenized.tokens.iter().skip(index + 2).take(MAX_TOKENS) {
            match token.kind {
                TokenKind::Close => return scope::narrows(&remark, self.context.city),
                TokenKind::Number(_)
                | TokenKind::Value(_)
                | TokenKind::Name(_)
                | TokenKind::Stop => return false,
                TokenKind::Comma | TokenKind::Semicolon => {
                    if scope::narrows(&remark, self.context.city) {
                        return true;
                    }
                    remark.clear();
                }
                _ => remark.push_str(&self.text[token.range.clone()]),
            }
        }
        false
    }
}
