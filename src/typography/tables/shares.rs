//! Widths of the columns of a table. In: what they need, or the shares that the writer gave (列宽). Out:
//! widths that fill the table's.

use super::needs::Need;
use crate::document::Table;

/// Greatest share of the width that columns take whose writer gave theirs beside others that are open.
const MAX_GIVEN: f64 = 0.9;

/// The share of each column that the writer gave, of 1.
pub(super) fn given(table: &Table) -> Vec<Option<f64>> {
    let typed: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
    let is_whole = table.columns.iter().all(|column| column.share > 0);
    // Where all are given they fill the width; else they leave the others a part.
    let most = if is_whole { 1.0 } else { MAX_GIVEN };
    let scale = if is_whole || f64::from(typed) / 1000.0 > most {
        most / f64::from(typed.max(1))
    } else {
        0.001
    };
    let share = |share: u16| (share > 0).then(|| f64::from(share) * scale);
    table.columns.iter().map(|column| share(column.share)).collect()
}

/// The needs of the columns whose share isn't given.
pub(super) fn open<'n>(given: &[Option<f64>], needs: &'n [Need]) -> impl Iterator<Item = &'n Need> {
    given.iter().zip(needs).filter(|(share, _)| share.is_none()).map(|(_, need)| need)
}

/// What the given shares leave to the other columns, of 1.
pub(super) fn open_share(given: &[Option<f64>]) -> f64 {
    1.0 - given.iter().flatten().sum::<f64>()
}

/// Widths of the columns that add up to `width`.
pub(super) fn widths(table: &Table, needs: &[Need], width: f64) -> Vec<f64> {
    let given = given(table);
    let open: Vec<Need> = open(&given, needs).copied().collect();
    let mut rest = divide(&open, open_share(&given) * width).into_iter();
    let widths = given.iter().map(|share| match share {
        Some(share) => share * width,
        None => rest.next().unwrap_or(0.0),
    });
    widths.collect()
}

/// Widths that add up to `width`: columns that fit into an equal share get their ideal width, so that
/// short entries stay on one line; long texts share the rest by the root of their lengths.
fn divide(needs: &[Need], width: f64) -> Vec<f64> {
    let ideal: f64 = needs.iter().map(|need| need.ideal).sum();
    let least: f64 = needs.iter().map(|need| need.least).sum();
    if ideal <= width {
        return needs.iter().map(|need| need.ideal * width / ideal).collect();
    }

    if least >= width {
        return crowded_widths(needs, width);
    }

    let mut fixed: Vec<Option<f64>> = vec![None; needs.len()];
    loop {
        let rest = width - fixed.iter().flatten().sum::<f64>();
        let open: Vec<usize> = (0..needs.len()).filter(|index| fixed[*index].is_none()).collect();
        let fair = rest / open.len().max(1) as f64;
        let small = open.iter().copied().filter(|index| needs[*index].ideal <= fair);
        let small: Vec<usize> = small.collect();

        if small.is_empty() {
            return fill(needs, fixed, rest);
        }

        small.into_iter().for_each(|index| fixed[index] = Some(needs[index].ideal));
    }
}

/// Widths of columns that can't all have their least: names break first, and nothing else while that can
/// be.
fn crowded_widths(needs: &[Need], width: f64) -> Vec<f64> {
    let tight: Vec<f64> = needs.iter().map(|need| need.tight).collect();
    let least: Vec<f64> = needs.iter().map(|need| need.least).collect();
    let total: f64 = tight.iter().sum();
    if total <= width {
        return interpolate(&tight, &least, width);
    }

    let scale = width / total.max(1e-9);
    tight.iter().map(|tight| tight * scale).collect()
}

/// Widths that add up to `width`, each at the same part of the way from its smaller to its larger.
fn interpolate(small: &[f64], large: &[f64], width: f64) -> Vec<f64> {
    let (least, most) = (small.iter().sum::<f64>(), large.iter().sum::<f64>());
    let part = if most > least { (width - least) / (most - least) } else { 0.0 };
    small.iter().zip(large).map(|(small, large)| small + (large - small) * part).collect()
}

/// Gives `rest` to the columns that are still open: at least what each can't do without.
fn fill(needs: &[Need], fixed: Vec<Option<f64>>, rest: f64) -> Vec<f64> {
    let open = || needs.iter().zip(&fixed).filter(|(_, width)| width.is_none());
    let least: f64 = open().map(|(need, _)| need.least).sum();

    if least >= rest {
        // The long texts hold words that can't be broken: every column steps back.
        let total: f64 = needs.iter().map(|need| need.least).sum();
        let width = rest + fixed.iter().flatten().sum::<f64>();
        let spare = (width - total).max(0.0) / needs.len().max(1) as f64;
        return needs.iter().map(|need| need.least + spare).collect();
    }

    // A column that its root leaves too narrow takes its least; the others pay in proportion, until
    // none is too narrow.
    let mut fixed = fixed;
    let mut rest = rest;
    loop {
        let open = || (0..needs.len()).filter(|index| fixed[*index].is_none());
        let roots: f64 = open().map(|index| needs[index].ideal.sqrt()).sum();
        let share = |index: usize| rest * needs[index].ideal.sqrt() / roots.max(1e-9);
        let narrow: Vec<usize> =
            open().filter(|index| share(*index) < needs[*index].least).collect();
        if narrow.is_empty() {
            let widths = fixed.iter().enumerate();
            return widths.map(|(index, width)| width.unwrap_or_else(|| share(index))).collect();
        }
        for index in narrow {
            rest -= needs[index].least;
            fixed[index] = Some(needs[index].least);
        }
    }
}
