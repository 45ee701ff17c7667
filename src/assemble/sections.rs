//! The sections that a merge template's blocks form.

use super::renumber::Lists;
use super::template::{Item, LoweredTemplate};
use crate::document::{Block, BlockKind, Part, Section, ValueUse, plain};
use crate::source::FileId;

/// What a placeholder stands for.
pub(super) enum Insertion {
    /// A section of the outline.
    Section(Section),
    /// A chapter's blocks, which join the section before.
    Part(Part),
}

/// Inserts what the placeholders stand for; what else the template says forms sections of its own,
/// each from a heading of level 1 on. Blocks that begin with no such heading join the section before.
pub(super) fn sections(
    template: LoweredTemplate,
    insertions: &mut [Option<Insertion>],
    lists: &mut Lists,
) -> Vec<Section> {
    let LoweredTemplate { file, items, values, notes } = template;
    // Titles are read before the blocks' values are renumbered.
    let template_values = values.clone();
    let shift = lists.append(values, notes);

    let mut sections: Vec<Section> = Vec::new();
    for item in items {
        match item {
            Item::Placeholder(index) => match insertions.get_mut(index).and_then(Option::take) {
                Some(Insertion::Section(mut section)) => {
                    // To whom it goes stands on the first section's page.
                    if let [before] = sections.as_slice()
                        && is_letter_alone(before)
                    {
                        section.parts.splice(0..0, sections.remove(0).parts);
                    }
                    sections.push(section);
                }
                Some(Insertion::Part(part)) if part.blocks.is_empty() => {}
                Some(Insertion::Part(part)) => match sections.last_mut() {
                    Some(section) => section.parts.push(part),
                    None => sections.push(untitled(part)),
                },
                None => {}
            },
            Item::Blocks(blocks) => {
                let mut begins_part = true;
                for mut block in blocks {
                    let head = section_head(&block, &template_values);
                    shift.apply(std::slice::from_mut(&mut block));
                    append(&mut sections, TemplateBlock { file, block, head, begins_part });
                    begins_part = false;
                }
            }
        }
    }
    sections
}

/// Label and title of a heading that begins a section.
#[derive(Default)]
struct SectionHead {
    label: Option<String>,
    title: String,
}

fn section_head(block: &Block, values: &[ValueUse]) -> Option<SectionHead> {
    let heading = block.heading().filter(|heading| heading.level == 1)?;
    Some(SectionHead {
        label: heading.label.as_ref().map(|label| label.name.clone()),
        title: plain::inlines(&heading.content, values),
    })
}

/// Whether a section is nothing but parts of a letter.
fn is_letter_alone(section: &Section) -> bool {
    let mut blocks = section.parts.iter().flat_map(|part| &part.blocks);
    blocks.all(|block| matches!(block.kind, BlockKind::Letter(..)))
}

/// A section for text that stands before the first heading.
fn untitled(part: Part) -> Section {
    Section { id: free_id(&[], None), title: String::new(), parts: vec![part] }
}

/// A block of the template's own.
struct TemplateBlock {
    file: FileId,
    block: Block,
    /// Where it begins a section.
    head: Option<SectionHead>,
    /// Whether something else stands before it.
    begins_part: bool,
}

fn append(sections: &mut Vec<Section>, template_block: TemplateBlock) {
    let TemplateBlock { file, block, head, begins_part } = template_block;
    let section = match sections.last_mut() {
        Some(section) if head.is_none() => section,
        Some(_) | None => {
            let SectionHead { label, title } = head.unwrap_or_default();
            let id = free_id(sections, label);
            sections.push(Section { id, title, parts: vec![Part { file, blocks: vec![block] }] });
            return;
        }
    };

    match section.parts.last_mut() {
        Some(part) if part.file == file && !begins_part => part.blocks.push(block),
        Some(_) | None => section.parts.push(Part { file, blocks: vec![block] }),
    }
}

/// A section's id: its label where that is plain ASCII, else `appendix`, `appendix-2` and so on.
fn free_id(sections: &[Section], label: Option<String>) -> String {
    let is_plain = |name: &String| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let stem = label.filter(is_plain).unwrap_or_else(|| "appendix".to_owned());
    let is_taken = |id: &str| sections.iter().any(|section| section.id == id);

    let mut id = stem.clone();
    let mut count = 2;
    while is_taken(&id) {
        id = format!("{stem}-{count}");
        count += 1;
    }
    id
}
