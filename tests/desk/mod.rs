//! A month at the collecting desk: 400 files of every kind from the units of a new workspace, in any order, with mistakes
//! and repetitions, besides paper, originals, seals, extensions and edits of texts.
//!
//! In: a seed. Out: every file has the outcome that the generator's own books give it, the registers hold as many
//! entries, and `zishu status` says of every unit what the books say. `DESK_SEED=7` makes another month; what happened
//! is in `target/tmp/month.txt`.

mod books;
mod files;
mod month;

use libtest_mimic::{Failed, Trial};

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("desk::a-month-adds-up", a_month)]
}

fn a_month() -> Result<(), Failed> {
    let seed = std::env::var("DESK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    month::run(seed)
}
