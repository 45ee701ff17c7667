//! What a Word file is made of besides the document and its profile.

use crate::document::{BlockId, Picture};
use std::borrow::Cow;

/// A picture's file and its size.
#[derive(Debug, Clone)]
pub struct ImageBytes<'a> {
    /// PNG or JPEG.
    pub bytes: Cow<'a, [u8]>,
    /// Width and height.
    pub pixels: (u32, u32),
    /// Pixels an inch: 96 for pictures, 220 for charts.
    pub ppi: u32,
}

/// Gives the pictures that the document shows.
pub trait WordAssets {
    /// The file of a picture.
    fn picture(&self, picture: &Picture) -> Option<ImageBytes<'_>>;
    /// A drawn chart.
    fn chart(&self, block: BlockId) -> Option<ImageBytes<'_>>;
}

/// Where a paragraph or table of the body comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The cover, or the title above the text.
    Cover,
    /// The contents.
    Contents,
    /// A block of the text.
    Block(BlockId),
}

/// What a copy for review has beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewCopy {
    /// The copy's id: `c001`.
    pub id: String,
    /// The document's name: `自述报告`.
    pub document: String,
    /// Hash of the sources that it was made from.
    pub sources: String,
    /// Whether Word is kept from changing without tracking.
    pub locked: bool,
    /// Whether the document is but a part of the whole: Word is told every number that it would
    /// count otherwise.
    pub partial: bool,
    /// Comments of earlier copies, with what was answered.
    pub comments: Vec<CarriedComment>,
}

/// A comment of an earlier copy, which the next one carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedComment {
    /// The anchor of the paragraph that it speaks of.
    pub anchor: String,
    /// The words that it speaks of; where the paragraph doesn't have them, it speaks of the whole.
    pub words: String,
    /// Who.
    pub author: String,
    /// The day, 2018-06-20; may be empty.
    pub date: String,
    /// What.
    pub text: String,
    /// Whether it is dealt with.
    pub is_done: bool,
    /// What was answered, in order.
    pub replies: Vec<CarriedReply>,
}

/// An answer to a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedReply {
    /// Who.
    pub author: String,
    /// The day, 2018-06-20; may be empty.
    pub date: String,
    /// What.
    pub text: String,
}
