//! Numbers that belong together: ranges of numbers and years, ratios, months.
//!
//! In: the numbers of a text one by one. Out: the same, where several are one as one.

use super::characters::is_space;
use super::qualifiers;
use super::quantity::{Amount, Bound, Figure, NonQuantity, Number, Quantity, Reading};

/// Maximum number of parts of a ratio.
const MAX_PARTS: usize = 24;

/// Joins neighbours, from the last to the first, so that a unit at the end reaches back.
pub(super) fn join(text: &str, numbers: Vec<Number>) -> Vec<Number> {
    let mut joined: Vec<Number> = Vec::with_capacity(numbers.len());
    for number in numbers.into_iter().rev() {
        let together = joined.last().and_then(|next| join_two(text, &number, next));
        match together {
            Some(Joined::Whole(whole)) => {
                joined.pop();
                joined.push(whole);
            }
            Some(Joined::First(first)) => joined.push(first),
            None => joined.push(number),
        }
    }
    joined.reverse();
    joined
}

/// What two neighbours are.
enum Joined {
    /// The two are one.
    Whole(Number),
    /// The first is something else because of the second.
    First(Number),
}

fn join_two(text: &str, first: &Number, next: &Number) -> Option<Joined> {
    let between = text.get(first.range.end..next.range.start)?.trim_matches(is_space);
    let range = first.range.start..next.range.end;
    let whole = |reading| Some(Joined::Whole(Number { range: range.clone(), reading }));
    let first_is = |reading| Some(Joined::First(Number { range: first.range.clone(), reading }));
    let dash = matches!(between, "—" | "——" | "–" | "-" | "－" | "~" | "～" | "至" | "到");
    let list = matches!(between, "、" | "和" | "与" | "及");

    match (&first.reading, &next.reading) {
        (Reading::Year(from), Reading::Year(to)) if dash && from < to => {
            whole(Reading::Years(*from, *to))
        }
        (Reading::Other(NonQuantity::Code), Reading::Year(to)) if dash || list => {
            let from = qualifiers::calendar_year(&text[first.range.clone()])?;
            if list {
                return first_is(Reading::Year(from));
            }
            (from < *to)
                .then_some(Joined::Whole(Number { range, reading: Reading::Years(from, *to) }))
        }
        // 表6-1.
        (Reading::Other(NonQuantity::Code), Reading::Quantity(quantity))
            if between == "-" && quantity.is_bare() =>
        {
            whole(Reading::Other(NonQuantity::Code))
        }
        (Reading::Quantity(_), Reading::Other(NonQuantity::Date)) if dash => {
            first_is(Reading::Other(NonQuantity::Date))
        }
        (Reading::Quantity(a), Reading::Quantity(b)) => {
            let colon = matches!(between, ":" | "：" | "∶");
            if colon {
                return whole(Reading::Quantity(ratio(a, b)?));
            }

            let departs = matches!(between, "至" | "到")
                && text[..first.range.start].ends_with(['由', '从', '自']);
            if !dash || departs {
                return None;
            }
            if a.is_bare() && b.is_bare() {
                return whole(Reading::Other(NonQuantity::Code));
            }
            whole(Reading::Quantity(span(a, b)?))
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
        Amount::Ratio(rest) if rest.len() < MAX_PARTS => figures.extend(rest),
        _ => return None,
    }
    bare.then(|| Quantity { amount: Amount::Ratio(figures), ..next.clone() })
}

/// 15%～30%, 15～30%, 13万元～17万元, 9亿～16亿.
fn span(first: &Quantity, next: &Quantity) -> Option<Quantity> {
    let (Amount::Single(low), Amount::Single(high)) = (&first.amount, &next.amount) else {
        return None;
    };
    let bare = first.is_bare();
    if !bare && first.base != next.base {
        return None;
    }

    let low: Figure = if bare { low.scaled(next.power)? } else { *low };
    let bound = if next.bound == Bound::About { Bound::About } else { Bound::Exact };
    Some(Quantity { amount: Amount::Range(low, *high), bound, ..next.clone() })
}
