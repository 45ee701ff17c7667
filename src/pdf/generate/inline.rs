//! Inlines: adjacent literals and calls, without a space between that nobody typed.

use super::writer::Writer;
use crate::document::{BlockId, Caption, Inline, InlineKind, Picture, Reference, plain};
use crate::source::{Mapping, Span};
use crate::typography::measure::unbroken_ranges;
use std::ops::Range;

impl Writer<'_> {
    /// Writes inlines.
    pub fn inlines(&mut self, content: &[Inline]) {
        let mut rest = content;
        while let Some((inline, after)) = rest.split_first() {
            let is_text = |inline: &Inline| self.plain_text(inline).is_some();
            let length = rest.iter().take_while(|inline| is_text(inline)).count();
            if length == 0 {
                self.inline(inline);
                rest = after;
            } else {
                self.text_run(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }

    /// The text of an inline that is nothing else.
    pub(super) fn plain_text<'t>(&'t self, inline: &'t Inline) -> Option<&'t str> {
        match &inline.kind {
            InlineKind::Text(text) => Some(text),
            InlineKind::Value(id) => Some(self.value(id.0).map_or("", |value| value.text.as_str())),
            _ => None,
        }
    }

    /// Writes texts and values that stand side by side. What a line may not break is boxed: a character
    /// that joins would be copied along with its neighbour.
    fn text_run(&mut self, run: &[Inline]) {
        let texts: Vec<(String, Span)> = run
            .iter()
            .filter_map(|inline| Some((self.plain_text(inline)?.to_owned(), inline.span)))
            .collect();
        let joined: String = texts.iter().map(|(text, _)| text.as_str()).collect();
        let ranges = if self.has_boxes { unbroken_ranges(&joined) } else { Vec::new() };

        let mut start = 0;
        for (text, span) in &texts {
            let end = start + text.len();
            let mut position = start;
            while position < end {
                let range = ranges.iter().find(|range| range.end > position);
                let stop = match range {
                    Some(range) if range.start <= position => {
                        if range.start == position {
                            self.glue("#whole[");
                        }
                        range.end.min(end)
                    }
                    Some(range) => range.start.min(end),
                    None => end,
                };
                self.part(text, *span, position - start..stop - start);
                if range.is_some_and(|range| range.start <= position && range.end == stop) {
                    self.glue("]");
                }
                position = stop;
            }
            start = end;
        }
    }

    /// Writes a part of a text, its long words so that the lines before them aren't pulled apart.
    fn part(&mut self, text: &str, span: Span, part: Range<usize>) {
        let words = if self.is_justified { long_words(&text[part.clone()]) } else { Vec::new() };
        let mut start = part.start;
        for word in words {
            let word = part.start + word.start..part.start + word.end;
            self.stretch(text, span, start..word.start);
            self.glue("#long-word[");
            self.stretch(text, span, word.start..word.start + 1);
            self.glue("][");
            self.stretch(text, span, word.start + 1..word.end);
            self.glue("]");
            start = word.end;
        }
        self.stretch(text, span, start..part.end);
    }

    /// Writes a stretch of a text.
    fn stretch(&mut self, text: &str, span: Span, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        if part.len() == text.len() || self.sources.slice(span) != text {
            return self.text(&text[part], span);
        }
        let start = span.start as usize;
        self.text(&text[part.clone()], Span::new(span.file, start + part.start..start + part.end));
    }

    /// Writes `[…]`.
    pub fn content(&mut self, content: &[Inline]) {
        self.glue("[");
        self.inlines(content);
        self.glue("]");
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(_) | InlineKind::Value(_) => {
                self.text_run(std::slice::from_ref(inline));
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

/// Minimum number of letters of a word that can pull the line before it apart.
const MIN_LONG_WORD: usize = 16;

/// The words of Latin letters and figures that are long and can't be broken.
fn long_words(text: &str) -> Vec<Range<usize>> {
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    let mut words = Vec::new();
    let mut start = 0;
    while let Some(begin) = text[start..].find(is_letter).map(|offset| start + offset) {
        let end = text[begin..].find(|c| !is_letter(c)).map_or(text.len(), |offset| begin + offset);
        // What stands in an address begins no word.
        let before = text[..begin].chars().next_back();
        let begins =
            before.is_none_or(|c| c.is_whitespace() || !c.is_ascii() || "([\"'".contains(c));
        if begins && end - begin >= MIN_LONG_WORD {
            words.push(begin..end);
        }
        start = end;
    }
    words
}

/// A block's label.
pub(super) fn label(id: BlockId) -> String {
    format!("<b{}>", id.0)
}

#[cfg(test)]
mod tests {
    use super::long_words;

    #[test]
    fn long_words_are_those_that_begin_one() {
        for (text, expected) in [
            (
                "称为Pneumonoultramicroscopicsilicovolcanoconiosis的",
                vec!["Pneumonoultramicroscopicsilicovolcanoconiosis"],
            ),
            ("编号（A1B2C3D4E5F6G7H8）", vec!["A1B2C3D4E5F6G7H8"]),
            ("short words only", vec![]),
            ("https://abcdefghijklmnopqrstuvwxyz.cn", vec![]),
            ("发至zhiliangqiangshi-bangongshi", vec!["zhiliangqiangshi"]),
            ("", vec![]),
        ] {
            let found: Vec<&str> = long_words(text).into_iter().map(|word| &text[word]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
