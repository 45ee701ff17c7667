//! Marks within a paragraph, as Word makes them.
//!
//! In: a paragraph's element and places in its visible text. Out: runs cut with their looks kept,
//! wrapped in marks, or put in. A character, a picture, a note's mark and a line's end count as one.

use super::tree::{Element, Node};
use std::collections::BTreeSet;
use std::ops::Range;

/// A visible sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    pub letter: char,
    /// The field whose result it is part of.
    pub field: Option<usize>,
}

/// The side that new text takes its look from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// What stands for a picture or a note's mark.
pub(super) const OBJECT: char = '\u{FFFC}';

/// Elements whose content isn't visible any more, or holds no text.
fn hidden(name: &str) -> bool {
    matches!(name, "w:del" | "w:moveFrom" | "own:del" | "w:pPr")
}

/// What a piece of a run shows.
pub(super) fn letters(piece: &Element) -> String {
    match piece.name.as_str() {
        "w:t" => piece.words(),
        "w:br" if matches!(piece.attribute("w:type"), None | Some("textWrapping")) => {
            "\n".to_owned()
        }
        "w:tab" => "\t".to_owned(),
        "w:drawing" | "w:footnoteReference" => OBJECT.to_string(),
        _ => String::new(),
    }
}

/// The visible signs of a paragraph.
pub(super) fn shown(element: &Element) -> Vec<Sign> {
    let mut signs = Vec::new();
    for child in element.elements().filter(|child| !hidden(&child.name)) {
        if child.name == "w:r" {
            let field = child.attribute("own:field").map(|field| field.parse().unwrap());
            let text: String = child.elements().map(letters).collect();
            signs.extend(text.chars().map(|letter| Sign { letter, field }));
        } else {
            signs.extend(shown(child));
        }
    }
    signs
}

fn width(element: &Element) -> usize {
    match element.name.as_str() {
        "w:r" => element.elements().map(|piece| letters(piece).chars().count()).sum(),
        name if hidden(name) => 0,
        _ => element.elements().map(width).sum(),
    }
}

/// The signs before a bookmark's start, and those before its end.
pub(super) fn bookmark(paragraph: &Element) -> Option<(String, Range<usize>)> {
    let (mut at, mut open, mut found) = (0, None, None);
    for child in paragraph.elements() {
        let name = child.attribute("w:name").unwrap_or_default();
        if child.name == "w:bookmarkStart" && name.starts_with("_z") {
            open = Some((child.attribute("w:id").map(str::to_owned), name.to_owned(), at));
        }
        if child.name == "w:bookmarkEnd"
            && let Some((id, name, start)) = &open
            && child.attribute("w:id").map(str::to_owned) == *id
        {
            found = Some((name.clone(), *start..at));
        }
        at += width(child);
    }
    found
}

/// Cuts the run that a place lies within.
pub(super) fn cut(element: &mut Element, place: usize) {
    let mut left = place;
    for at in 0..element.children.len() {
        let Node::Element(child) = &mut element.children[at] else { continue };
        let own = width(child);
        if left == 0 {
            return;
        }
        if left < own {
            if child.name == "w:r" {
                let rest = split(child, left);
                element.children.insert(at + 1, Node::Element(rest));
            } else {
                cut(child, left);
            }
            return;
        }
        left -= own;
    }
}

/// Splits a run; the second half keeps its look.
pub(super) fn split(run: &mut Element, place: usize) -> Element {
    let mut rest = Element { children: Vec::new(), ..run.clone() };
    let mut left = place;
    let mut own = Vec::new();
    for node in std::mem::take(&mut run.children) {
        let Node::Element(piece) = node else { continue };
        if piece.name == "w:rPr" {
            rest.children.push(Node::Element(piece.clone()));
            own.push(Node::Element(piece));
            continue;
        }
        let text = letters(&piece);
        let length = text.chars().count();
        if length <= left {
            left -= length;
            own.push(Node::Element(piece));
        } else if left == 0 {
            rest.children.push(Node::Element(piece));
        } else {
            let byte = text.char_indices().nth(left).unwrap().0;
            own.push(Node::Element(text_piece("w:t", &text[..byte])));
            rest.children.push(Node::Element(text_piece("w:t", &text[byte..])));
            left = 0;
        }
    }
    run.children = own;
    rest
}

fn text_piece(name: &str, text: &str) -> Element {
    Element::new(name, &[("xml:space", "preserve")]).text(text)
}

/// Wraps the runs of a stretch, each unbroken row of them in an element of its own. Fields that it
/// holds go as a whole.
pub(super) fn wrap(
    paragraph: &mut Element,
    range: &Range<usize>,
    make: &mut dyn FnMut(Vec<Node>) -> Element,
) {
    let signs = shown(paragraph);
    // A field that went as a whole may have left less than there was.
    let range = &(range.start.min(signs.len())..range.end.min(signs.len()));
    let fields: BTreeSet<usize> =
        signs[range.clone()].iter().filter_map(|sign| sign.field).collect();
    cut(paragraph, range.start);
    cut(paragraph, range.end);
    wrap_in(paragraph, &mut 0, range, &fields, make);
}

fn wrap_in(
    element: &mut Element,
    at: &mut usize,
    range: &Range<usize>,
    fields: &BTreeSet<usize>,
    make: &mut dyn FnMut(Vec<Node>) -> Element,
) {
    let mut done = Vec::new();
    let mut row = Vec::new();
    for node in std::mem::take(&mut element.children) {
        let Node::Element(mut child) = node else {
            done.push(node);
            continue;
        };
        let start = *at;
        let own = width(&child);
        if child.name == "w:r" {
            *at += own;
            let field = child.attribute("own:field").and_then(|field| field.parse().ok());
            let within = own > 0 && range.start <= start && *at <= range.end;
            if within || field.is_some_and(|field| fields.contains(&field)) {
                row.push(Node::Element(child));
                continue;
            }
        } else if !hidden(&child.name) {
            wrap_in(&mut child, at, range, fields, make);
        }
        if !row.is_empty() {
            done.push(Node::Element(make(std::mem::take(&mut row))));
        }
        done.push(Node::Element(child));
    }
    if !row.is_empty() {
        done.push(Node::Element(make(row)));
    }
    element.children = done;
}

/// Calls `edit` for every run of a stretch that no field holds.
pub(super) fn each(
    paragraph: &mut Element,
    range: &Range<usize>,
    edit: &mut dyn FnMut(&mut Element),
) {
    cut(paragraph, range.start);
    cut(paragraph, range.end);
    each_in(paragraph, &mut 0, range, edit);
}

fn each_in(
    element: &mut Element,
    at: &mut usize,
    range: &Range<usize>,
    edit: &mut dyn FnMut(&mut Element),
) {
    for node in &mut element.children {
        let Node::Element(child) = node else { continue };
        let start = *at;
        if child.name == "w:r" {
            *at += width(child);
            if start < *at && range.start <= start && *at <= range.end {
                edit(child);
            }
        } else if !hidden(&child.name) {
            each_in(child, at, range, edit);
        }
    }
}

/// A run's text as deleted text.
pub(super) fn delete(nodes: &mut [Node]) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name.as_str() {
            "w:t" => element.name = "w:delText".to_owned(),
            "w:instrText" => element.name = "w:delInstrText".to_owned(),
            _ => delete(&mut element.children),
        }
    }
}

/// A new run.
pub(super) fn run(look: Option<Element>, text: &str) -> Element {
    let mut run = Element::new("w:r", &[]);
    run.children.extend(look.map(Node::Element));
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            run.children.push(Node::Element(Element::new("w:br", &[])));
        }
        if !line.is_empty() {
            run.children.push(Node::Element(text_piece("w:t", line)));
        }
    }
    run
}

/// Where something new goes: the path to its place, and the look that it takes.
pub(super) struct Spot {
    path: Vec<usize>,
    pub look: Option<Element>,
}

/// The place before the sign at `place`, beside the run on the `side` asked for, if there is one.
pub(super) fn spot(paragraph: &mut Element, place: usize, side: Side, inside: bool) -> Spot {
    let signs = shown(paragraph);
    let place = place.min(signs.len());
    cut(paragraph, place);
    let side = match side {
        Side::Left if place == 0 => Side::Right,
        Side::Right if place == signs.len() => Side::Left,
        side => side,
    };
    let mut path = Vec::new();
    if signs.is_empty() || !find(paragraph, &mut 0, place, side, &mut path) {
        return Spot { path: vec![paragraph.children.len()], look: None };
    }
    let own = at(paragraph, &path).clone();
    let field = own.attribute("own:field").map(str::to_owned);
    let sign = |at: Option<usize>| at.and_then(|at| signs.get(at)).and_then(|sign| sign.field);
    let within = field.is_some() && sign(place.checked_sub(1)) == sign(Some(place));
    let mut parent = path[..path.len() - 1].to_vec();
    let mut index = path[path.len() - 1] + usize::from(side == Side::Left);
    if field.is_some() && !within {
        let siblings = &at(paragraph, &parent).children;
        let same = |index: usize| {
            let run = siblings.get(index).and_then(Node::element);
            run.and_then(|run| run.attribute("own:field")).map(str::to_owned) == field
        };
        match side {
            Side::Left => index += (index..siblings.len()).take_while(|at| same(*at)).count(),
            Side::Right => index -= (0..index).rev().take_while(|at| same(*at)).count(),
        }
    }
    // Out of marks always; out of a link's end unless the new words are to belong to it.
    while let Some(last) = parent.last().copied() {
        let container = at(paragraph, &parent);
        let middle = (1..container.children.len()).contains(&index);
        if container.name == "w:hyperlink" && (middle || inside) {
            break;
        }
        index = last + usize::from(side == Side::Left);
        parent.pop();
    }
    parent.push(index);
    let object = own.child("w:drawing").or(own.child("w:footnoteReference")).is_some();
    let mut look = own.child("w:rPr").filter(|_| !object && field.is_none()).cloned();
    if let Some(look) = &mut look {
        // New text takes the look, not what became of it.
        look.children.retain(|node| node.element().is_some_and(|mark| mark.name != "w:rPrChange"));
    }
    Spot { path: parent, look }
}

/// Puts something in.
pub(super) fn put(paragraph: &mut Element, spot: &Spot, new: Element) {
    let (index, parent) = spot.path.split_last().unwrap();
    let mut element = paragraph;
    for step in parent {
        let Node::Element(child) = &mut element.children[*step] else { panic!("an element") };
        element = child;
    }
    element.children.insert(*index, Node::Element(new));
}

fn at<'a>(paragraph: &'a Element, path: &[usize]) -> &'a Element {
    path.iter().fold(paragraph, |element, step| element.children[*step].element().unwrap())
}

/// The path to the run that ends at a place, or begins there.
fn find(
    element: &Element,
    at: &mut usize,
    place: usize,
    side: Side,
    path: &mut Vec<usize>,
) -> bool {
    for (index, node) in element.children.iter().enumerate() {
        let Node::Element(child) = node else { continue };
        let own = width(child);
        path.push(index);
        if child.name == "w:r" {
            let edge = if side == Side::Left { *at + own } else { *at };
            if own > 0 && edge == place {
                return true;
            }
            *at += own;
        } else if !hidden(&child.name) && find(child, at, place, side, path) {
            return true;
        }
        path.pop();
    }
    false
}
