//! The contributions: which section and bureau each file belongs to, and which are missing.

use super::files::{self, Kind};
use super::folders::{PlannedFolders, markdown_files};
use super::front::{self, Front};
use super::{ChapterFile, ChapterRole, bureaus, read, strays};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;

/// Stem of a section's lead-in.
const LEAD_IN: &str = "_导语";

/// Reads every contribution to a section; a broken one is reported and left out. `rows` are the
/// plan's other rows, which have folders too.
pub(super) fn load(
    folders: &PlannedFolders<'_>,
    rows: &PlannedFolders<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ChapterFile> {
    let mut chapters = Vec::new();
    strays::report_settings(folders, sources, diagnostics);
    for folder in files::list(&folders.root.join("chapters"), Kind::Folders) {
        match folders.outline.iter().position(|section| section.folder == folder) {
            Some(section) => {
                section_files(folders, section, &mut chapters, sources, diagnostics);
            }
            None if rows.outline.iter().any(|row| row.folder == folder) => {}
            None => strays::report(folders, &folder, sources, diagnostics),
        }
    }

    for (section, planned) in folders.outline.iter().enumerate() {
        if !folders.root.join("chapters").join(&planned.folder).is_dir() {
            report_missing(folders, section, &Present::new(), diagnostics);
        }
    }

    chapters.sort_by_cached_key(|chapter| rank(folders, chapter));
    chapters
}

/// Reads every text for a row of the plan that asks for no section.
pub(super) fn load_rows(
    folders: &PlannedFolders<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ChapterFile> {
    let mut chapters = Vec::new();
    for row in 0..folders.outline.len() {
        section_files(folders, row, &mut chapters, sources, diagnostics);
    }
    chapters.sort_by_cached_key(|chapter| rank(folders, chapter));
    chapters
}

/// Where a chapter stands in the report.
fn rank(folders: &PlannedFolders<'_>, chapter: &ChapterFile) -> (usize, u8, usize, String) {
    let row = &folders.plan[folders.outline[chapter.section].row];
    let short = chapter.bureau.map_or("", |bureau| folders.bureaus[bureau].short.as_str());
    let place =
        |names: &[super::Spanned<String>]| names.iter().position(|name| name.value == short);
    let (group, place) = match chapter.role {
        ChapterRole::LeadIn => (0, None),
        ChapterRole::Lead => (1, place(&row.lead)),
        ChapterRole::Joint => (2, place(&row.joint)),
        ChapterRole::Unplanned => (3, None),
    };
    (chapter.section, group, place.unwrap_or(0), short.to_owned())
}

fn section_files(
    folders: &PlannedFolders<'_>,
    section: usize,
    chapters: &mut Vec<ChapterFile>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let folder = format!("chapters/{}", folders.outline[section].folder);
    strays::report_files(folders.root, &folder, sources, diagnostics);

    let mut present = Present::new();
    for name in markdown_files(folders.root, &folders.outline[section].folder) {
        let stem = files::stem(&name, "md").unwrap_or(&name).trim();
        // Other names with an underscore are a bureau's own notes.
        if stem.starts_with('_') && stem != LEAD_IN {
            continue;
        }

        let bureau = bureaus::find(folders.bureaus, stem);
        let file = read(folders.root, &format!("{folder}/{name}"), sources, diagnostics).ok();
        // One that can't be read is there all the same.
        let earlier = bureau.and_then(|bureau| present.insert(bureau, file)).flatten();
        let Some(file) = file else {
            continue;
        };

        if let Some(problem) = misnamed(folders, stem, file, earlier) {
            diagnostics.report(problem);
        } else if sources.text(file).trim().is_empty() {
            report_empty(file, diagnostics);
        } else {
            let place = Place { folder: &folder, section, bureau };
            chapters.extend(chapter(folders, file, &place, sources, diagnostics));
        }
    }

    report_missing(folders, section, &present, diagnostics);
}

/// The bureaus that have a file in a section; `None` for one that can't be read.
type Present = BTreeMap<usize, Option<FileId>>;

/// Why a file's name makes it no contribution; `earlier` is another file of the same bureau.
fn misnamed(
    folders: &PlannedFolders<'_>,
    stem: &str,
    file: FileId,
    earlier: Option<FileId>,
) -> Option<Diagnostic> {
    let span = Span::of_file(file);
    match bureaus::find(folders.bureaus, stem) {
        Some(bureau) => {
            let first = earlier?;
            let message =
                format!("同一单位“{}”在这一栏目有两份文稿", folders.bureaus[bureau].short);
            let problem = Diagnostic::new(Code::DuplicateEntry, span, message);
            Some(problem.also(Span::of_file(first), "另一份"))
        }
        None if stem == LEAD_IN => None,
        None => {
            let problem = bureaus::unknown(folders.bureaus, stem, span);
            Some(problem.help("文件名应为单位的简称，如“简称.md”"))
        }
    }
}

/// Where a chapter file lies.
struct Place<'a> {
    folder: &'a str,
    section: usize,
    bureau: Option<usize>,
}

fn chapter(
    folders: &PlannedFolders<'_>,
    file: FileId,
    place: &Place<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<ChapterFile> {
    let front = front::load(sources, file, diagnostics).ok()?;
    check_front(folders, &front, place, diagnostics);
    let body = sources.text(file).get(front.matter.body_start as usize..).unwrap_or("");
    if body.trim().is_empty() {
        report_empty(file, diagnostics);
    }

    let role = role(folders, place);
    if role == ChapterRole::Unplanned {
        report_unplanned(folders, file, place, diagnostics);
    }

    Some(ChapterFile {
        file,
        folder: place.folder.to_owned(),
        section: place.section,
        bureau: place.bureau,
        role,
        front: front.matter,
    })
}

/// Reports a contribution of a bureau that the row doesn't name; a row that leaves open who joins in
/// (`等`, `其他部门配合`) excludes nobody.
fn report_unplanned(
    folders: &PlannedFolders<'_>,
    file: FileId,
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) {
    let section = &folders.outline[place.section];
    let row = &folders.plan[section.row];
    if row.duty.contains('等') || row.duty.contains("其他") {
        return;
    }

    let short = place.bureau.map_or("", |bureau| &folders.bureaus[bureau].short);
    let message = format!("责任分工表“{}”一行没有点名{short}", section.title);
    let help =
        format!("放错文件夹的，移到对的文件夹；确由它写的，请统稿人在这一行的“配合”中加上 {short}");
    let problem = Diagnostic::new(Code::UnplannedContribution, Span::of_file(file), message);
    diagnostics.report(problem.also(row.span, "这一栏目的分工").help(help));
}

fn role(folders: &PlannedFolders<'_>, place: &Place<'_>) -> ChapterRole {
    let Some(bureau) = place.bureau else {
        return ChapterRole::LeadIn;
    };
    let row = &folders.plan[folders.outline[place.section].row];
    let names = |list: &[super::Spanned<String>]| {
        list.iter().any(|name| name.value == folders.bureaus[bureau].short)
    };
    if names(&row.lead) {
        ChapterRole::Lead
    } else if names(&row.joint) {
        ChapterRole::Joint
    } else {
        ChapterRole::Unplanned
    }
}

fn check_front(
    folders: &PlannedFolders<'_>,
    front: &Front,
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) {
    let section = &folders.outline[place.section];
    if let Some(typed) = &front.section
        && !section.is_called(typed.value.trim())
    {
        let message = format!("“栏目”写的是“{}”，文件在“{}”文件夹", typed.value, section.folder);
        let problem = Diagnostic::new(Code::FrontMatterMismatch, typed.span, message);
        diagnostics.report(problem.help(format!("改为 栏目: {}，或删去这一行", section.title)));
    }

    if let (Some(typed), Some(bureau)) = (&front.bureau, place.bureau)
        && bureaus::find(folders.bureaus, &typed.value) != Some(bureau)
    {
        let short = &folders.bureaus[bureau].short;
        let message = format!("“单位”写的是“{}”，文件名是“{short}”", typed.value);
        let problem = Diagnostic::new(Code::FrontMatterMismatch, typed.span, message);
        diagnostics.report(problem.help(format!("改为 单位: {short}，或删去这一行")));
    }
}

fn report_empty(file: FileId, diagnostics: &mut Diagnostics) {
    let problem = Diagnostic::new(Code::EmptyChapter, Span::of_file(file), "文稿没有正文");
    diagnostics.report(problem.help("写入内容，或删去这份文稿"));
}

/// The section's lead bureaus without a file, at their names in the plan.
fn report_missing(
    folders: &PlannedFolders<'_>,
    section: usize,
    present: &Present,
    diagnostics: &mut Diagnostics,
) {
    let section = &folders.outline[section];
    let row = &folders.plan[section.row];
    if row.section.is_none() && !row.narrative {
        return;
    }

    for lead in &folders.plan[section.row].lead {
        let bureau = bureaus::find(folders.bureaus, &lead.value);
        if bureau.is_some_and(|bureau| present.contains_key(&bureau)) {
            continue;
        }
        let message = format!("“{}”的牵头单位{}还没有交文稿", section.title, lead.value);
        let problem = Diagnostic::new(Code::MissingContribution, lead.span, message);
        diagnostics.report(
            problem.help(format!("用 zishu new {} {} 新建，再写入内容", section.title, lead.value)),
        );
    }
}
