//! A folder of what came in, each file known for what it is.
//!
//! In: files of any kind. Out: for each of them what it is and whose, or why that isn't known, with the command that
//! settles it; everything that is taken as one set of changes. A bad file stops no other.

mod files;
mod form;
mod model;
mod run;
mod scan;
mod sort;
mod text;

pub use model::{Arrival, ArrivalOutcome, ReceiveRequest, Reception};
pub use run::receive;
