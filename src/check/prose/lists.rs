//! Lists of numbers: 分别为A、B和C, for several indicators or several years.
//!
//! In: the matcher at the first number of a list. Out: verdicts for all, where their count is right;
//! else none.

use super::finding::{Doubt, Verdict};
use super::lexicon::Word;
use super::matcher::Matcher;
use super::sentence::{BaseYear, Subject, Year};
use super::tokens::TokenKind;
use crate::check::number::{Amount, Quantity};

impl<'a> Matcher<'a> {
    /// Matches a list that begins at this token; false where it is a number of its own.
    pub(super) fn match_list(&mut self, index: usize) -> bool {
        let items = self.list_items(index);

        let after = items.last().map_or(index, |last| last + 1);
        if self.state.base_years.len() > 1 {
            self.match_base_years(&items);
            self.next_index = after;
            self.after_number();
            return true;
        }

        // 三年来，…由2015年的9家增加到: the year that a change begins in is given.
        let begins = self.state.after_from && self.state.change_start.is_some();
        let several = self.state.subjects.len() > 1 || (!self.state.years.is_empty() && !begins);
        // 2017年，分别增加到1520家和4.5万人次: of what was spoken of before.
        let unnamed = self.state.named.is_empty() && self.state.unknown_words.is_empty();
        if self.state.respectively
            && unnamed
            && items.len() > 1
            && items.len() == self.state.earlier_subjects.len()
        {
            let earlier = self.state.earlier_subjects.clone();
            self.state.resume_subjects(earlier);
        }
        // 2017年A为533张，B为271人；2016年分别为502张和255人: of what the sentence named.
        let another_year = self.state.clause_has_year && !self.state.clause_has_subject;
        if self.state.respectively
            && another_year
            && self.state.unknown_words.is_empty()
            && items.len() > 1
            && items.len() == self.state.named.len()
        {
            let named = self.state.named.clone();
            self.state.resume_subjects(named);
        }
        // One number after 分别: of which of them?
        if self.state.respectively && items.len() == 1 && !several && !self.state.each {
            if let Some(TokenKind::Number(number)) = self.kind(index) {
                self.say(number, Verdict::Undecided(Doubt::Unclear));
            }
            self.after_number();
            return true;
        }
        let list = items.len() > 1 && (self.state.respectively || several);
        if !list && !several {
            // Two numbers for one thing: which of them is meant?
            if items.len() > 1 {
                self.next_index = after;
                self.after_number();
            }
            return items.len() > 1;
        }

        if self.state.subject_certain && self.state.each && items.len() == 1 {
            self.match_each(index);
        } else if self.state.subject_certain && !items.iter().any(|item| self.is_narrowed(*item)) {
            self.match_subjects_or_years(&items);
        }
        if items.len() > 1 {
            self.next_index = after;
        }
        self.after_number();
        true
    }

    /// The tokens of a list's numbers and values, from `index` on.
    fn list_items(&self, index: usize) -> Vec<usize> {
        let mut items = vec![index];
        let mut last = index;
        while matches!(self.kind(last + 1), Some(TokenKind::Word(Word::And | Word::With))) {
            // 增长11.5%和增长12.4%.
            let again = matches!(
                (self.kind(last + 2), self.state.change),
                (Some(TokenKind::Word(Word::Moves(next))), Some(change)) if next == change
            );
            let item = if again { last + 3 } else { last + 2 };
            if !self.is_list_item(item) {
                break;
            }
            last = item;
            items.push(last);
        }
        items
    }

    fn is_list_item(&self, index: usize) -> bool {
        match self.kind(index) {
            Some(TokenKind::Number(number)) => {
                self.quantity(number).is_some_and(|quantity| quantity.base != "年")
            }
            Some(TokenKind::Value(id)) => {
                let value = self.context.values.get(id.0 as usize);
                value.is_some_and(|value| !value.indicators.is_empty())
            }
            _ => false,
        }
    }

    fn match_subjects_or_years(&mut self, items: &[usize]) {
        let years = &self.state.years;
        let pairs: Vec<(Subject, Year)> = match (self.state.subjects.as_slice(), self.state.year) {
            ([subject], None) if years.len() == items.len() => {
                years.iter().map(|year| (*subject, Year::certain(*year))).collect()
            }
            (subjects, Some(year))
                if subjects.len() == items.len() && self.state.respectively && years.is_empty() =>
            {
                subjects.iter().map(|subject| (*subject, year)).collect()
            }
            // A 615.48亿元，B 673.44亿元，分别增长…: one change each.
            (_, Some(year))
                if self.state.respectively
                    && self.state.change.is_some()
                    && years.is_empty()
                    && self.state.mentioned.len() == items.len() =>
            {
                self.state.mentioned.iter().map(|subject| (*subject, year)).collect()
            }
            _ => {
                let doubt = if self.state.year.is_none() && years.is_empty() {
                    Doubt::NoYear
                } else {
                    Doubt::Unclear
                };
                for item in items {
                    if let Some(TokenKind::Number(number)) = self.kind(*item) {
                        self.say(number, Verdict::Undecided(doubt));
                    }
                }
                return;
            }
        };

        let unit = items.last().and_then(|item| self.item_quantity(*item));
        for (item, (subject, year)) in items.iter().zip(pairs) {
            let Some(TokenKind::Number(number)) = self.kind(*item) else { continue };
            let Some(quantity) = self.quantity(number) else { continue };
            let quantity = with_unit(quantity, unit);
            let verdict = self.verdict(subject, year, &quantity);
            self.say(number, verdict);
        }
    }

    /// 分别比2015年、2016年提高1.4和0.7个百分点: one change over each year.
    fn match_base_years(&mut self, items: &[usize]) {
        let base_years = self.state.base_years.clone();
        let ([subject], Some(year)) = (self.state.subjects.as_slice(), self.state.year) else {
            return;
        };
        let subject = *subject;
        let certain = self.state.subject_certain && self.state.change.is_some();
        let narrowed = items.iter().any(|item| self.is_narrowed(*item));
        if !certain || narrowed || base_years.len() != items.len() {
            return;
        }

        let unit = items.last().and_then(|item| self.item_quantity(*item));
        let stated = self.state.base_year;
        for (item, base_year) in items.iter().zip(base_years) {
            let Some(TokenKind::Number(number)) = self.kind(*item) else { continue };
            let Some(quantity) = self.quantity(number) else { continue };
            self.state.base_year = Some(BaseYear { value: base_year, lasting: false });
            let quantity = with_unit(quantity, unit);
            let verdict = self.verdict(subject, year, &quantity);
            self.say(number, verdict);
        }
        self.state.base_year = stated;
    }

    /// 均为100%: every subject has the one number.
    fn match_each(&mut self, index: usize) {
        let Some(TokenKind::Number(number)) = self.kind(index) else { return };
        let Some(quantity) = self.quantity(number).filter(|_| !self.is_narrowed(index)) else {
            return;
        };

        let years: Vec<Year> = match self.state.year {
            Some(year) => vec![year],
            None => self.state.years.iter().copied().map(Year::certain).collect(),
        };
        let subjects = self.state.subjects.iter();
        let verdicts = subjects
            .flat_map(|subject| years.iter().map(|year| self.verdict(*subject, *year, quantity)));
        if let Some(verdict) = verdicts.reduce(both) {
            self.say(number, verdict);
        }
    }

    fn item_quantity(&self, item: usize) -> Option<&'a Quantity> {
        match self.kind(item)? {
            TokenKind::Number(number) => self.quantity(number),
            _ => None,
        }
    }
}

/// The verdict on a number that is said of two things.
fn both(first: Verdict, second: Verdict) -> Verdict {
    match (first, second) {
        (Verdict::Differs(fact), _) | (_, Verdict::Differs(fact)) => Verdict::Differs(fact),
        (Verdict::Agrees(fact), Verdict::Agrees(_)) => Verdict::Agrees(fact),
        (_, _) => Verdict::Undecided(Doubt::Unclear),
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
