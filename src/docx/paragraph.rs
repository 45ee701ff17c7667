//! Paragraphs: their properties, the changes of their marks, their content.

use super::inline::inline;
use super::model::{Paragraph, Piece, PieceKind, Refused, RevisionId};
use super::reading::{Place, Reading, kind};
use super::xml::{Node, Tag};

/// What a paragraph's own properties say.
#[derive(Default)]
struct Own {
    style: String,
    instance: Option<i64>,
    level: Option<u8>,
    outline: Option<u8>,
}

/// Reads the open `w:p`.
pub(super) fn paragraph(reading: &mut Reading<'_>) -> Result<Paragraph, Refused> {
    reading.found.budget.keep(size_of::<Paragraph>() + 32)?;
    reading.pieces = std::mem::take(&mut reading.pending);
    reading.open = true;
    let mut paragraph = Paragraph::default();
    let mut own = Own::default();
    loop {
        match reading.next()? {
            Node::Start(tag) if tag.is_word("pPr") => {
                properties(reading, &mut own, &mut paragraph)?;
            }
            Node::Start(tag) => inline(reading, tag)?,
            Node::Text(_) => {}
            Node::End | Node::Over => break,
        }
    }
    reading.open = false;
    paragraph.pieces = join(std::mem::take(&mut reading.pieces));
    paragraph.layout.append(&mut reading.layout);
    let styles = &reading.context.styles;
    let (instance, level) = styles.numbering(&own.style);
    let instance = own.instance.or(instance);
    paragraph.numbering = instance.map(|instance| (instance, own.level.or(level).unwrap_or(0)));
    paragraph.outline = own.outline.or(styles.outline(&own.style)).filter(|level| *level < 9);
    paragraph.style = own.style;
    Ok(paragraph)
}

fn properties(
    reading: &mut Reading<'_>,
    own: &mut Own,
    paragraph: &mut Paragraph,
) -> Result<(), Refused> {
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => return Ok(()),
        };
        if tag.is_word("rPr") {
            mark(reading, paragraph)?;
            continue;
        }
        if tag.is_word("pStyle") {
            own.style = reading.xml.word(&tag, "val")?.unwrap_or_default();
            reading.found.budget.keep(own.style.len())?;
        } else if tag.is_word("outlineLvl") {
            own.outline = reading.xml.number(&tag)?.and_then(|level| u8::try_from(level).ok());
        } else if tag.is_word("numPr") {
            numbering(reading, own, paragraph)?;
            continue;
        }
        layout(reading, &tag, &mut paragraph.layout)?;
    }
}

fn numbering<'a>(
    reading: &mut Reading<'a>,
    own: &mut Own,
    paragraph: &mut Paragraph,
) -> Result<(), Refused> {
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => return Ok(()),
        };
        if tag.is_word("numId") {
            own.instance = reading.xml.number(&tag)?;
        } else if tag.is_word("ilvl") {
            let level = reading.xml.number(&tag)?;
            own.level = level.and_then(|level| u8::try_from(level).ok()).map(|level| level.min(8));
        }
        layout(reading, &tag, &mut paragraph.layout)?;
    }
}

/// Ends a property; changes in it and by it are changes of the look.
pub(super) fn layout<'a>(
    reading: &mut Reading<'a>,
    tag: &Tag<'a>,
    out: &mut Vec<RevisionId>,
) -> Result<(), Refused> {
    if let Some(kind) = kind(tag, Place::Layout) {
        out.push(reading.register(tag, kind)?);
    }
    out.extend(reading.collect(Place::Layout)?);
    Ok(())
}

/// Reads the properties of the paragraph's mark.
fn mark(reading: &mut Reading<'_>, paragraph: &mut Paragraph) -> Result<(), Refused> {
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => return Ok(()),
        };
        match (tag.name, kind(&tag, Place::Mark)) {
            ("ins" | "del" | "moveFrom" | "moveTo", Some(kind)) => {
                paragraph.mark.push(reading.register(&tag, kind)?);
                let ids = reading.collect(Place::Layout)?;
                paragraph.layout.extend(ids);
            }
            _ => layout(reading, &tag, &mut paragraph.layout)?,
        }
    }
}

/// Joins texts that are alike.
fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if let PieceKind::Text(text) = &piece.kind
            && let Some(last) = joined.last_mut().filter(|last| alike(last, &piece))
            && let PieceKind::Text(before) = &mut last.kind
        {
            before.push_str(text);
            continue;
        }
        joined.push(piece);
    }
    joined.shrink_to_fit();
    joined
}

fn alike(one: &Piece, other: &Piece) -> bool {
    one.format == other.format
        && one.revisions == other.revisions
        && one.formatted == other.formatted
        && one.link == other.link
        && one.field == other.field
}
