//! How the cells of a table are aligned, from what they hold.

use super::model::ColumnShape;
use super::needs::CellText;
use crate::document::{Align, Table};

/// Entries up to this width are centred, in ems.
const CENTRED: f64 = 4.0;
/// Entries up to this width are centred where all are as wide, in ems.
const CENTRED_EVEN: f64 = 6.0;

/// A cell that holds something.
struct Entry {
    text: String,
    /// Width in ems.
    width: f64,
}

/// The alignment of every column.
pub(super) fn align_columns(table: &Table, body: &[Vec<CellText>]) -> Vec<Align> {
    let columns = table.columns.iter().enumerate();
    let aligned = columns.map(|(index, column)| match column.align {
        Align::Auto => guess_alignment(body, index),
        Align::Left | Align::Center | Align::Right => column.align,
    });
    aligned.collect()
}

/// How a body cell is set that leaves `width` ems for its text.
///
/// A joined cell follows its last column, since text in place of several columns mostly
/// belongs there; where centred text would need several lines it goes to the left.
pub(super) fn align_cell(columns: &[ColumnShape], cell: &CellText, width: f64) -> Align {
    let covered = cell.column..cell.column + cell.area.columns;
    let Some(last) = columns.get(covered).and_then(<[ColumnShape]>::last) else {
        return Align::Left;
    };

    let fits = cell.text.natural() <= width;
    match last.align {
        Align::Center if cell.area.columns > 1 && !fits => Align::Left,
        Align::Auto | Align::Left | Align::Center | Align::Right => last.align,
    }
}

/// Numbers to the right, short and even entries to the centre, else left.
fn guess_alignment(body: &[Vec<CellText>], column: usize) -> Align {
    let cells = body.iter().flatten();
    let cells = cells.filter(|cell| cell.column == column && cell.area.columns == 1);
    let entries = cells
        .map(|cell| Entry { text: cell.text.text().trim().to_owned(), width: cell.text.natural() });
    let entries: Vec<Entry> = entries.filter(|entry| !is_empty(&entry.text)).collect();
    if entries.is_empty() {
        // A column that is still to be filled in, or holds dashes alone.
        return Align::Center;
    }

    if is_serial(&entries) {
        return Align::Center;
    }

    let unit = tail(&entries[0].text);
    if entries.iter().all(|entry| tail(&entry.text) == unit) && unit.is_some_and(joins_a_number) {
        return Align::Right;
    }

    if mostly(&entries, |entry| is_plain_number(&entry.text)) {
        return Align::Right;
    }

    let widths = || entries.iter().map(|entry| entry.width);
    let widest = widths().fold(0.0, f64::max);
    // The space between Han and Latin isn't told from the text by eye.
    let even = widths().all(|width| width > widest - 0.5);
    if widest <= CENTRED || widest <= CENTRED_EVEN && even { Align::Center } else { Align::Left }
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
fn mostly(entries: &[Entry], holds: impl Fn(&Entry) -> bool) -> bool {
    let widest = |holding: bool| {
        let matching = entries.iter().filter(|entry| holds(entry) == holding);
        matching.map(|entry| entry.width).fold(0.0, f64::max)
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
    unit.chars().count() <= 4 && !unit.contains(['年', '月', '日', '季', '级', '类', '号'])
}

/// Whether entries count up one by one: 序号, or years.
fn is_serial(entries: &[Entry]) -> bool {
    let numbers: Option<Vec<u32>> = entries.iter().map(|entry| entry.text.parse().ok()).collect();
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
