//! Text boxes met on the way through the main text and the notes.

use super::super::flow::{Part, Token, flows};
use super::model::FlowLocation;
use crate::docx::RevisionId;
use std::collections::{BTreeMap, BTreeSet};

/// The text boxes that were met in the main text and the notes.
#[derive(Debug, Default)]
pub(super) struct TextBoxes {
    /// Where each stands in the base.
    pub(super) locations: BTreeMap<usize, FlowLocation>,
    /// The marks around those that were put in.
    pub(super) inserted: BTreeMap<usize, BTreeSet<RevisionId>>,
    /// Those that were put in and taken out again.
    pub(super) cancelled: BTreeSet<usize>,
}

impl TextBoxes {
    /// Notes where a token stands, if it is a text box.
    pub fn locate(&mut self, token: &Token, location: FlowLocation) {
        self.locations.extend(token.text_box.map(|index| (index, location)));
    }

    /// Notes that a token, if it is a text box, was put in.
    pub fn insert(&mut self, token: &Token) {
        let Some(index) = token.text_box else { return };
        self.inserted.insert(index, token.marks().collect());
    }

    /// Notes that a token, if it is a text box, was put in and taken out again.
    pub fn cancel(&mut self, token: &Token) {
        self.cancelled.extend(token.text_box);
    }

    /// Gives the boxes within a box its location and its marks.
    pub(super) fn inherit(&mut self, outer: usize, parts: &[Part]) {
        let tokens = flows(parts).into_iter().flat_map(|flow| &flow.tokens);
        for inner in tokens.filter_map(|token| token.text_box) {
            let location = self.locations.get(&outer).copied();
            self.locations.extend(location.map(|location| (inner, location)));
            let marks = self.inserted.get(&outer).cloned();
            self.inserted.extend(marks.map(|marks| (inner, marks)));
        }
    }
}
