//! Tables with rows inserted and deleted, and what changed in their cells.

use super::align::{Step, Token, align};
use super::merger::Merger;
use super::side::{Cell, Grid, Row, row_text};
use super::{Kind, Spot, Story};
use crate::ooxml::{Element, Node};
use std::collections::BTreeSet;

impl<'a> Merger<'a, '_> {
    /// A table that both documents have: one, or the old and the new one where they don't fit together.
    pub fn both_tables(&mut self, old: &Grid<'a>, new: &Grid<'a>) -> Vec<Element<'a>> {
        let tokens = |rows: &[Row<'a>], side: &super::side::Side<'a>| -> Vec<Token> {
            rows.iter().map(|row| side.row_token(row)).collect()
        };
        let steps = align(&tokens(&old.rows, self.sides.0), &tokens(&new.rows, self.sides.1));
        if old.widths.len() != new.widths.len() || !fits(&steps, old, new) {
            let size = |grid: &Grid<'_>| format!("{} 列 {} 行", grid.widths.len(), grid.rows.len());
            self.note_edit(Spot::Table, Kind::Changed, size(old), size(new));
            let author = self.place;
            let deleted = self.only_table(old, Story::Old);
            let between = self.pen.separator();
            let inserted = self.only_table(new, Story::New);
            self.enter(author.0, author.1);
            return vec![deleted, between, inserted];
        }
        let mut table = new.shell.clone();
        for step in steps {
            let row = match step {
                Step::Both(x, y) => self.both_rows(&old.rows[x], &new.rows[y], y + 1),
                Step::Old(x) => {
                    self.note_change(Spot::Row(x + 1), Story::Old, row_text(&old.rows[x]));
                    let mut row = old.rows[x].clone();
                    widen(&mut row, &new.widths);
                    self.only_row(&row, Story::Old)
                }
                Step::New(y) => {
                    self.note_change(Spot::Row(y + 1), Story::New, row_text(&new.rows[y]));
                    self.only_row(&new.rows[y], Story::New)
                }
            };
            table.children.push(Node::Element(row));
        }
        vec![table]
    }

    /// A table that only one document has.
    pub fn only_table(&mut self, grid: &Grid<'a>, story: Story) -> Element<'a> {
        let mut table = grid.shell.clone();
        for row in &grid.rows {
            let row = self.only_row(row, story);
            table.children.push(Node::Element(row));
        }
        table
    }

    fn both_rows(&mut self, old: &Row<'a>, new: &Row<'a>, number: usize) -> Element<'a> {
        let mut row = Element::new("w:tr", &[]);
        row.children.extend(new.property.clone().map(Node::Element));
        let outer = std::mem::replace(&mut self.spot, Spot::Cell(number));
        for (old, new) in old.cells.iter().zip(&new.cells) {
            let content = self.inner(&old.blocks, &new.blocks);
            row.children.push(Node::Element(cell(new, content)));
        }
        self.spot = outer;
        row
    }

    fn only_row(&mut self, own: &Row<'a>, story: Story) -> Element<'a> {
        let mut row = Element::new("w:tr", &[]);
        let property = self.pen.row_mark(own.property.clone(), story);
        row.children.push(Node::Element(property));
        for one in &own.cells {
            let content = self.inner_only(&one.blocks, story);
            row.children.push(Node::Element(cell(one, content)));
        }
        row
    }
}

fn cell<'a>(own: &Cell<'a>, content: Vec<Element<'a>>) -> Element<'a> {
    let mut cell = Element::new("w:tc", &[]);
    cell.children.extend(own.property.clone().map(Node::Element));
    cell.with(content)
}

/// Whether joined cells still have one above that they continue, in the table with all rows.
fn fits(steps: &[Step], old: &Grid<'_>, new: &Grid<'_>) -> bool {
    let mut above: BTreeSet<usize> = BTreeSet::new();
    steps.iter().all(|step| {
        let row = match step {
            Step::Old(x) => &old.rows[*x],
            Step::Both(_, y) | Step::New(y) => &new.rows[*y],
        };
        let (mut at, mut here, mut fit) = (0, BTreeSet::new(), true);
        for cell in &row.cells {
            match cell.merged() {
                Some("restart") => {
                    here.insert(at);
                }
                Some(_) => {
                    fit &= above.contains(&at);
                    here.insert(at);
                }
                None => {}
            }
            at += cell.span();
        }
        above = here;
        fit
    })
}

/// Gives the cells of a deleted row the widths of the new table's columns.
fn widen(row: &mut Row<'_>, widths: &[u32]) {
    let mut at = 0;
    for cell in &mut row.cells {
        let span = cell.span();
        let width: u32 = widths.iter().skip(at).take(span).sum();
        if let Some(own) = cell.property.as_mut().and_then(|all| all.child_mut("w:tcW")) {
            own.set("w:w", &width.to_string());
        }
        at += span;
    }
}
