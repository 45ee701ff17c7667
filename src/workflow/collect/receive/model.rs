//! What came in.

use crate::diag::Diagnostics;
use crate::register::Content;
use crate::store::ChangeSet;
use std::path::PathBuf;

/// What is received, as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReceiveRequest<'a> {
    /// Files and folders.
    pub paths: &'a [PathBuf],
    /// Whose all of them are.
    pub bureau: Option<&'a str>,
    /// The section of all drafts.
    pub section: Option<&'a str>,
    /// How they came.
    pub channel: Option<&'a str>,
    /// Who writes it down.
    pub by: Option<&'a str>,
    /// The day on which they came; today where there is none.
    pub date: Option<&'a str>,
    /// Whether a chapter that says something already may be replaced.
    pub may_replace: bool,
}

/// What came in, and what is to be written of it.
#[derive(Debug)]
pub struct Reception {
    /// Each file, in the order of names.
    pub arrivals: Vec<Arrival>,
    /// What is wrong with the registers.
    pub problems: Diagnostics,
    /// Registers, values and chapters of everything that is taken.
    pub changes: ChangeSet,
}

/// A file that came in.
#[derive(Debug)]
pub struct Arrival {
    /// The file.
    pub path: PathBuf,
    /// What it is.
    pub outcome: ArrivalOutcome,
    /// What else is to be said of it: Chinese phrases.
    pub notes: Vec<String>,
}

/// What a file that came in is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArrivalOutcome {
    /// It is known and goes into the register.
    Taken {
        /// Short names of the units.
        bureaus: Vec<String>,
        /// What it is.
        content: Content,
        /// Section, row or 文号; empty for a form.
        subject: String,
    },
    /// The register has it already, perhaps under another name.
    Known {
        /// Short name of the unit.
        bureau: String,
        /// When it came in, and under which name.
        entry: String,
    },
    /// An earlier one of these files, by its index, is the same.
    SameAs(usize),
    /// It isn't sure whose or what it is.
    Open {
        /// Why.
        reason: String,
        /// What to type.
        advice: String,
    },
    /// It can't be taken.
    Refused {
        /// Why, and what to do.
        reason: String,
    },
}

impl ArrivalOutcome {
    /// Whether somebody has to do something about it.
    pub fn is_unsettled(&self) -> bool {
        matches!(self, ArrivalOutcome::Open { .. } | ArrivalOutcome::Refused { .. })
    }
}
