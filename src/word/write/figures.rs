//! Pictures and charts, with caption and source below; captions of all kinds.

use super::inlines::{Marks, NO_BREAK_SPACE, ParagraphBuilder};
use super::writer::{Writer, caption_bookmark, paragraph};
use super::{style_ids, styles};
use crate::document::{BlockId, Caption, Chart, Figure, Inline, Picture, anchor, plain};
use crate::word::ImageBytes;
use docx_rs::{Drawing, ParagraphChild, Pic, Run, RunChild};

/// English Metric Units in a twip.
const EMU_PER_TWIP: f64 = 635.0;
const TWIPS_PER_INCH: f64 = 1440.0;

impl Writer<'_> {
    pub(super) fn figure(&mut self, id: BlockId, figure: &Figure) {
        let picture = &figure.picture;
        let assets = self.assets;
        let image = assets.picture(picture);
        let alt = self.alt_text(&picture.alt, figure.caption.as_ref());
        let content = self.picture_or_alt(image, &picture.path, &alt, picture.share);
        self.captioned_picture(id, content, figure.caption.as_ref(), figure.source.as_deref());
    }

    pub(super) fn chart(&mut self, id: BlockId, chart: &Chart) {
        let assets = self.assets;
        let image = assets.chart(id);
        let key = format!("chart {}", id.0);
        let alt = self.alt_text(&chart.alt, chart.caption.as_ref());
        let content = self.picture_or_alt(image, &key, &alt, 0);
        self.captioned_picture(id, content, chart.caption.as_ref(), chart.source.as_deref());
    }

    fn alt_text(&self, alt: &str, caption: Option<&Caption>) -> String {
        plain::alternative(alt, caption, &self.document.values)
    }

    /// A picture as a run, as wide as its share of the text area in thousandths; 0: its own width. Where
    /// it can't be had, its alternative text.
    fn picture_or_alt(
        &mut self,
        image: Option<ImageBytes<'_>>,
        key: &str,
        alt: &str,
        share: u16,
    ) -> Vec<ParagraphChild> {
        let (max_width, max_height) = self.picture_area();
        let run = image.and_then(|image| {
            let (across, down) = image.pixels;
            let ratio = f64::from(down.max(1)) / f64::from(across.max(1));
            let width = match share {
                0 => natural_width(&image).min(max_width),
                share => max_width * f64::from(share.min(1000)) / 1000.0,
            };
            let width = width.min(max_height / ratio);
            self.picture_run(&image, key, alt, width, width * ratio)
        });

        let mut content = ParagraphBuilder::default();

        match run {
            Some(run) => content.child(run),
            None => content.text(alt, Marks::default()),
        }
        content.finish()
    }

    fn picture_run(
        &mut self,
        image: &ImageBytes<'_>,
        key: &str,
        alt: &str,
        width: f64,
        height: f64,
    ) -> Option<ParagraphChild> {
        let media = self.gallery.add(key, image)?;
        let id = self.targets.picture(media, alt);

        // Twips of a page fit easily; a picture has at least one unit each way.
        let emu = |twips: f64| (twips * EMU_PER_TWIP).round().max(1.0) as u32;
        let picture =
            Pic::new_with_dimensions(Vec::new(), 1, 1).id(id).size(emu(width), emu(height));

        let mut run = Run::new();
        run.children.push(RunChild::Drawing(Box::new(Drawing::new().pic(picture))));
        Some(ParagraphChild::Run(Box::new(run)))
    }

    /// A picture within a line, one character high.
    pub(super) fn inline_picture(
        &mut self,
        line: &mut ParagraphBuilder,
        picture: &Picture,
        marks: Marks,
    ) {
        let assets = self.assets;
        let height = f64::from(self.measures.em);
        let run = assets.picture(picture).and_then(|image| {
            let (across, down) = image.pixels;
            let ratio = f64::from(across.max(1)) / f64::from(down.max(1));
            let width = (height * ratio).min(self.picture_area().0);
            let alt = self.alt_text(&picture.alt, None);
            self.picture_run(&image, &picture.path, &alt, width, width / ratio)
        });
        match run {
            Some(run) => line.child(run),
            None => line.text(&picture.alt, marks),
        }
    }

    /// Maximum width and height of a picture, in twips.
    fn picture_area(&self) -> (f64, f64) {
        let (width, height) = self.text_area();
        // The PDF leaves as much room for the caption.
        (width as f64, height as f64 * 0.8)
    }

    fn captioned_picture(
        &mut self,
        id: BlockId,
        content: Vec<ParagraphChild>,
        caption: Option<&Caption>,
        source: Option<&[Inline]>,
    ) {
        let content = self.anchored(id, anchor::block, content);
        if !content.is_empty() {
            let keep_next = caption.is_some() || source.is_some();
            self.push(paragraph(style_ids::PICTURE, content).keep_next(keep_next));
        }

        if let Some(caption) = caption {
            let content = self.caption(id, "图", caption);
            let mut paragraph = paragraph(style_ids::CAPTION, content);
            if source.is_some() {
                // The source stands below without the gap that ends a figure.
                let spacing = styles::close_caption(&self.profile.caption);
                paragraph = paragraph.keep_next(true).line_spacing(spacing);
            }
            self.push(paragraph);
        }

        if let Some(source) = source {
            let content = self.labelled(&self.profile.words.picture_source, source);
            let content = self.anchored(id, anchor::source, content);
            self.push(paragraph(style_ids::PICTURE_SOURCE, content));
        }
    }

    /// `表 6-1　标题`: the last digits are a SEQ field. The section's number is typed: its heading is
    /// 一、 in Word, and no field gives that in digits.
    pub(super) fn caption(
        &mut self,
        id: BlockId,
        label: &'static str,
        caption: &Caption,
    ) -> Vec<ParagraphChild> {
        let mut number = ParagraphBuilder::default();
        let name = caption.name(label);
        let (before, count) = name.split_at(name.rfind(['-', ' ']).map_or(0, |end| end + 1));
        // References repeat these words: no line ends in them either.
        number
            .text(&before.replace(' ', NO_BREAK_SPACE.encode_utf8(&mut [0; 4])), Marks::default());
        match count.parse() {
            Ok(value) => {
                let by_section = before.ends_with('-') && !caption.in_annex;
                let code = self.sequences.code(label, value, by_section);
                number.field(&code, count, Marks::default());
            }
            Err(_) => number.text(count, Marks::default()),
        }

        let mut content = if self.is_first_use && !self.in_note {
            self.bookmarked(caption_bookmark(id), number.finish())
        } else {
            number.finish()
        };

        let mut title = ParagraphBuilder::default();
        title.text("　", Marks::default());
        self.push_inlines(&mut title, &caption.content, Marks::default());
        content.extend(title.finish());
        self.anchored(id, anchor::caption, content)
    }

    /// A word, a colon, and what is said.
    pub(super) fn labelled(&mut self, word: &str, content: &[Inline]) -> Vec<ParagraphChild> {
        let mut labelled = ParagraphBuilder::default();
        labelled.text(&format!("{word}："), Marks::default());
        self.push_inlines(&mut labelled, content, Marks::default());
        labelled.finish()
    }
}

/// A picture's own width in twips.
fn natural_width(image: &ImageBytes<'_>) -> f64 {
    f64::from(image.pixels.0) * TWIPS_PER_INCH / f64::from(image.ppi.max(1))
}
