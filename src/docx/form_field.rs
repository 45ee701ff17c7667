//! Fields to fill in of the old kind: boxes to tick and lists to choose from, which have no result of their own.
//!
//! In: the open `w:ffData` (ECMA-376 part 1, 17.16.17). Out: what the field prints.

use super::model::Refused;
use super::revision::{RevisionContext, revision_kind};
use super::story::StoryReader;

/// Maximum number of entries of a list; Word has 25.
const MAX_ENTRIES: usize = 100;

impl<'a> StoryReader<'a> {
    /// Reads the open `w:ffData`; `None` for a field that prints its result.
    pub(super) fn form_field(&mut self) -> Result<Option<String>, Refused> {
        let (mut is_box, mut is_ticked, mut is_ticked_at_first) = (false, None, false);
        let (mut is_list, mut chosen, mut entries) = (false, 0, Vec::new());

        let depth = self.xml.depth();
        while let Some(tag) = self.next_start(depth)? {
            if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
                let id = self.register(&tag, kind)?;
                self.push_empty(vec![id])?;
                continue;
            }
            match tag.name {
                "checkBox" => is_box = true,
                "checked" => is_ticked = Some(self.xml.on_off(&tag)?),
                "default" if is_box => is_ticked_at_first = self.xml.on_off(&tag)?,
                "ddList" => is_list = true,
                "default" | "result" if is_list => {
                    let index = self.xml.integer(&tag)?.unwrap_or(0);
                    chosen = usize::try_from(index).unwrap_or(0);
                }
                "listEntry" if entries.len() < MAX_ENTRIES => {
                    let entry = self.xml.word_value(&tag)?;
                    self.output.budget.keep(entry.len() + 32)?;
                    entries.push(entry);
                }
                _ => {}
            }
        }

        Ok(match (is_box, is_list) {
            (true, _) => {
                let sign = if is_ticked.unwrap_or(is_ticked_at_first) { "☑" } else { "□" };
                Some(sign.to_owned())
            }
            (false, true) => Some(entries.get(chosen).cloned().unwrap_or_default()),
            (false, false) => None,
        })
    }
}
