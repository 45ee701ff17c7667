//! Pictures and charts, with caption and source below; captions of all kinds.

use super::inlines::{Line, Marks};
use super::styles;
use super::{Writer, caption_bookmark, paragraph};
use crate::document::{BlockId, Caption, Chart, Figure, Inline, Picture, anchor, plain};
use crate::word::ImageBytes;
use docx_rs::{Drawing, ParagraphChild, Pic, Run, RunChild};

/// English Metric Units in a twip.
const EMU_PER_TWIP: f64 = 635.0;
/// Twips in an inch.
const TWIPS_PER_INCH: f64 = 1440.0;

impl Writer<'_> {
    pub(super) fn figure(&mut self, id: BlockId, figure: &Figure) {
        let picture = &figure.picture;
        let assets = self.assets;
        let image = assets.picture(picture);
        let size = |image: &ImageBytes<'_>, widest: f64| match picture.share {
            0 => natural(image).min(widest),
            share => widest * f64::from(share.min(1000)) / 1000.0,
        };
        let alt = self.told(&picture.alt, figure.caption.as_ref());
        let drawn = self.drawn(image, &picture.path, &alt, size);
        self.captioned_picture(id, drawn, figure.caption.as_ref(), figure.source.as_deref());
    }

    pub(super) fn chart(&mut self, id: BlockId, chart: &Chart) {
        let assets = self.assets;
        let image = assets.chart(id);
        let key = format!("chart {}", id.0);
        let alt = self.told(&chart.alt, chart.caption.as_ref());
        let drawn = self.drawn(image, &key, &alt, |image, widest| natural(image).min(widest));
        self.captioned_picture(id, drawn, chart.caption.as_ref(), chart.source.as_deref());
    }

    /// What a picture shows; where nobody says, its caption.
    fn told(&self, alt: &str, caption: Option<&Caption>) -> String {
        let values = &self.document.values;
        let words = caption.map(|caption| plain::inlines(&caption.content, values));
        match (alt.trim().is_empty(), words) {
            (false, _) => alt.to_owned(),
            (true, Some(words)) if !words.trim().is_empty() => words,
            (true, _) => "图片".to_owned(),
        }
    }

    /// A picture as a run; where it can't be had, its words.
    fn drawn(
        &mut self,
        image: Option<ImageBytes<'_>>,
        key: &str,
        alt: &str,
        width: impl FnOnce(&ImageBytes<'_>, f64) -> f64,
    ) -> Vec<ParagraphChild> {
        let (widest, highest) = self.room();
        let mut line = Line::default();
        match image {
            Some(image) => {
                let (across, down) = image.pixels;
                let ratio = f64::from(down.max(1)) / f64::from(across.max(1));
                let width = width(&image, widest).min(highest / ratio);
                match self.placed(&image, key, alt, width, width * ratio) {
                    Some(run) => line.child(run),
                    None => line.text(alt, Marks::default()),
                }
            }
            None => line.text(alt, Marks::default()),
        }
        line.finish()
    }

    fn placed(
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
    pub(super) fn inline_picture(&mut self, line: &mut Line, picture: &Picture, marks: Marks) {
        let assets = self.assets;
        let height = f64::from(self.sheet.em);
        let placed = assets.picture(picture).and_then(|image| {
            let (across, down) = image.pixels;
            let ratio = f64::from(across.max(1)) / f64::from(down.max(1));
            let width = (height * ratio).min(self.room().0);
            let alt = self.told(&picture.alt, None);
            self.placed(&image, &picture.path, &alt, width, width / ratio)
        });
        match placed {
            Some(run) => line.child(run),
            None => line.text(&picture.alt, marks),
        }
    }

    /// Width of the text area and the greatest height of a picture, in twips.
    fn room(&self) -> (f64, f64) {
        let (width, height) = self.text_area();
        // The PDF leaves as much room for the caption.
        (width as f64, height as f64 * 0.8)
    }

    fn captioned_picture(
        &mut self,
        id: BlockId,
        drawn: Vec<ParagraphChild>,
        caption: Option<&Caption>,
        source: Option<&[Inline]>,
    ) {
        let drawn = self.anchored(id, anchor::block, drawn);
        if !drawn.is_empty() {
            let kept = caption.is_some() || source.is_some();
            self.push(paragraph(styles::PICTURE, drawn).keep_next(kept));
        }
        if let Some(caption) = caption {
            let content = self.caption(id, "图", caption);
            let mut line = paragraph(styles::CAPTION, content);
            if source.is_some() {
                // The source stands below without the gap that ends a figure.
                line =
                    line.keep_next(true).line_spacing(styles::close_caption(&self.profile.caption));
            }
            self.push(line);
        }
        if let Some(source) = source {
            let content = self.labelled("来源：", source);
            let content = self.anchored(id, anchor::source, content);
            self.push(paragraph(styles::PICTURE_SOURCE, content));
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
        let mut number = Line::default();
        let counted = caption.number.rsplit_once('-');
        match counted.and_then(|(section, count)| Some((section, count.parse().ok()?))) {
            Some((section, count)) => {
                number.text(&format!("{label} {section}-"), Marks::default());
                let code = self.sequences.code(label, count);
                number.field(&code, &count.to_string(), Marks::default());
            }
            None => number.text(&format!("{label} {}", caption.number), Marks::default()),
        }

        let mut content = match self.first && !self.in_note {
            true => self.bookmarked(caption_bookmark(id), number.finish()),
            false => number.finish(),
        };
        let mut title = Line::default();
        title.text("　", Marks::default());
        self.push_inlines(&mut title, &caption.content, Marks::default());
        content.extend(title.finish());
        self.anchored(id, anchor::caption, content)
    }

    /// `label` and a line of text.
    pub(super) fn labelled(&mut self, label: &str, content: &[Inline]) -> Vec<ParagraphChild> {
        let mut line = Line::default();
        line.text(label, Marks::default());
        self.push_inlines(&mut line, content, Marks::default());
        line.finish()
    }
}

/// A picture's own width in twips.
fn natural(image: &ImageBytes<'_>) -> f64 {
    f64::from(image.pixels.0) * TWIPS_PER_INCH / f64::from(image.ppi.max(1))
}
