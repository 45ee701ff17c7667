//! The contributions: which section and bureau each file belongs to, and which are missing.

use super::files::{self, Kind};
use super::front::{self, Front};
use super::{Bureau, ChapterFile, ChapterRole, OutlineSection, PlanRow, bureaus, read, strays};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;
use std::path::Path;

/// Stem of a section's lead-in.
const LEAD_IN: &str = "_导语";

/// What the chapters are read against.
pub(super) struct Frame<'a> {
    /// The workspace's folder.
    pub root: &'a Path,
    /// chapters/plan.yaml.
    pub plan: &'a [PlanRow],
    /// Its sections.
    pub outline: &'a [OutlineSection],
    /// chapters/bureaus.yaml.
    pub bureaus: &'a [Bureau],
}

/// Reads every contribution to a section; a broken one is reported and left out. `rows` are the
/// plan's other rows, which have folders too.
pub(super) fn load(
    frame: &Frame<'_>,
    rows: &Frame<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ChapterFile> {
    let mut chapters = Vec::new();
    strays::report_settings(frame, sources, diagnostics);
    for folder in files::list(&frame.root.join("chapters"), Kind::Folders) {
        match frame.outline.iter().position(|section| section.folder == folder) {
            Some(section) => {
                section_files(frame, section, &mut chapters, sources, diagnostics);
            }
            None if rows.outline.iter().any(|row| row.folder == folder) => {}
            None => strays::report(frame, &folder, sources, diagnostics),
        }
    }
    for (section, planned) in frame.outline.iter().enumerate() {
        if !frame.root.join("chapters").join(&planned.folder).is_dir() {
            report_missing(frame, section, &Present::new(), diagnostics);
        }
    }
    chapters.sort_by_cached_key(|chapter| rank(frame, chapter));
    chapters
}

/// Reads every text for a row of the plan that asks for no section.
pub(super) fn load_rows(
    frame: &Frame<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ChapterFile> {
    let mut chapters = Vec::new();
    for row in 0..frame.outline.len() {
        section_files(frame, row, &mut chapters, sources, diagnostics);
    }
    chapters.sort_by_cached_key(|chapter| rank(frame, chapter));
    chapters
}

/// Where a chapter stands in the report.
fn rank(frame: &Frame<'_>, chapter: &ChapterFile) -> (usize, u8, usize, String) {
    let row = &frame.plan[frame.outline[chapter.section].row];
    let short = chapter.bureau.map_or("", |bureau| frame.bureaus[bureau].short.as_str());
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

/// The names of the Markdown files in a folder under chapters/, sorted.
pub(super) fn markdown_files(root: &Path, folder: &str) -> Vec<String> {
    let names = files::list(&root.join("chapters").join(folder), Kind::Files);
    names.into_iter().filter(|name| files::stem(name, "md").is_some()).collect()
}

fn section_files(
    frame: &Frame<'_>,
    section: usize,
    chapters: &mut Vec<ChapterFile>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let folder = format!("chapters/{}", frame.outline[section].folder);
    strays::report_files(frame.root, &folder, sources, diagnostics);
    let mut present = Present::new();
    for name in markdown_files(frame.root, &frame.outline[section].folder) {
        let stem = files::stem(&name, "md").unwrap_or(&name).trim();
        // Other names with an underscore are a bureau's own notes.
        if stem.starts_with('_') && stem != LEAD_IN {
            continue;
        }
        let bureau = bureaus::find(frame.bureaus, stem);
        let file = read(frame.root, &format!("{folder}/{name}"), sources, diagnostics).ok();
        // One that can't be read is there all the same.
        let earlier = bureau.and_then(|bureau| present.insert(bureau, file)).flatten();
        let Some(file) = file else {
            continue;
        };
        if let Some(problem) = misnamed(frame, stem, file, earlier) {
            diagnostics.report(problem);
        } else if sources.text(file).trim().is_empty() {
            report_empty(file, diagnostics);
        } else {
            let place = Place { folder: &folder, section, bureau };
            chapters.extend(chapter(frame, file, &place, sources, diagnostics));
        }
    }
    report_missing(frame, section, &present, diagnostics);
}

/// The bureaus that have a file in a section; `None` for one that can't be read.
type Present = BTreeMap<usize, Option<FileId>>;

/// Why a file's name makes it no contribution; `earlier` is another file of the same bureau.
fn misnamed(
    frame: &Frame<'_>,
    stem: &str,
    file: FileId,
    earlier: Option<FileId>,
) -> Option<Diagnostic> {
    let span = Span::of_file(file);
    match bureaus::find(frame.bureaus, stem) {
        Some(bureau) => {
            let first = earlier?;
            let message = format!("同一单位“{}”在这一栏目有两份文稿", frame.bureaus[bureau].short);
            let problem = Diagnostic::new(Code::DuplicateEntry, span, message);
            Some(problem.also(Span::of_file(first), "另一份"))
        }
        None if stem == LEAD_IN => None,
        None => {
            let problem = bureaus::unknown(frame.bureaus, stem, span);
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
    frame: &Frame<'_>,
    file: FileId,
    place: &Place<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<ChapterFile> {
    let front = front::load(sources, file, diagnostics).ok()?;
    check_front(frame, &front, place, diagnostics);
    let body = sources.text(file).get(front.matter.body_start as usize..).unwrap_or("");
    if body.trim().is_empty() {
        report_empty(file, diagnostics);
    }
    let role = role(frame, place);
    if role == ChapterRole::Unplanned {
        let short = place.bureau.map_or("", |bureau| &frame.bureaus[bureau].short);
        let title = &frame.outline[place.section].title;
        let message = format!("责任分工表没有要求“{short}”为“{title}”供稿");
        let problem = Diagnostic::new(Code::UnplannedContribution, Span::of_file(file), message);
        let row = frame.plan[frame.outline[place.section].row].span;
        diagnostics.report(problem.also(row, "这一栏目的分工"));
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

fn role(frame: &Frame<'_>, place: &Place<'_>) -> ChapterRole {
    let Some(bureau) = place.bureau else {
        return ChapterRole::LeadIn;
    };
    let row = &frame.plan[frame.outline[place.section].row];
    let names = |list: &[super::Spanned<String>]| {
        list.iter().any(|name| name.value == frame.bureaus[bureau].short)
    };
    if names(&row.lead) {
        ChapterRole::Lead
    } else if names(&row.joint) {
        ChapterRole::Joint
    } else {
        ChapterRole::Unplanned
    }
}

fn check_front(frame: &Frame<'_>, front: &Front, place: &Place<'_>, diagnostics: &mut Diagnostics) {
    let section = &frame.outline[place.section];
    if let Some(typed) = &front.section
        && !section.is_called(typed.value.trim())
    {
        let message = format!("“栏目”写的是“{}”，文件在“{}”文件夹", typed.value, section.folder);
        let problem = Diagnostic::new(Code::FrontMatterMismatch, typed.span, message);
        diagnostics.report(problem.help(format!("改为 栏目: {}，或删去这一行", section.title)));
    }
    if let (Some(typed), Some(bureau)) = (&front.bureau, place.bureau)
        && bureaus::find(frame.bureaus, &typed.value) != Some(bureau)
    {
        let short = &frame.bureaus[bureau].short;
        let message = format!("“单位”写的是“{}”，文件名是“{short}”", typed.value);
        let problem = Diagnostic::new(Code::FrontMatterMismatch, typed.span, message);
        diagnostics.report(problem.help(format!("改为 单位: {short}，或删去这一行")));
    }
}

fn report_empty(file: FileId, diagnostics: &mut Diagnostics) {
    let message = "文稿没有正文";
    diagnostics.report(Diagnostic::new(Code::EmptyChapter, Span::of_file(file), message));
}

/// The section's lead bureaus without a file, at their names in the plan.
fn report_missing(
    frame: &Frame<'_>,
    section: usize,
    present: &Present,
    diagnostics: &mut Diagnostics,
) {
    let section = &frame.outline[section];
    let row = &frame.plan[section.row];
    if row.section.is_none() && !row.narrative {
        return;
    }
    for lead in &frame.plan[section.row].lead {
        let bureau = bureaus::find(frame.bureaus, &lead.value);
        if bureau.is_some_and(|bureau| present.contains_key(&bureau)) {
            continue;
        }
        let message = format!("“{}”的牵头单位“{}”尚未供稿", section.title, lead.value);
        let problem = Diagnostic::new(Code::MissingContribution, lead.span, message);
        diagnostics.report(problem.help(format!("zishu new {} {}", section.title, lead.value)));
    }
}
