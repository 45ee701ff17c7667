//! The words that comments speak of.

use crate::docx::{Docx, PieceKind, RevisionKind, paragraphs};
use std::collections::BTreeSet;

/// For each comment of a file the words in its range, as they read with all changes accepted; empty for
/// one that only stands at a point.
pub(super) fn commented_words(docx: &Docx) -> Vec<String> {
    let mut words = vec![String::new(); docx.comments.len()];
    let mut open: BTreeSet<usize> = BTreeSet::new();

    let stories = std::iter::once(&docx.body).chain(docx.notes.values());
    for paragraph in stories.flat_map(|story| paragraphs(&story.blocks)) {
        for piece in &paragraph.pieces {
            match &piece.kind {
                PieceKind::CommentStart(comment) => _ = open.insert(*comment),
                PieceKind::CommentEnd(comment) => _ = open.remove(comment),
                PieceKind::Text(text)
                    if !docx.has_kind(&piece.revisions, RevisionKind::is_deletion) =>
                {
                    for comment in &open {
                        if let Some(words) = words.get_mut(*comment) {
                            words.push_str(text);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    words
}
