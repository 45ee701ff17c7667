//! Edits of words within a paragraph.

use super::hand::Hand;
use super::line::Kind;
use super::model::{Block, Seg};
use super::scene::{Done, Scene};
use super::xml::xml;

/// A text segment's clauses that stand once in the block, but for the first, which has the name.
fn clauses(text: &str) -> Vec<String> {
    let all = text.split(['，', '。']).skip(1);
    let all = all.filter(|one| one.chars().count() > 3 && text.matches(one).count() == 1);
    all.map(str::to_owned).collect()
}

/// A free paragraph or item with a clause to edit: block, segment, clause.
fn target(scene: &mut Scene<'_>) -> Option<(usize, usize, String)> {
    let segs = |block: &Block| block.clone().segs().cloned().unwrap_or_default();
    let texts = |block: &Block| {
        let segs = segs(block);
        let texts = segs.iter().enumerate().filter_map(|(at, seg)| match seg {
            Seg::Text(text) if !clauses(text).is_empty() => Some((at, clauses(text))),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    let index = scene.free(0, &|_, block| !texts(block).is_empty())?;
    let found = texts(&scene.blocks[index]);
    let (seg, clauses) = scene.dice.pick(&found).clone();
    let clause = scene.dice.pick(&clauses).clone();
    Some((index, seg, clause))
}

/// The block with other words in a text segment.
fn with_words(block: &Block, seg: usize, old: &str, new: &str) -> Block {
    let mut block = block.clone();
    if let Some(Seg::Text(text) | Seg::Strong(text) | Seg::Link(text, _)) =
        block.segs().and_then(|segs| segs.get_mut(seg))
    {
        *text = text.replacen(old, new, 1);
    }
    block
}

fn replaced(
    scene: &mut Scene<'_>,
    seg: usize,
    index: usize,
    old: &str,
    new: &str,
    is_tracked: bool,
) -> Option<Done> {
    let words = scene.blocks[index].words();
    let block = with_words(&scene.blocks[index], seg, old, new);
    scene.sheet.edit(&words, &mut scene.pen, |line, pen| {
        let range = line.find(old)?;
        line.replace(range, new, pen, is_tracked);
        Some(())
    })?;
    Some(scene.done(index, block, is_tracked))
}

/// A clause replaced, put in or taken out.
pub(super) fn clause(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, seg, clause) = target(scene)?;
    let new = scene.words.sentence(1).replace('。', "");
    match scene.dice.roll(3) {
        0 => replaced(scene, seg, index, &clause, &new, true),
        1 => {
            let words = scene.blocks[index].words();
            let block = with_words(&scene.blocks[index], seg, &clause, &format!("{clause}，{new}"));
            scene.sheet.edit(&words, &mut scene.pen, |line, pen| {
                let range = line.find(&clause)?;
                line.insert(range.end, &format!("，{new}"), pen, true);
                Some(())
            })?;
            Some(scene.done(index, block, true))
        }
        _ => replaced(scene, seg, index, &format!("，{clause}"), "", true),
    }
}

/// Some characters of a clause.
pub(super) fn characters(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, seg, clause) = target(scene)?;
    let count = clause.chars().count();
    let start = scene.dice.roll(count - 1);
    let old: String = clause.chars().skip(start).take(1 + scene.dice.roll(2)).collect();
    let whole: String = scene.blocks[index].source();
    if whole.matches(&old).count() != 1 {
        return None;
    }
    let new = *scene.dice.pick(&["", "切实", "稳步有序", "3年内", "“双随机”", "A&B", "（试行）"]);
    replaced(scene, seg, index, &old, new, true)
}

/// All clauses of a paragraph but its name, as one replacement: what comparing programs write.
pub(super) fn whole(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(0, &|_, block| matches!(block, Block::Para(segs) if segs.len() == 1))?;
    let text = scene.blocks[index].words();
    let old = text.split_once('，')?.1.to_owned();
    let new = format!("{}；{old}", scene.words.clauses(1).concat()).replace("，", "、");
    replaced(scene, 0, index, &old, &new, true)
}

pub(super) fn untracked(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, seg, clause) = target(scene)?;
    let new = scene.words.sentence(1).replace('。', "");
    replaced(scene, seg, index, &clause, &new, false)
}

fn segment(scene: &mut Scene<'_>, is_it: fn(&Seg) -> bool) -> Option<(usize, usize, String)> {
    let index = scene
        .free(0, &|_, block| block.clone().segs().is_some_and(|segs| segs.iter().any(is_it)))?;
    let mut block = scene.blocks[index].clone();
    let segs = block.segs()?;
    let at = segs.iter().position(is_it)?;
    match &segs[at] {
        Seg::Strong(text) | Seg::Link(text, _) => Some((index, at, text.clone())),
        _ => Some((index, at, String::new())),
    }
}

pub(super) fn strong(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, seg, text) = segment(scene, |seg| matches!(seg, Seg::Strong(_)))?;
    let old: String = text.chars().skip(scene.dice.roll(3)).collect();
    let new = scene.words.clauses(1).concat();
    replaced(scene, seg, index, &old, &new, true)
}

pub(super) fn link(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, seg, text) = segment(scene, |seg| matches!(seg, Seg::Link(..)))?;
    let old: String = text.chars().skip(2).take(2).collect();
    let new = scene.words.clauses(1).concat();
    replaced(scene, seg, index, &old, &new, true)
}

/// The words right before a value, and right after it.
pub(super) fn around_value(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, at, _) = segment(scene, |seg| matches!(seg, Seg::Value(_)))?;
    if scene.dice.one_in(2) {
        replaced(scene, at - 1, index, "全市生产总值", "地区生产总值达", true)
    } else {
        let mut block = scene.blocks[index].clone();
        let Some(Seg::Text(after)) = block.segs()?.get(at + 1).cloned() else { return None };
        let old = after.split('，').nth(1)?.to_owned();
        replaced(scene, at + 1, index, &format!("，{old}"), "，其中规模以上企业占三成", true)
    }
}

/// Words of a block that is one text.
fn in_block(
    scene: &mut Scene<'_>,
    index: usize,
    new_block: Block,
    words: &str,
    edit: (&str, &str),
) -> Option<Done> {
    scene.sheet.edit(words, &mut scene.pen, |line, pen| {
        let range = line.find(edit.0)?;
        line.replace(range, edit.1, pen, true);
        Some(())
    })?;
    Some(Done { words: words.to_owned(), ..scene.done(index, new_block, true) })
}

pub(super) fn heading(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(0, &|_, block| matches!(block, Block::Heading(3, _)))?;
    let Block::Heading(level, text) = scene.blocks[index].clone() else { return None };
    let old: String = text.chars().take(2).collect();
    let new = Block::Heading(level, text.replacen(&old, "具体进展", 1));
    in_block(scene, index, new, &text, (&old, "具体进展"))
}

pub(super) fn caption(scene: &mut Scene<'_>) -> Option<Done> {
    let index =
        scene.free(0, &|_, block| matches!(block, Block::Table { .. } | Block::Picture(..)))?;
    let mut new = scene.blocks[index].clone();
    let words = new.words();
    let old: String = words.chars().skip(words.chars().count() - 2).collect();
    match &mut new {
        Block::Table { caption, .. } | Block::Picture(_, _, caption) => {
            *caption = caption.replacen(&old, "概览", 1);
        }
        _ => return None,
    }
    in_block(scene, index, new, &words, (&old, "概览"))
}

pub(super) fn source_line(scene: &mut Scene<'_>) -> Option<Done> {
    let is_it = |block: &Block| matches!(block, Block::Table { attributes, .. } if attributes.contains("市局台账"));
    let index = scene.free(0, &|_, block| is_it(block))?;
    let mut new = scene.blocks[index].clone();
    if let Block::Table { attributes, .. } = &mut new {
        *attributes = attributes.replace("市局台账", "省局台账");
    }
    in_block(scene, index, new, "市局台账", ("市局", "省局"))
}

pub(super) fn note(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(0, &|_, block| matches!(block, Block::NoteText(..)))?;
    let Block::NoteText(label, text) = scene.blocks[index].clone() else { return None };
    let old = text.trim_end_matches('。').split('，').nth(1)?.to_owned();
    let new = scene.words.clauses(1).concat();
    let block = Block::NoteText(label, text.replacen(&old, &new, 1));
    in_block(scene, index, block, &text, (&old, &new))
}

/// A clause made bold, tracked.
pub(super) fn embolden(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, seg, clause) = target(scene)?;
    let mut block = scene.blocks[index].clone();
    let segs = block.segs()?;
    let Seg::Text(text) = segs[seg].clone() else { return None };
    let (head, tail) = text.split_once(&clause)?;
    let parts =
        [Seg::Text(head.to_owned()), Seg::Strong(clause.clone()), Seg::Text(tail.to_owned())];
    segs.splice(seg..=seg, parts);
    let words = scene.blocks[index].words();
    scene.sheet.edit(&words, &mut scene.pen, |line, pen| {
        let range = line.find(&clause)?;
        for item in &mut line.items[range] {
            item.relooked = Some((pen.edit, item.look.clone()));
            item.look.get_or_insert_with(|| xml("w:rPr", &[])).inner.push(xml("w:b", &[]));
        }
        Some(())
    })?;
    Some(scene.done(index, block, true))
}

/// A bold stretch made plain, tracked.
pub(super) fn unbold(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, seg, text) = segment(scene, |seg| matches!(seg, Seg::Strong(_)))?;
    let mut block = scene.blocks[index].clone();
    block.segs()?[seg] = Seg::Text(text.clone());
    let words = scene.blocks[index].words();
    scene.sheet.edit(&words, &mut scene.pen, |line, pen| {
        let range = line.find(&text)?;
        for item in &mut line.items[range] {
            item.relooked = Some((pen.edit, item.look.take()));
        }
        Some(())
    })?;
    Some(scene.done(index, block, true))
}

/// Digits of a value: what only its owner may change.
pub(super) fn value(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, ..) = segment(scene, |seg| matches!(seg, Seg::Value(_)))?;
    let words = scene.blocks[index].words();
    scene.sheet.edit(&words, &mut scene.pen, |line, pen| {
        let start = line.find("全市生产总值")?.end;
        line.replace(start..start + 1, "9", pen, true);
        Some(())
    })?;
    let done = scene.done(index, scene.blocks[index].clone(), true);
    Some(Done { changes: Vec::new(), ..done })
}

pub(super) fn comment(scene: &mut Scene<'_>) -> Option<Done> {
    let (index, _, clause) = target(scene)?;
    let words = scene.blocks[index].words();
    let said = format!("请核对{}", scene.words.name());
    let id = scene.sheet.comment(&scene.pen, &said);
    scene.sheet.edit(&words, &mut scene.pen, |line, _| {
        let range = line.find(&clause)?;
        let anchor = |tag: &str| Kind::Mark(xml(tag, &[("w:id", &id)]));
        let reference = xml("w:r", &[]).holding(vec![xml("w:commentReference", &[("w:id", &id)])]);
        let model = line.items[range.start].clone();
        let item = |kind: Kind| super::line::Item { kind, look: None, ..model.clone() };
        let end = [item(anchor("w:commentRangeEnd")), item(Kind::Run(reference))];
        line.items.splice(range.end..range.end, end);
        line.items.splice(range.start..range.start, [item(anchor("w:commentRangeStart"))]);
        Some(())
    })?;
    let done = scene.done(index, scene.blocks[index].clone(), false);
    Some(Done { changes: Vec::new(), words: said, ..done })
}

/// Marks around bookmarks and anchors and nothing else.
pub(super) fn milestones(scene: &mut Scene<'_>) -> Option<Done> {
    if !matches!(scene.pen.hand, Hand::Redline | Hand::Word) {
        return None;
    }
    let index = scene.free(0, &|_, block| matches!(block, Block::Para(_)))?;
    let words = scene.blocks[index].words();
    let tag = *scene.dice.pick(&["w:ins", "w:del"]);
    scene.sheet.edit(&words, &mut scene.pen, |line, pen| {
        for item in &mut line.items {
            if let Kind::Mark(element) = &mut item.kind
                && element.tag.starts_with("w:bookmark")
            {
                let inner = element.clone();
                *element = pen.mark(tag).holding(vec![inner]);
            }
        }
    });
    let done = scene.done(index, scene.blocks[index].clone(), true);
    Some(Done { changes: Vec::new(), ..done })
}
