//! The results of a formula.

use super::model::{Expression, Formula, Operator, Term};
use crate::indicator::indicators::Indicators;
use crate::indicator::interval::Interval;
use rust_decimal::Decimal;

impl Formula {
    /// Its result for a year, between limits; `None` where a value is missing or no number, a divisor
    /// may be zero, or the result is too long.
    pub fn limits(&self, indicators: &Indicators, year: i32) -> Option<Vec<Interval>> {
        let value = |term: Term| {
            let (id, year) = (term.id, term.year(year));
            let number = indicators.datum(id, year)?.value.number()?;
            Interval::rounded(number, indicators.get(id).decimals)
        };
        self.parts.iter().map(|part| evaluate(part, &value)).collect()
    }

    /// Its result for a year from the values as typed.
    pub fn results(&self, indicators: &Indicators, year: i32) -> Option<Vec<Decimal>> {
        let value = |term: Term| {
            let datum = indicators.datum(term.id, term.year(year))?;
            datum.value.number().map(Interval::exact)
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
        Expression::Binary(operator, left, right) => {
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
