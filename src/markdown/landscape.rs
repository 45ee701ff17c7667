//! The blocks between `::: 横排` or `::: 落款` and `:::`, and what one line stands for, as `::: 分页`. comrak gets a thematic break in place of each line: it ends
//! a paragraph, a table or a list as the line should, and its place tells which line it was.

use super::context::Lowering;
use super::directives::{Container, Directive};
use super::markers;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, BlockKind};
use comrak::nodes::{Node, NodeValue};
use std::ops::Range;

/// What stands open while blocks are gathered.
struct Open {
    range: Range<usize>,
    /// What its content becomes; `None` for an unknown name.
    container: Option<Container>,
    outer: Vec<Block>,
}

impl<'n> Lowering<'_, 'n> {
    /// All blocks of the text, those between `:::` lines in their own block.
    pub fn document(&mut self, root: Node<'n>) -> Vec<Block> {
        let mut out = Vec::new();
        let mut open: Option<Open> = None;
        let mut pending: Vec<Node<'n>> = Vec::new();
        for node in root.children() {
            let Some(index) = self.directive_index(node) else {
                pending.push(node);
                continue;
            };

            self.report_lines(&pending, open.as_ref());
            out.extend(self.blocks(&std::mem::take(&mut pending), 0));
            self.directives[index].seen = true;

            let directive = self.directives[index].clone();
            if let Some(kind) = directive.block() {
                out.push(self.block(directive.range, kind));
                continue;
            }

            let container = directive.container();
            let Directive { range, name, .. } = directive;
            match (name.is_empty(), open.take()) {
                (true, Some(opened)) => out = self.close(opened, out, range.end),
                (true, None) => {
                    let message = "“:::”前面没有开始的“::: 横排”";
                    let help = "删去这一行；“::: 分页”“::: 附件说明”只写一行，不用结束";
                    self.problem(Code::UnknownDirective, range, message, help);
                }
                (false, None) => {
                    self.report_unknown(container, &range, &name);
                    open = Some(Open { range, container, outer: std::mem::take(&mut out) });
                }
                (false, Some(opened)) => {
                    let problem = Diagnostic::new(
                        Code::UnknownDirective,
                        self.span(range),
                        "“:::”块里不能再开“:::”块",
                    );
                    let problem = problem
                        .also(self.span(opened.range.clone()), "外层从这里开始")
                        .help("先用单独一行“:::”结束外层");
                    self.diagnostics.report(problem);
                    open = Some(opened);
                }
            }
        }

        out.extend(self.blocks(&pending, 0));
        if let Some(opened) = open {
            let message = "“:::”块没有结束";
            let help = "在这一块的内容之后另起一行，写“:::”";
            self.problem(Code::UnknownDirective, opened.range.clone(), message, help);
            let end = self.source().len();
            out = self.close(opened, out, end);
        }
        self.report_unseen();
        out
    }

    fn report_unknown(&mut self, container: Option<Container>, range: &Range<usize>, name: &str) {
        if container.is_none() {
            let message = format!("不认识的块“{}”", markers::print(name, self.values));
            let help =
                "目前可用：::: 横排、::: 分页、::: 抬头、::: 附件说明、::: 落款、::: 落款 盖章";
            self.problem(Code::UnknownDirective, range.clone(), &message, help);
        }
    }

    fn close(&mut self, opened: Open, inner: Vec<Block>, end: usize) -> Vec<Block> {
        let mut out = opened.outer;
        let range = opened.range.start..end;
        match opened.container.filter(|_| !inner.is_empty()) {
            Some(Container::Landscape) => out.push(self.block(range, BlockKind::Landscape(inner))),
            Some(Container::Letter(part)) => {
                let is_line = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
                let (lines, others) = inner.into_iter().partition(is_line);
                out.push(self.block(range, BlockKind::Letter(part, lines)));
                out.extend(others);
            }
            None => out.extend(inner),
        }
        out
    }

    /// Reports what is no paragraph of one line in a part of a letter.
    fn report_lines(&mut self, nodes: &[Node<'n>], open: Option<&Open>) {
        if !open.is_some_and(|open| matches!(open.container, Some(Container::Letter(_)))) {
            return;
        }
        for node in nodes {
            let is_paragraph = matches!(node.data().value, NodeValue::Paragraph);
            let breaks = |node: Node<'n>| {
                matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
            };
            if !is_paragraph || node.descendants().any(breaks) {
                let range = self.positions.range(node.data().sourcepos);
                let message = "抬头、落款里每一行自成一段，不能有列表、表格等";
                self.problem(Code::UnknownDirective, range, message, "各行之间空一行");
            }
        }
    }

    /// The directive that a thematic break stands for.
    pub fn directive_index(&self, node: Node<'n>) -> Option<usize> {
        let data = node.data();
        let NodeValue::ThematicBreak = data.value else { return None };
        let start = self.positions.raw(data.sourcepos.start);
        let index = self.directives.binary_search_by_key(&start, |it| it.range.start);
        index.ok()
    }

    fn report_unseen(&mut self) {
        let unseen: Vec<Range<usize>> =
            self.directives.iter().filter(|it| !it.seen).map(|it| it.range.clone()).collect();
        for range in unseen {
            let message = "“:::”只能写在最外层，不能在列表、引用或 HTML 里";
            let help = "移到列表、引用之外，前面空一行，行首不留空格";
            self.problem(Code::UnknownDirective, range, message, help);
        }
    }
}
