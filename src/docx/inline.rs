//! What stands in a paragraph: runs and what they print, links, fields, changes around them, milestones.
//!
//! In: an element within a paragraph. Out: pieces. A field's code is no text. What isn't known is
//! entered, since it may hold runs.

use super::model::{INSERTED_FILE, PieceKind, Refused};
use super::revision::{RevisionContext, revision_kind};
use super::story::{RunFormatting, StoryReader};
use super::symbol::{symbol, symbols_as_text};
use crate::ooxml::{Namespace, Tag};

impl<'a> StoryReader<'a> {
    /// Reads one element within a paragraph.
    pub(super) fn inline(&mut self, tag: Tag<'a>) -> Result<(), Refused> {
        if tag.namespace == Namespace::Math {
            return self.object(tag, &RunFormatting::default());
        }
        if tag.namespace != Namespace::Word {
            return self.inlines();
        }

        match tag.name {
            "r" => self.run(),
            "hyperlink" => self.hyperlink(tag),
            "fldSimple" => self.simple_field(&tag),
            "ins" | "del" | "moveFrom" | "moveTo" => self.tracked(&tag, StoryReader::inlines),
            "t" | "delText" | "drawing" | "pict" | "object" => {
                self.run_content(tag, &RunFormatting::default())
            }
            "sdt" => self.inline_control(),
            "sdtPr" => self.control_properties(),
            "sdtEndPr" | "customXmlPr" | "smartTagPr" | "rPr" => self.skip(),
            "pPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" => {
                let ids = self.collect_revisions(RevisionContext::Layout)?;
                self.state.layout.extend(ids);
                Ok(())
            }
            "subDoc" | "altChunk" => {
                self.inserted_file()?;

                self.skip()
            }
            _ if self.milestone(&tag)? => Ok(()),
            _ if revision_kind(&tag, RevisionContext::Text).is_some() => self.stray_revision(tag),
            _ => self.inlines(),
        }
    }

    /// Notes that a whole file was inserted here; what it says isn't read. Between paragraphs it belongs to
    /// the next one.
    pub(super) fn inserted_file(&mut self) -> Result<(), Refused> {
        self.leave_out(INSERTED_FILE.to_owned());
        let kind = PieceKind::Object(INSERTED_FILE.to_owned());
        self.push_printed(kind, &RunFormatting::default())
    }

    /// Reads what the open element holds within a paragraph.
    pub(super) fn inlines(&mut self) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            self.inline(tag)?;
        }
        Ok(())
    }

    /// Reads what a change is around; an empty piece refers to a change around nothing.
    pub(super) fn tracked(
        &mut self,
        tag: &Tag<'a>,
        read_content: impl FnOnce(&mut StoryReader<'a>) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let Some(kind) = revision_kind(tag, RevisionContext::Text) else { return self.skip() };

        let id = self.register(tag, kind)?;
        let pieces_before = self.state.piece_count;

        self.state.revisions.push(id);
        read_content(self)?;
        self.state.revisions.pop();

        if self.state.piece_count == pieces_before { self.push_empty(vec![id]) } else { Ok(()) }
    }

    fn hyperlink(&mut self, tag: Tag<'a>) -> Result<(), Refused> {
        let id = self.xml.attribute(&tag, Namespace::Relation, "id")?.unwrap_or_default();
        let anchor = self.xml.word_attribute(&tag, "anchor")?.unwrap_or_default();
        let target = self.relations.get(&id).map_or("", |relation| relation.target.as_str());
        let link = if anchor.is_empty() { target.to_owned() } else { format!("{target}#{anchor}") };

        let is_linked = !link.is_empty();
        self.state.links.extend(is_linked.then_some(link));
        self.inlines()?;
        if is_linked {
            self.state.links.pop();
        }
        Ok(())
    }

    fn simple_field(&mut self, tag: &Tag<'a>) -> Result<(), Refused> {
        let code = self.xml.word_attribute(tag, "instr")?.unwrap_or_default();
        self.state.fields.simple(&code);
        let depth = self.state.fields.depth();
        self.inlines()?;

        // What the content left open ends with it; what it ended of the outside stays ended.
        while self.state.fields.depth() >= depth {
            let _ = self.state.fields.end();
        }
        Ok(())
    }

    /// Reads the open `w:r`.
    fn run(&mut self) -> Result<(), Refused> {
        let mut formatting = RunFormatting::default();
        let start = self.state.pieces.len();
        while let Some(tag) = self.next_child()? {
            if !tag.is_word("rPr") {
                self.run_content(tag, &formatting)?;
                continue;
            }
            self.run_properties(&mut formatting)?;
            // Properties come first; where they don't, what was read is marked afterwards.
            for piece in self.state.pieces.iter_mut().skip(start) {
                piece.format = formatting.format;
                piece.formatted.clone_from(&formatting.changes);
            }
        }

        // A run of a bookmark or a comment's mark shows nothing that could carry the changes.
        let carries_all = self.state.pieces.iter().skip(start).any(|piece| {
            formatting.changes.iter().all(|change| piece.formatted.contains(change))
                && formatting.revisions.iter().all(|id| piece.revisions.contains(id))
        });
        let has_changes = !formatting.changes.is_empty() || !formatting.revisions.is_empty();
        if has_changes && !(carries_all && self.state.in_paragraph) {
            self.push(PieceKind::Text(String::new()), &formatting)?;
        }
        Ok(())
    }

    /// Reads one element within a run.
    // long: one arm for each element of a run
    fn run_content(&mut self, tag: Tag<'a>, formatting: &RunFormatting) -> Result<(), Refused> {
        if tag.namespace == Namespace::Math {
            return self.object(tag, formatting);
        }
        if tag.namespace != Namespace::Word {
            return self.run_contents(formatting);
        }

        match tag.name {
            "t" | "delText" => return self.text(&tag, formatting),
            "instrText" | "delInstrText" => {
                let code = self.element_text()?;
                self.output.budget.keep(code.len())?;
                self.state.fields.instruct(&code);
                return Ok(());
            }
            "fldChar" => return self.field_character(&tag, formatting),
            "tab" | "ptab" => self.push_printed(PieceKind::Tab, formatting)?,
            "cr" => self.push_printed(PieceKind::LineBreak, formatting)?,
            "br" => {
                let kind = match self.xml.word_attribute(&tag, "type")?.as_deref() {
                    Some("page" | "column") => PieceKind::PageBreak,
                    _ => PieceKind::LineBreak,
                };
                self.push_printed(kind, formatting)?;
            }
            // It says of the line that it may not break, not of the text.
            "noBreakHyphen" => self.push_printed(PieceKind::Text("-".to_owned()), formatting)?,
            "softHyphen" => self.push_printed(PieceKind::Text("\u{AD}".to_owned()), formatting)?,
            "sym" => {
                let font = self.xml.word_attribute(&tag, "font")?.unwrap_or_default();
                let code = self.xml.word_attribute(&tag, "char")?.unwrap_or_default();
                let code = u32::from_str_radix(code.trim(), 16).ok();
                let kind = match code.and_then(|code| symbol(&font, code)) {
                    Some(character) => PieceKind::Text(character.to_string()),
                    None => PieceKind::Object("符号".to_owned()),
                };
                self.push_printed(kind, formatting)?;
            }
            "footnoteReference" => self.note_reference(&tag, |id| id, formatting)?,
            "endnoteReference" => self.note_reference(&tag, |id| -1 - id, formatting)?,
            "footnoteRef" | "endnoteRef" => self.push_printed(PieceKind::OwnMark, formatting)?,
            "drawing" | "pict" | "object" | "contentPart" => return self.object(tag, formatting),
            "ruby" => return self.ruby(),
            "r" => return self.run(),
            "rPr" => {}
            _ if self.milestone(&tag)? => return Ok(()),
            _ if revision_kind(&tag, RevisionContext::Text).is_some() => {
                return self.stray_revision(tag);
            }
            _ => return self.run_contents(formatting),
        }
        self.skip()
    }

    fn run_contents(&mut self, formatting: &RunFormatting) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            self.run_content(tag, formatting)?;
        }
        Ok(())
    }

    fn text(&mut self, tag: &Tag<'a>, formatting: &RunFormatting) -> Result<(), Refused> {
        let space = self.xml.attribute(tag, Namespace::Other, "space")?;
        let text = self.element_text()?;
        let is_xml_space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');

        let preserved = if space.as_deref() == Some("preserve") {
            &text
        } else {
            text.trim_matches(is_xml_space)
        };
        if preserved.is_empty() {
            return Ok(());
        }
        // A space at which no line ends says something of the line, not of the text.
        let mut plain = preserved.replace(['\t', '\r', '\n', '\u{A0}'], " ");
        if let Some(text) = symbols_as_text(&plain, formatting.symbol_font.as_deref()) {
            plain = text;
        }
        self.push_printed(PieceKind::Text(plain), formatting)
    }

    /// Reads the open `w:fldChar`.
    fn field_character(
        &mut self,
        tag: &Tag<'a>,
        formatting: &RunFormatting,
    ) -> Result<(), Refused> {
        match self.xml.word_attribute(tag, "fldCharType")?.as_deref() {
            Some("begin") => {
                let inherited = self.state.fields.link().map_or(0, str::len);
                self.output.budget.keep(128 + inherited)?;
                self.state.fields.begin();
            }
            Some("separate") => self.state.fields.separate(),
            Some("end") => {
                if let Some(text) = self.state.fields.end() {
                    self.push_printed(PieceKind::Text(text), formatting)?;
                }
            }
            _ => {}
        }

        while let Some(tag) = self.next_child()? {
            if !tag.is_word("ffData") {
                self.skip()?;
            } else if let Some(text) = self.form_field()? {
                self.state.fields.set_printed(text);
            }
        }
        Ok(())
    }

    fn note_reference(
        &mut self,
        tag: &Tag<'a>,
        number: fn(i64) -> i64,
        formatting: &RunFormatting,
    ) -> Result<(), Refused> {
        let id = self.xml.word_attribute(tag, "id")?.and_then(|id| id.trim().parse().ok());
        if let Some(id) = id.map(number) {
            self.output.notes.insert(id);
            self.push_printed(PieceKind::Note(id), formatting)?;
        }
        Ok(())
    }

    /// Reads the text that has its pronunciation above it; the pronunciation isn't shown.
    fn ruby(&mut self) -> Result<(), Refused> {
        self.leave_out("文字上方的拼音".to_owned());
        while let Some(tag) = self.next_child()? {
            if tag.is_word("rubyBase") {
                self.inlines()?;
            } else {
                self.skip()?;
            }
        }
        Ok(())
    }
}
