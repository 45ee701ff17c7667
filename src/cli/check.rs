//! `zishu check`: everything that `render` would complain of before it lays out pages.

use super::arguments::{CheckOptions, Common};
use super::{Outcome, session, summary};
use crate::diag::Diagnostics;
use crate::pipeline;

/// Checks the report.
pub(super) fn run(common: &Common, options: &CheckOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let mut diagnostics = Diagnostics::default();
    let Some(mut loaded) = session::load(common, &root, &mut diagnostics)? else {
        return Ok(Outcome::Problems);
    };
    let wanted = session::choose(&loaded, None)?;
    let documents = pipeline::assemble_each(&loaded, &wanted, &mut diagnostics);
    let checked = session::examine(&loaded, &documents, &mut diagnostics);
    // What can't be prepared has been reported.
    let conditions = options.into();
    let _ = session::prepare(&mut loaded, (&wanted, documents), &conditions, &mut diagnostics);
    session::insist(&conditions, &mut diagnostics);
    let verdict = summary::verdict(summary::count(&diagnostics));
    let outcome = session::report(common, &loaded.sources, diagnostics)?;
    session::say(common, &format!("{verdict}{}", summary::figures(&checked)));
    Ok(outcome)
}
