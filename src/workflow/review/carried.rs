//! The comments that a copy carries on from earlier ones, with what was answered.
//!
//! In: the record of opinions, the document that is to be sent. Out: comments at the paragraphs that they
//! speak of now: those that wait for an answer, and those that were closed since the last copy was sent.

use crate::diag::Diagnostics;
use crate::document::{BlockId, Document, anchor, visit};
use crate::pipeline::Loaded;
use crate::review::copies::{self, SentCopy};
use crate::review::opinion::{Ledger, Opinion};
use crate::review::{Passage, carried_offset};
use crate::source::Sources;
use crate::word::{CarriedComment, CarriedReply};
use std::collections::BTreeSet;

/// The comments for a copy of the document of this name.
pub(super) fn carried_comments(
    ledger: &Ledger,
    loaded: &Loaded,
    document: &Document,
    name: &str,
    passages: &[Passage],
) -> Vec<CarriedComment> {
    let (mut sources, mut unseen) = (Sources::default(), Diagnostics::default());
    let sent = copies::load_all(&loaded.workspace.root, &mut sources, &mut unseen);
    let last = sent.iter().map(|copy| copy.date.iso()).max().unwrap_or_default();
    let is_of_document = |opinion: &&Opinion| {
        sent.iter().any(|copy: &SentCopy| copy.id == opinion.copy && copy.document == name)
    };
    let is_current = |opinion: &&Opinion| match &opinion.decision {
        Some(decision) => decision.date >= last,
        None => true,
    };

    let target = Target { loaded, passages: body_passages(document, passages) };
    let comments = ledger.opinions.iter().filter(|opinion| opinion.is_comment());
    let comments = comments.filter(is_of_document).filter(is_current);
    comments.filter_map(|opinion| target.carried(opinion)).collect()
}

/// The passages that aren't notes': Word takes no comments in those.
fn body_passages<'p>(document: &Document, passages: &'p [Passage]) -> Vec<&'p Passage> {
    let mut in_notes: BTreeSet<BlockId> = BTreeSet::new();
    for note in &document.notes {
        visit::blocks(&note.blocks, &mut |block| _ = in_notes.insert(block.id));
    }
    let is_body = |passage: &&Passage| match anchor::parse(&passage.name) {
        Some((id, _)) => !in_notes.contains(&id),
        None => false,
    };
    passages.iter().filter(is_body).collect()
}

/// The document that is to be sent.
struct Target<'a> {
    loaded: &'a Loaded,
    passages: Vec<&'a Passage>,
}

impl Target<'_> {
    fn carried(&self, opinion: &Opinion) -> Option<CarriedComment> {
        let passage = self.passage(opinion)?;
        let replies = opinion.replies.iter().map(|reply| CarriedReply {
            author: reply.author.clone(),
            date: reply.date.clone(),
            text: reply.text.clone(),
        });
        Some(CarriedComment {
            anchor: passage.name.clone(),
            words: opinion.before.clone(),
            author: opinion.reviewer.clone(),
            date: opinion.date.clone(),
            text: opinion.after.clone(),
            is_done: opinion.decision.is_some(),
            replies: replies.collect(),
        })
    }

    /// The passage that a comment speaks of now; `None` where its chapter isn't part of the copy.
    fn passage(&self, opinion: &Opinion) -> Option<&Passage> {
        let path = opinion.position.path.as_str();
        let sources = &self.loaded.sources;
        let Some(file) = sources.find(path).filter(|_| !path.is_empty()) else {
            return self.passages.first().copied();
        };

        let root = &self.loaded.workspace.root;
        let now = copies::plain(sources.text(file));
        let then = copies::sent_file(root, &opinion.copy, path).unwrap_or_else(|| now.clone());
        let offset = carried_offset(&then, &now, opinion.position.start);

        let of_file: Vec<&Passage> =
            self.passages.iter().copied().filter(|passage| passage.block.file == file).collect();
        let starts_before = |passage: &&&Passage| passage.block.start as usize <= offset;
        let nearest = of_file.iter().rev().find(starts_before).or(of_file.first())?;
        // Cells of a table lie in one block.
        let with_words = of_file.iter().find(|passage| {
            passage.block == nearest.block && passage.text().contains(&opinion.before)
        });
        Some(with_words.unwrap_or(nearest))
    }
}
