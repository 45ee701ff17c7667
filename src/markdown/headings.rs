//! Headings and their levels.

use super::attributes::{Allowed, Attributes, trailing_braces};
use super::context::{Lowering, TextKind};
use super::inlines::{Frame, trim_end};
use crate::diag::{Code, MAX_TITLE};
use crate::document::{Block, BlockKind, Heading, HeadingKind, plain};
use comrak::nodes::{Node, NodeValue};
use std::ops::Range;

const ALLOWED: Allowed = Allowed { label: true, is_heading: true, keys: &[] };

impl<'n> Lowering<'_, 'n> {
    /// Lowers a heading; one inside a list, quote or note becomes a paragraph.
    pub fn heading(
        &mut self,
        node: Node<'n>,
        level: u8,
        range: Range<usize>,
        depth: usize,
    ) -> Option<Block> {
        let range = first_lines(self.source(), range);
        if matches!(&node.data().value, NodeValue::Heading(heading) if heading.setext) {
            self.report_underlined_paragraph(&range);
        }

        let braces = trailing_braces(self.source(), self.text_range(node, range.clone()));
        let attributes = match &braces {
            Some(braces) => self.attributes(braces.clone(), &ALLOWED),
            None => {
                self.report_unclosed_braces(range.clone());
                Attributes::default()
            }
        };

        let until = braces.map(|braces| braces.start);
        let mut content = self.inlines(node, &mut Frame { until, ..Frame::default() });
        trim_end(&mut content);

        if depth > 0 || self.in_note {
            self.drop_labels(&range);
            let message = "标题不能放在列表、引用或脚注里";
            let help = "移到外面；列表项的名称可以加粗：**名称**";
            self.problem(Code::HeadingLevel, range.clone(), message, help);
            return (!content.is_empty()).then(|| self.block(range, BlockKind::Paragraph(content)));
        }
        if content.is_empty() {
            self.drop_labels(&range);
            let message = "标题没有文字";
            self.problem(Code::HeadingLevel, range, message, "写上标题，或删去这一行");
            return None;
        }

        let text = plain::inlines(&content, self.values);
        let span = self.span(range.clone());
        self.diagnostics.report_long(&text, "标题", MAX_TITLE, span);
        if attributes.kind == HeadingKind::Numbered {
            self.report_typed_number(&range);
        }

        let level = self.level(level, &range);
        self.last_level = level;
        let kind = self.heading_kind(attributes.kind, level, &range);
        let heading =
            Heading { level, kind, number: String::new(), label: attributes.label, content };
        Some(self.block(range, BlockKind::Heading(heading)))
    }

    /// The kind kept: only a section can be an annex.
    fn heading_kind(&mut self, kind: HeadingKind, level: u8, range: &Range<usize>) -> HeadingKind {
        if kind != HeadingKind::Annex || level == 1 {
            return kind;
        }
        let message = "“.附件”只能用在模板的一级标题上";
        let help = "改为“.不编号”；附件写在 templates/report.md.j2 里：# 标题 {.附件}";
        self.problem(Code::BadAttribute, range.clone(), message, help);
        HeadingKind::Unnumbered
    }

    /// The heading's text: without its marks, a closing sequence of `#` or the line below.
    fn text_range(&self, node: Node<'n>, range: Range<usize>) -> Range<usize> {
        let text = self.source()[range.clone()].trim_end();
        let NodeValue::Heading(heading) = node.data().value else { return range };
        let end = if heading.setext {
            text.rfind(['\n', '\r']).unwrap_or(text.len())
        } else if heading.closed {
            text.trim_end_matches('#').len()
        } else {
            text.len()
        };
        range.start..range.start + end
    }

    /// The level kept; a wrong one is reported.
    fn level(&mut self, level: u8, range: &Range<usize>) -> u8 {
        let top = match self.kind {
            TextKind::Chapter => 2,
            TextKind::Template => 1,
        };
        let next = match (self.kind, self.last_level) {
            (TextKind::Chapter, 0) => 2,
            (TextKind::Template, 0) => 4,
            (TextKind::Chapter | TextKind::Template, last) => (last + 1).min(4),
        };

        let marks = |level: u8| "#".repeat(usize::from(level));
        let (message, right) = if level < top {
            ("“#”留给栏目标题，文稿中的标题从“##”开始".to_owned(), top)
        } else if level > 4 {
            ("标题最多四级（####）".to_owned(), next)
        } else if level > next && self.last_level == 0 {
            ("第一个标题应是“##”".to_owned(), next)
        } else if level > next {
            let (from, to) = (marks(self.last_level), marks(level));
            (format!("标题从“{from}”跳到了“{to}”"), next)
        } else {
            return level;
        };

        let help = format!("改为“{}”", marks(right));
        self.problem(Code::HeadingLevel, range.clone(), &message, &help);
        right
    }
}

/// comrak's range of a heading, without line ends after it.
fn first_lines(source: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + source[range.clone()].trim_end().len()
}
