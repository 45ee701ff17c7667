//! `zishu review`: copies for review, sent, listed, merged, settled and compared. One file per subcommand.

mod command;
mod compare;
mod list;
mod merge;
mod send;
mod settle;
mod status;

pub(super) use command::{ReviewOptions, run};
