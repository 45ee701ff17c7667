//! The texts that a unit is to write.

use super::duty::duty;
use super::model::{Level, TextItem};
use crate::register::Register;
use crate::source::FileId;
use crate::workspace::{ChapterFile, OutlineSection, Status, Workspace};
use std::collections::BTreeMap;

/// Whether each chapter prints any text, by its file.
pub(super) type PrintedTexts = BTreeMap<FileId, bool>;

/// The texts of a unit, by its index, for sections or other rows of the plan.
pub(super) fn texts(
    workspace: &Workspace,
    sections: &[OutlineSection],
    chapters: &[ChapterFile],
    bureau: usize,
    register: &Register,
    printed: &PrintedTexts,
) -> Vec<TextItem> {
    let short = &workspace.bureaus[bureau].short;
    let mut items = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        let Some(row) = workspace.plan.get(section.row) else { continue };
        if row.section.is_none() && !row.narrative {
            continue;
        }
        let Some(duty) = duty(row, short) else { continue };

        let chapter = chapters
            .iter()
            .find(|chapter| chapter.section == index && chapter.bureau == Some(bureau));
        let status = chapter.map(|chapter| chapter.front.status);
        let has_text = chapter.is_some_and(|chapter| printed.get(&chapter.file) == Some(&true));
        let is_received = register.has_text(&section.folder);
        let level = if register.has_nothing_to_write(&section.folder) {
            Level::Whole
        } else {
            level(status, has_text, is_received)
        };

        items.push(TextItem {
            folder: section.folder.clone(),
            name: section.folder.replacen('-', " ", usize::from(row.section.is_some())),
            duty,
            level,
            status,
            has_text,
            is_received,
        });
    }
    items
}

/// A text is whole when it says something and was handed in: its state says so, or the register.
fn level(status: Option<Status>, has_text: bool, is_received: bool) -> Level {
    let is_handed_in = is_received || status.is_some_and(|status| status > Status::Draft);
    match (has_text, is_handed_in) {
        (true, true) => Level::Whole,
        (false, false) => Level::Nothing,
        (true, false) | (false, true) => Level::Part,
    }
}
