//! `zishu review`: copies for review, sent, listed, merged and compared.
//!
//! One file per subcommand. All find the copies through [`crate::review::copies`].

mod compare;
mod identity;
mod list;
mod merge;
mod options;
mod revision;
mod scope;
mod scratch;
mod send;
mod target;
mod today;

pub(super) use options::{ListOptions, MergeOptions, SendOptions};

use super::Outcome;
use super::arguments::{Common, ReviewAction, ReviewOptions};

/// Does what was asked.
pub(super) fn run(common: &Common, options: &ReviewOptions) -> anyhow::Result<Outcome> {
    match &options.action {
        ReviewAction::Send(options) => send::run(common, options),
        ReviewAction::List(options) => list::run(common, options),
        ReviewAction::Merge(options) => merge::run(common, options),
        ReviewAction::Compare(options) => compare::run(common, options),
    }
}
