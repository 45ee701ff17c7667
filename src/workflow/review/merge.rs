//! Returned copies into the chapters, all of them or none.
//!
//! In: the workspace now, and the Word files that came back. Out: what becomes of each change; chapters,
//! backups, lists and records, committed together.

use super::ledger::{ledger_change, note_answers, read_ledger};
use super::lists::{ListNames, next_list, word_table};
use super::returned::{ReturnedFile, ReturnedFiles};
use crate::document::Date;
use crate::pipeline::Loaded;
use crate::review::copies::{self, Counts, Return};
use crate::review::opinion::{Arrival, Ledger, LedgerFile, Noted};
use crate::review::table::{self, table};
use crate::review::{self, Comments, Memory, Merged, Outcome, Tally, list};
use crate::source::in_form_of;
use crate::store::{ChangeSet, Expected, FileChange, free_backup_folder};
use crate::workflow::saving;
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Times that another merge may take the number of a list before this one gives up.
const MAX_ATTEMPTS: usize = 20;

/// The error where something can't be read or written.
const UNTOUCHED: &str = "没有合并，什么都没有改动";

/// What is merged.
#[derive(Debug)]
pub struct MergeRequest<'a> {
    /// The files that came back.
    pub files: &'a [PathBuf],
    /// The id of their copy, where it was typed.
    pub copy: Option<&'a str>,
    /// What becomes of comments.
    pub comments: Comments,
    /// When.
    pub date: Date,
}

/// What a merge comes to.
#[derive(Debug)]
pub struct Merge {
    /// What becomes of each change.
    pub merged: Merged,
    /// The files' names.
    pub names: Vec<String>,
    /// For each entry the data that it asks for, where it does.
    pub requested: Vec<Option<list::Owned>>,
    /// The number of each entry's opinion, where it is one: `12`, `3甲`.
    pub numbers: Vec<Option<String>>,
    /// How the copies were known whose files don't say it.
    pub notes: Vec<String>,
    /// The record of opinions before.
    ledger: LedgerFile,
    /// The fingerprint of each copy's sources.
    sources: BTreeMap<String, String>,
    current: Loaded,
    returned: ReturnedFiles,
    date: Date,
}

/// A chapter that changes.
#[derive(Debug, Clone, Copy)]
pub struct ChapterChange<'a> {
    /// Its path, relative to the workspace.
    pub path: &'a str,
    /// Its text now.
    pub before: &'a str,
    /// Its text after the merge.
    pub after: &'a str,
}

/// Where things are after a merge was committed.
#[derive(Debug)]
pub struct MergeReceipt {
    /// The folder with the chapters as they were, where any has changed.
    pub backup: Option<String>,
    /// Where the lists are.
    pub list: ListNames,
    /// Why there is no list as a Word file, where its template or the report's design has errors.
    pub without_word: Option<String>,
}

/// Merges returned files into the workspace as it was loaded.
pub fn merge(current: Loaded, request: &MergeRequest<'_>) -> anyhow::Result<Merge> {
    let root = &current.workspace.root;
    let mut returned = ReturnedFiles::read(root, request.files, request.copy)?;
    let mut ledger = read_ledger(root)?;
    note_answers(&mut ledger.ledger, &current, request.date);
    let sources = copies::sources(root);

    // Each round leaves out a file at least.
    let merged = loop {
        let memory = Memory {
            ledger: ledger.ledger.clone(),
            files: returned.identities(),
            sources: sources.clone(),
        };
        let reviewers = returned.reviewers();
        let copies = returned.copies_of(&reviewers);
        let merged = review::merge_remembering(&copies, request.comments, &current, &memory);
        if !returned.reject(&unbalanced(&merged.tallies)) {
            break merged;
        }
    };

    let requested =
        merged.entries.iter().map(|entry| list::owner(returned.sent(entry.copy), entry)).collect();
    let names = returned.names();
    let notes = returned.notes.clone();
    let mut merge = Merge {
        merged,
        names,
        requested,
        numbers: Vec::new(),
        notes,
        ledger,
        sources,
        current,
        returned,
        date: request.date,
    };

    let (ledger, noted) = merge.noted(&merge.ledger.ledger, 0);
    merge.numbers = numbers(&ledger, &noted);
    Ok(merge)
}

/// The files of which the outcomes don't come to their changes: a defect of the program.
fn unbalanced(tallies: &[Tally]) -> Vec<usize> {
    let all = tallies.iter().enumerate();
    all.filter(|(_, tally)| !tally.adds_up()).map(|(index, _)| index).collect()
}

/// The number of each entry's opinion.
fn numbers(ledger: &Ledger, noted: &Noted) -> Vec<Option<String>> {
    let number = |index: &Option<usize>| Some(table::number(ledger.opinions.get((*index)?)?));
    noted.iter().map(number).collect()
}

impl Merge {
    /// Why files aren't merged, each with what to do; the others are.
    pub fn rejected(&self) -> &[anyhow::Error] {
        &self.returned.rejected
    }

    /// Whether no file is left to merge.
    pub fn is_empty(&self) -> bool {
        self.returned.files.is_empty()
    }

    /// Whether anything is left to people.
    pub fn has_conflicts(&self) -> bool {
        let is_conflict = |outcome: &Outcome| matches!(outcome, Outcome::Conflict { .. });
        self.merged.entries.iter().any(|entry| is_conflict(&entry.outcome))
    }

    /// The chapters that change.
    pub fn chapters(&self) -> impl Iterator<Item = ChapterChange<'_>> {
        let sources = &self.current.sources;
        self.merged.chapters.iter().map(|(path, after)| {
            let before = sources.find(path).map_or("", |file| sources.text(file));
            ChapterChange { path, before, after }
        })
    }

    /// The pictures that chapters show and that the workspace doesn't have.
    pub fn new_pictures(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let root = &self.current.workspace.root;
        let pictures = self.merged.pictures.iter();
        let pictures = pictures.map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        pictures.filter(|(path, _)| !root.join(path).exists())
    }

    /// The opinions that were merged before, are in no chapter any more, and were not taken over again.
    pub fn taken_back(&self) -> Vec<String> {
        let back = self.merged.entries.iter().zip(&self.numbers);
        back.filter(|(entry, _)| entry.is_taken_back)
            .filter_map(|(_, number)| number.clone())
            .collect()
    }

    /// The opinions whose sentence several have changed, all of them taken over.
    pub fn shared_sentences(&self) -> Vec<String> {
        let entries = self.merged.entries.iter().zip(&self.numbers);
        let shared = entries.filter(|(entry, _)| {
            entry.outcome == Outcome::Applied && !entry.same_sentence.is_empty()
        });
        shared.filter_map(|(_, number)| number.clone()).collect()
    }

    /// The record with what came back now, and which opinion each entry is.
    fn noted(&self, before: &Ledger, list: u32) -> (Ledger, Noted) {
        let mut ledger = before.clone();
        let copies: Vec<String> = self
            .returned
            .files
            .iter()
            .map(|file| self.returned.copies[file.copy].copy.id.clone())
            .collect();
        let date = self.date.iso();
        let noted = ledger.note(&Arrival {
            entries: &self.merged.entries,
            requested: &self.requested,
            copies: &copies,
            sources: &self.sources,
            list,
            date: &date,
        });
        (ledger, noted)
    }

    /// Writes chapters, backups, lists and records.
    pub fn commit(mut self) -> anyhow::Result<MergeReceipt> {
        let root = self.current.workspace.root.clone();
        let records = self.records();
        let mut printed = None;

        let mut attempts = 1;
        loop {
            let list = next_list(&root);
            let before = std::mem::take(&mut self.ledger);
            let (ledger, noted) = self.noted(&before.ledger, list.number);
            let listed = with_other_sides(&ledger, &noted);
            let opinions = table(&ledger, &listed, self.date);
            let is_printed = matches!(&printed, Some((table, _)) if *table == opinions);
            if !is_printed {
                let word = word_table(&mut self.current, &opinions);
                printed = Some((opinions, word));
            }
            let word = printed.as_ref().map(|(_, word)| word);

            let listing = list::Listing {
                merged: &self.merged,
                copies: &self.names,
                owned: &self.requested,
                numbers: &numbers(&ledger, &noted),
            };
            let has_chapters = !self.merged.chapters.is_empty();
            let backup = has_chapters.then(|| free_backup_folder(&root));
            let mut changes = self.chapter_changes(backup.as_deref())?;
            changes.create(&list.markdown, list::markdown(&listing));
            if let Some(Ok(word)) = word {
                changes.create(&list.word, word.as_slice());
            }
            // The records, which say that the rest was merged, go last.
            records.iter().cloned().for_each(|record| changes.push(record));
            changes.push(ledger_change(&root, &ledger, &before));
            match saving::commit(&changes) {
                Ok(()) => {
                    let without_word = word.and_then(|word| word.as_ref().err().cloned());
                    return Ok(MergeReceipt { backup, list, without_word });
                }
                Err(error) => {
                    // Another merge that runs at once took a name, or noted its opinions; nothing of this
                    // one was written.
                    self.ledger = read_ledger(&root)?;
                    let is_taken = next_list(&root).number != list.number
                        || self.ledger.bytes != before.bytes
                        || backup.is_some_and(|backup| free_backup_folder(&root) != backup);
                    if attempts == MAX_ATTEMPTS || !is_taken {
                        return Err(error.context(UNTOUCHED));
                    }
                    attempts += 1;
                }
            }
        }
    }

    /// The counts of all files, in a line.
    pub fn total(&self) -> String {
        let tallies: &[Tally] = &self.merged.tallies;
        match (tallies, self.names.as_slice()) {
            ([tally], [name]) => list::tally(name, tally),
            _ => list::total(tallies),
        }
    }

    /// The chapters that change, and in the backup what they were when they were read.
    fn chapter_changes(&self, backup: Option<&str>) -> anyhow::Result<ChangeSet> {
        let sources = &self.current.sources;
        let mut changes = ChangeSet::new(&self.current.workspace.root);
        for (path, text) in &self.merged.chapters {
            let old = sources.find(path).and_then(|file| sources.bytes(file));
            let old = old.with_context(|| format!("读不出 {path}"))?;
            if let Some(backup) = backup {
                changes.create(format!("{backup}/{path}"), old);
            }
            changes.replace(path, in_form_of(old, text), sources);
        }
        for (path, bytes) in self.new_pictures() {
            changes.create(path, bytes);
        }
        Ok(changes)
    }

    /// The records of the copies, with what came back now.
    fn records(&self) -> Vec<FileChange> {
        let mut copies: Vec<_> =
            self.returned.copies.iter().map(|record| record.copy.clone()).collect();
        let mut changed = BTreeSet::new();
        for (index, file) in self.returned.files.iter().enumerate() {
            copies[file.copy].returns.push(self.returned_file(index, file));
            changed.insert(file.copy);
        }

        let root = &self.current.workspace.root;
        let record = |index: usize| FileChange {
            path: root.join(copies::record_path(&copies[index].id)),
            bytes: in_form_of(&self.returned.copies[index].bytes, &copies::text(&copies[index]))
                .into_bytes(),
            expected: Expected::Bytes(self.returned.copies[index].bytes.clone()),
        };
        changed.into_iter().map(record).collect()
    }

    /// What is noted of a file that came back.
    fn returned_file(&self, index: usize, file: &ReturnedFile) -> Return {
        let entries = self.merged.entries.iter().filter(|entry| entry.copy == index);
        let authors: BTreeSet<&str> = entries.map(|entry| entry.author.as_str()).collect();
        let reviewers = authors.into_iter().filter(|author| !author.is_empty());
        let [applied, present, conflicts, requests, refused, _] =
            self.merged.tallies[index].outcomes;
        Return {
            date: self.date,
            file: file.name.clone(),
            reviewers: reviewers.map(str::to_owned).collect(),
            counts: Counts { applied, present, conflicts, requests, refused },
        }
    }
}

/// The opinions of a merge, with those that clash with them.
fn with_other_sides(ledger: &Ledger, noted: &Noted) -> Vec<usize> {
    let mut listed: BTreeSet<usize> = noted.iter().flatten().copied().collect();
    for index in listed.clone() {
        let opinion = &ledger.opinions[index];
        if opinion.side > 0 {
            listed.extend(ledger.numbered(opinion.number));
        }
    }
    listed.into_iter().collect()
}
