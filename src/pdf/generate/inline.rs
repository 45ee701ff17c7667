//! Inlines: adjacent literals and calls, without a space between that nobody typed.

use super::writer::Writer;
use crate::document::{BlockId, Caption, Inline, InlineKind, Picture, Reference, plain};
use crate::source::{Mapping, Span};

impl Writer<'_> {
    /// Writes inlines.
    pub fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            self.inline(inline);
        }
    }

    /// Writes `[…]`.
    pub fn content(&mut self, content: &[Inline]) {
        self.glue("[");
        self.inlines(content);
        self.glue("]");
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, inline.span),
            InlineKind::Value(id) => {
                if let Some(value) = self.value(id.0) {
                    self.text(&value.text, inline.span);
                }
            }
            InlineKind::Strong(content) => self.call("strong", content),
            InlineKind::Emphasis(content) => self.call("emph", content),
            InlineKind::Strikethrough(content) => self.call("strike", content),
            InlineKind::Code(text) => {
                self.glue("#mono[");
                self.text(text, inline.span);
                self.glue("]");
            }
            InlineKind::Link { url, content } => self.link(url, content, inline.span),
            InlineKind::Reference(reference) => self.reference(reference, inline.span),
            InlineKind::Note(id) => self.note(*id),
            InlineKind::Picture(picture) => self.inline_picture(picture),
            InlineKind::LineBreak => self.glue("#linebreak()"),
        }
    }

    fn call(&mut self, function: &str, content: &[Inline]) {
        self.glue("#");
        self.glue(function);
        self.content(content);
    }

    /// Only addresses that a reader can open; others print as their text.
    fn link(&mut self, url: &str, content: &[Inline], span: Span) {
        const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];
        /// Maximum length of an address that Typst takes.
        const MAX_URL: usize = 8000;
        let can_open =
            SCHEMES.iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
        if self.bare || !can_open || url.len() > MAX_URL {
            return self.inlines(content);
        }

        self.glue("#outside(");
        self.argument(url, span);
        self.glue(")");
        self.content(content);
    }

    fn reference(&mut self, reference: &Reference, span: Span) {
        let is_resolved = reference.target != BlockId::UNSET && !self.bare;
        if is_resolved {
            self.glue("#see(");
            self.glue(&label(reference.target));
            self.glue(", name: ");
            self.target_name(reference.target, span);
            self.glue(if reference.content.is_empty() { ", number: true)[" } else { ")[" });
        }

        if reference.content.is_empty() {
            self.text(&reference.text, span);
        } else {
            self.inlines(&reference.content);
        }
        if is_resolved {
            self.glue("]");
        }
    }

    fn inline_picture(&mut self, picture: &Picture) {
        self.glue("#inline-picture(");
        self.picture_arguments(picture, None);
        self.glue(")");
    }

    /// `image("/path", alt: "…"), share: 80%, pixels: (w, h)`, with the path noted as one that may
    /// be read. The call stands here and not in the template, so that a broken picture is reported
    /// at its place in the chapter.
    pub fn picture_arguments(&mut self, picture: &Picture, caption: Option<&Caption>) {
        let Picture { span, .. } = *picture;
        self.pictures.entry(picture.path.clone()).or_insert(span);

        self.out.push("image(", span, Mapping::Derived);
        self.argument(&format!("/{}", picture.path), span);
        if let Some(format) = picture.format {
            self.out.push(&format!(", format: \"{format}\""), span, Mapping::Derived);
        }
        self.out.push(", alt: ", span, Mapping::Derived);
        let alternative = plain::alternative(&picture.alt, caption, &self.document.values);
        self.argument(&alternative, span);
        self.out.push(")", span, Mapping::Derived);

        let (width, height) = picture.pixels;
        let share = f64::from(picture.share) / 10.0;
        self.glue(&format!(", share: {share}%, pixels: ({width}, {height})"));
    }
}

/// A block's label.
pub(super) fn label(id: BlockId) -> String {
    format!("<b{}>", id.0)
}
