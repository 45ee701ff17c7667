//! What is open over all copies and rounds, and the table of everything.

use super::ledger::{note_answers, read_ledger};
use super::lists::{ListNames, next_list, word_table};
use crate::document::Date;
use crate::pipeline::Loaded;
use crate::review::copies;
use crate::review::opinion::{Ledger, Opinion, State};
use crate::review::table::table;
use crate::review::{Standing, standing};
use crate::store::ChangeSet;
use crate::workflow::saving;
use std::collections::BTreeSet;

/// What reviewers said, over all copies and rounds.
#[derive(Debug)]
pub struct Status {
    /// Every opinion, with what writers answered in their chapters.
    pub ledger: Ledger,
    /// For each opinion that waits for a choice, how the chapters stand to it now.
    pub standings: Vec<Option<Standing>>,
    current: Loaded,
    date: Date,
}

/// What is open in the workspace as it was loaded.
pub fn status(current: Loaded, date: Date) -> anyhow::Result<Status> {
    let mut ledger = read_ledger(&current.workspace.root)?.ledger;
    note_answers(&mut ledger, &current, date);
    let waits =
        |opinion: &Opinion| opinion.is_open() && matches!(opinion.state, State::Conflict { .. });
    let opinions = ledger.opinions.iter();
    let standings =
        opinions.map(|opinion| waits(opinion).then(|| standing_of(opinion, &current)).flatten());
    let standings = standings.collect();
    Ok(Status { standings, ledger, current, date })
}

/// How the chapters stand to an opinion now; `None` where they can't be compared.
pub(super) fn standing_of(opinion: &Opinion, current: &Loaded) -> Option<Standing> {
    let root = &current.workspace.root;
    let paths: BTreeSet<&str> = opinion.patches.iter().map(|patch| patch.path.as_str()).collect();
    let mut standings = BTreeSet::new();
    for path in paths {
        let now = current.sources.find(path).map(|file| current.sources.text(file))?;
        let then = copies::sent_file(root, &opinion.copy, path)?;
        standings.insert(standing(opinion, path, &then, &copies::plain(now))?);
    }

    let mut standings = standings.into_iter();
    match (standings.next()?, standings.next()) {
        (standing, None) => Some(standing),
        _ => Some(Standing::Different),
    }
}

impl Status {
    /// Writes the table of every opinion as a Word file, with a number of its own.
    ///
    /// # Errors
    /// Where its template or the report's design has errors, or it can't be written.
    pub fn write_table(mut self) -> anyhow::Result<String> {
        let all: Vec<usize> = (0..self.ledger.opinions.len()).collect();
        let opinions = table(&self.ledger, &all, self.date);
        let word = word_table(&mut self.current, &opinions);
        let word = word.map_err(|error| anyhow::anyhow!("没有排成意见采纳情况表：{error}"))?;

        let root = self.current.workspace.root.clone();
        let ListNames { word: path, .. } = next_list(&root);
        let mut changes = ChangeSet::new(&root);
        changes.create(&path, word);
        saving::commit(&changes)?;
        Ok(path)
    }
}
