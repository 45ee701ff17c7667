//! `zishu review`: copies for review, sent, listed, merged and compared. One file per subcommand.

mod command;
mod compare;
mod list;
mod merge;
mod send;

pub(super) use command::{ReviewOptions, run};
