//! stub

use super::Outcome;
use super::arguments::InitOptions;

pub(super) fn run(_options: &InitOptions) -> anyhow::Result<Outcome> {
    todo!()
}
