//! Stories: paragraphs and tables in their order, whatever is wrapped around them.
//!
//! In: the part with the text or the notes. Out: blocks. Content controls and the like are entered.

use super::inline;
use super::limits::refuse;
use super::model::{Block, Docx, Paragraph, Refused, Story};
use super::paragraph::paragraph;
use super::reading::{Place, Reading, kind};
use super::table::table;
use super::xml::{Node, Space, Tag};

/// Reads the part with the main text.
pub(super) fn body(reading: &mut Reading<'_>) -> Result<Story, Refused> {
    let mut story = Story::default();
    let mut seen = false;
    loop {
        match reading.next()? {
            Node::Start(tag) if tag.is_word("document") => seen = true,
            Node::Start(tag) if tag.is_word("body") => blocks(reading, &mut story.blocks)?,
            Node::Start(_) => reading.pass()?,
            Node::End | Node::Text(_) => {}
            Node::Over if !seen => return Err(refuse("正文部件里不是 Word 的正文")),
            Node::Over => break,
        }
    }
    finish(reading, &mut story)?;
    Ok(story)
}

/// Reads the part with the notes; `shift` makes a note's number in the document of its id.
pub(super) fn notes(
    reading: &mut Reading<'_>,
    shift: fn(i64) -> i64,
    docx: &mut Docx,
) -> Result<(), Refused> {
    let mut last = None;
    loop {
        match reading.next()? {
            Node::Start(tag) if tag.is_word("footnote") || tag.is_word("endnote") => {
                let kind = reading.xml.word(&tag, "type")?.unwrap_or_default();
                let id = reading.xml.word(&tag, "id")?.and_then(|id| id.trim().parse().ok());
                let (Some(id), "" | "normal") = (id, kind.as_str()) else {
                    reading.pass()?;
                    continue;
                };
                let story = docx.notes.entry(shift(id)).or_default();
                blocks(reading, &mut story.blocks)?;
                close(reading, &mut story.blocks)?;
                last = Some(shift(id));
            }
            Node::Start(_) | Node::End | Node::Text(_) => {}
            Node::Over => break,
        }
    }
    let story = match last.and_then(|last| docx.notes.get_mut(&last)) {
        Some(story) => story,
        None => &mut docx.body,
    };
    finish(reading, story)
}

/// Reads the part with a header or a footer.
pub(super) fn edge(reading: &mut Reading<'_>) -> Result<Story, Refused> {
    let mut story = Story::default();
    loop {
        match reading.next()? {
            Node::Start(_) => blocks(reading, &mut story.blocks)?,
            Node::End | Node::Text(_) => {}
            Node::Over => break,
        }
    }
    finish(reading, &mut story)?;
    Ok(story)
}

/// Reads the open text box.
pub(super) fn text_box(reading: &mut Reading<'_>) -> Result<Story, Refused> {
    let mut story = Story::default();
    let outside = reading.enter_box();
    blocks(reading, &mut story.blocks)?;
    close(reading, &mut story.blocks)?;
    reading.leave_box(outside);
    Ok(story)
}

/// Reads what the open element holds as blocks.
pub(super) fn blocks<'a>(reading: &mut Reading<'a>, out: &mut Vec<Block>) -> Result<(), Refused> {
    loop {
        match reading.next()? {
            Node::Start(tag) => block(reading, tag, out)?,
            Node::Text(_) => {}
            Node::End | Node::Over => return Ok(()),
        }
    }
}

/// Reads one element among blocks.
pub(super) fn block<'a>(
    reading: &mut Reading<'a>,
    tag: Tag<'a>,
    out: &mut Vec<Block>,
) -> Result<(), Refused> {
    if tag.space == Space::Math {
        return implied(reading, tag, out);
    }
    if tag.space != Space::Word {
        return blocks(reading, out);
    }
    match tag.name {
        "p" => out.push(Block::Paragraph(paragraph(reading)?)),
        "tbl" => out.push(Block::Table(table(reading)?)),
        "r" | "hyperlink" | "fldSimple" | "t" | "delText" => implied(reading, tag, out)?,
        "sdtPr" | "sdtEndPr" | "customXmlPr" | "smartTagPr" | "pPr" | "rPr" | "tblPr" | "tcPr" => {
            reading.pass()?;
        }
        "sectPr" => {
            let ids = reading.collect(Place::Text)?;
            reading.section.extend(ids);
        }
        "ins" | "del" | "moveFrom" | "moveTo" => {
            inline::tracked(reading, &tag, |reading| blocks(reading, out))?;
        }
        "altChunk" | "subDoc" => {
            reading.leave_out("插入的整个文件".to_owned());
            reading.pass()?;
        }
        _ if reading.milestone(&tag)? => {}
        _ if kind(&tag, Place::Text).is_some() => stray(reading, tag)?,
        _ => blocks(reading, out)?,
    }
    Ok(())
}

/// A change that stands where none is expected: registered, marks nothing.
pub(super) fn stray<'a>(reading: &mut Reading<'a>, tag: Tag<'a>) -> Result<(), Refused> {
    let Some(kind) = kind(&tag, Place::Text) else { return reading.pass() };
    let id = reading.register(&tag, kind)?;
    let mut ids = vec![id];
    ids.extend(reading.collect(Place::Text)?);
    reading.mark_empty(ids)
}

/// Puts text that stands outside a paragraph into one.
fn implied<'a>(
    reading: &mut Reading<'a>,
    tag: Tag<'a>,
    out: &mut Vec<Block>,
) -> Result<(), Refused> {
    reading.found.budget.keep(size_of::<Block>())?;
    reading.pieces = std::mem::take(&mut reading.pending);
    reading.open = true;
    inline::inline(reading, tag)?;
    reading.open = false;
    let pieces = std::mem::take(&mut reading.pieces);
    let layout = std::mem::take(&mut reading.layout);
    out.push(Block::Paragraph(Paragraph { pieces, layout, ..Paragraph::default() }));
    Ok(())
}

/// Gives the last paragraph what still waits for one, at the end of a note.
fn close(reading: &mut Reading<'_>, out: &mut Vec<Block>) -> Result<(), Refused> {
    if reading.pending.is_empty() && reading.section.is_empty() {
        return Ok(());
    }
    if last_paragraph(out).is_none() {
        out.push(Block::Paragraph(Paragraph::default()));
    }
    if let Some(paragraph) = last_paragraph(out) {
        paragraph.pieces.append(&mut reading.pending);
        paragraph.layout.append(&mut reading.section);
    }
    Ok(())
}

/// Ends a part: nothing that waits is lost, and a field that never ends is told.
fn finish(reading: &mut Reading<'_>, story: &mut Story) -> Result<(), Refused> {
    if reading.fields.in_code() {
        reading.leave_out("没有结束的域，其后的文字可能不全".to_owned());
    }
    close(reading, &mut story.blocks)
}

/// The last paragraph in blocks, in a table's cells too.
fn last_paragraph(blocks: &mut [Block]) -> Option<&mut Paragraph> {
    for block in blocks.iter_mut().rev() {
        match block {
            Block::Paragraph(paragraph) => return Some(paragraph),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().rev().flat_map(|row| row.cells.iter_mut().rev());
                for cell in cells {
                    if let Some(paragraph) = last_paragraph(&mut cell.blocks) {
                        return Some(paragraph);
                    }
                }
            }
        }
    }
    None
}
