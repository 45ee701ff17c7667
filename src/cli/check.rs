//! `zishu check`: everything that `render` would complain of before it lays out pages.

use super::arguments::{CheckOptions, Common};
use super::{Outcome, session, summary};
use crate::pipeline::{Checks, Goal, Request};

/// Checks the report.
pub(super) fn run(common: &Common, options: &CheckOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let request = Request {
        goal: Goal::Designs,
        checks: Checks::All,
        edition: session::edition(options.final_),
        faces: session::face_search(options.system_fonts),
        ..Request::new(&root)
    };
    let Some(built) = session::build(common, &request)? else { return Ok(Outcome::Problems) };

    let verdict = summary::verdict(summary::count(&built.problems));
    let outcome = session::report(common, &built.loaded.sources, built.problems)?;
    session::say_outstanding(common, &built.outstanding);
    // With errors `render` lists nothing.
    let to_come = match outcome {
        Outcome::Clean => summary::to_come(&built.loaded.workspace, "（zishu render 按单位列出）"),
        Outcome::Problems => String::new(),
    };
    let figures = summary::figures(&built.checked);
    session::say(common, &format!("{verdict}{figures}{to_come}"));
    Ok(outcome)
}
