//! Copies for review: sent, merged, settled, and two states of the report compared.
//!
//! In: what was asked for. Out: a value for each that says what it found and what it would write.

mod carried;
mod checkout;
mod compare;
mod excerpt;
mod git;
mod identify;
mod ledger;
mod lists;
mod merge;
mod returned;
mod revision;
mod send;
mod settle;
mod status;
mod target;

pub use compare::{CompareRequest, Comparison, RevisionProblems, StateComparison, compare};
pub use excerpt::excerpt_of;
pub(super) use identify::recognise;
pub use lists::ListNames;
pub use merge::{ChapterChange, Merge, MergeReceipt, MergeRequest, merge};
pub use send::{SendRequest, SentFile, UnsentCopy, prepare_copy};
pub use settle::{SettleRequest, Settlement, settle};
pub use status::{Status, status};
