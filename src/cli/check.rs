//! `zishu check`: everything that `render` would complain of before it lays out pages.

use super::arguments::{CheckOptions, Common};
use super::{Outcome, session, summary};
use crate::diag::{Diagnostics, Severity};
use crate::pipeline;

/// Checks the report.
pub(super) fn run(common: &Common, options: &CheckOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let mut diagnostics = Diagnostics::default();
    let Some(loaded) = session::load(common, &root, &mut diagnostics)? else {
        return Ok(Outcome::Problems);
    };
    if let Ok(document) = pipeline::assemble(&loaded, &mut diagnostics) {
        if options.final_ {
            pipeline::refuse_samples(&document, &mut diagnostics);
        }
    }
    let count = |severity| diagnostics.count(severity);
    let verdict =
        summary::verdict(count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
    let outcome = session::report(common, &loaded.sources, diagnostics)?;
    session::say(common, &verdict);
    Ok(outcome)
}
