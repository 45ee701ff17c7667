//! `zishu verify`: files that are what they were made, and files that aren't.
//!
//! In: small workspaces, rendered; then the workspace or a file changes as it does in an office. Out: one
//! trial a situation: the exit code and what is said of each file, as programs and as people read it.

mod builds;
mod files;
mod scene;
mod workspaces;

use libtest_mimic::{Failed, Trial};

/// A situation.
type Situation = (&'static str, fn() -> Result<(), Failed>);

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let all = builds::SITUATIONS.iter().chain(files::SITUATIONS).chain(workspaces::SITUATIONS);
    all.map(|(name, run)| Trial::test(format!("verify::{name}"), *run)).collect()
}
