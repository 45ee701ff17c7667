//! One pass over a template's text before minijinja sees it.
//!
//! In: a file's text. Out: [`Scanned`]: the text with a call-site literal put into every call of a
//! known function, so that a function knows the span of each of its arguments; full-width characters
//! inside `{{ }}` reported and replaced, so that the rest of the chapter is still checked.

use super::markers::{MARKER_CLOSE, MARKER_OPEN};
use super::scanner::{Scanner, Site};
use super::tags::Tag;
use crate::diag::{Code, Diagnostic};
use crate::document::digits::{begins_figure, ends_figure};
use crate::source::{FileId, MappedText, Mapping, Span, invisibles, is_invisible};
use std::collections::BTreeSet;

/// What a scan gives.
pub(super) struct Scanned {
    /// The text for minijinja.
    pub(super) source: MappedText,
    /// The faults of the text.
    pub(super) problems: Vec<Diagnostic>,
    /// Whether a statement is so broken that the text can't be run.
    pub(super) is_fatal: bool,
}

/// The characters that may start a tag or a fault outside tags.
const STARTS: &[char] = &['{', '｛', '}', '｝', MARKER_OPEN, MARKER_CLOSE];

/// Scans `text` from `start` on; found call sites are added to `sites`.
pub(super) fn scan(
    file: FileId,
    text: &str,
    start: usize,
    callable: &BTreeSet<String>,
    sites: &mut Vec<Site>,
) -> Scanned {
    let mut callable = callable.clone();
    for name in local_names(text) {
        callable.remove(&name);
    }

    let mut scanner = Scanner {
        file,
        text,
        position: start,
        out: MappedText::new(),
        callable: &callable,
        sites,
        problems: Vec::new(),
        is_fatal: false,
        fences: (start, 0),
        hidden: invisibles(text),
    };
    scanner.run();
    Scanned { source: scanner.out, problems: scanner.problems, is_fatal: scanner.is_fatal }
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(offset) = self.text[self.position..].find(STARTS) {
            let next = self.position + offset;
            if self.text[next..].starts_with("{##") {
                // The indent of a comment on a line of its own is left out with it.
                let line = self.text[..next].trim_end_matches([' ', '\t']).len();
                let begins = line == 0 || self.text[..line].ends_with('\n');
                self.copy(if begins { line.max(self.position) } else { next });
                self.position = next;
            } else {
                self.copy(next);
            }

            self.start();
        }

        self.copy(self.text.len());
    }

    /// Reads the tag or character at the current byte; always advances.
    fn start(&mut self) {
        let rest = self.rest();
        if rest.starts_with("{##") {
            self.comment();
        } else if rest.starts_with("{{{") {
            self.surplus_braces();
        } else if rest.starts_with("{{") {
            Tag::read(self, "{{", "}}");
        } else if rest.starts_with("{%") {
            let opened = self.position;
            Tag::read(self, "{%", "%}");
            self.raw_block(opened);
        } else if let Some(typed) = wide_opening(rest) {
            self.wide_braces(typed);
        } else if rest.starts_with("}}") && !self.in_code() {
            let range = self.position..self.position + 2;
            self.report(
                Code::TemplateSyntax,
                range,
                "“}}”前面没有配对的“{{”",
                "在前面补上“{{”，或删去多余的“}}”",
            );
            self.copy(self.position + 2);
        } else {
            self.single();
        }
    }

    fn single(&mut self) {
        let Some(character) = self.rest().chars().next() else { return };
        let end = self.position + character.len_utf8();

        if character == MARKER_OPEN || character == MARKER_CLOSE {
            let message = format!("文中有不可见的字符 U+{:04X}", u32::from(character));
            self.report(Code::ControlCharacter, self.position..end, message, "删去这个字符");
            self.position = end;
        } else {
            self.copy(end);
        }
    }

    /// A comment is left out here: with its line where it is alone on it, else without a trace.
    fn comment(&mut self) {
        let Some(length) = self.rest().find("##}") else {
            let range = self.position..self.position + 3;
            self.report(
                Code::TemplateSyntax,
                range,
                "注释“{##”没有配对的“##}”",
                "在注释末尾补上“##}”",
            );
            // The rest may be comment or text.
            self.is_fatal = true;
            self.position = self.text.len();
            return;
        };

        let before = &self.text[..self.position];
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let is_alone = before[line..].trim().is_empty();
        self.position += length + 3;

        let rest = self.rest();
        let end = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        if is_alone && rest[..end].trim().is_empty() {
            self.position += end;
        } else if ends_figure(before.trim_end_matches(is_invisible))
            && begins_figure(rest.trim_start_matches(is_invisible))
        {
            let range = before.len()..self.position;
            self.report(
                Code::MistypedMarkup,
                range,
                "注释两边的数字会连成一个数，印出时加了空格",
                "把注释移到数的外面；是两个数的，在中间写上文字或标点",
            );
            let span = Span::new(self.file, before.len()..self.position);
            self.out.push(" ", span, Mapping::Derived);
        }
    }

    fn wide_braces(&mut self, typed: &str) {
        let opening = self.position..self.position + typed.len();
        let half = if typed.contains(['%', '％']) { "{%" } else { "{{" };
        self.report(
            Code::FullWidthInTemplate,
            opening.clone(),
            format!("“{typed}”是全角的花括号"),
            &format!("把 {typed} 改为 {half}，后面配对的也改为半角"),
        );

        // The closing pair belongs to the same mistake.
        let line_end =
            self.rest().find('\n').map_or(self.text.len(), |length| self.position + length);
        let closing = ["｝｝", "}｝", "｝}", "}}", "％｝", "%｝", "％}", "%}"]
            .into_iter()
            .filter_map(|closing| self.text[self.position..line_end].find(closing))
            .min();
        let end = closing.map_or(opening.end, |offset| {
            let tail = &self.text[self.position + offset..];
            self.position + offset + tail.chars().take(2).map(char::len_utf8).sum::<usize>()
        });
        self.position = end.max(opening.end);
    }

    /// After `{% raw %}`: everything up to `{% endraw %}` is text.
    fn raw_block(&mut self, opened: usize) {
        let tag = self.text[opened..self.position].trim_start_matches(['{', '%', '-', '+']);
        let tag = tag.trim_end_matches(['}', '%', '-', '+']).trim();
        if tag != "raw" {
            return;
        }

        let Some(length) = self.rest().find("endraw") else { return };
        let body = &self.text[self.position..self.position + length];
        if let Some(open) = body.rfind("{%") {
            self.copy(self.position + open);
        }
    }

    /// Whether the current byte lies in a code block or behind a backtick of its line.
    fn in_code(&mut self) -> bool {
        let line = self.text[..self.position].rfind('\n').map_or(0, |newline| newline + 1);
        let (counted, fences) = self.fences;
        if line > counted {
            let lines = self.text[counted..line].lines();
            let more = lines.filter(|line| line.trim_start().starts_with("```")).count();
            self.fences = (line, fences + more);
        }

        self.fences.1 % 2 == 1 || self.text[line..self.position].contains('`')
    }
}

/// Names after `{% macro`.
pub(super) fn macro_names(text: &str) -> Vec<String> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let heads = tags(text).filter_map(|tag| {
        let name = tag.strip_prefix("macro")?.trim_start();
        let end = name.find(|c| !word(c))?;
        (end > 0).then(|| name[..end].to_owned())
    });
    heads.collect()
}

/// Names of the macros that a text defines or imports by name.
fn local_names(text: &str) -> Vec<String> {
    let mut names = macro_names(text);
    for tag in tags(text).filter(|tag| tag.starts_with("from")) {
        let Some((_, list)) = tag.split_once("import") else { continue };
        let list = list.split(['%', '-']).next().unwrap_or("");
        let last = list.split(',').filter_map(|item| item.split_whitespace().next_back());
        names.extend(last.map(str::to_owned));
    }

    names
}

/// The inside of every statement, roughly.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).map(|tag| tag.trim_start_matches(['-', '+']).trim_start())
}

fn wide_opening(rest: &str) -> Option<&'static str> {
    ["｛｛", "{｛", "｛{", "｛%", "｛％", "{％"].into_iter().find(|typed| rest.starts_with(typed))
}
