//! Which chapters say anything, without a document made of them.

use super::Loaded;
use super::chapters::ChapterCache;
use super::documents::expander;
use crate::diag::Diagnostics;
use crate::document::plain;
use crate::source::FileId;
use std::collections::BTreeMap;

/// Whether each chapter prints any text, by its file; one that has errors counts as saying something.
pub fn printed_texts(loaded: &Loaded) -> BTreeMap<FileId, bool> {
    // Their problems are told by whoever checks.
    let mut unseen = Diagnostics::default();
    let mut cache = ChapterCache::default();
    let expander = expander(loaded, &mut unseen);
    let workspace = &loaded.workspace;

    let mut printed = BTreeMap::new();
    for files in [&workspace.chapters, &workspace.row_chapters] {
        let chapters = cache.parse(&expander, files, &mut unseen);
        for (file, chapter) in files.iter().zip(chapters) {
            let has_text =
                chapter.is_none_or(|chapter| plain::has_text(&chapter.blocks, &chapter.values));
            printed.insert(file.file, has_text);
        }
    }
    printed
}
