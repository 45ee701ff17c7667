//! Word copies for review, and the exact way back into the chapters.
//!
//! In: the document that was sent, with its sources; the copies that came back, as [`crate::docx`]
//! reads them; the chapters as they are now. Out: edits of chapter files, requests to bureaus, and a
//! list in which every change of every copy has exactly one outcome. It writes nothing.

mod change;
pub mod copies;
mod entry;
mod flow;
mod flow_diff;
pub mod identity;
pub mod list;
mod markdown;
mod merge;
pub mod opinion;
mod passage;
mod patch;
mod phrase;
mod picture;
mod rebase;
pub mod table;
mod token_origins;
mod verify;

pub use entry::{
    EditKind, Entry, Merged, OpinionKey, Outcome, SameSentence, SentPatch, SentStretch, Tally,
};
pub use merge::{
    Comments, FileIdentity, Forced, Memory, Returned, Sent, SentError, Standing, carried_offset,
    force, merge, merge_remembering, standing,
};
pub use passage::{Character, Origin, Passage, Role, Wrap, WrapKind, passages};
