//! How an indicator follows from others: `城市GDP * 10000 / 常住人口`.
//!
//! In: a formula as typed and the names of the indicators. Out: [`Formula`], and its results as
//! limits. A name is read as long as possible, so that 城市GDP is found before GDP; a name followed by
//! `(上年)` means the year before. Parts of a ratio are divided by `:`.

use super::{DatumValue, IndicatorId, Indicators, Interval};
use rust_decimal::Decimal;
use std::ops::Range;

/// Brackets deeper than this are no formula of a person.
const DEEPEST: usize = 20;

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// As typed.
    pub text: String,
    /// One expression, or the parts of a ratio.
    parts: Vec<Expression>,
    /// The indicators it reads, and how many years back, in its order, each once.
    pub terms: Vec<Term>,
}

/// An indicator in a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The indicator.
    pub id: IndicatorId,
    /// 0 for the year itself, 1 for the year before.
    pub back: i32,
}

impl Term {
    /// The year it stands for.
    pub fn year(self, year: i32) -> i32 {
        year.saturating_sub(self.back)
    }
}

/// Part of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    Number(Decimal),
    Term(Term),
    Negated(Box<Expression>),
    Combined(Operator, Box<Expression>, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
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

    /// Reads a formula.
    pub fn read(text: &str, indicators: &Indicators) -> Result<Formula, Misformed> {
        let mut reader = Reader { text, at: 0, indicators, terms: Vec::new(), depth: 0 };
        let mut parts = vec![reader.sum()?];
        while reader.take(&[":", "："]) {
            parts.push(reader.sum()?);
        }
        match reader.rest() {
            "" => Ok(Formula { text: text.trim().to_owned(), parts, terms: reader.terms }),
            _ => Err(reader.refuse("这里应有运算符")),
        }
    }

    /// Its result for a year, between limits; `None` where a value is missing or no number, a divisor
    /// may be zero, or the result is too long.
    pub fn limits(&self, indicators: &Indicators, year: i32) -> Option<Vec<Interval>> {
        let value = |term: Term| {
            let (id, year) = (term.id, term.year(year));
            match indicators.datum(id, year)?.value {
                DatumValue::Number(number) => {
                    Interval::rounded(number, indicators.get(id).decimals)
                }
                DatumValue::Text(_) => None,
            }
        };
        self.parts.iter().map(|part| evaluate(part, &value)).collect()
    }

    /// Its result for a year from the values as typed.
    pub fn results(&self, indicators: &Indicators, year: i32) -> Option<Vec<Decimal>> {
        let value = |term: Term| match indicators.datum(term.id, term.year(year))?.value {
            DatumValue::Number(number) => Some(Interval::exact(number)),
            DatumValue::Text(_) => None,
        };
        let results = self.parts.iter().map(|part| Some(evaluate(part, &value)?.least));
        results.collect()
    }
}

fn evaluate(expression: &Expression, value: &dyn Fn(Term) -> Option<Interval>) -> Option<Interval> {
    match expression {
        Expression::Number(number) => Some(Interval::exact(*number)),
        Expression::Term(term) => value(*term),
        Expression::Negated(inner) => Some(evaluate(inner, value)?.negate()),
        Expression::Combined(operator, left, right) => {
            let (left, right) = (evaluate(left, value)?, evaluate(right, value)?);
            match operator {
                Operator::Add => left.plus(right),
                Operator::Subtract => left.subtract(right),
                Operator::Multiply => left.multiply(right),
                Operator::Divide => left.divide(right),
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    indicators: &'a Indicators,
    terms: Vec<Term>,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&mut self) -> &str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    fn take(&mut self, signs: &[&str]) -> bool {
        let rest = self.rest();
        let length = signs.iter().find(|sign| rest.starts_with(**sign)).map(|sign| sign.len());
        self.at += length.unwrap_or(0);
        length.is_some()
    }

    fn sum(&mut self) -> Result<Expression, Misformed> {
        let mut left = self.product()?;
        loop {
            let operator = if self.take(&["+", "＋"]) {
                Operator::Add
            } else if self.take(&["-", "－", "−"]) {
                Operator::Subtract
            } else {
                return Ok(left);
            };
            left = Expression::Combined(operator, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expression, Misformed> {
        let mut left = self.factor()?;
        loop {
            let operator = if self.take(&["*", "×", "＊"]) {
                Operator::Multiply
            } else if self.take(&["/", "÷", "／"]) {
                Operator::Divide
            } else {
                return Ok(left);
            };
            left = Expression::Combined(operator, Box::new(left), Box::new(self.factor()?));
        }
    }

    fn factor(&mut self) -> Result<Expression, Misformed> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.refuse("括号太多层"));
        }
        let factor = if self.take(&["-", "－", "−"]) {
            Expression::Negated(Box::new(self.factor()?))
        } else if self.take(&["(", "（"]) {
            let inner = self.sum()?;
            if !self.take(&[")", "）"]) {
                return Err(self.refuse("缺少右括号"));
            }
            inner
        } else {
            self.operand()?
        };
        self.depth -= 1;
        Ok(factor)
    }

    fn operand(&mut self) -> Result<Expression, Misformed> {
        let indicators = self.indicators;
        let rest = self.rest();
        // Names first: 315活动参与人数 begins with digits.
        let name =
            indicators.names().filter(|name| rest.starts_with(name)).max_by_key(|name| name.len());
        if let Some((name, id)) = name.and_then(|name| Some((name, indicators.find(name)?))) {
            self.at += name.len();
            let back = i32::from(self.take(&["(上年)", "（上年）"]));
            let term = Term { id, back };
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }
            return Ok(Expression::Term(term));
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number = rest[..digits].parse().ok().filter(|_| digits > 0);
        self.at += number.map_or(0, |_: Decimal| digits);
        number.map(Expression::Number).ok_or_else(|| self.refuse("这里应有指标名称或数字"))
    }

    fn refuse(&mut self, message: &str) -> Misformed {
        let rest = self.rest();
        let stop = |c: char| c.is_whitespace() || "+-*/×÷()（）:：＋－−＊／".contains(c);
        let length = match rest.char_indices().next() {
            Some((_, first)) if stop(first) => first.len_utf8(),
            Some(_) => rest.find(stop).unwrap_or(rest.len()),
            None => 0,
        };
        let word = rest[..length].to_owned();
        let message = if word.is_empty() {
            format!("公式不完整，{message}")
        } else {
            message.to_owned()
        };
        let range = self.at..self.at + length;
        Misformed { range, message, word: Some(word).filter(|word| !word.is_empty()) }
    }
}

#[cfg(test)]
mod tests;
