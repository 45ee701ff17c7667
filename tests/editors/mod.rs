//! Returned copies as other programs write them, and an editor's own books of what each edit is to
//! come to.
//!
//! In: chapters with every kind of block, made from a seed. Out: every edit sorted: taken right,
//! refused with a reason, asked of its owner, conflict; lost, wrong or half taken, of which there may
//! be none. `EDITORS=1000` makes so many edits, `EDITORS_SEED=7` one round.

mod dice;
mod hand;
mod judge;
mod line;
mod model;
mod paragraphs;
mod scene;
mod sheet;
mod structure;
mod tables;
mod wording;
mod xml;

use crate::merge::{overlay, send};
use crate::workspace::{CHAPTER, Workspace};
use dice::Dice;
use hand::HANDS;
use judge::{Returned, Totals, judge};
use libtest_mimic::{Failed, Trial};
use model::{Block, Change, Seg, Words, applied, composed};
use scene::Scene;
use sheet::Sheet;
use std::slice::from_ref;
use zishu::docx::{self, Docx};
use zishu::pipeline;
use zishu::review::{self, Comments, Merged, Sent};

/// Edits in one copy.
const EACH: usize = 7;

/// Edits of each trial, unless the environment asks for more.
const EDITS: usize = 56;

/// Least part of a writer's own content that is taken, in percent.
const LEAST_TAKEN: usize = 95;

type Round = fn(u64, &mut Totals);

pub(crate) fn trials() -> Vec<Trial> {
    let rounds: [(&'static str, Round); 3] = [
        ("one_reviewer", one_reviewer),
        ("several_reviewers_meanwhile", several),
        ("two_rounds", two_rounds),
    ];
    let trial = |(name, round): (&'static str, Round)| {
        Trial::test(format!("editors::{name}"), move || run(name, round))
    };
    rounds.into_iter().map(trial).collect()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn run(name: &str, round: Round) -> Result<(), Failed> {
    let edits = number("EDITORS").unwrap_or(EDITS as u64);
    let only = number("EDITORS_SEED");
    let mut totals = Totals::default();
    for seed in 0..edits.div_ceil(EACH as u64 * if name == "one_reviewer" { 1 } else { 3 }) {
        if only.is_none_or(|only| only == seed) {
            round(seed, &mut totals);
        }
    }
    eprintln!("{}", totals.shown(name));
    let share = totals.own_share();
    if totals.faults.is_empty() && share >= LEAST_TAKEN {
        return Ok(());
    }
    let shown = &totals.faults[..totals.faults.len().min(40)];
    Err(format!("{} faults, {share} % taken\n{}", totals.faults.len(), shown.join("\n")).into())
}

/// A chapter that was sent.
struct Base {
    workspace: Workspace,
    blocks: Vec<Block>,
    words: Words,
    bytes: Vec<u8>,
    sent: Sent,
}

impl Base {
    fn new(seed: u64) -> Base {
        let mut words = Words::new(seed + 11);
        let blocks = words.chapter("总体");
        Base::of(blocks, words)
    }

    fn of(blocks: Vec<Block>, words: Words) -> Base {
        let workspace = Workspace::small();
        workspace.write(CHAPTER, composed(&blocks));
        let (bytes, sent) = send(&workspace);
        Base { workspace, blocks, words, bytes, sent }
    }

    /// A reviewer's copy with so many edits; `claimed` are blocks that others work on.
    fn reviewed(&self, who: usize, seed: u64, words: Words, claimed: &[bool]) -> Scene<'_> {
        let mut scene = self.opened(who, seed, words, claimed);
        scene.work(EACH);
        scene
    }

    /// The same where the books must know every name.
    fn reviewed_by_the_book(
        &self,
        who: usize,
        seed: u64,
        words: Words,
        claimed: &[bool],
    ) -> Scene<'_> {
        let mut scene = self.opened(who, seed, words, claimed);
        scene.is_bookish = true;
        scene.work(EACH);
        scene
    }

    fn opened(&self, who: usize, seed: u64, words: Words, claimed: &[bool]) -> Scene<'_> {
        let hand = HANDS[(seed as usize + who) % HANDS.len()];
        let author = ["甲科", "乙科", "丙科", "丁科"][who];
        let sheet = Sheet::of(&self.bytes);
        let seed = seed * 31 + who as u64;
        let mut scene = Scene::new(&self.blocks, sheet, hand, author, words, seed, who * 40);
        scene.claimed = claimed.to_vec();
        scene
    }

    fn merge(&self, copies: &[Docx], now: &str) -> Merged {
        let names: Vec<String> = (1..=copies.len()).map(|at| format!("稿{at}")).collect();
        let returned = copies.iter().zip(&names);
        let returned: Vec<review::Returned<'_>> = returned
            .map(|(docx, name)| review::Returned { name, sent: &self.sent, docx })
            .collect();
        let current = pipeline::load_overlaid(self.workspace.root(), overlay([(CHAPTER, now)]));
        review::merge(&returned, Comments::Listed, &current.expect("the workspace is read"))
    }

    /// Merges reviewers' copies into a chapter in which `now` was changed; which edits are in.
    fn sorted(
        &self,
        scenes: &[Scene<'_>],
        now: &[Change],
        totals: &mut Totals,
        title: &str,
    ) -> Vec<bool> {
        let docx: Vec<Docx> = scenes.iter().map(read).collect();
        let chapter = composed(&applied(&self.blocks, &now.iter().collect::<Vec<_>>()));
        let merged = self.merge(&docx, &chapter);
        let copies: Vec<Returned<'_>> = scenes
            .iter()
            .zip(&docx)
            .map(|(scene, docx)| Returned { edits: &scene.edits, docx })
            .collect();
        let after = merged.chapters.get(CHAPTER).unwrap_or(&chapter);
        judge((&self.blocks, now), &copies, (&merged, after), totals, title)
    }
}

fn read(scene: &Scene<'_>) -> Docx {
    let bytes = scene.sheet.bytes();
    if let Ok(folder) = std::env::var("EDITORS_KEEP") {
        let name = format!("{folder}/{}-{:?}.docx", scene.pen.author, scene.pen.hand);
        std::fs::write(name, &bytes).expect("the copy is kept");
    }
    docx::read(&bytes).expect("the copy is read")
}

/// One copy comes back, and nothing was changed meanwhile.
fn one_reviewer(seed: u64, totals: &mut Totals) {
    let base = Base::new(seed);
    let scene = base.reviewed(0, seed, base.words.clone(), &vec![false; base.blocks.len()]);
    let title = format!("seed {seed} {:?}", scene.pen.hand);
    base.sorted(&[scene], &[], totals, &title);
}

/// Two or three copies come back, none touches what another touches; writers went on meanwhile.
fn several(seed: u64, totals: &mut Totals) {
    let base = Base::new(seed + 500);
    let mut dice = Dice::new(seed);
    let mut words = base.words.clone();
    let mut claimed = vec![false; base.blocks.len()];
    let now = meanwhile(&base.blocks, &mut claimed, &mut words, &mut dice);
    let mut scenes = Vec::new();
    for who in 0..2 + dice.roll(2) {
        let scene = base.reviewed(who, seed, words, &claimed);
        claimed.clone_from(&scene.claimed);
        words = scene.words.clone();
        scenes.push(scene);
    }
    base.sorted(&scenes, &now, totals, &format!("several, seed {seed}"));
}

/// What writers change while the copies are out: some words, a new paragraph.
fn meanwhile(
    blocks: &[Block],
    claimed: &mut [bool],
    words: &mut Words,
    dice: &mut Dice,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for _ in 0..3 {
        let index = dice.roll(blocks.len());
        let mut block = blocks[index].clone();
        if claimed[index] {
            continue;
        }
        if let Some(Seg::Text(text)) = block.segs().and_then(|segs| segs.last_mut()) {
            *text = text.replace('。', &format!("，{}。", words.clauses(1).concat()));
            claimed[index] = true;
            changes.push(Change { at: index..index + 1, new: vec![block] });
        }
    }
    changes
}

/// One copy comes back, the report is sent again, another comes back; then one of the first round.
fn two_rounds(seed: u64, totals: &mut Totals) {
    let base = Base::new(seed + 900);
    let nobody = vec![false; base.blocks.len()];
    let first = base.reviewed_by_the_book(0, seed, base.words.clone(), &nobody);
    let late = base.reviewed(1, seed, first.words.clone(), &first.claimed);
    let words = late.words.clone();
    let taken = base.sorted(from_ref(&first), &[], totals, &format!("round 1, seed {seed}"));

    let is_in = first.edits.iter().zip(&taken).filter(|(_, taken)| **taken);
    let changes: Vec<Change> = is_in.flat_map(|(edit, _)| edit.changes.clone()).collect();
    let late_title = format!("late, seed {seed} {:?}", late.pen.hand);
    base.sorted(&[late], &changes, totals, &late_title);

    let blocks = applied(&base.blocks, &changes.iter().collect::<Vec<_>>());
    let again = Base::of(blocks, words.clone());
    let scene = again.reviewed(2, seed, words, &vec![false; again.blocks.len()]);
    again.sorted(&[scene], &[], totals, &format!("round 2, seed {seed}"));
}
