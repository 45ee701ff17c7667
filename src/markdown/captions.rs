//! `表：标题 {#tbl-x 单位="批次"}` directly before a table.

use super::attributes::{Allowed, Attributes, Key, trailing_braces};
use super::context::Lowering;
use super::inlines::{Frame, trim_end};
use super::near_misses;
use crate::diag::{Code, MAX_TITLE};
use crate::document::{Block, BlockKind, Caption, plain};
use comrak::nodes::{Node, NodeValue};
use std::ops::Range;

const PREFIXES: [&str; 4] = ["表：", "表:", "Table:", "Table："];
/// Maximum number of columns that are written out in advice.
const MAX_COLUMNS_IN_ADVICE: usize = 12;
const ALLOWED: Allowed = Allowed {
    label: true,
    is_heading: false,
    keys: &[Key::Unit, Key::Source, Key::Note, Key::Widths, Key::RowHeight],
};

impl<'n> Lowering<'_, 'n> {
    /// Whether the paragraph begins as a table's caption does.
    pub fn is_caption(&self, node: Node<'n>) -> bool {
        matches!(node.data().value, NodeValue::Paragraph) && self.caption_text(node).is_some()
    }

    /// From after the prefix to the paragraph's end.
    fn caption_text(&self, node: Node<'n>) -> Option<Range<usize>> {
        let range = self.positions.range(node.data().sourcepos);
        // One typed with an indent is one too.
        let indent = near_misses::indent(&self.source()[range.clone()]);
        let text = &self.source()[range.start + indent..range.end];
        let prefix = PREFIXES.into_iter().find(|prefix| text.starts_with(prefix))?;
        let spaces = text[prefix.len()..].len() - text[prefix.len()..].trim_start().len();
        let start = range.start + indent + prefix.len() + spaces;
        Some(start..(range.start + indent + text.trim_end().len()).max(start))
    }

    /// The caption and what its braces give; no caption where it has no text.
    pub fn caption(&mut self, node: Node<'n>) -> (Option<Caption>, Attributes) {
        let Some(range) = self.caption_text(node) else { return (None, Attributes::default()) };
        let braces = trailing_braces(self.source(), range.clone());
        let attributes = match &braces {
            Some(braces) => self.attributes(braces.clone(), &ALLOWED),
            None => {
                self.report_unclosed_braces(range.clone());
                Attributes::default()
            }
        };

        let end = braces.as_ref().map_or(range.end, |braces| braces.start);
        let mut frame = Frame { from: range.start, until: Some(end), ..Frame::default() };
        let mut content = self.inlines(node, &mut frame);
        trim_end(&mut content);

        let length = self.source()[range.start..end].trim_end().len();
        let span = self.span(range.start..range.start + length);
        self.diagnostics.report_long(
            &plain::inlines(&content, self.values),
            "题注",
            MAX_TITLE,
            span,
        );
        let caption = (!content.is_empty()).then(|| Caption {
            span,
            number: String::new(),
            in_annex: false,
            content,
        });
        (caption, attributes)
    }

    /// A caption without its table stays a paragraph; `next` is the block after it.
    pub fn lone_caption(&mut self, node: Node<'n>, next: Option<Node<'n>>) -> Option<Block> {
        let range = self.positions.range(node.data().sourcepos);
        let line = self.source()[range.clone()].lines().next().map_or(0, str::len);

        // A line with bars in the caption's own paragraph, or below it, was meant as a table.
        let second = self.source()[range.clone()].lines().nth(1);
        let below = next.map(|next| self.positions.range(next.data().sourcepos));
        let below = below.and_then(|below| self.source()[below].lines().next());
        let has_bars = |line: &&str| line.trim_start().starts_with('|');
        match second.filter(has_bars).or(below.filter(has_bars)) {
            Some(head) => {
                let columns = head.trim().trim_matches('|').split('|').count();
                let help = format!(
                    "表头下面要有一行 |{}，用半角减号，列数与表头相同",
                    " --- |".repeat(columns.min(MAX_COLUMNS_IN_ADVICE))
                );
                let message = "“表：”下面的各行没有成为表格";
                let first_line = range.start..range.start + line;
                self.unprinted(Code::CaptionWithoutTable, first_line, message, &help);
            }
            None => {
                let message = "“表：”后面没有表格";
                let help = "表格紧跟在题注之后，中间最多空一行；不是题注就换个写法，如“下表：”";
                self.unprinted(Code::CaptionWithoutTable, range.clone(), message, help);
            }
        }

        let content = self.inlines(node, &mut Frame::default());
        (!content.is_empty()).then(|| self.block(range, BlockKind::Paragraph(content)))
    }
}
