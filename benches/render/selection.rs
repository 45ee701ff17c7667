//! What is to be measured, as the command line says.

use super::reports::{REPORTS, Report};

/// Rounds where nobody asks for another number.
const ROUNDS: usize = 5;

/// What is to be measured.
pub(crate) struct Selection {
    /// How often each process runs.
    pub rounds: usize,
    /// Which reports.
    pub reports: Vec<Report>,
    /// Whether instructions are counted where only a slow counter is at hand.
    pub slow_counter: bool,
}

impl Selection {
    /// Reads `[rounds] [--only NAME]... [--instructions]`; none where the words are others.
    pub fn parse(words: &[&str]) -> Option<Selection> {
        let mut selection = Selection { rounds: ROUNDS, reports: Vec::new(), slow_counter: false };

        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--instructions" => selection.slow_counter = true,
                "--only" => {
                    let name = words.next()?;
                    selection.reports.push(*REPORTS.iter().find(|report| report.name == *name)?);
                }
                word => selection.rounds = word.parse().ok().filter(|rounds| *rounds > 0)?,
            }
        }

        if selection.reports.is_empty() {
            selection.reports = REPORTS.to_vec();
        }
        Some(selection)
    }
}
