//! What zishu reads in an example, held against the specification's HTML.
//!
//! In: examples and NAME.otherwise, which lists those that zishu reads otherwise on purpose, each with
//! its reason and what is read. Out: an error for an example that differs and isn't listed, that is
//! listed and doesn't differ, or that is no longer read as listed.

use super::examples::Example;
use super::{html, node, tree};
use crate::golden;
use crate::workspace::{self, Workspace};
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Why zishu reads some examples otherwise: a word, and what it stands for.
const REASONS: &[(&str, &str)] = &[
    ("address", "an address is a link without angle brackets too, and in each of its spellings"),
    ("front-matter", "a line of three hyphens at the start begins the head of a chapter"),
    ("html", "HTML isn't printed: it is left out with what stands in it, and a warning is given"),
    ("label", "a link to a fragment leads to the label of that name"),
    ("nested-heading", "a heading in a list or quotation is an error, and a paragraph"),
    ("number", "a number of four digits or more begins no list: it is a year"),
    ("product", "a star between two figures or two words of letters multiplies and is printed"),
    ("space", "a space of any kind after a mark is one: U+00A0, U+3000"),
];

/// An example that is read otherwise.
struct Deviation {
    reason: String,
    reading: String,
}

/// Compares the readings of a specification's examples.
pub(crate) fn compare(name: &str, examples: &[Example]) -> Result<(), Failed> {
    let path = golden::root().join(format!("tests/spec/{name}.otherwise"));
    let listed = parse(&std::fs::read_to_string(&path).unwrap_or_default())?;
    let mut found = BTreeMap::new();
    let mut unlisted = String::new();
    for (index, example) in examples.iter().enumerate() {
        let number = index + 1;
        let expected = html::nodes(&example.html).map(|nodes| node::print(&nodes));
        // A chapter without text is none.
        let chapter = workspace::chapter(&alone(&example.markdown));
        let reading =
            chapter.map_or_else(String::new, |chapter| node::print(&tree::nodes(&chapter)));
        if expected.as_ref() == Ok(&reading) {
            continue;
        }
        let reason = listed.get(&number).map_or("?", |deviation| deviation.reason.as_str());
        if reason == "?" {
            let expected = expected.unwrap_or_else(|problem| problem);
            let _ = writeln!(
                unlisted,
                "{number} {:?}\n== specification\n{expected}== zishu\n{reading}",
                example.markdown
            );
        }
        found.insert(number, Deviation { reason: reason.to_owned(), reading });
    }
    let produced = print(&found);
    if golden::overwriting() {
        std::fs::write(&path, produced).map_err(|error| error.to_string())?;
    } else {
        golden::compare(name, &print(&listed), &produced)?;
    }
    if unlisted.is_empty() { Ok(()) } else { Err(unlisted.into()) }
}

/// A workspace with the example as its chapter.
pub(crate) fn alone(markdown: &str) -> Workspace {
    let workspace = Workspace::small();
    workspace.write(workspace::CHAPTER, markdown);
    workspace
}

/// `12 reason`, and the reading indented below it.
fn print(deviations: &BTreeMap<usize, Deviation>) -> String {
    let mut out = String::new();
    for (reason, meaning) in REASONS {
        let _ = writeln!(out, "# {reason}: {meaning}.");
    }
    for (number, Deviation { reason, reading }) in deviations {
        let _ = writeln!(out, "{number} {reason}");
        for line in reading.lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

fn parse(text: &str) -> Result<BTreeMap<usize, Deviation>, Failed> {
    let mut deviations: BTreeMap<usize, Deviation> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(line) = line.strip_prefix("    ") {
            let mut last = deviations.last_entry().ok_or("a reading without its example")?;
            last.get_mut().reading += line;
            last.get_mut().reading.push('\n');
            continue;
        }
        let (number, reason) = line.split_once(' ').ok_or_else(|| format!("not a line: {line}"))?;
        if reason != "?" && !REASONS.iter().any(|(name, _)| *name == reason) {
            return Err(format!("no reason: {line}").into());
        }
        let number = number.parse().map_err(|_| format!("no number: {line}"))?;
        let deviation = Deviation { reason: reason.to_owned(), reading: String::new() };
        deviations.insert(number, deviation);
    }
    Ok(deviations)
}
