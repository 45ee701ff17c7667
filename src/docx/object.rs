//! What isn't text: pictures, text boxes, equations, charts, embedded objects.
//!
//! In: the element that holds one. Out: pieces, and phrases for text that the story doesn't show.
//! A text box is a story of its own; changes inside other objects are referred to by empty pieces.

use super::body::text_box;
use super::model::{Aside, AsideKind, Block, PieceKind, Refused};
use super::package::Relation;
use super::reading::{Look, Place, Reading, kind};
use super::xml::{Node, Space, Tag};

/// What an object is found to hold.
#[derive(Default)]
struct Content {
    pictures: Vec<String>,
    alt: String,
    text: String,
    /// Text boxes, by their indices.
    boxes: Vec<usize>,
    /// Changes in them.
    in_boxes: usize,
    word: Option<&'static str>,
}

/// Kinds of pictures that are read.
const READ: [&str; 9] = ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "svg", "webp"];

/// Reads the open element as an object.
pub(super) fn object<'a>(
    reading: &mut Reading<'a>,
    tag: Tag<'a>,
    look: &Look,
) -> Result<(), Refused> {
    let mut content = Content::default();
    match (tag.space, tag.name) {
        (Space::Math, _) => content.word = Some("公式"),
        (Space::Word, "object") => content.word = Some("嵌入对象"),
        (Space::Word, "contentPart") => content.word = Some("手写墨迹"),
        _ => {}
    }
    let end = reading.xml.depth().saturating_sub(1);
    let mut inside = Vec::new();
    while reading.xml.depth() > end {
        let Node::Start(tag) = reading.next()? else { continue };
        if tag.is_word("txbxContent") && reading.boxes < MAX_BOXES {
            boxed(reading, &mut content)?;
        } else if let Some(kind) = kind(&tag, Place::Text) {
            inside.push(reading.register(&tag, kind)?);
        } else {
            look_at(reading, &tag, &mut content)?;
        }
    }
    show(reading, &content, look)?;
    if content.in_boxes > 0 {
        reading.leave_out(format!("文本框里的 {} 处修订", content.in_boxes));
    }
    if !inside.is_empty() {
        let word = content.word.unwrap_or("图形");
        reading.leave_out(format!("{word}里的 {} 处修订", inside.len()));
        reading.found.boxed.extend(&inside);
    }
    reading.mark_empty(inside)
}

/// Maximum number of text boxes in each other that are read as such; Word allows one.
const MAX_BOXES: usize = 2;

/// Reads the open text box.
fn boxed(reading: &mut Reading<'_>, content: &mut Content) -> Result<(), Refused> {
    let before = reading.found.revisions.len();
    let story = text_box(reading)?;
    content.in_boxes += reading.found.revisions.len() - before;
    first_words(&story.blocks, &mut content.text);
    reading.found.budget.keep(size_of::<Aside>())?;
    content.boxes.push(reading.found.asides.len());
    reading.found.asides.push(Aside { kind: AsideKind::TextBox, story });
    Ok(())
}

/// The first characters of what a text box says.
fn first_words(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                for piece in &paragraph.pieces {
                    if let PieceKind::Text(text) = &piece.kind {
                        let room = SHOWN.saturating_sub(out.chars().count());
                        out.extend(text.chars().filter(|c| !c.is_control()).take(room));
                    }
                }
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    first_words(&cell.blocks, out);
                }
            }
        }
    }
}

fn look_at<'a>(
    reading: &mut Reading<'a>,
    tag: &Tag<'a>,
    content: &mut Content,
) -> Result<(), Refused> {
    let relation = |name| reading.xml.attribute(tag, Space::Relation, name);
    match (tag.space, tag.name) {
        (Space::Drawing, "docPr") if content.alt.is_empty() => {
            let description = reading.xml.attribute(tag, Space::Drawing, "descr")?;
            content.alt = description.unwrap_or_default();
        }
        (Space::Vml, "shape") if content.alt.is_empty() => {
            content.alt = reading.xml.attribute(tag, Space::Vml, "alt")?.unwrap_or_default();
        }
        (Space::Shape, "blip") => {
            let id = relation("embed")?.unwrap_or_default();
            content.pictures.push(id);
        }
        (Space::Vml, "imagedata") => content.pictures.push(relation("id")?.unwrap_or_default()),
        (Space::Chart, "chart") => content.word = Some("图表"),
        (Space::Extension, "chart") => content.word = Some("图表"),
        (Space::Extension, "relIds") => content.word = Some("示意图"),
        (Space::Math, "oMath") if content.word.is_none() => content.word = Some("公式"),
        (Space::Office, "OLEObject") => {
            let program = reading.xml.attribute(tag, Space::Office, "ProgID")?;
            let equation = program.is_some_and(|program| program.starts_with("Equation"));
            content.word = Some(if equation { "公式" } else { "嵌入对象" });
        }
        (Space::Word | Space::Math, "t") => {
            let text = reading.xml.text(&mut reading.found.budget)?;
            let room = SHOWN.saturating_sub(content.text.chars().count());
            content.text.extend(text.chars().filter(|c| !c.is_control()).take(room));
        }
        _ => {}
    }
    Ok(())
}

/// Characters of hidden text that a phrase shows.
const SHOWN: usize = 30;

fn show(reading: &mut Reading<'_>, content: &Content, look: &Look) -> Result<(), Refused> {
    let quoted = match content.text.chars().count() {
        0 => String::new(),
        SHOWN.. => format!("：{}……", content.text),
        _ => format!("：{}", content.text),
    };
    if let Some(word) = content.word {
        reading.leave_out(format!("{word}{quoted}"));
        reading.show(PieceKind::Object(word.to_owned()), look)?;
        return show_boxes(reading, content, look);
    }
    let pictures: Vec<String> =
        content.pictures.iter().map(|id| media(reading, id)).collect::<Vec<_>>();
    for media in pictures {
        reading.show(PieceKind::Picture { media, alt: content.alt.clone() }, look)?;
    }
    if !content.boxes.is_empty() {
        reading.leave_out(format!("文本框{quoted}"));
        return show_boxes(reading, content, look);
    }
    if content.pictures.is_empty() {
        reading.leave_out("图形".to_owned());
        return reading.show(PieceKind::Object("图形".to_owned()), look);
    }
    Ok(())
}

fn show_boxes(reading: &mut Reading<'_>, content: &Content, look: &Look) -> Result<(), Refused> {
    content.boxes.iter().try_for_each(|index| reading.show(PieceKind::TextBox(*index), look))
}

/// A picture's part; empty where it lies outside or isn't of a kind that is read.
fn media(reading: &mut Reading<'_>, id: &str) -> String {
    let inside = |relation: &&Relation| !relation.external;
    let Some(relation) = reading.relations.get(id).filter(inside) else {
        reading.leave_out("文件以外的图片".to_owned());
        return String::new();
    };
    let kind = relation.target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if !READ.contains(&kind.as_str()) {
        let name = relation.target.rsplit('/').next().unwrap_or_default().to_owned();
        reading.leave_out(format!("图片 {name}，这种格式不读"));
        return String::new();
    }
    let target = relation.target.clone();
    reading.found.media.insert(target.clone());
    target
}
