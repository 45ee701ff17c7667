//! `zishu collect`: what came in from the units, written down, and what goes out to them. One file per subcommand.

mod command;
mod mark;
mod pack;
mod receive;
mod slips;
mod wording;

pub(super) use command::{CollectOptions, run};
