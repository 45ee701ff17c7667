//! The documents that units cite as evidence, and their originals.

use super::model::EvidenceItem;
use crate::register::Register;
use crate::source::{FileId, Sources, ascii_of_full_width};
use crate::workspace::{ChapterFile, Evidence, Workspace};
use std::collections::BTreeSet;

/// A 文号 as it is compared: whatever brackets and spaces it was typed with.
pub fn comparable_number(number: &str) -> String {
    let characters = number.chars().filter(|c| !c.is_whitespace());
    characters
        .map(|c| match c {
            '〔' | '[' | '［' | '(' | '（' | '【' | '{' => '〔',
            '〕' | ']' | '］' | ')' | '）' | '】' | '}' => '〕',
            other => ascii_of_full_width(other).unwrap_or(other),
        })
        .collect()
}

/// Every document that chapters list as evidence, with the chapter.
pub fn evidence_files(workspace: &Workspace) -> impl Iterator<Item = (&ChapterFile, &Evidence)> {
    let chapters = workspace.chapters.iter().chain(&workspace.row_chapters);
    chapters.flat_map(|chapter| chapter.front.evidence.iter().map(move |item| (chapter, item)))
}

/// The documents that a unit's chapters list.
pub(super) fn evidence(
    workspace: &Workspace,
    sources: &Sources,
    bureau: usize,
    register: &Register,
) -> Vec<EvidenceItem> {
    let originals: BTreeSet<String> = register.originals().map(comparable_number).collect();
    let scans: BTreeSet<String> = register.scans().map(comparable_number).collect();
    let path = |file: FileId| sources.path(file).to_owned();
    let items = evidence_files(workspace).filter(|(chapter, _)| chapter.bureau == Some(bureau));
    let item = |(chapter, evidence): (&ChapterFile, &Evidence)| {
        let number = comparable_number(&evidence.number.value);
        let is_in = |list: &BTreeSet<String>| !number.is_empty() && list.contains(&number);
        EvidenceItem {
            title: evidence.title.value.clone(),
            number: evidence.number.value.clone(),
            chapter: path(chapter.file),
            is_listed_received: evidence.original,
            is_registered: is_in(&originals),
            is_scanned: is_in(&scans),
        }
    };

    items.map(item).collect()
}
