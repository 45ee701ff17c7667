//! `zishu adopt`: bureaus' first drafts in Word become their contributions.

mod batch;
mod command;
mod options;
mod report;

pub(super) use command::run;
pub(super) use options::AdoptOptions;
