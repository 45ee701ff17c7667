//! `zishu review send`: a Word file for review, and what its merge will need.
//!
//! Everything is made in memory; the record is written beside its place and renamed, so that it is
//! there whole or not at all, and two runs at once get two ids.

use super::super::arguments::Common;
use super::super::files::{self, Save};
use super::super::progress::Progress;
use super::super::{Outcome, session, summary};
use super::{SendOptions, scope, today};
use crate::diag::Diagnostics;
use crate::document::{BlockKind, Document, InlineKind, visit};
use crate::pipeline::{
    self, Built, BuiltDocument, Checks, Design, Goal, Loaded, Output, Outputs, Request, Stage,
};
use crate::review::{self, copies, copies::SentCopy};
use crate::source::nearest;
use crate::word::ReviewCopy;
use anyhow::{Context, anyhow, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// So often another run may take the id first.
const ATTEMPTS: usize = 20;

/// Makes the copy; where the report has errors nothing is written.
pub(super) fn run(common: &Common, options: &SendOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let date = today::date(options.date.as_deref())?;
    let progress = Progress::new();
    let request = Request {
        outputs: options
            .only
            .as_deref()
            .map_or(Outputs::Report, |only| session::outputs(Some(only))),
        goal: Goal::Designs,
        checks: Checks::All,
        faces: session::face_search(options.system_fonts),
        observer: Some(progress.observer()),
        ..Request::new(&root)
    };
    let built = session::build(common, &request);
    progress.finish();
    let Some(mut built) = built? else { return Ok(Outcome::Problems) };
    session::require_output(&built, options.only.as_deref())?;
    let Some(document) = built.documents.pop() else { return Ok(Outcome::Problems) };
    let part = chosen(&built.loaded, options, document.output)?;

    let Built { loaded, problems: mut diagnostics, .. } = built;
    let BuiltDocument { name, document, design, .. } = document;
    let ready = document.zip(design).filter(|_| !diagnostics.has_errors());
    let Some((document, design)) = ready else { return refused(common, &loaded, diagnostics) };
    let mut document = Arc::unwrap_or_clone(document);
    let files = files(&root, &loaded, &document)?;
    part.cut(&mut document, &loaded)?;
    let sent = SentCopy {
        id: String::new(),
        document: name,
        section: part.section.clone(),
        bureau: part.bureau.clone(),
        to: options.to.clone(),
        date,
        sources: copies::fingerprint_of(&files),
        returns: Vec::new(),
    };
    progress.begin(Stage::LayOut);
    let job = Job { root: &root, loaded: &loaded, document: &document, design: &design, files };
    let made = job.make(sent, !options.no_lock, &mut diagnostics);
    progress.finish();
    let Some(made) = made? else { return refused(common, &loaded, diagnostics) };
    let outcome = session::report(common, &loaded.sources, diagnostics)?;
    session::say(common, &closing(&made));
    Ok(outcome)
}

fn refused(common: &Common, loaded: &Loaded, diagnostics: Diagnostics) -> anyhow::Result<Outcome> {
    let verdict = summary::verdict(summary::count(&diagnostics));
    session::report(common, &loaded.sources, diagnostics)?;
    session::say(common, &format!("{verdict}，没有生成送审稿"));
    Ok(Outcome::Problems)
}

fn closing(made: &Made) -> String {
    let to = match made.copy.to.as_str() {
        "" => "审稿人".to_owned(),
        to => to.to_owned(),
    };
    format!(
        "已生成 {}（送审稿 {}，{} 段）\n发给{to}，请在 Word 或 WPS 里直接修改、批注；收回后运行 zishu \
         review merge 文件。{} 与文稿一起保存，合并要用",
        made.path,
        made.copy.id,
        made.passages,
        copies::FOLDER
    )
}

/// What part of the document is sent.
struct Chosen {
    section: Option<String>,
    bureau: Option<String>,
    index: Option<usize>,
}

fn chosen(loaded: &Loaded, options: &SendOptions, output: Output) -> anyhow::Result<Chosen> {
    let workspace = &loaded.workspace;
    if output != Output::Report && (options.section.is_some() || options.bureau.is_some()) {
        bail!("--section 和 --bureau 只用于{}", workspace.report.output);
    }
    let section = match &options.section {
        None => None,
        Some(typed) => {
            // 6 is 06.
            let number = format!("{typed:0>2}");
            let found = workspace.find_section(typed).or_else(|| workspace.find_section(&number));
            let found = found.and_then(|index| workspace.outline.get(index));
            let list = || workspace.outline.iter().map(|s| s.folder.as_str()).collect::<Vec<_>>();
            let found =
                found.ok_or_else(|| anyhow!("没有栏目“{typed}”，可用：{}", list().join("、")))?;
            Some(found.number.clone())
        }
    };
    let index = match &options.bureau {
        None => None,
        Some(typed) => Some(workspace.find_bureau(typed).ok_or_else(|| {
            let names = workspace.bureaus.iter().map(|bureau| bureau.short.as_str());
            match nearest(typed, names) {
                Some(near) => anyhow!("bureaus.yaml 中没有单位“{typed}”，是否要写 {near}？"),
                None => anyhow!("bureaus.yaml 中没有单位“{typed}”"),
            }
        })?),
    };
    let bureau = index.and_then(|index| workspace.bureaus.get(index));
    Ok(Chosen { section, bureau: bureau.map(|bureau| bureau.short.clone()), index })
}

impl Chosen {
    fn is_part(&self) -> bool {
        self.section.is_some() || self.bureau.is_some()
    }

    /// Leaves out what isn't sent.
    fn cut(&self, document: &mut Document, loaded: &Loaded) -> anyhow::Result<()> {
        if !self.is_part() {
            return Ok(());
        }
        if let Some(section) = &self.section {
            scope::only_section(document, section);
        }
        if let Some(index) = self.index {
            let chapters = loaded.workspace.chapters.iter();
            let own = chapters.filter(|chapter| chapter.bureau == Some(index));
            let files: BTreeSet<_> = own.map(|chapter| chapter.file).collect();
            scope::only_files(document, &files);
        }
        scope::detach(document);
        match document.sections.is_empty() {
            true => bail!("{}没有可送审的内容", self.words()),
            false => Ok(()),
        }
    }

    fn words(&self) -> String {
        let section = self.section.as_ref().map(|number| format!("第 {number} 章"));
        let bureau = self.bureau.clone();
        [section, bureau].into_iter().flatten().collect::<Vec<_>>().join("里")
    }
}

/// The texts and pictures that the document was made from.
fn files(
    root: &Path,
    loaded: &Loaded,
    document: &Document,
) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = copies::texts(&loaded.workspace, &loaded.sources);
    for path in pictures(document) {
        let bytes = std::fs::read(root.join(&path)).with_context(|| format!("读不出 {path}"))?;
        files.insert(path, bytes);
    }
    Ok(files)
}

/// The pictures that a document shows, in its text and its notes.
fn pictures(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut look = |block: &crate::document::Block| {
        if let BlockKind::Figure(figure) = &block.kind {
            found.insert(figure.picture.path.clone());
        }
        for content in visit::contents(block) {
            visit::inlines(content, &mut |inline| {
                if let InlineKind::Picture(picture) = &inline.kind {
                    found.insert(picture.path.clone());
                }
            });
        }
    };
    visit::sections(document, &mut look);
    document.notes.iter().for_each(|note| visit::blocks(&note.blocks, &mut look));
    found
}

/// What a copy is made of.
struct Job<'a> {
    root: &'a Path,
    loaded: &'a Loaded,
    document: &'a Document,
    design: &'a Design,
    files: BTreeMap<String, Vec<u8>>,
}

/// A copy that was written.
struct Made {
    copy: SentCopy,
    path: String,
    passages: usize,
}

impl Job<'_> {
    /// Renders and writes the copy under the next free id; `None` where rendering reported an error.
    fn make(
        &self,
        mut sent: SentCopy,
        locked: bool,
        diagnostics: &mut Diagnostics,
    ) -> anyhow::Result<Option<Made>> {
        let sources = &self.loaded.sources;
        let passages = review::passages(self.document, sources);
        let partial = sent.section.is_some() || sent.bureau.is_some();
        let mut carried = ReviewCopy {
            id: String::new(),
            document: sent.document.clone(),
            sources: sent.sources.clone(),
            locked,
            partial,
            anchors: copies::anchors(&passages, sources),
        };
        let mut folders = files::Folders::default();
        let folder = self.root.join(copies::FOLDER);
        for _ in 0..ATTEMPTS {
            sent.id = free_id(self.root, &sent);
            carried.id.clone_from(&sent.id);
            let made = pipeline::print_review_copy(
                self.loaded,
                self.document,
                self.design,
                &carried,
                diagnostics,
            );
            let Ok(word) = made else { return Ok(None) };
            folders.make(&folder)?;
            if !self.keep(&sent, &word)? {
                continue;
            }
            let path = out_path(&sent);
            if let Err(error) = files::write(self.root, Save::new(self.root.join(&path), &word)) {
                // A copy that nobody can be sent is no copy.
                let _ = std::fs::remove_dir_all(copies::base(self.root, &sent.id));
                return Err(error);
            }
            return Ok(Some(Made { copy: sent, path, passages: passages.len() }));
        }
        bail!("{} 正被别的程序写入，请稍后再试", copies::FOLDER)
    }

    /// Writes the record; false where another run took the id meanwhile.
    fn keep(&self, sent: &SentCopy, word: &[u8]) -> anyhow::Result<bool> {
        let folder = self.root.join(copies::FOLDER);
        let beside = tempfile::Builder::new()
            .prefix(".zishu-")
            .tempdir_in(&folder)
            .with_context(|| format!("不能在 {} 中写文件", copies::FOLDER))?;
        let text = copies::text(sent);
        let own = [("copy.docx", word), ("copy.yaml", text.as_bytes())];
        let files = self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        for (path, bytes) in own.into_iter().chain(files) {
            write(&beside.path().join(path), bytes)
                .with_context(|| format!("不能写入 {}/{}/{path}", copies::FOLDER, sent.id))?;
        }
        share(beside.path());
        let place = copies::base(self.root, &sent.id);
        if place.exists() {
            return Ok(false);
        }
        match std::fs::rename(beside.path(), &place) {
            Ok(()) => Ok(true),
            Err(_) if place.exists() => Ok(false),
            Err(error) => {
                Err(error).with_context(|| format!("不能写入 {}/{}", copies::FOLDER, sent.id))
            }
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)
}

/// A temporary folder is its owner's alone; the record is for everyone who works on the chapters.
#[cfg(unix)]
fn share(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn share(_folder: &Path) {}

/// The first id after all others under which no file was written.
fn free_id(root: &Path, sent: &SentCopy) -> String {
    let mut sent = SentCopy { id: copies::next_id(root), ..sent.clone() };
    while root.join(out_path(&sent)).exists() {
        let number = sent.id[1..].parse::<u32>().unwrap_or_default();
        sent.id = format!("c{:03}", number + 1);
    }
    sent.id
}

/// Where the copy is written, relative to the workspace: `out/送审/自述报告-06-市质监局-c001.docx`.
fn out_path(sent: &SentCopy) -> String {
    let parts = [Some(&sent.document), sent.section.as_ref(), sent.bureau.as_ref(), Some(&sent.id)];
    let stem: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("out/送审/{}.docx", stem.join("-"))
}
