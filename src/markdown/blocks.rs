//! comrak's blocks to the tree's.

use super::characters::BLANK;
use super::context::{Lowering, TextKind};
use super::inlines::Frame;
use super::numbers::CountedItems;
use super::{html, markers, near_misses};
use crate::diag::Code;
use crate::document::{
    Block, BlockKind, Code as CodeText, Inline, InlineKind, List, ListItem, ListMarker, plain,
    signs,
};
use comrak::nodes::{ListType, Node, NodeValue};
use std::ops::Range;

/// Maximum depth of lists and quotes; deeper ones are left out.
const MAX_DEPTH: usize = 20;

/// Maximum bytes of a paragraph, some 40 pages: lines are broken over the whole of it at once, and a million
/// letters would take minutes.
const MAX_PARAGRAPH: usize = 100_000;

impl<'n> Lowering<'_, 'n> {
    /// Lowers blocks that follow each other; `depth` counts the lists and quotes around them.
    pub fn blocks(&mut self, nodes: &[Node<'n>], depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        let mut rest = nodes.iter().copied().peekable();
        while let Some(node) = rest.next() {
            let table = |node: &Node<'n>| matches!(node.data().value, NodeValue::Table(_));
            if self.is_caption(node) {
                match rest.next_if(table) {
                    Some(table) => out.push(self.table(table, Some(node))),
                    None => out.extend(self.lone_caption(node, rest.peek().copied())),
                }
                continue;
            }

            match self.block_markers(node) {
                Some(blocks) => out.extend(blocks),
                None if self.is_list(node) && depth < MAX_DEPTH => {
                    out.extend(self.lists(node, depth));
                }
                None => out.extend(self.lower(node, depth)),
            }
        }
        out
    }

    // long: one arm for each kind of comrak's blocks
    fn lower(&mut self, node: Node<'n>, depth: usize) -> Option<Block> {
        let data = node.data();
        let range = self.positions.range(data.sourcepos);
        match &data.value {
            NodeValue::Paragraph => self.paragraph(node, range, depth),
            NodeValue::Heading(heading) => self.heading(node, heading.level, range, depth),
            NodeValue::BlockQuote | NodeValue::List(_) if depth >= MAX_DEPTH => {
                self.nested_too_deep(range);
                None
            }
            NodeValue::BlockQuote => {
                let children: Vec<Node<'n>> = node.children().collect();
                let inner = self.blocks(&children, depth + 1);
                (!inner.is_empty()).then(|| self.block(range, BlockKind::Quote(inner)))
            }
            NodeValue::CodeBlock(_) if self.is_too_long(&range) => None,
            NodeValue::CodeBlock(code) => {
                self.report_accidental_code(code, &range);
                let info = markers::print(&code.info, self.values);
                let language = info.split_whitespace().next().unwrap_or("").to_owned();
                let text = code.literal.replace("\r\n", "\n").replace('\r', "\n");
                let text = markers::print(&text, self.values);
                Some(self.block(range, BlockKind::Code(CodeText { language, text })))
            }
            NodeValue::HtmlBlock(html) if html::is_page_break(&html.literal) => {
                self.page_break(range, depth)
            }
            NodeValue::HtmlBlock(html) => {
                self.html(&html.literal, range);
                None
            }
            NodeValue::ThematicBreak => {
                self.directive_index(node).is_none().then(|| self.block(range, BlockKind::Rule))
            }
            NodeValue::Table(_) => Some(self.table(node, None)),
            // Notes are lowered where their marks stand; the rest isn't asked for in the options.
            _ => None,
        }
    }

    /// Whether a paragraph or code is too long to be set; reports it.
    fn is_too_long(&mut self, range: &Range<usize>) -> bool {
        let long = range.len() > MAX_PARAGRAPH;
        if long {
            self.drop_labels(range);
            let length = self.source()[range.clone()].chars().count();
            let message = format!("这一段有{length}字，太长，无法印出");
            self.problem(Code::TooLong, range.start..range.start, &message, "分成几段");
        }
        long
    }

    /// The blocks that a paragraph of nothing but markers of charts and placeholders stands for.
    fn block_markers(&mut self, node: Node<'n>) -> Option<Vec<Block>> {
        if !matches!(node.data().value, NodeValue::Paragraph) {
            return None;
        }
        let range = self.positions.range(node.data().sourcepos);
        let source = &self.source()[range.clone()];

        let mut blocks = Vec::new();
        let mut end = 0;
        while let Some(marker) = markers::find(source, end) {
            let marker_range = range.start + marker.range.start..range.start + marker.range.end;
            if !source[end..marker.range.start].trim().is_empty() {
                return None;
            }
            end = marker.range.end;
            match marker.letter {
                'c' => blocks.extend(self.chart(marker.index, marker_range)),
                'p' if self.kind == TextKind::Template => {
                    blocks.push(self.placeholder(marker_range));
                }
                _ => return None,
            }
        }
        (end > 0 && source[end..].trim().is_empty()).then_some(blocks)
    }

    fn paragraph(&mut self, node: Node<'n>, range: Range<usize>, depth: usize) -> Option<Block> {
        if let Some(figure) = self.figure(node, range.clone()) {
            return figure;
        }
        if self.is_too_long(&range) {
            return None;
        }
        if signs::is_page_break(&self.source()[range.clone()]) {
            return self.page_break(range, depth);
        }
        if signs::is_contents(&self.source()[range.clone()]) {
            let message = "目录由程序编排，这一行没有印出";
            self.problem(Code::MistypedMarkup, range, message, "删去这一行");
            return None;
        }
        self.report_directive(&range);
        self.report_paragraph_near_misses(node, &range);

        // The first line's indent is the layout's; one typed by hand would come twice.
        let from = range.start + near_misses::indent(&self.source()[range.clone()]);
        let content = self.inlines(node, &mut Frame { from, ..Frame::default() });
        (!content.is_empty()).then(|| self.block(range, BlockKind::Paragraph(content)))
    }

    /// What begins a page; in a list, quotation or note no page can begin.
    fn page_break(&mut self, range: Range<usize>, depth: usize) -> Option<Block> {
        if depth > 0 || self.in_note {
            let message = "分页只能写在最外层，不能在列表、引用、脚注里";
            self.unprinted(Code::MistypedMarkup, range, message, "移到外面，单独写一段“::: 分页”");
            return None;
        }
        Some(self.block(range, BlockKind::PageBreak))
    }

    fn chart(&mut self, index: usize, range: Range<usize>) -> Option<Block> {
        let mut block = self.charts.get(index).cloned()?;
        block.span = self.span(range);
        if let BlockKind::Chart(chart) = &mut block.kind {
            if let Some(caption) = &mut chart.caption {
                let typed = plain::inlines(&caption.content, self.values);
                caption.content = self.made_fragment(std::mem::take(&mut caption.content));
                // The title begins the text for readers who can't see the chart.
                if let Some(rest) = chart.alt.strip_prefix(typed.as_str()) {
                    chart.alt = plain::inlines(&caption.content, self.values) + rest;
                }
            }
            chart.source = chart.source.take().map(|source| self.made_fragment(source));
        }
        Some(block)
    }

    fn placeholder(&self, range: Range<usize>) -> Block {
        let text = self.source()[range.clone()].to_owned();
        let inline = Inline { span: self.span(range.clone()), kind: InlineKind::Text(text) };
        self.block(range, BlockKind::Paragraph(vec![inline]))
    }

    /// `:::` inside a list or quote, which stays text.
    fn report_directive(&mut self, range: &Range<usize>) {
        let source = &self.source()[range.clone()];
        if source.starts_with(":::") {
            let line = source.lines().next().map_or(0, str::len);
            let message = "“:::”只能写在最外层，不能在列表、引用里";
            let help = "移到列表、引用之外，行首不留空格";
            self.problem(Code::UnknownDirective, range.start..range.start + line, message, help);
        }
    }

    fn is_list(&self, node: Node<'n>) -> bool {
        matches!(node.data().value, NodeValue::List(_))
    }

    /// A list; several where the typed numbers of its items don't go on.
    fn lists(&mut self, node: Node<'n>, depth: usize) -> Vec<Block> {
        let (list_type, tight) = match &node.data().value {
            NodeValue::List(list) => (list.list_type, list.tight),
            _ => return Vec::new(),
        };
        if list_type == ListType::Bullet {
            let items = node.children().collect();
            return vec![self.list(ListMarker::Bullet, tight, items, depth)];
        }

        let runs = self.counted_items(node);
        let list = |run: CountedItems<'n>| {
            let marker = ListMarker::Ordered(u32::try_from(run.first).unwrap_or(1));
            self.list(marker, tight, run.items, depth)
        };
        runs.into_iter().map(list).collect()
    }

    fn list(
        &mut self,
        marker: ListMarker,
        tight: bool,
        items: Vec<Node<'n>>,
        depth: usize,
    ) -> Block {
        let range = |node: &Node<'n>| self.positions.range(node.data().sourcepos);
        let start = items.first().map_or(0, |item| range(item).start);
        let end = items.last().map_or(start, |item| range(item).end);
        let items = items.into_iter().map(|item| self.item(item, depth)).collect();
        self.block(start..end, BlockKind::List(List { marker, tight, items }))
    }

    fn item(&mut self, node: Node<'n>, depth: usize) -> ListItem {
        let range = self.positions.range(node.data().sourcepos);
        let children: Vec<Node<'n>> = node.children().collect();
        let mut blocks = Vec::new();
        let mut rest = children.as_slice();
        let mut done = None;
        if let Some((first, after)) = children.split_first()
            && let Some((state, from)) = self.task(first)
        {
            done = Some(state);
            rest = after;
            let end = self.positions.range(first.data().sourcepos).end;
            let content = self.inlines(first, &mut Frame { from, ..Frame::default() });
            if !content.is_empty() {
                blocks.push(self.block(from..end, BlockKind::Paragraph(content)));
            }
        }

        blocks.extend(self.blocks(rest, depth + 1));
        ListItem { span: self.span(range), done, blocks }
    }

    /// A task's state, and where its text begins.
    fn task(&self, node: Node<'n>) -> Option<(bool, usize)> {
        if !matches!(node.data().value, NodeValue::Paragraph) {
            return None;
        }
        let range = self.positions.range(node.data().sourcepos);
        let blanks = self.source()[range.clone()].bytes().take_while(|b| *b == BLANK as u8).count();
        let range = range.start + blanks..range.end;
        let text = &self.source()[range.clone()];
        let done = match text.get(..3)? {
            "[ ]" => false,
            "[x]" | "[X]" => true,
            _ => return None,
        };

        let spaces = text[3..].len() - text[3..].trim_start().len();
        (spaces > 0 && 3 + spaces < text.len()).then_some((done, range.start + 3 + spaces))
    }
}
