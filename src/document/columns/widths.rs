//! Shares of width and alignments, from what the cells hold.

use crate::document::grid::cells;
use crate::document::{Align, Row, Table, ValueUse, plain};

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnShape {
    /// Its share of the table's width, in thousandths; all columns together have 1000.
    pub share: u16,
    /// Its alignment, never [`Align::Auto`].
    pub align: Align,
}

/// Space between a cell's text and either side of the cell, in ems of the table's text; both writers
/// leave it.
pub const CELL_SIDE: f64 = 0.4;
/// What counting may miss of a text's width (a colon is wider than it is counted), in ems.
const SPARE: f64 = 0.2;
/// What a column needs beside its text, in ems.
pub(in crate::document) const PADDING: f64 = 2.0 * CELL_SIDE + SPARE;
/// The same, with nothing for the counting.
pub(super) const TIGHT_PADDING: f64 = 2.0 * CELL_SIDE;
/// Chinese text breaks anywhere, but a column narrower than this reads badly, in ems.
const NARROWEST: f64 = 3.0;
/// Width taken where the caller's is no number, in ems: a full line of GB/T 9704.
const FULL_LINE: f64 = 28.0;

/// The shape of every column; `width` is the table's width in ems of its text.
pub fn shape(table: &Table, values: &[ValueUse], width: f64) -> Vec<ColumnShape> {
    let width = if width.is_finite() && width > 1.0 { width } else { FULL_LINE };
    let count = table.columns.len();
    let head = cell_texts(&table.head, count, values);
    let body = cell_texts(&table.body, count, values);

    let needs = needs(&head, &body, count);
    let shares = shares(table, &needs, width);
    let aligned = table.columns.iter().enumerate().map(|(index, column)| match column.align {
        Align::Auto => guess_alignment(&body, index),
        Align::Left | Align::Center | Align::Right => column.align,
    });

    shares.into_iter().zip(aligned).map(|(share, align)| ColumnShape { share, align }).collect()
}

/// How a body cell is set that begins in a column and covers so many; `width` is the table's in ems.
///
/// A joined cell follows its last column, since text in place of several columns mostly
/// belongs there; where centred text would need several lines it goes to the left.
pub fn align(shape: &[ColumnShape], first: usize, columns: usize, text: &str, width: f64) -> Align {
    let covered = shape.get(first..first + columns.max(1)).unwrap_or(&[]);
    let Some(last) = covered.last() else { return Align::Left };

    let share: u32 = covered.iter().map(|column| u32::from(column.share)).sum();
    let fits = natural(text) + PADDING <= f64::from(share) / 1000.0 * width;

    match last.align {
        Align::Center if covered.len() > 1 && !fits => Align::Left,
        Align::Auto | Align::Left | Align::Center | Align::Right => last.align,
    }
}

/// A cell's text and the columns that it covers.
pub(super) struct CellText {
    pub column: usize,
    pub columns: usize,
    pub text: String,
}

/// The texts of cells, by the columns that they cover.
pub(super) fn cell_texts(rows: &[Row], count: usize, values: &[ValueUse]) -> Vec<CellText> {
    let mut texts = Vec::new();

    for (row, cells) in rows.iter().zip(cells(rows, count)) {
        for (column, area) in cells {
            let text = plain::inlines(&row.cells[area.cell].content, values);
            let text = text.trim().to_owned();
            texts.push(CellText { column, columns: area.columns, text });
        }
    }

    texts
}

/// What a column needs so that no number breaks, what it can't well do without, and what it would
/// like, in ems.
#[derive(Debug, Clone, Copy)]
struct Need {
    tight: f64,
    least: f64,
    ideal: f64,
}

fn needs(head: &[CellText], body: &[CellText], count: usize) -> Vec<Need> {
    let blank = PADDING + 1.0;
    let mut needs = vec![Need { tight: TIGHT_PADDING + 1.0, least: blank, ideal: blank }; count];
    let cells = || head.iter().chain(body);

    for cell in cells().filter(|cell| cell.columns == 1) {
        let need = &mut needs[cell.column];
        need.tight = need.tight.max(unbroken(&cell.text) + TIGHT_PADDING);
        need.least = need.least.max(least(&cell.text) + PADDING);
        need.ideal = need.ideal.max(natural(&cell.text) + PADDING);
    }

    for cell in cells().filter(|cell| cell.columns > 1) {
        // What a joined cell needs beyond its columns' own needs is spread over them evenly.
        let covered = &mut needs[cell.column..cell.column + cell.columns];
        let excess = |total: f64, have: f64| (total + PADDING - have).max(0.0);
        let tight: f64 = covered.iter().map(|need| need.tight).sum();
        let more_tight = (unbroken(&cell.text) + TIGHT_PADDING - tight).max(0.0);
        let more_least = excess(least(&cell.text), covered.iter().map(|need| need.least).sum());
        let more_ideal = excess(natural(&cell.text), covered.iter().map(|need| need.ideal).sum());

        let count = cell.columns as f64;
        for need in covered {
            need.tight += more_tight / count;
            need.least += more_least / count;
            need.ideal += more_ideal / count;
        }
    }

    let ordered = |need: &Need| {
        let least = need.least.max(need.tight);
        Need { tight: need.tight, least, ideal: need.ideal.max(least) }
    };
    needs.iter().map(ordered).collect()
}

/// Width of a character in ems.
fn em(c: char) -> f64 {
    match c {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{300}'..='\u{36f}' => {
            0.0
        }
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2100}'..='\u{ff60}' => 1.0,
        '\u{ff61}'..='\u{ffdc}' => 0.5,
        '%' => 0.833,
        '.' | ',' | ':' | ';' | '!' | '\'' | '|' | 'i' | 'j' | 'l' => 0.25,
        '\u{ffe0}'.. => 1.0,
        _ => 0.5,
    }
}

pub(in crate::document) fn width(text: &str) -> f64 {
    text.chars().map(em).sum()
}

/// Width without any break but those that the writer asked for.
fn natural(text: &str) -> f64 {
    text.lines().map(width).fold(0.0, f64::max)
}

/// Width of the longest run of characters that can't be broken.
fn unbroken(text: &str) -> f64 {
    let breaks = |c: char| c.is_whitespace() || em(c) >= 1.0;
    text.split(breaks).map(width).fold(0.0, f64::max)
}

/// The same, with room to read Chinese text.
fn least(text: &str) -> f64 {
    unbroken(text).max(natural(text).min(NARROWEST))
}

fn shares(table: &Table, needs: &[Need], width: f64) -> Vec<u16> {
    let typed: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
    let is_open = |column: &usize| table.columns[*column].share == 0;
    let open: Vec<usize> = (0..needs.len()).filter(is_open).collect();
    if open.is_empty() {
        return table.columns.iter().map(|column| column.share).collect();
    }

    let rest = 1.0 - (f64::from(typed) / 1000.0).min(0.9);
    let open_needs: Vec<Need> = open.iter().map(|column| needs[*column]).collect();
    let widths = divide(&open_needs, width * rest);

    let mut all: Vec<f64> =
        table.columns.iter().map(|column| f64::from(column.share) / 1000.0 * width).collect();
    for (column, width) in open.into_iter().zip(widths) {
        all[column] = width;
    }

    thousandths(&all)
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

/// Widths of columns that can't all have their least: the spare goes first, then the reading width
/// of Chinese text, so that names stay on their line and numbers whole while they can.
fn crowded_widths(needs: &[Need], width: f64) -> Vec<f64> {
    let tight: Vec<f64> = needs.iter().map(|need| need.tight).collect();
    let least: Vec<f64> = needs.iter().map(|need| need.least).collect();
    let bare: Vec<f64> = needs.iter().map(|need| need.tight.max(need.least - SPARE)).collect();

    let total = |widths: &[f64]| widths.iter().sum::<f64>();
    if total(&bare) <= width {
        return interpolate(&bare, &least, width);
    }

    if total(&tight) <= width {
        return interpolate(&tight, &bare, width);
    }

    let scale = width / total(&tight);
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
    let roots: f64 = open().map(|(need, _)| need.ideal.sqrt()).sum();

    if least >= rest {
        // The long texts hold words that can't be broken: every column steps back.
        let total: f64 = needs.iter().map(|need| need.least).sum();
        let width = rest + fixed.iter().flatten().sum::<f64>();
        let spare = (width - total).max(0.0) / needs.len().max(1) as f64;
        return needs.iter().map(|need| need.least + spare).collect();
    }

    // A column that its root leaves too narrow takes its least; the others pay in proportion.
    let root = |need: &Need| rest * need.ideal.sqrt() / roots;
    let narrow: f64 =
        open().filter(|(need, _)| root(need) < need.least).map(|(n, _)| n.least).sum();
    let wide: f64 = open().filter(|(need, _)| root(need) >= need.least).map(|(n, _)| root(n)).sum();
    let factor = if wide > 0.0 { (rest - narrow) / wide } else { 1.0 };
    let open_width = |need: &Need| {
        if root(need) < need.least { need.least } else { root(need) * factor }
    };

    let widths = needs.iter().zip(&fixed);
    widths.map(|(need, fixed)| fixed.unwrap_or_else(|| open_width(need))).collect()
}

/// Shares of the sum in thousandths that add up to 1000, the largest remainders rounded up.
fn thousandths(widths: &[f64]) -> Vec<u16> {
    let total: f64 = widths.iter().sum();
    let exact: Vec<f64> = widths.iter().map(|width| width / total * 1000.0).collect();
    let mut shares: Vec<u16> = exact.iter().map(|share| share.floor() as u16).collect();

    let missing = 1000 - shares.iter().map(|share| u32::from(*share)).sum::<u32>().min(1000);
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
    for column in order.into_iter().take(missing as usize) {
        shares[column] += 1;
    }

    shares
}

/// Numbers to the right, short and even entries to the centre, else left.
fn guess_alignment(body: &[CellText], column: usize) -> Align {
    let cells = body.iter().filter(|cell| cell.column == column && cell.columns == 1);
    let entries: Vec<&str> =
        cells.map(|cell| cell.text.as_str()).filter(|t| !is_empty(t)).collect();
    if entries.is_empty() {
        // A column that is still to be filled in, or holds dashes alone.
        return Align::Center;
    }

    if is_serial(&entries) {
        return Align::Center;
    }

    let unit = tail(entries[0]);
    if entries.iter().all(|entry| tail(entry) == unit) && unit.is_some_and(joins_a_number) {
        return Align::Right;
    }

    if mostly(&entries, |entry| is_plain_number(entry)) {
        return Align::Right;
    }

    let widths = || entries.iter().map(|entry| natural(entry));
    let widest = widths().fold(0.0, f64::max);
    let even = widths().all(|width| width == widest);
    if widest <= 4.0 || widest <= 6.0 && even { Align::Center } else { Align::Left }
}

/// Whether an entry is a number or a percentage.
pub(super) fn is_plain_number(entry: &str) -> bool {
    tail(entry).is_some_and(|rest| rest.is_empty() || is_percent(rest))
}

/// Whether an entry is a number, with a unit or without.
pub(super) fn is_figure(entry: &str) -> bool {
    is_plain_number(entry) || tail(entry).is_some_and(joins_a_number)
}

/// Whether two thirds of the entries hold, and the others are no longer than those.
fn mostly(entries: &[&str], holds: impl Fn(&&str) -> bool) -> bool {
    let widest = |holding: bool| {
        let matching = entries.iter().filter(|entry| holds(entry) == holding);
        matching.map(|entry| natural(entry)).fold(0.0, f64::max)
    };

    let count = entries.iter().filter(|entry| holds(entry)).count();
    count * 3 >= entries.len() * 2 && widest(false) <= widest(true)
}

/// Whether an entry is still to be filled in, or a dash.
fn is_empty(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '—' | '-' | '－' | '–' | '…' | '/' | '／' | ' ' | '\u{3000}'))
}

fn is_percent(rest: &str) -> bool {
    matches!(rest, "%" | "‰" | "％")
}

/// Whether a unit behind a number leaves it a quantity; dates are names.
fn joins_a_number(unit: &str) -> bool {
    width(unit) <= 4.0 && !unit.contains(['年', '月', '日', '季', '级', '类', '号'])
}

/// Whether entries count up one by one: 序号, or years.
fn is_serial(entries: &[&str]) -> bool {
    let numbers: Option<Vec<u32>> = entries.iter().map(|entry| entry.parse().ok()).collect();
    let Some(numbers) = numbers else { return false };

    let years = numbers.iter().all(|number| (1949..=2099).contains(number));
    let serial = numbers[0] <= 1 && numbers.len() > 1;
    let steps = numbers.windows(2).all(|pair| pair[1].checked_sub(pair[0]) == Some(1));
    steps && (years || serial)
}

/// What follows a number, a range (3～5) or a ratio (7.4:46.9:45.7) at the start; `None` where
/// there is no number.
fn tail(entry: &str) -> Option<&str> {
    let mut rest = after_number(entry)?;
    let joins = ['～', '—', '–', '~', '-', ':', '：', '∶'];
    let next = |rest: &'_ str| -> Option<usize> {
        let first = rest.strip_prefix('%').unwrap_or(rest).trim_start();
        Some(after_number(first.strip_prefix(joins)?.trim_start())?.len())
    };

    while let Some(length) = next(rest) {
        rest = &rest[rest.len() - length..];
    }

    Some(rest.trim())
}

/// What follows one number.
fn after_number(text: &str) -> Option<&str> {
    let unsigned = text.trim_start_matches(['+', '-', '−', '±', '－', '＋', '≥', '≤', '<', '>']);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }

    let inside = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{2009}' | '\u{202f}');
    Some(unsigned.trim_start_matches(inside))
}
