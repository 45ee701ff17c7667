//! `zishu check`: everything that `render` would complain of before it lays out pages.

use super::arguments::{CheckOptions, Common};
use super::{Outcome, session, summary};
use crate::diag::Diagnostics;
use crate::document::Document;
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
    let conditions = options.into();
    session::examine_designs(&mut loaded, &wanted, &documents, &conditions, &mut diagnostics);

    let printed: Vec<&Document> = documents.iter().flatten().collect();
    let lacking = session::insist(&conditions, &loaded, &printed, &mut diagnostics);
    let verdict = summary::verdict(summary::count(&diagnostics));
    let outcome = session::report(common, &loaded.sources, diagnostics)?;
    session::say_outstanding(common, &lacking);
    session::say(common, &format!("{verdict}{}", summary::figures(&checked)));
    Ok(outcome)
}
