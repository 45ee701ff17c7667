//! Templates of the workspace that aren't the built-in ones, and what a layout with them took too much of.

use crate::bundle;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span, fingerprint};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// Templates of a workspace that aren't the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedTemplates {
    /// Their file names, sorted: `report.typ`.
    pub names: Vec<String>,
    /// Tells their texts from others.
    fingerprint: String,
}

impl ChangedTemplates {
    /// Those among these texts, by file name; `None` where there are none.
    pub(super) fn among(texts: &BTreeMap<String, String>) -> Option<ChangedTemplates> {
        let is_changed =
            |name: &str, text: &str| bundle::template(name).is_none_or(|built_in| built_in != text);
        let changed: Vec<_> = texts.iter().filter(|(name, text)| is_changed(name, text)).collect();
        if changed.is_empty() {
            return None;
        }

        let pieces = changed.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
        let fingerprint = fingerprint(pieces);
        let names = changed.into_iter().map(|(name, _)| name.clone()).collect();
        Some(ChangedTemplates { names, fingerprint })
    }
}

/// What a layout took more of than any report needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Excess {
    /// Processor time, in seconds.
    Time(u64),
    /// Memory, in MB; 0 where the system ended the process over it.
    Memory(u64),
}

/// Templates that a layout was stopped over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoppedTemplates {
    /// The templates.
    pub templates: ChangedTemplates,
    /// What it took too much of.
    pub excess: Excess,
}

impl StoppedTemplates {
    /// The template that the problem is told at, as a path in the workspace.
    pub fn path(&self) -> String {
        let name = self.templates.names.first().map_or("report.typ", String::as_str);
        format!("templates/{name}")
    }

    /// The problem, at the first line of the template that the built-in one hasn't.
    pub fn problem(&self, file: FileId, text: &str) -> Diagnostic {
        let name = self.templates.names.first().map_or("", String::as_str);
        let built_in = bundle::template(name).unwrap_or_default();
        let place = Span::new(file, first_other_line(text, built_in));

        let (message, cause) = match self.excess {
            Excess::Time(seconds) => (
                format!("排版模板停不下来：已运算 {seconds} 秒，再长的报告也用不了这么久"),
                "查看其中的循环（for、while）和调用自己的函数：次数会不会太多，有没有出口",
            ),
            Excess::Memory(0) => (
                "排版模板要的内存太多，系统中断了排版".to_owned(),
                "查看其中成倍增长的文字和数组，如 \"甲\" * 很大的数",
            ),
            Excess::Memory(megabytes) => (
                format!("排版模板占用内存太多：已有 {megabytes} MB，再长的报告也用不了这么多"),
                "查看其中成倍增长的文字和数组，如 \"甲\" * 很大的数",
            ),
        };

        let names = &self.templates.names;
        let help = if names.len() > 1 {
            format!("改过的模板有 {}；逐个移开再试，程序就用自带的", names.join("、"))
        } else {
            format!("找不出来的，移开 {}，程序就用自带的", self.path())
        };
        Diagnostic::new(Code::TypstLimit, place, message).help(cause).help(help)
    }
}

/// The first line that differs from the same line of another text; empty where none does.
fn first_other_line(text: &str, other: &str) -> Range<usize> {
    let mut start = 0;
    let mut others = other.lines();
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end_matches(['\r', '\n']);
        if others.next() != Some(shown) {
            return start..start + shown.len();
        }
        start += line.len();
    }
    0..0
}

#[cfg(test)]
mod tests {
    use super::{ChangedTemplates, first_other_line};

    #[test]
    fn the_first_other_line_is_found() {
        assert_eq!(first_other_line("a\nb\n", "a\nb\n"), 0..0);
        assert_eq!(first_other_line("a\r\nbc\nd", "a\nb\nd"), 3..5);
        assert_eq!(first_other_line("a\nb", "a\n"), 2..3);
        assert_eq!(first_other_line("甲", ""), 0..3);
        assert_eq!(first_other_line("", "a"), 0..0);
    }

    #[test]
    fn only_other_texts_are_changed() {
        let built_in = crate::bundle::template("report.typ").expect("a template");
        let changed = |list: &[(&str, &str)]| {
            let texts = list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
            ChangedTemplates::among(&texts.collect())
        };

        assert_eq!(changed(&[]), None);
        assert_eq!(changed(&[("report.typ", built_in)]), None);

        let one = changed(&[("report.typ", "#{}"), ("own.typ", "")]).expect("changed ones");
        assert_eq!(one.names, ["own.typ", "report.typ"]);
        let other = changed(&[("report.typ", "#{ }"), ("own.typ", "")]).expect("changed ones");
        assert_ne!(one, other);
    }
}
