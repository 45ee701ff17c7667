//! Footnotes: marks, their texts, and those without a partner.

use super::characters::clean;
use super::context::{Lowering, TextKind};
use super::runs::Run;
use crate::diag::{Code, Diagnostic};
use crate::document::{Inline, InlineKind, Note, NoteId};
use comrak::nodes::{Node, NodeValue};
use std::collections::BTreeMap;
use std::ops::Range;

impl<'n> Lowering<'_, 'n> {
    /// Finds every footnote's text; reports those that no mark names.
    pub fn collect_notes(&mut self, root: Node<'n>) {
        let mut unused = Vec::new();
        let mut first: BTreeMap<String, Node<'n>> = BTreeMap::new();
        for node in root.descendants() {
            let data = node.data();
            if let NodeValue::Paragraph = data.value {
                self.report_wide_colons(self.positions.range(data.sourcepos));
            }
            let NodeValue::FootnoteDefinition(definition) = &data.value else { continue };
            if definition.total_references > 0 {
                self.definitions.insert(definition.name.clone(), node);
            } else {
                unused.push((definition.name.clone(), node));
            }
            first.entry(definition.name.clone()).or_insert(node);
        }

        for (name, node) in unused {
            let range = self.first_line(node);
            match self.definitions.get(&name) {
                Some(used) => {
                    let message = format!("脚注“{}”写了两次", clean(&name));
                    let problem = Diagnostic::new(Code::DuplicateLabel, self.span(range), message)
                        .also(self.span(self.first_line(used)), "印出的是这一条")
                        .help("给其中一条改名，或删去");
                    self.diagnostics.report(problem);
                }
                None => {
                    let message = "脚注没有被引用，不会印出";
                    let help = "在正文里写 [^名字] 引用它，或删去这一条";
                    self.unprinted(Code::UnusedNote, range, message, help);
                }
            }
        }
    }

    /// Reports lines `[^name]：`, which are no footnotes for want of a half-width colon.
    fn report_wide_colons(&mut self, paragraph: Range<usize>) {
        let text = &self.source()[paragraph.clone()];
        let mut line_start = paragraph.start;
        for line in text.split_inclusive('\n') {
            let start = line_start + line.len() - line.trim_start().len();
            line_start += line.len();
            let mark = line.trim_start().strip_prefix("[^");
            let Some((name, _)) = mark.and_then(|rest| rest.split_once("]：")) else { continue };

            if !name.is_empty() && !name.contains(['[', ']', ' ']) {
                let colon = start + "[^".len() + name.len() + "]".len();
                let printed_name = clean(name);
                let help = format!("改为半角冒号加一个空格：[^{printed_name}]: 脚注内容");
                let colon = colon..colon + '：'.len_utf8();
                self.problem(Code::UnresolvedNote, colon, "脚注的冒号是全角的", &help);
                self.mistyped_notes.insert(printed_name);
            }
        }
    }

    fn first_line(&self, node: Node<'n>) -> Range<usize> {
        let range = self.positions.range(node.data().sourcepos);
        let line = self.source()[range.clone()].lines().next().map_or(0, str::len);
        range.start..range.start + line
    }

    /// A mark with its own copy of the note: each mark has its note at the foot of its page.
    pub fn note_mark(&mut self, name: &str, range: Range<usize>) -> Option<Inline> {
        let node = *self.definitions.get(name)?;
        if self.in_note {
            let message = "脚注里不能再有脚注";
            self.problem(Code::UnresolvedNote, range, message, "把内容写进这条脚注的文字里");
            return None;
        }

        if !self.noted.insert(name.to_owned()) && self.kind == TextKind::Chapter {
            let message = format!("脚注“{}”引用了两次，注文会印两遍", clean(name));
            let help = "第二处改为文字，如“（同前注）”；注文不同的，另写一条";
            self.problem(Code::MistypedMarkup, range.clone(), &message, help);
        }

        self.in_note = true;
        let children: Vec<Node<'n>> = node.children().collect();
        let blocks = self.blocks(&children, 0);
        self.in_note = false;

        let text = self.positions.range(node.data().sourcepos);
        self.notes.push(Note { span: self.span(text), blocks });
        let id = NoteId(self.notes.len() as u32 - 1);
        Some(Inline { span: self.span(range), kind: InlineKind::Note(id) })
    }

    /// Reports `[^name]` that stayed text because no footnote has that name.
    pub fn report_unresolved_notes(&mut self, run: &Run, range: Range<usize>) {
        let text = &run.text()[range.clone()];
        for (start, _) in text.match_indices("[^") {
            let rest = &text[start + 2..];
            let Some(length) = rest.find([']', ' ', '[', '\n']) else { continue };
            if length == 0 || !rest[length..].starts_with(']') {
                continue;
            }

            let whole = range.start + start..range.start + start + length + 3;
            let source = run.source_of(whole);
            let before = &self.source()[..source.start];
            let escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
            if !escaped && self.source()[source.clone()].starts_with("[^") {
                let name = clean(&rest[..length]);
                if self.mistyped_notes.contains(&name) {
                    continue;
                }
                if self.in_fragment {
                    let message = "题注、来源、注里不能有脚注";
                    self.problem(
                        Code::UnresolvedNote,
                        source,
                        message,
                        "内容写进表下的“注”，或移到正文",
                    );
                    continue;
                }
                let message = format!("脚注“{name}”没有内容");
                let help = format!("另起一段写：[^{name}]: 脚注内容");
                self.problem(Code::UnresolvedNote, source, &message, &help);
            }
        }
    }
}
