//! Edits by random numbers, made on the Word file as Word makes them: the merge loses none of them.
//!
//! In: chapters that use every construct, and the repository's own report. Out: one trial for each way
//! in which copies come back, with the totals by kind and outcome. `EDITS=5000` makes so many.

mod accept;
mod base;
mod blocks;
mod rng;
mod check;
mod reviewer;
mod chapter_edits;
mod reviewed_copy;
mod tracked_edits;
mod reader;
mod several;
mod target;
mod tree;

use crate::golden;
use crate::workspace::Workspace;
use base::Base;
use check::Totals;
use libtest_mimic::{Failed, Trial};
use reviewed_copy::ReviewedCopy;
use rng::Rng;
use std::sync::Mutex;

/// Edits of one reviewer in one copy.
const EACH: usize = 9;

/// Edits in all, unless the environment asks for more.
const EDITS: usize = 540;

/// Parts that run side by side.
const PARTS: usize = 4;

/// A trial without a seed.
type Run = fn() -> Result<(), Failed>;

pub(crate) fn trials() -> Vec<Trial> {
    let parts = (0..PARTS).map(|part| {
        Trial::test(format!("edits::one_reviewer_{}", part + 1), move || one_reviewer(part))
    });
    let others: [(&str, Run); 5] = [
        ("ends_of_lists_and_sections", ends),
        ("several_reviewers", several_reviewers),
        ("chapters_changed_meanwhile", changed),
        ("the_repository's_report", repository),
        ("pandoc_reads_the_same", pandoc),
    ];
    let others = others.map(|(name, run)| Trial::test(format!("edits::{name}"), run));
    parts.chain(others).collect()
}

/// Two or three copies come back, and the chapters are as they were.
fn several_reviewers() -> Result<(), Failed> {
    let base = rich();
    let (mut totals, mut wrong) = (Totals::default(), Vec::new());
    for seed in wanted(edits() / 27) {
        let mut rng = Rng::new(seed + 1_000_000);
        let papers = reviewers(&base, &mut rng);
        let found = several::together(&base, &papers, (&base.chapters, &[]), &mut totals);
        wrong.extend(found.into_iter().map(|line| format!("seed {seed}: {line}")));
    }
    eprintln!("{}", totals.shown("several reviewers"));
    verdict(&wrong)
}

/// One copy with edits where something of another kind follows.
fn ends() -> Result<(), Failed> {
    let base = rich();
    let (mut totals, mut wrong) = (Totals::default(), Vec::new());
    for seed in wanted(edits() / 18) {
        let rng = Rng::new(seed + 5_000_000);
        let reviewed_copy = base.reviewed_at_ends("审改人", rng, 6);
        let found = check::exact(&base, &reviewed_copy, &mut totals);
        wrong.extend(found.into_iter().map(|line| format!("seed {seed}: {line}")));
    }
    eprintln!("{}", totals.shown("ends of lists and sections"));
    verdict(&wrong)
}

/// One to three copies come back, and the writers went on meanwhile.
fn changed() -> Result<(), Failed> {
    let base = rich();
    let (mut totals, mut wrong) = (Totals::default(), Vec::new());
    for seed in wanted(edits() / 27) {
        let mut rng = Rng::new(seed + 2_000_000);
        let mut papers = reviewers(&base, &mut rng);
        papers.truncate(1 + rng.below(3));
        let (now, words) = chapter_edits::changed(&base, &mut rng, 8);
        let found = several::together(&base, &papers, (&now, &words), &mut totals);
        wrong.extend(found.into_iter().map(|line| format!("seed {seed}: {line}")));
    }
    eprintln!("{}", totals.shown("chapters changed meanwhile"));
    verdict(&wrong)
}

/// Copies of the repository's own report, with more edits in each.
fn repository() -> Result<(), Failed> {
    let workspace = Workspace::empty();
    for folder in ["chapters", "templates"] {
        workspace.copy_into(&golden::root().join(folder), folder);
    }
    let base = Base::of(workspace);
    let (mut totals, mut wrong) = (Totals::default(), Vec::new());
    for seed in wanted(edits() / 180) {
        let reviewed_copy = base.reviewed("审改人", Rng::new(seed + 3_000_000), 5 * EACH);
        let found = check::exact(&base, &reviewed_copy, &mut totals);
        wrong.extend(found.into_iter().map(|line| format!("seed {seed}: {line}")));
    }
    eprintln!("{}", totals.shown("the repository's report"));
    verdict(&wrong)
}

/// pandoc finds the same insertions, deletions and comments in edited copies.
fn pandoc() -> Result<(), Failed> {
    let base = rich();
    let folder = golden::root().join("target/tests/edits");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut all = 0;
    for seed in wanted(edits() / 54) {
        let reviewed_copy = base.reviewed("审改人", Rng::new(seed + 4_000_000), 2 * EACH);
        let found = reader::agrees(&reviewed_copy, &folder.join(format!("{seed}.docx")));
        all += found
            .map_err(|failed| format!("seed {seed}: {}", failed.message().unwrap_or_default()))?;
    }
    eprintln!("pandoc and the reader agree on {all} insertions, deletions and comments");
    Ok(())
}

fn reviewers(base: &Base, rng: &mut Rng) -> Vec<ReviewedCopy> {
    let count = 2 + rng.below(2);
    let names = ["甲科", "乙科", "丙科"];
    let reviewed_copy = |name: &&str| {
        // Reviewers must not write the same words.
        let own = Rng::new(rng.below(usize::MAX) as u64).signed(name);
        base.reviewed(name, own, EACH)
    };
    names[..count].iter().map(reviewed_copy).collect()
}

fn wanted(count: usize) -> impl Iterator<Item = u64> {
    let only = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    (0..count as u64).filter(move |seed| only.is_none_or(|only: u64| *seed == only))
}

fn edits() -> usize {
    std::env::var("EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(EDITS)
}

/// Chapters with every construct.
fn rich() -> Base {
    let workspace = Workspace::small();
    workspace.copy(&golden::root().join("tests/edits/workspace"));
    Base::of(workspace)
}

/// One copy comes back, and the chapters are as they were.
fn one_reviewer(part: usize) -> Result<(), Failed> {
    static ALL: Mutex<(usize, Option<Totals>)> = Mutex::new((0, None));
    let base = rich();
    let mut totals = Totals::default();
    let mut wrong = Vec::new();
    for seed in seeds(part) {
        let reviewed_copy = base.reviewed("审改人", Rng::new(seed), EACH);
        let found = check::exact(&base, &reviewed_copy, &mut totals);
        wrong.extend(found.into_iter().map(|line| format!("seed {seed}: {line}")));
    }
    told(&ALL, "one reviewer", PARTS, totals);
    verdict(&wrong)
}

fn seeds(part: usize) -> impl Iterator<Item = u64> {
    let own = move |seed: &u64| usize::try_from(*seed).unwrap() % PARTS == part;
    wanted(edits().div_ceil(EACH)).filter(own)
}

/// Prints the totals when the last part is done.
fn told(all: &Mutex<(usize, Option<Totals>)>, title: &str, parts: usize, totals: Totals) {
    let mut all = all.lock().unwrap();
    all.0 += 1;
    all.1.get_or_insert_default().add(totals);
    if all.0 == parts {
        eprintln!("{}", all.1.take().unwrap_or_default().shown(title));
    }
}

fn verdict(wrong: &[String]) -> Result<(), Failed> {
    if wrong.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = wrong.iter().take(12).map(String::as_str).collect();
    Err(format!("{} wrong\n{}", wrong.len(), shown.join("\n")).into())
}
