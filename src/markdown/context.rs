//! What lowering carries along: places, data, the sink.

use super::directives::Directive;
use super::positions::Places;
use super::{FindPicture, Kind};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, BlockId, BlockKind, Note, ValueUse};
use crate::source::{FileId, Span};
use comrak::nodes::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// One text on its way into the tree.
pub(super) struct Lowering<'a, 'n> {
    pub places: Places<'a>,
    pub kind: Kind,
    pub values: &'a [ValueUse],
    pub charts: Vec<Block>,
    pub directives: Vec<Directive>,
    pub pictures: &'a FindPicture<'a>,
    pub diagnostics: &'a mut Diagnostics,
    /// Footnote definitions that a mark names, by comrak's normalized name.
    pub definitions: BTreeMap<String, Node<'n>>,
    /// Names of footnotes whose colon is a full-width one; they are reported.
    pub mistyped_notes: BTreeSet<String>,
    pub notes: Vec<Note>,
    /// Whether a note's own text is being lowered.
    pub in_note: bool,
    /// Level of the heading before; 0 where none counts yet.
    pub last_level: u8,
    /// Whether too deep nesting was reported.
    pub too_deep: bool,
    /// Bytes of `*` that open emphasis in a formula, in their order.
    pub doubtful: Vec<usize>,
    /// Where nothing is to part what stands around: an empty comment says so, or what was left out in
    /// reading leaves no mark.
    pub joints: BTreeSet<(FileId, u32)>,
    /// How many marks between figures were reported.
    pub reported_marks: usize,
}

impl<'a, 'n> Lowering<'a, 'n> {
    /// Before the first block.
    pub fn new(
        places: Places<'a>,
        kind: Kind,
        values: &'a [ValueUse],
        charts: Vec<Block>,
        directives: Vec<Directive>,
        pictures: &'a FindPicture<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Lowering<'a, 'n> {
        Lowering {
            places,
            kind,
            values,
            charts,
            directives,
            pictures,
            diagnostics,
            definitions: BTreeMap::new(),
            mistyped_notes: BTreeSet::new(),
            notes: Vec::new(),
            in_note: false,
            last_level: 0,
            too_deep: false,
            doubtful: Vec::new(),
            joints: BTreeSet::new(),
            reported_marks: 0,
        }
    }

    /// The notes, in the order of their marks.
    pub fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    /// The text that comrak read.
    pub fn source(&self) -> &'a str {
        self.places.text()
    }

    /// The user's place of a range of the expanded text.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.places.span(range)
    }

    /// A block not yet numbered.
    pub fn block(&self, range: Range<usize>, kind: BlockKind) -> Block {
        Block { id: BlockId::UNSET, span: self.span(range), kind }
    }

    /// Reports a problem at a range of the expanded text, with what to type.
    pub fn problem(&mut self, code: Code, range: Range<usize>, message: &str, help: &str) {
        let problem = Diagnostic::new(code, self.span(range), message);
        self.diagnostics.report(if help.is_empty() { problem } else { problem.help(help) });
    }

    /// Reports nesting that is left out, once per text.
    pub fn nested_too_deep(&mut self, range: Range<usize>) {
        if !self.too_deep {
            self.too_deep = true;
            let message = "嵌套超过20层，更深的内容没有印出";
            self.problem(Code::NestingTooDeep, range, message, "减少列表、引用或强调的层数");
        }
    }
}
