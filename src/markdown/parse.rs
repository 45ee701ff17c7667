//! One text from comrak's nodes to the tree.
//!
//! In: an expanded text. Out: its [`Chapter`], problems to the sink.

use super::context::{FindPicture, Lowering, TextKind};
use super::options;
use super::positions::Positions;
use crate::diag::Diagnostics;
use crate::document::Chapter;
use crate::expand::Expanded;
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};

/// Lowers a text; problems are reported and what can't be kept is left out.
pub fn parse(
    file: FileId,
    expanded: Expanded,
    kind: TextKind,
    pictures: &FindPicture<'_>,
    diagnostics: &mut Diagnostics,
) -> Chapter {
    let Expanded { text, values, charts } = expanded;
    let prepared = options::prepare(text.text(), &values);
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, &prepared.text, &options::options());

    let mut lowering = Lowering {
        positions: Positions::new(file, &text, &prepared.text),
        kind,
        values: &values,
        charts,
        directives: prepared.directives,
        pictures,
        diagnostics,
        definitions: BTreeMap::new(),
        mistyped_notes: BTreeSet::new(),
        noted: BTreeSet::new(),
        notes: Vec::new(),
        in_note: false,
        in_fragment: false,
        last_level: 0,
        too_deep: false,
        doubtful: prepared.doubtful,
        joints: BTreeSet::new(),
        reported_marks: 0,
        dropped_labels: BTreeSet::new(),
    };
    lowering.collect_notes(root);
    let blocks = lowering.document(root);
    if let Some(mark) = prepared.too_deep {
        lowering.nested_too_deep(mark..mark + 1);
    }

    let (notes, dropped_labels) = (lowering.notes, lowering.dropped_labels);
    Chapter { file, blocks, notes, values, dropped_labels }
}
