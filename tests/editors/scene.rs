//! A reviewer at work on a copy, and the books of what was done.
//!
//! In: a chapter's blocks and the copy that shows them. Out: the copy with edits, and for each edit
//! what the chapter is to say.

use super::hand::{Hand, Pen};
use super::model::{Block, Change, Words};
use super::sheet::Sheet;
use super::{dice::Dice, paragraphs, structure, tables, wording};

/// What is to become of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// It goes into the chapter.
    Taken,
    /// It goes in, or is refused with what to do.
    Either,
    /// It stays out, and has a row.
    Told,
}

/// An edit, and what it should come to.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub kind: &'static str,
    /// Whether it is of a writer's own words, notes, tables, captions, levels.
    pub is_own: bool,
    pub wish: Wish,
    pub changes: Vec<Change>,
    /// The time of its marks.
    pub date: String,
    pub is_tracked: bool,
    /// Words by which its row is known where it has no marks.
    pub words: String,
}

/// What a reviewer does.
pub(super) type Act = fn(&mut Scene<'_>) -> Option<Done>;

/// What was done.
pub(super) struct Done {
    /// Blocks that no other edit may touch.
    pub claims: Vec<usize>,
    pub changes: Vec<Change>,
    pub is_tracked: bool,
    pub words: String,
}

/// A reviewer at work.
#[derive(Clone)]
pub(super) struct Scene<'b> {
    pub blocks: &'b [Block],
    pub claimed: Vec<bool>,
    pub sheet: Sheet,
    pub pen: Pen,
    pub dice: Dice,
    pub words: Words,
    pub edits: Vec<Edit>,
    /// Whether notes and pictures, whose names the books don't know, are left alone.
    pub is_bookish: bool,
}

impl<'b> Scene<'b> {
    pub fn new(
        blocks: &'b [Block],
        sheet: Sheet,
        hand: Hand,
        author: &str,
        words: Words,
        seed: u64,
        base: usize,
    ) -> Scene<'b> {
        let mut pen = Pen::new(hand, author, base, Dice::new(seed ^ 0x5EED));
        let mut sheet = sheet;
        sheet.rewrite(&mut pen);
        let claimed = vec![false; blocks.len()];
        let (dice, edits) = (Dice::new(seed), Vec::new());
        Scene { blocks, claimed, sheet, pen, dice, words, edits, is_bookish: false }
    }

    /// Makes so many edits.
    pub fn work(&mut self, count: usize) {
        let mut attempts = 0;
        while self.edits.len() < count && attempts < 20 * count {
            attempts += 1;
            let &(kind, act, is_own, wish) = self.dice.pick(ACTS);
            let has_name = matches!(kind, "new note" | "new picture" | "other picture");
            if self.is_bookish && has_name {
                continue;
            }
            self.act(kind, act, is_own, wish);
        }
    }

    pub fn act(&mut self, kind: &'static str, act: Act, is_own: bool, wish: Wish) {
        self.pen.edit = self.edits.len();
        let Some(Done { claims, changes, is_tracked, words }) = act(self) else { return };
        claims.into_iter().for_each(|claim| self.claimed[claim] = true);
        let date = self.pen.date(self.pen.edit);
        self.edits.push(Edit { kind, is_own, wish, changes, date, is_tracked, words });
    }

    /// A free block for which `wanted` holds; `around` are how many beside it must be free too.
    pub fn free(&mut self, around: usize, wanted: &dyn Fn(usize, &Block) -> bool) -> Option<usize> {
        let is_free = |index: usize| {
            let near = index.saturating_sub(around)..(index + around + 1).min(self.blocks.len());
            near.into_iter().all(|one| !self.claimed[one])
        };
        let found: Vec<usize> = (0..self.blocks.len())
            .filter(|index| is_free(*index) && wanted(*index, &self.blocks[*index]))
            .collect();
        (!found.is_empty()).then(|| *self.dice.pick(&found))
    }

    /// A block and those beside it.
    pub fn near(&self, index: usize) -> Vec<usize> {
        (index.saturating_sub(1)..(index + 2).min(self.blocks.len())).collect()
    }

    /// One change of one block.
    pub fn done(&self, index: usize, new: Block, is_tracked: bool) -> Done {
        Done {
            claims: vec![index],
            changes: vec![Change { at: index..index + 1, new: vec![new] }],
            is_tracked,
            words: self.blocks[index].words(),
        }
    }
}

const OWN: bool = true;

/// Every kind of edit; those that are made often stand there several times.
pub(super) const ACTS: &[(&str, Act, bool, Wish)] = &[
    ("words", wording::clause, OWN, Wish::Taken),
    ("words", wording::clause, OWN, Wish::Taken),
    ("words", wording::clause, OWN, Wish::Taken),
    ("characters", wording::characters, OWN, Wish::Taken),
    ("characters", wording::characters, OWN, Wish::Taken),
    ("whole paragraph", wording::whole, OWN, Wish::Taken),
    ("untracked words", wording::untracked, OWN, Wish::Taken),
    ("strong words", wording::strong, OWN, Wish::Taken),
    ("words of a link", wording::link, OWN, Wish::Taken),
    ("words round a value", wording::around_value, OWN, Wish::Taken),
    ("heading's words", wording::heading, OWN, Wish::Taken),
    ("caption", wording::caption, OWN, Wish::Taken),
    ("source line", wording::source_line, OWN, Wish::Taken),
    ("note's words", wording::note, OWN, Wish::Taken),
    ("bold on", wording::embolden, OWN, Wish::Taken),
    ("bold off", wording::unbold, OWN, Wish::Taken),
    ("value", wording::value, false, Wish::Told),
    ("comment", wording::comment, false, Wish::Told),
    ("marks at bookmarks", wording::milestones, false, Wish::Told),
    ("split", paragraphs::split, OWN, Wish::Taken),
    ("join", paragraphs::join, OWN, Wish::Taken),
    ("new paragraph", paragraphs::new_after, OWN, Wish::Taken),
    ("new paragraph", paragraphs::new_before, OWN, Wish::Taken),
    ("paragraph out", paragraphs::delete, OWN, Wish::Taken),
    ("item out", paragraphs::delete_item, OWN, Wish::Taken),
    ("new item", paragraphs::new_item, OWN, Wish::Taken),
    ("paragraph rewritten", paragraphs::rewritten, OWN, Wish::Taken),
    ("move", paragraphs::moved, OWN, Wish::Taken),
    ("cut and paste", paragraphs::cut, OWN, Wish::Taken),
    ("item's level", structure::item_level, OWN, Wish::Taken),
    ("heading's level", structure::heading_level, OWN, Wish::Taken),
    ("to heading", structure::to_heading, OWN, Wish::Taken),
    ("new note", structure::new_note, OWN, Wish::Either),
    ("new picture", structure::new_picture, OWN, Wish::Taken),
    ("other picture", structure::other_picture, false, Wish::Either),
    ("cell", tables::cell, OWN, Wish::Taken),
    ("cell", tables::cell, OWN, Wish::Taken),
    ("new row", tables::new_row, OWN, Wish::Taken),
    ("row out", tables::row_out, OWN, Wish::Taken),
    ("new column", tables::new_column, OWN, Wish::Taken),
    ("column out", tables::column_out, OWN, Wish::Taken),
    ("cells merged", tables::merged, OWN, Wish::Taken),
    ("cells parted", tables::parted, OWN, Wish::Taken),
    ("new table", tables::new_table, OWN, Wish::Taken),
    ("table out", tables::table_out, OWN, Wish::Taken),
];
