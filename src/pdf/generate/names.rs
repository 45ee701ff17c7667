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
        let name = match (&block.kind, visit::caption(block)) {
            (BlockKind::Heading(heading), _) => {
                format!("{}{}", heading.number, text(&heading.content))
            }
            (BlockKind::Table(_), Some(caption)) => {
                format!("{} {}", caption.name("表"), text(&caption.content))
            }
            (_, Some(caption)) => format!("{} {}", caption.name("图"), text(&caption.content)),
            (_, None) => return,
        };
        names.insert(block.id, name);
    });
    names
}
