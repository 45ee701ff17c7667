//! What templates may use: functions, macros, filters, tests and variables, with what each means.
//!
//! The tables here and in [`functions`](super::functions) are what minijinja is given; `zishu explain`
//! prints the same tables. A test runs every example over the sample workspace.

mod builtins;
mod entry;
mod listing;
pub mod variables;

pub(super) use builtins::{REMOVED_FILTERS, REMOVED_FUNCTIONS};
pub(super) use entry::usage;
pub use entry::{Entry, EntryKind, Example, Parameter, Scope, Variable};
pub use listing::entries;
