//! Paragraphs: their properties, the changes of their marks, their content.

use super::model::{Paragraph, Piece, PieceKind, Refused, RevisionId};
use super::revision::{RevisionContext, revision_kind};
use super::story::StoryReader;
use crate::ooxml::Tag;

/// What a paragraph's own properties say.
#[derive(Default)]
struct ParagraphProperties {
    style: String,
    instance: Option<i64>,
    level: Option<u8>,
    outline: Option<u8>,
}

impl<'a> StoryReader<'a> {
    /// Reads the open `w:p`.
    pub(super) fn paragraph(&mut self) -> Result<Paragraph, Refused> {
        self.output.budget.keep(size_of::<Paragraph>() + 32)?;
        self.state.pieces = std::mem::take(&mut self.state.pending);
        self.state.in_paragraph = true;

        let mut paragraph = Paragraph::default();
        let mut direct = ParagraphProperties::default();
        while let Some(tag) = self.next_child()? {
            if tag.is_word("pPr") {
                self.paragraph_properties(&mut direct, &mut paragraph)?;
            } else {
                self.inline(tag)?;
            }
        }
        self.state.in_paragraph = false;

        paragraph.pieces = join_texts(std::mem::take(&mut self.state.pieces));
        paragraph.layout.append(&mut self.state.layout);

        let styles = &self.context.styles;
        let (instance, level) = styles.numbering(&direct.style);
        let instance = direct.instance.or(instance);
        paragraph.numbering =
            instance.map(|instance| (instance, direct.level.or(level).unwrap_or(0)));
        paragraph.outline =
            direct.outline.or(styles.outline(&direct.style)).filter(|level| *level < 9);
        paragraph.style = direct.style;
        paragraph.in_contents = self.state.in_contents;
        Ok(paragraph)
    }

    fn paragraph_properties(
        &mut self,
        direct: &mut ParagraphProperties,
        paragraph: &mut Paragraph,
    ) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            if tag.is_word("rPr") {
                self.mark_properties(paragraph)?;
                continue;
            }

            if tag.is_word("pStyle") {
                direct.style = self.xml.word_value(&tag)?;
                self.output.budget.keep(direct.style.len())?;
            } else if tag.is_word("outlineLvl") {
                direct.outline = self.xml.integer(&tag)?.and_then(|level| u8::try_from(level).ok());
            } else if tag.is_word("numPr") {
                self.numbering(direct, paragraph)?;
                continue;
            } else if tag.is_word("sectPr") {
                paragraph.section_end = Some(self.section(&mut paragraph.layout)?);
                continue;
            }

            self.layout_property(&tag, &mut paragraph.layout)?;
        }
        Ok(())
    }

    fn numbering(
        &mut self,
        direct: &mut ParagraphProperties,
        paragraph: &mut Paragraph,
    ) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            if tag.is_word("numId") {
                direct.instance = self.xml.integer(&tag)?;
            } else if tag.is_word("ilvl") {
                let level = self.xml.integer(&tag)?;
                direct.level =
                    level.and_then(|level| u8::try_from(level).ok()).map(|level| level.min(8));
            }
            self.layout_property(&tag, &mut paragraph.layout)?;
        }
        Ok(())
    }

    /// Ends a property; changes in it and by it are changes of the layout.
    pub(super) fn layout_property(
        &mut self,
        tag: &Tag<'a>,
        out: &mut Vec<RevisionId>,
    ) -> Result<(), Refused> {
        if let Some(kind) = revision_kind(tag, RevisionContext::Layout) {
            out.push(self.register(tag, kind)?);
        }
        out.extend(self.collect_revisions(RevisionContext::Layout)?);
        Ok(())
    }

    /// Reads the properties of the paragraph's mark.
    fn mark_properties(&mut self, paragraph: &mut Paragraph) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            match (tag.name, revision_kind(&tag, RevisionContext::Mark)) {
                ("ins" | "del" | "moveFrom" | "moveTo", Some(kind)) => {
                    paragraph.mark.push(self.register(&tag, kind)?);
                    let ids = self.collect_revisions(RevisionContext::Layout)?;
                    paragraph.layout.extend(ids);
                }
                _ => self.layout_property(&tag, &mut paragraph.layout)?,
            }
        }
        Ok(())
    }
}

/// Joins texts that are alike.
fn join_texts(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if let PieceKind::Text(text) = &piece.kind
            && let Some(last) = joined.last_mut().filter(|last| is_alike(last, &piece))
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

fn is_alike(one: &Piece, other: &Piece) -> bool {
    one.format == other.format
        && one.revisions == other.revisions
        && one.formatted == other.formatted
        && one.link == other.link
        && one.field == other.field
}
