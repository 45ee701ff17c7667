//! What stands in a paragraph: runs and what they print, links, fields, changes around them, milestones.
//!
//! In: an element within a paragraph. Out: pieces. A field's code is no text. What isn't known is
//! entered, since it may hold runs.

use super::formatting::run_properties;
use super::model::{PieceKind, Refused};
use super::object::object;
use super::revision::{RevisionContext, revision_kind};
use super::story::{RunFormatting, StoryReader};
use super::symbol::symbol;
use crate::ooxml::{Namespace, Tag};

/// Reads one element within a paragraph.
pub(super) fn inline<'a>(reader: &mut StoryReader<'a>, tag: Tag<'a>) -> Result<(), Refused> {
    if tag.namespace == Namespace::Math {
        return object(reader, tag, &RunFormatting::default());
    }
    if tag.namespace != Namespace::Word {
        return inlines(reader);
    }

    match tag.name {
        "r" => run(reader),
        "hyperlink" => hyperlink(reader, tag),
        "fldSimple" => simple_field(reader, &tag),
        "ins" | "del" | "moveFrom" | "moveTo" => tracked(reader, &tag, inlines),
        "t" | "delText" | "drawing" | "pict" | "object" => {
            run_content(reader, tag, &RunFormatting::default())
        }
        "sdtPr" | "sdtEndPr" | "customXmlPr" | "smartTagPr" | "rPr" => reader.skip(),
        "pPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" => {
            let ids = reader.collect_revisions(RevisionContext::Layout)?;
            reader.state.layout.extend(ids);
            Ok(())
        }
        "subDoc" | "altChunk" => {
            reader.leave_out("插入的整个文件".to_owned());

            reader.skip()
        }
        _ if reader.milestone(&tag)? => Ok(()),
        _ if revision_kind(&tag, RevisionContext::Text).is_some() => reader.stray_revision(tag),
        _ => inlines(reader),
    }
}

/// Reads what the open element holds within a paragraph.
fn inlines(reader: &mut StoryReader<'_>) -> Result<(), Refused> {
    while let Some(tag) = reader.next_child()? {
        inline(reader, tag)?;
    }
    Ok(())
}

/// Reads what a change is around; an empty piece refers to a change around nothing.
pub(super) fn tracked<'a>(
    reader: &mut StoryReader<'a>,
    tag: &Tag<'a>,
    read_content: impl FnOnce(&mut StoryReader<'a>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let Some(kind) = revision_kind(tag, RevisionContext::Text) else { return reader.skip() };

    let id = reader.register(tag, kind)?;
    let pieces_before = reader.state.piece_count;

    reader.state.revisions.push(id);
    read_content(reader)?;
    reader.state.revisions.pop();

    if reader.state.piece_count == pieces_before { reader.push_empty(vec![id]) } else { Ok(()) }
}

fn hyperlink<'a>(reader: &mut StoryReader<'a>, tag: Tag<'a>) -> Result<(), Refused> {
    let id = reader.xml.attribute(&tag, Namespace::Relation, "id")?.unwrap_or_default();
    let anchor = reader.xml.word_attribute(&tag, "anchor")?.unwrap_or_default();
    let target = reader.relations.get(&id).map_or("", |relation| relation.target.as_str());
    let link = if anchor.is_empty() { target.to_owned() } else { format!("{target}#{anchor}") };

    let is_linked = !link.is_empty();
    reader.state.links.extend(is_linked.then_some(link));
    inlines(reader)?;
    if is_linked {
        reader.state.links.pop();
    }
    Ok(())
}

fn simple_field<'a>(reader: &mut StoryReader<'a>, tag: &Tag<'a>) -> Result<(), Refused> {
    let code = reader.xml.word_attribute(tag, "instr")?.unwrap_or_default();
    reader.state.fields.simple(&code);
    let depth = reader.state.fields.depth();
    inlines(reader)?;

    // What the content left open ends with it; what it ended of the outside stays ended.
    while reader.state.fields.depth() >= depth {
        reader.state.fields.end();
    }
    Ok(())
}

/// Reads the open `w:r`.
fn run(reader: &mut StoryReader<'_>) -> Result<(), Refused> {
    let mut formatting = RunFormatting::default();
    let start = reader.state.pieces.len();
    while let Some(tag) = reader.next_child()? {
        if !tag.is_word("rPr") {
            run_content(reader, tag, &formatting)?;
            continue;
        }
        run_properties(reader, &mut formatting)?;
        // Properties come first; where they don't, what was read is marked afterwards.
        for piece in reader.state.pieces.iter_mut().skip(start) {
            piece.format = formatting.format;
            piece.formatted.clone_from(&formatting.changes);
        }
    }

    // A run of a bookmark or a comment's mark shows nothing that could carry the changes.
    let carries_all = reader.state.pieces.iter().skip(start).any(|piece| {
        formatting.changes.iter().all(|change| piece.formatted.contains(change))
            && formatting.revisions.iter().all(|id| piece.revisions.contains(id))
    });
    let has_changes = !formatting.changes.is_empty() || !formatting.revisions.is_empty();
    if has_changes && !(carries_all && reader.state.in_paragraph) {
        reader.push(PieceKind::Text(String::new()), &formatting)?;
    }
    Ok(())
}

/// Reads one element within a run.
// long: one arm for each element of a run
fn run_content<'a>(
    reader: &mut StoryReader<'a>,
    tag: Tag<'a>,
    formatting: &RunFormatting,
) -> Result<(), Refused> {
    if tag.namespace == Namespace::Math {
        return object(reader, tag, formatting);
    }
    if tag.namespace != Namespace::Word {
        return run_contents(reader, formatting);
    }

    match tag.name {
        "t" | "delText" => return text(reader, &tag, formatting),
        "instrText" | "delInstrText" => {
            let code = reader.xml.element_text(&mut reader.output.budget)?;
            reader.output.budget.keep(code.len())?;
            reader.state.fields.instruct(&code);
            return Ok(());
        }
        "fldChar" => field_character(reader, &tag)?,
        "tab" | "ptab" => reader.push_printed(PieceKind::Tab, formatting)?,
        "cr" => reader.push_printed(PieceKind::LineBreak, formatting)?,
        "br" => {
            let kind = match reader.xml.word_attribute(&tag, "type")?.as_deref() {
                Some("page" | "column") => PieceKind::PageBreak,
                _ => PieceKind::LineBreak,
            };
            reader.push_printed(kind, formatting)?;
        }
        "noBreakHyphen" => {
            reader.push_printed(PieceKind::Text("\u{2011}".to_owned()), formatting)?;
        }
        "softHyphen" => reader.push_printed(PieceKind::Text("\u{AD}".to_owned()), formatting)?,
        "sym" => {
            let font = reader.xml.word_attribute(&tag, "font")?.unwrap_or_default();
            let code = reader.xml.word_attribute(&tag, "char")?.unwrap_or_default();
            let kind = match symbol(&font, &code) {
                Some(character) => PieceKind::Text(character.to_string()),
                None => PieceKind::Object("符号".to_owned()),
            };
            reader.push_printed(kind, formatting)?;
        }
        "footnoteReference" => note_reference(reader, &tag, |id| id, formatting)?,
        "endnoteReference" => note_reference(reader, &tag, |id| -1 - id, formatting)?,
        "footnoteRef" | "endnoteRef" => reader.push_printed(PieceKind::OwnMark, formatting)?,
        "drawing" | "pict" | "object" | "contentPart" => return object(reader, tag, formatting),
        "ruby" => return ruby(reader),
        "r" => return run(reader),
        "rPr" => {}
        _ if reader.milestone(&tag)? => return Ok(()),
        _ if revision_kind(&tag, RevisionContext::Text).is_some() => {
            return reader.stray_revision(tag);
        }
        _ => return run_contents(reader, formatting),
    }
    reader.skip()
}

fn run_contents(reader: &mut StoryReader<'_>, formatting: &RunFormatting) -> Result<(), Refused> {
    while let Some(tag) = reader.next_child()? {
        run_content(reader, tag, formatting)?;
    }
    Ok(())
}

fn text<'a>(
    reader: &mut StoryReader<'a>,
    tag: &Tag<'a>,
    formatting: &RunFormatting,
) -> Result<(), Refused> {
    let space = reader.xml.attribute(tag, Namespace::Other, "space")?;
    let text = reader.xml.element_text(&mut reader.output.budget)?;
    let is_xml_space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');

    let preserved =
        if space.as_deref() == Some("preserve") { &text } else { text.trim_matches(is_xml_space) };
    if preserved.is_empty() {
        return Ok(());
    }
    reader.push_printed(PieceKind::Text(preserved.replace(['\t', '\r', '\n'], " ")), formatting)
}

fn field_character<'a>(reader: &mut StoryReader<'a>, tag: &Tag<'a>) -> Result<(), Refused> {
    match reader.xml.word_attribute(tag, "fldCharType")?.as_deref() {
        Some("begin") => {
            let inherited = reader.state.fields.link().map_or(0, str::len);
            reader.output.budget.keep(128 + inherited)?;
            reader.state.fields.begin();
        }
        Some("separate") => reader.state.fields.separate(),
        Some("end") => reader.state.fields.end(),
        _ => {}
    }
    Ok(())
}

fn note_reference<'a>(
    reader: &mut StoryReader<'a>,
    tag: &Tag<'a>,
    number: fn(i64) -> i64,
    formatting: &RunFormatting,
) -> Result<(), Refused> {
    let id = reader.xml.word_attribute(tag, "id")?.and_then(|id| id.trim().parse().ok());
    if let Some(id) = id.map(number) {
        reader.output.notes.insert(id);
        reader.push_printed(PieceKind::Note(id), formatting)?;
    }
    Ok(())
}

/// Reads the text that has its pronunciation above it; the pronunciation isn't shown.
fn ruby(reader: &mut StoryReader<'_>) -> Result<(), Refused> {
    reader.leave_out("文字上方的拼音".to_owned());
    while let Some(tag) = reader.next_child()? {
        if tag.is_word("rubyBase") {
            inlines(reader)?;
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}
