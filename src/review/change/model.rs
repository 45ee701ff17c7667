//! A change of a returned copy, and what it accounts for.

use super::super::flow::{Flow, Shape, Token};
use crate::docx::{AsideKind, Format, RevisionId};
use std::collections::BTreeSet;
use std::ops::Range;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Change {
    pub kind: ChangeKind,
    /// The marks of the file that say so; none for an edit that wasn't tracked.
    pub revisions: BTreeSet<RevisionId>,
    /// Where, in the base.
    pub location: FlowLocation,
    /// The mark that says so, where it accounts for another change already.
    pub shared: Option<RevisionId>,
}

/// A token of the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct FlowLocation {
    /// The flow; [`FlowLocation::NOWHERE`]'s is none.
    pub flow: usize,
    pub token: usize,
}

impl FlowLocation {
    /// What stands in no flow of the base.
    pub const NOWHERE: FlowLocation = FlowLocation { flow: usize::MAX, token: 0 };

    /// The start of a flow.
    pub fn start_of(flow: usize) -> FlowLocation {
        FlowLocation { flow, token: 0 }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum ChangeKind {
    /// Tokens of a flow were replaced; one of both sides may be empty.
    Text {
        /// The tokens of the base that go.
        deleted: Range<usize>,
        /// What stands there now.
        inserted: Vec<Token>,
        /// What the paragraphs are that end in `inserted`.
        shapes: Vec<Shape>,
    },
    /// A row was inserted: what its cells say; `before` is a flow of the row above, in the base.
    RowInserted {
        /// A flow in a cell of the base row above, or below where there is none above.
        beside: Option<usize>,
        /// Whether that row stands above.
        below: bool,
        cells: Vec<Vec<Token>>,
    },
    /// A row was deleted: the flows of its cells, in the base.
    RowDeleted(Vec<usize>),
    /// Tokens are formatted otherwise.
    Format {
        /// The tokens of the base.
        tokens: Range<usize>,
        /// Their marks before.
        before: Format,
        /// Their marks now.
        after: Format,
    },
    /// Something that Markdown has no words for: a reason, and what it says.
    Other(&'static str, String),
    Comment(usize),
    /// Text in a header, a footer or a text box, which stand in no chapter.
    Aside {
        kind: AsideKind,
        /// What it said; the words whose format was changed, where `after` says the same.
        before: String,
        /// What it says now.
        after: String,
    },
    /// Inserted and deleted again.
    Cancelled,
    /// Marks around bookmarks, comments' marks, empty runs.
    Wordless,
}

/// Both copies, set against each other.
#[derive(Debug, Default)]
pub(in super::super) struct Compared {
    /// Every flow of the base that has a partner; [`Change::location`] indexes them.
    pub flows: Vec<Flow>,
    pub changes: Vec<Change>,
    /// The first flow of a note.
    pub notes_from: usize,
}
