//! Where the blocks of a document stand, in words: `第六部分（二）第3段`, `“附录”表 1`.
//!
//! In: a document with its numbers. Out: for each block, its section, the headings above it, and which
//! paragraph, table or figure it is.

use super::{Block, BlockId, BlockKind, Document, Heading, InlineKind, NoteId, plain, visit};
use std::collections::BTreeMap;

/// Where a block stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockPlace {
    /// Title of its section.
    pub section: String,
    /// The heading of the first level above it, as it is spoken of: `第六部分`, `“附录”`; empty for none.
    pub part: String,
    /// Numbers of the headings above it, from the second level down: `（二）1.`.
    pub headings: Vec<String>,
    /// `第3段`, `表 6-1`, `标题`.
    pub block: String,
}

impl BlockPlace {
    /// The place as people name it: `第六部分（二）第3段`.
    pub fn words(&self) -> String {
        format!("{}{}{}", self.part, self.headings.concat(), self.block)
    }
}

/// Where each block of a document stands; a note's stand where its mark does.
pub fn places(document: &Document) -> BTreeMap<BlockId, BlockPlace> {
    let mut places = BTreeMap::new();
    let mut notes: BTreeMap<NoteId, BlockPlace> = BTreeMap::new();
    for section in &document.sections {
        let mut above: Vec<(u8, &Heading)> = Vec::new();
        let mut paragraphs = 0;
        for part in &section.parts {
            visit::blocks(&part.blocks, &mut |block| {
                let name = match &block.kind {
                    BlockKind::Heading(heading) => {
                        above.retain(|(level, _)| *level < heading.level);
                        above.push((heading.level, heading));
                        paragraphs = 0;
                        "标题".to_owned()
                    }
                    BlockKind::Paragraph(_) | BlockKind::Code(_) => {
                        paragraphs += 1;
                        format!("第{paragraphs}段")
                    }
                    BlockKind::Table(_) => captioned("表", block),
                    BlockKind::Figure(_) | BlockKind::Chart(_) => captioned("图", block),
                    BlockKind::List(_)
                    | BlockKind::Quote(_)
                    | BlockKind::Rule
                    | BlockKind::PageBreak
                    | BlockKind::Landscape(_)
                    | BlockKind::Letter(..) => String::new(),
                };

                let first = above.iter().find(|(level, _)| *level == 1);
                let below = above.iter().filter(|(level, _)| *level > 1);
                let place = BlockPlace {
                    section: section.title.clone(),
                    part: first
                        .map(|(_, heading)| part_name(heading, document))
                        .unwrap_or_default(),
                    headings: below.map(|(_, heading)| heading_name(heading, document)).collect(),
                    block: name,
                };
                for note in marked_notes(block) {
                    notes.entry(note).or_insert_with(|| place.clone());
                }
                places.insert(block.id, place);
            });
        }
    }

    for (index, note) in document.notes.iter().enumerate() {
        let Some(place) = notes.get(&NoteId(index as u32)) else { continue };
        visit::blocks(&note.blocks, &mut |block| {
            let name = format!("{}脚注", place.block);
            places.insert(block.id, BlockPlace { block: name, ..place.clone() });
        });
    }
    places
}

/// The heading of a part: `第六部分` for `六、`.
fn part_name(heading: &Heading, document: &Document) -> String {
    match heading.number.strip_suffix('、') {
        Some(number) => format!("第{number}部分"),
        None => heading_name(heading, document),
    }
}

/// A heading's number, or what it says.
fn heading_name(heading: &Heading, document: &Document) -> String {
    if heading.number.is_empty() {
        format!("“{}”", plain::inlines(&heading.content, &document.values))
    } else {
        heading.number.clone()
    }
}

fn captioned(kind: &str, block: &Block) -> String {
    visit::caption_name(block).unwrap_or_else(|| kind.to_owned())
}

/// The notes that are marked in a block's own text.
fn marked_notes(block: &Block) -> Vec<NoteId> {
    let mut notes = Vec::new();
    for content in visit::contents(block) {
        visit::inlines(content, &mut |inline| {
            if let InlineKind::Note(id) = inline.kind {
                notes.push(id);
            }
        });
    }
    notes
}
