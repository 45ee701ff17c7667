//! The head of the table: which column says what.

use super::grid::{Grid, compact};
use super::words::{List, WORDS};

/// Maximum number of rows above the head.
const MAX_TITLES: usize = 15;
/// Maximum number of rows that a head has.
const MAX_ROWS: usize = 3;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Task,
    Content,
    Duty,
    Lead,
    Joint,
    Deadline,
    /// Something that no plan holds.
    Other,
}

/// The head of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// What each column says.
    pub columns: Vec<Column>,
    /// First row of the head.
    pub first: usize,
    /// First row below it.
    pub below: usize,
    /// The heads of columns that aren't read.
    pub unread: Vec<String>,
}

/// Finds the head: the first row that names units who are responsible.
pub(super) fn head(grid: &Grid) -> Option<Head> {
    let first = (0..grid.height().min(MAX_TITLES)).find(|row| is_head(grid, *row))?;
    let goes_on = |row: usize| {
        let mut columns = 0..grid.width();
        let names =
            |column| matches!(kind(grid.text(row, column)), Some(Column::Lead | Column::Joint));
        let continues = columns.clone().any(|column| grid.is_continued(row, column));
        continues && columns.any(names) || columns_continue_all(grid, row)
    };
    let below = (first + 1..grid.height().min(first + MAX_ROWS)).find(|row| !goes_on(*row));
    let below = below.unwrap_or_else(|| grid.height().min(first + MAX_ROWS));

    let mut columns = Vec::with_capacity(grid.width());
    let mut unread = Vec::new();
    for column in 0..grid.width() {
        let texts = (first..below).map(|row| grid.text(row, column));
        let found = texts.clone().rev().find_map(kind);
        let is_blank = texts.clone().all(str::is_empty);
        let kind = found.unwrap_or_else(|| match columns.last() {
            // A head that isn't joined stands over the first of its columns.
            Some(left @ (Column::Task | Column::Content)) if is_blank => *left,
            _ => Column::Other,
        });
        if kind == Column::Other && !is_blank {
            unread.extend(texts.take(1).map(compact));
        }
        columns.push(kind);
    }
    unread.dedup();
    Some(Head { columns: with_contents(columns), first, below, unread })
}

/// Whether every square of a row but some belongs to a cell of the head above.
fn columns_continue_all(grid: &Grid, row: usize) -> bool {
    let continued = (0..grid.width()).filter(|column| grid.is_continued(row, *column)).count();
    continued > 0 && continued == grid.width()
}

fn is_head(grid: &Grid, row: usize) -> bool {
    let mut kinds = (0..grid.width()).map(|column| kind(grid.text(row, column)));
    let names_units = |kind: &Option<Column>| matches!(kind, Some(Column::Duty | Column::Lead));
    let mut others = kinds.clone().filter(|kind| kind.is_some() && !names_units(kind));
    kinds.any(|kind| names_units(&kind)) && others.next().is_some()
}

/// A table without a column of contents has them in its last column of tasks; one without a recognized
/// column of either has them before the units.
fn with_contents(mut columns: Vec<Column>) -> Vec<Column> {
    if columns.contains(&Column::Content) {
        return columns;
    }
    if let Some(last) = columns.iter().rposition(|column| *column == Column::Task) {
        columns[last] = Column::Content;
        return columns;
    }

    let units = columns.iter().position(|it| matches!(it, Column::Duty | Column::Lead));
    for column in columns.iter_mut().take(units.unwrap_or(0)) {
        if *column == Column::Other {
            *column = Column::Content;
        }
    }
    columns
}

/// What a head says that its column holds.
fn kind(text: &str) -> Option<Column> {
    let text = compact(text);
    // 责任单位（列首位的为牵头单位）
    let text = text.split(['（', '(']).next().unwrap_or("");
    let lists: [(Column, &List); 7] = [
        (Column::Number, &WORDS.number_heads),
        (Column::Lead, &WORDS.lead_heads),
        (Column::Joint, &WORDS.joint_heads),
        (Column::Duty, &WORDS.duty_heads),
        (Column::Task, &WORDS.task_heads),
        (Column::Content, &WORDS.content_heads),
        (Column::Deadline, &WORDS.deadline_heads),
    ];

    lists.into_iter().find(|(_, words)| words.contains(&text)).map(|(column, _)| column)
}
