//! What a Word file is made of besides the document and its profile.

use crate::document::{BlockId, Picture, anchor};
use std::borrow::Cow;

/// A picture's file and its size.
#[derive(Debug, Clone)]
pub struct ImageBytes<'a> {
    /// PNG or JPEG.
    pub bytes: Cow<'a, [u8]>,
    /// Width and height.
    pub pixels: (u32, u32),
    /// Pixels an inch: 96 for pictures, 300 for charts.
    pub ppi: u32,
}

/// Begins what stands for the file of a chart that is still drawn: no PNG goes on like this.
const AWAITED: &[u8] = b"\x89PNG awaited ";

impl ImageBytes<'_> {
    /// A chart's size alone; [`Package::give_charts`](super::Package::give_charts) brings its file.
    pub fn awaited(chart: BlockId, pixels: (u32, u32), ppi: u32) -> ImageBytes<'static> {
        let bytes = [AWAITED, chart.0.to_string().as_bytes()].concat();
        ImageBytes { bytes: Cow::Owned(bytes), pixels, ppi }
    }
}

/// The chart that these bytes stand for, where they are no file.
pub(super) fn awaited_chart(bytes: &[u8]) -> Option<BlockId> {
    let id = str::from_utf8(bytes.strip_prefix(AWAITED)?).ok()?;
    id.parse().ok().map(BlockId)
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
    /// The marked paragraphs, in order.
    pub anchors: Vec<anchor::Marked>,
}
