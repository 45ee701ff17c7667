//! State of one comparison, which the walks over stories, tables and text boxes share.

use super::super::picture::Picture;
use super::model::{Change, ChangeKind, Compared, FlowLocation};
use super::text_boxes::TextBoxes;
use crate::docx::RevisionId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why a change of layout isn't taken over.
pub(super) const LAYOUT: &str = "版式由模板和版式文件决定，请由统稿人在那里改";

#[derive(Default)]
pub(super) struct Comparison {
    pub(super) out: Compared,
    /// Comments whose anchor was met.
    pub(super) comments: BTreeSet<usize>,
    pub(super) boxes: TextBoxes,
    /// Pictures that stand in each other's place.
    pub(super) pictures: Vec<PicturePair>,
}

impl Comparison {
    /// Adds a change.
    pub(super) fn push(
        &mut self,
        kind: ChangeKind,
        revisions: impl IntoIterator<Item = RevisionId>,
        location: FlowLocation,
    ) {
        let revisions = revisions.into_iter().collect();
        self.out.changes.push(Change { kind, revisions, location, shared: None });
    }

    /// Adds a change, where any mark says so.
    pub(super) fn push_marked(
        &mut self,
        kind: ChangeKind,
        revisions: impl IntoIterator<Item = RevisionId>,
        location: FlowLocation,
    ) {
        let mut revisions = revisions.into_iter().peekable();
        if revisions.peek().is_some() {
            self.push(kind, revisions, location);
        }
    }

    /// The last flow so far, for what stands in the returned copy alone.
    pub(super) fn last_flow(&self) -> FlowLocation {
        FlowLocation::start_of(self.out.flows.len().saturating_sub(1))
    }
}

/// A picture of the base and the one that stands there now, by their names.
#[derive(Debug)]
pub(super) struct PicturePair {
    pub location: FlowLocation,
    pub before: Arc<Picture>,
    pub after: Arc<Picture>,
}
