//! What lowering carries along: positions, data, the sink.

use super::directives::Directive;
use super::labels::typed_labels;
use super::positions::Positions;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, BlockId, BlockKind, Note, ValueUse};
use crate::source::{FileId, Span};
use crate::workspace::{PictureFile, PictureProblem};
use comrak::nodes::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Finds a picture by the path as typed.
pub type FindPicture<'a> = dyn Fn(&str) -> Result<PictureFile, PictureProblem> + 'a;

/// What kind of text is lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A contribution: its headings begin at level 2.
    Chapter,
    /// A merge template: level 1 is allowed, and it may begin at any level. A paragraph that is
    /// nothing but a placeholder marker (`p`) stays a paragraph of that marker as one text.
    Template,
}

/// One text on its way into the tree.
pub(super) struct Lowering<'a, 'n> {
    pub positions: Positions<'a>,
    pub kind: TextKind,
    pub values: &'a [ValueUse],
    pub charts: Vec<Block>,
    pub directives: Vec<Directive>,
    pub pictures: &'a FindPicture<'a>,
    pub diagnostics: &'a mut Diagnostics,
    /// Footnote definitions that a mark names, by comrak's normalized name.
    pub definitions: BTreeMap<String, Node<'n>>,
    /// Names of footnotes whose colon is a full-width one; they are reported.
    pub mistyped_notes: BTreeSet<String>,
    /// Names of footnotes that a mark stands for; a second mark is reported.
    pub noted: BTreeSet<String>,
    pub notes: Vec<Note>,
    /// Whether the text of a note is being lowered.
    pub in_note: bool,
    /// Whether the text of an attribute, of a picture's title or of a chart is being lowered.
    pub in_fragment: bool,
    /// Level of the heading before; 0 where none counts yet.
    pub last_level: u8,
    /// Whether too deep nesting was reported.
    pub too_deep: bool,
    /// Bytes of `*` that open emphasis in a formula, in their order.
    pub doubtful: Vec<usize>,
    /// Where nothing is to part what stands around: an empty comment says so, or what was left out in
    /// reading leaves no mark.
    pub joints: BTreeSet<(FileId, u32)>,
    /// Number of marks between figures that were reported.
    pub reported_marks: usize,
    /// Labels of what was left out for an error.
    pub dropped_labels: BTreeSet<String>,
}

impl<'a> Lowering<'a, '_> {
    /// The text that comrak read.
    pub fn source(&self) -> &'a str {
        self.positions.text()
    }

    /// Where a range of the expanded text stands in the user's file.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.positions.span(range)
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

    /// Keeps the labels of what is left out for an error: references to them follow from it.
    pub fn drop_labels(&mut self, range: &Range<usize>) {
        let text = &self.source()[range.clone()];
        let names = typed_labels(text).into_iter().map(|label| text[label].to_owned());
        self.dropped_labels.extend(names);
    }

    /// Reports what is printed otherwise than it is meant: a formal copy may not have it.
    pub fn unprinted(&mut self, code: Code, range: Range<usize>, message: &str, help: &str) {
        let problem = Diagnostic::new(code, self.span(range), message).help(help);
        self.diagnostics.report(problem.draft_only(true));
    }

    /// Reports nesting that is left out, once per text.
    pub fn nested_too_deep(&mut self, range: Range<usize>) {
        self.drop_labels(&range);
        if !self.too_deep {
            self.too_deep = true;
            let message = "嵌套超过20层，更深的内容没有印出";
            self.problem(Code::NestingTooDeep, range, message, "减少列表、引用或强调的层数");
        }
    }
}
