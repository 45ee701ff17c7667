//! The tree as docx-rs elements, rendered to XML; `finish` makes parts of them.
//!
//! In: document, profile, pictures. Out: [`Rendered`]. Order and text are the PDF's: what the tree
//! prints, each block once. Docx-rs's sections, contents and global numbers are not used: see the
//! finishing pass.

mod blocks;
mod contents;
mod faces;
mod figures;
mod flow;
mod inlines;
mod notes;
mod numbering;
mod sections;
mod sequences;
mod sheet;
mod styles;
mod tables;
mod targets;

pub(super) use faces::FontEntry;
pub(super) use sheet::{Settings, TableLook};
pub(super) use styles::{NOTE_MARK, TABLE, TABLE_HEAD, TABLE_NOTE};
pub(super) use targets::Targets;

use super::{Place, ReviewCopy, WordAssets};
use crate::document::{BlockId, BlockKind, Document, Meta, NoteId, visit};
use crate::typography::Profile;
use docx_rs::{BuildXML, DocumentChild, Paragraph, ParagraphChild};
use flow::Flow;
use numbering::Numbering;
use sequences::Sequences;
use sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};
use targets::Gallery;

/// What docx-rs rendered, and what it has no words for.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The body, one element after the other, its last section's properties at the end.
    pub body: String,
    /// The notes, one element after the other.
    pub notes: String,
    /// The styles, one element after the other.
    pub styles: String,
    /// Definitions and instances of numbering.
    pub numbering: String,
    /// Headers, whole.
    pub headers: Vec<String>,
    /// Footers, whole.
    pub footers: Vec<String>,
    /// Links and pictures of the body.
    pub body_targets: Targets,
    /// Links and pictures of the notes.
    pub note_targets: Targets,
    /// Picture files.
    pub media: Vec<targets::Media>,
    /// Faces and their substitutes.
    pub fonts: Vec<FontEntry>,
    /// What holds for the whole document.
    pub settings: Settings,
    /// For the properties.
    pub meta: Meta,
    /// From which paragraph or table of the body on a block was written.
    pub places: Vec<(usize, Place)>,
}

/// Renders everything; for a copy, with the bookmarks of [`crate::document::anchor`] around every
/// paragraph.
pub(super) fn render(
    document: &Document,
    profile: &Profile,
    assets: &dyn WordAssets,
    copy: Option<&ReviewCopy>,
) -> Rendered {
    let mut writer = Writer::new(document, profile, assets, copy);
    writer.place(Place::Cover);
    writer.cover();
    writer.place(Place::Contents);
    writer.contents();
    writer.place(Place::Cover);
    writer.sections();
    let body = writer.finish_body();
    let body_targets = std::mem::take(&mut writer.targets);
    let notes = writer.render_notes();
    let (headers, footers) = writer.running_lines();
    Rendered {
        body,
        notes,
        styles: styles::render(&writer.sheet, profile, document.meta.arrangement.cover),
        numbering: writer.numbering.render(&writer.sheet),
        headers,
        footers,
        body_targets,
        note_targets: writer.targets,
        media: writer.gallery.into_media(),
        fonts: faces::fonts(profile),
        settings: sheet::settings(profile),
        meta: document.meta.clone(),
        places: writer.places,
    }
}

/// State of one rendering.
struct Writer<'d> {
    document: &'d Document,
    profile: &'d Profile,
    assets: &'d dyn WordAssets,
    sheet: Sheet,
    /// Numbers of a heading and of those above it.
    paths: BTreeMap<BlockId, Vec<(BlockId, &'d str)>>,
    /// Where blocks begin among the body's children.
    places: Vec<(usize, Place)>,
    /// What the part being written holds so far.
    flow: Flow,
    targets: Targets,
    gallery: Gallery,
    numbering: Numbering,
    sequences: Sequences,
    /// Blocks with a numbered caption.
    captioned: BTreeSet<BlockId>,
    notes: Vec<NoteId>,
    in_note: bool,
    /// Whether what is written next begins a note.
    note_begins: bool,
    /// Whether paragraphs get the bookmarks of a review.
    marked: bool,
    /// Whether the document is but a part of the whole.
    partial: bool,
    /// Whether the blocks are printed for the first time: not where a note is printed once more.
    first: bool,
    bookmarks: usize,
    /// Whether the next paragraph starts a page.
    break_before: bool,
    /// Where the current Word section began.
    section_start: usize,
    landscape: bool,
    /// Whether the page numbers have begun.
    numbered_pages: bool,
}

impl<'d> Writer<'d> {
    fn new(
        document: &'d Document,
        profile: &'d Profile,
        assets: &'d dyn WordAssets,
        copy: Option<&ReviewCopy>,
    ) -> Self {
        let partial = copy.is_some_and(|copy| copy.partial);
        Writer {
            document,
            profile,
            assets,
            sheet: Sheet::new(profile),
            paths: heading_paths(document),
            places: Vec::new(),
            flow: Flow::default(),
            targets: Targets::default(),
            gallery: Gallery::default(),
            numbering: Numbering::default(),
            sequences: Sequences::default(),
            captioned: captioned(document),
            notes: Vec::new(),
            in_note: false,
            note_begins: false,
            marked: copy.is_some(),
            partial,
            first: true,
            bookmarks: 0,
            break_before: false,
            section_start: 0,
            landscape: document.meta.arrangement.landscape,
            numbered_pages: false,
        }
    }

    /// What follows in the body stands at a place.
    fn place(&mut self, place: Place) {
        if !self.in_note {
            self.places.push((self.flow.len(), place));
        }
    }

    /// Appends a paragraph.
    fn push(&mut self, mut paragraph: Paragraph) {
        if std::mem::take(&mut self.break_before) {
            paragraph = paragraph.page_break_before(true);
        }
        self.begin_note(Some(&mut paragraph));
        self.flow.push(DocumentChild::Paragraph(Box::new(paragraph)));
    }

    /// Wraps a paragraph's content into the bookmark that a review finds it by. Word keeps names with
    /// `_` hidden; a bookmark around nothing would get lost in other programs.
    fn anchored(
        &mut self,
        id: BlockId,
        name: impl FnOnce(BlockId) -> String,
        children: Vec<ParagraphChild>,
    ) -> Vec<ParagraphChild> {
        if id == BlockId::UNSET || !self.marked || !self.first {
            return children;
        }
        self.bookmarked(name(id), children)
    }

    fn bookmarked(&mut self, name: String, children: Vec<ParagraphChild>) -> Vec<ParagraphChild> {
        if children.is_empty() {
            return children;
        }
        self.bookmarks += 1;
        let id = self.bookmarks;
        let mut wrapped = Vec::with_capacity(children.len() + 2);
        wrapped.push(ParagraphChild::BookmarkStart(docx_rs::BookmarkStart::new(id, name)));
        wrapped.extend(children);
        wrapped.push(ParagraphChild::BookmarkEnd(docx_rs::BookmarkEnd::new(id)));
        wrapped
    }
}

/// A paragraph of a style. Its id is left out by the finishing pass.
fn paragraph(style: &str, children: Vec<ParagraphChild>) -> Paragraph {
    let mut paragraph = Paragraph::new().style(style);
    paragraph.children = children;
    paragraph
}

/// What docx-rs renders is UTF-8: it is made of strings.
fn rendered(element: &impl BuildXML) -> String {
    String::from_utf8(element.build()).unwrap_or_default()
}

/// The bookmark around a heading.
fn heading_bookmark(id: BlockId) -> String {
    format!("_Toc{:09}", id.0)
}

/// The bookmark around `表 6-1` of a caption.
fn caption_bookmark(id: BlockId) -> String {
    format!("_Ref{:09}", id.0)
}

fn heading_paths(document: &Document) -> BTreeMap<BlockId, Vec<(BlockId, &str)>> {
    let mut paths = BTreeMap::new();
    let mut path: Vec<(BlockId, &str)> = Vec::new();
    visit::sections(document, &mut |block| {
        if let BlockKind::Heading(heading) = &block.kind {
            path.truncate(usize::from(heading.level.max(1)) - 1);
            path.push((block.id, heading.number.as_str()));
            paths.insert(block.id, path.clone());
        }
    });
    paths
}

fn captioned(document: &Document) -> BTreeSet<BlockId> {
    let mut known = BTreeSet::new();
    visit::sections(document, &mut |block| {
        if visit::caption(block).is_some() {
            known.insert(block.id);
        }
    });
    known
}
