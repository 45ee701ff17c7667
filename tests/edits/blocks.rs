//! A reviewer's edits of whole paragraphs and rows.
//!
//! In: a copy, random numbers. Out: the copy with paragraphs split, joined, new, gone and moved, rows put in
//! and taken out, marked as Word marks them.

use super::reviewed_copy::{Kind, RevisionWriter};
use super::reviewer::Reviewer;
use super::target::Target;
use super::tracked_edits;
use super::tree::{Element, Node};
use std::ops::Range;

impl Reviewer<'_> {
    /// A paragraph becomes two: the first half gets a mark and a copy of the look.
    pub(super) fn split(&mut self) {
        let fits = |target: &Target| target.signs.len() > 3 && !target.note;
        let Some(target) = self.choose(&fits) else { return };
        let place = 1 + self.rng.below(target.signs.len() - 1);
        if target.signs[place - 1].field.is_some() {
            return;
        }
        let key = self.new_key();
        let text = self.rng.percent(30).then(|| self.rng.word());
        let mut kind = Kind::Split;
        if !target.typed(&(place - 1..place + 1)) || target.code {
            kind = Kind::Made;
        } else if target.cell {
            kind = Kind::Cell;
        }
        self.reviewed_copy.revisions.open(kind, [target.key, key], false);
        let told = format!("分段「{}」@{place} +{text:?}", target.text(&(0..target.signs.len())));
        self.reviewed_copy.revisions.tell(&told);
        let done = self.reviewed_copy.beside(target.key, &mut |siblings, at, revisions| {
            let Node::Element(paragraph) = &mut siblings[at] else { return false };
            let Some(mut rest) = halve(paragraph, place) else { return false };
            rest.set("own:key", &key.to_string());
            if let Some(text) = &text {
                let new = revisions.mark("w:ins").with([tracked_edits::run(None, text)]);
                rest.children.insert(1.min(rest.children.len()), Node::Element(new));
            }
            mark(paragraph, revisions.mark("w:ins"));
            siblings.insert(at + 1, Node::Element(rest));
            true
        });
        if done {
            self.used.insert(target.key);
        } else {
            self.reviewed_copy.revisions.edits.pop();
        }
    }

    /// Two paragraphs become one; at times what stands around their border goes too.
    pub(super) fn join(&mut self) {
        let fits = |target: &Target| target.next.is_some() && !target.fixed && !target.cell;
        let Some(first) = self.choose(&fits) else { return };
        let second = self.targets.iter().find(|other| Some(other.key) == first.next);
        let Some(second) = second.filter(|other| !self.used.contains(&other.key)) else { return };
        self.used.extend([first.key, second.key]);
        let across = self.rng.percent(40) && first.written() && second.written();
        let kind = if across { Kind::Across } else { Kind::Join };
        self.reviewed_copy.revisions.open(kind, [first.key, second.key], false);
        let (a, b) = (first.signs.len(), second.signs.len());
        self.reviewed_copy.revisions.tell(&format!(
            "合并「{}」与「{}」",
            first.text(&(0..a)),
            second.text(&(0..b))
        ));
        if across {
            let tail = a - self.rng.below(a.min(5) + 1)..a;
            let head = 0..self.rng.below(b.min(5) + 1);
            self.reviewed_copy.revisions.tell(&format!(
                "-{}-{}",
                first.text(&tail),
                second.text(&head)
            ));
            if !head.is_empty() {
                self.strike(second.key, &head, "w:del");
            }
            if !tail.is_empty() {
                self.strike(first.key, &tail, "w:del");
            }
        }
        self.reviewed_copy.paragraph(first.key, &mut |paragraph, revisions| {
            mark(paragraph, revisions.mark("w:del"));
        });
    }

    /// A new paragraph after one, or before it.
    pub(super) fn new_paragraph(&mut self) {
        let fits = |target: &Target| !target.fixed && !target.note;
        let Some(target) = self.choose(&fits) else { return };
        self.used.insert(target.key);
        let key = self.new_key();
        let kind = if target.cell { Kind::Cell } else { Kind::NewParagraph };
        self.reviewed_copy.revisions.open(kind, [target.key, key], false);
        let text = self.rng.writing();
        let (after, shape) = (self.rng.percent(60), self.rng.below(6));
        let told = target.text(&(0..target.signs.len()));
        self.reviewed_copy
            .revisions
            .tell(&format!("新段{text:?}，在「{told}」之后{after}，形{shape}"));
        self.reviewed_copy.beside(target.key, &mut |siblings, at, revisions| {
            let Node::Element(paragraph) = &mut siblings[at] else { return };
            let mut new = Element::new("w:p", &[("own:key", &key.to_string())]);
            new.children.extend(paragraph.child("w:pPr").cloned().map(Node::Element));
            if !target.cell && shape == 0 {
                restyle(&mut new, "NormalIndent");
            } else if !target.cell && shape == 1 {
                restyle(&mut new, "Heading3");
            }
            let words = revisions.mark("w:ins").with([tracked_edits::run(None, &text)]);
            new.children.push(Node::Element(words));
            if after {
                // The mark that Enter made is the first paragraph's.
                mark(paragraph, revisions.mark("w:ins"));
            } else {
                mark(&mut new, revisions.mark("w:ins"));
            }
            siblings.insert(at + usize::from(after), Node::Element(new));
        });
    }

    /// A paragraph goes as a whole.
    pub(super) fn paragraph_goes(&mut self) {
        let fits = |target: &Target| !target.fixed && !target.cell && !target.note;
        let Some(target) = self.choose(&fits) else { return };
        self.used.insert(target.key);
        self.reviewed_copy.revisions.open(Kind::Paragraph, [target.key], false);
        let whole = 0..target.signs.len();
        self.reviewed_copy.revisions.tell(&format!("整段删「{}」", target.text(&whole)));
        self.strike(target.key, &whole, "w:del");
        self.reviewed_copy.paragraph(target.key, &mut |paragraph, revisions| {
            mark(paragraph, revisions.mark("w:del"));
        });
    }

    /// Text goes to another paragraph.
    pub(super) fn move_text(&mut self) {
        let Some(from) = self.choose(&|target| target.signs.len() > 6) else { return };
        let Some(to) = self.choose(&|target| target.key != from.key) else { return };
        self.used.extend([from.key, to.key]);
        let range = self.rng.stretch(&(0..from.signs.len()), 8);
        let place = self.rng.below(to.signs.len() + 1);
        self.reviewed_copy.revisions.open(Kind::MoveText, [from.key, to.key], false);
        let text = from.text(&range);
        let told = to.text(&(0..to.signs.len()));
        self.reviewed_copy.revisions.tell(&format!(
            "移字「{text}」自「{}」至「{told}」@{place}",
            from.text(&(0..from.signs.len()))
        ));
        let whole = from.signs[range.clone()].iter().all(|sign| {
            sign.field.is_none() && sign.letter != tracked_edits::OBJECT && sign.letter != '\n'
        });
        if !whole {
            // What is no text goes, and nothing comes.
            self.strike(from.key, &range, "w:del");
            return;
        }
        let name = format!("move{}", self.new_key());
        self.put_moved(from.key, &range, to.key, place);
        self.strike(from.key, &range, "w:moveFrom");
        for (key, sign) in [(from.key, "w:moveFromRange"), (to.key, "w:moveToRange")] {
            self.reviewed_copy.paragraph(key, &mut |paragraph, revisions| {
                around(paragraph, sign, &name, revisions);
            });
        }
    }

    /// Puts what a stretch shows into another paragraph, with the looks that it has.
    fn put_moved(&mut self, from: usize, range: &Range<usize>, to: usize, place: usize) {
        let mut copy = self.reviewed_copy.paragraph(from, &mut |paragraph, _| paragraph.clone());
        let mut runs = Vec::new();
        tracked_edits::each(&mut copy, range, &mut |run| runs.push(run.clone()));
        self.reviewed_copy.paragraph(to, &mut |paragraph, revisions| {
            let spot = tracked_edits::spot(paragraph, place, tracked_edits::Side::Left, false);
            tracked_edits::put(paragraph, &spot, revisions.mark("w:moveTo").with(runs.clone()));
        });
    }

    /// A paragraph goes to another place.
    pub(super) fn move_paragraph(&mut self) {
        let fits = |target: &Target| {
            let text = target.signs.iter().all(|sign| sign.letter != tracked_edits::OBJECT);
            text && !target.fixed && !target.cell && !target.note
        };
        let Some(from) = self.choose(&fits) else { return };
        let away = |target: &Target| {
            let near = from.next == Some(target.key) || target.next == Some(from.key);
            target.key != from.key && !near && !target.fixed && !target.cell && !target.note
        };
        let Some(to) = self.choose(&away) else { return };
        self.used.extend([from.key, to.key]);
        let key = self.new_key();
        // WPS writes every move so, Word many.
        let cut = self.rng.percent(50);
        let kind = if cut { Kind::CutParagraph } else { Kind::MoveParagraph };
        let [gone, new_mark] = if cut { ["w:del", "w:ins"] } else { ["w:moveFrom", "w:moveTo"] };
        self.reviewed_copy.revisions.open(kind, [from.key, to.key, key], false);
        let whole = 0..from.signs.len();
        self.reviewed_copy.revisions.tell(&format!(
            "移段「{}」到「{}」之前",
            from.text(&whole),
            to.text(&(0..to.signs.len()))
        ));
        let name = format!("move{key}");
        let mut copy =
            self.reviewed_copy.paragraph(from.key, &mut |paragraph, _| paragraph.clone());
        copy.set("own:key", &key.to_string());
        copy.children.retain(|node| {
            node.element().is_some_and(|child| !child.name.starts_with("w:bookmark"))
        });
        self.strike(from.key, &whole, gone);
        self.reviewed_copy.paragraph(from.key, &mut |paragraph, revisions| {
            mark(paragraph, revisions.mark(gone));
            if !cut {
                around(paragraph, "w:moveFromRange", &name, revisions);
            }
        });
        self.reviewed_copy.beside(to.key, &mut |siblings, at, revisions| {
            let mut new = copy.clone();
            tracked_edits::wrap(&mut new, &whole, &mut |row| {
                let mut words = revisions.mark(new_mark);
                words.children = row;
                words
            });
            mark(&mut new, revisions.mark(new_mark));
            if !cut {
                around(&mut new, "w:moveToRange", &name, revisions);
            }
            siblings.insert(at, Node::Element(new));
        });
    }

    /// The look of a paragraph.
    pub(super) fn layout(&mut self) {
        let Some(target) = self.choose(&|_| true) else { return };
        self.used.insert(target.key);
        self.reviewed_copy.revisions.open(Kind::Layout, [target.key], false);
        self.reviewed_copy.paragraph(target.key, &mut |paragraph, revisions| {
            let look = paragraph.first_child("w:pPr");
            let mut before = look.clone();
            before.children.retain(|node| {
                node.element()
                    .is_some_and(|mark| !matches!(mark.name.as_str(), "w:rPr" | "w:sectPr"))
            });
            let change = revisions.mark("w:pPrChange").with([before]);
            look.children.retain(|node| node.element().is_some_and(|mark| mark.name != "w:jc"));
            let tail =
                look.elements().position(|mark| matches!(mark.name.as_str(), "w:rPr" | "w:sectPr"));
            let align = Element::new("w:jc", &[("w:val", "right")]);
            look.children.insert(tail.unwrap_or(look.children.len()), Node::Element(align));
            look.children.push(Node::Element(change));
        });
    }

    /// A row that no edit has touched.
    fn row(&mut self) -> Option<Vec<usize>> {
        if self.rows.is_empty() {
            return None;
        }
        let row = self.rng.pick(self.rows).clone();
        let own = |key: &usize| self.targets.iter().find(|target| target.key == *key);
        let fresh = row.iter().all(|key| !self.used.contains(key));
        let written = row.iter().filter_map(own).any(Target::written);
        (fresh && (written || self.rng.percent(12))).then_some(row)
    }

    /// A row is put in below one.
    pub(super) fn row_in(&mut self) {
        let Some(row) = self.row() else { return };
        self.used.extend(&row);
        self.reviewed_copy.revisions.open(Kind::RowIn, row.iter().copied(), false);
        let texts: Vec<String> = row.iter().map(|_| self.rng.writing()).collect();
        self.reviewed_copy.revisions.tell(&format!("增行{texts:?}"));
        let start = self.next_key;
        self.next_key += row.len();
        self.rows_of(row[0], &mut |rows, at, revisions| {
            let Node::Element(mut new) = rows[at].clone() else { return };
            let marks = new.first_child("w:trPr");
            marks
                .children
                .retain(|node| node.element().is_some_and(|mark| mark.name != "w:tblHeader"));
            let sign = revisions.mark("w:ins");
            marks.children.push(Node::Element(sign));
            let mut cell = 0;
            new.walk_mut(&mut |element| {
                if element.name != "w:p" {
                    return;
                }
                element.set("own:key", &(start + cell + 1).to_string());
                element
                    .children
                    .retain(|node| node.element().is_some_and(|own| own.name == "w:pPr"));
                let words = revisions.mark("w:ins").with([tracked_edits::run(None, &texts[cell])]);
                mark(element, revisions.mark("w:ins"));
                element.children.push(Node::Element(words));
                cell += 1;
            });
            rows.insert(at + 1, Node::Element(new));
        });
    }

    /// A row is taken out.
    pub(super) fn row_goes(&mut self) {
        let Some(row) = self.row() else { return };
        self.used.extend(&row);
        self.reviewed_copy.revisions.open(Kind::RowOut, row.iter().copied(), false);
        for key in &row {
            let whole = self
                .reviewed_copy
                .paragraph(*key, &mut |cell, _| 0..tracked_edits::shown(cell).len());
            self.strike(*key, &whole, "w:del");
            self.reviewed_copy.paragraph(*key, &mut |cell, revisions| {
                self_told(cell, revisions);
                mark(cell, revisions.mark("w:del"));
            });
        }
        self.rows_of(row[0], &mut |rows, at, revisions| {
            let Node::Element(own) = &mut rows[at] else { return };
            let sign = revisions.mark("w:del");
            own.first_child("w:trPr").children.push(Node::Element(sign));
        });
    }

    /// Calls `edit` with the rows of the table that holds this paragraph.
    fn rows_of(
        &mut self,
        key: usize,
        edit: &mut dyn FnMut(&mut Vec<Node>, usize, &mut RevisionWriter),
    ) {
        let key = key.to_string();
        let wanted = |element: &Element| {
            let mut found = false;
            element.walk(&mut |inner| found |= inner.attribute("own:key") == Some(&key));
            element.name == "w:tr" && found
        };
        let revisions = &mut self.reviewed_copy.revisions;
        self.reviewed_copy.document.among(&wanted, &mut |rows, at| edit(rows, at, revisions));
    }
}

fn self_told(cell: &Element, revisions: &mut RevisionWriter) {
    let mut words = String::from("删行格");
    cell.walk(&mut |piece| {
        if piece.name == "w:delText" {
            words.push_str(&piece.words());
        }
    });
    revisions.tell(&words);
}

/// Puts a mark on a paragraph's end.
fn mark(paragraph: &mut Element, sign: Element) {
    let look = paragraph.first_child("w:pPr");
    if look.child("w:rPr").is_none() {
        let tail = look
            .elements()
            .position(|mark| matches!(mark.name.as_str(), "w:sectPr" | "w:pPrChange"));
        let place = tail.unwrap_or(look.children.len());
        look.children.insert(place, Node::Element(Element::new("w:rPr", &[])));
    }
    let end = look.child_mut("w:rPr").unwrap();
    end.children.insert(0, Node::Element(sign));
}

/// Puts a move's range around a paragraph's content.
fn around(paragraph: &mut Element, sign: &str, name: &str, revisions: &mut RevisionWriter) {
    let (id, date) = revisions.stamp();
    let author = revisions.author.clone();
    let start = Element::new(
        &format!("{sign}Start"),
        &[("w:id", &id), ("w:author", &author), ("w:date", &date), ("w:name", name)],
    );
    let first = usize::from(paragraph.child("w:pPr").is_some());
    paragraph.children.insert(first, Node::Element(start));
    let end = Element::new(&format!("{sign}End"), &[("w:id", &id)]);
    paragraph.children.push(Node::Element(end));
}

fn restyle(paragraph: &mut Element, style: &str) {
    let look = paragraph.first_child("w:pPr");
    look.children = vec![Node::Element(Element::new("w:pStyle", &[("w:val", style)]))];
}

/// Cuts a paragraph in two at a place that lies in no link; the second half, with the same look.
fn halve(paragraph: &mut Element, place: usize) -> Option<Element> {
    tracked_edits::cut(paragraph, place);
    let mut at = 0;
    let own = |node: &Node| {
        let probe = Element { children: vec![node.clone()], ..Element::default() };
        tracked_edits::shown(&probe).len()
    };
    let mut index = 0;
    while at < place {
        at += own(paragraph.children.get(index)?);
        index += 1;
    }
    if at != place {
        return None;
    }
    let whole: Range<usize> = index..paragraph.children.len();
    let mut rest = Element { children: Vec::new(), ..paragraph.clone() };
    rest.children.extend(paragraph.child("w:pPr").cloned().map(Node::Element));
    rest.children.extend(paragraph.children.drain(whole));
    if paragraph.child("w:pPr").is_some_and(|look| look.child("w:sectPr").is_some()) {
        let look = paragraph.first_child("w:pPr");
        look.children.retain(|node| node.element().is_some_and(|mark| mark.name != "w:sectPr"));
    }
    Some(rest)
}
