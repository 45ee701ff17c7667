//! `zishu verify`: whether files are of one build, of the workspace as it is, and unchanged since.

mod command;
mod data;
mod phrases;

pub(super) use command::{VerifyOptions, run};
