//! An excerpt of the report: a section, or what one bureau wrote, with the headings above it.
//!
//! In: the whole report, resolved. Out: the same with less in it; blocks keep their ids and numbers.

use crate::document::{Block, BlockId, Document, InlineKind, Part, Section, visit};
use crate::source::FileId;
use crate::workspace::Workspace;
use std::collections::BTreeSet;

/// Leaves only the section with this number.
pub(super) fn retain_section(document: &mut Document, number: &str) {
    document.sections.retain(|section| section.id == number);
}

/// What a bureau, by its index, wrote for the report, as a document of its own.
pub fn excerpt_of(document: &Document, workspace: &Workspace, bureau: usize) -> Document {
    let mut excerpt = document.clone();
    retain_bureau(&mut excerpt, workspace, bureau);
    detach(&mut excerpt);
    excerpt
}

/// Leaves only what a bureau, by its index, wrote, and the headings above it.
pub(super) fn retain_bureau(document: &mut Document, workspace: &Workspace, bureau: usize) {
    let chapters = workspace.chapters.iter();
    let by_bureau = chapters.filter(|chapter| chapter.bureau == Some(bureau));
    let files = by_bureau.map(|chapter| chapter.file).collect();
    retain_files(document, &files);
}

/// Leaves only the parts from these files, and the headings above them.
fn retain_files(document: &mut Document, files: &BTreeSet<FileId>) {
    let sections = std::mem::take(&mut document.sections).into_iter();
    let excerpts =
        sections.map(|section| Section { parts: parts_of(section.parts, files), ..section });
    document.sections = excerpts.filter(|section| !section.parts.is_empty()).collect();
}

/// A part of a document has neither cover nor contents, and references to what is left out are text.
pub(super) fn detach(document: &mut Document) {
    let arrangement = &mut document.meta.arrangement;
    arrangement.cover = false;
    arrangement.contents = false;
    arrangement.tables = false;
    arrangement.figures = false;

    let mut targets = BTreeSet::new();
    visit::sections(document, &mut |block| targets.extend([block.id]));
    document.contents.retain(|entry| targets.contains(&entry.block));

    let parts = document.sections.iter_mut().flat_map(|section| &mut section.parts);
    let lists = parts.map(|part| &mut part.blocks);
    for blocks in lists.chain(document.notes.iter_mut().map(|note| &mut note.blocks)) {
        visit::blocks_mut(blocks, &mut |block| {
            for content in visit::contents_mut(block) {
                visit::inlines_mut(content, &mut |inline| {
                    if let InlineKind::Reference(reference) = &mut inline.kind
                        && !targets.contains(&reference.target)
                    {
                        reference.target = BlockId::UNSET;
                    }
                });
            }
        });
    }
}

fn parts_of(parts: Vec<Part>, files: &BTreeSet<FileId>) -> Vec<Part> {
    let mut excerpt = Vec::new();
    // Headings that the next part of the excerpt would stand below, outer before inner.
    let mut above: Vec<(FileId, Block)> = Vec::new();
    for part in parts {
        if files.contains(&part.file) {
            let top = part.blocks.iter().find_map(level).unwrap_or(u8::MAX);
            let context = std::mem::take(&mut above);
            let context = context.into_iter().filter(|(_, block)| level(block) < Some(top));
            excerpt.extend(context.map(|(file, block)| Part { file, blocks: vec![block] }));
            excerpt.push(part);
            continue;
        }

        for block in part.blocks {
            if let Some(inner) = level(&block) {
                above.retain(|(_, outer)| level(outer) < Some(inner));
                above.push((part.file, block));
            }
        }
    }
    excerpt
}

fn level(block: &Block) -> Option<u8> {
    block.heading().map(|heading| heading.level)
}
