//! A workspace brought to what its plan, units and definitions say now.
//!
//! In: a loaded workspace. Out: the blank files that are missing, the rows that data files lack, and what nothing
//! asks for any more, moved aside. What a person wrote is never changed.

use super::aside::{AsideFiles, MovedFile};
use super::init::{NewFile, blanks};
use super::saving::refuse_outside;
use crate::forms;
use crate::indicator::IndicatorId;
use crate::pipeline::Loaded;
use crate::source::in_form_of;
use crate::store::ChangeSet;
use crate::workspace::{ChapterFile, ChapterRole, OutlineSection, REGISTER_FOLDER};
use crate::yaml::{Content, EntryPosition, Step, add_entry};
use std::collections::BTreeSet;
use std::fs;

/// What is brought to what.
#[derive(Debug)]
pub struct Sync {
    /// Blank files that are made.
    pub made: Vec<String>,
    /// Data files that get rows, with the indicators' names.
    pub extended: Vec<ExtendedFile>,
    /// Files that are moved.
    pub moved: Vec<MovedFile>,
    /// Files that nothing asks for and that stay, with the reason.
    pub kept: Vec<KeptFile>,
    /// The files.
    pub changes: ChangeSet,
}

/// A data file that gets rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedFile {
    /// Its path.
    pub path: String,
    /// Names of the indicators.
    pub names: Vec<String>,
}

/// A file that nothing asks for and that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its path.
    pub path: String,
    /// Why it stays, and what to do.
    pub reason: String,
}

/// Finds out what is to be done.
pub fn sync(loaded: &Loaded) -> anyhow::Result<Sync> {
    let root = &loaded.workspace.root;
    let mut sync = Sync {
        made: Vec::new(),
        extended: Vec::new(),
        moved: Vec::new(),
        kept: Vec::new(),
        changes: ChangeSet::new(root),
    };

    let mut aside = AsideFiles::new(root);
    sync.move_folders(loaded, &mut aside)?;
    sync.move_blanks(loaded, &mut aside)?;
    sync.move_data_files(loaded, &mut aside)?;
    sync.make_blanks(loaded)?;
    Ok(sync)
}

impl Sync {
    /// Folders of sections and rows that the plan has no more: to the section of the same title, else aside.
    fn move_folders(&mut self, loaded: &Loaded, aside: &mut AsideFiles) -> anyhow::Result<()> {
        let workspace = &loaded.workspace;
        let planned: BTreeSet<&str> =
            workspace.sections().map(|section| section.folder.as_str()).collect();
        let entries = fs::read_dir(workspace.root.join("chapters")).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let mut names: Vec<String> =
            folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();

        for name in names {
            let is_own = name == "indicators" || name == REGISTER_FOLDER || name.starts_with('.');
            if is_own || planned.contains(name.as_str()) {
                continue;
            }
            let title = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
            let renumbered = workspace.outline.iter().find(|section| {
                let folder = workspace.root.join("chapters").join(&section.folder);
                section.title == title && !folder.exists()
            });
            let files = aside.files_below(&name)?;
            if !files.iter().any(|file| file.to_lowercase().ends_with(".md")) {
                continue;
            }
            for file in files {
                let from = format!("chapters/{name}/{file}");
                let moved = match renumbered {
                    Some(section) => {
                        let to = format!("chapters/{}/{file}", section.folder);
                        aside.move_to(&from, &to, &mut self.changes)?
                    }
                    None => aside.move_aside(&from, &mut self.changes)?,
                };
                self.moved.push(moved);
            }
        }
        Ok(())
    }

    /// Blank contributions of units that their rows don't name any more.
    fn move_blanks(&mut self, loaded: &Loaded, aside: &mut AsideFiles) -> anyhow::Result<()> {
        let workspace = &loaded.workspace;
        let chapters = workspace.chapters.iter().map(|chapter| (chapter, &workspace.outline));
        let rows = workspace.row_chapters.iter().map(|chapter| (chapter, &workspace.rows));

        for (chapter, sections) in chapters.chain(rows) {
            if chapter.role != ChapterRole::Unplanned {
                continue;
            }
            let path = loaded.sources.path(chapter.file).to_owned();
            let body = body(loaded, chapter);
            if !is_blank(body) || !chapter.front.evidence.is_empty() {
                let section: &OutlineSection = &sections[chapter.section];
                let reason = format!(
                    "责任分工表“{}”一行没有点名它；确由它写的加进“配合”，不用的自己移走",
                    section.title
                );
                self.kept.push(KeptFile { path, reason });
                continue;
            }
            self.moved.push(aside.move_aside(&path, &mut self.changes)?);
        }
        Ok(())
    }

    /// Data files of units that own nothing any more, where they hold no value.
    fn move_data_files(&mut self, loaded: &Loaded, aside: &mut AsideFiles) -> anyhow::Result<()> {
        let Loaded { sources, workspace, indicators, .. } = loaded;

        for (file, source) in sources.iter() {
            let path = source.path();
            let stem = path.strip_prefix("chapters/indicators/");
            let Some(stem) = stem.and_then(|name| name.strip_suffix(".yaml")) else { continue };
            let owner = workspace.find_bureau(stem).map(|index| &workspace.bureaus[index].short);
            let owns = owner.is_some_and(|owner| !indicators.by_owner(owner).is_empty());
            if stem.starts_with('_') || owns {
                continue;
            }

            let has_values = indicators.values.values().any(|datum| datum.span.file == file);
            if has_values {
                let reason =
                    "里面有数值，而它已经没有归口的指标；把数值移到归口单位的数据文件，再运行一次";
                self.kept.push(KeptFile { path: path.to_owned(), reason: reason.to_owned() });
            } else {
                self.moved.push(aside.move_aside(path, &mut self.changes)?);
            }
        }
        Ok(())
    }

    /// Blank contributions of leads, and rows of data files, that are missing.
    fn make_blanks(&mut self, loaded: &Loaded) -> anyhow::Result<()> {
        let Loaded { sources, workspace, indicators, .. } = loaded;
        let root = &workspace.root;
        let is_moved_to = |path: &str, moved: &[MovedFile]| moved.iter().any(|it| it.to == path);
        let has_chapter = |path: &str| {
            let chapters = workspace.chapters.iter().chain(&workspace.row_chapters);
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let bureau = name.strip_suffix(".md").and_then(|stem| workspace.find_bureau(stem));
            let mut chapters = chapters.filter(|chapter| chapter.folder == folder);
            bureau.is_some() && chapters.any(|chapter| chapter.bureau == bureau)
        };

        for NewFile { path, text } in blanks(loaded) {
            if path.starts_with("chapters/indicators/") {
                continue;
            }
            let full = root.join(&path);
            refuse_outside(root, &full)?;
            if !full.exists() && !has_chapter(&path) && !is_moved_to(&path, &self.moved) {
                self.changes.create(&path, text);
                self.made.push(path);
            }
        }

        let owners: BTreeSet<&str> =
            indicators.definitions.iter().map(|indicator| indicator.owner.as_str()).collect();
        for owner in owners.into_iter().filter(|owner| !owner.is_empty()) {
            let file = forms::value_file(owner, indicators, sources);
            let Some(id) = file.file else {
                let years = &workspace.report.years;
                self.changes
                    .create(&file.path, crate::indicator::scaffold(indicators, owner, years));
                self.made.push(file.path);
                continue;
            };

            let (text, names) = with_missing_rows(loaded, owner, sources.text(id));
            if !names.is_empty() {
                let old = sources.bytes(id).unwrap_or_default();
                self.changes.replace(&file.path, in_form_of(old, &text), sources);
                self.extended.push(ExtendedFile { path: file.path, names });
            }
        }
        Ok(())
    }
}

/// Whether a text has no more than headings and notes that never print.
fn is_blank(body: &str) -> bool {
    let mut rest = body;
    while let Some((before, inner)) = rest.split_once("{##") {
        if !has_no_text(before) {
            return false;
        }
        rest = inner.split_once("##}").map_or("", |(_, behind)| behind);
    }

    has_no_text(rest)
}

fn has_no_text(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.starts_with('#'))
}

fn body<'a>(loaded: &'a Loaded, chapter: &ChapterFile) -> &'a str {
    let text = loaded.sources.text(chapter.file);
    text.get(chapter.front.body_start as usize..).unwrap_or("")
}

/// A data file's text with a row for each year that it lacks, and the names of the indicators that get one.
fn with_missing_rows(loaded: &Loaded, owner: &str, text: &str) -> (String, Vec<String>) {
    let Loaded { workspace, indicators, .. } = loaded;
    let mut text = text.to_owned();
    let mut names = Vec::new();
    for id in indicators.by_owner(owner) {
        let indicator = indicators.get(id);
        let years =
            if indicator.years.is_empty() { &workspace.report.years } else { &indicator.years };
        let is_missing = |year: &&i32| {
            let key = (id, **year);
            !indicators.values.contains_key(&key)
                && !indicators.blanks.contains_key(&key)
                && !indicators.unread.contains(&key)
        };
        let missing: Vec<i32> = years.iter().filter(is_missing).copied().collect();
        if missing.is_empty() {
            continue;
        }
        let present: Vec<i32> =
            years.iter().filter(|year| !missing.contains(year)).copied().collect();
        if let Some(extended) = with_years(loaded, id, &text, &missing, &present) {
            text = extended;
            names.push(indicator.name.clone());
        }
    }

    (text, names)
}

/// The text with blank rows of these years; `None` where it is written in a way that can't be extended.
fn with_years(
    loaded: &Loaded,
    id: IndicatorId,
    text: &str,
    years: &[i32],
    present: &[i32],
) -> Option<String> {
    const FIELDS: [(&str, &str); 3] = [("值", ""), ("来源", ""), ("状态", "初报")];
    let indicator = loaded.indicators.get(id);
    let named = std::iter::once(&indicator.name).chain(&indicator.aliases);
    let values = ["数值", "values"].into_iter().find(|key| {
        let probe = add_entry(text, &[Step::Key(key)], EntryPosition::Last, "—", Content::Blank);
        probe.is_some()
    })?;

    let year_of = |text: &str, name: &str, year: i32| {
        let path = [Step::Key(values), Step::Key(name)];
        let content = Content::Fields(&FIELDS);
        // Those before it are there by the time that it comes.
        let before = present.iter().chain(years).filter(|other| **other < year).max();
        let before = before.map(i32::to_string);
        let position = before.as_deref().map_or(EntryPosition::First, EntryPosition::After);
        add_entry(text, &path, position, &year.to_string(), content)
    };
    let present = named.map(String::as_str).find(|name| year_of(text, name, years[0]).is_some());
    let (mut out, name) = match present {
        Some(name) => (text.to_owned(), name),
        None => {
            let path = [Step::Key(values)];
            let name = indicator.name.as_str();
            (add_entry(text, &path, EntryPosition::Last, name, Content::Blank)?, name)
        }
    };
    for year in years {
        out = year_of(&out, name, *year)?;
    }
    Some(out)
}
