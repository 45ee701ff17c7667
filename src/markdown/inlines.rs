//! comrak's inlines to the tree's: adjacent text becomes one inline, values and references stand
//! by themselves, line ends between Chinese characters vanish.

use super::autolinks::{self, BareAddress};
use super::characters::{clean, is_wide, is_wide_sign};
use super::context::{Lowering, TextKind};
use super::markers::{self, REFERENCE};
use super::near_misses;
use super::positions::CellOffsets;
use super::runs::{Run, align};
use crate::diag::Code;
use crate::document::digits::{JOINT, is_digit};
use crate::document::{Inline, InlineKind, ValueId};
use comrak::nodes::{Node, NodeValue};
use std::ops::Range;

/// Maximum depth of emphasis and links; deeper ones are kept as plain text.
const MAX_DEPTH: usize = 20;

/// Maximum bytes by which comrak's column of a text is off.
const MAX_SHIFT: usize = 24;

/// Maximum bytes of a text in which the character at its edge is printed.
const MAX_EDGE: usize = 24;

/// What part of a block's text is lowered, and how.
#[derive(Default)]
pub(super) struct Frame {
    /// Text before this is left out.
    pub from: usize,
    /// Text from here on is left out.
    pub until: Option<usize>,
    /// For a table cell.
    pub cell: Option<CellOffsets>,
    /// Inside a link, where a bare address is no link of its own.
    pub in_link: bool,
    /// Where the text read so far ends in the source.
    pub read: usize,
    /// Emphasis and links around.
    pub depth: usize,
}

/// Inlines as far as they are lowered, and the text that may go on.
#[derive(Default)]
struct InlineBuffer {
    done: Vec<Inline>,
    run: Run,
}

impl<'n> Lowering<'_, 'n> {
    /// Lowers the inlines of a block.
    pub fn inlines(&mut self, parent: Node<'n>, frame: &mut Frame) -> Vec<Inline> {
        let mut buffer = InlineBuffer::default();
        let mut next = parent.first_child();
        while let Some(node) = next {
            next = node.next_sibling();
            if let Some(script) = self.script(node, frame) {
                next = script.next;
                if script.range.start >= frame.from {
                    buffer.run.push_atom(&script.text, script.range);
                }
                continue;
            }

            let range = self.inline_range(node, frame);
            let text = matches!(node.data().value, NodeValue::Text(_));
            let cut = range.start < frame.from && range.end <= frame.from;
            if (cut && !text) || frame.until.is_some_and(|until| range.start >= until) {
                continue;
            }

            self.inline(node, range, frame, &mut buffer);
        }
        self.flush(&mut buffer, frame);

        // Once for the whole block: figures may meet at the border of any mark.
        if frame.depth == 0 {
            self.part_figures(&mut buffer.done);
        }
        buffer.done
    }

    /// Where a node stands, corrected in table cells.
    pub fn inline_range(&self, node: Node<'n>, frame: &Frame) -> Range<usize> {
        let sourcepos = node.data().sourcepos;
        match &frame.cell {
            Some(cell) => {
                let start = self.positions.raw(sourcepos.start);
                let end = self.positions.raw(sourcepos.end) + 1;
                self.positions.fit(cell.correct(start..end))
            }
            None => self.positions.range(sourcepos),
        }
    }

    // long: one arm for each kind of comrak's inlines
    fn inline(
        &mut self,
        node: Node<'n>,
        range: Range<usize>,
        frame: &mut Frame,
        to: &mut InlineBuffer,
    ) {
        let data = node.data();
        match &data.value {
            NodeValue::Text(text) => {
                let indent = if follows_line_end(node) { near_misses::indent(text) } else { 0 };
                let range = range.start + indent.min(range.len())..range.end;
                self.text(&text[indent..], range, frame, &mut to.run);
            }
            NodeValue::SoftBreak => {
                if !self.soft_break_vanishes(node) {
                    let range = self.line_end(&to.run).unwrap_or(range);
                    to.run.push_atom(" ", range);
                }
            }
            NodeValue::LineBreak => self.push(to, frame, range, InlineKind::LineBreak),
            NodeValue::Code(code) => {
                let text = markers::print(&code.literal, self.values);
                self.push(to, frame, range, InlineKind::Code(text));
            }
            NodeValue::HtmlInline(html) => {
                self.flush(to, frame);
                if is_line_break(html) {
                    self.push(to, frame, range, InlineKind::LineBreak);
                } else if html == JOINT {
                    let span = self.span(range);
                    self.joints.insert((span.file, span.start));
                } else if !html.starts_with("<!--") {
                    self.inline_html(html, range);
                }
            }
            NodeValue::Emph => {
                self.report_doubtful_emphasis(&range);
                self.wrap(node, range, frame, to, InlineKind::Emphasis);
            }
            NodeValue::Strong => self.wrap(node, range, frame, to, InlineKind::Strong),
            NodeValue::Strikethrough if self.source()[range.clone()].starts_with("~~") => {
                self.wrap(node, range, frame, to, InlineKind::Strikethrough);
            }
            NodeValue::Strikethrough => {
                // Single tildes, which other writers of Markdown take for a strike.
                to.run.push_atom("~", range.start..range.start + 1);
                self.flush(to, frame);
                let content = self.inner(node, &range, frame);
                to.done.extend(content);
                to.run.push_atom("~", range.end - 1..range.end);
            }
            NodeValue::Link(link) => {
                self.flush(to, frame);
                let lowered = self.link(node, link, range, frame);
                to.done.extend(lowered);
            }
            NodeValue::Image(image) => {
                self.flush(to, frame);
                let lowered = self.picture_in_line(node, image, range, frame);
                to.done.extend(lowered);
            }
            NodeValue::FootnoteReference(note) => {
                self.flush(to, frame);
                let lowered = self.note_mark(&note.name, range);
                to.done.extend(lowered);
            }
            // Not asked for in the options, so comrak doesn't make them.
            _ => {
                let text = markers::print(&node.collect_text(), self.values);
                to.run.push_atom(&text, range);
            }
        }
    }

    /// The line end after the text so far: comrak's own place is off where the paragraph began with
    /// a link's definition.
    fn line_end(&self, run: &Run) -> Option<Range<usize>> {
        let length = run.text().len();
        let last = run.text().chars().next_back()?.len_utf8();
        let end = run.source_of(length - last..length).end;
        let line_end = end + self.source().get(end..)?.find(['\r', '\n'])?;
        Some(line_end..line_end + 1)
    }

    fn push(
        &mut self,
        to: &mut InlineBuffer,
        frame: &Frame,
        range: Range<usize>,
        kind: InlineKind,
    ) {
        self.flush(to, frame);
        to.done.push(Inline { span: self.span(range), kind });
    }

    fn wrap(
        &mut self,
        node: Node<'n>,
        range: Range<usize>,
        frame: &mut Frame,
        to: &mut InlineBuffer,
        kind: fn(Vec<Inline>) -> InlineKind,
    ) {
        self.flush(to, frame);
        let content = self.inner(node, &range, frame);
        if !content.is_empty() {
            to.done.push(Inline { span: self.span(range), kind: kind(content) });
        }
    }

    /// The content of emphasis or a link.
    pub fn inner(
        &mut self,
        node: Node<'n>,
        range: &Range<usize>,
        frame: &mut Frame,
    ) -> Vec<Inline> {
        if frame.depth >= MAX_DEPTH {
            self.nested_too_deep(range.clone());
            let text = clean(&markers::print(&node.collect_text(), self.values));
            return vec![Inline { span: self.span(range.clone()), kind: InlineKind::Text(text) }];
        }

        frame.depth += 1;
        let content = self.inlines(node, frame);
        frame.depth -= 1;
        content
    }

    fn text(&mut self, text: &str, range: Range<usize>, frame: &mut Frame, run: &mut Run) {
        let window = frame.from..frame.until.unwrap_or(usize::MAX);
        match self.aligned(text, &range, frame.read) {
            Some(aligned) => {
                frame.read = aligned.source_of(0..text.len()).end;
                self.report_literal_marks(text, &aligned, &window);
                run.append_within(&aligned, window);
            }
            None => {
                let mut whole = Run::default();
                whole.push_atom(text, range);
                run.append_within(&whole, window);
            }
        }
    }

    /// The text against its source. comrak's column is a few bytes off where it dropped characters
    /// earlier in the line; the nearest start that agrees is the right one.
    fn aligned(&self, text: &str, range: &Range<usize>, read: usize) -> Option<Run> {
        let source = self.source();
        let near = (0..MAX_SHIFT)
            .flat_map(|by| [range.start.checked_add(by), range.start.checked_sub(by)]);
        near.flatten()
            .filter(|start| *start >= read && source.is_char_boundary(*start))
            .find_map(|start| align(text, source, start))
            .or_else(|| {
                // Lines that comrak took for a link's definition shift what follows.
                let from = range.start.max(read);
                let start = source.get(from..)?.find(text)? + from;
                align(text, source, start)
            })
    }

    /// Closes the text buffer so far.
    fn flush(&mut self, to: &mut InlineBuffer, frame: &Frame) {
        if !to.run.is_empty() {
            let run = std::mem::take(&mut to.run);
            self.close_run(&run, !frame.in_link, &mut to.done);
        }
    }

    /// Text with its markers to inlines; `links`: whether bare addresses become links.
    pub fn close_run(&mut self, run: &Run, links: bool, out: &mut Vec<Inline>) {
        let mut next = 0;
        while let Some(marker) = markers::find(run.text(), next) {
            self.plain(run, next..marker.range.start, links, out);

            let source = run.source_of(marker.range.clone());
            match marker.letter {
                'v' if marker.index < self.values.len() => {
                    let kind = InlineKind::Value(ValueId(marker.index as u32));
                    out.push(Inline { span: self.span(source), kind });
                }
                'c' => {
                    let message = "图要独占一段，不能夹在文字里";
                    self.problem(Code::TemplateCall, source, message, "在图的前后各空一行");
                }
                'p' if self.kind == TextKind::Template => {
                    let help = "把这个表达式单独写在一行，前后各空一行";
                    self.problem(Code::TemplateCall, source, "正文没有单独占一行", help);
                }
                _ => {}
            }
            next = marker.range.end;
        }
        self.plain(run, next..run.text().len(), links, out);
    }

    fn plain(&mut self, run: &Run, range: Range<usize>, links: bool, out: &mut Vec<Inline>) {
        self.report_unresolved_notes(run, range.clone());
        let addresses =
            if links { autolinks::find(&run.text()[range.clone()]) } else { Vec::new() };

        let mut next = range.start;
        for BareAddress { range: within, url } in addresses {
            let link = range.start + within.start..range.start + within.end;
            self.push_text(run, next..link.start, out);
            let mut content = Vec::new();
            self.push_text(run, link.clone(), &mut content);
            let span = self.span(run.source_of(link.clone()));
            out.push(Inline { span, kind: InlineKind::Link { url, content } });
            next = link.end;
        }
        self.push_text(run, next..range.end, out);
    }

    fn push_text(&mut self, run: &Run, range: Range<usize>, out: &mut Vec<Inline>) {
        let parts = self.unbroken(run, range);
        let seams = parts.len().saturating_sub(1);
        for (number, part) in parts.into_iter().enumerate() {
            let text = clean(&run.text()[part.clone()]);
            let span = self.span(run.source_of(part));
            out.push(Inline { span, kind: InlineKind::Text(text) });

            // What was left out in between leaves no mark: a figure goes on across it.
            if number < seams {
                self.joints.insert((span.file, span.end));
            }
        }
    }

    /// The parts of a text that stand in one piece in the user's file, so that each character keeps its
    /// place where something between them was left out.
    fn unbroken(&self, run: &Run, range: Range<usize>) -> Vec<Range<usize>> {
        if range.is_empty() {
            return Vec::new();
        }

        let source = run.source_of(range.clone());
        let mut parts = Vec::new();
        let mut start = range.start;
        if source.len() == range.len() {
            for seam in self.positions.seams(source.clone()) {
                let end = range.start + (seam - source.start);
                if run.text().is_char_boundary(end) {
                    parts.push(start..end);
                    start = end;
                }
            }
        }
        parts.push(start..range.end);
        parts
    }

    /// Whether the line end leaves no space: wide characters on both sides, but not two figures.
    fn soft_break_vanishes(&self, node: Node<'n>) -> bool {
        let before = self.neighbour(node, Side::Before);
        let after = self.neighbour(node, Side::After);
        let sign = |side: Option<char>| side.is_some_and(is_wide_sign);
        let figures = before.is_some_and(is_digit) && after.is_some_and(is_digit);
        let wide = before.is_some_and(is_wide) && after.is_some_and(is_wide);
        wide && !figures || sign(before) || sign(after)
    }

    /// The printed character next to a node, through the borders of emphasis and links.
    fn neighbour(&self, node: Node<'n>, side: Side) -> Option<char> {
        let mut current = node;
        loop {
            current = neighbour_node(current, side)?;
            loop {
                match self.edge(current, side) {
                    Edge::Character(character) => return character,
                    Edge::Nothing => break,
                    Edge::Inside => {}
                }
                let child = match side {
                    Side::Before => current.last_child(),
                    Side::After => current.first_child(),
                };
                let Some(child) = child else { break };
                current = child;
            }
        }
    }

    fn edge(&self, node: Node<'n>, side: Side) -> Edge {
        match &node.data().value {
            NodeValue::Text(text) => Edge::Character(self.edge_character(text, side)),
            NodeValue::Code(code) => Edge::Character(self.edge_character(&code.literal, side)),
            // A reference prints 表, 图, 第 or （.
            NodeValue::Link(link) if link.url.starts_with(REFERENCE) => Edge::Character(Some('表')),
            NodeValue::FootnoteReference(_) | NodeValue::HtmlInline(_) => Edge::Nothing,
            NodeValue::Image(_) | NodeValue::LineBreak | NodeValue::SoftBreak => {
                Edge::Character(None)
            }
            _ => Edge::Inside,
        }
    }

    fn edge_character(&self, text: &str, side: Side) -> Option<char> {
        // Only the edge is printed: the whole text for each of its line ends would be too much.
        let part = match side {
            Side::Before => &text[text.ceil_char_boundary(text.len().saturating_sub(MAX_EDGE))..],
            Side::After => &text[..text.floor_char_boundary(MAX_EDGE)],
        };
        let printed = markers::print(part, self.values);

        match side {
            Side::Before => printed.chars().next_back(),
            Side::After => printed.chars().next(),
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

enum Edge {
    Character(Option<char>),
    Nothing,
    Inside,
}

/// The node next to this one, or to the emphasis or link that it is in.
fn neighbour_node(node: Node<'_>, side: Side) -> Option<Node<'_>> {
    let mut current = node;
    loop {
        let sibling = match side {
            Side::Before => current.previous_sibling(),
            Side::After => current.next_sibling(),
        };
        if sibling.is_some() {
            return sibling;
        }
        current = current.parent().filter(|parent| !parent.data().value.block())?;
    }
}

fn is_line_break(html: &str) -> bool {
    let name = html.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

/// Cuts spaces from the end; nothing is left of a text that is blank.
pub(super) fn trim_end(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        let InlineKind::Text(text) = &mut last.kind else { return };
        let length = text.trim_end().len();
        let cut = text.len() - length;
        if length > 0 {
            // Where the source has more than the text, its last characters may be invisible ones.
            if last.span.range().len() == text.len() {
                last.span.end -= cut as u32;
            }
            text.truncate(length);
            return;
        }
        content.pop();
    }
}

/// Whether a text begins a line: spaces typed there are an indent.
fn follows_line_end(node: Node<'_>) -> bool {
    node.previous_sibling().is_some_and(|before| {
        matches!(before.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
    })
}
