//! Pictures on lines of their own, with the caption and the source below.

use super::annotations::Annotation;
use super::converter::{Attributes, Converter, picture};
use super::description;
use super::paragraph::DraftParagraph;
use super::runs::{self, RunKind};

/// Whether a paragraph holds nothing but pictures.
pub(super) fn is_figure(paragraph: &DraftParagraph) -> bool {
    let has_picture = paragraph.runs.iter().any(|run| matches!(run.kind, RunKind::Picture(..)));
    let has_nothing_else = paragraph.runs.iter().all(|run| match &run.kind {
        RunKind::Picture(..) | RunKind::Break => true,
        RunKind::Text(text) => text.trim().is_empty(),
        RunKind::Note(_) => false,
    });
    has_picture && has_nothing_else
}

/// What stands below a picture.
#[derive(Default)]
struct Below<'a> {
    title: Option<String>,
    /// The paragraph that names the source, and the source.
    source: Option<(&'a DraftParagraph, String)>,
    /// Number of paragraphs that this takes.
    paragraphs: usize,
}

/// The caption and the source, each once and in this order, at the start of what follows.
fn below<'a>(following: &[&'a DraftParagraph]) -> Below<'a> {
    let mut below = Below::default();
    for &paragraph in following {
        match paragraph.annotation() {
            Some(Annotation::Figure(label)) if below.title.is_none() && below.source.is_none() => {
                below.title = Some(runs::plain_text(&runs::skip_text(&paragraph.runs, label)));
            }
            Some(Annotation::Source(source)) if below.source.is_none() => {
                below.source = Some((paragraph, source));
            }
            _ => break,
        }
        below.paragraphs += 1;
    }
    below
}

impl Converter<'_> {
    /// Writes the pictures; what stands below belongs to the last. Gives how many paragraphs of those
    /// were taken.
    pub(super) fn write_figure(
        &mut self,
        paragraph: &DraftParagraph,
        following: &[&DraftParagraph],
    ) -> usize {
        let pictures: Vec<(&String, &String)> = paragraph
            .runs
            .iter()
            .filter_map(|run| match &run.kind {
                RunKind::Picture(media, alt) => Some((media, alt)),
                RunKind::Text(_) | RunKind::Break | RunKind::Note(_) => None,
            })
            .collect();
        let below = below(following);

        let mut is_last_written = false;
        for (index, (media, alt)) in pictures.iter().enumerate() {
            let Some(path) = self.picture(media) else { continue };
            let is_last = index + 1 == pictures.len();
            let title = below.title.as_deref().filter(|_| is_last);
            let alt = description::of(alt).or(title).unwrap_or("图片");

            let mut attributes = Attributes::default();
            if let Some((paragraph, source)) = below.source.as_ref().filter(|_| is_last) {
                self.add_attribute(&mut attributes, "来源", source, paragraph);
            }

            self.out.push(format!("{}{}", picture(&path, alt, title), attributes.braced()));
            is_last_written = is_last;
        }

        // Without its picture a caption stays a paragraph.
        if is_last_written { below.paragraphs } else { 0 }
    }
}
