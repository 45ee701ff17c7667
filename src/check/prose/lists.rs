//! Lists of numbers: 分别为A、B和C, for several indicators or several years.
//!
//! In: the judge at the first number of a list. Out: verdicts for all, where their count is right;
//! else none.

use super::Verdict;
use super::judge::Judge;
use super::scene::{Subject, Year};
use super::tokens::Kind;
use super::words::Word;
use crate::check::number::{Amount, Quantity};

impl Judge<'_> {
    /// Judges a list that begins at this token; false where it is a number of its own.
    pub(super) fn lists(&mut self, index: usize) -> bool {
        let items = self.items(index);
        if self.scene.bases.len() > 1 {
            self.judge_bases(&items);
            self.done = items.last().map_or(self.done, |last| last + 1);
            self.after_number();
            return true;
        }
        let several = self.scene.subjects.len() > 1 || !self.scene.years.is_empty();
        let list = items.len() > 1 && (self.scene.respectively || several);
        if !list && !several {
            // Two numbers for one thing: which of them is meant?
            if items.len() > 1 {
                self.done = items.last().map_or(self.done, |last| last + 1);
                self.after_number();
                return true;
            }
            return false;
        }
        if self.scene.tied && self.scene.each && items.len() == 1 {
            self.judge_each(index);
        } else if self.scene.tied && !items.iter().any(|item| self.is_narrowed(*item)) {
            self.judge_list(&items);
        }
        if let Some(last) = items.last().filter(|last| **last > index) {
            self.done = last + 1;
        }
        self.after_number();
        true
    }

    /// The tokens of a list's numbers and values, from `index` on.
    fn items(&self, index: usize) -> Vec<usize> {
        let is_item = |at: usize| match self.cut.tokens.get(at).map(|token| token.kind) {
            Some(Kind::Number(number)) => {
                self.quantity(number).is_some_and(|quantity| quantity.base != "年")
            }
            Some(Kind::Value(id)) => {
                let value = self.facts.values.get(id.0 as usize);
                value.is_some_and(|value| !value.indicators.is_empty())
            }
            _ => false,
        };
        let is_and = |at: usize| {
            let kind = self.cut.tokens.get(at).map(|token| token.kind);
            matches!(kind, Some(Kind::Word(Word::And | Word::With)))
        };
        let mut items = vec![index];
        let mut at = index;
        while is_and(at + 1) && is_item(at + 2) {
            at += 2;
            items.push(at);
        }
        items
    }

    fn judge_list(&mut self, items: &[usize]) {
        let subjects = self.scene.subjects.clone();
        let years = self.scene.years.clone();
        let pairs: Vec<(Subject, Year)> = match (subjects.as_slice(), self.scene.year) {
            ([subject], None) if years.len() == items.len() => {
                years.iter().map(|year| (*subject, Year { value: *year, firm: true })).collect()
            }
            (subjects, Some(year))
                if subjects.len() == items.len() && self.scene.respectively && years.is_empty() =>
            {
                subjects.iter().map(|subject| (*subject, year)).collect()
            }
            _ => return,
        };
        let last = items.last().and_then(|item| self.quantity_at(*item)).cloned();
        for (item, (subject, year)) in items.iter().zip(pairs) {
            let Some(Kind::Number(number)) = self.cut.tokens.get(*item).map(|token| token.kind)
            else {
                continue;
            };
            let Some(quantity) = self.quantity(number) else { continue };
            let quantity = with_unit(quantity, last.as_ref());
            self.verdicts[number] = self.decide(subject, year, &quantity);
        }
    }

    /// 分别比2015年、2016年提高1.4和0.7个百分点: one change over each year.
    fn judge_bases(&mut self, items: &[usize]) {
        let bases = self.scene.bases.clone();
        let ([subject], Some(year)) = (self.scene.subjects.as_slice(), self.scene.year) else {
            return;
        };
        let (subject, tied) = (*subject, self.scene.tied && self.scene.motion.is_some());
        let narrowed = items.iter().any(|item| self.is_narrowed(*item));
        if !tied || narrowed || bases.len() != items.len() {
            return;
        }
        let last = items.last().and_then(|item| self.quantity_at(*item)).cloned();
        let stated = self.scene.base;
        for (item, base) in items.iter().zip(bases) {
            let Some(Kind::Number(number)) = self.cut.tokens.get(*item).map(|token| token.kind)
            else {
                continue;
            };
            let Some(quantity) = self.quantity(number) else { continue };
            self.scene.base = Some((base, false));
            let quantity = with_unit(quantity, last.as_ref());
            self.verdicts[number] = self.decide(subject, year, &quantity);
        }
        self.scene.base = stated;
    }

    /// 均为100%: every subject has the one number.
    fn judge_each(&mut self, index: usize) {
        let Some(Kind::Number(number)) = self.cut.tokens.get(index).map(|token| token.kind) else {
            return;
        };
        let (Some(quantity), false) = (self.quantity(number), self.is_narrowed(index)) else {
            return;
        };
        let firm = |value: &i32| Year { value: *value, firm: true };
        let years: Vec<Year> = match self.scene.year {
            Some(year) => vec![year],
            None => self.scene.years.iter().map(firm).collect(),
        };
        let mut verdict = None;
        for subject in self.scene.subjects.clone() {
            for year in &years {
                let next = self.decide(subject, *year, quantity);
                verdict = Some(match (verdict, next) {
                    (None, next) => next,
                    (Some(Verdict::Differs(fact)), _) | (_, Verdict::Differs(fact)) => {
                        Verdict::Differs(fact)
                    }
                    (Some(Verdict::Agrees(fact)), Verdict::Agrees(_)) => Verdict::Agrees(fact),
                    (Some(_), _) => Verdict::Undecided,
                });
            }
        }
        if let Some(verdict) = verdict {
            self.verdicts[number] = verdict;
        }
    }

    fn quantity_at(&self, item: usize) -> Option<&Quantity> {
        match self.cut.tokens.get(item)?.kind {
            Kind::Number(number) => self.quantity(number),
            _ => None,
        }
    }
}

/// A number of a list with the unit of its last one, where it has none: 53733、57892和63158元.
fn with_unit(quantity: &Quantity, last: Option<&Quantity>) -> Quantity {
    let bare = quantity.base.is_empty() && !quantity.scaled;
    let Some(last) = last.filter(|last| bare && !last.base.is_empty()) else {
        return quantity.clone();
    };
    let Amount::Single(figure) = quantity.amount else { return quantity.clone() };
    match figure.scaled(last.power) {
        Some(figure) => {
            Quantity { amount: Amount::Single(figure), bound: quantity.bound, ..last.clone() }
        }
        None => quantity.clone(),
    }
}
