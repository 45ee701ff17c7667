//! `zishu review merge`: returned copies into the chapters, all of them or none.

use super::super::arguments::Common;
use super::super::files::{self, Expected, Save};
use super::super::{Outcome, diff, output, session};
use super::scratch::Scratch;
use super::{MergeOptions, identity, today};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::document::{Date, Document};
use crate::docx::{self, Docx};
use crate::pipeline::{self, Built, Cache, Loaded, Outputs, Request};
use crate::review::copies::{self, Counts, Return, SentCopy};
use crate::review::{self, Chapters, Comments, Merged, Passage, Remade, Returned, Sent, list};
use crate::source::{Sources, Span};
use anyhow::{Context, anyhow, bail};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Files larger than this are not read.
const LARGEST: u64 = 256 << 20;

/// Folder of the lists, and what their names begin with; a number follows.
const LISTS: &str = "out";
const LIST: &str = "审改清单-";
/// Times that another merge may take the number of a list before this one gives up.
const MAX_TRIES: u32 = 20;
/// Where chapters are kept as they were.
const BACKUP: &str = "chapters/.review/backup";
/// What is said where something can't be read or written.
const UNTOUCHED: &str = "没有合并，什么都没有改动";

/// A file that came back, and the copy that it is.
struct Back {
    name: String,
    docx: Docx,
    copy: usize,
}

/// A copy as it was sent.
struct Base {
    copy: SentCopy,
    /// Its record, byte for byte.
    record: Vec<u8>,
    loaded: Arc<Loaded>,
    document: Arc<Document>,
    passages: Vec<Passage>,
    docx: Docx,
    scratch: Scratch,
    /// Errors that it had when it was sent.
    errors: usize,
}

/// Merges the files.
pub(super) fn run(common: &Common, options: &MergeOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let date = today::date(options.date.as_deref())?;
    let Some(mut now) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let mut bases: Vec<Base> = Vec::new();
    let mut files = Vec::new();
    for path in &options.files {
        let (file, note) = read(&root, path, options.copy.as_deref(), &mut bases)?;
        note.into_iter().for_each(|note| session::say(common, &note));
        files.push(file);
    }
    let chapters = Workspace {
        now: &now,
        bases: &bases,
        copies: files.iter().map(|file| file.copy).collect(),
        scratch: RefCell::new(None),
        failed: RefCell::new(None),
        root: &root,
    };
    let returned: Vec<Returned<'_>> = files
        .iter()
        .map(|file| {
            let base = &bases[file.copy];
            let (document, sources) = (&base.document, &base.loaded.sources);
            let sent = Sent { document, sources, passages: &base.passages, docx: &base.docx };
            Returned { name: &file.name, sent, docx: &file.docx }
        })
        .collect();
    let merged = {
        let comments = if options.comments { Comments::Written } else { Comments::Listed };
        review::merge(&returned, comments, &chapters)
    };
    drop(returned);
    // What couldn't be tried is not what is wrong with a change.
    if let Some(error) = chapters.failed.into_inner() {
        return Err(error.context(UNTOUCHED));
    }
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let owned: Vec<Option<list::Owned>> =
        merged.entries.iter().map(|entry| owner(&bases[files[entry.copy].copy], entry)).collect();
    if let Some(at) = merged.tallies.iter().position(|tally| !tally.adds_up()) {
        tell(&merged, &names, &owned);
        output::message(&format!(
            "错误：{} 的处理结果与改动处数不符，没有写入任何文件；这是程序的缺陷，请保留这份文件并报告，\
             其他文件可以先合并",
            names[at]
        ));
        return Ok(Outcome::Problems);
    }
    if options.dry_run {
        tell(&merged, &names, &owned);
        for (path, text) in &merged.chapters {
            let before = now.sources.find(path).map_or("", |file| now.sources.text(file));
            output::text(&diff::unified(path, before, text));
        }
        session::say(common, "这是试合并，什么都没有写入；去掉 --dry-run 即写入");
        return Ok(outcome(&merged));
    }
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut folders = files::Folders::default();
    let backup = exchange(&now, &merged.chapters, &mut folders, &mut all)?;
    let listing = list::Listing { merged: &merged, copies: &names, owned: &owned };
    let mut lists = vec![("md", list::markdown(&listing).into_bytes())];
    let word = list_in_word(&root, &mut now, &listing);
    lists.extend(word.iter().map(|word| ("docx", word.clone())));
    for (index, file) in files.iter().enumerate() {
        let returned = Return { date, ..returned_of(file, &merged, index) };
        let (path, text) = copies::record_return(&bases[file.copy].copy, returned.clone());
        all.insert(path, text.into_bytes());
        bases[file.copy].copy.returns.push(returned);
    }
    let list = write_all(&now, &bases, &all, &lists).context(UNTOUCHED)?;
    tell(&merged, &names, &owned);
    let mut closing = match merged.chapters.len() {
        0 => "没有章节要改".to_owned(),
        count => format!("改了 {count} 份章节"),
    };
    if let Some(backup) = backup {
        closing.push_str(&format!("，原件备份在 {backup}"));
    }
    if word.is_none() {
        bail!("{closing}；清单排不成 Word；Markdown 的清单在 {list}.md");
    }
    session::say(common, &format!("{closing}；清单在 {list}.md 与 .docx"));
    Ok(outcome(&merged))
}

/// What is left to people is a problem, what is done is not.
fn outcome(merged: &Merged) -> Outcome {
    let conflict = merged
        .entries
        .iter()
        .any(|entry| matches!(entry.outcome, review::Outcome::Conflict { .. }));
    if conflict { Outcome::Problems } else { Outcome::Clean }
}

/// The list's path without its ending, with a number that follows all others: no list is replaced.
fn next_list(root: &Path) -> String {
    let entries = std::fs::read_dir(root.join(LISTS)).into_iter().flatten().flatten();
    let number = |name: String| {
        let (stem, _) = name.strip_prefix(LIST)?.split_once('.')?;
        // A number with more digits is somebody's date.
        stem.parse::<u32>().ok().filter(|number| *number < 1_000_000)
    };
    let known = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let last = known.filter_map(number).max().unwrap_or(0);
    format!("{LISTS}/{LIST}{}", last + 1)
}

/// Writes all files, and the list in its forms under the next free number, which is given.
fn write_all(
    now: &Loaded,
    bases: &[Base],
    all: &BTreeMap<String, Vec<u8>>,
    lists: &[(&str, Vec<u8>)],
) -> anyhow::Result<String> {
    let root = &now.workspace.root;
    let mut tries = 0;
    loop {
        let list = next_list(root);
        let mut all = all.clone();
        all.extend(lists.iter().map(|(ending, bytes)| (format!("{list}.{ending}"), bytes.clone())));
        match files::write_all(root, saves(now, bases, all)) {
            Ok(written) => {
                written.keep();
                return Ok(list);
            }
            // Another merge that runs at once took the number; nothing of this one was written.
            Err(_) if tries < MAX_TRIES && next_list(root) != list => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Reads a file that came back; beside it what is to be said of how it was known.
fn read(
    root: &Path,
    path: &Path,
    named: Option<&str>,
    bases: &mut Vec<Base>,
) -> anyhow::Result<(Back, Option<String>)> {
    let shown = path.display();
    if path.is_dir() {
        bail!("{shown} 是文件夹，请写 Word 文件名");
    }
    let file = File::open(path).with_context(|| format!("打不开 {shown}"))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).with_context(|| format!("读不出 {shown}"))?;
    if bytes.len() as u64 > LARGEST {
        bail!("{shown} 超过 {} MB，没有读", LARGEST >> 20);
    }
    let docx = match docx::read(&bytes) {
        Ok(docx) => docx,
        Err(refused) => bail!("{shown}：{}", refused.reason),
    };
    let identity::Known { id, sources, note } =
        identity::of(root, &shown.to_string(), &docx, named)?;
    let copy: usize = match bases.iter().position(|base| base.copy.id == id) {
        Some(known) => known,
        None => {
            bases.push(open(root, &id).with_context(|| format!("{shown} 的底稿 {id}"))?);
            bases.len() - 1
        }
    };
    if sources.is_some_and(|sources| sources != bases[copy].copy.sources) {
        bail!("{shown} 不是这里发出的 {id}：编号相同，底稿不同；请在发稿的工作区里合并");
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((Back { name, docx, copy }, note))
}

/// The copy as it was sent: its sources, assembled anew, and its Word file.
fn open(root: &Path, id: &str) -> anyhow::Result<Base> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let Ok(copy) = copies::load(root, id, &mut sources, &mut diagnostics) else {
        bail!("{} 里没有，或读不出来；请在发稿的工作区里合并", copies::FOLDER);
    };
    let record = sources.find(&copies::record_path(id)).and_then(|file| sources.bytes(file));
    let record = record.map(<[u8]>::to_owned).context("读不出送审记录")?;
    let folder = copies::base(root, id);
    let bytes = std::fs::read(folder.join("copy.docx")).context("读不出发出的稿子")?;
    let docx = docx::read(&bytes).map_err(|refused| anyhow!("{}", refused.reason))?;
    let Some(built) = assemble(&folder, Outputs::All) else { bail!("底稿的文件读不出来") };
    let errors =
        built.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let Built { loaded, documents, .. } = built;
    let document = documents.into_iter().find(|document| document.name == copy.document);
    let document = document.with_context(|| format!("底稿里没有名为“{}”的文件", copy.document))?;
    let document = document.document.context("底稿合并不出来")?;
    let passages = review::passages(&document, &loaded.sources);
    let scratch = Scratch::of(&folder)?;
    Ok(Base { copy, record, loaded, document, passages, docx, scratch, errors })
}

/// A folder as a workspace, with its documents; `None` where it can't be read.
fn assemble(root: &Path, outputs: Outputs) -> Option<Built> {
    let request = Request { outputs, ..Request::new(root) };
    pipeline::build(&request, &mut Cache::default()).ok()
}

/// The workspace as the merge asks for it.
struct Workspace<'a> {
    now: &'a Loaded,
    bases: &'a [Base],
    /// The base of each file.
    copies: Vec<usize>,
    root: &'a Path,
    scratch: RefCell<Option<Scratch>>,
    /// Why a change couldn't be tried.
    failed: RefCell<Option<anyhow::Error>>,
}

impl Workspace<'_> {
    /// What was tried; what went wrong is kept.
    fn tried<T>(&self, tried: anyhow::Result<T>) -> Option<T> {
        tried.map_err(|error| *self.failed.borrow_mut() = Some(error)).ok()
    }
}

impl Chapters for Workspace<'_> {
    fn now(&self, path: &str) -> Option<String> {
        let file = self.now.sources.find(path)?;
        Some(copies::plain(self.now.sources.text(file)))
    }

    fn remade(&self, copy: usize, chapters: &BTreeMap<String, String>) -> Option<Remade> {
        let base = &self.bases[*self.copies.get(copy)?];
        let remade = base.scratch.with(chapters, |root| {
            let built = assemble(root, Outputs::Named(base.copy.document.clone()))?;
            let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
            let errors = built.problems.iter().filter(is_error).count();
            let document = built.documents.first()?.document.as_deref()?;
            let sources = built.loaded.sources.clone();
            let passages = review::passages(document, &sources);
            (errors <= base.errors).then_some(Remade { sources, passages })
        });
        self.tried(remade)?
    }

    fn broken(&self, chapters: &BTreeMap<String, String>) -> BTreeSet<String> {
        if chapters.is_empty() {
            return BTreeSet::new();
        }
        let all: BTreeSet<String> = chapters.keys().cloned().collect();
        let mut scratch = self.scratch.borrow_mut();
        if scratch.is_none() {
            *scratch = self.tried(Scratch::of(self.root));
        }
        let Some(scratch) = scratch.as_ref() else { return all };
        let before = self.tried(scratch.with(&BTreeMap::new(), errors));
        let after = self.tried(scratch.with(chapters, errors));
        let (Some(before), Some(after)) = (before, after) else { return all };
        let count = |errors: &BTreeMap<String, usize>, path: &String| {
            errors.get(path).copied().unwrap_or_default()
        };
        let worse: BTreeSet<String> = after
            .keys()
            .filter(|path| count(&after, path) > count(&before, path))
            .cloned()
            .collect();
        let own: BTreeSet<String> = worse.intersection(&all).cloned().collect();
        // An error elsewhere comes from one of these all the same.
        if own.is_empty() && !worse.is_empty() { all } else { own }
    }
}

/// Errors of a workspace, by file.
fn errors(root: &Path) -> BTreeMap<String, usize> {
    let built = pipeline::build(&Request::new(root), &mut Cache::default());
    let (sources, problems) = match &built {
        Ok(built) => (&built.loaded.sources, &built.problems),
        Err(unreadable) => (&unreadable.sources, &unreadable.problems),
    };

    let mut found = BTreeMap::new();
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        *found.entry(sources.path(problem.primary.span.file).to_owned()).or_insert(0) += 1;
    }
    found
}

/// Who owns the number that an entry asks for.
fn owner(base: &Base, entry: &review::Entry) -> Option<list::Owned> {
    let review::Outcome::Request { value, .. } = &entry.outcome else { return None };
    let value = base.document.values.get(value.0 as usize)?;
    let sources = &base.loaded.sources;
    let path = sources.path(value.origin.file);
    let line = sources.line_column(value.origin.file, value.origin.start).line;
    let place = format!("{path}:{line}");
    let indicators = &base.loaded.indicators;
    let names: Vec<String> =
        value.indicators.iter().map(|(name, year)| format!("{name}（{year}年）")).collect();
    let owner = value.indicators.first().and_then(|(name, _)| indicators.find(name));
    let bureau = owner.map(|id| indicators.get(id).owner.clone());
    let bureau = bureau.unwrap_or_else(|| "填报单位".to_owned());
    Some(list::Owned { bureau, name: names.join("、"), place })
}

fn tell(merged: &Merged, names: &[String], owned: &[Option<list::Owned>]) {
    for (entry, owned) in merged.entries.iter().zip(owned) {
        let quiet = matches!(
            entry.outcome,
            review::Outcome::Applied | review::Outcome::Present | review::Outcome::Listed
        );
        if !quiet {
            let name = &names[entry.copy];
            let place = match list::place(entry) {
                Some(place) if entry.place.is_none() => format!("{name} {place}"),
                Some(place) => place,
                None => name.clone(),
            };
            let who = if entry.author.is_empty() { "（未留痕）" } else { &entry.author };
            let outcome = list::outcome(entry, owned.as_ref());
            output::text(&format!("{place}：{who} {}：{outcome}\n", list::what(entry)));
        }
    }
    for (name, tally) in names.iter().zip(&merged.tallies) {
        output::text(&format!("{}\n", list::tally(name, tally)));
    }
}

/// Adds the chapters to what is to be written, and what they were when they were read to a folder of
/// its own, which is given.
fn exchange(
    now: &Loaded,
    chapters: &BTreeMap<String, String>,
    folders: &mut files::Folders,
    all: &mut BTreeMap<String, Vec<u8>>,
) -> anyhow::Result<Option<String>> {
    if chapters.is_empty() {
        return Ok(None);
    }
    let backup = claim_backup(&now.workspace.root, folders)?;
    for (path, text) in chapters {
        let old = now.sources.find(path).and_then(|file| now.sources.bytes(file));
        let old = old.with_context(|| format!("读不出 {path}"))?;
        all.insert(path.clone(), as_before(old, text).into_bytes());
        all.insert(format!("{backup}/{path}"), old.to_owned());
    }
    Ok(Some(backup))
}

/// Makes a folder for a backup that no other merge, not even one that runs now, takes for its own.
fn claim_backup(root: &Path, folders: &mut files::Folders) -> anyhow::Result<String> {
    for number in 1..=u32::MAX {
        let backup = format!("{BACKUP}/{number:03}");
        if folders.claim(&root.join(&backup)).context(UNTOUCHED)? {
            return Ok(backup);
        }
    }
    bail!("{BACKUP} 里的文件夹太多；{UNTOUCHED}")
}

/// The files in the order in which they are written, each with what it was when it was read: the
/// records, which say that the rest was merged, go last.
fn saves(now: &Loaded, bases: &[Base], all: BTreeMap<String, Vec<u8>>) -> Vec<Save<Vec<u8>>> {
    let record = |path: &str| bases.iter().find(|base| copies::record_path(&base.copy.id) == path);
    let mut saves = Vec::new();
    let mut records = Vec::new();
    for (path, bytes) in all {
        let full = now.workspace.root.join(&path);
        if let Some(base) = record(&path) {
            let expected = Expected::Bytes(base.record.clone());
            records.push(Save { path: full, bytes, expected });
        } else {
            // A list is new, as a backup is: of two merges at once, neither replaces the other's.
            let expected = Expected::read(&now.sources, &path);
            saves.push(Save { path: full, bytes, expected });
        }
    }
    saves.extend(records);
    saves
}

/// A text with the byte-order mark and the line ends of the file that it replaces.
fn as_before(old: &[u8], text: &str) -> String {
    let mark = if old.starts_with("\u{FEFF}".as_bytes()) { "\u{FEFF}" } else { "" };
    let ends = |end: &[u8]| old.windows(end.len()).filter(|window| *window == end).count();
    match 2 * ends(b"\r\n") > ends(b"\n") {
        true => format!("{mark}{}", text.replace('\n', "\r\n")),
        false => format!("{mark}{text}"),
    }
}

/// The list as a Word file, set as the report is; `None` where the report's look has errors.
fn list_in_word(root: &Path, now: &mut Loaded, listing: &list::Listing<'_>) -> Option<Vec<u8>> {
    let report = &now.workspace.report;
    let span = Span::of_file(report.file);
    let document = list::document(listing, &report.author, report.date, span);
    let faces = crate::typography::Faces::discover(root, session::face_search(false));
    pipeline::print_as_report(now, &document, faces)
}

/// What is noted of a copy that came back.
fn returned_of(file: &Back, merged: &Merged, index: usize) -> Return {
    let own = merged.entries.iter().filter(|entry| entry.copy == index);
    let authors: BTreeSet<&str> = own.map(|entry| entry.author.as_str()).collect();
    let authors = authors.into_iter().filter(|author| !author.is_empty());
    let tally = merged.tallies.get(index).map(|tally| tally.outcomes).unwrap_or_default();
    let [applied, present, conflicts, requests, refused, _] = tally;
    Return {
        date: Date::default(),
        file: file.name.clone(),
        reviewers: authors.map(str::to_owned).collect(),
        counts: Counts { applied, present, conflicts, requests, refused },
    }
}

#[cfg(test)]
mod tests {
    use super::as_before;

    #[test]
    fn ends_and_mark_stay() {
        assert_eq!(
            as_before("\u{FEFF}甲\r\n乙\r\n".as_bytes(), "甲\n子\n"),
            "\u{FEFF}甲\r\n子\r\n"
        );
        assert_eq!(as_before("甲\n乙\r\n丙\n".as_bytes(), "甲\n子\n"), "甲\n子\n");
        assert_eq!(as_before(b"", "甲\n"), "甲\n");
    }
}
