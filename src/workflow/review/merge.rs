//! Returned copies into the chapters, all of them or none.
//!
//! In: the workspace now, and the Word files that came back. Out: what becomes of each change; chapters,
//! backups, lists and records, committed together.

use super::returned::{ReturnedFile, ReturnedFiles};
use crate::document::Date;
use crate::pipeline::{self, Loaded};
use crate::review::copies::{self, Counts, Return};
use crate::review::{self, Comments, Merged, Outcome, Returned, list};
use crate::source::{Span, in_form_of};
use crate::store::{ChangeSet, Expected, FileChange, free_backup_folder};
use crate::typography::{Faces, Search};
use crate::workflow::saving;
use anyhow::Context;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folder of the lists, and what their names begin with; a number follows.
const LISTS: &str = "out";
const LIST: &str = "审改清单-";

/// A number of a list with more digits is somebody's date.
const MAX_LIST_NUMBER: u32 = 999_999;

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
    /// How the copies were known whose files don't say it.
    pub notes: Vec<String>,
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
    /// The list's path without its ending.
    pub list: String,
    /// Whether there is a list as a Word file: not where the report's design has errors.
    pub has_word_list: bool,
}

/// Merges returned files into the workspace as it was loaded.
pub fn merge(current: Loaded, request: &MergeRequest<'_>) -> anyhow::Result<Merge> {
    let root = &current.workspace.root;
    let returned = ReturnedFiles::read(root, request.files, request.copy)?;
    let copies: Vec<Returned<'_>> = returned
        .files
        .iter()
        .map(|file| {
            let sent = &returned.copies[file.copy].sent;
            Returned { name: &file.name, sent, docx: &file.docx }
        })
        .collect();
    let merged = review::merge(&copies, request.comments, &current);

    let requested =
        merged.entries.iter().map(|entry| list::owner(copies[entry.copy].sent, entry)).collect();
    let names = returned.files.iter().map(|file| file.name.clone()).collect();
    let notes = returned.notes.clone();
    Ok(Merge { merged, names, requested, notes, current, returned, date: request.date })
}

impl Merge {
    /// The file of which the outcomes don't come to its changes: a defect of the program.
    pub fn unbalanced_file(&self) -> Option<&str> {
        let index = self.merged.tallies.iter().position(|tally| !tally.adds_up())?;
        Some(&self.names[index])
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

    /// Writes chapters, backups, lists and records.
    pub fn commit(mut self) -> anyhow::Result<MergeReceipt> {
        let listing =
            list::Listing { merged: &self.merged, copies: &self.names, owned: &self.requested };
        let mut lists = vec![("md", list::markdown(&listing).into_bytes())];
        let word_list = list_in_word(&mut self.current, &listing);
        let has_word_list = word_list.is_some();
        lists.extend(word_list.map(|word| ("docx", word)));

        let root = self.current.workspace.root.clone();
        let records = self.records();

        let mut attempts = 1;
        loop {
            let list = next_list(&root);
            let has_chapters = !self.merged.chapters.is_empty();
            let backup = has_chapters.then(|| free_backup_folder(&root));
            let mut changes = self.chapter_changes(backup.as_deref())?;
            for (ending, bytes) in &lists {
                changes.create(format!("{list}.{ending}"), bytes.as_slice());
            }
            // The records, which say that the rest was merged, go last.
            records.iter().cloned().for_each(|record| changes.push(record));
            match saving::commit(&changes) {
                Ok(()) => return Ok(MergeReceipt { backup, list, has_word_list }),
                Err(error) => {
                    // Another merge that runs at once took a name; nothing of this one was written.
                    let is_taken = next_list(&root) != list
                        || backup.is_some_and(|backup| free_backup_folder(&root) != backup);
                    if attempts == MAX_ATTEMPTS || !is_taken {
                        return Err(error.context(UNTOUCHED));
                    }
                    attempts += 1;
                }
            }
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

/// The list's path without its ending, with a number that follows all others: no list is replaced.
fn next_list(root: &Path) -> String {
    let entries = fs::read_dir(root.join(LISTS)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let last = names.filter_map(|name| list_number(&name)).max().unwrap_or(0);
    format!("{LISTS}/{LIST}{}", last + 1)
}

fn list_number(name: &str) -> Option<u32> {
    let (stem, _) = name.strip_prefix(LIST)?.split_once('.')?;
    stem.parse::<u32>().ok().filter(|number| *number <= MAX_LIST_NUMBER)
}

/// The list as a Word file, set as the report is; `None` where the report's design has errors.
fn list_in_word(current: &mut Loaded, listing: &list::Listing<'_>) -> Option<Vec<u8>> {
    let report = &current.workspace.report;
    let span = Span::of_file(report.file);
    let document = list::document(listing, &report.author, report.date, span);
    let faces = Faces::discover(&current.workspace.root, Search::Workspace);
    pipeline::print_as_report(current, &document, faces)
}
