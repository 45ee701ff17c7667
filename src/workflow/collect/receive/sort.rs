//! What each file is, before anything is written.

use crate::pipeline::Loaded;
use crate::register::Content;
use crate::source::FileId;
use crate::store::ChangeSet;
use crate::workflow::adopt::mentioned_bureaus;
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::path::Path;

/// What a file was found to be.
pub(super) enum Sorted {
    /// It is known.
    Known(Finding),
    /// It isn't known.
    Open { reason: String, advice: String },
    /// It can't be taken.
    Refused(String),
}

/// What is known of a file.
pub(super) struct Finding {
    /// Indices of the units whose it is.
    pub bureaus: Vec<usize>,
    pub content: Content,
    /// Folder of the section, or the row's id, of a text.
    pub section: String,
    /// 文号 of a scan.
    pub number: String,
    pub notes: Vec<String>,
    /// What is written of it beside the register.
    pub changes: Option<ChangeSet>,
    /// Path of the value file that it changes together with other forms.
    pub target: Option<String>,
}

impl Finding {
    /// What belongs to a unit and changes nothing but the register.
    pub fn of(bureaus: Vec<usize>, content: Content) -> Finding {
        Finding {
            bureaus,
            content,
            section: String::new(),
            number: String::new(),
            notes: Vec::new(),
            changes: None,
            target: None,
        }
    }
}

/// What the files are known by.
pub(super) struct Knowledge<'a> {
    pub loaded: &'a Loaded,
    /// Whose all of the files are, as a person says.
    pub bureau: Option<usize>,
    /// The section of all drafts, as people name it.
    pub section: Option<&'a str>,
    pub may_replace: bool,
    /// Whether each chapter prints any text.
    pub printed: &'a BTreeMap<FileId, bool>,
}

impl Knowledge<'_> {
    /// The unit that a person named, or else the only one that the file's name names.
    pub fn named_bureau(&self, stem: &str) -> Option<usize> {
        self.bureau.or_else(|| bureau_of_name(&self.loaded.workspace, stem))
    }
}

/// The only unit that a file's name names.
pub(super) fn bureau_of_name(workspace: &Workspace, stem: &str) -> Option<usize> {
    match mentioned_bureaus(workspace, stem).as_slice() {
        [bureau] => workspace.find_bureau(&bureau.short),
        _ => None,
    }
}

/// The command that takes a file once a person has filled in what isn't known.
pub(super) fn command(path: &Path, section: Option<&str>, bureau: Option<&str>) -> String {
    let section = section.map_or_else(String::new, |section| format!(" --section {section}"));
    let bureau = bureau.unwrap_or("单位");
    format!("zishu collect receive {}{section} --bureau {bureau} --yes", quoted(path))
}

/// The command that writes a draft over a chapter that says something.
pub(super) fn replacing_command(path: &Path, section: &str, bureau: &str) -> String {
    format!("zishu adopt --section {section} --bureau {bureau} --replace {}", quoted(path))
}

/// A path as it is typed in a shell.
pub(super) fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-:+".contains(c);
    if path.chars().all(is_plain) { path } else { format!("\"{path}\"") }
}
