//! A Rust file of the repository, and what of it is no test.

use crate::golden;
use std::path::PathBuf;

/// A Rust file of the repository.
pub(super) struct Source {
    /// Relative to the repository, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

/// A line of code and its number, from 1.
pub(super) type Line<'a> = (usize, &'a str);

impl Source {
    /// The room under src/ in which it lies; none for other files and for src/*.rs.
    pub(super) fn room(&self) -> Option<&str> {
        Some(self.path.strip_prefix("src/")?.split_once('/')?.0)
    }

    /// Whether all of it is for tests.
    pub(super) fn is_test(&self) -> bool {
        let is_unit_test = self.path.ends_with("/tests.rs") || self.path.contains("/tests/");
        is_unit_test || self.path.contains("/fixture") || !self.path.starts_with("src/")
    }

    /// All of its lines.
    pub(super) fn all_lines(&self) -> Vec<Line<'_>> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line)).collect()
    }

    /// Its lines that are no test: the bodies of test modules are left out.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        if self.is_test() {
            return lines;
        }

        let mut skipped: Option<Skipped> = None;
        for (number, line) in self.all_lines() {
            let indent = &line[..line.len() - line.trim_start().len()];
            skipped = match skipped {
                None if line.trim() == "#[cfg(test)]" => Some(Skipped::Attribute),
                None => {
                    lines.push((number, line));
                    None
                }
                Some(Skipped::Attribute) if line.trim_start().starts_with("#[") => skipped,
                Some(Skipped::Attribute) if line.trim_end().ends_with(';') => None,
                Some(Skipped::Attribute) => Some(Skipped::Body(format!("{indent}}}"))),
                Some(Skipped::Body(ref end)) if line == end => None,
                body @ Some(Skipped::Body(_)) => body,
            };
        }
        lines
    }

    /// A breach at a line.
    pub(super) fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// What is being skipped.
enum Skipped {
    /// `#[cfg(test)]`: what it stands before follows.
    Attribute,
    /// The body of a test module or function, up to this line.
    Body(String),
}

/// The Rust files of src/, tests/ and benches/.
pub(super) fn sources() -> Vec<Source> {
    let root = golden::root();
    let folders =
        ["src", "tests", "benches"].map(|folder| golden::files(&root.join(folder), ".rs"));
    let read = |path: PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        Source { path: relative, text: std::fs::read_to_string(&path).unwrap() }
    };
    folders.into_iter().flatten().map(read).collect()
}

/// A line without its comment.
pub(super) fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// The indent of a line that begins a function; none for other lines.
pub(super) fn function_indent(line: &str) -> Option<usize> {
    let code = line.trim_start();
    let words = code.split('(').next().unwrap_or_default();
    let is_function = words.starts_with("fn ") || words.contains(" fn ");
    let is_code = !code.starts_with("//") && !code.starts_with('"') && !words.contains('"');
    (is_function && is_code).then(|| line.len() - code.len())
}
