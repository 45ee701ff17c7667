//! What isn't text: pictures, text boxes, equations, charts, embedded objects.
//!
//! In: the element that holds one. Out: pieces, and phrases for text that the story doesn't show.
//! Changes inside are registered and referred to by empty pieces after it.

use super::model::{PieceKind, Refused};
use super::package::Relation;
use super::reading::{Look, Place, Reading, kind};
use super::xml::{Node, Space, Tag};

/// What an object is found to hold.
#[derive(Default)]
struct Content {
    pictures: Vec<String>,
    alt: String,
    text: String,
    boxed: bool,
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
        if let Some(kind) = kind(&tag, Place::Text) {
            inside.push(reading.register(&tag, kind)?);
        } else {
            look_at(reading, &tag, &mut content)?;
        }
    }
    show(reading, &content, look)?;
    if !inside.is_empty() {
        let word = content.word.unwrap_or("图形");
        let word = if content.boxed { "文本框" } else { word };
        reading.leave_out(format!("{word}里的 {} 处修订", inside.len()));
        reading.found.boxed.extend(&inside);
    }
    reading.mark_empty(inside)
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
        (Space::Word, "txbxContent") => content.boxed = true,
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
        return reading.show(PieceKind::Object(word.to_owned()), look);
    }
    let pictures: Vec<String> =
        content.pictures.iter().map(|id| media(reading, id)).collect::<Vec<_>>();
    for media in pictures {
        reading.show(PieceKind::Picture { media, alt: content.alt.clone() }, look)?;
    }
    if content.boxed {
        reading.leave_out(format!("文本框{quoted}"));
        return reading.show(PieceKind::Object("文本框".to_owned()), look);
    }
    if content.pictures.is_empty() {
        reading.leave_out("图形".to_owned());
        return reading.show(PieceKind::Object("图形".to_owned()), look);
    }
    Ok(())
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
