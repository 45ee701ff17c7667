//! Document to Word; the only user of docx-rs.
//!
//! `write` renders the tree with docx-rs and completes every part; `finish` prints the contents' page
//! numbers and packs; `lint` tells what validators don't see. Nothing here reads files.

mod dump;
mod finish;
mod redline;
mod write;

pub use dump::dump;
pub use finish::{is_comparison, lint};
pub use redline::{Change, Kind, Spot, Story, Titles, Writers, list, redline};

use crate::document::{BlockId, Document, Picture, anchor};
use crate::typography::Profile;
use std::borrow::Cow;
use std::collections::BTreeMap;

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
    /// A chart's size alone; [`Package::give_charts`] brings its file.
    pub fn awaited(chart: BlockId, pixels: (u32, u32), ppi: u32) -> ImageBytes<'static> {
        let bytes = [AWAITED, chart.0.to_string().as_bytes()].concat();
        ImageBytes { bytes: Cow::Owned(bytes), pixels, ppi }
    }
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

/// The parts of a Word file, still without the page numbers of its contents.
#[derive(Debug, Clone)]
pub struct Package {
    parts: Vec<finish::Part>,
    places: Vec<(usize, Place)>,
}

impl Package {
    /// Puts in the files of the charts that [`ImageBytes::awaited`] stands for.
    pub fn give_charts(&mut self, mut file: impl FnMut(BlockId) -> Vec<u8>) {
        for part in &mut self.parts {
            let id = part.bytes.strip_prefix(AWAITED).and_then(|id| str::from_utf8(id).ok());
            if let Some(id) = id.and_then(|id| id.parse().ok()) {
                part.bytes = file(BlockId(id));
            }
        }
    }
}

/// Builds the parts with docx-rs.
pub fn build(document: &Document, profile: &Profile, assets: &dyn WordAssets) -> Package {
    packaged(write::render(document, profile, assets, None), None)
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

/// Builds the parts of a copy for review: every paragraph of the tree lies in a bookmark with the name
/// that [`anchor`] gives it.
pub fn build_copy(
    document: &Document,
    profile: &Profile,
    assets: &dyn WordAssets,
    copy: &ReviewCopy,
) -> Package {
    packaged(write::render(document, profile, assets, Some(copy)), Some(copy))
}

fn packaged(mut rendered: write::Rendered, copy: Option<&ReviewCopy>) -> Package {
    let places = std::mem::take(&mut rendered.places);
    Package { parts: finish::complete(rendered, copy), places }
}

/// Completes the parts and packs them; `pages` are the printed page numbers of the headings.
pub fn finish(package: Package, pages: &BTreeMap<BlockId, u32>) -> Vec<u8> {
    finish::pack(package.parts, pages)
}

/// The same for a comparison of two states, which [`is_comparison`] knows again.
pub fn finish_comparison(package: Package, pages: &BTreeMap<BlockId, u32>) -> Vec<u8> {
    finish::pack(finish::sealed(package.parts, pages), pages)
}

#[cfg(test)]
mod tests;
