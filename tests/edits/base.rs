//! A copy that was sent, and the chapters that edits come back to.
//!
//! In: a workspace. Out: the copy's bytes, its targets, and what a merge asks for.

use super::accept::{self, Line};
use super::chance::Chance;
use super::hand::Hand;
use super::paper::Paper;
use super::target::{Target, rows, targets};
use crate::workspace::{Workspace, report};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use zishu::diag::Diagnostics;
use zishu::document::Document;
use zishu::docx::{self, Docx};
use zishu::pipeline::{self, Built, BuiltDocument, Design, Goal, Loaded};
use zishu::review::{self, Chapters, Comments, Merged, Passage, Remade, Returned, Sent, passages};
use zishu::word::ReviewCopy;

/// Chapters by their paths.
pub(super) type Texts = BTreeMap<String, String>;

/// A copy that was sent.
pub(super) struct Base {
    pub workspace: Workspace,
    pub loaded: Arc<Loaded>,
    document: Arc<Document>,
    pub passages: Vec<Passage>,
    docx: Docx,
    pub paper: Paper,
    pub targets: Vec<Target>,
    pub rows: Vec<Vec<usize>>,
    /// The chapters as they were sent.
    pub chapters: Texts,
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
    let bytes =
        pipeline::print_review_copy(loaded, document, design, &copy, &mut Diagnostics::default());
    bytes.ok().unwrap()
}

/// The report, where it has no errors.
fn sound_report(workspace: &Workspace, goal: Goal) -> Option<Built> {
    let built = report(workspace.root(), goal);
    (!built.problems.has_errors()).then_some(built)
}

impl Base {
    pub fn of(workspace: Workspace) -> Base {
        let mut built = report(workspace.root(), Goal::Designs);
        assert!(!built.problems.has_errors(), "the chapters have errors");
        let BuiltDocument { document, design, .. } = built.documents.remove(0);
        let (loaded, document, design) = (built.loaded, document.unwrap(), design.unwrap());
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
        sound_report(&self.with(&[texts]), Goal::Documents).is_some()
    }

    /// The paragraphs that the workspace prints with these chapters, where it has no errors.
    pub fn printed(&self, now: &Texts, merged: &Texts) -> Option<Vec<Line>> {
        let copy = self.with(&[now, merged]);
        let mut built = sound_report(&copy, Goal::Designs)?;
        let BuiltDocument { document, design, .. } = built.documents.remove(0);
        let (document, design) = document.zip(design)?;
        Some(accept::plain(&print(&built.loaded, &document, &design)))
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
        let built = sound_report(&self.base.with(&[chapters]), Goal::Documents)?;
        let sources = built.loaded.sources.clone();
        let passages = passages(built.documents[0].document.as_deref()?, &sources);
        Some(Remade { sources, passages })
    }

    fn broken(&self, chapters: &Texts) -> BTreeSet<String> {
        let built = sound_report(&self.base.with(&[self.now, chapters]), Goal::Documents);
        if built.is_some() { BTreeSet::new() } else { chapters.keys().cloned().collect() }
    }
}
