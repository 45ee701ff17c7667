//! A formula read by recursive descent: sums of products of factors.

use super::model::{Expression, Formula, Misformed, Operator, Term};
use crate::indicator::indicators::Indicators;
use rust_decimal::Decimal;

/// Maximum depth of brackets; a deeper formula is no person's.
const MAX_DEPTH: usize = 20;

impl Formula {
    /// Reads a formula.
    pub fn read(text: &str, indicators: &Indicators) -> Result<Formula, Misformed> {
        let mut parser = Parser { text, position: 0, indicators, terms: Vec::new(), depth: 0 };
        let mut parts = vec![parser.sum()?];
        while parser.take(&[":", "："]) {
            parts.push(parser.sum()?);
        }

        match parser.rest() {
            "" => Ok(Formula { text: text.trim().to_owned(), parts, terms: parser.terms }),
            _ => Err(parser.refuse("这里应有运算符")),
        }
    }
}

/// Reads from a position on; collects the terms.
struct Parser<'a> {
    text: &'a str,
    position: usize,
    indicators: &'a Indicators,
    terms: Vec<Term>,
    depth: usize,
}

impl Parser<'_> {
    fn rest(&mut self) -> &str {
        let rest = &self.text[self.position..];
        self.position += rest.len() - rest.trim_start().len();
        &self.text[self.position..]
    }

    fn take(&mut self, operators: &[&str]) -> bool {
        let rest = self.rest();
        let length = operators
            .iter()
            .find(|operator| rest.starts_with(**operator))
            .map(|operator| operator.len());
        self.position += length.unwrap_or(0);
        length.is_some()
    }

    fn sum(&mut self) -> Result<Expression, Misformed> {
        let signs: [(Operator, &[&str]); 2] =
            [(Operator::Add, &["+", "＋"]), (Operator::Subtract, &["-", "－", "−"])];
        self.chain(signs, Self::product)
    }

    fn product(&mut self) -> Result<Expression, Misformed> {
        let signs: [(Operator, &[&str]); 2] =
            [(Operator::Multiply, &["*", "×", "＊"]), (Operator::Divide, &["/", "÷", "／"])];
        self.chain(signs, Self::factor)
    }

    /// Operands with operators of one precedence between them.
    fn chain(
        &mut self,
        signs: [(Operator, &[&str]); 2],
        operand: fn(&mut Self) -> Result<Expression, Misformed>,
    ) -> Result<Expression, Misformed> {
        let mut expression = operand(self)?;

        while let Some((operator, _)) = signs.iter().find(|(_, signs)| self.take(signs)) {
            let right = operand(self)?;
            expression = Expression::Binary(*operator, Box::new(expression), Box::new(right));
        }

        Ok(expression)
    }

    fn factor(&mut self) -> Result<Expression, Misformed> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
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
            self.position += name.len();
            let years_back = i32::from(self.take(&["(上年)", "（上年）"]));
            let term = Term { id, years_back };
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }

            return Ok(Expression::Term(term));
        }

        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number = rest[..digits].parse().ok().filter(|_| digits > 0);
        self.position += number.map_or(0, |_: Decimal| digits);
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

        let range = self.position..self.position + length;
        Misformed { range, message, word: Some(word).filter(|word| !word.is_empty()) }
    }
}
