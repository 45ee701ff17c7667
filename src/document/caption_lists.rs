//! 表目录 and 图目录: the lists of tables and figures that may stand behind the contents.
//!
//! In: a document whose captions have numbers. Out: the lists that its arrangement asks for.

use super::{Arrangement, BlockId, BlockKind, CaptionKind, Document, plain, visit};

/// A line of a list of captions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptionEntry {
    /// The table, picture or chart.
    pub block: BlockId,
    /// What it is called by: `表 6-1`.
    pub name: String,
    /// Its caption.
    pub text: String,
}

/// The lists of a document in their order, as far as they list anything.
pub fn caption_lists(document: &Document) -> Vec<(CaptionKind, Vec<CaptionEntry>)> {
    let Arrangement { tables, figures, .. } = document.meta.arrangement;
    let lists = [(tables, CaptionKind::Table), (figures, CaptionKind::Figure)];
    let lists = lists.into_iter().filter(|(is_wanted, _)| *is_wanted);
    let lists = lists.map(|(_, kind)| (kind, captions(document, kind)));
    lists.filter(|(_, entries)| !entries.is_empty()).collect()
}

fn captions(document: &Document, kind: CaptionKind) -> Vec<CaptionEntry> {
    let mut entries = Vec::new();
    visit::sections(document, &mut |block| {
        let own = match block.kind {
            BlockKind::Table(_) => CaptionKind::Table,
            _ => CaptionKind::Figure,
        };
        let caption = visit::caption(block).filter(|_| own == kind);
        if let Some((name, caption)) = visit::caption_name(block).zip(caption) {
            let text = plain::inlines(&caption.content, &document.values);
            entries.push(CaptionEntry { block: block.id, name, text });
        }
    });
    entries
}
