//! The files of pictures that reviewers put in or exchanged.
//!
//! In: changes with their plans. Out: the pictures' bytes by the paths that the chapters give.

use super::super::change::{Change, ChangeKind, Compared};
use super::super::patch::{Plan, picture_file};
use super::super::picture::Picture;
use super::model::Returned;
use crate::source::Overlay;

/// The pictures that the chapters show with all planned changes of a copy.
pub(super) fn new_pictures(
    returned: &Returned<'_>,
    compared: &Compared,
    plans: &[Plan],
) -> Overlay {
    let mut all = Overlay::new();
    for (change, plan) in compared.changes.iter().zip(plans) {
        all.extend(pictures_of(returned, change, plan));
    }
    all
}

/// The pictures that a change brings along.
pub(super) fn pictures_of(returned: &Returned<'_>, change: &Change, plan: &Plan) -> Overlay {
    let Plan::Patches(patches) = plan else { return Overlay::new() };
    let Some(patch) = patches.last() else { return Overlay::new() };
    let chapter = returned.sent.sources().path(patch.span.file);
    let folder = chapter.rsplit_once('/').map_or("", |(folder, _)| folder);

    let shown: Vec<&Picture> = match &change.kind {
        ChangeKind::Picture(picture) => vec![picture],
        ChangeKind::Text { inserted, .. } => {
            inserted.iter().filter_map(|token| token.picture.as_deref()).collect()
        }
        _ => Vec::new(),
    };
    let file = |picture: &Picture| {
        let bytes = returned.docx.media.get(&picture.media)?;
        Some((format!("{folder}/{}", picture_file(bytes)?), bytes.clone()))
    };
    shown.into_iter().filter_map(file).collect()
}
