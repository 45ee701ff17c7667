//! `zishu review`: Word copies for review.
//!
//! One file per subcommand.

mod compare;
mod revision;

use super::Outcome;
use super::arguments::{Common, ReviewAction, ReviewOptions};

/// Does what was asked.
pub(super) fn run(common: &Common, options: &ReviewOptions) -> anyhow::Result<Outcome> {
    match &options.action {
        ReviewAction::Compare(options) => compare::run(common, options),
    }
}
