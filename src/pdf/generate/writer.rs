//! What is written and what is needed to write it: the document's lists, notes in progress.

use super::literal::{self, Printed};
use super::names;
use crate::document::{BlockId, Document, NoteId, ValueUse};
use crate::source::{MappedText, Sources, Span, invisibles, variants};
use crate::typography::{Faces, Profile, TextMeasure};
use std::collections::BTreeMap;
use std::ops::Range;

/// Writes one part.
pub(super) struct Writer<'a> {
    pub out: MappedText,
    pub document: &'a Document,
    pub sources: &'a Sources,
    pub faces: &'a Faces,
    pub profile: &'a Profile,
    pub measure: TextMeasure<'a>,
    pub pictures: BTreeMap<String, Span>,
    /// Notes whose bodies went out: a body has its labels once.
    notes: Vec<bool>,
    /// Number of notes around what is being written.
    note_depth: usize,
    /// Whether labels of blocks go out; not in a note's second copy.
    pub labels: bool,
    /// Whether links and references go out as their words, and notes not at all.
    pub bare: bool,
    /// Level of the heading above what is being written; 0 where there is none.
    pub heading_level: u8,
    /// Whether what a line may not break goes out boxed; not in a heading, whose bookmark is its text.
    pub has_boxes: bool,
    /// Whether lines are justified.
    pub is_justified: bool,
    /// Number of quotations around what is being written.
    pub quotes: usize,
    /// What links are called, by the block that they go to.
    names: BTreeMap<BlockId, String>,
    pub table_widths: TableWidths,
    /// The one of `table_widths` that holds here.
    pub table_width: f64,
}

/// The width that a table has, in points.
#[derive(Clone, Copy)]
pub(super) struct TableWidths {
    pub upright: f64,
    pub landscape: f64,
}

/// Maximum depth of notes within notes; deeper ones are left out.
const MAX_NOTE_DEPTH: usize = 1;

impl<'a> Writer<'a> {
    pub fn new(
        document: &'a Document,
        profile: &'a Profile,
        faces: &'a Faces,
        sources: &'a Sources,
    ) -> Writer<'a> {
        let page = &profile.page;
        let table_widths =
            TableWidths { upright: page.text_width(), landscape: page.text_height() };
        let is_landscape = document.meta.arrangement.landscape;

        Writer {
            out: MappedText::new(),
            document,
            sources,
            faces,
            profile,
            measure: TextMeasure::new(profile, faces),
            pictures: BTreeMap::new(),
            notes: vec![false; document.notes.len()],
            note_depth: 0,
            labels: true,
            bare: false,
            heading_level: 0,
            has_boxes: true,
            is_justified: false,
            quotes: 0,
            names: names::of_targets(document),
            table_widths,
            table_width: if is_landscape { table_widths.landscape } else { table_widths.upright },
        }
    }

    /// Takes what was written.
    pub fn take(&mut self) -> MappedText {
        std::mem::take(&mut self.out)
    }

    pub fn glue(&mut self, text: &str) {
        self.out.push_glue(text);
    }

    pub fn text(&mut self, text: &str, span: Span) {
        let printed = Printed { text, hidden: self.hidden(text) };
        literal::push_markup(&mut self.out, &printed, span, self.sources);
    }

    pub fn argument(&mut self, text: &str, span: Span) {
        let printed = Printed { text, hidden: self.hidden(text) };
        literal::push_argument(&mut self.out, &printed, span);
    }

    /// What is left out of a text: characters that leave no mark, and selectors of forms that no face
    /// has, which would become part of the character's text in the whole PDF.
    fn hidden(&self, text: &str) -> Vec<Range<usize>> {
        let mut hidden = invisibles(text);
        let variants = variants(text).into_iter();
        let missing =
            variants.filter(|variant| !self.faces.has_variant(variant.base, variant.selector));
        hidden.extend(missing.map(|variant| variant.range));
        hidden.sort_by_key(|range| range.start);
        hidden
    }

    pub fn value(&self, index: u32) -> Option<&'a ValueUse> {
        self.document.values.get(index as usize)
    }

    /// Writes the name of what a link goes to, as an argument.
    pub fn target_name(&mut self, target: BlockId, span: Span) {
        let name = self.names.get(&target).cloned().unwrap_or_default();
        self.argument(&name, span);
    }

    /// A note's mark with its body. The same note marked twice prints twice, since its second mark
    /// may stand on another page.
    pub fn note(&mut self, id: NoteId) {
        let index = id.0 as usize;
        let Some(note) = self.document.notes.get(index) else { return };
        if self.bare || self.note_depth >= MAX_NOTE_DEPTH {
            return;
        }

        let labels = self.labels;
        self.labels = labels && !self.notes[index];
        self.notes[index] = true;

        self.note_depth += 1;
        let heading_level = std::mem::take(&mut self.heading_level);
        self.glue("#remark[");
        self.note_blocks(&note.blocks);
        self.glue("]");
        self.heading_level = heading_level;

        self.note_depth -= 1;
        self.labels = labels;
    }
}
