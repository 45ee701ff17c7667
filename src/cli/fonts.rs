//! stub

use super::Outcome;
use super::arguments::{Common, FontsOptions};

pub(super) fn run(_common: &Common, _options: &FontsOptions) -> anyhow::Result<Outcome> {
    todo!()
}
