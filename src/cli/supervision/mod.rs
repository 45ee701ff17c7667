//! Two processes where a template of the workspace may loop for ever or fill the memory: one lays out, the
//! other outlives it, says what happened and, for a preview, begins again.
//!
//! In: the arguments. Out: an exit code from the process that outlives, or nothing, where this process
//! is to do what was asked. The two share a file of [`Notes`](crate::workflow::Notes); the pipe to the inner process's
//! standard input, to which nothing is written, tells it when the outer one is gone.

mod inner;
mod outer;

pub(super) use inner::{Restart, begin};
pub(super) use outer::run;
