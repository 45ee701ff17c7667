//! Tables that don't fit into the page. In: a document. Out: `wide-table` at the table's line, with what
//! helps.

use super::layout::lay_out;
use super::model::TableFit;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, BlockKind, Document, Table};
use crate::typography::{Profile, TextMeasure};

/// Reports every table whose type would be too small to read.
pub fn check(
    document: &Document,
    profile: &Profile,
    measure: &TextMeasure<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut check = Check { document, profile, measure, diagnostics };
    let is_landscape = document.meta.arrangement.landscape;
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        check.blocks(&part.blocks, is_landscape);
    }
}

struct Check<'a> {
    document: &'a Document,
    profile: &'a Profile,
    measure: &'a TextMeasure<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn blocks(&mut self, blocks: &[Block], is_landscape: bool) {
        for block in blocks {
            match &block.kind {
                BlockKind::Table(table) => self.table(block, table, is_landscape),
                BlockKind::Quote(blocks) => self.blocks(blocks, is_landscape),
                BlockKind::Landscape(blocks) => self.blocks(blocks, true),
                BlockKind::List(list) => {
                    list.items.iter().for_each(|item| self.blocks(&item.blocks, is_landscape));
                }
                _ => {}
            }
        }
    }

    fn table(&mut self, block: &Block, table: &Table, is_landscape: bool) {
        let (page, style) = (&self.profile.page, &self.profile.table);
        let fit = |width| lay_out(table, &self.document.values, self.measure, style, width).fit;
        let width = if is_landscape { page.text_height() } else { page.text_width() };
        let TableFit::TooWide { column } = fit(width) else { return };

        let (message, help) = match column {
            Some((column, share)) => {
                let percent = (share * 100.0).ceil();
                let message =
                    format!("列宽里第{}列太窄，数或西文词放不下，字会小得看不清", column + 1);
                (message, format!("这一列至少要占表宽的{percent}%：改大列宽里的这个数，或删去列宽"))
            }
            None => {
                let count = table.columns.len();
                let message = format!("这张表有{count}列，一页的宽放不下，字会小得看不清");
                let help = if !is_landscape && fit(page.text_height()) == TableFit::Fits {
                    "在表的前后各加一行 ::: 横排 和 :::，印在横页上；或分成两张表"
                } else {
                    "分成两张表，或行列对调；数很长的，换大的单位（如亿元）"
                };
                (message, help.to_owned())
            }
        };
        let span = table.head.first().map_or(block.span, |row| row.span);
        self.diagnostics.report(Diagnostic::new(Code::WideTable, span, message).help(help));
    }
}
