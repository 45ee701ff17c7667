//! Stories: paragraphs and tables in their order, whatever is wrapped around them.
//!
//! In: the part with the text, the notes, or a header or footer. Out: blocks. Content controls and
//! the like are entered.

use super::limits::refuse;
use super::model::{Block, Docx, Paragraph, Refused, Story};
use super::revision::{RevisionContext, revision_kind};
use super::story::StoryReader;
use crate::ooxml::{Event, Namespace, Tag};

impl<'a> StoryReader<'a> {
    /// Reads the part with the main text.
    pub(super) fn body(&mut self) -> Result<Story, Refused> {
        let mut story = Story::default();
        let mut is_document = false;

        loop {
            match self.next()? {
                Event::Start(tag) if tag.is_word("document") => is_document = true,
                Event::Start(tag) if tag.is_word("body") => self.blocks(&mut story.blocks)?,
                Event::Start(tag) => self.pass(tag)?,
                Event::End | Event::Text(_) => {}
                Event::Eof if !is_document => return Err(refuse("正文部件里不是 Word 的正文")),
                Event::Eof => break,
            }
        }

        self.finish(&mut story);
        Ok(story)
    }

    /// Reads the part with the notes; `number` makes a note's number in the document of its id.
    pub(super) fn notes(&mut self, number: fn(i64) -> i64, docx: &mut Docx) -> Result<(), Refused> {
        let mut last = None;
        loop {
            match self.next()? {
                Event::Start(tag) if tag.is_word("footnote") || tag.is_word("endnote") => {
                    let kind = self.xml.word_attribute(&tag, "type")?.unwrap_or_default();
                    let id = self.xml.word_attribute(&tag, "id")?;
                    let id = id.and_then(|id| id.trim().parse().ok());
                    let (Some(id), "" | "normal") = (id, kind.as_str()) else {
                        self.skip()?;
                        continue;
                    };

                    let story = docx.notes.entry(number(id)).or_default();
                    self.blocks(&mut story.blocks)?;
                    self.flush_pending(&mut story.blocks);
                    last = Some(number(id));
                }
                // Whatever is wrapped around notes is entered.
                Event::Start(tag) => {
                    if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
                        let id = self.register(&tag, kind)?;
                        self.push_empty(vec![id])?;
                    }
                }
                Event::End | Event::Text(_) => {}
                Event::Eof => break,
            }
        }

        let story = match last.and_then(|last| docx.notes.get_mut(&last)) {
            Some(story) => story,
            None => &mut docx.body,
        };
        self.finish(story);
        Ok(())
    }

    /// Reads the part with a header or a footer.
    pub(super) fn header_or_footer(&mut self) -> Result<Story, Refused> {
        let mut story = Story::default();
        loop {
            match self.next()? {
                Event::Start(_) => self.blocks(&mut story.blocks)?,
                Event::End | Event::Text(_) => {}
                Event::Eof => break,
            }
        }
        self.finish(&mut story);
        Ok(story)
    }

    /// Reads one element among blocks.
    pub(super) fn block(&mut self, tag: Tag<'a>, out: &mut Vec<Block>) -> Result<(), Refused> {
        if tag.namespace == Namespace::Math {
            return self.implied_paragraph(tag, out);
        }
        if tag.namespace != Namespace::Word {
            return self.blocks(out);
        }

        match tag.name {
            "p" => out.push(Block::Paragraph(self.paragraph()?)),
            "tbl" => out.push(Block::Table(self.table()?)),
            "r" | "hyperlink" | "fldSimple" | "t" | "delText" => {
                self.implied_paragraph(tag, out)?;
            }
            "sdt" => self.block_control(out)?,
            "sdtPr" => self.control_properties()?,
            "sdtEndPr" | "customXmlPr" | "smartTagPr" | "pPr" | "rPr" | "tblPr" | "tcPr" => {
                self.skip()?;
            }
            "sectPr" => {
                let mut ids = Vec::new();
                self.state.last_section = self.section(&mut ids)?;
                self.state.section.extend(ids);
            }
            "ins" | "del" | "moveFrom" | "moveTo" => {
                self.tracked(&tag, |reader| reader.blocks(out))?;
            }
            "altChunk" | "subDoc" => {
                self.inserted_file()?;
                self.skip()?;
            }
            _ if self.milestone(&tag)? => {}
            _ if revision_kind(&tag, RevisionContext::Text).is_some() => {
                self.stray_revision(tag)?;
            }
            _ => self.blocks(out)?,
        }
        Ok(())
    }

    /// Puts text that stands outside a paragraph into one.
    fn implied_paragraph(&mut self, tag: Tag<'a>, out: &mut Vec<Block>) -> Result<(), Refused> {
        self.output.budget.keep(size_of::<Block>())?;
        self.state.pieces = std::mem::take(&mut self.state.pending);
        self.state.in_paragraph = true;
        self.inline(tag)?;
        self.state.in_paragraph = false;

        let pieces = std::mem::take(&mut self.state.pieces);
        let layout = std::mem::take(&mut self.state.layout);
        out.push(Block::Paragraph(Paragraph { pieces, layout, ..Paragraph::default() }));
        Ok(())
    }

    /// Ends a part: nothing that waits is lost, and a field that never ends is reported.
    fn finish(&mut self, story: &mut Story) {
        if self.state.fields.in_code() {
            self.leave_out("没有结束的域，其后的文字可能不全".to_owned());
        }
        self.flush_pending(&mut story.blocks);
    }
}
