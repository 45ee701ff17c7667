//! The record of opinions in a workspace: read, and written with what follows from it.

use crate::document::Date;
use crate::pipeline::Loaded;
use crate::review::opinion::{self, Choice, Ledger, LedgerFile, Reply, answers};
use crate::store::{Expected, FileChange};
use anyhow::anyhow;
use std::path::Path;

/// Reads the record.
pub(super) fn read_ledger(root: &Path) -> anyhow::Result<LedgerFile> {
    LedgerFile::read(root).map_err(|message| anyhow!(message))
}

/// The record as it is to be, over the bytes that were read.
pub(super) fn ledger_change(root: &Path, ledger: &Ledger, before: &LedgerFile) -> FileChange {
    let expected = match &before.bytes {
        Some(bytes) => Expected::Bytes(bytes.clone()),
        None => Expected::Absent,
    };
    FileChange { path: root.join(opinion::PATH), bytes: ledger.text().into_bytes(), expected }
}

/// Adds what writers answered to comments in their chapters.
pub(super) fn note_answers(ledger: &mut Ledger, loaded: &Loaded, date: Date) {
    let workspace = &loaded.workspace;
    for chapter in workspace.chapters.iter().chain(&workspace.row_chapters) {
        let author = workspace.writer_of(chapter);
        let date = date.iso();
        for answer in answers(loaded.sources.text(chapter.file), ledger) {
            if !answer.text.is_empty() {
                let reply =
                    Reply { author: author.to_owned(), date: date.clone(), text: answer.text };
                ledger.answer(answer.opinion, reply);
            }
            // A reviewer may have said more since the writer closed it.
            let opinion = &ledger.opinions[answer.opinion];
            let has_last_word = opinion.replies.last().is_none_or(|reply| reply.author == author);
            if answer.is_closed && has_last_word && opinion.is_open() {
                ledger.decide(&[answer.opinion], Choice::Adopted, "", &date);
            }
        }
    }
}
