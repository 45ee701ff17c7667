//! The parts of a Word file, from the document to the packed bytes.

use super::finish::{add_stamp, complete, print_page_numbers, seal};
use super::input::{Place, ReviewCopy, WordAssets};
use super::lint::lint_parts;
use super::write::render;
use crate::document::{BlockId, Document};
use crate::ooxml::{Part, pack};
use crate::stamp::Stamp;
use crate::typography::{Profile, TextMeasure};
use std::collections::BTreeMap;

/// The parts of a Word file, still without the page numbers of its contents.
#[derive(Debug, Clone)]
pub struct Package {
    pub(super) parts: Vec<Part>,
    /// From which paragraph or table of the body on a block was written.
    pub(super) places: Vec<(usize, Place)>,
    /// What [`lint`](super::lint()) found in the parts; `None` where they were changed since.
    pub(super) findings: Option<Vec<String>>,
}

impl Package {
    /// Has the file say of which build it is, among its properties (文件—信息—属性—高级属性).
    pub fn stamp(&mut self, stamp: &Stamp) {
        add_stamp(&mut self.parts, stamp);
    }
}

/// A package that may not be written: a defect of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsound {
    /// What [`lint`](super::lint()) found, a line each; at least one.
    pub findings: Vec<String>,
}

/// Builds the parts with docx-rs.
pub fn build(
    document: &Document,
    profile: &Profile,
    assets: &dyn WordAssets,
    measure: &TextMeasure<'_>,
) -> Package {
    build_parts(document, profile, assets, measure, None)
}

/// Builds the parts of a copy for review: every paragraph of the tree lies in a bookmark with the name
/// that [`anchor`](crate::document::anchor) gives it.
pub fn build_copy(
    document: &Document,
    profile: &Profile,
    assets: &dyn WordAssets,
    measure: &TextMeasure<'_>,
    copy: &ReviewCopy,
) -> Package {
    build_parts(document, profile, assets, measure, Some(copy))
}

fn build_parts(
    document: &Document,
    profile: &Profile,
    assets: &dyn WordAssets,
    measure: &TextMeasure<'_>,
    copy: Option<&ReviewCopy>,
) -> Package {
    let mut rendered = render(document, profile, assets, measure, copy);
    let places = std::mem::take(&mut rendered.places);

    let completed = complete(rendered, copy);
    Package { parts: completed.parts, places, findings: Some(completed.findings) }
}

/// Packs the parts of a sound package; `pages` are the printed page numbers of the headings.
pub fn finish(package: Package, pages: &BTreeMap<BlockId, u32>) -> Result<Vec<u8>, Unsound> {
    finish_parts(package, pages).map(pack)
}

/// The same for a comparison of two states, which [`is_comparison`](super::is_comparison) recognises.
pub fn finish_comparison(
    package: Package,
    pages: &BTreeMap<BlockId, u32>,
) -> Result<Vec<u8>, Unsound> {
    let mut parts = finish_parts(package, pages)?;
    seal(&mut parts);
    Ok(pack(parts))
}

fn finish_parts(package: Package, pages: &BTreeMap<BlockId, u32>) -> Result<Vec<Part>, Unsound> {
    let Package { mut parts, findings, .. } = package;
    let findings = findings.unwrap_or_else(|| lint_parts(&parts));
    if !findings.is_empty() {
        return Err(Unsound { findings });
    }
    print_page_numbers(&mut parts, pages);
    Ok(parts)
}
