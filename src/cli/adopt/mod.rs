//! `zishu adopt`: bureaus' first drafts in Word become their contributions.

mod batch;
mod command;
mod report;

pub(super) use command::{AdoptOptions, run};
