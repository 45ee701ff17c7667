//! `zishu collect`: what came in from the units, written down. One file per subcommand.

mod command;
mod mark;
mod receive;
mod wording;

pub(super) use command::{CollectOptions, run};
