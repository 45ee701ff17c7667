//! What a formula consists of.

use crate::indicator::datum::IndicatorId;
use rust_decimal::Decimal;
use std::ops::Range;

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// As typed.
    pub text: String,
    /// One expression, or the parts of a ratio.
    pub(super) parts: Vec<Expression>,
    /// The indicators it reads, and how many years back, in its order, each once.
    pub terms: Vec<Term>,
}

/// An indicator in a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The indicator.
    pub id: IndicatorId,
    /// 0 for the year itself, 1 for the year before.
    pub years_back: i32,
}

impl Term {
    /// The year it stands for.
    pub fn year(self, year: i32) -> i32 {
        year.saturating_sub(self.years_back)
    }
}

/// Part of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    Number(Decimal),
    Term(Term),
    Negated(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Why a text is no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misformed {
    /// The part that can't be read, in bytes of the formula's text.
    pub range: Range<usize>,
    /// What is wrong with it.
    pub message: String,
    /// The indicator name that may be meant.
    pub word: Option<String>,
}

impl Formula {
    /// How many parts its result has: more than one is a ratio.
    pub fn count(&self) -> usize {
        self.parts.len()
    }
}
