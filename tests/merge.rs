//! Reviewers' edits, made on the Word file as it was read, and what they make of the chapters.
//!
//! In: a chapter and the paragraphs that a reviewer changed, in CriticMarkup: `{++new++}`,
//! `{--gone--}`, `{>>comment<<}`; `¶` is a paragraph's end, `**` around new text makes it bold. Out:
//! the chapter after the merge and each change's outcome.

mod cases;
mod pen;

use crate::workspace::{CHAPTER, Workspace, report};
use cases::{CASES, Case, MEETINGS, Meeting};
use libtest_mimic::{Failed, Trial};
pub(crate) use pen::edit;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use zishu::diag::{Diagnostic, Diagnostics, Severity};
use zishu::document::Document;
use zishu::docx::{self, Docx};
use zishu::pipeline::{self, Built, BuiltDocument, Goal, Loaded};
use zishu::review::{
    self, Chapters, Comments, Merged, Outcome, Passage, Remade, Returned, Sent, passages,
};
use zishu::word::ReviewCopy;

/// A copy that was sent.
pub(crate) struct Base {
    workspace: Workspace,
    loaded: Arc<Loaded>,
    document: Arc<Document>,
    passages: Vec<Passage>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) docx: Docx,
}

fn errors(built: &Built) -> usize {
    let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
    built.problems.iter().filter(is_error).count()
}

impl Base {
    /// Sends the small workspace with this chapter.
    pub(crate) fn of(chapter: &str) -> Base {
        let workspace = Workspace::small();
        workspace.write(CHAPTER, chapter);
        Base::sent(workspace)
    }

    pub(crate) fn sent(workspace: Workspace) -> Base {
        let mut built = report(workspace.root(), Goal::Designs);
        assert_eq!(errors(&built), 0, "the chapter has errors");
        let BuiltDocument { document, design, .. } = built.documents.remove(0);
        let (loaded, document, design) = (built.loaded, document.unwrap(), design.unwrap());
        let mut diagnostics = Diagnostics::default();
        let copy = ReviewCopy {
            id: "c001".to_owned(),
            document: "自述报告".to_owned(),
            sources: String::new(),
            locked: true,
            partial: false,
            anchors: Vec::new(),
        };
        let bytes =
            pipeline::print_review_copy(&loaded, &document, &design, &copy, &mut diagnostics);
        let bytes = bytes.ok().unwrap();
        let docx = docx::read(&bytes).unwrap();
        let passages = passages(&document, &loaded.sources);
        Base { workspace, loaded, document, passages, bytes, docx }
    }

    /// Merges copies into the chapters as they are in `now`.
    pub(crate) fn merge(&self, copies: &[Docx], now: &str) -> Merged {
        let names: Vec<String> = (1..=copies.len()).map(|at| format!("稿{at}")).collect();
        let sent = Sent {
            document: &self.document,
            sources: &self.loaded.sources,
            passages: &self.passages,
            docx: &self.docx,
        };
        let returned: Vec<Returned<'_>> =
            copies.iter().zip(&names).map(|(docx, name)| Returned { name, sent, docx }).collect();
        let today = Today { base: self, now: now.to_owned(), made: RefCell::default() };
        review::merge(&returned, Comments::Listed, &today)
    }
}

struct Today<'a> {
    base: &'a Base,
    now: String,
    made: RefCell<usize>,
}

impl Today<'_> {
    fn with(&self, chapters: &BTreeMap<String, String>) -> Built {
        *self.made.borrow_mut() += 1;
        let copy = Workspace::empty();
        copy.copy(self.base.workspace.root());
        for (path, text) in chapters {
            copy.write(path, text);
        }
        report(copy.root(), Goal::Documents)
    }
}

impl Chapters for Today<'_> {
    fn now(&self, path: &str) -> Option<String> {
        if path == CHAPTER {
            return Some(self.now.clone());
        }
        std::fs::read_to_string(self.base.workspace.root().join(path)).ok()
    }

    fn remade(&self, _: usize, chapters: &BTreeMap<String, String>) -> Option<Remade> {
        let built = self.with(chapters);
        (errors(&built) == 0).then(|| {
            let document = built.documents[0].document.as_deref().unwrap();
            let sources = built.loaded.sources.clone();
            Remade { passages: passages(document, &sources), sources }
        })
    }

    fn broken(&self, chapters: &BTreeMap<String, String>) -> BTreeSet<String> {
        if errors(&self.with(chapters)) > 0 {
            chapters.keys().cloned().collect()
        } else {
            BTreeSet::new()
        }
    }
}

/// Outcomes in a word each, in the order of the text.
pub(crate) fn outcomes(merged: &Merged) -> String {
    let words: Vec<String> = merged
        .entries
        .iter()
        .map(|entry| match &entry.outcome {
            Outcome::Applied => "改".to_owned(),
            Outcome::Present => "有".to_owned(),
            Outcome::Conflict { .. } => "冲突".to_owned(),
            Outcome::Request { before, after, .. } => format!("转({before}→{after})"),
            Outcome::Refused(reason) => format!("拒({reason})"),
            Outcome::Listed => "记".to_owned(),
        })
        .collect();
    words.join(" ")
}

const OPENING: &str = "## 总体状况\n\n";

fn run(case: &Case) -> Result<(), Failed> {
    let (_, text, edits, expected, wanted) = case;
    if expected.is_empty() {
        return Ok(());
    }
    let chapter = format!("{OPENING}{text}");
    let base = Base::of(&chapter);
    let mut docx = base.docx.clone();
    edits.iter().for_each(|line| edit(&mut docx, "审改人", line));
    let merged = base.merge(&[docx], &chapter);
    let now = merged.chapters.get(CHAPTER).unwrap_or(&chapter);
    let shown = outcomes(&merged);
    let sums = merged.tallies.iter().all(review::Tally::adds_up);
    if *now != format!("{OPENING}{expected}") || shown != *wanted || !sums {
        return Err(format!("{now}\n{shown}\n{:?}\n{:?}", merged.tallies, merged.entries).into());
    }
    Ok(())
}

fn run_meeting(case: &Meeting) -> Result<(), Failed> {
    let (_, [then, now], reviewers, expected, wanted) = case;
    let base = Base::of(&format!("{OPENING}{then}"));
    let copies: Vec<Docx> = reviewers
        .iter()
        .map(|edits| {
            let mut docx = base.docx.clone();
            edits.iter().for_each(|line| edit(&mut docx, "审改人", line));
            docx
        })
        .collect();
    let now = format!("{OPENING}{now}");
    let merged = base.merge(&copies, &now);
    let after = merged.chapters.get(CHAPTER).unwrap_or(&now);
    let shown = outcomes(&merged);
    let sums = merged.tallies.iter().all(review::Tally::adds_up);
    if *after != format!("{OPENING}{expected}") || shown != *wanted || !sums {
        return Err(format!("{after}\n{shown}\n{:?}", merged.entries).into());
    }
    Ok(())
}

pub(crate) fn trials() -> Vec<Trial> {
    let meetings = MEETINGS
        .iter()
        .map(|case| Trial::test(format!("merge::meeting::{}", case.0), move || run_meeting(case)));
    let codes = Trial::test("merge::codes_of_captions", earlier_codes);
    meetings.chain([codes]).chain(edits()).collect()
}

/// Copies that were sent when each section had a sequence of its own for its captions' numbers are
/// merged as others are, and so are files whose fields an office program wrote anew.
fn earlier_codes() -> Result<(), Failed> {
    let text = |title: &str, way: &str| {
        format!("{OPENING}见[@tbl-a]。\n\n表：{title} {{#tbl-a}}\n\n| 数 |\n|---|\n| {way} |\n")
    };
    let base = Base::of(&text("甲乙", "7"));
    let mut earlier = base.docx.clone();
    let changed = recode(&mut earlier, |code| {
        let rest = code.strip_prefix("SEQ 表 ")?;
        Some(format!("SEQ 表6 {}", rest.split(" \\s").next()?))
    });
    assert_eq!(changed, 1, "the caption has a field");
    let mut plain = base.docx.clone();
    recode(&mut plain, |code| code.starts_with("SEQ").then(|| "SEQ 表 \\* ARABIC".to_owned()));

    let today = Base::of(&text("甲乙", "7"));
    let sent_earlier = Base { docx: earlier.clone(), ..Base::of(&text("甲乙", "7")) };
    for (base, returned) in [
        (&sent_earlier, &earlier),
        (&today, &earlier),
        (&today, &plain),
        (&sent_earlier, &base.docx),
    ] {
        let untouched = base.merge(std::slice::from_ref(returned), &text("甲乙", "7"));
        assert!(untouched.chapters.is_empty() && untouched.entries.is_empty(), "{untouched:?}");

        let mut edited = returned.clone();
        edit(&mut edited, "审改人", "表 1-1　甲{++子++}乙");
        edit(&mut edited, "审改人", "{--7--}{++8++}");
        let merged = base.merge(&[edited], &text("甲乙", "7"));
        assert_eq!(outcomes(&merged), "改 改");
        assert_eq!(merged.chapters.get(CHAPTER), Some(&text("甲子乙", "8")));
    }
    Ok(())
}

/// Gives the fields of paragraphs other codes; how many pieces have changed.
fn recode(docx: &mut Docx, code: impl Fn(&str) -> Option<String>) -> usize {
    let mut count = 0;
    for block in &mut docx.body.blocks {
        let docx::Block::Paragraph(paragraph) = block else { continue };
        for piece in &mut paragraph.pieces {
            if let Some(other) = piece.field.as_deref().and_then(&code) {
                piece.field = Some(other);
                count += 1;
            }
        }
    }
    count
}

fn edits() -> impl Iterator<Item = Trial> {
    CASES.iter().map(|case| Trial::test(format!("merge::{}", case.0), move || run(case)))
}
