//! Copies for review: sent, merged, and two states of the report compared.
//!
//! In: what was asked for. Out: a value for each that says what it found and what it would write.

mod checkout;
mod compare;
mod excerpt;
mod git;
mod identify;
mod merge;
mod returned;
mod revision;
mod send;
mod target;

pub use compare::{CompareRequest, Comparison, RevisionProblems, StateComparison, compare};
pub use merge::{ChapterChange, Merge, MergeReceipt, MergeRequest, merge};
pub use send::{SendRequest, SentFile, UnsentCopy, prepare_copy};
