//! `parts-sum`: 合计 of numbers that stand before it in the sentence and add up to something else.

use super::passage::{Passage, Role};
use crate::check::number::{self, Amount, Bound, Figure, Quantity, Units};
use crate::check::words::TEXT;
use crate::diag::{Code, Diagnostics};
use rust_decimal::Decimal;
use std::ops::Range;

/// A number of a sentence.
struct Part {
    range: Range<usize>,
    quantity: Quantity,
    figure: Figure,
}

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    if passage.role != Role::Paragraph || !TEXT.sum.is_in(text) {
        return;
    }

    let units = Units::default();
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '！', '？', '；', '\n']) {
        for (whole, sum) in wrong_sums(sentence, &units) {
            let range = start + whole.start..start + whole.end;
            let message = format!("合计写“{}”，前面各项相加是 {sum}", &sentence[whole]);
            let problem = passage.problem(Code::PartsSum, &range, message);
            diagnostics.extend(problem.map(|problem| problem.help("核对各项和合计")));
        }
        start += sentence.len();
    }
}

/// The sums of a sentence that are wrong, and what they should be in the same unit.
fn wrong_sums(sentence: &str, units: &Units) -> Vec<(Range<usize>, Decimal)> {
    // Where changes, shares or parts of parts are told, what adds up to what isn't certain.
    if TEXT.no_sum.is_in(sentence) {
        return Vec::new();
    }
    let mut parts: Vec<Part> = Vec::new();
    for number in number::read(sentence, units) {
        let Some(quantity) = number.reading.quantity() else { continue };
        let exact = quantity.bound == Bound::Exact && !quantity.base.is_empty();
        let Amount::Single(figure) = quantity.amount else { return Vec::new() };
        if !exact {
            return Vec::new();
        }
        parts.push(Part { range: number.range, quantity: quantity.clone(), figure });
    }

    let Some((whole, parts)) = parts.split_last() else { return Vec::new() };
    let before = sentence[..whole.range.start].trim_end_matches(['为', '达', '：', ' ']);
    let alike = parts.iter().all(|part| part.quantity.base == whole.quantity.base);
    if parts.len() < 2 || !alike || !TEXT.sum.ends(before) {
        return Vec::new();
    }

    let add = |sum: Option<Decimal>, value: Decimal| sum.and_then(|sum| sum.checked_add(value));
    let sum = parts.iter().map(|part| part.figure.value).fold(Some(Decimal::ZERO), add);
    let steps = parts.iter().chain([whole]).map(|part| part.figure.step);
    let steps = steps.fold(Some(Decimal::ZERO), add);
    let (Some(sum), Some(margin)) = (sum, steps.and_then(|s| s.checked_div(Decimal::TWO))) else {
        return Vec::new();
    };
    let difference = whole.figure.value.checked_sub(sum).map(|difference| difference.abs());
    // What was rounded may be off by half a digit each; whole things aren't.
    let counted = whole.quantity.power == 0 && steps_are_whole(parts);
    let right = difference.is_none_or(|d| if counted { d.is_zero() } else { d <= margin });
    if right {
        return Vec::new();
    }

    let scale = Figure { value: sum, step: sum, coarse: sum }.scaled(-whole.quantity.power);
    let sum = scale.map_or(sum, |figure| figure.value).normalize();
    vec![(whole.range.clone(), sum)]
}

fn steps_are_whole(parts: &[Part]) -> bool {
    parts.iter().all(|part| part.figure.step == Decimal::ONE)
}
