//! The contributions: which section and bureau each file belongs to, and which are missing.

use super::files::{self, Kind};
use super::folders::{FolderReader, PlannedFolders, markdown_files};
use super::front::{self, Front};
use super::{ChapterFile, ChapterRole, Spanned, bureaus, read};
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
    let mut reader = FolderReader { folders, sources, diagnostics };
    reader.report_settings();

    for folder in files::list(&folders.root.join("chapters"), Kind::Folders) {
        match folders.outline.iter().position(|section| section.folder == folder) {
            Some(section) => chapters.extend(reader.section_files(section)),
            None if rows.outline.iter().any(|row| row.folder == folder) => {}
            None => reader.report_folder(&folder),
        }
    }

    for (section, planned) in folders.outline.iter().enumerate() {
        if !folders.root.join("chapters").join(&planned.folder).is_dir() {
            reader.report_missing(section, &Present::new());
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
    let mut reader = FolderReader { folders, sources, diagnostics };
    let rows = 0..folders.outline.len();
    let mut chapters: Vec<ChapterFile> = rows.flat_map(|row| reader.section_files(row)).collect();

    chapters.sort_by_cached_key(|chapter| rank(folders, chapter));
    chapters
}

/// Sort key of a chapter: its position in the report.
fn rank(folders: &PlannedFolders<'_>, chapter: &ChapterFile) -> (usize, u8, usize, String) {
    let row = &folders.plan[folders.outline[chapter.section].row];
    let short = chapter.bureau.map_or("", |bureau| folders.bureaus[bureau].short.as_str());
    let position = |names: &[Spanned<String>]| names.iter().position(|name| name.value == short);

    let (group, position) = match chapter.role {
        ChapterRole::LeadIn => (0, None),
        ChapterRole::Lead => (1, position(&row.lead)),
        ChapterRole::Joint => (2, position(&row.joint)),
        ChapterRole::Unplanned => (3, None),
    };
    (chapter.section, group, position.unwrap_or(0), short.to_owned())
}

/// The bureaus with a file in a section; `None` for one that can't be read.
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

/// Folder, section and bureau of a chapter file.
struct ChapterLocation<'a> {
    folder: &'a str,
    section: usize,
    bureau: Option<usize>,
}

impl FolderReader<'_> {
    /// The contributions to a section; those that it lacks are reported.
    fn section_files(&mut self, section: usize) -> Vec<ChapterFile> {
        let folders = self.folders;
        let folder = format!("chapters/{}", folders.outline[section].folder);
        self.report_files(&folder);

        let mut chapters = Vec::new();
        let mut present = Present::new();
        for name in markdown_files(folders.root, &folders.outline[section].folder) {
            let stem = files::stem(&name, "md").unwrap_or(&name).trim();
            // Other names with an underscore are a bureau's own notes.
            if stem.starts_with('_') && stem != LEAD_IN {
                continue;
            }

            let bureau = bureaus::find(folders.bureaus, stem);
            let path = format!("{folder}/{name}");
            let file = read(folders.root, &path, self.sources, self.diagnostics).ok();
            // One that can't be read counts as present.
            let earlier = bureau.and_then(|bureau| present.insert(bureau, file)).flatten();
            let Some(file) = file else {
                continue;
            };

            if let Some(problem) = misnamed(folders, stem, file, earlier) {
                self.diagnostics.report(problem);
            } else if self.sources.text(file).trim().is_empty() {
                report_empty(file, self.diagnostics);
            } else {
                let location = ChapterLocation { folder: &folder, section, bureau };
                chapters.extend(self.chapter(file, &location));
            }
        }

        self.report_missing(section, &present);
        chapters
    }

    fn chapter(&mut self, file: FileId, location: &ChapterLocation<'_>) -> Option<ChapterFile> {
        let front = front::load(self.sources, file, self.folders.year, self.diagnostics).ok()?;
        self.check_front(&front, location);

        let body = self.sources.text(file).get(front.matter.body_start as usize..).unwrap_or("");
        if body.trim().is_empty() {
            report_empty(file, self.diagnostics);
        }

        let role = role(self.folders, location);
        if role == ChapterRole::Unplanned {
            self.report_unplanned(file, location);
        }

        Some(ChapterFile {
            file,
            folder: location.folder.to_owned(),
            section: location.section,
            bureau: location.bureau,
            role,
            front: front.matter,
        })
    }

    /// Reports a contribution of a bureau that the row doesn't name; a row that leaves open who joins
    /// in (`等`, `其他部门配合`) excludes nobody.
    fn report_unplanned(&mut self, file: FileId, location: &ChapterLocation<'_>) {
        let folders = self.folders;
        let section = &folders.outline[location.section];
        let row = &folders.plan[section.row];
        if row.duty.contains('等') || row.duty.contains("其他") {
            return;
        }

        let short = location.bureau.map_or("", |bureau| &folders.bureaus[bureau].short);
        let message = format!("责任分工表“{}”一行没有点名{short}", section.title);
        let help = format!(
            "放错文件夹的，移到对的文件夹；确由它写的，请统稿人在这一行的“配合”中加上 {short}"
        );
        let span = Span::of_file(file);
        let problem = Diagnostic::new(Code::UnplannedContribution, span, message);
        self.diagnostics.report(problem.also(row.span, "这一栏目的分工").help(help));
    }

    fn check_front(&mut self, front: &Front, location: &ChapterLocation<'_>) {
        let folders = self.folders;
        let section = &folders.outline[location.section];
        if let Some(typed) = &front.section
            && !section.is_called(typed.value.trim())
        {
            let message =
                format!("“栏目”写的是“{}”，文件在“{}”文件夹", typed.value, section.folder);
            let problem = Diagnostic::new(Code::FrontMatterMismatch, typed.span, message);
            let help = format!("改为 栏目: {}，或删去这一行", section.title);
            self.diagnostics.report(problem.help(help));
        }

        if let (Some(typed), Some(bureau)) = (&front.bureau, location.bureau)
            && bureaus::find(folders.bureaus, &typed.value) != Some(bureau)
        {
            let short = &folders.bureaus[bureau].short;
            let message = format!("“单位”写的是“{}”，文件名是“{short}”", typed.value);
            let problem = Diagnostic::new(Code::FrontMatterMismatch, typed.span, message);
            self.diagnostics.report(problem.help(format!("改为 单位: {short}，或删去这一行")));
        }
    }

    /// The section's lead bureaus without a file, at their names in the plan.
    fn report_missing(&mut self, section: usize, present: &Present) {
        let folders = self.folders;
        let section = &folders.outline[section];
        let row = &folders.plan[section.row];
        if row.section.is_none() && !row.narrative {
            return;
        }

        for lead in &row.lead {
            let bureau = bureaus::find(folders.bureaus, &lead.value);
            if bureau.is_some_and(|bureau| present.contains_key(&bureau)) {
                continue;
            }

            let (title, lead, span) = (&section.title, &lead.value, lead.span);
            let message = format!("“{title}”的牵头单位{lead}还没有交文稿");
            let problem = Diagnostic::new(Code::MissingContribution, span, message);
            let help = format!("用 zishu new {title} {lead} 新建，再写入内容");
            self.diagnostics.report(problem.help(help).owned_by(lead));
        }
    }
}

fn role(folders: &PlannedFolders<'_>, location: &ChapterLocation<'_>) -> ChapterRole {
    let Some(bureau) = location.bureau else {
        return ChapterRole::LeadIn;
    };

    let row = &folders.plan[folders.outline[location.section].row];
    row.role_of(&folders.bureaus[bureau].short)
}

fn report_empty(file: FileId, diagnostics: &mut Diagnostics) {
    let problem = Diagnostic::new(Code::EmptyChapter, Span::of_file(file), "文稿没有正文");
    diagnostics.report(problem.help("写入内容，或删去这份文稿"));
}
