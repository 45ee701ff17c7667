//! Several reviewers, and chapters that changed meanwhile.
//!
//! In: copies with edits, chapters as they are now. Out: what is wrong: marks that don't add up, words
//! that were taken over and aren't there, words of the writers that are gone.

use super::accept::Line;
use super::base::{Base, Texts};
use super::chapter_edits::stands;
use super::check::{Side, Totals, read};
use super::reviewed_copy::ReviewedCopy;
use super::tree::Element;
use std::collections::{BTreeMap, BTreeSet};
use zishu::review::{Merged, Outcome};

/// Merges copies into the chapters of `now`, in which the writers' `words` must stay.
pub(super) fn together(
    base: &Base,
    papers: &[ReviewedCopy],
    (now, words): (&Texts, &[String]),
    totals: &mut Totals,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let docx = read(papers);
    let merged = base.merge(&docx, now);
    totals.seeds += 1;
    let Some(printed) = base.printed(now, &merged.chapters) else {
        wrong.push("the merged chapters have errors".to_owned());
        return wrong;
    };
    let mut after = now.clone();
    after.extend(merged.chapters.clone());
    let mut said: String = printed.iter().map(|line| letters(&line.text())).collect();
    // A note whose mark another copy took away stays in the chapter, and isn't printed.
    said.extend(after.values().map(|text| letters(text)));
    for (at, reviewed_copy) in papers.iter().enumerate() {
        let side = Side::of(base, at, reviewed_copy, &docx[at], &merged);
        side.accounts(&merged.tallies[at], &mut wrong);
        side.count(totals, None, &mut wrong);
        for (mark, text) in written(reviewed_copy) {
            if side.applied(&mark) && !said.contains(&letters(&text)) {
                let edit =
                    reviewed_copy.revisions.edits.iter().find(|edit| edit.marks.contains(&mark));
                let told = edit.map_or("", |edit| edit.told.as_str());
                wrong.push(format!("taken over and not there: {text:?} of {told}"));
            }
        }
    }
    let gone = words.iter().filter(|word| stands(now, word) && !stands(&after, word));
    wrong.extend(gone.map(|word| format!("a writer's word is gone: {word}")));
    if now == &base.chapters {
        alone(papers, &docx_sides(base, papers, &docx, &merged), &printed, &mut wrong);
    }
    conflicts(&merged, &mut wrong);
    wrong
}

fn docx_sides<'a>(
    base: &Base,
    papers: &'a [ReviewedCopy],
    docx: &'a [zishu::docx::Docx],
    merged: &'a Merged,
) -> Vec<Side<'a>> {
    let sides = papers.iter().enumerate();
    sides.map(|(at, reviewed_copy)| Side::of(base, at, reviewed_copy, &docx[at], merged)).collect()
}

/// A paragraph that one reviewer alone changed says what was accepted of it.
fn alone(papers: &[ReviewedCopy], sides: &[Side<'_>], printed: &[Line], wrong: &mut Vec<String>) {
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    for line in printed {
        *there.entry(line.text()).or_default() += 1;
    }
    let touched = |reviewed_copy: &ReviewedCopy| -> BTreeSet<usize> {
        reviewed_copy.revisions.edits.iter().flat_map(|edit| edit.keys.iter().copied()).collect()
    };
    for (at, reviewed_copy) in papers.iter().enumerate() {
        let others: BTreeSet<usize> = papers
            .iter()
            .enumerate()
            .filter(|(by, _)| *by != at)
            .flat_map(|(_, p)| touched(p))
            .collect();
        let own = touched(reviewed_copy);
        for line in super::accept::lines(reviewed_copy, &|mark| sides[at].taken(mark)) {
            // The halves of a paragraph that was split were one.
            let edits = reviewed_copy.revisions.edits.iter();
            let near = edits.filter(|edit| line.keys.iter().any(|key| edit.keys.contains(key)));
            let mut keys: BTreeSet<usize> = near.flat_map(|edit| edit.keys.clone()).collect();
            keys.extend(&line.keys);
            let unsure = !keys.is_disjoint(&others) || !keys.is_disjoint(&sides[at].unsure);
            let note = line.style == "FootnoteText";
            if keys.is_disjoint(&own) || unsure || note || there.contains_key(&line.text()) {
                continue;
            }
            wrong.push(format!("accepted of copy {at} and not printed: {}", line.text()));
        }
    }
}

/// Both sides of a conflict are told.
fn conflicts(merged: &Merged, wrong: &mut Vec<String>) {
    for entry in &merged.entries {
        if let Outcome::Conflict { with: Some(other), .. } = &entry.outcome {
            let named = merged.tallies.len() > 1 && other.starts_with('稿');
            if !named {
                wrong.push(format!("a conflict with nobody: {entry:?}"));
            }
        }
    }
}

/// What a copy puts in: each mark's time and words.
fn written(reviewed_copy: &ReviewedCopy) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut gather = |element: &Element| {
        if matches!(element.name.as_str(), "w:ins" | "w:moveTo") {
            let (mut text, mut fields) = (String::new(), false);
            element.walk(&mut |piece| {
                fields |= piece.name == "w:fldChar";
                if piece.name == "w:t" {
                    text.push_str(&piece.words());
                }
            });
            if fields {
                return;
            }
            found.push((element.attribute("w:date").unwrap_or_default().to_owned(), text));
        }
    };
    reviewed_copy.document.walk(&mut gather);
    reviewed_copy.notes.walk(&mut gather);
    found
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
