//! Small workspaces on disk, and what the library makes of them.
//!
//! In: files that differ from the small default workspace of `tests/suite/workspace/`. Out: its
//! problems as lines and the dumps of its stages.

use crate::{golden, word};
use libtest_mimic::Failed;
use std::fmt::Write;
use std::path::Path;
use zishu::diag::{Diagnostic, Diagnostics, Severity};
use zishu::document::{Chapter, Document, dump};
use zishu::pipeline::{self, Design, Loaded, Outputs, Wanted};
use zishu::source::Sources;
use zishu::typography::{Faces, Search};

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

/// Runs a workspace as far as `stage`.
pub(crate) fn run(root: &Path, stage: Stage) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let (sources, parts) = pipeline::load(root, &mut diagnostics);
    let Some((workspace, indicators)) = parts else {
        return Outcome { problems: diagnostics.into_sorted(&sources), sources, stage: None };
    };
    let mut loaded = Loaded { sources, workspace, indicators };
    let stage = produce(&mut loaded, stage, &mut diagnostics);
    let sources = loaded.sources;
    Outcome { problems: diagnostics.into_sorted(&sources), sources, stage }
}

fn produce(loaded: &mut Loaded, stage: Stage, diagnostics: &mut Diagnostics) -> Option<String> {
    if stage == Stage::Workspace {
        let mut text = zishu::workspace::dump(&loaded.workspace, &loaded.sources);
        text.push_str(&zishu::indicator::dump(&loaded.indicators));
        return Some(text);
    }
    if stage == Stage::Expanded {
        return expanded(loaded, diagnostics);
    }
    let wanted: Vec<usize> = (0..loaded.workspace.outputs().len()).collect();
    let documents = pipeline::assemble_each(loaded, &wanted, diagnostics);
    let faces = Faces::discover(&loaded.workspace.root, Search::Workspace);
    let designs = pipeline::designs(loaded, &wanted, None, faces, diagnostics);
    let documents: Vec<Document> = documents.into_iter().collect::<Result<_, _>>().ok()?;
    let designs: Vec<Design> = designs.into_iter().collect::<Result<_, _>>().ok()?;
    let pairs: Vec<(&Document, &Design)> = documents.iter().zip(&designs).collect();
    for (document, design) in &pairs {
        pipeline::check_faces(loaded, document, design, diagnostics);
    }
    if stage == Stage::Checks {
        pipeline::check(loaded, &documents.iter().collect::<Vec<_>>(), diagnostics);
    }
    let (document, design) = *pairs.first()?;
    match stage {
        Stage::Problems | Stage::Workspace | Stage::Expanded => None,
        Stage::Checks => None,
        Stage::Chapter => Some(chapter(loaded, document)),
        Stage::Document => Some(dump::document(document)),
        Stage::Others => Some(documents[1..].iter().map(dump::document).collect()),
        Stage::Typst => Some(typst(loaded, document, design)),
        Stage::Word | Stage::Render => {
            if diagnostics.has_errors() {
                return None;
            }
            let outputs = pipeline::render_each(loaded, &pairs, Wanted::Both, diagnostics);
            for word in outputs.iter().flatten().filter_map(|made| made.word.as_deref()) {
                let linted = word::lint(word);
                assert!(linted.is_ok(), "{linted:?}");
            }
            let report = outputs.into_iter().next()?.ok()?;
            (stage == Stage::Word)
                .then(|| body(&zishu::word::dump(&report.word.unwrap_or_default())))
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

fn chapter(loaded: &Loaded, document: &Document) -> String {
    let Some(file) = loaded.sources.find(CHAPTER) else { return String::new() };
    let parts = document.sections.iter().flat_map(|section| &section.parts);
    let blocks =
        parts.filter(|part| part.file == file).flat_map(|part| part.blocks.clone()).collect();
    let (notes, values) = (document.notes.clone(), document.values.clone());
    dump::chapter(&Chapter { file, blocks, notes, values })
}

fn typst(loaded: &Loaded, document: &Document, design: &Design) -> String {
    let generated = pipeline::generate(loaded, document, design);
    let mut text = String::new();
    for (path, source) in generated.texts() {
        if !path.contains("/parts/") {
            continue;
        }
        let _ = writeln!(text, "==== {path}\n{}", source.text().trim_end());
    }
    text
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
    let mut diagnostics = Diagnostics::default();
    let made = attempt(root, &mut diagnostics);
    let (sources, outputs) = made;
    let outcome = Outcome { problems: diagnostics.into_sorted(&sources), sources, stage: None };
    match outputs {
        Some(outputs) if outcome.count(Severity::Error) == 0 => {
            let word = outputs.word.unwrap_or_default();
            word::lint(&word)?;
            let (pdf, pages) = (outputs.pdf.unwrap_or_default(), outputs.layout.pages);
            Ok(Made { pdf, word, pages })
        }
        Some(_) | None => Err(outcome.problems().into()),
    }
}

fn attempt(root: &Path, diagnostics: &mut Diagnostics) -> (Sources, Option<Outputs>) {
    let (sources, parts) = pipeline::load(root, diagnostics);
    let Some((workspace, indicators)) = parts else { return (sources, None) };
    let mut loaded = Loaded { sources, workspace, indicators };
    let outputs = lay_out(&mut loaded, diagnostics);
    (loaded.sources, outputs)
}

fn lay_out(loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> Option<Outputs> {
    let document = pipeline::assemble(loaded, diagnostics).ok()?;
    let faces = Faces::discover(&loaded.workspace.root, Search::Workspace);
    let design = pipeline::design(loaded, None, faces, diagnostics).ok()?;
    pipeline::check(loaded, &[&document], diagnostics);
    pipeline::check_faces(loaded, &document, &design, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    pipeline::render(loaded, &document, &design, Wanted::Both, diagnostics).ok()
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
