//! Runs: text and what else they print, and how it is marked.
//!
//! In: the open `w:r`. Out: pieces. A field's code is no text.

use super::body::stray;
use super::inline::inlines;
use super::look::Marks;
use super::model::{Format, PieceKind, Refused, RevisionKind};
use super::object::object;
use super::reading::{Look, Place, Reading, kind};
use super::symbol::symbol;
use super::xml::{Node, Space, Tag};

/// Reads the open `w:r`.
pub(super) fn run(reading: &mut Reading<'_>) -> Result<(), Refused> {
    let mut look = Look::default();
    let start = reading.pieces.len();
    loop {
        match reading.next()? {
            Node::Start(tag) if tag.is_word("rPr") => {
                properties(reading, &mut look)?;
                // Properties come first; where they don't, what was read is marked afterwards.
                for piece in reading.pieces.iter_mut().skip(start) {
                    piece.format = look.format;
                    piece.formatted.clone_from(&look.formatted);
                }
            }
            Node::Start(tag) => content(reading, tag, &look)?,
            Node::Text(_) => {}
            Node::End | Node::Over => break,
        }
    }
    // A run of a bookmark or a comment's mark shows nothing that could carry them.
    let carried = reading.pieces.iter().skip(start).any(|piece| {
        look.formatted.iter().all(|change| piece.formatted.contains(change))
            && look.own.iter().all(|id| piece.revisions.contains(id))
    });
    if !(carried && reading.open) && !(look.formatted.is_empty() && look.own.is_empty()) {
        reading.place(PieceKind::Text(String::new()), &look)?;
    }
    Ok(())
}

/// Reads the open `w:rPr`.
fn properties(reading: &mut Reading<'_>, look: &mut Look) -> Result<(), Refused> {
    let mut marks = Marks::default();
    let mut below = Format::default();
    let mut before = Vec::new();
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => break,
        };
        if tag.is_word("rStyle") {
            let style = reading.xml.word(&tag, "val")?.unwrap_or_default();
            below = reading.context.styles.format(&style);
        } else if let Some(kind) = kind(&tag, Place::Text) {
            let id = reading.register(&tag, kind)?;
            if kind == RevisionKind::Format {
                before.push((id, former(reading, look)?));
            } else {
                look.own.push(id);
                let ids = reading.collect(Place::Text)?;
                look.own.extend(ids);
            }
            continue;
        } else {
            marks.take(&reading.xml, &tag)?;
        }
        let ids = reading.collect(Place::Text)?;
        look.own.extend(ids);
    }
    look.format = marks.over(below);
    look.formatted.append(&mut before);
    Ok(())
}

/// The look before, from the open `w:rPrChange`.
fn former(reading: &mut Reading<'_>, look: &mut Look) -> Result<Format, Refused> {
    let mut marks = Marks::default();
    let mut below = Format::default();
    let end = reading.xml.depth().saturating_sub(1);
    while reading.xml.depth() > end {
        let Node::Start(tag) = reading.next()? else { continue };
        if tag.is_word("rStyle") {
            let style = reading.xml.word(&tag, "val")?.unwrap_or_default();
            below = reading.context.styles.format(&style);
        } else if let Some(kind) = kind(&tag, Place::Text) {
            look.own.push(reading.register(&tag, kind)?);
        } else {
            marks.take(&reading.xml, &tag)?;
        }
    }
    Ok(marks.over(below))
}

/// Reads one element within a run.
// long: one arm for each element of a run
pub(super) fn content<'a>(
    reading: &mut Reading<'a>,
    tag: Tag<'a>,
    look: &Look,
) -> Result<(), Refused> {
    if tag.space == Space::Math {
        return object(reading, tag, look);
    }
    if tag.space != Space::Word {
        return contents(reading, look);
    }
    match tag.name {
        "t" | "delText" => return text(reading, &tag, look),
        "instrText" | "delInstrText" => {
            let code = reading.xml.text(&mut reading.found.budget)?;
            reading.found.budget.keep(code.len())?;
            reading.fields.instruct(&code);
            return Ok(());
        }
        "fldChar" => field(reading, &tag)?,
        "tab" | "ptab" => reading.show(PieceKind::Tab, look)?,
        "cr" => reading.show(PieceKind::LineBreak, look)?,
        "br" => {
            let kind = match reading.xml.word(&tag, "type")?.as_deref() {
                Some("page" | "column") => PieceKind::PageBreak,
                _ => PieceKind::LineBreak,
            };
            reading.show(kind, look)?;
        }
        "noBreakHyphen" => reading.show(PieceKind::Text("\u{2011}".to_owned()), look)?,
        "softHyphen" => reading.show(PieceKind::Text("\u{AD}".to_owned()), look)?,
        "sym" => {
            let font = reading.xml.word(&tag, "font")?.unwrap_or_default();
            let code = reading.xml.word(&tag, "char")?.unwrap_or_default();
            let kind = match symbol(&font, &code) {
                Some(character) => PieceKind::Text(character.to_string()),
                None => PieceKind::Object("符号".to_owned()),
            };
            reading.show(kind, look)?;
        }
        "footnoteReference" => note(reading, &tag, |id| id, look)?,
        "endnoteReference" => note(reading, &tag, |id| -1 - id, look)?,
        "footnoteRef" | "endnoteRef" => reading.show(PieceKind::OwnMark, look)?,
        "drawing" | "pict" | "object" | "contentPart" => return object(reading, tag, look),
        "ruby" => return ruby(reading),
        "r" => return run(reading),
        "rPr" => {}
        _ if reading.milestone(&tag)? => return Ok(()),
        _ if kind(&tag, Place::Text).is_some() => return stray(reading, tag),
        _ => return contents(reading, look),
    }
    reading.pass()
}

fn contents(reading: &mut Reading<'_>, look: &Look) -> Result<(), Refused> {
    loop {
        match reading.next()? {
            Node::Start(tag) => content(reading, tag, look)?,
            Node::Text(_) => {}
            Node::End | Node::Over => return Ok(()),
        }
    }
}

fn text<'a>(reading: &mut Reading<'a>, tag: &Tag<'a>, look: &Look) -> Result<(), Refused> {
    let space = reading.xml.attribute(tag, Space::Other, "space")?;
    let text = reading.xml.text(&mut reading.found.budget)?;
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let kept = if space.as_deref() == Some("preserve") { &text } else { text.trim_matches(blank) };
    if kept.is_empty() {
        return Ok(());
    }
    reading.show(PieceKind::Text(kept.replace(['\t', '\r', '\n'], " ")), look)
}

fn field<'a>(reading: &mut Reading<'a>, tag: &Tag<'a>) -> Result<(), Refused> {
    match reading.xml.word(tag, "fldCharType")?.as_deref() {
        Some("begin") => {
            let inherited = reading.fields.link().map_or(0, str::len);
            reading.found.budget.keep(128 + inherited)?;
            reading.fields.begin();
        }
        Some("separate") => reading.fields.separate(),
        Some("end") => reading.fields.end(),
        _ => {}
    }
    Ok(())
}

fn note<'a>(
    reading: &mut Reading<'a>,
    tag: &Tag<'a>,
    shift: fn(i64) -> i64,
    look: &Look,
) -> Result<(), Refused> {
    let id = reading.xml.word(tag, "id")?.and_then(|id| id.trim().parse().ok());
    if let Some(id) = id.map(shift) {
        reading.found.notes.insert(id);
        reading.show(PieceKind::Note(id), look)?;
    }
    Ok(())
}

/// Reads the text that has a reading beside it; the reading isn't shown.
fn ruby(reading: &mut Reading<'_>) -> Result<(), Refused> {
    reading.leave_out("文字上方的拼音".to_owned());
    loop {
        match reading.next()? {
            Node::Start(tag) if tag.is_word("rubyBase") => inlines(reading)?,
            Node::Start(_) => reading.pass()?,
            Node::Text(_) => {}
            Node::End | Node::Over => return Ok(()),
        }
    }
}
