//! Small workspaces on disk, and what the library makes of them.
//!
//! In: files that differ from the small default workspace of `tests/suite/workspace/`. Out: its
//! problems as lines and the dumps of its stages.

use crate::{golden, word};
use libtest_mimic::Failed;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use zishu::diag::{Diagnostic, Diagnostics, Severity};
use zishu::document::{Chapter, Document, dump};
use zishu::markdown::{self, TextKind};
use zishu::pipeline::{
    self, Built, Cache, Checks, Design, Files, Formats, Goal, Loaded, Outputs, Request, Unreadable,
};
use zishu::source::Sources;

/// The chapter that a case writes when it names no file.
pub(crate) const CHAPTER: &str = "chapters/06-产品质量/市质监局.md";

/// A workspace in a temporary folder, gone with this value.
pub(crate) struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    /// An empty folder.
    pub(crate) fn empty() -> Workspace {
        let folder = tempfile::Builder::new().prefix("zishu-test-").tempdir().unwrap();
        Workspace { folder }
    }

    /// The default workspace, in which the one chapter is still missing.
    pub(crate) fn small() -> Workspace {
        let workspace = Workspace::empty();
        workspace.copy(&golden::root().join("tests/suite/workspace"));
        workspace
    }

    /// Its folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file by its path in the workspace.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let target = self.root().join(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }

    /// Copies a folder's contents into it.
    pub(crate) fn copy(&self, from: &Path) {
        self.copy_into(from, "");
    }

    /// Copies a folder's contents into a folder of it.
    pub(crate) fn copy_into(&self, from: &Path, folder: &str) {
        for file in golden::files(from, "") {
            let relative = file.strip_prefix(from).unwrap();
            let target = self.root().join(folder).join(relative);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::copy(&file, target).unwrap();
        }
    }
}

/// What a workspace came to.
pub(crate) struct Outcome {
    sources: Sources,
    problems: Vec<Diagnostic>,
    stage: Option<String>,
}

/// A stage whose result a case can expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// What `check` complains of, with places and remedies.
    Problems,
    /// Outline, bureaus, indicators.
    Workspace,
    /// The chapter's Markdown.
    Expanded,
    /// The chapter's tree, with numbers and references.
    Chapter,
    /// The whole document's tree.
    Document,
    /// The trees of the documents beside the report.
    Others,
    /// The parts' generated Typst text.
    Typst,
    /// The Word file's body below the section's heading.
    Word,
    /// What `render` complains of, which lays out pages too.
    Render,
    /// What the rules on data and prose complain of besides.
    Checks,
}

impl Stage {
    /// The stage with this name.
    pub(crate) fn from_name(name: &str) -> Option<Stage> {
        Some(match name {
            "problems" => Stage::Problems,
            "workspace" => Stage::Workspace,
            "expanded" => Stage::Expanded,
            "chapter" => Stage::Chapter,
            "document" => Stage::Document,
            "others" => Stage::Others,
            "typst" => Stage::Typst,
            "word" => Stage::Word,
            "render" => Stage::Render,
            "checks" => Stage::Checks,
            _ => return None,
        })
    }
}

/// The report of a workspace, built so far; nothing is checked.
pub(crate) fn report(root: &Path, goal: Goal) -> Built {
    let request = Request { outputs: Outputs::Report, goal, ..Request::new(root) };
    pipeline::build(&request, &mut Cache::default()).expect("the workspace is read")
}

/// The report of a workspace without errors, as a tree.
pub(crate) fn document(root: &Path) -> Result<(Arc<Loaded>, Document), Failed> {
    let Built { loaded, mut documents, .. } = report(root, Goal::Documents);
    let document = documents.remove(0).document.ok_or("the report has errors")?;
    Ok((loaded, Arc::unwrap_or_clone(document)))
}

/// Runs a workspace as far as `stage`.
pub(crate) fn run(root: &Path, stage: Stage) -> Outcome {
    let (goal, checks) = match stage {
        Stage::Workspace | Stage::Expanded => (Goal::Loaded, Checks::Skipped),
        Stage::Word | Stage::Render => (Goal::Files(Formats::Both), Checks::Faces),
        Stage::Checks => (Goal::Designs, Checks::All),
        Stage::Problems | Stage::Chapter | Stage::Document | Stage::Others | Stage::Typst => {
            (Goal::Designs, Checks::Faces)
        }
    };
    let request = Request { goal, checks, ..Request::new(root) };
    match pipeline::build(&request, &mut Cache::default()) {
        Ok(mut built) => {
            let mut problems = std::mem::take(&mut built.problems);
            let text = text_of(&built, stage, &mut problems);
            let sources = built.loaded.sources.clone();
            Outcome { problems: problems.into_sorted(&sources), sources, stage: text }
        }
        Err(Unreadable { sources, problems }) => {
            Outcome { problems: problems.into_sorted(&sources), sources, stage: None }
        }
    }
}

/// What a stage gave; nothing where one of the documents or designs can't be had.
fn text_of(built: &Built, stage: Stage, problems: &mut Diagnostics) -> Option<String> {
    let Built { loaded, documents, .. } = built;
    match stage {
        Stage::Workspace => {
            let mut text = zishu::workspace::dump(&loaded.workspace, &loaded.sources);
            text.push_str(&zishu::indicator::dump(&loaded.indicators));
            return Some(text);
        }
        Stage::Expanded => return expanded(loaded, problems),
        _ => {}
    }

    let trees: Vec<&Document> =
        documents.iter().map(|built| built.document.as_deref()).collect::<Option<_>>()?;
    let designs: Vec<&Design> =
        documents.iter().map(|built| built.design.as_ref()).collect::<Option<_>>()?;
    let (document, design) = (*trees.first()?, *designs.first()?);
    match stage {
        Stage::Problems | Stage::Workspace | Stage::Expanded | Stage::Checks => None,
        Stage::Chapter => Some(chapter_dump(loaded, document)),
        Stage::Document => Some(dump::document(document)),
        Stage::Others => Some(trees[1..].iter().map(|tree| dump::document(tree)).collect()),
        Stage::Typst => Some(typst(loaded, document, design)),
        Stage::Word | Stage::Render => {
            let files: Vec<&Files> =
                documents.iter().filter_map(|built| built.files.as_ref()).collect();
            for word in files.iter().filter_map(|files| files.word.as_deref()) {
                let linted = word::lint(word);
                assert!(linted.is_ok(), "{linted:?}");
            }
            let report = files.first()?.word.as_deref().unwrap_or_default();
            (stage == Stage::Word).then(|| body(&zishu::word::dump(report)))
        }
    }
}

/// What follows the section's heading in the Word file's body.
fn body(dump: &str) -> String {
    let document = dump.split("==== word/document.xml").nth(1).unwrap_or_default();
    let document = document.split("\n==== ").next().unwrap_or_default();
    let heading = document.split("w:val=\"Heading1\"").nth(1).unwrap_or_default();
    let after = heading.split_once("</w:p>\n").unwrap_or_default().1;
    after.rsplit_once("<w:sectPr>").map_or(after, |(body, _)| body).to_owned()
}

fn expanded(loaded: &Loaded, diagnostics: &mut Diagnostics) -> Option<String> {
    let expander = pipeline::expander(loaded, diagnostics);
    let file = loaded.sources.find(CHAPTER)?;
    let chapter = loaded.workspace.chapters.iter().find(|chapter| chapter.file == file)?;
    let expanded = expander.chapter(chapter, diagnostics).ok()?;
    Some(zishu::expand::dump(&expanded))
}

fn chapter_dump(loaded: &Loaded, document: &Document) -> String {
    let Some(file) = loaded.sources.find(CHAPTER) else { return String::new() };
    let parts = document.sections.iter().flat_map(|section| &section.parts);
    let blocks =
        parts.filter(|part| part.file == file).flat_map(|part| part.blocks.clone()).collect();
    let (notes, values) = (document.notes.clone(), document.values.clone());
    dump::chapter(&Chapter { file, blocks, notes, values, dropped_labels: BTreeSet::new() })
}

fn typst(loaded: &Loaded, document: &Document, design: &Design) -> String {
    let generated = design.generate(loaded, document);
    let mut text = String::new();
    for (path, source) in generated.texts() {
        if !path.contains("/parts/") {
            continue;
        }
        let _ = writeln!(text, "==== {path}\n{}", source.text().trim_end());
    }
    text
}

/// The tree of the case's chapter, before numbers and references; none where its text is blank.
pub(crate) fn chapter(workspace: &Workspace) -> Option<Chapter> {
    let loaded = pipeline::load(workspace.root()).ok()?;
    let mut problems = loaded.problems.clone();
    let file = loaded.sources.find(CHAPTER)?;
    let chapter = loaded.workspace.chapters.iter().find(|chapter| chapter.file == file)?;

    let expander = pipeline::expander(&loaded, &mut problems);
    let expanded = expander.chapter(chapter, &mut problems).unwrap_or_default();
    let find =
        |path: &str| zishu::workspace::picture(workspace.root(), &chapter.folder, path, &|_| None);
    Some(markdown::parse(file, expanded, TextKind::Chapter, &find, &mut problems))
}

/// Both files of a workspace without errors.
pub(crate) struct Made {
    /// The PDF.
    pub(crate) pdf: Vec<u8>,
    /// The Word file.
    pub(crate) word: Vec<u8>,
    /// Physical pages.
    pub(crate) pages: u32,
}

/// Renders a workspace; fails with its problems.
pub(crate) fn render(root: &Path) -> Result<Made, Failed> {
    let goal = Goal::Files(Formats::Both);
    let outputs = Outputs::Report;
    let request = Request { outputs, goal, checks: Checks::All, ..Request::new(root) };
    let built = pipeline::build(&request, &mut Cache::default());
    let (sources, problems, files) = match built {
        Ok(Built { loaded, mut documents, problems, .. }) => {
            (loaded.sources.clone(), problems, documents.remove(0).files)
        }
        Err(Unreadable { sources, problems }) => (sources, problems, None),
    };

    match files {
        Some(Files { pdf, word, layout, proof, .. }) => {
            let word = word.unwrap_or_default();
            word::lint(&word)?;
            let differences = proof.map(|proof| proof.differences).unwrap_or_default();
            if !differences.is_empty() {
                return Err(format!("the files differ: {differences:#?}").into());
            }
            Ok(Made { pdf: pdf.unwrap_or_default(), word, pages: layout.pages })
        }
        None => {
            let problems = problems.into_sorted(&sources);
            Err(Outcome { problems, sources, stage: None }.problems().into())
        }
    }
}

impl Outcome {
    /// How many problems have this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// What the stage gave.
    pub(crate) fn stage(&self) -> Option<&str> {
        self.stage.as_deref()
    }

    /// Every problem as `line:col code message`, its other places and its remedies below it; other
    /// files than the case's own chapter are named.
    pub(crate) fn problems(&self) -> String {
        let mut text = String::new();
        for problem in &self.problems {
            let place = self.place(problem.primary.span);
            let code = problem.code.name();
            let _ = writeln!(text, "{place} {code} {}", problem.message);
            if !problem.primary.text.is_empty() {
                let _ = writeln!(text, "  此处 {}", problem.primary.text);
            }
            for label in &problem.secondary {
                let _ = writeln!(text, "  另见 {} {}", self.place(label.span), label.text);
            }
            for help in &problem.help {
                let _ = writeln!(text, "  改法 {help}");
            }
        }
        text
    }

    fn place(&self, span: zishu::source::Span) -> String {
        let start = self.sources.line_column(span.file, span.start);
        let end = self.sources.line_column(span.file, span.end);
        let range = match (end.line == start.line, end.column == start.column) {
            (true, true) => format!("{}:{}", start.line, start.column),
            (true, false) => format!("{}:{}-{}", start.line, start.column, end.column),
            (false, _) => format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column),
        };
        match self.sources.path(span.file) {
            CHAPTER => range,
            path => format!("{path}:{range}"),
        }
    }
}
