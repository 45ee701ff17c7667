//! A unit renamed, or merged into another one, everywhere at once.
//!
//! In: a loaded workspace, the old and the new name. Out: the settings, data files, texts and registers as they are
//! to be. The old names stay as aliases, so that what isn't rewritten (prose, the table's own words) is understood.

use super::aside::{AsideFiles, MovedFile};
use super::selection::find_bureau;
use super::settings_text::{
    SettingsEdit, Units, bureaus_text, definitions_text, plan_text, waivers_text,
};
use crate::pipeline::{self, Loaded};
use crate::source::in_form_of;
use crate::store::ChangeSet;
use crate::workspace::{REGISTER_FOLDER, is_file_name};
use crate::yaml::{Content, EntryPosition, Step, add_entry, quote};
use anyhow::bail;
use std::collections::BTreeMap;

/// What a renamed unit comes to.
#[derive(Debug)]
pub struct Rename {
    /// Short name of the unit before.
    pub old: String,
    /// Short name from now on.
    pub new: String,
    /// Whether the new name is that of a unit that there was.
    pub is_merger: bool,
    /// Files that are rewritten, with the number of places.
    pub edited: Vec<EditedFile>,
    /// Files that are moved.
    pub moved: Vec<MovedFile>,
    /// Contributions of the old unit that lie beside the new unit's own from now on, unread.
    pub beside: Vec<MovedFile>,
    /// Number of places in texts that still have the old short name.
    pub mentions: usize,
    /// The files.
    pub changes: ChangeSet,
}

/// A file that is rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedFile {
    /// Its path.
    pub path: String,
    /// Number of places.
    pub places: usize,
}

/// Renames a unit, both as people name them. The new name of a unit that there is merges the old one into it.
pub fn rename(loaded: &Loaded, old: &str, new: &str) -> anyhow::Result<Rename> {
    let workspace = &loaded.workspace;
    let index = find_bureau(workspace, old)?;
    let old = &workspace.bureaus[index];
    let new = new.trim();
    let target = workspace.find_bureau(new).filter(|other| *other != index);
    let target = target.map(|other| &workspace.bureaus[other]);
    if new == old.short {
        bail!("“{new}”就是它现在的简称，没有改动");
    }
    if !is_file_name(new) || new.contains(['，', '、', ',']) {
        bail!("“{new}”不能作单位的简称：简称也是文件名，不用 / \\ : * ? \" < > | 和逗号、顿号");
    }

    let short = target.map_or(new, |target| target.short.as_str());
    let units = Units { old, target, new: short, city: &workspace.report.city };
    let mut rename = Rename {
        old: old.short.clone(),
        new: short.to_owned(),
        is_merger: target.is_some(),
        edited: Vec::new(),
        moved: Vec::new(),
        beside: Vec::new(),
        mentions: mentions(loaded, &old.short),
        changes: ChangeSet::new(&workspace.root),
    };

    let mut overlay: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for edit in settings(loaded, &units)? {
        rename.edited.push(EditedFile { path: edit.path.clone(), places: edit.places });
        let file = loaded.sources.find(&edit.path);
        let old = file.and_then(|file| loaded.sources.bytes(file)).unwrap_or_default();
        let bytes = in_form_of(old, &edit.text).into_bytes();
        rename.changes.replace(&edit.path, bytes.clone(), &loaded.sources);
        overlay.insert(edit.path, bytes);
    }
    check(loaded, &overlay, short)?;

    let mut aside = AsideFiles::new(&workspace.root);
    rename.rename_texts(loaded, &units, &mut aside)?;
    rename.rename_unit_files(loaded, &units, &mut aside)?;
    Ok(rename)
}

/// The settings as they are to be.
fn settings(loaded: &Loaded, units: &Units<'_>) -> anyhow::Result<Vec<SettingsEdit>> {
    let mut edits = vec![bureaus_text(loaded, units)?];
    edits.extend(plan_text(loaded, units));
    edits.extend(waivers_text(loaded, units));
    edits.extend(definitions_text(loaded, units));
    edits.retain(|edit| edit.places > 0);
    Ok(edits)
}

/// Fails where the new settings can't be read: a file is written in a way that can't be rewritten.
fn check(loaded: &Loaded, overlay: &BTreeMap<String, Vec<u8>>, new: &str) -> anyhow::Result<()> {
    let root = &loaded.workspace.root;
    match pipeline::load_overlaid(root, overlay.clone()) {
        Ok(read) if read.workspace.bureaus.iter().any(|bureau| bureau.short == new) => Ok(()),
        Ok(_) | Err(_) => bail!(
            "设置文件的写法特殊，程序不敢自动改，没有写入任何文件；请在 bureaus.yaml 里一项一行地写，再运行一次"
        ),
    }
}

/// Number of places in texts that have a name.
fn mentions(loaded: &Loaded, name: &str) -> usize {
    let chapters = loaded.workspace.chapters.iter().chain(&loaded.workspace.row_chapters);
    let bodies = chapters.map(|chapter| {
        let text = loaded.sources.text(chapter.file);
        text.get(chapter.front.body_start as usize..).unwrap_or("")
    });
    bodies.map(|body| body.matches(name).count()).sum()
}

impl Rename {
    /// Contributions: their names, and 单位 in their heads.
    fn rename_texts(
        &mut self,
        loaded: &Loaded,
        units: &Units<'_>,
        aside: &mut AsideFiles,
    ) -> anyhow::Result<()> {
        let Loaded { sources, workspace, .. } = loaded;
        let old = workspace.find_bureau(&units.old.short);
        let target = units.target.and_then(|target| workspace.find_bureau(&target.short));
        for chapters in [&workspace.chapters, &workspace.row_chapters] {
            for chapter in chapters {
                if chapter.bureau != old {
                    continue;
                }

                let path = sources.path(chapter.file).to_owned();
                let is_taken = target.is_some()
                    && chapters
                        .iter()
                        .any(|other| other.folder == chapter.folder && other.bureau == target);
                if is_taken {
                    let to = format!("{}/_{}.md", chapter.folder, units.old.short);
                    self.beside.push(aside.move_to(&path, &to, &mut self.changes)?);
                } else {
                    let to = format!("{}/{}.md", chapter.folder, units.new);
                    let text = sources.text(chapter.file);
                    let body_start = chapter.front.body_start as usize;
                    let rewritten = rewritten_text(text, body_start, units.new);
                    let bytes = sources.bytes(chapter.file).unwrap_or_default();
                    let new = in_form_of(bytes, &rewritten);
                    self.moved.push(aside.rewrite_to(&path, &to, new, &mut self.changes)?);
                }
            }
        }
        Ok(())
    }

    /// Folders of files that are named by units: data files and registers.
    fn rename_unit_files(
        &mut self,
        loaded: &Loaded,
        units: &Units<'_>,
        aside: &mut AsideFiles,
    ) -> anyhow::Result<()> {
        for UnitFolder { folder, appended_below } in UNIT_FOLDERS {
            let path_of = |short: &str| format!("chapters/{folder}/{short}.yaml");
            let (old, new) = (path_of(&units.old.short), path_of(units.new));
            let root = &loaded.workspace.root;
            if !root.join(&old).is_file() {
                continue;
            }
            if !root.join(&new).is_file() {
                let text = read_text(loaded, &old)?;
                let text = with_unit(&text, &units.old.short, units.new);
                self.moved.push(aside.rewrite_to(&old, &new, text, &mut self.changes)?);
                continue;
            }

            // What the old unit gave goes below what the new one has; its file itself is kept aside.
            let (first, second) = (read_text(loaded, &new)?, read_text(loaded, &old)?);
            let added = below(&second, appended_below);
            let end = if first.ends_with('\n') || first.is_empty() { "" } else { "\n" };
            let bytes = std::fs::read(root.join(&new))?;
            let text = format!("{first}{end}{added}");
            if folder == "indicators" && !takes_rows(&text) {
                bail!(
                    "{new} 或 {old} 的写法特殊，程序不敢自动合并，没有写入任何文件；请手工合并后再运行一次"
                );
            }
            self.changes.add(&new, in_form_of(&bytes, &text), crate::store::Expected::Bytes(bytes));
            self.edited.push(EditedFile { path: new, places: 1 });
            self.moved.push(aside.move_aside(&old, &mut self.changes)?);
        }
        Ok(())
    }
}

/// A folder under chapters/ whose files are named by units.
struct UnitFolder {
    folder: &'static str,
    /// The key whose lines are taken of a file that goes into another; empty for all lines that are no comments.
    appended_below: &'static str,
}

const UNIT_FOLDERS: [UnitFolder; 2] = [
    UnitFolder { folder: "indicators", appended_below: "数值:" },
    UnitFolder { folder: REGISTER_FOLDER, appended_below: "" },
];

fn read_text(loaded: &Loaded, path: &str) -> anyhow::Result<String> {
    match loaded.sources.find(path) {
        Some(file) => Ok(loaded.sources.text(file).to_owned()),
        None => {
            let bytes = std::fs::read(loaded.workspace.root.join(path))?;
            Ok(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned())
        }
    }
}

/// Whether a data file reads as one.
fn takes_rows(text: &str) -> bool {
    let position = EntryPosition::Last;
    add_entry(text, &[Step::Key("数值")], position, "—", Content::Blank).is_some()
}

/// The lines below a key, or all that are no comments.
fn below(text: &str, key: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if key.is_empty() {
        lines.retain(|line| !line.starts_with('#'));
    } else if let Some(start) = lines.iter().position(|line| line.trim_end() == key) {
        lines.drain(..=start);
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A data file's text with another name in 单位 and in its comments.
fn with_unit(text: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let is_unit = line.starts_with("单位:") || line.starts_with("bureau:");
        if is_unit || line.starts_with('#') {
            out.push_str(&line.replace(old, new));
        } else {
            out.push_str(line);
        }
    }

    out
}

/// A contribution's text with another name in its head; what its writers said stays.
fn rewritten_text(text: &str, body_start: usize, new: &str) -> String {
    let (head, body) = text.split_at_checked(body_start).unwrap_or(("", text));
    let mut out = String::new();
    for line in head.split_inclusive('\n') {
        let key = line.split(':').next().unwrap_or("");
        if matches!(key, "单位" | "bureau") {
            let end = &line[line.trim_end().len()..];
            out.push_str(&format!("{key}: {}{end}", quote(new)));
        } else {
            out.push_str(line);
        }
    }
    out.push_str(body);

    out
}
