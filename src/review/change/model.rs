//! A change of a returned copy, and what it accounts for.

use super::super::flow::{Flow, Shape, Token};
use super::super::picture::Picture;
use crate::docx::{AsideKind, Format, RevisionId};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

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
        /// The parts that were marked, where there are several of one phrase.
        parts: Vec<TextPart>,
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
    /// A table as a whole, a column, or merged cells.
    Table(TableChange),
    /// Tokens are formatted otherwise.
    Format {
        /// The tokens of the base.
        tokens: Range<usize>,
        /// Their marks before.
        before: Format,
        /// Their marks now.
        after: Format,
    },
    /// The address of the link around tokens is another; no link where `None`.
    Link {
        /// The tokens of the base.
        tokens: Range<usize>,
        before: Option<Arc<str>>,
        after: Option<Arc<str>>,
    },
    /// A paragraph became a heading, an item, or is none any more; `location` is its mark.
    Shape {
        before: Shape,
        after: Shape,
    },
    /// The picture at `location` is another one.
    Picture(Arc<Picture>),
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

/// A part of a replacement, which is replaced by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct TextPart {
    /// Tokens of the flow.
    pub deleted: Range<usize>,
    /// Tokens of what is inserted.
    pub inserted: Range<usize>,
}

impl Change {
    /// The comment that it is, as an index into [`crate::docx::Docx::comments`].
    pub fn comment(&self) -> Option<usize> {
        if let ChangeKind::Comment(index) = self.kind { Some(index) } else { None }
    }
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

/// A change of a table's structure, which goes in whole or not at all. `rows` are the flows of each row's
/// cells, in the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum TableChange {
    /// The table was deleted.
    Deleted { rows: Vec<Vec<usize>> },
    /// A table was inserted; the change's location is the token before which it stands.
    Inserted {
        /// What stands above it, without its number.
        caption: Vec<Token>,
        rows: Vec<Vec<CellContent>>,
    },
    /// A column was deleted.
    ColumnDeleted {
        rows: Vec<Vec<usize>>,
        /// How many columns there were.
        columns: usize,
        /// The one that goes, from 0.
        column: usize,
        /// The flows of its cells.
        flows: Vec<usize>,
    },
    /// A column was inserted.
    ColumnInserted {
        rows: Vec<Vec<usize>>,
        /// How many columns there were.
        columns: usize,
        /// The one before which it stands, from 0; behind all where there is none.
        before: usize,
        /// For each row the flow before which its cell stands, and what that says.
        cells: Vec<InsertedCell>,
    },
    /// Cells that were merged are several again.
    Parted {
        rows: Vec<Vec<usize>>,
        /// How many columns there are.
        columns: usize,
        /// The cells that there are more, in their order.
        cells: Vec<PartedCell>,
    },
    /// Cells were merged into the one at the upper left.
    Merged {
        rows: Vec<Vec<usize>>,
        /// How many columns there are.
        columns: usize,
        /// The first row and column of the area.
        start: (usize, usize),
        /// Rows and columns of the area.
        size: (usize, usize),
        /// The flow of the cell that stays.
        flow: usize,
        /// The flows of the cells that go.
        covered: Vec<usize>,
        /// What the cell that stays says now.
        text: Vec<Token>,
    },
}

/// A cell of an inserted table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct CellContent {
    /// What it says.
    pub text: Vec<Token>,
    /// Columns that it covers.
    pub columns: usize,
    /// Whether it goes on the cell above it.
    pub continues: bool,
}

/// A cell that was a part of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct PartedCell {
    /// Its row and column, from 0.
    pub row: usize,
    pub column: usize,
    /// The flow before which it stands.
    pub flow: usize,
    /// What it says.
    pub text: Vec<Token>,
}

/// A cell of an inserted column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct InsertedCell {
    /// The flow before which it stands.
    pub flow: usize,
    /// What it says.
    pub text: Vec<Token>,
}

impl TableChange {
    /// The flows that go.
    pub fn gone(&self) -> Vec<usize> {
        match self {
            TableChange::Deleted { rows } => rows.iter().flatten().copied().collect(),
            TableChange::ColumnDeleted { flows, .. } => flows.clone(),
            TableChange::Inserted { .. }
            | TableChange::ColumnInserted { .. }
            | TableChange::Parted { .. } => Vec::new(),
            TableChange::Merged { covered, .. } => covered.clone(),
        }
    }
}
