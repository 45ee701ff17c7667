//! Heading numbers 一、（一）1.（1） (GB/T 9704-2012, 7.3.3) and the numbers of tables and figures,
//! counted within their section: 表 6-1, 图 6-1.

use crate::document::numerals::chinese_numeral;
use crate::document::{Block, BlockKind, Caption, Document, visit};

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
    match &mut block.kind {
        BlockKind::Heading(heading) => {
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
        BlockKind::Table(table) => {
            let prefix = counters.prefix();
            count(table.caption.as_mut(), &mut counters.tables, &prefix);
        }
        BlockKind::Figure(figure) => {
            let prefix = counters.prefix();
            count(figure.caption.as_mut(), &mut counters.figures, &prefix);
        }
        BlockKind::Chart(chart) => {
            let prefix = counters.prefix();
            count(chart.caption.as_mut(), &mut counters.figures, &prefix);
        }
        BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Code(_)
        | BlockKind::Rule
        | BlockKind::Landscape(_) => {}
    }
}

fn count(caption: Option<&mut Caption>, counter: &mut u32, prefix: &str) {
    if let Some(caption) = caption {
        *counter += 1;
        caption.number = format!("{prefix}-{counter}");
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
