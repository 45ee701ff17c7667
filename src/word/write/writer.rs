//! The state of one rendering, and how a paragraph gets its bookmarks.

use super::flow::Flow;
use super::measures::Measures;
use super::numbering::Numbering;
use super::sequences::Sequences;
use super::table_facts::TableFacts;
use super::table_sizes::TableSizes;
use super::targets::{Gallery, Targets};
use crate::document::{BlockId, BlockKind, Document, HeadingKind, NoteId, visit};
use crate::typography::{Profile, TextMeasure};
use crate::word::{Place, ReviewCopy, WordAssets};
use docx_rs::{BookmarkEnd, BookmarkStart, DocumentChild, Paragraph, ParagraphChild};
use std::collections::{BTreeMap, BTreeSet};

/// A heading's own number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadingNumber<'d> {
    pub block: BlockId,
    pub number: &'d str,
}

/// State of one rendering.
pub(super) struct Writer<'d> {
    pub document: &'d Document,
    pub profile: &'d Profile,
    pub assets: &'d dyn WordAssets,
    pub measure: &'d TextMeasure<'d>,
    pub measures: Measures,
    /// A heading and those above it, from the top.
    pub heading_paths: BTreeMap<BlockId, Vec<HeadingNumber<'d>>>,
    /// Where blocks begin among the body's children.
    pub places: Vec<(usize, Place)>,
    /// What the part being written holds so far.
    pub flow: Flow,
    pub targets: Targets,
    pub gallery: Gallery,
    pub numbering: Numbering,
    pub sequences: Sequences,
    /// What the tables are that were written.
    pub tables: Vec<TableFacts>,
    pub table_sizes: TableSizes,
    /// Blocks with a numbered caption.
    pub captioned: BTreeSet<BlockId>,
    pub notes: Vec<NoteId>,
    pub in_note: bool,
    /// Level of the heading above what is being written; 0 where there is none.
    pub heading_level: u8,
    /// Whether what is written next begins a note.
    pub at_note_start: bool,
    /// Whether paragraphs get the bookmarks of a review.
    pub has_anchors: bool,
    /// Whether the document is but a part of the whole.
    pub is_partial: bool,
    /// Whether the blocks are printed for the first time: not where a note is printed once more.
    pub is_first_use: bool,
    pub bookmark_count: usize,
    /// Whether the next paragraph starts a page.
    pub break_before: bool,
    /// Where the current Word section began.
    pub section_start: usize,
    pub is_landscape: bool,
    /// Whether any section has landscape pages among upright ones.
    pub has_landscape_pages: bool,
    /// Whether the page numbers have begun.
    pub has_page_numbers: bool,
}

impl<'d> Writer<'d> {
    pub fn new(
        document: &'d Document,
        profile: &'d Profile,
        assets: &'d dyn WordAssets,
        measure: &'d TextMeasure<'d>,
        copy: Option<&ReviewCopy>,
    ) -> Self {
        Writer {
            document,
            profile,
            assets,
            measure,
            measures: Measures::new(profile),
            heading_paths: heading_paths(document),
            places: Vec::new(),
            flow: Flow::default(),
            targets: Targets::default(),
            gallery: Gallery::default(),
            numbering: Numbering::default(),
            sequences: Sequences::default(),
            tables: Vec::new(),
            table_sizes: TableSizes::default(),
            captioned: captioned(document),
            notes: Vec::new(),
            in_note: false,
            heading_level: 0,
            at_note_start: false,
            has_anchors: copy.is_some(),
            is_partial: copy.is_some_and(|copy| copy.partial),
            is_first_use: true,
            bookmark_count: 0,
            break_before: false,
            section_start: 0,
            is_landscape: document.meta.arrangement.landscape,
            has_landscape_pages: false,
            has_page_numbers: false,
        }
    }

    /// What follows in the body comes from here.
    pub fn begin_source(&mut self, place: Place) {
        if !self.in_note {
            self.places.push((self.flow.len(), place));
        }
    }

    /// Appends a paragraph.
    pub fn push(&mut self, mut paragraph: Paragraph) {
        if std::mem::take(&mut self.break_before) {
            paragraph = paragraph.page_break_before(true);
        }
        self.begin_note(Some(&mut paragraph));
        self.flow.push(DocumentChild::Paragraph(Box::new(paragraph)));
    }

    /// Wraps a paragraph's content into the bookmark that a review finds it by. Word keeps names with
    /// `_` hidden; a bookmark around nothing would get lost in other programs.
    pub fn anchored(
        &mut self,
        id: BlockId,
        name: impl FnOnce(BlockId) -> String,
        children: Vec<ParagraphChild>,
    ) -> Vec<ParagraphChild> {
        if id == BlockId::UNSET || !self.has_anchors || !self.is_first_use {
            return children;
        }
        self.bookmarked(name(id), children)
    }

    /// Wraps a paragraph's content into a bookmark.
    pub fn bookmarked(
        &mut self,
        name: String,
        children: Vec<ParagraphChild>,
    ) -> Vec<ParagraphChild> {
        if children.is_empty() {
            return children;
        }
        self.bookmark_count += 1;
        let id = self.bookmark_count;

        let mut wrapped = Vec::with_capacity(children.len() + 2);
        wrapped.push(ParagraphChild::BookmarkStart(BookmarkStart::new(id, name)));
        wrapped.extend(children);
        wrapped.push(ParagraphChild::BookmarkEnd(BookmarkEnd::new(id)));
        wrapped
    }
}

/// A paragraph of a style. Its id is left out by the finishing pass.
pub(super) fn paragraph(style: &str, children: Vec<ParagraphChild>) -> Paragraph {
    let mut paragraph = Paragraph::new().style(style);
    paragraph.children = children;
    paragraph
}

/// The bookmark around a heading.
pub(super) fn heading_bookmark(id: BlockId) -> String {
    format!("_Toc{:09}", id.0)
}

/// The bookmark around `表 6-1` of a caption.
pub(super) fn caption_bookmark(id: BlockId) -> String {
    format!("_Ref{:09}", id.0)
}

fn heading_paths(document: &Document) -> BTreeMap<BlockId, Vec<HeadingNumber<'_>>> {
    let mut paths = BTreeMap::new();
    let mut path: Vec<HeadingNumber<'_>> = Vec::new();
    visit::sections(document, &mut |block| {
        if let BlockKind::Heading(heading) = &block.kind {
            path.truncate(usize::from(heading.level.max(1)) - 1);
            // 附件 is no number that Word counts.
            let is_annex = heading.kind == HeadingKind::Annex;
            let number = if is_annex { "" } else { heading.number.as_str() };
            path.push(HeadingNumber { block: block.id, number });
            paths.insert(block.id, path.clone());
        }
    });
    paths
}

fn captioned(document: &Document) -> BTreeSet<BlockId> {
    let mut captioned = BTreeSet::new();
    visit::sections(document, &mut |block| {
        captioned.extend(visit::caption(block).map(|_| block.id));
    });
    captioned
}
