//! A copy that was sent, and the chapters that edits come back to.
//!
//! In: a workspace. Out: the copy's bytes, its targets, and what a merge asks for.

use super::accept::{self, Line};
use super::chance::Chance;
use super::hand::Hand;
use super::paper::Paper;
use super::target::{Target, rows, targets};
use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use zishu::diag::{Diagnostics, Severity};
use zishu::document::Document;
use zishu::docx::{self, Docx};
use zishu::pipeline::{self, Design, Loaded};
use zishu::review::{self, Chapters, Comments, Merged, Passage, Remade, Returned, Sent, passages};
use zishu::typography::{Faces, Search};
use zishu::word::ReviewCopy;

/// Chapters by their paths.
pub(super) type Texts = BTreeMap<String, String>;

/// A copy that was sent.
pub(super) struct Base {
    pub workspace: Workspace,
    pub loaded: Loaded,
    document: Document,
    pub passages: Vec<Passage>,
    docx: Docx,
    pub paper: Paper,
    pub targets: Vec<Target>,
    pub rows: Vec<Vec<usize>>,
    /// The chapters as they were sent.
    pub chapters: Texts,
}

fn load(workspace: &Workspace) -> (Loaded, Option<Document>, bool) {
    let mut diagnostics = Diagnostics::default();
    let (sources, parts) = pipeline::load(workspace.root(), &mut diagnostics);
    let (workspace, indicators) = parts.expect("the workspace is read");
    let loaded = Loaded { sources, workspace, indicators };
    let document = pipeline::assemble(&loaded, &mut diagnostics).ok();
    let sound = diagnostics.iter().all(|problem| problem.severity != Severity::Error);
    (loaded, document, sound)
}

fn design(workspace: &Workspace, loaded: &mut Loaded) -> Design {
    let faces = Faces::discover(workspace.root(), Search::Workspace);
    pipeline::design(loaded, None, faces, &mut Diagnostics::default()).ok().unwrap()
}

fn print(loaded: &Loaded, document: &Document, design: &Design) -> Vec<u8> {
    let copy = ReviewCopy {
        id: "c001".to_owned(),
        document: "自述报告".to_owned(),
        sources: String::new(),
        locked: true,
        partial: false,
        anchors: Vec::new(),
    };
    let bytes = pipeline::render_copy(loaded, document, design, &copy, &mut Diagnostics::default());
    bytes.ok().unwrap()
}

impl Base {
    pub fn of(workspace: Workspace) -> Base {
        let (mut loaded, document, sound) = load(&workspace);
        assert!(sound, "the chapters have errors");
        let document = document.unwrap();
        let design = design(&workspace, &mut loaded);
        let bytes = print(&loaded, &document, &design);
        let passages = passages(&document, &loaded.sources);
        let paper = Paper::of(&bytes);
        let (targets, rows) = (targets(&paper, &passages, &loaded.sources), rows(&paper));
        let mut chapters = Texts::new();
        for passage in &passages {
            let path = loaded.sources.path(passage.block.file);
            if path.starts_with("chapters/") && path.ends_with(".md") {
                let text = loaded.sources.text(passage.block.file);
                chapters.insert(path.to_owned(), text.to_owned());
            }
        }
        let docx = docx::read(&bytes).unwrap();
        Base { workspace, loaded, document, passages, docx, paper, targets, rows, chapters }
    }

    /// A reviewer's copy with so many edits.
    pub fn reviewed(&self, name: &str, chance: Chance, edits: usize) -> Paper {
        let mut paper = self.paper.clone();
        paper.pen.author = name.to_owned();
        let mut hand = Hand::new(paper, &self.targets, &self.rows, chance);
        hand.work(edits);
        hand.paper
    }

    /// Merges copies into the chapters of `now`.
    pub fn merge(&self, copies: &[Docx], now: &Texts) -> Merged {
        let names: Vec<String> = (1..=copies.len()).map(|at| format!("稿{at}")).collect();
        let sent = Sent {
            document: &self.document,
            sources: &self.loaded.sources,
            passages: &self.passages,
            docx: &self.docx,
        };
        let returned: Vec<Returned<'_>> =
            copies.iter().zip(&names).map(|(docx, name)| Returned { name, sent, docx }).collect();
        review::merge(&returned, Comments::Listed, &Today { base: self, now })
    }

    fn with(&self, texts: &[&Texts]) -> Workspace {
        let copy = Workspace::empty();
        copy.copy(self.workspace.root());
        for (path, text) in texts.iter().flat_map(|texts| texts.iter()) {
            copy.write(path, text);
        }
        copy
    }

    /// Whether the workspace has no errors with these chapters.
    pub fn sound(&self, texts: &Texts) -> bool {
        load(&self.with(&[texts])).2
    }

    /// The paragraphs that the workspace prints with these chapters, where it has no errors.
    pub fn printed(&self, now: &Texts, merged: &Texts) -> Option<Vec<Line>> {
        let copy = self.with(&[now, merged]);
        let (mut loaded, document, sound) = load(&copy);
        let document = document.filter(|_| sound)?;
        let design = design(&copy, &mut loaded);
        Some(accept::plain(&print(&loaded, &document, &design)))
    }
}

struct Today<'a> {
    base: &'a Base,
    now: &'a Texts,
}

impl Chapters for Today<'_> {
    fn now(&self, path: &str) -> Option<String> {
        let own = self.now.get(path).cloned();
        own.or_else(|| std::fs::read_to_string(self.base.workspace.root().join(path)).ok())
    }

    fn remade(&self, _: usize, chapters: &Texts) -> Option<Remade> {
        let (loaded, document, sound) = load(&self.base.with(&[chapters]));
        let document = document.filter(|_| sound)?;
        let passages = passages(&document, &loaded.sources);
        Some(Remade { sources: loaded.sources, passages })
    }

    fn broken(&self, chapters: &Texts) -> BTreeSet<String> {
        let (_, _, sound) = load(&self.base.with(&[self.now, chapters]));
        if sound { BTreeSet::new() } else { chapters.keys().cloned().collect() }
    }
}
