//! Inlines as runs, fields and links.

use super::style_ids;
use super::writer::{HeadingNumber, Writer, caption_bookmark, heading_bookmark};
use crate::document::{Inline, InlineKind, NoteId, Reference, plain};
use crate::ooxml::is_writable;
use crate::source::visible;
use crate::typography::measure::unbroken_ranges;
use docx_rs::{
    Break, BreakType, FieldChar, FieldCharType, FootnoteReference, Hyperlink, HyperlinkData,
    InstrText, ParagraphChild, Run, RunChild, RunFonts, Text,
};

/// The space at which Word ends no line: 表 6-1, GB/T 19001. Copies are read back with a plain one.
pub(super) const NO_BREAK_SPACE: char = '\u{A0}';

/// How text is marked.
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
pub(super) struct ParagraphBuilder {
    children: Vec<ParagraphChild>,
    text: String,
    marks: Marks,
    /// Whether the text is code, whose spaces stay as typed.
    is_code: bool,
}

impl ParagraphBuilder {
    /// A paragraph of code.
    pub fn code() -> ParagraphBuilder {
        ParagraphBuilder { is_code: true, ..ParagraphBuilder::default() }
    }

    /// Appends text; what Word can't hold is left out.
    pub fn text(&mut self, text: &str, marks: Marks) {
        if marks != self.marks {
            self.flush();
            self.marks = marks;
        }

        let text = visible(text);
        let writable = text.chars().filter(|character| is_writable(*character));
        self.text.extend(writable.map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }));
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
    pub fn field(&mut self, code: &str, result: &str, marks: Marks) {
        self.begin_field(code, marks);
        self.text(result, marks);
        self.end_field(marks);
    }

    /// Begins a field whose result follows. Codes are written unescaped: they hold names of our own only.
    pub fn begin_field(&mut self, code: &str, marks: Marks) {
        self.run(RunChild::FieldChar(FieldChar::new(FieldCharType::Begin)), marks);
        let code = InstrText::Unsupported(format!(" {code} "));
        self.run(RunChild::InstrText(Box::new(code)), marks);
        self.run(RunChild::FieldChar(FieldChar::new(FieldCharType::Separate)), marks);
    }

    pub fn end_field(&mut self, marks: Marks) {
        self.run(RunChild::FieldChar(FieldChar::new(FieldCharType::End)), marks);
    }

    /// A line break.
    pub fn line_break(&mut self, marks: Marks) {
        self.run(RunChild::Break(Break::new(BreakType::TextWrapping)), marks);
    }

    /// The content that is a text alone.
    pub fn plain(text: &str) -> Vec<ParagraphChild> {
        let mut line = ParagraphBuilder::default();
        line.text(text, Marks::default());
        line.finish()
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
        let mut text = std::mem::take(&mut self.text);
        if !self.is_code && !self.marks.code {
            text = with_whole_references(text);
        }
        let mut run = run(self.marks, text.chars().any(is_ambiguous));
        run.children.push(RunChild::Text(Text::new(text)));
        self.children.push(ParagraphChild::Run(Box::new(run)));
    }
}

/// The text with spaces at which no line ends in numbers of tables, figures and standards. A hyphen stays one:
/// Word's own that ends no line isn't found by who searches for `6-1`, and other programs lose it. That
/// no line ends with it the settings say.
fn with_whole_references(text: String) -> String {
    let ranges = if text.contains(' ') { unbroken_ranges(&text) } else { Vec::new() };
    let is_inside = |at: usize| ranges.iter().any(|range| range.contains(&at));
    if ranges.is_empty() {
        return text;
    }
    let characters = text.char_indices();
    characters.map(|(at, c)| if c == ' ' && is_inside(at) { NO_BREAK_SPACE } else { c }).collect()
}

/// Characters that Word sets in the Latin face unless the run says otherwise: “ ” — … ① and the like.
fn is_ambiguous(character: char) -> bool {
    ('\u{A1}'..'\u{2E80}').contains(&character)
}

fn run(marks: Marks, is_chinese: bool) -> Run {
    let mut run = Run::new();
    // A run has one character style; what it doesn't say is set directly.
    let style = [
        (marks.code, style_ids::CODE_TEXT),
        (marks.emphasis, style_ids::EMPHASIS),
        (marks.strong, style_ids::STRONG),
        (marks.link, style_ids::LINK),
    ]
    .into_iter()
    .find(|(set, _)| *set)
    .map(|(_, style)| style);

    if let Some(style) = style {
        run = run.style(style);
    }

    if marks.strong && style != Some(style_ids::STRONG) {
        run = run.bold();
    }
    if marks.strike {
        run = run.strike();
    }
    if is_chinese {
        run = run.fonts(RunFonts::new().hint("eastAsia"));
    }
    run
}

impl Writer<'_> {
    /// Inlines as the content of a paragraph.
    pub(super) fn inlines(&mut self, content: &[Inline]) -> Vec<ParagraphChild> {
        let mut line = ParagraphBuilder::default();
        self.push_inlines(&mut line, content, Marks::default());
        line.finish()
    }

    /// Appends inlines to a line.
    // long: one arm for each kind of inline
    pub(super) fn push_inlines(
        &mut self,
        line: &mut ParagraphBuilder,
        content: &[Inline],
        marks: Marks,
    ) {
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

    fn link(&mut self, line: &mut ParagraphBuilder, url: &str, content: &[Inline], marks: Marks) {
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
        line: &mut ParagraphBuilder,
        link: HyperlinkData,
        content: &[Inline],
        marks: Marks,
    ) {
        let mut inner = ParagraphBuilder::default();
        self.push_inlines(&mut inner, content, marks);
        let children = inner.finish();
        if !children.is_empty() {
            line.child(ParagraphChild::Hyperlink(Hyperlink { link, history: None, children }));
        }
    }

    fn note_mark(&mut self, line: &mut ParagraphBuilder, id: NoteId, marks: Marks) {
        let Some(note) = self.document.notes.get(id.0 as usize) else { return };
        if self.in_note {
            // Word has no notes within notes: the inner one is printed in place.
            let text = plain::note(note, &self.document.values);
            line.text(&format!("（{text}）"), marks);
            return;
        }

        self.notes.push(id);
        let mut mark = Run::new().style(style_ids::NOTE_MARK);
        let reference = FootnoteReference {
            id: self.notes.len(),
            style: style_ids::NOTE_MARK.to_owned(),
            content: Vec::new(),
        };
        mark.children.push(RunChild::FootnoteReference(reference));
        line.child(ParagraphChild::Run(Box::new(mark)));
    }

    /// A reference. `表 6-1` is a REF to the bookmark around these words in the caption. A heading's
    /// numbers are one REF \n each, from the section's down: Word prints a paragraph's own number
    /// without a closing full stop, so that together they give what the tree gives. `第六部分` and a
    /// writer's own words are links: no field of Word gives them.
    fn reference(&mut self, line: &mut ParagraphBuilder, reference: &Reference, marks: Marks) {
        let target = reference.target;
        let heading_path = self.heading_paths.get(&target).cloned();
        if heading_path.is_none() && !self.captioned.contains(&target) {
            if reference.content.is_empty() {
                line.text(&reference.text, marks);
            } else {
                self.push_inlines(line, &reference.content, marks);
            }
            return;
        }

        let bookmark = if heading_path.is_some() {
            heading_bookmark(target)
        } else {
            caption_bookmark(target)
        };
        let link = HyperlinkData::Anchor { anchor: bookmark.clone() };
        if !reference.content.is_empty() {
            self.hyperlink(line, link, &reference.content, marks);
            return;
        }
        let Some(path) = heading_path else {
            line.field(&format!("REF {bookmark} \\h"), &reference.text, marks);
            return;
        };

        match reference_fields(&path, &reference.text) {
            Some(fields) => {
                for HeadingNumber { block, number } in fields {
                    let code = format!("REF {} \\n \\h", heading_bookmark(block));
                    line.field(&code, number, marks);
                }
            }
            None => {
                let mut inner = ParagraphBuilder::default();
                inner.text(&reference.text, marks);
                let children = inner.finish();
                line.child(ParagraphChild::Hyperlink(Hyperlink { link, history: None, children }));
            }
        }
    }
}

/// The headings whose own numbers, one after the other, make up `text`.
fn reference_fields<'d>(path: &[HeadingNumber<'d>], text: &str) -> Option<Vec<HeadingNumber<'d>>> {
    (0..path.len()).find_map(|start| {
        let numbers = path[start..].iter().map(|heading| HeadingNumber {
            number: heading.number.trim_end_matches('.'),
            ..*heading
        });
        let numbers: Vec<HeadingNumber<'d>> = numbers.collect();
        let joined: String = numbers.iter().map(|heading| heading.number).collect();
        (joined == text).then_some(numbers)
    })
}

#[cfg(test)]
mod tests {
    use super::{HeadingNumber, Marks, ParagraphBuilder, reference_fields, with_whole_references};
    use crate::document::BlockId;

    #[test]
    fn text_of_the_same_marks_is_one_run() {
        let mut line = ParagraphBuilder::default();
        line.text("甲", Marks::default());
        line.text("乙\u{1}\n", Marks::default());
        line.text("丙", Marks { strong: true, ..Marks::default() });
        assert_eq!(line.finish().len(), 2);
    }

    #[test]
    fn no_line_ends_within_a_number() {
        for (text, expected) in [
            ("见表 10-1。", "见表~10-1。"),
            ("图 7-1　流程", "图~7-1　流程"),
            ("附表 2-1", "附表~2-1"),
            ("按 GB/T 19001 和 ISO 9001 认证", "按 GB/T~19001 和 ISO~9001 认证"),
            ("共 5 项，图 上", "共 5 项，图 上"),
            ("第 3 章", "第~3~章"),
        ] {
            assert_eq!(with_whole_references(text.to_owned()), expected.replace('~', "\u{A0}"));
        }
    }

    #[test]
    fn numbers_of_headings() {
        let heading = |id, number| HeadingNumber { block: BlockId(id), number };
        let path = [heading(1, "六、"), heading(2, "（二）"), heading(3, "1.")];
        let ids = |text| {
            let fields = reference_fields(&path, text)?;
            Some(fields.iter().map(|heading| heading.block.0).collect())
        };
        assert_eq!(ids("（二）1"), Some(vec![2, 3]));
        assert_eq!(ids("六、（二）1"), Some(vec![1, 2, 3]));
        assert_eq!(ids("第六部分"), None::<Vec<u32>>);
    }
}
