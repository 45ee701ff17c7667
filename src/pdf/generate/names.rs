//! What links within the document are called for those who can't see the page.
//!
//! In: the document. Out: by block, its number and its words: `图 1-2 2017年三次产业增加值构成`.

use crate::document::{BlockId, BlockKind, Document, plain, visit};
use std::collections::BTreeMap;

/// The names of headings, tables and figures.
pub(super) fn of_targets(document: &Document) -> BTreeMap<BlockId, String> {
    let mut names = BTreeMap::new();
    visit::sections(document, &mut |block| {
        let text = |content| plain::inlines(content, &document.values);
        let name = if let BlockKind::Heading(heading) = &block.kind {
            format!("{}{}", heading.number, text(&heading.content))
        } else {
            let caption = visit::caption_name(block).zip(visit::caption(block));
            let Some((name, caption)) = caption else { return };
            format!("{name} {}", text(&caption.content))
        };
        names.insert(block.id, name);
    });
    names
}
