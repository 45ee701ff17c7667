//! Sections: how their pages lie (ECMA-376 part 1, 17.6.13).

use super::model::{PageOrientation, Refused, RevisionId};
use super::story::StoryReader;
use crate::ooxml::Tag;

impl<'a> StoryReader<'a> {
    /// Reads the open `w:sectPr`; the changes that it marks are added to `revisions`.
    pub(super) fn section(
        &mut self,
        revisions: &mut Vec<RevisionId>,
    ) -> Result<PageOrientation, Refused> {
        let mut orientation = PageOrientation::Portrait;
        // What was before a tracked change nests deeper, in the change.
        while let Some(tag) = self.next_child()? {
            if tag.is_word("pgSz") {
                orientation = self.page_orientation(&tag)?;
            }
            self.layout_property(&tag, revisions)?;
        }
        Ok(orientation)
    }

    fn page_orientation(&self, size: &Tag<'a>) -> Result<PageOrientation, Refused> {
        let length = |name| -> Result<Option<u32>, Refused> {
            let length = self.xml.word_attribute(size, name)?;
            Ok(length.and_then(|length| length.trim().parse().ok()))
        };
        let named = self.xml.word_attribute(size, "orient")?;
        let is_wide = match (length("w")?, length("h")?) {
            (Some(width), Some(height)) => width > height,
            // Word goes by the size; without one the attribute alone tells.
            _ => named.as_deref() == Some("landscape"),
        };
        Ok(if is_wide { PageOrientation::Landscape } else { PageOrientation::Portrait })
    }
}
