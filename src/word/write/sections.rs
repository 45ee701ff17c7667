//! Pages: the cover, Word's sections with their size, margins, headers and footers.
//!
//! docx-rs's `Section` appends an empty paragraph and loses footers; here the last paragraph of a
//! section carries its properties.

use super::blocks::Frame;
use super::inlines::{Marks, ParagraphBuilder};
use super::measures::{twips, unsigned};
use super::side_folio::{self, Side};
use super::writer::{Writer, paragraph};
use super::xml::to_xml;
use super::{style_ids, styles};
use crate::document::{Block, Date, Document};
use crate::word::names::{FOOTER, HEADER};
use docx_rs::{
    DocGrid, DocGridType, Footer, FooterReference, Header, HeaderReference, PageMargin,
    PageNumType, PageOrientationType, PageSize, Paragraph, SectionProperty,
};

/// What a Word section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionKind {
    /// Cover and contents: no page numbers.
    Front,
    /// Upright pages of the text.
    Upright,
    /// Landscape pages of the text.
    Landscape,
}

impl Writer<'_> {
    /// The cover: title and subtitle, then author and date at the bottom.
    pub(super) fn cover(&mut self) {
        let (document, profile) = (self.document, self.profile);
        let meta = &document.meta;
        if !meta.arrangement.cover {
            return;
        }

        let cover = &profile.cover;
        let (width, height) = self.text_area();
        let (width, height) = (width as f64 / 20.0, height as f64 / 20.0);
        let mut free_height = height - cover.title_top - cover.date_bottom;
        let mut above = cover.title_top;
        let date = if meta.date == Date::default() { String::new() } else { meta.date.chinese() };
        let lines = [
            (style_ids::COVER_TITLE, &profile.title, &meta.title, 0.0),
            (
                style_ids::COVER_SUBTITLE,
                &cover.subtitle,
                &meta.subtitle,
                cover.subtitle.pitch / 2.0,
            ),
        ];
        for (style_id, style, text, gap) in lines {
            if !text.is_empty() {
                let (count, mut paragraph) = if style_id == style_ids::COVER_TITLE {
                    self.title_paragraph()
                } else {
                    let count = line_count(text, width / style.size.max(1.0));
                    (count, cover_paragraph(style_id, text))
                };
                free_height -= gap + style.pitch * count;
                // The styles say it, but for a subtitle without a title above it.
                if style_id == style_ids::COVER_SUBTITLE && above > 0.0 {
                    paragraph = paragraph.line_spacing(styles::space_before(style, gap + above));
                }
                self.push(paragraph);
                above = 0.0;
            }
        }

        let imprint = [meta.author.as_str(), &date];
        let imprint: Vec<&str> = imprint.into_iter().filter(|text| !text.is_empty()).collect();
        let rows: f64 =
            imprint.iter().map(|text| line_count(text, width / cover.imprint.size.max(1.0))).sum();
        let mut above = (free_height - rows * cover.imprint.pitch).max(0.0);
        for text in imprint {
            let mut paragraph = cover_paragraph(style_ids::COVER_IMPRINT, text);
            if above > 0.0 {
                let spacing = styles::space_before(&cover.imprint, std::mem::take(&mut above));
                paragraph = paragraph.line_spacing(spacing);
            }
            self.push(paragraph);
        }
        self.end_section(SectionKind::Front);
    }

    /// The title above the text of a document that has no cover.
    pub(super) fn title_above(&mut self) {
        let meta = &self.document.meta;
        if meta.arrangement.cover {
            return;
        }
        if let Some(name) = meta.arrangement.annex_name() {
            self.push(cover_paragraph(style_ids::ANNEX_MARK, &name));
        }
        if !meta.title.is_empty() {
            let (_, title) = self.title_paragraph();
            self.push(title);
        }
        if !meta.subtitle.is_empty() {
            self.push(cover_paragraph(style_ids::COVER_SUBTITLE, &meta.subtitle));
        }
    }

    /// The title, broken into the lines that the PDF has; and how many they are.
    fn title_paragraph(&self) -> (f64, Paragraph) {
        let width = self.text_area().0 as f64 / 20.0;
        let typed = self.document.meta.typed_title();
        let lines = self.measure.title_lines(&typed, &self.profile.title, width);
        let mut content = ParagraphBuilder::default();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                content.line_break(Marks::default());
            }
            content.text(line, Marks::default());
        }
        (lines.len() as f64, paragraph(style_ids::COVER_TITLE, content.finish()))
    }

    /// The text, each section of the outline on a new page.
    pub(super) fn sections(&mut self) {
        let document: &Document = self.document;
        self.title_above();
        let title = self.flow.len();
        for section in &document.sections {
            // The title of a document without a cover stands on the first section's page.
            let first = self.flow.len() == title;
            self.break_before = self.flow.len() > self.section_start && !first;
            for part in &section.parts {
                self.blocks(&part.blocks, Frame::default());
            }
        }
        self.break_before = false;
    }

    /// Blocks on landscape pages.
    pub(super) fn landscape(&mut self, blocks: &[Block], frame: Frame) {
        if self.is_landscape || self.in_note {
            self.blocks(blocks, frame);
            return;
        }
        self.end_section(SectionKind::Upright);
        self.break_before = false;
        self.is_landscape = true;
        self.blocks(blocks, frame);
        self.end_section(SectionKind::Landscape);
        self.is_landscape = false;
    }

    /// Width and height of the text area of the pages being written, in twips.
    pub(super) fn text_area(&self) -> (usize, usize) {
        let page = &self.profile.page;
        if self.is_landscape {
            (self.measures.text_height, unsigned(page.width - page.inside - page.outside))
        } else {
            (self.measures.text_width, self.measures.text_height)
        }
    }

    /// Ends a section where it holds anything: its last paragraph carries its properties.
    pub(super) fn end_section(&mut self, kind: SectionKind) {
        if self.flow.len() == self.section_start {
            return;
        }
        self.break_before = false;
        self.end_with_paragraph();

        let property = self.section_property(kind);
        if let Some(last) = self.flow.last_paragraph() {
            last.property.section_property = Some(property);
        }
        self.section_start = self.flow.len();
    }

    /// The whole body; its last section's properties stand at the end.
    pub(super) fn finish_body(&mut self) -> String {
        self.end_with_paragraph();
        let mut kind = SectionKind::Upright;
        if self.flow.len() == self.section_start {
            // The text ends with landscape pages, or there is none: no empty page after them.
            if let Some(last) = self.flow.last_paragraph()
                && last.property.section_property.take().is_some()
            {
                kind =
                    if self.has_page_numbers { SectionKind::Landscape } else { SectionKind::Front };
            }
        }

        let section_property = self.section_property(kind);
        self.flow.finish() + &to_xml(&section_property)
    }

    fn section_property(&mut self, kind: SectionKind) -> SectionProperty {
        let page = &self.profile.page;
        let (width, height) = (page_length(page.width), page_length(page.height));
        let size = if self.has_landscape_pages(kind) {
            PageSize::new().size(height, width).orient(PageOrientationType::Landscape)
        } else {
            PageSize::new().size(width, height)
        };

        let pitch = unsigned(self.profile.body.pitch);
        let mut property = SectionProperty::new()
            .page_size(size)
            .page_margin(self.margins(kind))
            .doc_grid(DocGrid::with_empty().grid_type(DocGridType::Lines).line_pitch(pitch));

        if !self.header_note().is_empty() {
            let header =
                |kind: &str, number| HeaderReference::new(kind, format!("{HEADER}{number}"));
            property.header_reference = Some(header("default", 1));
            property.even_header_reference = self.measures.double_sided.then(|| header("even", 2));
        }

        if kind != SectionKind::Front {
            let footer =
                |kind: &str, number| FooterReference::new(kind, format!("{FOOTER}{number}"));
            // Landscape pages have footers of their own, behind the upright ones.
            let is_side = kind == SectionKind::Landscape;
            self.has_landscape_pages |= is_side;
            let before = if is_side { self.sides() } else { 0 };
            let even = self.measures.double_sided.then(|| footer("even", before + 2));
            property.footer_reference = Some(footer("default", before + 1));
            property.even_footer_reference = even;
            if !std::mem::replace(&mut self.has_page_numbers, true) {
                // Word and LibreOffice put an odd page on the right by themselves, as the PDF does;
                // with `oddPage`, LibreOffice 7.4 loses the space below the header.
                property = property.page_num_type(PageNumType::new().start(1));
            }
        }
        property
    }

    fn has_landscape_pages(&self, kind: SectionKind) -> bool {
        kind == SectionKind::Landscape || self.document.meta.arrangement.landscape
    }

    /// On landscape pages the head of tables lies at the binding of odd pages, as in the PDF.
    fn margins(&self, kind: SectionKind) -> PageMargin {
        let page = &self.profile.page;
        let header = twips(self.profile.header.distance);
        // The dash stands in the middle of the page number's line.
        let folio = self.profile.folio.pitch / 2.0;
        let aside = (page.inside + page.outside) / 2.0;
        let (top, bottom, left, right) = if self.has_landscape_pages(kind) {
            (aside, aside, page.bottom, page.top)
        } else {
            (page.top, page.bottom, page.inside, page.outside)
        };

        let footer = twips((bottom - page.folio_distance - folio).max(0.0));
        PageMargin::new()
            .top(twips(top))
            .bottom(twips(bottom))
            .left(twips(left))
            .right(twips(right))
            .header(header)
            .footer(footer)
            .gutter(0)
    }

    /// Number of kinds of pages that headers and footers differ on.
    fn sides(&self) -> usize {
        if self.measures.double_sided { 2 } else { 1 }
    }

    /// What stands at the head of every page; empty for nothing.
    fn header_note(&self) -> String {
        self.profile.header.note(&self.document.meta)
    }

    /// Headers and footers, whole: `1` for odd pages (and all, where sides don't differ), `2`
    /// for even ones; behind them the footers of landscape pages.
    pub(super) fn headers_and_footers(&self) -> (Vec<String>, Vec<String>) {
        let sides = self.sides();
        let mut headers = Vec::new();
        let note = self.header_note();
        if !note.is_empty() {
            let header = Header::new().add_paragraph(cover_paragraph(style_ids::HEADER, &note));
            headers = vec![to_xml(&header); sides];
        }

        let styles = [(Side::Odd, style_ids::FOOTER), (Side::Even, style_ids::FOOTER_EVEN)];
        let styles = styles.into_iter().take(sides);
        let upright = styles.clone().map(|(_, style)| {
            let footer = Footer::new().add_paragraph(self.folio(style));
            to_xml(&footer)
        });
        let landscape = styles.filter(|_| self.has_landscape_pages).map(|(side, style)| {
            let folio = to_xml(&self.folio(style));
            side_folio::footer(side, &self.measures, self.profile, style, &folio)
        });
        (headers, upright.chain(landscape).collect())
    }

    /// The page number.
    fn folio(&self, style: &str) -> Paragraph {
        let dash = if self.measures.has_dashes { "—" } else { "" };
        let mut number = ParagraphBuilder::default();
        let space = if self.measures.has_dashes { " " } else { "" };
        number.text(&format!("{dash}{space}"), Marks::default());
        number.field("PAGE", "1", Marks::default());
        number.text(&format!("{space}{dash}"), Marks::default());
        paragraph(style, number.finish())
    }
}

fn cover_paragraph(style: &str, text: &str) -> Paragraph {
    paragraph(style, ParagraphBuilder::plain(text))
}

/// Number of lines that a text takes, where one holds `characters`.
fn line_count(text: &str, characters: f64) -> f64 {
    (text.chars().count() as f64 / characters.max(1.0)).ceil()
}

fn page_length(points: f64) -> u32 {
    u32::try_from(twips(points)).unwrap_or(0)
}
