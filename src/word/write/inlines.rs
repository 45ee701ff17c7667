//! Inlines as runs, fields and links.

use super::styles;
use super::{Writer, caption_bookmark, heading_bookmark};
use crate::document::{BlockId, Inline, InlineKind, NoteId, Reference, plain};
use crate::source::visible;
use docx_rs::{
    Break, BreakType, FieldChar, FieldCharType, FootnoteReference, Hyperlink, HyperlinkData,
    InstrText, ParagraphChild, Run, RunChild, RunFonts, Text,
};

/// How a piece of text is marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    strong: bool,
    emphasis: bool,
    strike: bool,
    code: bool,
    link: bool,
}

/// A paragraph's content while it grows; text of the same marks becomes one run.
#[derive(Debug, Default)]
pub(super) struct Line {
    children: Vec<ParagraphChild>,
    text: String,
    marks: Marks,
}

impl Line {
    /// Appends text; what Word can't hold is left out.
    pub fn text(&mut self, text: &str, marks: Marks) {
        if marks != self.marks {
            self.flush();
            self.marks = marks;
        }
        let text = visible(text);
        let clean = text.chars().filter(|character| super::super::finish::allowed(*character));
        self.text.extend(clean.map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }));
    }

    /// Appends something that is no text.
    pub fn child(&mut self, child: ParagraphChild) {
        self.flush();
        self.children.push(child);
    }

    /// Appends a run with one child.
    pub fn run(&mut self, child: RunChild, marks: Marks) {
        let mut run = run(marks, false);
        run.children.push(child);
        self.child(ParagraphChild::Run(Box::new(run)));
    }

    /// Appends a field: its code, and what it shows until it is renewed.
    pub fn field(&mut self, code: &str, shown: &str, marks: Marks) {
        let mark = |kind| RunChild::FieldChar(FieldChar::new(kind));
        self.run(mark(FieldCharType::Begin), marks);
        let code = InstrText::Unsupported(format!(" {code} "));
        self.run(RunChild::InstrText(Box::new(code)), marks);
        self.run(mark(FieldCharType::Separate), marks);
        self.text(shown, marks);
        self.run(mark(FieldCharType::End), marks);
    }

    /// A line break.
    pub fn line_break(&mut self, marks: Marks) {
        self.run(RunChild::Break(Break::new(BreakType::TextWrapping)), marks);
    }

    /// The content.
    pub fn finish(mut self) -> Vec<ParagraphChild> {
        self.flush();
        self.children
    }

    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let mut run = run(self.marks, text.chars().any(ambiguous));
        run.children.push(RunChild::Text(Text::new(text)));
        self.children.push(ParagraphChild::Run(Box::new(run)));
    }
}

/// Characters that Word sets in the Latin face unless it is told otherwise: “ ” — … ① and the like.
fn ambiguous(character: char) -> bool {
    ('\u{A0}'..'\u{2E80}').contains(&character)
}

fn run(marks: Marks, chinese: bool) -> Run {
    let mut run = Run::new();
    // A run has one character style; what it doesn't say is set directly.
    let style = [
        (marks.code, styles::CODE_TEXT),
        (marks.emphasis, styles::EMPHASIS),
        (marks.strong, styles::STRONG),
        (marks.link, styles::LINK),
    ]
    .into_iter()
    .find(|(set, _)| *set)
    .map(|(_, style)| style);
    if let Some(style) = style {
        run = run.style(style);
    }
    if marks.strong && style != Some(styles::STRONG) {
        run = run.bold();
    }
    if marks.strike {
        run = run.strike();
    }
    if chinese {
        run = run.fonts(RunFonts::new().hint("eastAsia"));
    }
    run
}

impl Writer<'_> {
    /// Inlines as the content of a paragraph.
    pub(super) fn inlines(&mut self, content: &[Inline]) -> Vec<ParagraphChild> {
        let mut line = Line::default();
        self.push_inlines(&mut line, content, Marks::default());
        line.finish()
    }

    /// Appends inlines to a line.
    // long: one arm for each kind of inline
    pub(super) fn push_inlines(&mut self, line: &mut Line, content: &[Inline], marks: Marks) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(text) => line.text(text, marks),
                InlineKind::Value(id) => {
                    if let Some(value) = self.document.values.get(id.0 as usize) {
                        line.text(&value.text, marks);
                    }
                }
                InlineKind::Strong(inner) => {
                    self.push_inlines(line, inner, Marks { strong: true, ..marks });
                }
                InlineKind::Emphasis(inner) => {
                    self.push_inlines(line, inner, Marks { emphasis: true, ..marks });
                }
                InlineKind::Strikethrough(inner) => {
                    self.push_inlines(line, inner, Marks { strike: true, ..marks });
                }
                InlineKind::Code(text) => line.text(text, Marks { code: true, ..marks }),
                InlineKind::Link { url, content } => self.link(line, url, content, marks),
                InlineKind::Reference(reference) => self.reference(line, reference, marks),
                InlineKind::Note(id) => self.note_mark(line, *id, marks),
                InlineKind::Picture(picture) => self.inline_picture(line, picture, marks),
                InlineKind::LineBreak => line.line_break(marks),
            }
        }
    }

    fn link(&mut self, line: &mut Line, url: &str, content: &[Inline], marks: Marks) {
        let marks = Marks { link: true, ..marks };
        match self.targets.link(url) {
            Some(rid) => {
                let link = HyperlinkData::External { rid, path: String::new() };
                self.hyperlink(line, link, content, marks);
            }
            None => self.push_inlines(line, content, marks),
        }
    }

    fn hyperlink(
        &mut self,
        line: &mut Line,
        link: HyperlinkData,
        content: &[Inline],
        marks: Marks,
    ) {
        let mut inner = Line::default();
        self.push_inlines(&mut inner, content, marks);
        let children = inner.finish();
        if !children.is_empty() {
            line.child(ParagraphChild::Hyperlink(Hyperlink { link, history: None, children }));
        }
    }

    fn note_mark(&mut self, line: &mut Line, id: NoteId, marks: Marks) {
        let Some(note) = self.document.notes.get(id.0 as usize) else { return };
        if self.in_note {
            // Word has no notes within notes: the inner one is told in place.
            let text = plain::note(note, &self.document.values);
            line.text(&format!("（{text}）"), marks);
            return;
        }
        self.notes.push(id);
        let mut mark = Run::new().style(styles::NOTE_MARK);
        let reference = FootnoteReference {
            id: self.notes.len(),
            style: styles::NOTE_MARK.to_owned(),
            content: Vec::new(),
        };
        mark.children.push(RunChild::FootnoteReference(reference));
        line.child(ParagraphChild::Run(Box::new(mark)));
    }

    /// A reference. `表 6-1` is a REF to the bookmark around these words in the caption. A heading's
    /// numbers are one REF \n each, from the section's down: Word prints a paragraph's own number
    /// without a closing stop, so that together they give what the tree gives. `第六部分` and a
    /// writer's own words are links: no field of Word gives them.
    fn reference(&mut self, line: &mut Line, reference: &Reference, marks: Marks) {
        let target = reference.target;
        let heading = self.paths.get(&target).cloned();
        let anchor = match heading.is_some() {
            true => heading_bookmark(target),
            false => caption_bookmark(target),
        };
        if heading.is_none() && !self.captioned.contains(&target) {
            match reference.content.is_empty() {
                true => line.text(&reference.text, marks),
                false => self.push_inlines(line, &reference.content, marks),
            }
            return;
        }
        let link = HyperlinkData::Anchor { anchor: anchor.clone() };
        if !reference.content.is_empty() {
            self.hyperlink(line, link, &reference.content, marks);
            return;
        }
        let Some(path) = heading else {
            line.field(&format!("REF {anchor} \\h"), &reference.text, marks);
            return;
        };
        match fields_of(&path, &reference.text) {
            Some(fields) => {
                for (id, shown) in fields {
                    let code = format!("REF {} \\n \\h", heading_bookmark(id));
                    line.field(&code, &shown, marks);
                }
            }
            None => {
                let mut inner = Line::default();
                inner.text(&reference.text, marks);
                let children = inner.finish();
                line.child(ParagraphChild::Hyperlink(Hyperlink { link, history: None, children }));
            }
        }
    }
}

type Numbered = (BlockId, String);

/// The headings whose own numbers, one after the other, make up `text`.
fn fields_of(path: &[(BlockId, &str)], text: &str) -> Option<Vec<Numbered>> {
    for start in 0..path.len() {
        let shown: Vec<Numbered> = path[start..]
            .iter()
            .map(|(id, number)| (*id, number.trim_end_matches('.').to_owned()))
            .collect();
        if shown.iter().map(|(_, number)| number.as_str()).collect::<String>() == text {
            return Some(shown);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Line, Marks, fields_of};
    use crate::document::BlockId;

    #[test]
    fn text_of_the_same_marks_is_one_run() {
        let mut line = Line::default();
        line.text("甲", Marks::default());
        line.text("乙\u{1}\n", Marks::default());
        line.text("丙", Marks { strong: true, ..Marks::default() });
        assert_eq!(line.finish().len(), 2);
    }

    #[test]
    fn numbers_of_headings() {
        let path = [(BlockId(1), "六、"), (BlockId(2), "（二）"), (BlockId(3), "1.")];
        let ids =
            |text| fields_of(&path, text).map(|fields| fields.iter().map(|(id, _)| id.0).collect());
        assert_eq!(ids("（二）1"), Some(vec![2, 3]));
        assert_eq!(ids("六、（二）1"), Some(vec![1, 2, 3]));
        assert_eq!(ids("第六部分"), None::<Vec<u32>>);
    }
}
