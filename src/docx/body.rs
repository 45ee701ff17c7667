//! Stories: paragraphs and tables in their order, whatever is wrapped around them.
//!
//! In: the part with the text, the notes, or a header or footer. Out: blocks. Content controls and
//! the like are entered.

use super::inline::{inline, tracked};
use super::limits::refuse;
use super::model::{Block, Docx, Paragraph, Refused, Story};
use super::paragraph::paragraph;
use super::revision::{RevisionContext, revision_kind};
use super::story::{Context, StoryOutput, StoryReader};
use super::table::table;
use crate::ooxml::{Event, Namespace, Relations, Tag, XmlStream};

/// Begins to read the part of a story.
pub(super) fn reader<'a>(
    xml: XmlStream<'a>,
    relations: &'a Relations,
    context: &'a Context,
    output: &'a mut StoryOutput,
) -> StoryReader<'a> {
    StoryReader::new(xml, relations, context, output, block)
}

/// Reads the part with the main text.
pub(super) fn body(reader: &mut StoryReader<'_>) -> Result<Story, Refused> {
    let mut story = Story::default();
    let mut is_document = false;

    loop {
        match reader.next()? {
            Event::Start(tag) if tag.is_word("document") => is_document = true,
            Event::Start(tag) if tag.is_word("body") => reader.blocks(&mut story.blocks)?,
            Event::Start(_) => reader.skip()?,
            Event::End | Event::Text(_) => {}
            Event::Eof if !is_document => return Err(refuse("正文部件里不是 Word 的正文")),
            Event::Eof => break,
        }
    }

    finish(reader, &mut story);
    Ok(story)
}

/// Reads the part with the notes; `number` makes a note's number in the document of its id.
pub(super) fn notes(
    reader: &mut StoryReader<'_>,
    number: fn(i64) -> i64,
    docx: &mut Docx,
) -> Result<(), Refused> {
    let mut last = None;
    loop {
        match reader.next()? {
            Event::Start(tag) if tag.is_word("footnote") || tag.is_word("endnote") => {
                let kind = reader.xml.word_attribute(&tag, "type")?.unwrap_or_default();
                let id = reader.xml.word_attribute(&tag, "id")?;
                let id = id.and_then(|id| id.trim().parse().ok());
                let (Some(id), "" | "normal") = (id, kind.as_str()) else {
                    reader.skip()?;
                    continue;
                };

                let story = docx.notes.entry(number(id)).or_default();
                reader.blocks(&mut story.blocks)?;
                reader.flush_pending(&mut story.blocks);
                last = Some(number(id));
            }
            Event::Start(_) | Event::End | Event::Text(_) => {}
            Event::Eof => break,
        }
    }

    let story = match last.and_then(|last| docx.notes.get_mut(&last)) {
        Some(story) => story,
        None => &mut docx.body,
    };
    finish(reader, story);
    Ok(())
}

/// Reads the part with a header or a footer.
pub(super) fn header_or_footer(reader: &mut StoryReader<'_>) -> Result<Story, Refused> {
    let mut story = Story::default();
    loop {
        match reader.next()? {
            Event::Start(_) => reader.blocks(&mut story.blocks)?,
            Event::End | Event::Text(_) => {}
            Event::Eof => break,
        }
    }
    finish(reader, &mut story);
    Ok(story)
}

/// Reads one element among blocks.
fn block<'a>(
    reader: &mut StoryReader<'a>,
    tag: Tag<'a>,
    out: &mut Vec<Block>,
) -> Result<(), Refused> {
    if tag.namespace == Namespace::Math {
        return implied_paragraph(reader, tag, out);
    }
    if tag.namespace != Namespace::Word {
        return reader.blocks(out);
    }

    match tag.name {
        "p" => out.push(Block::Paragraph(paragraph(reader)?)),
        "tbl" => out.push(Block::Table(table(reader)?)),
        "r" | "hyperlink" | "fldSimple" | "t" | "delText" => implied_paragraph(reader, tag, out)?,
        "sdtPr" | "sdtEndPr" | "customXmlPr" | "smartTagPr" | "pPr" | "rPr" | "tblPr" | "tcPr" => {
            reader.skip()?;
        }
        "sectPr" => {
            let ids = reader.collect_revisions(RevisionContext::Text)?;
            reader.state.section.extend(ids);
        }
        "ins" | "del" | "moveFrom" | "moveTo" => {
            tracked(reader, &tag, |reader| reader.blocks(out))?;
        }
        "altChunk" | "subDoc" => {
            reader.leave_out("插入的整个文件".to_owned());
            reader.skip()?;
        }
        _ if reader.milestone(&tag)? => {}
        _ if revision_kind(&tag, RevisionContext::Text).is_some() => reader.stray_revision(tag)?,
        _ => reader.blocks(out)?,
    }
    Ok(())
}

/// Puts text that stands outside a paragraph into one.
fn implied_paragraph<'a>(
    reader: &mut StoryReader<'a>,
    tag: Tag<'a>,
    out: &mut Vec<Block>,
) -> Result<(), Refused> {
    reader.output.budget.keep(size_of::<Block>())?;
    reader.state.pieces = std::mem::take(&mut reader.state.pending);
    reader.state.in_paragraph = true;
    inline(reader, tag)?;
    reader.state.in_paragraph = false;

    let pieces = std::mem::take(&mut reader.state.pieces);
    let layout = std::mem::take(&mut reader.state.layout);
    out.push(Block::Paragraph(Paragraph { pieces, layout, ..Paragraph::default() }));
    Ok(())
}

/// Ends a part: nothing that waits is lost, and a field that never ends is reported.
fn finish(reader: &mut StoryReader<'_>, story: &mut Story) {
    if reader.state.fields.in_code() {
        reader.leave_out("没有结束的域，其后的文字可能不全".to_owned());
    }
    reader.flush_pending(&mut story.blocks);
}
