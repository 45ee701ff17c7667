//! What a returned copy changed, in the words of the copy that was sent.
//!
//! In: both copies, as [`crate::docx`] reads them. Out: [`Change`]s, in the order of the text, each
//! with the marks of the file that it accounts for.

mod account;
mod asides;
mod cells;
mod compare;
mod comparison;
mod model;
mod new_tables;
mod parted;
mod table_content;
mod tables;
mod text_boxes;
mod untracked;

pub(super) use compare::compare;
pub(super) use model::{
    CellContent, Change, ChangeKind, Compared, FlowLocation, PartedCell, TableChange, TextPart,
};
