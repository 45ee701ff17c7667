//! Levels, notes and pictures.

use super::line::{Item, Kind, Line};
use super::model::{Block, Change, Seg};
use super::scene::{Done, Scene};
use super::xml::{Xml, xml};

/// An item one level deeper or higher, tracked or not.
pub(super) fn item_level(scene: &mut Scene<'_>) -> Option<Done> {
    let blocks = scene.blocks;
    let level_of = |index: usize| match blocks.get(index) {
        Some(Block::Item { level, .. }) => Some(*level),
        _ => None,
    };
    let deeper = scene.dice.one_in(2);
    let fits = |index: usize, _: &Block| {
        let (Some(own), before, after) =
            (level_of(index), index.checked_sub(1).and_then(level_of), level_of(index + 1))
        else {
            return false;
        };
        let has_children = after.is_some_and(|after| after > own);
        let can_sink = before.is_some_and(|before| before >= own) && own < 2;
        let can_rise = own > 0 && after.is_none_or(|after| after < own);
        !has_children && if deeper { can_sink } else { can_rise }
    };
    let index = scene.free(1, &fits)?;
    let Block::Item { level, numbered, segs } = blocks[index].clone() else { return None };
    let level = if deeper { level + 1 } else { level - 1 };
    let is_tracked = scene.dice.one_in(2);
    scene.sheet.edit(&blocks[index].words(), &mut scene.pen, |line, pen| {
        let set = |properties: &mut Xml| {
            let number = properties.made("w:numPr").made("w:ilvl");
            number.put("w:val", &level.to_string());
        };
        line.reshape(set, pen, is_tracked);
    });
    let new = Block::Item { level, numbered, segs };
    Some(Done { claims: scene.near(index), ..scene.done(index, new, is_tracked) })
}

fn style(line: &mut Line, id: &str, pen: &mut super::hand::Pen, is_tracked: bool) {
    let set = |properties: &mut Xml| {
        properties.inner.retain(|one| !one.is("w:numPr") && !one.is("w:ind"));
        properties.made("w:pStyle").put("w:val", id);
    };
    line.reshape(set, pen, is_tracked);
}

pub(super) fn heading_level(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(0, &|_, block| matches!(block, Block::Heading(3, _)))?;
    let Block::Heading(_, text) = scene.blocks[index].clone() else { return None };
    let is_tracked = scene.dice.one_in(2);
    let level = if scene.dice.one_in(2) { 2 } else { 4 };
    if level == 4 && scene.blocks[..index].iter().all(|one| !matches!(one, Block::Heading(3, _))) {
        return None;
    }
    scene.sheet.edit(&text, &mut scene.pen, |line, pen| {
        style(line, &format!("Heading{level}"), pen, is_tracked);
    });
    let claims = (index..scene.blocks.len())
        .filter(|one| matches!(scene.blocks[*one], Block::Heading(..)))
        .collect();
    Some(Done { claims, ..scene.done(index, Block::Heading(level, text), is_tracked) })
}

pub(super) fn to_heading(scene: &mut Scene<'_>) -> Option<Done> {
    let fits = |_: usize, block: &Block| matches!(block, Block::Para(segs) if segs.len() == 1);
    let index = scene.free(1, &fits)?;
    let text = scene.blocks[index].words();
    let is_tracked = scene.dice.one_in(2);
    scene.sheet.edit(&text, &mut scene.pen, |line, pen| style(line, "Heading3", pen, is_tracked));
    let done = scene.done(index, Block::Heading(3, text), is_tracked);
    Some(Done { claims: scene.near(index), ..done })
}

/// A footnote behind a clause.
pub(super) fn new_note(scene: &mut Scene<'_>) -> Option<Done> {
    let fits = |_: usize, block: &Block| matches!(block, Block::Para(segs) if segs.len() == 1);
    let index = scene.free(0, &fits)?;
    let text = scene.blocks[index].words();
    let (first, rest) = text.split_once('，')?;
    let said = scene.words.sentence(1);
    let run = |tag: &str, text: &str| {
        let text = Xml { text: text.to_owned(), ..Xml::default() };
        xml("w:r", &[]).holding(vec![xml(tag, &[("xml:space", "preserve")]).holding(vec![text])])
    };
    let content = scene.pen.mark("w:ins").holding(vec![run("w:t", &format!(" {said}"))]);
    let id = scene.sheet.new_note(vec![content]);
    scene.sheet.edit(&text, &mut scene.pen, |line, pen| {
        let at = line.find(first)?.end;
        let look = xml("w:rPr", &[]).holding(vec![xml("w:vertAlign", &[("w:val", "superscript")])]);
        let reference = xml("w:footnoteReference", &[("w:id", &id)]);
        let run = xml("w:r", &[]).holding(vec![look, reference]);
        let model = line.items[at - 1].clone();
        let item = Item { kind: Kind::Run(run), added: Some(pen.edit), ..model };
        line.items.insert(at, item);
        Some(())
    })?;

    let label = "*".to_owned();
    let segs =
        vec![Seg::Text(first.to_owned()), Seg::Note(label.clone()), Seg::Text(format!("，{rest}"))];
    let end = scene.blocks.len();
    let changes = vec![
        Change { at: index..index + 1, new: vec![Block::Para(segs)] },
        Change { at: end..end, new: vec![Block::NoteText(label, said)] },
    ];
    Some(Done { claims: vec![index, end - 1], changes, is_tracked: true, words: text })
}

/// A picture's bytes that no copy has.
fn picture(scene: &mut Scene<'_>) -> Vec<u8> {
    let mut image = image::RgbImage::new(40, 30);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let shade = (scene.dice.roll(256)) as u8;
        *pixel = image::Rgb([shade, (x * 6) as u8, (y * 8) as u8]);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// The drawing of the first picture, showing another file.
fn drawing(scene: &mut Scene<'_>, alt: &str) -> Xml {
    let name = format!("media/new{}.png", scene.pen.date(scene.pen.edit).replace([':', '-'], ""));
    let bytes = picture(scene);
    scene.sheet.put(&format!("word/{name}"), bytes);
    scene.sheet.declare("<Default Extension=\"png\" ContentType=\"image/png\"/>", "\"png\"");
    let id = scene.sheet.relate("image", &name);
    let mut drawing = scene.sheet.drawing();
    drawing.each(&mut |one| {
        if one.is("a:blip") {
            one.put("r:embed", &id);
        }
        if one.is("wp:docPr") {
            one.put("descr", alt);
            one.put("id", &(4000 + scene.pen.edit).to_string());
        }
    });
    drawing
}

/// A paragraph with a new picture.
pub(super) fn new_picture(scene: &mut Scene<'_>) -> Option<Done> {
    let fits = |_: usize, block: &Block| matches!(block, Block::Para(segs) if segs.len() == 1);
    let index = scene.free(1, &fits)?;
    let alt = format!("{}现场", scene.words.name());
    let drawing = drawing(scene, &alt);
    let run = xml("w:r", &[]).holding(vec![drawing]);
    let text = scene.blocks[index].words();
    let spot = scene.sheet.find(&text);
    let line = Line::of(scene.sheet.at(&spot));
    let is_tracked = !scene.dice.one_in(3);
    let added = is_tracked.then_some(scene.pen.edit);
    let model = line.items.iter().find(|item| matches!(item.kind, Kind::Char(_)))?.clone();
    let item = Item { kind: Kind::Run(run), look: None, added, ..model };
    let mut new = Line { items: vec![item], ..line };
    new.element.attributes.clear();
    if let Some(properties) = &mut new.properties {
        properties.inner.retain(|one| !one.is("w:sectPr") && !one.is("w:rPr"));
    }
    if is_tracked {
        new.mark_end("w:ins", &mut scene.pen);
    }
    let new = new.written(&mut scene.pen);
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.insert(at, new);
    let block = Block::Raw(format!("![{alt}](图片/*)"));
    let change = Change { at: index..index, new: vec![block] };
    let claims = scene.near(index);
    Some(Done { claims, changes: vec![change], is_tracked, words: alt })
}

/// The picture shows something else: nothing tracks that.
pub(super) fn other_picture(scene: &mut Scene<'_>) -> Option<Done> {
    let index = scene.free(0, &|_, block| matches!(block, Block::Picture(..)))?;
    let Block::Picture(alt, _, caption) = scene.blocks[index].clone() else { return None };
    let bytes = picture(scene);
    let name = scene.sheet.media().into_iter().find(|name| !name.contains("new"))?;
    scene.sheet.put(&name, bytes);
    let new = Block::Raw(format!("![{alt}](图片/* \"{caption}\")"));
    Some(Done { words: "图片".to_owned(), ..scene.done(index, new, false) })
}
