//! Annexes, numbers, references and contents of a merged document.
//!
//! In: a [`Document`] as merged. Out: the same with block ids, heading, table and figure numbers,
//! what every reference prints, the contents, and whether sample values are shown. Passes are pure;
//! problems are duplicate labels and references to nothing.

use super::references::{FindUnused, KnownLabels, UnusedLabel};
use super::{annexes, labels, numbers, references};
use crate::diag::Diagnostics;
use crate::document::{
    Block, BlockId, BlockKind, ContentsEntry, Document, HeadingKind, plain, visit,
};

/// Runs every pass, in order.
pub fn resolve(document: &mut Document, diagnostics: &mut Diagnostics) {
    resolve_among(document, &|_| UnusedLabel::Absent, diagnostics);
}

/// The same where labels may also be typed in what is no part of the document.
pub fn resolve_among(
    document: &mut Document,
    find_unused: &FindUnused<'_>,
    diagnostics: &mut Diagnostics,
) {
    annexes::name(document, diagnostics);
    identify(document);
    numbers::assign(document);
    let labels = labels::collect(document, diagnostics);
    let labels = KnownLabels { used: &labels, find_unused };
    references::fill(document, labels, diagnostics);

    document.contents = contents(document);
    document.meta.sample = visit::values(document).iter().any(|value| value.sample);
}

/// Numbers the blocks in reading order, those of notes last.
fn identify(document: &mut Document) {
    let mut next = 0;
    let mut number = |block: &mut Block| {
        block.id = BlockId(next);
        next += 1;
    };

    for section in &mut document.sections {
        for part in &mut section.parts {
            visit::blocks_mut(&mut part.blocks, &mut number);
        }
    }
    for note in &mut document.notes {
        visit::blocks_mut(&mut note.blocks, &mut number);
    }
}

fn contents(document: &Document) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    visit::sections(document, &mut |block| {
        if let BlockKind::Heading(heading) = &block.kind {
            let mut number = heading.number.clone();
            if heading.kind == HeadingKind::Annex {
                number.push('　');
            }
            entries.push(ContentsEntry {
                block: block.id,
                level: heading.level,
                number,
                text: plain::inlines(&heading.content, &document.values),
            });
        }
    });
    entries
}
