//! Links to outside, and references `[@label]` and `[words](#label)`.

use super::attributes::is_label;
use super::context::Lowering;
use super::inlines::Frame;
use super::markers::{self, REFERENCE};
use crate::diag::Code;
use crate::document::{BlockId, Inline, InlineKind, Reference};
use comrak::nodes::{Node, NodeLink};
use std::ops::Range;

impl<'n> Lowering<'_, 'n> {
    /// Lowers a link; one that leads nowhere useful leaves its words.
    pub fn link(
        &mut self,
        node: Node<'n>,
        link: &NodeLink,
        range: Range<usize>,
        frame: &mut Frame,
    ) -> Vec<Inline> {
        if let Some(name) = link.url.strip_prefix(REFERENCE) {
            return self.short_reference(node, name, range, frame);
        }

        let outer = std::mem::replace(&mut frame.in_link, true);
        let content = self.inner(node, &range, frame);
        frame.in_link = outer;

        let url = markers::print(&link.url, self.values);
        if let Some(name) = url.strip_prefix('#').filter(|name| is_label(name)) {
            return vec![self.reference(name, content, range)];
        }

        let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https" | "mailto") {
            let message = "链接只能指向网址、邮箱或本报告的标签，已只留文字";
            let help = "网址以 https:// 开头；引用标签写 [文字](#标签)";
            self.problem(Code::LinkTarget, range, message, help);
            return content;
        }
        if content.is_empty() {
            return Vec::new();
        }
        vec![Inline { span: self.span(range), kind: InlineKind::Link { url, content } }]
    }

    /// `[@a]`; `[words][@a]`; and `[@a][@b]`, which are two references to a writer, one to comrak.
    fn short_reference(
        &mut self,
        node: Node<'n>,
        name: &str,
        range: Range<usize>,
        frame: &mut Frame,
    ) -> Vec<Inline> {
        let source = &self.source()[range.clone()];
        if !source.contains("][") {
            return vec![self.reference(name, Vec::new(), range)];
        }
        let words = source.split_once("][").map_or("", |(words, _)| words);
        if let Some(first) = words.strip_prefix("[@").filter(|first| is_label(first)) {
            let middle = range.start + words.len() + 1;
            let first = self.reference(first, Vec::new(), range.start..middle);
            return vec![first, self.reference(name, Vec::new(), middle..range.end)];
        }
        let content = self.inner(node, &range, frame);
        vec![self.reference(name, content, range)]
    }

    fn reference(&self, name: &str, content: Vec<Inline>, range: Range<usize>) -> Inline {
        let label = name.to_owned();
        let reference = Reference { label, content, text: String::new(), target: BlockId::UNSET };
        Inline { span: self.span(range), kind: InlineKind::Reference(reference) }
    }
}
