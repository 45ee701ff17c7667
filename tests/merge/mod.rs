//! Reviewers' edits, made on the Word file as it was read, and what they make of the chapters.
//!
//! In: a chapter and the paragraphs that a reviewer changed, in CriticMarkup: `{++new++}`,
//! `{--gone--}`, `{>>comment<<}`; `¶` is a paragraph's end, `**` around new text makes it bold. Out:
//! the chapter after the merge and each change's outcome.

mod cases;
mod everyday;
mod phrases;
mod tracked_changes;

use crate::workspace::{CHAPTER, Workspace, report};
use cases::{CASES, Case, MEETINGS, Meeting};
use libtest_mimic::{Failed, Trial};
pub(crate) use tracked_changes::edit;
use zishu::diag::Severity;
use zishu::document::Date;
use zishu::docx::{self, Docx, PieceKind};
use zishu::pipeline::{self, Goal};
use zishu::review::{self, Comments, Merged, Outcome, Returned, Sent, copies};
use zishu::source::Overlay;
use zishu::workflow::review::{SendRequest, prepare_copy};

/// A copy that was sent.
pub(crate) struct Base {
    workspace: Workspace,
    sent: Sent,
    pub(crate) bytes: Vec<u8>,
}

/// Sends the report of a workspace; gives the Word file and the copy as a merge opens it.
pub(crate) fn send(workspace: &Workspace) -> (Vec<u8>, Sent) {
    let mut built = report(workspace.root(), Goal::Designs);
    assert_eq!(built.problems.count(Severity::Error), 0, "the chapters have errors");
    let date = Date { year: 2018, month: 6, day: 13 };
    let request = SendRequest { section: None, bureau: None, to: "", date, is_locked: true };
    let copy = prepare_copy(&mut built, &request).unwrap().expect("the report is built");
    let file = copy.commit(&mut built.problems).unwrap().expect("the copy is rendered");

    let bytes = std::fs::read(workspace.root().join(&file.path)).unwrap();
    let docx = docx::read(&bytes).unwrap();
    let folder = copies::base(workspace.root(), &file.copy.id);
    let sent = Sent::build(&folder, &file.copy.document, docx).expect("the copy is opened");
    (bytes, sent)
}

impl Base {
    /// Sends the small workspace with this chapter.
    pub(crate) fn of(chapter: &str) -> Base {
        let workspace = Workspace::small();
        workspace.write(CHAPTER, chapter);
        Base::sent(workspace)
    }

    pub(crate) fn sent(workspace: Workspace) -> Base {
        let (bytes, sent) = send(&workspace);
        Base { workspace, sent, bytes }
    }

    /// Merges copies into the chapters, of which one is as in `now`.
    pub(crate) fn merge(&self, copies: &[Docx], now: &str) -> Merged {
        let names: Vec<String> = (1..=copies.len()).map(|at| format!("稿{at}")).collect();
        let sent = &self.sent;
        let returned: Vec<Returned<'_>> =
            copies.iter().zip(&names).map(|(docx, name)| Returned { name, sent, docx }).collect();
        let current = pipeline::load_overlaid(self.workspace.root(), overlay([(CHAPTER, now)]));
        review::merge(&returned, Comments::Listed, &current.expect("the workspace is read"))
    }
}

/// Chapters as they are read in the place of the workspace's own.
pub(crate) fn overlay<'a>(chapters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Overlay {
    let bytes = |(path, text): (&str, &str)| (path.to_owned(), text.as_bytes().to_owned());
    chapters.into_iter().map(bytes).collect()
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
    let mut docx = base.sent.docx.clone();
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
            let mut docx = base.sent.docx.clone();
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
    let titles = Trial::test("merge::captions_above_tables", earlier_titles);
    let boxes = Trial::test("merge::tasks_without_boxes", earlier_boxes);
    meetings.chain([codes, titles, boxes]).chain(phrases::trials()).chain(edits()).collect()
}

/// Copies that were sent when each section had a sequence of its own for its captions' numbers are
/// merged as others are, and so are files whose fields an office program wrote anew.
fn earlier_codes() -> Result<(), Failed> {
    let text = |title: &str, way: &str| {
        format!("{OPENING}见[@tbl-a]。\n\n表：{title} {{#tbl-a}}\n\n| 数 |\n|---|\n| {way} |\n")
    };
    let base = Base::of(&text("甲乙", "7"));
    let mut earlier = base.sent.docx.clone();
    let changed = recode(&mut earlier, |code| {
        let rest = code.strip_prefix("SEQ 表 ")?;
        Some(format!("SEQ 表6 {}", rest.split(" \\s").next()?))
    });
    assert_eq!(changed, 1, "the caption has a field");
    let mut plain = base.sent.docx.clone();
    recode(&mut plain, |code| code.starts_with("SEQ").then(|| "SEQ 表 \\* ARABIC".to_owned()));

    let today = Base::of(&text("甲乙", "7"));
    let mut sent_earlier = Base::of(&text("甲乙", "7"));
    sent_earlier.sent.docx = earlier.clone();
    for (base, returned) in [
        (&sent_earlier, &earlier),
        (&today, &earlier),
        (&today, &plain),
        (&sent_earlier, &base.sent.docx),
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

/// Copies that were sent when a task's box was its number are merged as others are.
fn earlier_boxes() -> Result<(), Failed> {
    let text = |first: &str, second: &str| format!("{OPENING}- [ ] {first}\n- [x] {second}\n");
    let mut base = Base::of(&text("甲乙", "丙丁"));
    for block in &mut base.sent.docx.body.blocks {
        let docx::Block::Paragraph(paragraph) = block else { continue };
        let is_box = |piece: &docx::Piece| matches!(piece.kind, PieceKind::CheckBox(_));
        if !paragraph.pieces.iter().any(is_box) {
            continue;
        }
        paragraph.pieces.retain(|piece| !is_box(piece));
        for piece in &mut paragraph.pieces {
            if let PieceKind::Text(text) = &mut piece.kind {
                *text = text.trim_start().to_owned();
            }
        }
    }

    let mut edited = base.sent.docx.clone();
    let untouched = base.merge(std::slice::from_ref(&edited), &text("甲乙", "丙丁"));
    assert!(untouched.chapters.is_empty() && untouched.entries.is_empty(), "{untouched:?}");
    edit(&mut edited, "审改人", "甲{++子++}乙");
    edit(&mut edited, "审改人", "丙{--丁--}");
    let merged = base.merge(&[edited], &text("甲乙", "丙丁"));
    assert_eq!(outcomes(&merged), "改 改");
    assert_eq!(merged.chapters.get(CHAPTER), Some(&text("甲子乙", "丙")));
    Ok(())
}

/// Gives the fields of paragraphs other codes; how many pieces have changed.
fn recode(docx: &mut Docx, code: impl Fn(&str) -> Option<String>) -> usize {
    recode_blocks(&mut docx.body.blocks, &code)
}

fn recode_blocks(blocks: &mut [docx::Block], code: &impl Fn(&str) -> Option<String>) -> usize {
    let mut count = 0;
    for block in blocks {
        match block {
            docx::Block::Paragraph(paragraph) => {
                for piece in &mut paragraph.pieces {
                    if let Some(other) = piece.field.as_deref().and_then(code) {
                        piece.field = Some(other);
                        count += 1;
                    }
                }
            }
            docx::Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                count += cells.map(|cell| recode_blocks(&mut cell.blocks, code)).sum::<usize>();
            }
        }
    }
    count
}

/// Puts captions and units above their tables, where they stood in copies that were sent earlier.
fn raise_titles(docx: &mut Docx) -> usize {
    let mut raised = 0;
    let blocks = std::mem::take(&mut docx.body.blocks);
    for block in blocks {
        let docx::Block::Table(mut table) = block else {
            docx.body.blocks.push(block);
            continue;
        };
        if table.rows[0].cells.len() == 1 && table.rows[0].cells[0].columns > 1 {
            raised += 1;
            docx.body.blocks.append(&mut table.rows.remove(0).cells[0].blocks);
        }
        docx.body.blocks.push(docx::Block::Table(table));
    }
    raised
}

/// Copies that were sent when captions stood above the tables are merged as others are.
fn earlier_titles() -> Result<(), Failed> {
    let text = |title: &str, unit: &str, cell: &str| {
        format!(
            "{OPENING}表：{title} {{单位=\"{unit}\"}}\n\n| 项 | 数 |\n|---|---|\n| {cell} | 7 |\n"
        )
    };
    let base = Base::of(&text("甲乙", "万元", "丙"));
    let mut earlier = base.sent.docx.clone();
    assert_eq!(raise_titles(&mut earlier), 1, "the table has its caption in a row");
    let mut sent_earlier = Base::of(&text("甲乙", "万元", "丙"));
    sent_earlier.sent.docx = earlier.clone();
    for (base, returned) in [(&base, &earlier), (&sent_earlier, &base.sent.docx)] {
        let now = text("甲乙", "万元", "丙");
        let untouched = base.merge(std::slice::from_ref(returned), &now);
        assert!(untouched.chapters.is_empty() && untouched.entries.is_empty(), "{untouched:?}");

        let mut edited = returned.clone();
        edit(&mut edited, "审改人", "表 1-1　甲{++子++}乙");
        edit(&mut edited, "审改人", "{--丙--}{++丁++}");
        let merged = base.merge(&[edited], &now);
        assert_eq!(outcomes(&merged), "改 改");
        assert_eq!(merged.chapters.get(CHAPTER), Some(&text("甲子乙", "万元", "丁")));
    }
    Ok(())
}

fn edits() -> impl Iterator<Item = Trial> {
    let everyday = everyday::CASES
        .iter()
        .map(|case| Trial::test(format!("merge::everyday::{}", case.0), move || run(case)));
    let cases =
        CASES.iter().map(|case| Trial::test(format!("merge::{}", case.0), move || run(case)));
    everyday.chain(cases)
}
