//! Rows in columns on a terminal.

use super::help::width;

/// The rows as lines whose cells stand under each other.
pub(super) fn aligned<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let mut widths = [0; COLUMNS];
    for row in rows {
        for (widest, text) in widths.iter_mut().zip(row) {
            *widest = width(text).max(*widest);
        }
    }

    let mut table = String::new();
    for row in rows {
        let mut line = String::new();
        for (widest, text) in widths.iter().zip(row) {
            line.push_str(text);
            line.push_str(&" ".repeat(widest - width(text) + 2));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
