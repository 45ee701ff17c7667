//! Rules on modules: one style of folders, faces that only declare, no circles within a room.

use super::graph::Graph;
use super::source::{Source, code};

/// A mod.rs documents, declares modules and hands names on; code lies in named files.
pub(super) fn faces(source: &Source) -> Vec<String> {
    if !is_face(&source.path) {
        return Vec::new();
    }

    let mut breaches = Vec::new();
    let mut is_in_use = false;
    for (number, line) in source.lines() {
        let code = code(line).trim();
        // `pub`, `pub(super)`, `pub(in crate::document)`.
        let item = match code.strip_prefix("pub(") {
            Some(rest) => rest.split_once(')').map_or("", |(_, item)| item),
            None => code.strip_prefix("pub").unwrap_or(code),
        };
        let item = item.split_whitespace().next().unwrap_or("");
        is_in_use |= item == "use";
        let is_declaration = item == "mod" && code.ends_with(';');
        let is_attribute = code.starts_with("#[") && code.ends_with(']');
        if !is_in_use && !is_declaration && !is_attribute && !code.is_empty() {
            breaches.push(source.at(number, "a mod.rs only declares"));
        }
        is_in_use &= !code.ends_with(';');
    }
    breaches
}

/// A module with modules of its own is a folder with a mod.rs, not a file beside a folder.
pub(super) fn folders(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources {
        let folder = format!("{}/", source.path.trim_end_matches(".rs"));
        if sources.iter().any(|other| other.path.starts_with(&folder)) {
            breaches.push(source.at(1, &format!("stands beside {folder}")));
        }
    }
    breaches
}

/// Files of one room don't use each other in a circle.
pub(super) fn circles(sources: &[Source]) -> Vec<String> {
    let graph = Graph::of(sources);
    let mut breaches = Vec::new();
    for circle in graph.circles() {
        let first = sources.iter().find(|source| source.path == circle[0]).unwrap();
        breaches.push(first.at(1, &format!("a circle: {}", circle.join(" -> "))));
    }
    breaches
}

/// Whether a file is the face of a folder.
pub(super) fn is_face(path: &str) -> bool {
    path.ends_with("/mod.rs")
}
