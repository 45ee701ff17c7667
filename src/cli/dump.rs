//! stub

use super::Outcome;
use super::arguments::{Common, DumpOptions};

pub(super) fn run(_common: &Common, _options: &DumpOptions) -> anyhow::Result<Outcome> {
    todo!()
}
