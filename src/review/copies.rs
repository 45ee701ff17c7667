//! The copies that were sent, as `chapters/.review/<id>/` keeps them.
//!
//! In: a workspace's folder. Out: [`SentCopy`], read from its `copy.yaml`; the texts that are to be
//! written; the folder of a copy's base, which can be loaded as a workspace of its own. It writes
//! nothing.

use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::Date;
use crate::source::{Sources, Span, fingerprint};
use crate::workspace::{self, Workspace};
use crate::yaml;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where copies are kept, relative to the workspace.
pub const FOLDER: &str = "chapters/.review";

/// A copy that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCopy {
    /// Its id: `c001`.
    pub id: String,
    /// Stem of the document's output: `自述报告`.
    pub document: String,
    /// Number of the only section in it.
    pub section: Option<String>,
    /// Short name of the only bureau in it.
    pub bureau: Option<String>,
    /// Whom it was sent to; may be empty.
    pub to: String,
    /// When.
    pub date: Date,
    /// Fingerprint of its sources.
    pub sources: String,
    /// What came back and was merged, in order.
    pub returns: Vec<Return>,
}

/// A file that came back and was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// When it was merged.
    pub date: Date,
    /// The file's name.
    pub file: String,
    /// Who had changed it.
    pub reviewers: Vec<String>,
    /// What became of its changes and comments.
    pub counts: Counts,
}

/// What became of changes and comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Applied to the chapters.
    pub applied: usize,
    /// There already.
    pub present: usize,
    /// Left to a person.
    pub conflicts: usize,
    /// Asked of the bureau that owns a number.
    pub requests: usize,
    /// Refused with a reason.
    pub refused: usize,
}

/// copy.yaml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CopyRecord {
    #[serde(rename = "编号")]
    id: String,
    #[serde(rename = "文件")]
    document: String,
    #[serde(rename = "栏目", default)]
    section: Option<String>,
    #[serde(rename = "单位", default)]
    bureau: Option<String>,
    #[serde(rename = "送给", default)]
    to: String,
    #[serde(rename = "日期")]
    date: String,
    #[serde(rename = "源文")]
    sources: String,
    #[serde(rename = "收回", default)]
    returns: Vec<ReturnRecord>,
}

/// An entry of 收回.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReturnRecord {
    #[serde(rename = "日期")]
    date: String,
    #[serde(rename = "来自")]
    file: String,
    #[serde(rename = "审稿人", default)]
    reviewers: Vec<String>,
    #[serde(rename = "采用", default)]
    applied: usize,
    #[serde(rename = "原已如此", alias = "已有", default)]
    present: usize,
    #[serde(rename = "冲突", default)]
    conflicts: usize,
    #[serde(rename = "转归口单位核定", alias = "转办", default)]
    requests: usize,
    #[serde(rename = "未采用", alias = "不采用", default)]
    refused: usize,
}

/// The folder of a copy: what was sent as `copy.docx`, `copy.yaml`, and the sources as they were, so
/// that it can be loaded as a workspace.
pub fn base(root: &Path, id: &str) -> PathBuf {
    root.join(FOLDER).join(id)
}

/// Whether a text can be a copy's id.
pub fn is_id(text: &str) -> bool {
    let digits = text.strip_prefix('c').unwrap_or("");
    (3..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The id that follows all others.
pub fn next_id(root: &Path) -> String {
    let last = ids(root).iter().filter_map(|id| id[1..].parse::<u32>().ok()).max().unwrap_or(0);
    format!("c{:03}", last + 1)
}

/// The ids of the copies, in their order.
pub fn ids(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(FOLDER)).into_iter().flatten().flatten();
    let mut ids: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_id(name))
        .collect();
    ids.sort_by_key(|id| (id.len(), id.clone()));
    ids
}

/// Every copy; one that can't be read is reported and left out.
pub fn load_all(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<SentCopy> {
    let ids = ids(root);
    ids.iter().filter_map(|id| load(root, id, sources, diagnostics).ok()).collect()
}

/// The fingerprint of each copy's sources, by its id; a copy that can't be read has none.
pub fn sources(root: &Path) -> BTreeMap<String, String> {
    let (mut sources, mut unseen) = (Sources::default(), Diagnostics::default());
    let copies = load_all(root, &mut sources, &mut unseen);
    copies.into_iter().map(|copy| (copy.id, copy.sources)).collect()
}

/// A file as it was sent in a copy.
pub fn sent_file(root: &Path, id: &str, path: &str) -> Option<String> {
    let bytes = std::fs::read(base(root, id).join(path)).ok()?;
    let decoded = crate::source::decode(&bytes).ok()?;
    Some(plain(&decoded.text))
}

/// A copy by its id, which must be one.
pub fn load(
    root: &Path,
    id: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<SentCopy, Reported> {
    let path = record_path(id);
    if !is_id(id) {
        let file = sources.add(FOLDER, "");
        let message = "送审稿编号被改动，认不出是哪一份";
        let problem = Diagnostic::new(Code::FileMissing, Span::of_file(file), message);
        return Err(diagnostics.report(problem));
    }

    let file = workspace::read(root, &path, sources, diagnostics)?;

    let range = 0..sources.text(file).len();
    let (record, positions) = yaml::load::<CopyRecord>(sources, file, range, diagnostics)?;
    let whole = positions.value(&[]);
    let refuse = |message: String, diagnostics: &mut Diagnostics| {
        diagnostics.report(Diagnostic::new(Code::YamlShape, whole, message))
    };

    if record.id != id {
        return Err(refuse(format!("“编号”应是 {id}，与文件夹一致"), diagnostics));
    }

    let mut date = |text: &str| {
        workspace::parse_date(text)
            .ok_or_else(|| refuse(workspace::misread_date(text), diagnostics))
    };
    let sent = date(&record.date)?;
    let mut returns = Vec::with_capacity(record.returns.len());
    for record in record.returns {
        let date = date(&record.date)?;
        returns.push(returned(record, date));
    }

    Ok(SentCopy {
        id: record.id,
        document: record.document,
        section: record.section,
        bureau: record.bureau,
        to: record.to,
        date: sent,
        sources: record.sources,
        returns,
    })
}

/// The path of a copy's copy.yaml, relative to the workspace.
pub fn record_path(id: &str) -> String {
    format!("{FOLDER}/{id}/copy.yaml")
}

fn returned(record: ReturnRecord, date: Date) -> Return {
    let counts = Counts {
        applied: record.applied,
        present: record.present,
        conflicts: record.conflicts,
        requests: record.requests,
        refused: record.refused,
    };
    Return { date, file: record.file, reviewers: record.reviewers, counts }
}

/// The text of copy.yaml.
pub fn text(copy: &SentCopy) -> String {
    let mut out = String::from("# 送审记录，由 zishu review 维护。\n");
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(out, "{key}: {}", yaml::quote(value));
    };

    line("编号", &copy.id);
    line("文件", &copy.document);
    for (key, value) in [("栏目", &copy.section), ("单位", &copy.bureau)] {
        if let Some(value) = value {
            line(key, value);
        }
    }
    line("送给", &copy.to);
    line("日期", &copy.date.iso());
    line("源文", &copy.sources);

    if !copy.returns.is_empty() {
        out.push_str("收回:\n");
    }
    for Return { date, file, reviewers, counts } in &copy.returns {
        let names: Vec<String> = reviewers.iter().map(|name| yaml::quote(name)).collect();
        let _ = write!(
            out,
            "  - 日期: {}\n    来自: {}\n    审稿人: [{}]\n    采用: {}\n    原已如此: {}\n    冲突: {}\n    \
             转归口单位核定: {}\n    未采用: {}\n",
            yaml::quote(&date.iso()),
            yaml::quote(file),
            names.join(", "),
            counts.applied,
            counts.present,
            counts.conflicts,
            counts.requests,
            counts.refused
        );
    }
    out
}

/// A text with line ends of one kind, so that an editor that changes them all changes nothing.
pub fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The texts that a document was made from, by their paths: chapters, data, settings and templates,
/// the built-in ones too, so that the base stays what it is.
pub fn texts(workspace: &Workspace, sources: &Sources) -> BTreeMap<String, Vec<u8>> {
    let mut texts = BTreeMap::new();
    for (name, file) in &workspace.templates {
        texts.insert(format!("templates/{name}"), plain(sources.text(*file)).into_bytes());
    }

    for (_, file) in sources.iter() {
        let path = file.path();
        let is_source = path.starts_with("chapters/") || path.starts_with("templates/");
        if is_source && !path.ends_with("（内置）") && !path.starts_with(FOLDER) {
            texts.entry(path.to_owned()).or_insert_with(|| plain(file.text()).into_bytes());
        }
    }
    texts
}

/// The fingerprint of files with their paths.
pub fn fingerprint_of(files: &BTreeMap<String, Vec<u8>>) -> String {
    let pieces = files.iter().flat_map(|(path, bytes)| [path.as_bytes(), &[0], bytes, &[0]]);
    fingerprint(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy() -> SentCopy {
        SentCopy {
            id: "c002".into(),
            document: "自述报告".into(),
            section: Some("06".into()),
            bureau: None,
            to: "甲: 处 # \"乙\"".into(),
            date: Date { year: 2018, month: 6, day: 13 },
            sources: "00ff".into(),
            returns: Vec::new(),
        }
    }

    #[test]
    fn written_and_read() {
        let folder = std::env::temp_dir().join(format!("zishu-copies-{}", std::process::id()));
        let counts = Counts { applied: 3, present: 1, conflicts: 0, requests: 2, refused: 4 };
        let date = Date { year: 2018, month: 7, day: 1 };
        let reviewers = vec!["甲, 乙".to_owned(), "丙".to_owned()];
        let merged = Return { date, file: "a b.docx".into(), reviewers, counts };
        let returned = SentCopy { returns: vec![merged], ..copy() };
        std::fs::create_dir_all(base(&folder, "c002")).unwrap();
        std::fs::write(folder.join(record_path("c002")), text(&returned)).unwrap();
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let read = load_all(&folder, &mut sources, &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0, "{diagnostics:?}");
        assert_eq!(read, [returned]);
        assert_eq!(next_id(&folder), "c003");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn ids_are_no_paths() {
        assert!(is_id("c001") && is_id("c1234"));
        for wrong in ["", "c1", "../c001", "c00a", "c0000000001", "d001", "c001/.."] {
            assert!(!is_id(wrong), "{wrong}");
        }
    }
}
