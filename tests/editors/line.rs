//! A paragraph of a copy, character by character.
//!
//! In: its element. Out: items with what a reviewer did to each, which a program's hand writes again.

use super::hand::Pen;
use super::xml::{Xml, xml};
use std::ops::Range;

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Char(char),
    /// A run that isn't text: a field's, a note's mark, a picture.
    Run(Xml),
    /// A bookmark's end, a comment's anchor.
    Mark(Xml),
}

/// A part of a paragraph that changes as a whole; numbers are those of edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub kind: Kind,
    pub look: Option<Xml>,
    pub link: Option<Xml>,
    pub added: Option<usize>,
    pub gone: Option<usize>,
    pub relooked: Option<(usize, Option<Xml>)>,
}

impl Item {
    fn new(kind: Kind, look: Option<Xml>, link: Option<Xml>) -> Item {
        Item { kind, look, link, added: None, gone: None, relooked: None }
    }
}

/// A paragraph.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub element: Xml,
    pub properties: Option<Xml>,
    pub items: Vec<Item>,
}

impl Line {
    pub fn of(paragraph: &Xml) -> Line {
        let mut line = Line {
            element: Xml { inner: Vec::new(), ..paragraph.clone() },
            properties: paragraph.first("w:pPr").cloned(),
            items: Vec::new(),
        };
        let mut depth = 0;
        for child in paragraph.inner.iter().filter(|child| !child.is("w:pPr")) {
            line.take(child, None, &mut depth);
        }
        line
    }

    fn take(&mut self, child: &Xml, link: Option<&Xml>, depth: &mut usize) {
        if child.is("w:hyperlink") {
            let bare = Xml { inner: Vec::new(), ..child.clone() };
            child.inner.iter().for_each(|inner| self.take(inner, Some(&bare), depth));
            return;
        }
        if !child.is("w:r") {
            self.items.push(Item::new(Kind::Mark(child.clone()), None, link.cloned()));
            return;
        }
        for one in child.all().into_iter().filter(|one| one.is("w:fldChar")) {
            match one.get("w:fldCharType") {
                Some("begin") => *depth += 1,
                Some("end") => *depth -= 1,
                _ => {}
            }
        }
        let look = child.first("w:rPr").cloned();
        let is_text = |one: &Xml| one.is("w:t") || one.is("w:rPr");
        if *depth > 0 || !child.inner.iter().all(is_text) {
            self.items.push(Item::new(Kind::Run(child.clone()), look, link.cloned()));
            return;
        }
        for character in child.said().chars() {
            self.items.push(Item::new(Kind::Char(character), look.clone(), link.cloned()));
        }
    }

    /// The paragraph as a program writes it.
    pub fn written(&self, pen: &mut Pen) -> Xml {
        let mut element = self.element.clone();
        element.inner.extend(self.properties.clone());
        element.inner.extend(pen.content(&self.items));
        element
    }

    /// The items that show these words.
    pub fn find(&self, words: &str) -> Option<Range<usize>> {
        let shown: Vec<(usize, char)> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.gone.is_none())
            .filter_map(|(index, item)| match item.kind {
                Kind::Char(character) => Some((index, character)),
                Kind::Run(_) | Kind::Mark(_) => None,
            })
            .collect();
        let text: String = shown.iter().map(|(_, character)| *character).collect();
        let start = text[..text.find(words)?].chars().count();
        let end = start + words.chars().count();
        Some(shown[start].0..shown[end - 1].0 + 1)
    }

    /// Whether anything but words and anchors stands among these items.
    fn chars(&self, range: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let is_char = |index: &usize| matches!(self.items[*index].kind, Kind::Char(_));
        range.clone().filter(is_char).collect::<Vec<usize>>().into_iter()
    }

    /// Replaces words: with marks, or without any.
    pub fn replace(&mut self, old: Range<usize>, new: &str, pen: &mut Pen, is_tracked: bool) {
        let model = self.items[old.start.min(self.items.len() - 1)].clone();
        let fresh: Vec<Item> = new
            .chars()
            .map(|character| Item {
                added: is_tracked.then_some(pen.edit),
                ..Item::new(Kind::Char(character), model.look.clone(), model.link.clone())
            })
            .collect();
        if is_tracked {
            for index in self.chars(&old) {
                self.items[index].gone = Some(pen.edit);
            }
            let at = if pen.new_first() { old.start } else { old.end };
            self.items.splice(at..at, fresh);
        } else {
            let chars: Vec<usize> = self.chars(&old).collect();
            let at = chars.first().copied().unwrap_or(old.start);
            chars.into_iter().rev().for_each(|index| drop(self.items.remove(index)));
            self.items.splice(at..at, fresh);
        }
    }

    /// Puts words in before an item, looking like the one before them.
    pub fn insert(&mut self, at: usize, new: &str, pen: &mut Pen, is_tracked: bool) {
        let beside = at.checked_sub(1).and_then(|before| self.items.get(before));
        let beside = beside.filter(|item| matches!(item.kind, Kind::Char(_))).cloned();
        let model = beside.unwrap_or_else(|| Item::new(Kind::Char(' '), None, None));
        let fresh = new.chars().map(|character| Item {
            added: is_tracked.then_some(pen.edit),
            ..Item::new(Kind::Char(character), model.look.clone(), model.link.clone())
        });
        let fresh: Vec<Item> = fresh.collect();
        self.items.splice(at..at, fresh);
    }

    /// Marks all that it shows as gone.
    pub fn strike_all(&mut self, pen: &Pen) {
        for item in &mut self.items {
            if !matches!(item.kind, Kind::Mark(_)) {
                item.gone = Some(pen.edit);
            }
        }
    }

    /// The same as new text, without anchors.
    pub fn as_new(&self, pen: &Pen, is_tracked: bool) -> Line {
        let mut line = self.clone();
        line.items.retain(|item| !matches!(item.kind, Kind::Mark(_)) && item.gone.is_none());
        for item in &mut line.items {
            item.added = is_tracked.then_some(pen.edit);
        }
        line
    }

    /// Puts a mark on the paragraph's end.
    pub fn mark_end(&mut self, tag: &str, pen: &mut Pen) {
        let mark = pen.mark(tag);
        let properties = self.properties.get_or_insert_with(|| xml("w:pPr", &[]));
        let last = |one: &Xml| one.is("w:sectPr") || one.is("w:pPrChange");
        if properties.first("w:rPr").is_none() {
            let at = properties.inner.iter().position(last).unwrap_or(properties.inner.len());
            properties.inner.insert(at, xml("w:rPr", &[]));
        }
        properties.made("w:rPr").inner.insert(0, mark);
    }

    /// Other words of the paragraph's style or list; tracked, with what it was.
    pub fn reshape(&mut self, edit: impl FnOnce(&mut Xml), pen: &mut Pen, is_tracked: bool) {
        let mut properties = self.properties.clone().unwrap_or_else(|| xml("w:pPr", &[]));
        let mut before = properties.clone();
        before
            .inner
            .retain(|one| !(one.is("w:rPr") || one.is("w:sectPr") || one.is("w:pPrChange")));
        edit(&mut properties);
        if is_tracked {
            properties.inner.push(pen.mark("w:pPrChange").holding(vec![before]));
        }
        self.properties = Some(properties);
    }
}
