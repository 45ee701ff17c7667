//! What a section says of texts that it should have: who is still to write one, whose file can't be read.
//!
//! In: the plan, the chapters that were read, the problems so far. Out: notices among the section's parts,
//! each where its bureau's text would stand. `--final` refuses a report that has any.

use super::renumber::Lists;
use crate::diag::{Diagnostics, Severity};
use crate::document::notices::{Notice, paragraph};
use crate::document::{Part, ValueId};
use crate::expand::Expander;
use crate::source::{FileId, Span};
use crate::workspace::{ChapterRole, EDITOR, OutlineSection, Workspace};

/// A text that a section lacks.
struct Owed {
    notice: Notice,
    /// The position of its bureau among those that lead.
    position: usize,
}

/// Sets the notices of a section among its parts.
pub(super) fn insert(
    expander: &Expander<'_>,
    section: usize,
    parts: &mut Vec<Part>,
    lists: &mut Lists,
    diagnostics: &Diagnostics,
) {
    let workspace = expander.workspace;
    let Some(outline) = workspace.outline.get(section) else { return };

    for Owed { notice, position } in owed(expander, section, outline, diagnostics) {
        let span = notice.span;
        let mut blocks = vec![paragraph(span, ValueId(0))];
        lists.append(vec![notice.into_value()], Vec::new()).apply(&mut blocks);

        let is_later = |part: &Part| stands_behind(workspace, outline, part.file, position);
        let index = parts.iter().position(is_later).unwrap_or(parts.len());
        parts.insert(index, Part { file: span.file, blocks });
    }
}

fn owed(
    expander: &Expander<'_>,
    section: usize,
    outline: &OutlineSection,
    diagnostics: &Diagnostics,
) -> Vec<Owed> {
    let workspace = expander.workspace;
    let leads = workspace.plan.get(outline.row).map_or(&[][..], |row| row.lead.as_slice());
    let unread = unread_files(expander, outline, diagnostics);
    let mut owed = Vec::new();

    for (position, lead) in leads.iter().enumerate() {
        let bureau = workspace.find_bureau(&lead.value);
        let mut chapters = workspace.chapters.iter().filter(|chapter| chapter.section == section);
        let is_read = bureau.is_some() && chapters.any(|chapter| chapter.bureau == bureau);
        let is_unread = unread.iter().any(|(name, _)| *name == lead.value);
        if !is_read && !is_unread {
            owed.push(Owed { notice: Notice::to_write(lead.span, &lead.value), position });
        }
    }

    for (name, notice) in unread {
        let position = leads.iter().position(|lead| lead.value == name).unwrap_or(leads.len());
        owed.push(Owed { notice, position });
    }
    owed
}

/// The files of a section that can't be read: whose they are, and what is wrong with each.
fn unread_files(
    expander: &Expander<'_>,
    outline: &OutlineSection,
    diagnostics: &Diagnostics,
) -> Vec<(String, Notice)> {
    let workspace = expander.workspace;
    let folder = format!("chapters/{}/", outline.folder);
    let is_read = |file: FileId| workspace.chapters.iter().any(|chapter| chapter.file == file);

    let mut unread: Vec<(String, Notice)> = Vec::new();
    for problem in diagnostics.iter().filter(|problem| problem.severity == Severity::Error) {
        let file = problem.primary.span.file;
        let path = expander.sources.path(file);
        let Some(name) = path.strip_prefix(&folder).and_then(|name| name.strip_suffix(".md"))
        else {
            continue;
        };

        let is_reported = unread.iter().any(|(_, notice)| notice.span.file == file);
        if !is_read(file) && !is_reported {
            let bureau = workspace.find_bureau(name).map(|index| &workspace.bureaus[index].short);
            let owner = bureau.map_or(EDITOR, String::as_str);
            let notice = Notice::to_mend(Span::of_file(file), owner, &problem.message);
            unread.push((bureau.cloned().unwrap_or_default(), notice));
        }
    }
    unread
}

/// Whether a part is a text that comes after the one of the lead at this position.
fn stands_behind(
    workspace: &Workspace,
    outline: &OutlineSection,
    file: FileId,
    position: usize,
) -> bool {
    let Some(chapter) = workspace.chapters.iter().find(|chapter| chapter.file == file) else {
        return false;
    };
    let leads = workspace.plan.get(outline.row).map_or(&[][..], |row| row.lead.as_slice());
    let bureau = workspace.bureau_of(chapter);
    let rank = bureau.and_then(|bureau| leads.iter().position(|lead| lead.value == bureau.short));

    match chapter.role {
        ChapterRole::LeadIn => false,
        ChapterRole::Lead => rank.is_some_and(|rank| rank > position),
        ChapterRole::Joint | ChapterRole::Unplanned => true,
    }
}
