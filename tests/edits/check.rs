//! Whether a merge kept its word.
//!
//! In: copies with their edits, what the merge made of them. Out: what is wrong, a line each, and the
//! totals of edits by kind and outcome.

use super::accept;
use super::base::{Base, Texts};
use super::reviewed_copy::{Edit, Kind, ReviewedCopy};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::slice::from_ref;
use zishu::docx::{self, Docx};
use zishu::review::{self, Entry, Merged, Origin, Outcome, Tally};

/// Edits by kind and outcome: applied, present, conflict, request, refused, listed, several.
#[derive(Debug, Default)]
pub(super) struct Totals {
    counts: BTreeMap<Kind, [usize; 7]>,
    pub seeds: usize,
    /// Why edits were refused.
    pub reasons: BTreeMap<String, usize>,
    pub plain: [usize; 2],
}

const NAMES: [&str; 7] =
    ["applied", "present", "conflict", "request", "refused", "listed", "several"];

impl Totals {
    pub fn add(&mut self, other: Totals) {
        for (kind, counts) in other.counts {
            let own = self.counts.entry(kind).or_default();
            own.iter_mut().zip(counts).for_each(|(own, count)| *own += count);
        }
        for (reason, count) in other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
        self.seeds += other.seeds;
        self.plain = [self.plain[0] + other.plain[0], self.plain[1] + other.plain[1]];
    }

    pub fn edits(&self) -> usize {
        self.counts.values().flatten().sum()
    }

    /// A table for people.
    pub fn shown(&self, title: &str) -> String {
        let mut text = format!("{title}: {} seeds, {} edits\n{:15}", self.seeds, self.edits(), "");
        NAMES.iter().for_each(|name| text.push_str(&format!("{name:>9}")));
        let mut line = |name: &str, counts: &[usize; 7]| {
            text.push_str(&format!("\n{name:15}"));
            counts.iter().for_each(|count| text.push_str(&format!("{count:9}")));
        };
        let mut sum = [0; 7];
        for (kind, counts) in &self.counts {
            line(&format!("{kind:?}"), counts);
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        line("all", &sum);
        text.push_str(&format!("\nplain words: {} of {} applied\n", self.plain[1], self.plain[0]));
        let mut reasons: Vec<(&String, &usize)> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (reason, count) in reasons.into_iter().take(14) {
            text.push_str(&format!("{count:6} {reason}\n"));
        }
        text
    }
}

fn slot(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Applied => 0,
        Outcome::Present => 1,
        Outcome::Conflict { .. } => 2,
        Outcome::Request { .. } => 3,
        Outcome::Refused(_) => 4,
        Outcome::Listed => 5,
    }
}

/// A copy that was merged: the edited file, what the program read of it, and its entries.
pub(super) struct Side<'a> {
    pub reviewed_copy: &'a ReviewedCopy,
    docx: &'a Docx,
    entries: Vec<&'a Entry>,
    /// The outcomes of each mark, by its time.
    fates: BTreeMap<&'a str, Vec<&'a Entry>>,
    /// Paragraphs with untracked edits whose outcome can't be told.
    pub unsure: BTreeSet<usize>,
    untracked: BTreeMap<&'a str, bool>,
}

impl<'a> Side<'a> {
    pub fn of(
        base: &Base,
        at: usize,
        reviewed_copy: &'a ReviewedCopy,
        docx: &'a Docx,
        merged: &'a Merged,
    ) -> Self {
        let entries: Vec<&Entry> = merged.entries.iter().filter(|entry| entry.copy == at).collect();
        let mut fates: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &entries {
            for id in &entry.revisions {
                fates.entry(&docx.revisions[id.0 as usize].date).or_default().push(entry);
            }
        }
        let (unsure, untracked) = (BTreeSet::new(), BTreeMap::new());
        let mut side = Side { reviewed_copy, docx, entries, fates, unsure, untracked };
        side.settle(base);
        side
    }

    /// Edits without marks are known by the paragraph that they stand in.
    fn settle(&mut self, base: &Base) {
        for edit in
            self.reviewed_copy.revisions.edits.iter().filter(|edit| edit.kind == Kind::Untracked)
        {
            let key = *edit.keys.first().unwrap();
            let target = base.targets.iter().find(|target| target.key == key).unwrap();
            let text = target.text(&(0..target.signs.len()));
            let own =
                |entry: &&&Entry| entry.context.trim() == text.trim() && entry.revisions.is_empty();
            let taken: BTreeSet<bool> = self
                .entries
                .iter()
                .filter(own)
                .filter(|entry| entry.outcome != Outcome::Listed)
                .map(|entry| matches!(entry.outcome, Outcome::Applied | Outcome::Present))
                .collect();
            if taken.len() == 1 {
                let taken = taken.contains(&true);
                self.untracked.extend(edit.marks.iter().map(|mark| (mark.as_str(), taken)));
            } else {
                self.unsure.insert(key);
            }
        }
    }

    /// Whether a mark is in the chapters.
    pub fn taken(&self, mark: &str) -> bool {
        let fate = |entry: &&Entry| matches!(entry.outcome, Outcome::Applied | Outcome::Present);
        match self.fates.get(mark) {
            Some(entries) => entries.iter().all(fate),
            None => self.untracked.get(mark).copied().unwrap_or(true),
        }
    }

    /// Whether a mark was taken over now, and wasn't there before.
    pub fn applied(&self, mark: &str) -> bool {
        let entries = self.fates.get(mark);
        entries.is_some_and(|list| list.iter().all(|entry| entry.outcome == Outcome::Applied))
    }

    /// What doesn't add up.
    pub fn accounts(&self, tally: &Tally, wrong: &mut Vec<String>) {
        let (marks, comments) = (self.reviewed_copy.marks(), self.reviewed_copy.comments());
        if !tally.adds_up() || tally.revisions != marks || tally.comments != comments {
            wrong.push(format!("{marks} marks, {comments} comments, but {tally:?}"));
        }
        if self.docx.revisions.len() != marks {
            wrong.push(format!("{marks} marks, {} read", self.docx.revisions.len()));
        }
        let listed =
            self.entries.iter().filter(|entry| entry.kind == review::EditKind::Comment).count();
        if listed != comments {
            wrong.push(format!("{comments} comments, {listed} entries"));
        }
        for edit in &self.reviewed_copy.revisions.edits {
            for mark in edit.marks.iter().filter(|_| edit.kind != Kind::Untracked) {
                let count = self.fates.get(mark.as_str()).map_or(0, Vec::len);
                if count != 1 {
                    wrong.push(format!(
                        "{count} entries for a mark of {:?} {}",
                        edit.kind, edit.told
                    ));
                }
            }
        }
    }

    /// Counts edits by outcome; plain ones of the paragraphs in `strict` must be in the chapters.
    pub fn count(
        &self,
        totals: &mut Totals,
        strict: Option<&BTreeSet<usize>>,
        wrong: &mut Vec<String>,
    ) {
        for edit in &self.reviewed_copy.revisions.edits {
            let slots = self.slots(edit);
            let slot = match (slots.len(), edit.kind) {
                (1, _) => *slots.first().unwrap(),
                (0, Kind::Comment) => 5,
                _ => 6,
            };
            totals.counts.entry(edit.kind).or_default()[slot] += 1;
            let taken = slots.iter().all(|slot| *slot < 2);
            let moves = matches!(edit.kind, Kind::MoveParagraph | Kind::CutParagraph);
            if moves && !taken && slots.iter().any(|slot| *slot < 2) {
                wrong.push(format!("half of a move: {slots:?} {}", edit.told));
            }
            if edit.plain {
                totals.plain[0] += 1;
                totals.plain[1] += usize::from(taken);
            }
            if edit.plain && !taken && strict.is_some_and(|there| there.is_superset(&edit.keys)) {
                let entries = edit.marks.iter().filter_map(|mark| self.fates.get(mark.as_str()));
                let told: Vec<String> =
                    entries.flatten().map(|entry| format!("{:?}", entry.outcome)).collect();
                wrong.push(format!("not taken over: {:?} {} {told:?}", edit.kind, edit.told));
            }
        }
        for entry in &self.entries {
            if let Outcome::Refused(reason) = &entry.outcome {
                if reason.contains("认不出") {
                    wrong.push(format!("a mark that nobody knows: {entry:?}"));
                }
                *totals.reasons.entry(reason.clone()).or_default() += 1;
            }
        }
    }

    fn slots(&self, edit: &Edit) -> BTreeSet<usize> {
        let of_marks = edit.marks.iter().filter_map(|mark| self.fates.get(mark.as_str())).flatten();
        let mut slots: BTreeSet<usize> = of_marks.map(|entry| slot(&entry.outcome)).collect();
        if edit.kind == Kind::Untracked {
            let own = edit.marks.iter().filter_map(|mark| self.untracked.get(mark.as_str()));
            slots.extend(own.map(|taken| if *taken { 0 } else { 4 }));
        }
        slots
    }
}

/// Reads copies and merges them.
pub(super) fn read(papers: &[ReviewedCopy]) -> Vec<Docx> {
    papers.iter().map(|reviewed_copy| docx::read(&reviewed_copy.bytes()).unwrap()).collect()
}

/// One copy into the chapters that it was made from: what is printed then is what was accepted.
pub(super) fn exact(base: &Base, reviewed_copy: &ReviewedCopy, totals: &mut Totals) -> Vec<String> {
    let mut wrong = Vec::new();
    let docx = read(from_ref(reviewed_copy));
    let merged = base.merge(&docx, &base.chapters);
    let side = Side::of(base, 0, reviewed_copy, &docx[0], &merged);
    side.accounts(&merged.tallies[0], &mut wrong);
    let wanted = accept::lines(reviewed_copy, &|mark| side.taken(mark));
    // A note whose mark goes is gone with what was written in it.
    let there = wanted.iter().flat_map(|line| line.keys.iter().copied()).collect();
    side.count(totals, Some(&there), &mut wrong);
    totals.seeds += 1;
    let Some(printed) = base.printed(&base.chapters, &merged.chapters) else {
        wrong.push("the merged chapters have errors".to_owned());
        return wrong;
    };
    let texts = |lines: &[accept::Line]| lines.iter().map(accept::Line::text).collect();
    let (a, b): (Vec<String>, Vec<String>) = (texts(&wanted), texts(&printed));
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (own, new) = (&wanted[op.old_range()], &printed[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            for (one, other) in own.iter().zip(new).filter(|(one, other)| !one.looks_like(other)) {
                differs(reviewed_copy, &side, from_ref(one), from_ref(other), &mut wrong);
            }
        } else {
            differs(reviewed_copy, &side, own, new, &mut wrong);
        }
    }
    untouched(base, reviewed_copy, &merged.chapters, &mut wrong);
    wrong
}

/// Tells of paragraphs that don't say what was accepted.
fn differs(
    reviewed_copy: &ReviewedCopy,
    side: &Side<'_>,
    own: &[accept::Line],
    new: &[accept::Line],
    wrong: &mut Vec<String>,
) {
    let keys: BTreeSet<usize> = own.iter().flat_map(|line| line.keys.iter().copied()).collect();
    if !keys.is_disjoint(&side.unsure) {
        return;
    }
    let show = |lines: &[accept::Line]| lines.iter().map(shown).collect::<Vec<_>>().join("¶");
    let edits = reviewed_copy.revisions.edits.iter().filter(|edit| !edit.keys.is_disjoint(&keys));
    let told: Vec<String> = edits.map(|edit| format!("{:?} {}", edit.kind, edit.told)).collect();
    let (accepted, now) = (show(own), show(new));
    wrong.push(format!("accepted: {accepted}\n    printed:  {now}\n    edits: {told:?}"));
}

fn shown(line: &accept::Line) -> String {
    let mut text = String::new();
    let mut before = (false, false);
    for letter in &line.letters {
        if before != (letter.bold, letter.slanted) {
            text.push_str(if letter.bold { "⟦" } else { "⟧" });
            before = (letter.bold, letter.slanted);
        }
        text.push(letter.letter);
    }
    text
}

/// What no edit touches stays to the byte.
fn untouched(base: &Base, reviewed_copy: &ReviewedCopy, merged: &Texts, wrong: &mut Vec<String>) {
    let touched: BTreeSet<usize> =
        reviewed_copy.revisions.edits.iter().flat_map(|edit| edit.keys.iter().copied()).collect();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for part in [&base.reviewed_copy.document, &base.reviewed_copy.notes] {
        part.walk(&mut |element| {
            let key = element.attribute("own:key").and_then(|key| key.parse::<usize>().ok());
            if key.is_some_and(|key| touched.contains(&key)) {
                names.extend(super::tracked_edits::bookmark(element).map(|(name, _)| name));
            }
        });
    }
    for (path, new) in merged {
        let old = &base.chapters[path];
        let mut lines: Vec<(bool, &str)> = Vec::new();
        let mut at = 0;
        for line in old.split_inclusive('\n') {
            let range = at..at + line.len();
            let own = base.sent.passages.iter().filter(|passage| names.contains(&passage.name));
            let mut hit = own.filter(|own| base.sent.sources().path(own.block.file) == path);
            let hit = hit.any(|own| {
                let typed = own.characters().filter_map(|one| match one.origin {
                    Origin::Typed(span) if span.file == own.block.file => Some(span),
                    _ => None,
                });
                typed.chain([own.block]).any(|span| {
                    let span = span.range();
                    span.start < range.end && range.start < span.end.max(span.start + 1)
                })
            });
            lines.push((hit, line));
            at = range.end;
        }
        let mut rest = new.as_str();
        // A quotation's blank line goes with the paragraph that it parts.
        let is_blank = |line: &str| line.trim_matches(['>', ' ', '\n']).is_empty();
        for (_, line) in lines.into_iter().filter(|(hit, line)| !hit && !is_blank(line)) {
            match rest.find(line.trim_end()) {
                Some(found) => rest = &rest[found + line.trim_end().len()..],
                None => {
                    let edits = reviewed_copy.revisions.edits.iter();
                    let told: Vec<&str> = edits.map(|edit| edit.told.as_str()).collect();
                    wrong.push(format!(
                        "no edit touches this, and it is gone: {line:?}\n    {new}\n    edits: {told:#?}"
                    ));
                }
            }
        }
    }
}
