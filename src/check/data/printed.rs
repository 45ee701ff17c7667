//! Missing values as the documents print them.
//!
//! In: the merged documents. Out: for each value that its bureau owes, where a placeholder stands for
//! it, and which cells stay blank for want of it.

use crate::document::grid::grid;
use crate::document::{Block, BlockKind, Document, InlineKind, Row, Table, ValueUse, plain, visit};
use crate::indicator::{IndicatorId, Indicators};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// An indicator and a year.
type Key = (IndicatorId, i32);

/// Missing values that documents print.
#[derive(Debug, Clone, Default)]
pub(super) struct MissingValues {
    /// Where a placeholder is printed, in the order of the files.
    pub(super) placeholders: BTreeMap<Key, BTreeSet<Span>>,
    /// Values whose cell is printed blank.
    pub(super) blank_cells: BTreeSet<Key>,
}

impl MissingValues {
    /// Looks through all documents.
    pub(super) fn in_documents(indicators: &Indicators, documents: &[&Document]) -> MissingValues {
        let mut missing = MissingValues::default();
        for document in documents {
            visit::whole_document(document, &mut |block| {
                missing.read_block(block, indicators, &document.values);
            });
        }
        missing
    }

    fn read_block(&mut self, block: &Block, indicators: &Indicators, values: &[ValueUse]) {
        for content in visit::contents(block) {
            visit::inlines(content, &mut |inline| {
                if let InlineKind::Value(id) = inline.kind
                    && let Some(value) = values.get(id.0 as usize)
                {
                    self.add_placeholders(value, inline.span, indicators);
                }
            });
        }

        if let BlockKind::Chart(chart) = &block.kind {
            let drawn = chart.series.iter().flat_map(|series| series.values.iter().flatten());
            drawn.for_each(|value| self.add_placeholders(value, block.span, indicators));
        } else if let BlockKind::Table(table) = &block.kind {
            self.blank_cells.extend(blank_cells(table, indicators, values));
        }
    }

    fn add_placeholders(&mut self, value: &ValueUse, span: Span, indicators: &Indicators) {
        for (name, year) in &value.missing {
            let Some(id) = indicators.find(name) else { continue };
            self.placeholders.entry((id, *year)).or_default().insert(span);
        }
    }
}

/// The missing values whose cells a table leaves blank: a row that names an indicator, as a template
/// prints it from the definitions, under heads that name the years. The cell of a text may lie under
/// all of them.
fn blank_cells(table: &Table, indicators: &Indicators, values: &[ValueUse]) -> Vec<Key> {
    let years = years_by_column(table, indicators, values);
    if years.is_empty() {
        return Vec::new();
    }

    let mut blank = Vec::new();
    let rows = grid(&table.body, table.columns.len());
    for (row, columns) in table.body.iter().zip(&rows) {
        let Some(id) = named_indicator(row, indicators, values) else { continue };
        for (first, area) in columns {
            let Some(area) = area else { continue };
            let cell = table.body.get(area.row).and_then(|row| row.cells.get(area.cell));
            if cell.is_none_or(|cell| plain::prints_text(&cell.content, values)) {
                continue;
            }

            let under = years.range(*first..first + area.columns).map(|(_, year)| *year);
            let asked = &indicators.get(id).years;
            let owed = under.filter(|year| {
                let unread = indicators.unread.contains(&(id, *year));
                asked.contains(year) && !unread && indicators.datum(id, *year).is_none()
            });
            blank.extend(owed.map(|year| (id, year)));
        }
    }
    blank
}

/// The year that a column's head names: `2017年`.
fn years_by_column(
    table: &Table,
    indicators: &Indicators,
    values: &[ValueUse],
) -> BTreeMap<usize, i32> {
    let asked = indicators.definitions.iter().flat_map(|indicator| &indicator.years);
    let asked: BTreeSet<i32> = asked.copied().collect();

    let mut years = BTreeMap::new();
    for (row, columns) in grid(&table.head, table.columns.len()).iter().enumerate() {
        for (column, area) in columns {
            let cell = area.filter(|area| area.columns == 1 && area.row == row);
            let cell = cell.and_then(|area| table.head.get(row)?.cells.get(area.cell));
            let text = cell.map(|cell| plain::inlines(&cell.content, values)).unwrap_or_default();
            let number = text.trim().trim_end_matches('年').parse().ok();
            years.extend(number.filter(|year| asked.contains(year)).map(|year| (*column, year)));
        }
    }
    years
}

/// The indicator that a row is about: its name stands in a cell as a value. Other values of the row may
/// read like a name, such as the plan's wording; the one from the definitions is surely it.
fn named_indicator(row: &Row, indicators: &Indicators, values: &[ValueUse]) -> Option<IndicatorId> {
    let mut named = None;
    for inline in row.cells.iter().flat_map(|cell| &cell.content) {
        let InlineKind::Value(id) = inline.kind else { continue };
        let Some(value) = values.get(id.0 as usize) else { continue };
        let Some(id) = indicators.find(&value.text) else { continue };
        if value.origin == indicators.get(id).span {
            return Some(id);
        }
        named = Some(id);
    }
    named
}
