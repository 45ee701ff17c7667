//! Content controls, which are entered, and what their properties say of check boxes and lists of contents.
//!
//! In: `w:sdt` among blocks or within a paragraph. Out: what it holds, read as a check box or as a list of
//! contents where it is one.

use super::check_boxes::CheckBox;
use super::model::{Block, Refused};
use super::revision::{RevisionContext, revision_kind};
use super::story::StoryReader;
use crate::ooxml::{Namespace, Tag};

impl<'a> StoryReader<'a> {
    /// Reads the open content control among blocks.
    pub(super) fn block_control(&mut self, out: &mut Vec<Block>) -> Result<(), Refused> {
        self.in_control(|reader| reader.blocks(out))
    }

    /// Reads the open content control within a paragraph.
    pub(super) fn inline_control(&mut self) -> Result<(), Refused> {
        self.in_control(StoryReader::inlines)
    }

    /// Reads a content control; what its properties say holds within it alone.
    fn in_control(
        &mut self,
        read: impl FnOnce(&mut StoryReader<'a>) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let check_box = self.state.check_box.take();
        let in_contents = self.state.in_contents;
        read(self)?;
        self.state.check_box = check_box;
        self.state.in_contents = in_contents;
        Ok(())
    }

    /// Reads the properties of the content control around the position.
    pub(super) fn control_properties(&mut self) -> Result<(), Refused> {
        let depth = self.xml.depth();
        let mut check_box: Option<CheckBox> = None;
        let mut revisions = Vec::new();
        while let Some(tag) = self.next_start(depth)? {
            if tag.namespace == Namespace::Word14 {
                self.check_box_property(&tag, &mut check_box)?;
            } else if tag.is_word("docPartGallery") {
                // ECMA-376 part 1, 17.5.2.11; Word gives its own lists this name in every language.
                self.state.in_contents |= self.xml.word_value(&tag)? == "Table of Contents";
            } else if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
                revisions.push(self.register(&tag, kind)?);
            }
        }

        self.push_empty(revisions)?;
        self.state.check_box = check_box;
        Ok(())
    }

    fn check_box_property(
        &self,
        tag: &Tag<'a>,
        check_box: &mut Option<CheckBox>,
    ) -> Result<(), Refused> {
        let value = self.xml.attribute(tag, Namespace::Word14, "val")?.unwrap_or_default();
        // Word writes a character of a symbol font with or without the private area's F000.
        let character = || {
            let code = u32::from_str_radix(value.trim(), 16).ok()?;
            char::from_u32(code).filter(|c| !c.is_control())
        };
        match (tag.name, check_box) {
            ("checkbox", check_box) => *check_box = Some(CheckBox::default()),
            ("checked", Some(check_box)) => {
                check_box.is_checked = !matches!(value.trim(), "0" | "false" | "off");
            }
            ("checkedState", Some(check_box)) => check_box.ticked = character(),
            ("uncheckedState", Some(check_box)) => check_box.empty = character(),
            _ => {}
        }
        Ok(())
    }
}
