//! Heading numbers 一、（一）1.（1） (GB/T 9704-2012, 7.3.3) and the numbers of tables and figures,
//! counted within their section: 表 6-1, 图 6-1; in an annex 附表 1, or 附表 2-1 where there are several.

use super::annexes;
use crate::document::numerals::chinese_numeral;
use crate::document::{Block, BlockKind, Document, Heading, HeadingKind, annex_name, visit};

/// Numbers every heading, table, figure and chart.
pub(super) fn assign(document: &mut Document) {
    let mut counters = Counters {
        sections_count: document.meta.arrangement.numbered,
        annexes: annexes::count(document),
        ..Counters::default()
    };
    for section in &mut document.sections {
        for part in &mut section.parts {
            visit::blocks_mut(&mut part.blocks, &mut |block| number(block, &mut counters));
        }
    }
}

#[derive(Default)]
struct Counters {
    headings: [u32; 4],
    /// Whether headings of the first level are counted.
    sections_count: bool,
    /// Number of annexes of the document.
    annexes: usize,
    /// Number of annexes so far.
    annex: usize,
    within: Within,
    /// Tables and figures of the section.
    own: Captions,
    /// Those of all sections that aren't counted.
    shared: Captions,
}

/// Number of captions so far.
#[derive(Default)]
struct Captions {
    tables: u32,
    figures: u32,
}

/// What captions are counted within.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// A section that is counted.
    Section,
    Annex,
    /// The whole document, where no section that is counted has begun.
    #[default]
    Document,
}

fn number(block: &mut Block, counters: &mut Counters) {
    let captions = match counters.within {
        Within::Section | Within::Annex => &mut counters.own,
        Within::Document => &mut counters.shared,
    };
    let (caption, counter) = match &mut block.kind {
        BlockKind::Heading(heading) => return number_heading(heading, counters),
        BlockKind::Table(table) => (&mut table.caption, &mut captions.tables),
        BlockKind::Figure(figure) => (&mut figure.caption, &mut captions.figures),
        BlockKind::Chart(chart) => (&mut chart.caption, &mut captions.figures),
        _ => return,
    };

    if let Some(caption) = caption {
        *counter += 1;
        caption.in_annex = counters.within == Within::Annex;
        caption.number = match counters.within {
            Within::Section => format!("{}-{counter}", counters.headings[0]),
            Within::Annex if counters.annexes > 1 => format!("{}-{counter}", counters.annex),
            Within::Annex | Within::Document => counter.to_string(),
        };
    }
}

fn number_heading(heading: &mut Heading, counters: &mut Counters) {
    let level = usize::from(heading.level.clamp(1, 4)) - 1;
    counters.headings[level + 1..].fill(0);
    let is_counted =
        heading.kind == HeadingKind::Numbered && (level > 0 || counters.sections_count);
    if level == 0 {
        counters.own = Captions::default();
        counters.within = match heading.kind {
            HeadingKind::Annex => Within::Annex,
            _ if is_counted => Within::Section,
            _ => Within::Document,
        };
    }

    if is_counted {
        counters.headings[level] += 1;
        heading.number = heading_number(level, counters.headings[level]);
    } else if heading.kind == HeadingKind::Annex {
        counters.annex += 1;
        heading.number = annex_name(if counters.annexes > 1 { counters.annex } else { 0 });
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
