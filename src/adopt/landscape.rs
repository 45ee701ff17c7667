//! Tables that lie on pages on the long side.
//!
//! In: the draft's blocks, of which tables know their section. Out: ranges of blocks that are to be printed so:
//! tables of one section with the lines around them and the text between them, never a heading, which stays
//! upright.

use super::block::DraftBlock;
use super::draft::Draft;
use super::headings::Role;
use super::table_lines::{annotations_after_table, annotations_before_table};
use std::ops::Range;

/// A range of blocks, and the section that they are of.
struct Group {
    section: usize,
    blocks: Range<usize>,
}

/// The ranges, in order.
pub(super) fn groups(draft: &Draft) -> Vec<Range<usize>> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, block) in draft.blocks.iter().enumerate() {
        let DraftBlock::Table(table) = block else { continue };
        let Some(section) = table.landscape_section else { continue };
        let blocks = with_lines(draft, index);

        match groups.last_mut() {
            Some(last) if last.section == section && is_text(draft, last.blocks.end..index) => {
                last.blocks.end = blocks.end;
            }
            _ => groups.push(Group { section, blocks }),
        }
    }
    groups.into_iter().map(|group| group.blocks).collect()
}

/// A table with the lines before and behind it.
fn with_lines(draft: &Draft, table: usize) -> Range<usize> {
    // A caption and a unit at most.
    let starts = table.saturating_sub(2)..table;
    let start = starts
        .into_iter()
        .find(|start| annotations_before_table(&draft.blocks, *start).len() == table - start);
    let after = annotations_after_table(&draft.blocks, table + 1).len();
    start.unwrap_or(table)..table + 1 + after
}

/// Whether no block is a heading.
fn is_text(draft: &Draft, blocks: Range<usize>) -> bool {
    draft.roles.get(blocks).unwrap_or_default().iter().all(|role| !matches!(role, Role::Heading(_)))
}
