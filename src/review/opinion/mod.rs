//! 意见: what reviewers said of the copies that were sent, and what has become of it.
//!
//! In: the entries of merges, what people decided. Out: the record beside the sent copies,
//! `chapters/.review/opinions.json`, which every merge reads and adds to: nothing that was decided comes
//! back with a copy that is merged again, late, or after the next round. It writes nothing.

mod answers;
mod file;
mod ledger;
mod model;
mod note;

pub use answers::{Answered, answers, written};
pub use file::{LedgerFile, PATH};
pub use ledger::{Ledger, letter};
pub use model::{Choice, Decision, Opinion, OpinionKind, Position, Reply, State};
pub use note::{Arrival, Noted};
