//! stub

use super::Outcome;
use super::arguments::{Common, RenderOptions};

pub(super) fn run(_common: &Common, _options: &RenderOptions) -> anyhow::Result<Outcome> {
    todo!()
}
