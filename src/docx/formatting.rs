//! A run's properties: how its text is formatted, and the tracked changes of that.

use super::marks::Marks;
use super::model::{Format, Refused, RevisionKind};
use super::revision::{RevisionContext, revision_kind};
use super::story::{RunFormatting, StoryReader};
use super::symbol::is_symbol_font;
use crate::ooxml::Tag;

impl<'a> StoryReader<'a> {
    /// Reads the open `w:rPr` of a run.
    pub(super) fn run_properties(&mut self, formatting: &mut RunFormatting) -> Result<(), Refused> {
        let mut marks = Marks::default();
        let mut style_format = Format::default();
        let mut changes = Vec::new();

        while let Some(tag) = self.next_child()? {
            if tag.is_word("rStyle") {
                let style = self.xml.word_value(&tag)?;
                style_format = self.context.styles.format(&style);
            } else if tag.is_word("rFonts") {
                formatting.symbol_font = self.symbol_font(&tag)?;
            } else if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
                let id = self.register(&tag, kind)?;
                if kind == RevisionKind::Format {
                    changes.push((id, self.former_format(formatting)?));
                    continue;
                }
                formatting.revisions.push(id);
            } else {
                marks.take(&self.xml, &tag)?;
            }
            let ids = self.collect_revisions(RevisionContext::Text)?;
            formatting.revisions.extend(ids);
        }

        formatting.format = marks.over(style_format);
        formatting.changes.append(&mut changes);
        Ok(())
    }

    /// The font for Latin characters, where it is a symbol font.
    fn symbol_font(&self, tag: &Tag<'a>) -> Result<Option<String>, Refused> {
        for name in ["ascii", "hAnsi"] {
            let font = self.xml.word_attribute(tag, name)?;
            if let Some(font) = font.filter(|font| is_symbol_font(font)) {
                return Ok(Some(font));
            }
        }
        Ok(None)
    }

    /// The format before a change, from the open `w:rPrChange`.
    fn former_format(&mut self, formatting: &mut RunFormatting) -> Result<Format, Refused> {
        let mut marks = Marks::default();
        let mut style_format = Format::default();

        let depth = self.xml.depth();
        while let Some(tag) = self.next_start(depth)? {
            if tag.is_word("rStyle") {
                let style = self.xml.word_value(&tag)?;
                style_format = self.context.styles.format(&style);
            } else if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
                formatting.revisions.push(self.register(&tag, kind)?);
            } else {
                marks.take(&self.xml, &tag)?;
            }
        }
        Ok(marks.over(style_format))
    }
}
