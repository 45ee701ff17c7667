//! A change between two documents, as it is listed.

use crate::word::Place;

/// Which of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The one that is compared with.
    Old,
    /// The one as it is now.
    New,
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Only the new document has it.
    Inserted,
    /// Only the old document has it.
    Deleted,
    /// It says something else.
    Changed,
    /// It says the same in another format.
    Format,
    /// It leads to another address, or to one at all.
    Link,
    /// It is another picture.
    Picture,
    /// A row of a table stands elsewhere.
    Moved,
}

/// Where in a block a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeLocation {
    /// Its text.
    Text,
    /// A row of a table, from 1; of the old table where the row is gone.
    Row(usize),
    /// A cell in this row of a table, from 1.
    Cell(usize),
    /// The whole table.
    Table,
    /// A note that is marked there.
    Note,
}

/// A change, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The document whose block [`Change::place`] is.
    pub version: Version,
    /// The block.
    pub place: Place,
    /// Where in the block.
    pub location: ChangeLocation,
    /// What it does.
    pub kind: ChangeKind,
    /// What it said, in one line.
    pub old: String,
    /// What it says.
    pub new: String,
}

/// Knows who writes what.
pub trait Writers {
    /// The author of what stands at a place of one of the documents.
    fn writer(&self, version: Version, place: Place) -> String;
}
