//! What is written and what is needed to write it: the document's lists, notes in progress.

use super::literal::{self, Printed};
use crate::document::{Document, NoteId, ValueUse};
use crate::source::{MappedText, Sources, Span, invisibles, variants};
use crate::typography::Faces;
use crate::typography::Profile;
use std::collections::BTreeMap;
use std::ops::Range;

/// Writes one part.
pub(super) struct Writer<'a> {
    pub out: MappedText,
    pub document: &'a Document,
    pub sources: &'a Sources,
    pub faces: &'a Faces,
    pub pictures: BTreeMap<String, Span>,
    /// Notes whose bodies went out: a body has its labels once.
    notes: Vec<bool>,
    /// How many notes stand around what is being written.
    depth: usize,
    /// Whether labels of blocks go out; not in a note's second copy.
    pub labels: bool,
    /// Whether links and references go out as their words, and notes not at all.
    pub bare: bool,
    /// How many quotations stand around what is being written.
    pub quotes: usize,
    /// Width of a table in characters of its own text, upright and on landscape pages.
    pub widths: (f64, f64),
    /// The one of `widths` that holds here.
    pub table_width: f64,
}

/// Notes may mention notes; deeper than this they are left out.
const DEEPEST_NOTE: usize = 1;

impl<'a> Writer<'a> {
    pub fn new(
        document: &'a Document,
        profile: &Profile,
        faces: &'a Faces,
        sources: &'a Sources,
    ) -> Writer<'a> {
        let (page, size) = (&profile.page, profile.table.typst_size());
        let widths = (
            (page.width - page.inside - page.outside) / size,
            (page.height - page.top - page.bottom) / size,
        );
        Writer {
            out: MappedText::new(),
            document,
            sources,
            faces,
            pictures: BTreeMap::new(),
            notes: vec![false; document.notes.len()],
            depth: 0,
            labels: true,
            bare: false,
            quotes: 0,
            widths,
            table_width: if document.meta.arrangement.landscape { widths.1 } else { widths.0 },
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

    /// What is left out of a text: characters that leave no mark, and selectors of forms that no face has. The
    /// selector would become part of the character's text in the whole PDF.
    fn hidden(&self, text: &str) -> Vec<Range<usize>> {
        let mut hidden = invisibles(text);
        let selectors = variants(text).into_iter();
        let lacking = selectors.filter(|one| !self.faces.has_variant(one.base, one.selector));
        hidden.extend(lacking.map(|one| one.at));
        hidden.sort_by_key(|range| range.start);
        hidden
    }

    pub fn value(&self, index: u32) -> Option<&'a ValueUse> {
        self.document.values.get(index as usize)
    }

    /// A note's mark with its body. The same note marked twice prints twice, since its second mark
    /// may stand on another page.
    pub fn note(&mut self, id: NoteId) {
        let index = id.0 as usize;
        let Some(note) = self.document.notes.get(index) else { return };
        if self.bare || self.depth >= DEEPEST_NOTE {
            return;
        }
        let labels = self.labels;
        self.labels = labels && !self.notes[index];
        self.notes[index] = true;
        self.depth += 1;
        self.glue("#remark[");
        self.note_blocks(&note.blocks);
        self.glue("]");
        self.depth -= 1;
        self.labels = labels;
    }
}
