//! The rows of the table, each with the labels above it and to its left.
//!
//! In: lines and grids in their order. Out: [`Table`]. A second grid with the same head goes on the first, and so
//! does one without a head that is as wide.

use super::columns::{Column, Head, head};
use super::grid::{Grid, compact, joined};
use super::words::WORDS;

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A line of text outside tables.
    Line(String),
    /// A table.
    Grid(Grid),
}

/// A row as it stands in the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableRow {
    /// Number of the row in its table, from 1, as people count.
    pub line: usize,
    /// The task: the row above, or the first column of tasks; may be empty.
    pub task: String,
    /// What else stands above and to the left, from the widest to the nearest.
    pub labels: Vec<String>,
    /// The content in one line.
    pub wording: String,
    /// The units, with their line ends.
    pub duty: String,
    /// The units that lead, where they have a column of their own.
    pub lead: String,
    /// The units that join, where they have a column of their own.
    pub joint: String,
    /// By when.
    pub deadline: String,
}

/// The table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The line above it.
    pub title: String,
    pub rows: Vec<TableRow>,
    /// What stands below it.
    pub note: String,
    /// Heads of columns that weren't read.
    pub unread: Vec<String>,
    /// Number of tables of other kinds.
    pub others: usize,
}

/// Reads the first table that has the head of one; `None` where there is none.
pub(super) fn table(parts: &[Part]) -> Option<Table> {
    let mut table = Table::default();
    let mut current: Option<Head> = None;
    let mut titles: Vec<String> = Vec::new();
    for part in parts {
        match part {
            Part::Line(line) if current.is_none() => titles.push(compact(line)),
            Part::Line(line) => table.add_note_line(line),
            Part::Grid(grid) => {
                let found = head(grid);
                let goes_on = current.as_ref().filter(|head| {
                    found.is_none() && head.columns.len() == grid.width() && table.note.is_empty()
                });
                match (found, goes_on) {
                    (Some(head), _) => {
                        if current.is_none() {
                            titles.extend((0..head.first).flat_map(|row| title_cells(grid, row)));
                        }
                        table.read(grid, &head);
                        current = Some(head);
                    }
                    (None, Some(head)) => {
                        let head = Head { first: 0, below: 0, ..head.clone() };
                        table.read(grid, &head);
                    }
                    (None, None) => table.others += 1,
                }
            }
        }
    }

    let is_title = |line: &String| !line.is_empty() && !is_annex_mark(line);
    table.title = titles.into_iter().rfind(is_title).unwrap_or_default();
    current.map(|_| table)
}

fn title_cells(grid: &Grid, row: usize) -> Vec<String> {
    grid.begun(row).into_iter().map(|cell| compact(&cell.text)).collect()
}

/// 附件, 附件1：
fn is_annex_mark(line: &str) -> bool {
    let number = line.strip_prefix("附件").or_else(|| line.strip_prefix("附表"));
    number.is_some_and(|number| {
        let number = number.trim_end_matches(['：', ':']);
        number.chars().count() <= 3 && number.chars().all(char::is_alphanumeric)
    })
}

/// Whether a line is a note: 注：…, 备注 …, 说明：….
fn is_note(line: &str) -> bool {
    let line = compact(line);
    WORDS.notes.iter().any(|word| {
        line.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':', '1', '一', '.']))
    })
}

impl Table {
    /// Lines below the table: a note and what follows it.
    fn add_note_line(&mut self, line: &str) {
        let is_date_or_place = joined(line).contains("报送");
        if !self.note.is_empty() || is_note(line) || is_date_or_place {
            self.note.push_str(&joined(line));
        }
    }

    fn read(&mut self, grid: &Grid, head: &Head) {
        self.unread.extend(head.unread.iter().cloned());
        let mut reader =
            GridReader { grid, head, group: String::new(), above: Vec::new(), content: None };

        for row in head.below..grid.height() {
            let Some(first) = grid.begun(row).first().map(|cell| cell.text.clone()) else {
                continue;
            };
            if !self.note.is_empty() || is_note(&first) {
                let texts = grid.begun(row).into_iter().map(|cell| joined(&cell.text));
                texts.for_each(|text| self.note.push_str(&text));
                continue;
            }
            if !reader.is_head_again(row) {
                reader.read(row, &mut self.rows);
            }
        }
    }
}

/// Reads the rows of one grid.
struct GridReader<'a> {
    grid: &'a Grid,
    head: &'a Head,
    /// The row that stands over those below it.
    group: String,
    /// The labels of the row above, by column.
    above: Vec<String>,
    /// The cell of the content above.
    content: Option<usize>,
}

impl GridReader<'_> {
    fn columns(&self, kinds: &[Column]) -> Vec<usize> {
        let columns = self.head.columns.iter().enumerate();
        columns.filter(|(_, column)| kinds.contains(column)).map(|(index, _)| index).collect()
    }

    /// The text of the columns of a kind, each cell once.
    fn text(&self, row: usize, kind: Column) -> String {
        let mut cells: Vec<usize> = Vec::new();
        let mut texts = Vec::new();
        for column in self.columns(&[kind]) {
            let Some(cell) = self.grid.cell(row, column).filter(|cell| !cells.contains(cell))
            else {
                continue;
            };
            cells.push(cell);
            texts.push(self.grid.text(row, column));
        }
        texts.retain(|text| !text.is_empty());

        texts.join("\n")
    }

    fn is_head_again(&self, row: usize) -> bool {
        let first = self.head.first;
        let same = |column: usize| {
            compact(self.grid.text(row, column)) == compact(self.grid.text(first, column))
        };
        self.head.below > 0 && (0..self.grid.width()).all(same)
    }

    fn read(&mut self, row: usize, rows: &mut Vec<TableRow>) {
        if let Some(group) = self.group_of(row) {
            self.group = group;
            self.above.clear();
            return;
        }

        let cells = self.label_cells(row);
        let Some((content, labels)) = cells.split_last() else { return };
        let (lead, joint) = (self.text(row, Column::Lead), self.text(row, Column::Joint));
        let duty = self.text(row, Column::Duty);
        let wording = joined(self.grid.text(row, content.column));

        // One content for several rows of units is one row of the plan.
        if let Some(last) = rows.last_mut()
            && self.content.is_some_and(|cell| cell == content.cell)
        {
            for (whole, more) in
                [(&mut last.duty, &duty), (&mut last.lead, &lead), (&mut last.joint, &joint)]
            {
                if !more.is_empty() && whole != more {
                    whole.push('\n');
                    whole.push_str(more);
                }
            }
            return;
        }

        let is_task = |label: &LabelCell| self.head.columns[label.column] == Column::Task;
        let (task, labels) = match labels {
            [first, rest @ ..] if self.group.is_empty() && is_task(first) => {
                (first.text.clone(), rest)
            }
            labels => (self.group.clone(), labels),
        };
        let labels = labels.iter().map(|label| label.text.clone()).filter(|it| !it.is_empty());
        self.content = Some(content.cell);
        rows.push(TableRow {
            line: row + 1,
            task,
            labels: labels.collect(),
            wording,
            duty,
            lead,
            joint,
            deadline: joined(&self.text(row, Column::Deadline)),
        });
    }

    /// The label of a row that says nothing else: one cell across the table, or a text in its first columns.
    fn group_of(&self, row: usize) -> Option<String> {
        let begun = self.grid.begun(row);
        let units = self.columns(&[Column::Duty, Column::Lead, Column::Joint]);
        let spans_units = |column: usize, columns: usize| {
            units.iter().all(|unit| (column..column + columns).contains(unit))
        };
        if let [only] = begun[..]
            && spans_units(only.column, only.columns)
        {
            return Some(compact(&only.text));
        }

        let says = |column: &usize| !self.grid.text(row, *column).is_empty();
        let has_more = units.iter().any(says) || self.columns(&[Column::Content]).iter().any(says);
        let texts = begun.iter().filter(|cell| cell.column < self.grid.width());
        let texts: Vec<String> = texts.map(|cell| compact(&cell.text)).collect();
        (!has_more && !texts.is_empty()).then(|| texts.concat())
    }

    /// The cells of tasks and contents, the last of which is the row's own content.
    fn label_cells(&mut self, row: usize) -> Vec<LabelCell> {
        let mut cells: Vec<LabelCell> = Vec::new();
        for column in self.columns(&[Column::Task, Column::Content]) {
            // A workbook has no cells where nothing was typed: each is one of its own.
            let blank = usize::MAX - (row * self.grid.width() + column);
            let cell = self.grid.cell(row, column).unwrap_or(blank);
            if cells.last().is_none_or(|last| last.cell != cell) {
                let text = compact(self.grid.text(row, column));
                cells.push(LabelCell { column, cell, text });
            }
        }

        // Cells on the right may be blank where the content stands further left.
        let contents = self.columns(&[Column::Content]);
        while cells.len() > 1
            && cells.last().is_some_and(|last| last.text.is_empty())
            && !cells[cells.len() - 2].text.is_empty()
            && contents.contains(&cells[cells.len() - 2].column)
        {
            cells.pop();
        }
        self.inherit(&mut cells);
        cells
    }

    /// Blank squares that nobody joined say what stands above them, until a label to their left changes.
    fn inherit(&mut self, cells: &mut [LabelCell]) {
        let mut labels = vec![String::new(); self.grid.width()];
        let mut is_new = false;
        let own = cells.len().saturating_sub(1);
        for cell in &mut cells[..own] {
            let above = self.above.get(cell.column).cloned().unwrap_or_default();
            if cell.text.is_empty() && !is_new {
                cell.text = above.clone();
            }
            is_new |= cell.text != above;
            labels[cell.column] = cell.text.clone();
        }

        self.above = labels;
    }
}

/// A cell of tasks or contents.
struct LabelCell {
    column: usize,
    cell: usize,
    text: String,
}
