//! Collecting what the units owe: how they stand, what came in, what is written down of it.
//!
//! In: a workspace and its registers. Out: a value for each command that says what it found and what it would
//! write.

mod entries;
mod list;
mod mark;
mod pack;
mod receive;
mod slips;
mod status;

pub use entries::append_entries;
pub use list::StatusFile;
pub use mark::{MarkRequest, Marked, mark};
pub use pack::{Pack, PackedFile, pack};
pub use receive::{Arrival, ArrivalOutcome, ReceiveRequest, Reception, receive};
pub use slips::{
    Dispatch, DispatchedSlip, SlipRequest, confirm, list_evidence, list_tasks, notify, reject, urge,
};
pub use status::{StatusReport, StatusRequest, status};
