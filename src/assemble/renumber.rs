//! The document's lists of values and notes, and blocks renumbered to point into them.

use crate::document::{Block, InlineKind, Note, NoteId, ValueId, ValueUse, visit};

/// The lists as far as they are filled.
#[derive(Default)]
pub(super) struct Lists {
    values: Vec<ValueUse>,
    notes: Vec<Note>,
}

/// By how much a file's ids grow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    values: u32,
    notes: u32,
}

impl Lists {
    /// Appends a file's values and notes; the result renumbers its blocks.
    pub(super) fn append(&mut self, values: Vec<ValueUse>, mut notes: Vec<Note>) -> Shift {
        let shift = Shift { values: self.values.len() as u32, notes: self.notes.len() as u32 };
        for note in &mut notes {
            shift.apply(&mut note.blocks);
        }

        self.values.extend(values);
        self.notes.extend(notes);
        shift
    }

    /// The values and the notes.
    pub(super) fn into_parts(self) -> (Vec<ValueUse>, Vec<Note>) {
        (self.values, self.notes)
    }
}

impl Shift {
    /// Makes a file's blocks point into the document's lists.
    pub(super) fn apply(self, blocks: &mut [Block]) {
        visit::blocks_mut(blocks, &mut |block| {
            for content in visit::contents_mut(block) {
                visit::inlines_mut(content, &mut |inline| match &mut inline.kind {
                    InlineKind::Value(ValueId(id)) => *id += self.values,
                    InlineKind::Note(NoteId(id)) => *id += self.notes,
                    _ => {}
                });
            }
        });
    }
}
