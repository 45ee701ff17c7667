//! The lines around a table that say something about it.

use super::annotations::Annotation;
use super::block::DraftBlock;
use super::paragraph::DraftParagraph;
use super::runs::RunKind;

/// What a paragraph of text alone says about a table beside it.
fn table_annotation(paragraph: &DraftParagraph) -> Option<Annotation> {
    let is_text = |kind: &RunKind| matches!(kind, RunKind::Text(_) | RunKind::Note(_));
    let has_only_text = paragraph.runs.iter().all(|run| is_text(&run.kind));
    paragraph.annotation().filter(|_| has_only_text && paragraph.outline.is_none())
}

/// A paragraph, and what it says about the table beside it.
pub(super) type Annotated<'a> = (&'a DraftParagraph, Annotation);

/// Whether an annotation of the same kind was found.
fn has_kind(annotations: &[Annotated<'_>], annotation: &Annotation) -> bool {
    let kind = std::mem::discriminant(annotation);
    annotations.iter().any(|(_, other)| std::mem::discriminant(other) == kind)
}

/// Caption and unit line from `index` on, if a table follows them.
pub(super) fn annotations_before_table(blocks: &[DraftBlock], index: usize) -> Vec<Annotated<'_>> {
    let mut annotations = Vec::new();
    for block in &blocks[index..] {
        let Some(paragraph) = block.paragraph() else { return annotations };
        match table_annotation(paragraph) {
            Some(annotation @ (Annotation::Table(_) | Annotation::Unit(_)))
                if !has_kind(&annotations, &annotation) =>
            {
                annotations.push((paragraph, annotation));
            }
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// Source and note lines from `index` on.
pub(super) fn annotations_after_table(blocks: &[DraftBlock], index: usize) -> Vec<Annotated<'_>> {
    let mut annotations = Vec::new();
    let following = blocks.get(index..).unwrap_or(&[]);
    for paragraph in following.iter().map_while(DraftBlock::paragraph) {
        match table_annotation(paragraph) {
            Some(annotation @ Annotation::Source(_)) if !has_kind(&annotations, &annotation) => {
                annotations.push((paragraph, annotation));
            }
            // A table may have several notes.
            Some(annotation @ Annotation::Note { .. }) => annotations.push((paragraph, annotation)),
            _ => break,
        }
    }

    annotations
}
