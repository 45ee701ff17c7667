//! A copy that was sent, and the chapters that edits come back to.
//!
//! In: a workspace. Out: the copy's bytes, its targets, and what a merge asks for.

use super::accept::{self, Line};
use super::reviewed_copy::ReviewedCopy;
use super::reviewer::Reviewer;
use super::rng::Rng;
use super::target::{Target, rows, targets};
use crate::merge::{overlay, send};
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use zishu::diag::Severity;
use zishu::docx::Docx;
use zishu::pipeline::{self, Built, Cache, Goal, Outputs, Request};
use zishu::review::{self, Comments, Merged, Returned, Sent};
use zishu::word::ReviewCopy;

/// Chapters by their paths.
pub(super) type Texts = BTreeMap<String, String>;

/// A copy that was sent.
pub(super) struct Base {
    workspace: Workspace,
    pub sent: Sent,
    pub reviewed_copy: ReviewedCopy,
    pub targets: Vec<Target>,
    pub rows: Vec<Vec<usize>>,
    /// The chapters as they were sent.
    pub chapters: Texts,
}

fn pairs(texts: &Texts) -> impl Iterator<Item = (&str, &str)> {
    texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
}

fn is_sound(built: &Built) -> bool {
    built.problems.count(Severity::Error) == 0
}

fn print(built: &mut Built) -> Option<Vec<u8>> {
    let report = built.documents.first()?;
    let (document, design) = (report.document.as_ref()?, report.design.as_ref()?);
    let copy = ReviewCopy {
        id: "c001".to_owned(),
        document: "自述报告".to_owned(),
        sources: String::new(),
        locked: true,
        partial: false,
        comments: Vec::new(),
    };
    pipeline::print_review_copy(&built.loaded, document, design, &copy, &mut built.problems).ok()
}

impl Base {
    pub fn of(workspace: Workspace) -> Base {
        let (bytes, sent) = send(&workspace);
        let reviewed_copy = ReviewedCopy::of(&bytes);
        let targets = targets(&reviewed_copy, &sent.passages, sent.sources());
        let rows = rows(&reviewed_copy);
        let mut chapters = Texts::new();
        for passage in &sent.passages {
            let path = sent.sources().path(passage.block.file);
            if path.starts_with("chapters/") && path.ends_with(".md") {
                let text = sent.sources().text(passage.block.file);
                chapters.insert(path.to_owned(), text.to_owned());
            }
        }
        Base { workspace, sent, reviewed_copy, targets, rows, chapters }
    }

    /// A reviewer's copy with so many edits.
    pub fn reviewed(&self, name: &str, rng: Rng, edits: usize) -> ReviewedCopy {
        let mut reviewer = self.reviewer(name, rng);
        reviewer.work(edits);
        reviewer.reviewed_copy
    }

    /// The same, with edits of the last item, the last paragraph, what stands beside a table.
    pub fn reviewed_at_ends(&self, name: &str, rng: Rng, edits: usize) -> ReviewedCopy {
        let mut reviewer = self.reviewer(name, rng);
        reviewer.at_ends = true;
        reviewer.work(edits);
        reviewer.reviewed_copy
    }

    fn reviewer(&self, name: &str, rng: Rng) -> Reviewer<'_> {
        let mut reviewed_copy = self.reviewed_copy.clone();
        reviewed_copy.revisions.author = name.to_owned();
        Reviewer::new(reviewed_copy, &self.targets, &self.rows, rng)
    }

    /// Merges copies into the chapters of `now`.
    pub fn merge(&self, copies: &[Docx], now: &Texts) -> Merged {
        let names: Vec<String> = (1..=copies.len()).map(|at| format!("稿{at}")).collect();
        let sent = &self.sent;
        let returned: Vec<Returned<'_>> =
            copies.iter().zip(&names).map(|(docx, name)| Returned { name, sent, docx }).collect();
        let current = pipeline::load_overlaid(self.workspace.root(), overlay(pairs(now)));
        review::merge(&returned, Comments::Listed, &current.expect("the workspace is read"))
    }

    /// The report with these chapters, the later ones before the earlier.
    fn build(&self, texts: &[&Texts], goal: Goal) -> Built {
        let request = Request {
            outputs: Outputs::Report,
            goal,
            overlay: overlay(texts.iter().flat_map(|texts| pairs(texts))),
            ..Request::new(self.workspace.root())
        };
        pipeline::build(&request, &mut Cache::default()).expect("the workspace is read")
    }

    /// Whether the workspace has no errors with these chapters.
    pub fn sound(&self, texts: &Texts) -> bool {
        is_sound(&self.build(&[texts], Goal::Documents))
    }

    /// The paragraphs that the workspace prints with these chapters, where it has no errors.
    pub fn printed(&self, now: &Texts, merged: &Texts) -> Option<Vec<Line>> {
        let mut built = self.build(&[now, merged], Goal::Designs);
        if !is_sound(&built) {
            return None;
        }
        Some(accept::plain(&print(&mut built)?))
    }
}
