//! What earlier merges and people have decided already.
//!
//! In: the record of opinions, entries of copies that came back. Out: which of them were merged before;
//! edits that were decided are not made again, and no new one goes over a decision.

use super::super::entry::{Entry, OpinionKey, Outcome};
use super::super::opinion::{Choice, Ledger, Opinion, Reply, State};
use super::super::phrase::{Rewording, share_phrase};
use super::model::{Copy, Resolution, Status};
use std::collections::BTreeMap;
use std::ops::Range;

/// What is known before a merge.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// Every opinion so far.
    pub ledger: Ledger,
    /// Whose each returned file is, in their order.
    pub files: Vec<FileIdentity>,
    /// The fingerprint of each copy's sources, by its id: of equal sources places can be compared.
    pub sources: BTreeMap<String, String>,
}

/// Whose a returned file is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileIdentity {
    /// Id of its copy.
    pub copy: String,
    /// Who, where the file doesn't say it of an edit.
    pub reviewer: String,
}

/// A file that came back, and what was read of it.
#[derive(Clone, Copy)]
struct Returning<'a> {
    file: &'a FileIdentity,
    copy: &'a Copy<'a>,
}

/// Another's decision or opinion that a new edit meets.
const SETTLED: &str = "这一处已定为保留原文";
const REJECTED: &str = "同样的改法已定为不采纳";

impl Memory {
    /// Finds the opinions that entries are.
    pub(super) fn recall(&self, drafts: &mut [Vec<Entry>]) {
        for (file, entries) in self.files.iter().zip(drafts) {
            for index in 0..entries.len() {
                entries[index].recalled = self.find(file, &entries[index], entries);
            }
        }
    }

    fn find(&self, file: &FileIdentity, entry: &Entry, entries: &[Entry]) -> Option<usize> {
        let ledger = &self.ledger;
        let found = ledger.find(&file.copy, &entry.sent.key);
        let Some(comment) = &entry.comment else { return found };
        if found.is_some() {
            return found;
        }
        // LibreOffice doesn't say any more what a comment answers.
        if comment.was_sent
            && let Some(carried) = ledger.find_comment(&entry.author, &entry.after)
        {
            return Some(carried);
        }

        // An answer belongs to the opinion that it answers.
        let answered = comment.answers?;
        let parent = entries.iter().find(|other| {
            other.comment.as_ref().is_some_and(|comment| comment.index == answered)
        })?;
        let root = parent.recalled.or_else(|| ledger.find(&file.copy, &parent.sent.key))?;
        let is_same = |reply: &Reply| reply.author == entry.author && reply.text == entry.after;
        ledger.opinions[root].replies.iter().any(is_same).then_some(root)
    }

    /// Takes back what was decided already, and holds back what would go over a decision.
    pub(super) fn apply(
        &self,
        copies: &[Copy<'_>],
        drafts: &mut [Vec<Entry>],
        resolutions: &mut Vec<Resolution>,
    ) {
        resolutions.retain(|one| {
            let entry = &mut drafts[one.copy][one.change];
            let recalled = entry.recalled.and_then(|index| self.ledger.opinions.get(index));
            entry.is_taken_back = recalled.is_some_and(is_taken) && one.status == Status::Clean;
            !recalled.is_some_and(is_final)
        });

        for one in resolutions.iter_mut() {
            let entry = &mut drafts[one.copy][one.change];
            let Some(file) = self.files.get(one.copy) else { continue };
            let copy = &copies[one.copy];
            self.hold(Returning { file, copy }, entry, one);
        }
    }

    /// Makes a new edit a conflict where it meets what is decided, or waits for a decision; names the
    /// reviewer whose words stand in the chapter.
    fn hold(&self, returning: Returning<'_>, entry: &mut Entry, one: &mut Resolution) {
        for (index, opinion) in self.ledger.opinions.iter().enumerate() {
            let is_self = entry.recalled == Some(index);
            if is_self || !self.meets(returning, entry, opinion) {
                continue;
            }

            let is_same_edit = opinion.patches == entry.sent.patches;
            let with = || Some(opinion.reviewer.clone());
            match (&one.status, opinion.decision.as_ref().map(|decision| decision.choice)) {
                (Status::Clean, Some(Choice::Kept)) => {
                    one.status = Status::conflict(SETTLED);
                }
                (Status::Clean, Some(Choice::Rejected)) if is_same_edit => {
                    one.status = Status::conflict(REJECTED);
                }
                (Status::Clean, None) if waits(opinion) => {
                    let (copy, key) = (opinion.copy.clone(), opinion.key.clone());
                    entry.rivals.push(OpinionKey { copy, key });
                    one.status = Status::Conflict { now: opinion.after.clone(), with: with() };
                }
                (Status::Conflict { with: None, .. }, _) if is_taken(opinion) => {
                    one.status = Status::Conflict { now: opinion.after.clone(), with: with() };
                }
                _ => {}
            }
        }
    }

    /// Whether an opinion speaks of what an edit changes, or of its phrase: both of the same sources.
    fn meets(&self, returning: Returning<'_>, entry: &Entry, opinion: &Opinion) -> bool {
        let Returning { file, copy } = returning;
        let sources = self.sources.get(&file.copy);
        let has_same_sources = opinion.copy == file.copy
            || sources.is_some() && self.sources.get(&opinion.copy) == sources;
        if !has_same_sources {
            return false;
        }
        if opinion.touches(&entry.sent.patches) {
            return true;
        }

        let (Some(own), Some(other)) = (&entry.sent.stretch, &opinion.stretch) else {
            return false;
        };
        let sources = copy.returned.sent.sources();
        let file = sources.find(&own.path).filter(|_| own.path == other.path);
        let Some(text) = file.map(|file| sources.text(file)) else { return false };
        let rewording = |range: Range<usize>, new| {
            let old = text.get(range.clone()).unwrap_or_default();
            Rewording { range, old, new }
        };
        let own = rewording(own.range(), entry.after.as_str());
        share_phrase(text, &own, &rewording(other.range(), opinion.after.as_str()))
    }

    /// What becomes of an entry that was merged before; `None` where this merge says it.
    pub(super) fn outcome(&self, entry: &Entry) -> Option<Outcome> {
        let opinion = self.ledger.opinions.get(entry.recalled?)?;
        if !is_final(opinion) {
            return None;
        }
        let waiting = opinion.decision.is_none();
        match &opinion.state {
            State::Conflict { now, with } if waiting => {
                Some(Outcome::Conflict { now: now.clone(), with: with.clone() })
            }
            State::Comment => Some(Outcome::Listed),
            _ => Some(Outcome::Present),
        }
    }
}

/// Whether a merge has nothing to try again: it was taken over, a person has decided, or a person is to
/// choose between reviewers.
fn is_final(opinion: &Opinion) -> bool {
    let is_between_reviewers = matches!(&opinion.state, State::Conflict { with: Some(_), .. });
    opinion.decision.is_some()
        || is_between_reviewers
        || matches!(opinion.state, State::Applied | State::Present)
}

/// Whether a person is to decide of it.
fn waits(opinion: &Opinion) -> bool {
    opinion.is_open() && matches!(opinion.state, State::Conflict { .. })
}

/// Whether the chapter has its words.
fn is_taken(opinion: &Opinion) -> bool {
    match &opinion.decision {
        Some(decision) => decision.choice == Choice::Adopted,
        None => matches!(opinion.state, State::Applied | State::Present),
    }
}
