//! Which file uses which: paths in `use` statements and in code, followed through re-exports to the
//! file that defines the name.

use super::modules::is_face;
use super::source::{Source, code};
use std::collections::{BTreeMap, BTreeSet};

/// The files of src/ and what each uses of its own room.
pub(super) struct Graph {
    edges: BTreeMap<String, BTreeSet<String>>,
}

/// The modules of src/ by their path from the crate's root.
struct Modules<'a> {
    sources: BTreeMap<Vec<String>, &'a Source>,
    /// Names that a module hands on, and the path where each is defined; `*` for all names.
    exports: BTreeMap<Vec<String>, Vec<Export>>,
}

/// A name that a module has by a `use`.
struct Export {
    name: String,
    path: Vec<String>,
}

impl Graph {
    pub(super) fn of(sources: &[Source]) -> Graph {
        let mut modules = Modules { sources: BTreeMap::new(), exports: BTreeMap::new() };
        let rooms = sources.iter().filter(|source| source.room().is_some() && !source.is_test());
        for source in rooms {
            modules.sources.insert(module_path(&source.path), source);
        }
        let paths: Vec<Vec<String>> = modules.sources.keys().cloned().collect();
        for path in &paths {
            let exports = modules.imports(path);
            modules.exports.insert(path.clone(), exports);
        }

        let mut edges = BTreeMap::new();
        for path in &paths {
            let source = modules.sources[path];
            if !is_face(&source.path) {
                edges.insert(source.path.clone(), modules.used(path, source));
            }
        }
        Graph { edges }
    }

    /// The circles, each as the paths of its files from the first in order; one for each group of
    /// files that reach each other.
    pub(super) fn circles(&self) -> Vec<Vec<String>> {
        let mut circles: Vec<Vec<String>> = Vec::new();
        for file in self.edges.keys() {
            let reached = self.reached(file);
            if !reached.contains(file) || circles.iter().any(|circle| circle.contains(file)) {
                continue;
            }
            let others = reached.iter().filter(|other| self.reached(other).contains(file));
            circles.push(others.cloned().collect());
        }
        circles
    }

    fn reached(&self, from: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from.to_owned()];
        while let Some(file) = open.pop() {
            for next in self.edges.get(&file).into_iter().flatten() {
                if reached.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        reached
    }
}

/// `src/pdf/generate/mod.rs` is `["pdf", "generate"]`.
fn module_path(file: &str) -> Vec<String> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

impl Modules<'_> {
    /// The names that a module has by its `use` statements.
    fn imports(&self, module: &[String]) -> Vec<Export> {
        let mut exports = Vec::new();
        for path in uses(self.sources[module]) {
            let Some(mut path) = self.absolute(module, &path) else { continue };
            let name = match path.last().map(String::as_str) {
                Some("self") => {
                    path.pop();
                    path.last().cloned().unwrap_or_default()
                }
                Some(name) => name.to_owned(),
                None => continue,
            };
            exports.push(Export { name, path });
        }
        exports
    }

    /// A path from the crate's root; none for one that leads to another crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?;
        let mut absolute = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.to_vec(),
            "super" => module[..module.len() - 1].to_vec(),
            name => {
                // A child of a face, or a module that a `use` brought.
                let child = [module, &[name.to_owned()]].concat();
                if self.sources.contains_key(&child) {
                    module.to_vec()
                } else {
                    return None;
                }
            }
        };
        let mut rest = path;
        if matches!(first.as_str(), "crate" | "self" | "super") {
            rest = &path[1..];
        }
        for part in rest {
            if part == "super" {
                absolute.pop();
            } else {
                absolute.push(part.clone());
            }
        }
        Some(absolute)
    }

    /// The files of its room that a file uses.
    fn used(&self, module: &[String], source: &Source) -> BTreeSet<String> {
        let mut paths: Vec<Vec<String>> = Vec::new();
        for path in uses(source) {
            paths.extend(self.absolute(module, &path));
        }
        for (_, line) in source.lines() {
            for path in inline_paths(code(line)) {
                paths.extend(self.absolute(module, &path));
                // A module that a `use` brought, by its name.
                let imported = self.exports[module].iter().find(|export| export.name == path[0]);
                if let Some(export) = imported {
                    paths.push([&export.path[..], &path[1..]].concat());
                }
            }
        }

        let mut files = BTreeSet::new();
        for path in paths {
            if path.first() == module.first() {
                files.extend(self.file(&path, 0).filter(|file| *file != source.path));
            }
        }
        files
    }

    /// The file that defines what a path names; none where that is a face, or can't be found.
    fn file(&self, path: &[String], depth: usize) -> Option<String> {
        let length = (1..=path.len()).rev().find(|n| self.sources.contains_key(&path[..*n]))?;
        let (module, rest) = path.split_at(length);
        let source = self.sources[module];
        if !is_face(&source.path) {
            return Some(source.path.clone());
        }

        let name = rest.first().filter(|_| depth < 8)?;
        for export in self.exports.get(module)? {
            let exported = if export.name == "*" {
                let inner = [&export.path[..export.path.len() - 1], rest].concat();
                self.file(&inner, depth + 1).filter(|file| self.defines(file, name))
            } else if export.name == *name {
                self.file(&[&export.path[..], &rest[1..]].concat(), depth + 1)
            } else {
                None
            };
            if exported.is_some() {
                return exported;
            }
        }
        None
    }

    fn defines(&self, file: &str, name: &str) -> bool {
        let kinds = ["struct", "enum", "fn", "const", "type", "trait", "static"];
        let text = &self.sources[&module_path(file)].text;
        kinds.iter().any(|kind| {
            let start = format!("{kind} {name}");
            text.match_indices(&start).any(|(index, _)| {
                !text[index + start.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        })
    }
}

/// The paths of a file's `use` statements, braces opened.
fn uses(source: &Source) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut statement = String::new();
    for (_, line) in source.lines() {
        let code = code(line).trim();
        if statement.is_empty() {
            let item = code.split("use ").nth(1).filter(|_| {
                code.starts_with("use ") || code.starts_with("pub") && code.contains(" use ")
            });
            statement = item.map(str::to_owned).unwrap_or_default();
        } else {
            statement.push_str(code);
        }
        if statement.ends_with(';') {
            open_braces(&[], statement.trim_end_matches(';'), &mut paths);
            statement.clear();
        }
    }
    paths
}

/// `a::{b, c::d as e}` is `a::b` and `a::c::d`.
fn open_braces(prefix: &[String], text: &str, paths: &mut Vec<Vec<String>>) {
    let text = text.trim();
    let (head, inner) = match text.split_once('{') {
        Some((head, inner)) => (head, Some(inner.trim_end().trim_end_matches('}'))),
        None => (text, None),
    };
    let mut path = prefix.to_vec();
    for part in head.split("::").map(str::trim).filter(|part| !part.is_empty()) {
        path.push(part.split(" as ").next().unwrap_or(part).to_owned());
    }
    let Some(inner) = inner else {
        paths.push(path);
        return;
    };

    let (mut depth, mut start) = (0, 0);
    for (index, character) in inner.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                open_braces(&path, &inner[start..index], paths);
                start = index + 1;
            }
            _ => {}
        }
    }
    if !inner[start..].trim().is_empty() {
        open_braces(&path, &inner[start..], paths);
    }
}

/// Paths of two names or more in a line of code: `runs::read`, `super::Place`.
fn inline_paths(code: &str) -> Vec<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c: char| !is_name(c));
    words
        .filter(|word| word.contains("::"))
        .map(|word| word.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect())
        .filter(|path: &Vec<String>| path.len() > 1)
        .collect()
}
