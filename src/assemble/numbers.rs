//! Heading numbers 一、（一）1.（1） (GB/T 9704-2012, 7.3.3) and the numbers of tables and figures,
//! counted within their section: 表 6-1, 图 6-1.

use crate::document::numerals::chinese_numeral;
use crate::document::{Block, BlockKind, Document, Heading, visit};

/// Numbers every heading, table, figure and chart.
pub(super) fn assign(document: &mut Document) {
    let mut counters = Counters::default();
    for section in &mut document.sections {
        counters.tables = 0;
        counters.figures = 0;
        for part in &mut section.parts {
            visit::blocks_mut(&mut part.blocks, &mut |block| number(block, &mut counters));
        }
    }
}

#[derive(Default)]
struct Counters {
    headings: [u32; 4],
    /// Whether the section is an appendix, whose heading isn't counted.
    appendix: bool,
    tables: u32,
    figures: u32,
}

impl Counters {
    /// What stands before the hyphen: the section's number.
    fn prefix(&self) -> String {
        if self.appendix { "附".to_owned() } else { self.headings[0].to_string() }
    }
}

fn number(block: &mut Block, counters: &mut Counters) {
    let prefix = counters.prefix();
    let (caption, counter) = match &mut block.kind {
        BlockKind::Heading(heading) => return number_heading(heading, counters),
        BlockKind::Table(table) => (&mut table.caption, &mut counters.tables),
        BlockKind::Figure(figure) => (&mut figure.caption, &mut counters.figures),
        BlockKind::Chart(chart) => (&mut chart.caption, &mut counters.figures),
        _ => return,
    };

    if let Some(caption) = caption {
        *counter += 1;
        caption.number = format!("{prefix}-{counter}");
    }
}

fn number_heading(heading: &mut Heading, counters: &mut Counters) {
    let level = usize::from(heading.level.clamp(1, 4)) - 1;
    if level == 0 {
        counters.appendix = !heading.numbered;
    }

    counters.headings[level + 1..].fill(0);
    if heading.numbered {
        counters.headings[level] += 1;
        heading.number = heading_number(level, counters.headings[level]);
    }
}

fn heading_number(level: usize, count: u32) -> String {
    match level {
        0 => format!("{}、", chinese_numeral(count)),
        1 => format!("（{}）", chinese_numeral(count)),
        2 => format!("{count}."),
        _ => format!("（{count}）"),
    }
}
