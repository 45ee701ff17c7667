//! Tables with rows inserted and deleted, and what changed in their cells.

use super::merger::Merger;
use super::pairing::{Step, Token, align};
use super::parsed::{Cell, ParsedDocument, Row, Table, blocks_text, row_text};
use super::{ChangeKind, ChangeLocation, Version};
use crate::ooxml::Element;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Merger<'a, '_> {
    /// A table that both documents have: one, or the old and the new one where they don't fit together.
    pub fn both_tables(&mut self, old: &Table<'a>, new: &Table<'a>) -> Vec<Element<'a>> {
        let tokens = |rows: &[Row<'a>], document: &ParsedDocument<'a>| -> Vec<Token> {
            rows.iter().map(|row| document.row_token(row)).collect()
        };
        let steps =
            align(&tokens(&old.rows, self.documents.old), &tokens(&new.rows, self.documents.new));

        if old.widths.len() != new.widths.len() || !fits(&steps, old, new) {
            let size =
                |table: &Table<'_>| format!("{} 列 {} 行", table.widths.len(), table.rows.len());
            self.note_edit(ChangeLocation::Table, ChangeKind::Changed, size(old), size(new));
            let (version, place) = self.place;
            let deleted = self.only_table(old, Version::Old);
            let between = self.markup.separator();
            let inserted = self.only_table(new, Version::New);
            self.enter(version, place);
            return vec![deleted, between, inserted];
        }

        let moved = moved_rows(&steps, old, new);
        let mut table = new.shell.clone();
        for step in steps {
            let row = match step {
                Step::Both(x, y) => self.both_rows(&old.rows[x], &new.rows[y], y + 1),
                Step::Old(x) => {
                    let location = ChangeLocation::Row(x + 1);
                    if !moved.contains_key(&x) {
                        self.note_change(location, Version::Old, row_text(&old.rows[x]));
                    }
                    let mut row = old.rows[x].clone();
                    set_widths(&mut row, &new.widths);
                    self.only_row(&row, Version::Old)
                }
                Step::New(y) => {
                    let location = ChangeLocation::Row(y + 1);
                    let text = row_text(&new.rows[y]);
                    match moved.iter().find(|(_, to)| **to == y) {
                        Some((x, _)) => {
                            let old_text = format!("第{}行：{}", x + 1, row_text(&old.rows[*x]));
                            let new_text = format!("第{}行：{text}", y + 1);
                            self.note_edit(location, ChangeKind::Moved, old_text, new_text);
                        }
                        None => self.note_change(location, Version::New, text),
                    }
                    self.only_row(&new.rows[y], Version::New)
                }
            };
            table.push(row);
        }
        vec![table]
    }

    /// A table that only one document has.
    pub fn only_table(&mut self, table: &Table<'a>, version: Version) -> Element<'a> {
        let rows = table.rows.iter().map(|row| self.only_row(row, version));
        table.shell.clone().with(rows)
    }

    fn both_rows(&mut self, old: &Row<'a>, new: &Row<'a>, number: usize) -> Element<'a> {
        let outer = std::mem::replace(&mut self.location, ChangeLocation::Cell(number));
        let cells = old.cells.iter().zip(&new.cells);
        let cells = cells.map(|(old, new)| cell_element(new, self.inner(&old.blocks, &new.blocks)));
        let row = Element::new("w:tr", &[]).with(new.property.clone()).with(cells);
        self.location = outer;
        row
    }

    fn only_row(&mut self, own: &Row<'a>, version: Version) -> Element<'a> {
        let property = self.markup.row_mark(own.property.clone(), version);
        let cells = own.cells.iter();
        let cells = cells.map(|cell| cell_element(cell, self.inner_only(&cell.blocks, version)));
        Element::new("w:tr", &[]).with([property]).with(cells)
    }
}

/// Old rows that stand elsewhere in the new table, by their indices: what says the same, else what has the
/// same name in its first cell.
fn moved_rows(steps: &[Step], old: &Table<'_>, new: &Table<'_>) -> BTreeMap<usize, usize> {
    let olds = steps.iter().filter_map(|step| match step {
        Step::Old(x) => Some(*x),
        Step::New(_) | Step::Both(..) => None,
    });
    let olds: Vec<usize> = olds.collect();
    let mut news: Vec<usize> = steps
        .iter()
        .filter_map(|step| match step {
            Step::New(y) => Some(*y),
            Step::Old(_) | Step::Both(..) => None,
        })
        .collect();

    let mut moved = BTreeMap::new();
    for identity in [row_text as fn(&Row<'_>) -> String, first_cell] {
        for x in &olds {
            let name = identity(&old.rows[*x]);
            if moved.contains_key(x) || name.trim_matches(['｜', ' ']).is_empty() {
                continue;
            }
            if let Some(index) = news.iter().position(|y| identity(&new.rows[*y]) == name) {
                moved.insert(*x, news.remove(index));
            }
        }
    }
    moved
}

fn first_cell(row: &Row<'_>) -> String {
    row.cells.first().map(|cell| blocks_text(&cell.blocks)).unwrap_or_default()
}

fn cell_element<'a>(cell: &Cell<'a>, content: Vec<Element<'a>>) -> Element<'a> {
    Element::new("w:tc", &[]).with(cell.property.clone()).with(content)
}

/// Whether joined cells still have one above that they continue, in the table with all rows.
fn fits(steps: &[Step], old: &Table<'_>, new: &Table<'_>) -> bool {
    let mut above: BTreeSet<usize> = BTreeSet::new();
    steps.iter().all(|step| {
        let row = match step {
            Step::Old(x) => &old.rows[*x],
            Step::Both(_, y) | Step::New(y) => &new.rows[*y],
        };
        let (mut column, mut current, mut fit) = (0, BTreeSet::new(), true);
        for cell in &row.cells {
            match cell.merged() {
                Some("restart") => {
                    current.insert(column);
                }
                Some(_) => {
                    fit &= above.contains(&column);
                    current.insert(column);
                }
                None => {}
            }
            column += cell.span();
        }
        above = current;
        fit
    })
}

/// Gives the cells of a deleted row the widths of the new table's columns.
fn set_widths(row: &mut Row<'_>, widths: &[u32]) {
    let mut column = 0;
    for cell in &mut row.cells {
        let span = cell.span();
        let width: u32 = widths.iter().skip(column).take(span).sum();
        if let Some(property) = cell.property.as_mut().and_then(|all| all.child_mut("w:tcW")) {
            property.set("w:w", &width.to_string());
        }
        column += span;
    }
}
