//! Rules on data and prose, one a file.
//!
//! In: the workspace, the indicators and the resolved document. Out: problems, each at its place, some
//! with a [`Fix`](crate::diag::Fix), and how much was checked. A rule changes nothing and reads no
//! file; what it can't decide it counts. What a rule is about and which standard it comes from is
//! its code's explanation.

mod cores;
mod data;
mod documents;
mod number;
pub mod prose;
mod subject;
mod text;
mod words;

pub use documents::{Checked, documents, wanting};
