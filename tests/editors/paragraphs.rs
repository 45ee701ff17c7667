//! Paragraphs and items that are split, joined, put in, taken out and moved.

use super::hand::{Hand, Pen};
use super::line::{Item, Kind, Line};
use super::model::{Block, Change, Seg};
use super::scene::{Done, Scene};
use super::xml::xml;

fn is_plain(block: &Block) -> bool {
    matches!(block, Block::Para(segs) if segs.len() == 1)
}

fn para(text: &str) -> Block {
    Block::Para(vec![Seg::Text(text.to_owned())])
}

fn done(scene: &Scene<'_>, claims: Vec<usize>, changes: Vec<Change>, index: usize) -> Done {
    Done { claims, changes, is_tracked: true, words: scene.blocks[index].words() }
}

pub(super) fn split(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(0, &|_, block| is_plain(block))?;
    let text = scene.blocks[index].words();
    let (first, rest) = text.split_once('，')?;
    let (head, tail) = (format!("{first}，"), rest.to_owned());
    let spot = scene.sheet.find(&text);
    let pen = &mut scene.pen;
    let line = Line::of(scene.sheet.at(&spot));
    let cut = line.find(rest)?.start;
    let (mut one, mut other) = (line.clone(), line.clone());
    other.items = one.items.split_off(cut);
    one.mark_end("w:ins", pen);
    // The end of a section stays with the last paragraph.
    if let Some(properties) = &mut one.properties {
        properties.inner.retain(|one| !one.is("w:sectPr"));
    }
    let both = [one.written(pen), other.written(pen)];
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.splice(at..=at, both);
    let new = vec![para(&head), para(&tail)];
    Some(done(scene, vec![index], vec![Change { at: index..index + 1, new }], index))
}

/// Two paragraphs, or two items of a level, become one.
pub(super) fn join(scene: &mut Scene<'_>) -> Option<Done> {
    let blocks = scene.blocks;
    let fits = |index: usize, block: &Block| match (block, blocks.get(index + 1)) {
        (Block::Para(_), Some(next)) => is_plain(block) && is_plain(next),
        (
            Block::Item { level, numbered, .. },
            Some(Block::Item { level: other, numbered: kind, .. }),
        ) => level == other && numbered == kind,
        _ => false,
    };
    let index = scene.free(1, &fits)?;
    let mut new = blocks[index].clone();
    let mut next = blocks[index + 1].clone();
    let rest = next.words();
    if let Some(Seg::Text(text)) = new.segs()?.first_mut() {
        text.push_str(&rest);
    }
    next.segs()?;
    scene.sheet.edit(&blocks[index].words(), &mut scene.pen, |line, pen| {
        line.mark_end("w:del", pen);
    });
    let change = Change { at: index..index + 2, new: vec![new] };
    Some(done(scene, vec![index, index + 1], vec![change], index))
}

/// A paragraph that says something and looks like another one.
fn new_line(model: &Line, text: &str, pen: &mut Pen) -> Line {
    let mut line = Line { items: Vec::new(), ..model.clone() };
    line.element.attributes.clear();
    if let Some(properties) = &mut line.properties {
        properties.inner.retain(|one| !one.is("w:sectPr") && !one.is("w:rPr"));
    }
    line.insert(0, text, pen, true);
    line
}

/// Puts a paragraph in after the one that says `words`, which is its model.
fn put_after(scene: &mut Scene<'_>, words: &str, text: &str) {
    let spot = scene.sheet.find(words);
    let mut line = Line::of(scene.sheet.at(&spot));
    let pen = &mut scene.pen;
    let is_section = line.properties.as_ref().is_some_and(|one| one.first("w:sectPr").is_some());
    let mut new = new_line(&line, text, pen);
    // Word's new end is that of the paragraph in which the key was pressed.
    if pen.hand == Hand::Word && !is_section {
        line.mark_end("w:ins", pen);
    } else {
        new.mark_end("w:ins", pen);
    }
    let both = [line.written(pen), new.written(pen)];
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.splice(at..=at, both);
}

/// Puts a paragraph in before the one that says `words`; `model` is what it looks like.
fn put_before(scene: &mut Scene<'_>, words: &str, model: &Line, text: &str) {
    let pen = &mut scene.pen;
    let mut new = new_line(model, text, pen);
    new.mark_end("w:ins", pen);
    let new = new.written(pen);
    let spot = scene.sheet.find(words);
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.insert(at, new);
}

fn line_of(scene: &mut Scene<'_>, words: &str) -> Line {
    let spot = scene.sheet.find(words);
    Line::of(scene.sheet.at(&spot))
}

fn model(scene: &mut Scene<'_>) -> Option<Line> {
    let index = scene.free(0, &|_, block| is_plain(block))?;
    let words = scene.blocks[index].words();
    Some(line_of(scene, &words))
}

pub(super) fn new_after(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(1, &|_, block| is_plain(block))?;
    let text = scene.words.sentence(2);
    let words = scene.blocks[index].words();
    put_after(scene, &words, &text);
    let change = Change { at: index + 1..index + 1, new: vec![para(&text)] };
    Some(done(scene, scene.near(index), vec![change], index))
}

/// Before a paragraph, a heading, a caption, a list.
pub(super) fn new_before(scene: &mut Scene<'_>) -> Option<Done> {
    let blocks = scene.blocks;
    let fits = |index: usize, block: &Block| match block {
        Block::Para(_) | Block::Heading(3, _) | Block::Table { .. } => index > 0,
        Block::Item { .. } => !matches!(blocks[index - 1], Block::Item { .. }),
        _ => false,
    };
    let index = scene.free(1, &fits)?;
    let text = scene.words.sentence(2);
    let model = model(scene)?;
    put_before(scene, &blocks[index].words(), &model, &text);
    let change = Change { at: index..index, new: vec![para(&text)] };
    Some(done(scene, scene.near(index), vec![change], index))
}

fn strike(scene: &mut Scene<'_>, words: &str) {
    let drops_anchors = scene.pen.hand == Hand::Word && scene.dice.one_in(2);
    scene.sheet.edit(words, &mut scene.pen, |line, pen| {
        line.strike_all(pen);
        line.mark_end("w:del", pen);
        if drops_anchors {
            line.items.retain(|item| !matches!(item.kind, Kind::Mark(_)));
        }
    });
}

pub(super) fn delete(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(1, &|_, block| is_plain(block))?;
    strike(scene, &scene.blocks[index].words());
    let change = Change { at: index..index + 1, new: Vec::new() };
    Some(done(scene, scene.near(index), vec![change], index))
}

fn has_children(blocks: &[Block], index: usize) -> bool {
    match (&blocks[index], blocks.get(index + 1)) {
        (Block::Item { level, .. }, Some(Block::Item { level: next, .. })) => next > level,
        _ => false,
    }
}

pub(super) fn delete_item(scene: &mut Scene<'_>) -> Option<Done> {
    let blocks = scene.blocks;
    let fits = |index: usize, block: &Block| {
        matches!(block, Block::Item { .. }) && !has_children(blocks, index)
    };
    let index = scene.free(1, &fits)?;
    strike(scene, &blocks[index].words());
    let change = Change { at: index..index + 1, new: Vec::new() };
    Some(done(scene, scene.near(index), vec![change], index))
}

pub(super) fn new_item(scene: &mut Scene<'_>) -> Option<Done> {
    let blocks = scene.blocks;
    let fits = |index: usize, block: &Block| {
        matches!(block, Block::Item { .. }) && !has_children(blocks, index)
    };
    let index = scene.free(1, &fits)?;
    let Block::Item { level, numbered, .. } = blocks[index] else { return None };
    let text = scene.words.sentence(2);
    put_after(scene, &blocks[index].words(), &text);
    let new = Block::Item { level, numbered, segs: vec![Seg::Text(text)] };
    let change = Change { at: index + 1..index + 1, new: vec![new] };
    Some(done(scene, scene.near(index), vec![change], index))
}

/// A paragraph taken out, and one that says nearly the same put in its place.
pub(super) fn rewritten(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(1, &|_, block| is_plain(block))?;
    let words = scene.blocks[index].words();
    let (name, rest) = words.split_once('，')?;
    let text = format!("{name}，{}，{rest}", scene.words.clauses(1).concat());
    let spot = scene.sheet.find(&words);
    let pen = &mut scene.pen;
    let mut line = Line::of(scene.sheet.at(&spot));
    let mut new = new_line(&line, &text, pen);
    new.mark_end("w:ins", pen);
    line.strike_all(pen);
    line.mark_end("w:del", pen);
    let new_first = pen.new_first();
    let mut both = [line.written(pen), new.written(pen)];
    if new_first {
        both.reverse();
    }
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.splice(at..=at, both);
    let change = Change { at: index..index + 1, new: vec![para(&text)] };
    Some(done(scene, scene.near(index), vec![change], index))
}

/// A paragraph and the one before which it goes.
fn journey(scene: &mut Scene<'_>) -> Option<(usize, usize)> {
    let blocks = scene.blocks;
    let from = scene.free(1, &|_, block| matches!(block, Block::Para(_)))?;
    let fits = |index: usize, block: &Block| {
        index.abs_diff(from) > 3
            && matches!(block, Block::Para(_))
            && matches!(blocks[index - 1], Block::Para(_))
    };
    Some((from, scene.free(1, &fits)?))
}

fn moved_blocks(scene: &Scene<'_>, from: usize, to: usize) -> Done {
    let block = scene.blocks[from].clone();
    let changes = vec![
        Change { at: from..from + 1, new: Vec::new() },
        Change { at: to..to, new: vec![block] },
    ];
    let claims = [scene.near(from), scene.near(to)].concat();
    Done { claims, changes, is_tracked: true, words: scene.blocks[from].words() }
}

pub(super) fn cut(scene: &mut Scene<'_>) -> Option<Done> {
    let (from, to) = journey(scene)?;
    let (here, there) = (scene.blocks[from].words(), scene.blocks[to].words());
    let line = line_of(scene, &here);
    let mut new = line.as_new(&scene.pen, true);
    if let Some(properties) = &mut new.properties {
        properties.inner.retain(|one| !one.is("w:sectPr"));
    }
    new.mark_end("w:ins", &mut scene.pen);
    strike(scene, &here);
    let new = new.written(&mut scene.pen);
    let spot = scene.sheet.find(&there);
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.insert(at, new);
    Some(moved_blocks(scene, from, to))
}

/// A move as Word marks it when it knows one.
pub(super) fn moved(scene: &mut Scene<'_>) -> Option<Done> {
    if !matches!(scene.pen.hand, Hand::Word | Hand::OnlyOffice) {
        return None;
    }
    let (from, to) = journey(scene)?;
    let (here, there) = (scene.blocks[from].words(), scene.blocks[to].words());
    let name = format!("move{}", 300 + scene.pen.edit);
    let mut old = line_of(scene, &here);
    let mut new = old.as_new(&scene.pen, true);
    if old.properties.as_ref().is_some_and(|one| one.first("w:sectPr").is_some()) {
        return None;
    }
    old.strike_all(&scene.pen);
    let pen = &mut scene.pen;
    for (line, tag) in [(&mut old, "w:moveFrom"), (&mut new, "w:moveTo")] {
        line.mark_end(tag, pen);
        let id = pen.mark("w:x").get("w:id").unwrap_or_default().to_owned();
        let item = |element| Item {
            kind: Kind::Mark(element),
            look: None,
            link: None,
            added: None,
            gone: None,
            relooked: None,
        };
        let mut start = pen.mark(&format!("{tag}RangeStart"));
        start.put("w:id", &id);
        start.put("w:name", &name);
        line.items.insert(0, item(start));
        line.items.push(item(xml(&format!("{tag}RangeEnd"), &[("w:id", &id)])));
    }
    let mut both = [old.written(pen), new.written(pen)];
    for (element, [before, after]) in
        both.iter_mut().zip([["w:del", "w:moveFrom"], ["w:ins", "w:moveTo"]])
    {
        element.each(&mut |one| {
            if one.is(before) {
                one.tag = after.to_owned();
            }
            // What moves away is text still.
            if one.is("w:delText") {
                one.tag = "w:t".to_owned();
            }
        });
    }
    let [old, new] = both;
    let spot = scene.sheet.find(&here);
    *scene.sheet.at(&spot) = old;
    let spot = scene.sheet.find(&there);
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.insert(at, new);
    Some(moved_blocks(scene, from, to))
}
