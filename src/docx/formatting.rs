//! A run's properties: how its text is formatted, and the tracked changes of that.

use super::marks::Marks;
use super::model::{Format, Refused, RevisionKind};
use super::revision::{RevisionContext, revision_kind};
use super::story::{RunFormatting, StoryReader};

/// Reads the open `w:rPr` of a run.
pub(super) fn run_properties(
    reader: &mut StoryReader<'_>,
    formatting: &mut RunFormatting,
) -> Result<(), Refused> {
    let mut marks = Marks::default();
    let mut style_format = Format::default();
    let mut changes = Vec::new();

    while let Some(tag) = reader.next_child()? {
        if tag.is_word("rStyle") {
            let style = reader.xml.word_attribute(&tag, "val")?.unwrap_or_default();
            style_format = reader.context.styles.format(&style);
        } else if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
            let id = reader.register(&tag, kind)?;
            if kind == RevisionKind::Format {
                changes.push((id, former_format(reader, formatting)?));
                continue;
            }
            formatting.revisions.push(id);
        } else {
            marks.take(&reader.xml, &tag)?;
        }
        let ids = reader.collect_revisions(RevisionContext::Text)?;
        formatting.revisions.extend(ids);
    }

    formatting.format = marks.over(style_format);
    formatting.changes.append(&mut changes);
    Ok(())
}

/// The format before a change, from the open `w:rPrChange`.
fn former_format(
    reader: &mut StoryReader<'_>,
    formatting: &mut RunFormatting,
) -> Result<Format, Refused> {
    let mut marks = Marks::default();
    let mut style_format = Format::default();

    let depth = reader.xml.depth();
    while let Some(tag) = reader.next_start(depth)? {
        if tag.is_word("rStyle") {
            let style = reader.xml.word_attribute(&tag, "val")?.unwrap_or_default();
            style_format = reader.context.styles.format(&style);
        } else if let Some(kind) = revision_kind(&tag, RevisionContext::Text) {
            formatting.revisions.push(reader.register(&tag, kind)?);
        } else {
            marks.take(&reader.xml, &tag)?;
        }
    }
    Ok(marks.over(style_format))
}
