//! The order of a rendering, and what it gives.

use super::faces::{FontEntry, fonts};
use super::measures::{Settings, settings};
use super::styles;
use super::table_facts::TableFacts;
use super::targets::{Media, Targets};
use super::writer::Writer;
use crate::document::{Document, Meta};
use crate::typography::{Profile, TextMeasure};
use crate::word::{Place, ReviewCopy, WordAssets};

/// What docx-rs rendered, and what it has no words for.
#[derive(Debug)]
pub(in crate::word) struct Rendered {
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
    pub media: Vec<Media>,
    /// Faces and their substitutes.
    pub fonts: Vec<FontEntry>,
    pub settings: Settings,
    /// For the properties.
    pub meta: Meta,
    /// The keywords, as Word writes them in one line.
    pub keywords: String,
    /// What the body's tables are, in their order.
    pub tables: Vec<TableFacts>,
    /// From which paragraph or table of the body on a block was written.
    pub places: Vec<(usize, Place)>,
}

/// Renders everything; for a copy, with the bookmarks of [`crate::document::anchor`] around every
/// paragraph.
pub(in crate::word) fn render(
    document: &Document,
    profile: &Profile,
    assets: &dyn WordAssets,
    measure: &TextMeasure<'_>,
    copy: Option<&ReviewCopy>,
) -> Rendered {
    let mut writer = Writer::new(document, profile, assets, measure, copy);
    writer.begin_source(Place::Cover);
    writer.cover();
    writer.begin_source(Place::Contents);
    writer.contents();
    writer.begin_source(Place::Cover);
    writer.sections();
    let body = writer.finish_body();

    // The notes name links and pictures of their own.
    let body_targets = std::mem::take(&mut writer.targets);
    let tables = std::mem::take(&mut writer.tables);
    let notes = writer.render_notes();
    let (headers, footers) = writer.headers_and_footers();

    Rendered {
        body,
        notes,
        styles: styles::render(
            &writer.measures,
            profile,
            &writer.table_sizes,
            document.meta.arrangement.cover,
        ),
        numbering: writer.numbering.render(&writer.measures),
        headers,
        footers,
        body_targets,
        note_targets: writer.targets,
        media: writer.gallery.media,
        fonts: fonts(profile),
        settings: settings(profile),
        meta: document.meta.clone(),
        keywords: document.keywords().collect::<Vec<_>>().join("；"),
        tables,
        places: writer.places,
    }
}
