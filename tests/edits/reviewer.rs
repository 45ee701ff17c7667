//! A reviewer at work: which edits, where, and in which order.
//!
//! In: a copy, random numbers. Out: the copy with marks. Edits within a paragraph are made from its end to its
//! start, so that the places of those still to come stay as they are.

use super::reviewed_copy::{Kind, ReviewedCopy};
use super::rng::Rng;
use super::target::{Own, Target};
use super::tracked_edits::{self, Side};
use super::tree::{Element, Node};
use std::collections::BTreeSet;
use std::ops::Range;

/// A reviewer.
pub(super) struct Reviewer<'a> {
    pub reviewed_copy: ReviewedCopy,
    pub rng: Rng,
    pub targets: &'a [Target],
    pub rows: &'a [Vec<usize>],
    /// Paragraphs that have been worked on.
    pub used: BTreeSet<usize>,
    /// The first key for new paragraphs.
    pub next_key: usize,
    /// Whether edits are made where something of another kind follows.
    pub at_ends: bool,
}

impl<'a> Reviewer<'a> {
    pub fn new(
        reviewed_copy: ReviewedCopy,
        targets: &'a [Target],
        rows: &'a [Vec<usize>],
        rng: Rng,
    ) -> Self {
        Reviewer {
            reviewed_copy,
            rng,
            targets,
            rows,
            used: BTreeSet::new(),
            next_key: 1_000_000,
            at_ends: false,
        }
    }

    /// Makes so many edits, or a few more.
    pub fn work(&mut self, edits: usize) {
        let mut tries = 0;
        while self.reviewed_copy.revisions.edits.len() < edits && tries < edits * 30 {
            tries += 1;
            // Ends are for whole paragraphs.
            let choice = self.rng.below(100);
            match if self.at_ends { 40 + choice * 48 / 100 } else { choice } {
                0..52 => self.within(),
                52..58 => self.split(),
                58..65 => self.join(),
                65..74 => self.new_paragraph(),
                74..79 => self.paragraph_goes(),
                79..84 => self.move_text(),
                84..88 => self.move_paragraph(),
                88..92 => self.row_in(),
                92..96 => self.row_goes(),
                _ => self.layout(),
            }
        }
    }

    /// A paragraph that wasn't worked on yet, mostly one that a writer wrote.
    pub fn choose(&mut self, wanted: &dyn Fn(&Target) -> bool) -> Option<&'a Target> {
        for _ in 0..40 {
            let target = self.rng.pick(self.targets);
            let fits = wanted(target)
                && !self.used.contains(&target.key)
                && (target.last || !self.at_ends);
            if fits && (target.written() || self.rng.percent(12)) {
                return Some(target);
            }
        }
        None
    }

    pub fn new_key(&mut self) -> usize {
        self.next_key += 1;
        self.next_key
    }

    /// One to three edits within a paragraph.
    fn within(&mut self) {
        let Some(target) = self.choose(&|_| true) else { return };
        self.used.insert(target.key);
        let length = target.signs.len();
        let count = 1 + self.rng.below(3.min(1 + length / 8));
        let mut free = length;
        for left in (0..count).rev() {
            // A part of the paragraph for each, from its end on.
            let start = if left == 0 { 0 } else { free - free / (left + 1) };
            if free <= start {
                break;
            }
            let range = self.rng.stretch(&(start..free), 6);
            self.one(target, range.clone());
            free = range.start.saturating_sub(self.rng.below(2));
        }
    }

    fn one(&mut self, target: &Target, range: Range<usize>) {
        let made = match self.rng.below(100) {
            0..32 => self.insert(target, range.start),
            32..36 => {
                self.insert(target, if range.end * 2 > target.signs.len() { range.end } else { 0 })
            }
            36..56 => self.replace(target, &range, false),
            56..76 => self.replace(target, &range, true),
            76..84 => self.look(target, &range),
            84..91 => self.comment(target, &range),
            91..97 => self.untracked(target, &range),
            _ => self.cancelled(target, range.start),
        };
        if made {
            let told = format!("「{}」@{range:?} ", target.text(&(0..target.signs.len())));
            self.reviewed_copy.revisions.tell(&told);
        }
    }

    /// What an edit of a stretch counts as, and whether it is plain.
    pub fn judge(target: &Target, range: &Range<usize>, kind: Kind) -> (Kind, bool) {
        let own = &target.own;
        let around = range.start.saturating_sub(1)..(range.end + 1).min(own.len());
        let inner = if range.is_empty() { around.clone() } else { range.clone() };
        // Preformatted text has no way to say what opens a template's tag.
        let plain =
            target.typed(&around) && !target.code && !own.is_empty() && *range != (0..own.len());
        let marked = target.wraps.iter().any(|wrap| {
            let apart = wrap.end < range.start || range.end < wrap.start;
            !apart
        });
        let all = |wanted: &dyn Fn(&Own) -> bool| own[inner.clone()].iter().any(wanted);
        let kind = if all(&|own| *own == Own::Made) {
            Kind::Made
        } else if all(&|own| matches!(own, Own::Value(_))) {
            Kind::Value
        } else if all(&|own| *own == Own::Whole) {
            Kind::Whole
        } else if target.note {
            Kind::Note
        } else if target.cell {
            Kind::Cell
        } else if marked {
            Kind::Marked
        } else if range.start == 0 || range.end == own.len() {
            Kind::Ends
        } else {
            kind
        };
        (kind, plain)
    }

    fn insert(&mut self, target: &Target, place: usize) -> bool {
        let (kind, plain) = Self::judge(target, &(place..place), Kind::Insert);
        self.reviewed_copy.revisions.open(kind, [target.key], plain);
        let text = self.rng.writing();
        self.put(target.key, place, &text, "w:ins");
        self.reviewed_copy.revisions.tell(&format!("+{text}"));
        true
    }

    /// Puts new text into a paragraph, in a mark of this name.
    pub fn put(&mut self, key: usize, place: usize, text: &str, name: &str) {
        let side = if self.rng.percent(75) { Side::Left } else { Side::Right };
        let inside = self.rng.percent(30);
        self.reviewed_copy.paragraph(key, &mut |paragraph, revisions| {
            let spot = tracked_edits::spot(paragraph, place, side, inside);
            let mut mark = revisions.mark(name);
            mark.children.push(Node::Element(tracked_edits::run(spot.look.clone(), text)));
            tracked_edits::put(paragraph, &spot, mark);
        });
    }

    /// Deletes a stretch, and writes something else there.
    fn replace(&mut self, target: &Target, range: &Range<usize>, anew: bool) -> bool {
        let kind = if anew { Kind::Replace } else { Kind::Delete };
        let (kind, plain) = Self::judge(target, range, kind);
        self.reviewed_copy.revisions.open(kind, [target.key], plain);
        self.reviewed_copy.revisions.tell(&format!("-{}", target.text(range)));
        if anew {
            let text = self.rng.writing();
            self.put(target.key, range.end, &text, "w:ins");
            self.reviewed_copy.revisions.tell(&format!("+{text}"));
        }
        self.strike(target.key, range, "w:del");
        true
    }

    /// Takes a stretch out, in marks of this name.
    pub fn strike(&mut self, key: usize, range: &Range<usize>, name: &str) {
        self.reviewed_copy.paragraph(key, &mut |paragraph, revisions| {
            tracked_edits::wrap(paragraph, range, &mut |mut row| {
                let mut mark = revisions.mark(name);
                // Text that was moved away stays text.
                if name != "w:moveFrom" {
                    tracked_edits::delete(&mut row);
                }
                mark.children = row;
                mark
            });
        });
    }

    /// Makes text bold or plain again, or coloured.
    fn look(&mut self, target: &Target, range: &Range<usize>) -> bool {
        self.reviewed_copy.revisions.open(Kind::Look, [target.key], false);
        self.reviewed_copy.revisions.tell(&format!("版式{}", target.text(range)));
        let how = self.rng.below(4);
        self.reviewed_copy.paragraph(target.key, &mut |paragraph, revisions| {
            tracked_edits::each(paragraph, range, &mut |run| {
                if run.child("w:t").is_none() || run.attribute("own:field").is_some() {
                    return;
                }
                let change = revisions.mark("w:rPrChange");
                look(run, how, change);
            });
        });
        true
    }

    fn comment(&mut self, target: &Target, range: &Range<usize>) -> bool {
        self.reviewed_copy.revisions.open(Kind::Comment, [target.key], false);
        let text = format!("意见：{}", self.rng.writing());
        let first = self.reviewed_copy.comment(&text, None);
        self.reviewed_copy.revisions.tell(&text);
        let mut ids = vec![first];
        if self.rng.percent(30) {
            let answer = self.rng.writing();
            ids.push(self.reviewed_copy.comment(&answer, Some(first)));
        }
        self.reviewed_copy.paragraph(target.key, &mut |paragraph, _| {
            for id in &ids {
                let id = id.to_string();
                let sign = |name: &str| Element::new(name, &[("w:id", &id)]);
                let mark = Element::new("w:r", &[]).with([sign("w:commentReference")]);
                let end = tracked_edits::spot(paragraph, range.end, Side::Left, false);
                tracked_edits::put(paragraph, &end, mark);
                let end = tracked_edits::spot(paragraph, range.end, Side::Left, false);
                tracked_edits::put(paragraph, &end, sign("w:commentRangeEnd"));
                let start = tracked_edits::spot(paragraph, range.start, Side::Right, false);
                tracked_edits::put(paragraph, &start, sign("w:commentRangeStart"));
            }
        });
        true
    }

    /// Changes text with tracking off; its marks are for the check alone.
    fn untracked(&mut self, target: &Target, range: &Range<usize>) -> bool {
        let (kind, plain) = Self::judge(target, range, Kind::Insert);
        if matches!(kind, Kind::Made | Kind::Whole) {
            return false;
        }
        self.reviewed_copy.revisions.open(Kind::Untracked, [target.key], plain);
        let (insert, delete) = *self.rng.pick(&[(true, false), (false, true), (true, true)]);
        if insert {
            let text = self.rng.writing();
            let place = if delete { range.end } else { range.start };
            self.put(target.key, place, &text, "own:ins");
            self.reviewed_copy.revisions.tell(&format!("未留痕+{text}"));
        }
        if delete {
            self.reviewed_copy.revisions.tell(&format!("未留痕-{}", target.text(range)));
            self.strike(target.key, range, "own:del");
        }
        true
    }

    /// Text that one reviewer puts in and another takes out.
    fn cancelled(&mut self, target: &Target, place: usize) -> bool {
        self.reviewed_copy.revisions.open(Kind::Cancelled, [target.key], false);
        let text = self.rng.word();
        self.reviewed_copy.paragraph(target.key, &mut |paragraph, revisions| {
            let spot = tracked_edits::spot(paragraph, place, Side::Left, false);
            let mut run = [Node::Element(tracked_edits::run(spot.look.clone(), &text))];
            tracked_edits::delete(&mut run);
            let mut gone = revisions.mark("w:del");
            gone.set("w:author", "另一位");
            gone.children.extend(run);
            let mark = revisions.mark("w:ins").with([gone]);
            tracked_edits::put(paragraph, &spot, mark);
        });
        true
    }
}

/// A run's look with a change of it.
fn look(run: &mut Element, how: usize, mut change: Element) {
    let look = run.first_child("w:rPr");
    let before = Element { name: "w:rPr".to_owned(), ..look.clone() };
    change.children.push(Node::Element(before));
    let bold = look.child("w:b").is_some()
        || look.child("w:rStyle").is_some_and(|style| style.attribute("w:val") == Some("Strong"));
    look.children.retain(|node| {
        let name = &node.element().expect("no text in a look").name;
        !(name == "w:b" || name == "w:bCs")
    });
    // The order of the schema: style, faces, bold, slant, …, colour.
    let place =
        look.elements().take_while(|mark| matches!(mark.name.as_str(), "w:rStyle" | "w:rFonts"));
    let place = place.count();
    let mut add = |at: usize, mark: Element| look.children.insert(at, Node::Element(mark));
    match (how, bold) {
        (0, _) => {
            if bold {
                add(place, Element::new("w:b", &[]));
            }
            let end = look.children.len();
            look.children
                .insert(end, Node::Element(Element::new("w:color", &[("w:val", "FF0000")])));
        }
        (_, true) => add(place, Element::new("w:b", &[("w:val", "0")])),
        (_, false) => add(place, Element::new("w:b", &[])),
    }
    look.children.push(Node::Element(change));
}
