//! Numbers that belong together: ranges of numbers and years, ratios, months.
//!
//! In: the numbers of a text one by one. Out: the same, where several are one as one.

use super::{Amount, Bound, Figure, Number, Other, Quantity, Reading, around};

/// Parts that a ratio may have.
const LONGEST: usize = 24;

/// Joins neighbours, from the last to the first, so that a unit at the end reaches back.
pub(super) fn join(text: &str, numbers: Vec<Number>) -> Vec<Number> {
    let mut joined: Vec<Number> = Vec::with_capacity(numbers.len());
    for number in numbers.into_iter().rev() {
        let merged = joined.last().and_then(|next| merge(text, &number, next));
        match merged {
            Some(Merged::One(one)) => {
                joined.pop();
                joined.push(one);
            }
            Some(Merged::First(first)) => joined.push(first),
            None => joined.push(number),
        }
    }
    joined.reverse();
    joined
}

enum Merged {
    /// The two are one.
    One(Number),
    /// The first is something else because of the second.
    First(Number),
}

fn merge(text: &str, first: &Number, next: &Number) -> Option<Merged> {
    let between = text.get(first.range.end..next.range.start)?.trim_matches(around::is_blank);
    let range = first.range.start..next.range.end;
    let one = |reading| Some(Merged::One(Number { range: range.clone(), reading }));
    let again = |reading| Some(Merged::First(Number { range: first.range.clone(), reading }));
    let dash = matches!(between, "—" | "——" | "–" | "-" | "－" | "~" | "～" | "至" | "到");
    let list = matches!(between, "、" | "和" | "与" | "及");
    match (&first.reading, &next.reading) {
        (Reading::Year(from), Reading::Year(to)) if dash && from < to => {
            one(Reading::Years(*from, *to))
        }
        (Reading::Other(Other::Code), Reading::Year(to)) if dash || list => {
            let from = around::calendar_year(&text[first.range.clone()])?;
            if list {
                return again(Reading::Year(from));
            }
            (from < *to)
                .then_some(Merged::One(Number { range, reading: Reading::Years(from, *to) }))
        }
        // 表6-1.
        (Reading::Other(Other::Code), Reading::Quantity(quantity))
            if between == "-" && quantity.base.is_empty() && !quantity.scaled =>
        {
            one(Reading::Other(Other::Code))
        }
        (Reading::Quantity(_), Reading::Other(Other::Date)) if dash => {
            again(Reading::Other(Other::Date))
        }
        (Reading::Quantity(a), Reading::Quantity(b)) => {
            let colon = matches!(between, ":" | "：" | "∶");
            if colon {
                return one(Reading::Quantity(ratio(a, b)?));
            }
            let departs = matches!(between, "至" | "到")
                && text[..first.range.start].ends_with(['由', '从', '自']);
            if !dash || departs {
                return None;
            }
            if a.base.is_empty() && b.base.is_empty() && !a.scaled && !b.scaled {
                return one(Reading::Other(Other::Code));
            }
            one(Reading::Quantity(span(a, b)?))
        }
        _ => None,
    }
}

fn ratio(first: &Quantity, next: &Quantity) -> Option<Quantity> {
    let bare = first.base.is_empty() && next.base.is_empty();
    let Amount::Single(figure) = first.amount else { return None };
    let mut figures = vec![figure];
    match &next.amount {
        Amount::Single(next) => figures.push(*next),
        Amount::Ratio(rest) if rest.len() < LONGEST => figures.extend(rest),
        Amount::Ratio(_) => return None,
        Amount::Range(..) | Amount::Doubling(_) => return None,
    }
    bare.then(|| Quantity { amount: Amount::Ratio(figures), ..next.clone() })
}

/// 15%～30%, 15～30%, 13万元～17万元, 9亿～16亿.
fn span(first: &Quantity, next: &Quantity) -> Option<Quantity> {
    let (Amount::Single(low), Amount::Single(high)) = (&first.amount, &next.amount) else {
        return None;
    };
    let bare = first.base.is_empty() && !first.scaled;
    if !bare && first.base != next.base {
        return None;
    }
    let low: Figure = if bare { low.scaled(next.power)? } else { *low };
    let bound = match next.bound {
        Bound::About => Bound::About,
        Bound::Exact | Bound::Nearly | Bound::AtLeast | Bound::AndMore | Bound::AtMost => {
            Bound::Exact
        }
    };
    Some(Quantity { amount: Amount::Range(low, *high), bound, ..next.clone() })
}
