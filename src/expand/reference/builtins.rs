//! What minijinja brings along: functions, filters and tests, as `builtins.txt` describes them.
//!
//! Written against minijinja 3.1. What prints nothing that belongs into a report, or may make a run
//! long, is taken out.

use super::entry::{Entry, EntryKind, Example, Scope};

/// Filters that no template may use.
pub(in crate::expand) const REMOVED_FILTERS: [&str; 8] =
    ["debug", "tojson", "urlencode", "pprint", "escape", "e", "indent", "format"];

/// Functions that no template may use.
pub(in crate::expand) const REMOVED_FUNCTIONS: [&str; 1] = ["debug"];

/// The text, whose head says how it is written.
const TEXT: &str = include_str!("builtins.txt");

/// Every function, filter and test of the text.
pub(super) fn builtins() -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut kind = EntryKind::Function;
    let mut lines = TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix('[') {
            kind = match heading {
                "过滤器]" => EntryKind::Filter,
                "判断]" => EntryKind::Test,
                _ => EntryKind::Function,
            };
        } else if let (Some(meaning), Some(example)) = (lines.next(), lines.next()) {
            entries.push(entry(kind, line, meaning.trim(), example.trim()));
        }
    }
    entries
}

fn entry(
    kind: EntryKind,
    head: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> Entry {
    let (names, parameters) = head.split_at(head.find('(').unwrap_or(head.len()));
    let names: Vec<&str> = names.split('、').collect();
    let lead = match kind {
        EntryKind::Filter => "…|",
        EntryKind::Test => "… is ",
        EntryKind::Function | EntryKind::Macro | EntryKind::Variable => "",
    };
    let usage = format!("{lead}{}{parameters}", names[0]);

    let (template, output) = example.split_once(" ⇒ ").unwrap_or((example, ""));
    Entry {
        kind,
        names,
        usage,
        meaning,
        returns: "",
        parameters: &[],
        fields: &[],
        scope: Scope::Everywhere,
        examples: vec![Example { template, output }],
    }
}
