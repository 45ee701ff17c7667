//! Who may use what, how long things are, what is banned.

use super::source::{Source, code, function_indent, sources};
use super::{listing, modules, style};
use crate::golden;
use libtest_mimic::{Failed, Trial};
use std::path::PathBuf;

/// Which rooms a room may enter besides those below it in `EVERYWHERE`.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diag", &["source"]),
    ("bundle", &[]),
    ("stamp", &[]),
    ("document", &["source"]),
    ("yaml", &["source", "diag"]),
    ("workspace", &["source", "diag", "yaml", "document", "bundle"]),
    ("typography", &["source", "diag", "yaml", "document", "bundle", "workspace"]),
    ("indicator", &["source", "diag", "yaml", "workspace"]),
    ("ooxml", &["source"]),
    ("forms", &["source", "diag", "yaml", "workspace", "indicator", "ooxml"]),
    ("register", &["source", "diag", "document", "yaml", "workspace"]),
    ("expand", &["source", "diag", "document", "workspace", "indicator", "bundle"]),
    ("markdown", &["source", "diag", "document", "workspace", "expand"]),
    ("assemble", &["source", "diag", "document", "workspace", "expand", "markdown"]),
    ("check", &["source", "diag", "document", "workspace", "indicator"]),
    ("pdf", &["source", "diag", "stamp", "document", "workspace", "typography", "bundle"]),
    ("word", &["source", "stamp", "document", "typography", "ooxml"]),
    ("docx", &["source", "ooxml", "document"]),
    ("duties", &["source", "document", "yaml", "workspace"]),
    ("proof", &["source", "diag", "pdf", "docx"]),
    ("verify", &["source", "stamp", "pdf", "word", "docx", "proof"]),
    ("adopt", &["source", "diag", "document", "workspace", "docx"]),
    (
        "pipeline",
        &[
            "source",
            "diag",
            "bundle",
            "stamp",
            "document",
            "workspace",
            "indicator",
            "expand",
            "markdown",
            "assemble",
            "check",
            "typography",
            "pdf",
            "word",
            "proof",
            "verify",
        ],
    ),
    ("delivery", &["source", "document", "workspace", "indicator", "register", "pipeline"]),
    (
        "review",
        &[
            "source",
            "diag",
            "yaml",
            "document",
            "workspace",
            "typography",
            "indicator",
            "docx",
            "pipeline",
        ],
    ),
    ("store", &["source"]),
    (
        "workflow",
        &[
            "source",
            "diag",
            "bundle",
            "stamp",
            "document",
            "yaml",
            "workspace",
            "indicator",
            "forms",
            "typography",
            "pdf",
            "word",
            "docx",
            "duties",
            "verify",
            "adopt",
            "pipeline",
            "review",
            "register",
            "delivery",
            "store",
        ],
    ),
    (
        "preview",
        &["source", "diag", "bundle", "document", "workspace", "typography", "pdf", "pipeline"],
    ),
    (
        "cli",
        &[
            "preview",
            "proof",
            "stamp",
            "verify",
            "workflow",
            "check",
            "source",
            "diag",
            "bundle",
            "document",
            "workspace",
            "typography",
            "indicator",
            "expand",
            "forms",
            "pdf",
            "word",
            "docx",
            "review",
            "register",
            "delivery",
            "adopt",
            "pipeline",
        ],
    ),
];

/// Crates that only some rooms may use.
const CRATES: &[(&str, &[&str])] = &[
    ("serde_yaml", &["yaml"]),
    ("yaml_edit", &["yaml"]),
    ("minijinja", &["expand"]),
    ("comrak", &["markdown"]),
    ("hayro_syntax", &["verify"]),
    ("typst", &["typography", "pdf"]),
    ("typst_pdf", &["pdf"]),
    ("typst_eval", &["pdf"]),
    ("typst_layout", &["pdf"]),
    ("typst_render", &["pdf"]),
    ("typst_svg", &["pdf"]),
    ("typst_kit", &["typography", "pdf"]),
    ("icu_segmenter", &["typography"]),
    ("docx_rs", &["word"]),
    ("quick_xml", &["ooxml"]),
    ("zip", &["ooxml"]),
    ("calamine", &["forms"]),
    ("rust_xlsxwriter", &["forms"]),
    ("encoding_rs", &["source"]),
    ("similar", &["source", "cli"]),
    ("strsim", &["source"]),
    ("sha2", &["source"]),
    ("siphasher", &["source"]),
    ("time", &["workspace"]),
    ("unicode_width", &["forms", "cli"]),
    ("percent_encoding", &["preview"]),
    ("form_urlencoded", &["preview"]),
    ("codespan_reporting", &["diag"]),
    ("crc32fast", &["workspace"]),
    ("image", &["workspace"]),
    ("serde_json", &["diag", "verify", "review", "adopt", "preview", "store", "cli"]),
    ("httparse", &["preview"]),
    ("notify", &["preview"]),
    ("include_dir", &["bundle"]),
    ("clap", &["cli"]),
    ("tempfile", &["store"]),
    ("anyhow", &["cli", "store", "workflow", "workspace"]),
];

/// What may stand nowhere in the program.
const BANNED: &[&str] = &[
    ".unwrap()",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
    "dbg!(",
    "println!(",
    "eprintln!(",
    "print!(",
    "process::exit(",
];

/// Where a banned word stands all the same: the file, the word, and why.
const UNAVOIDABLE: &[(&str, &str, &str)] = &[(
    "src/cli/supervision/inner.rs",
    "process::exit(",
    "a thread that lays out can't be stopped otherwise",
)];

/// What changes files or folders: it stands in one room alone.
const WRITES: &[&str] = &[
    "fs::write(",
    "fs::copy(",
    "fs::rename(",
    "fs::hard_link(",
    "fs::set_permissions(",
    "fs::create_dir",
    "fs::remove_",
    "File::create",
    "File::options(",
    "OpenOptions",
    "DirBuilder",
    "set_permissions(",
    "::symlink(",
    "tempfile::",
    ".persist",
];

/// The room that may.
const STORE: &str = "store";

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 80;

/// Gives the breaches of a rule in a file.
type Rule = fn(&Source) -> Vec<String>;

/// One trial a rule.
pub(crate) fn trials() -> Vec<Trial> {
    let rules: [(&'static str, Rule); 11] = [
        ("arrows", arrows),
        ("crates", crates),
        ("banned", banned),
        ("writes", writes),
        ("lengths", lengths),
        ("heads", heads),
        ("reasons", reasons),
        ("faces", modules::faces),
        ("match-on-bool", style::match_on_bool),
        ("tuple-parameters", style::tuple_parameters),
        ("steps", style::steps),
    ];
    let rule = |(name, rule): (&'static str, Rule)| {
        Trial::test(format!("tidy::{name}"), move || verdict(sources().iter().flat_map(rule)))
    };
    let mut trials: Vec<Trial> = rules.into_iter().map(rule).collect();
    trials.push(Trial::test("tidy::folders", || verdict(modules::folders(&sources()))));
    trials.push(Trial::test("tidy::circles", || verdict(modules::circles(&sources()))));
    trials.push(Trial::test("tidy::rooms", || verdict(rooms())));
    trials.push(Trial::test("tidy::paths", || verdict(paths())));
    trials.push(Trial::test("tidy::tests-are-described", || verdict(listing::breaches())));
    trials
}

fn verdict(breaches: impl IntoIterator<Item = String>) -> Result<(), Failed> {
    let breaches: Vec<String> = breaches.into_iter().collect();
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n").into()) }
}

/// The names that follow `crate::` in a line of code, also inside braces.
fn entered(line: &str) -> Vec<&str> {
    let code = code(line);
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split(';').next().unwrap_or_default();
                names.extend(list.split(',').map(first_word));
            }
            None => names.push(first_word(rest)),
        }
    }
    names
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn arrows(source: &Source) -> Vec<String> {
    let Some(room) = source.room() else { return Vec::new() };
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
        return vec![source.at(1, "the room has no row in ARROWS")];
    };
    let mut breaches = Vec::new();
    for (number, line) in source.lines() {
        for name in entered(line) {
            let known = ARROWS.iter().any(|(room, _)| *room == name);
            if known && name != room && !allowed.contains(&name) {
                breaches.push(source.at(number, &format!("{room} may not enter {name}")));
            }
        }
    }
    breaches
}

fn crates(source: &Source) -> Vec<String> {
    let Some(room) = source.room() else { return Vec::new() };
    let mut breaches = Vec::new();
    for (number, line) in source.lines() {
        let code = code(line);
        for (name, rooms) in CRATES {
            let path = format!("{name}::");
            let used = code.match_indices(&path).any(|(at, _)| {
                !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if used && !rooms.contains(&room) {
                breaches.push(source.at(number, &format!("{room} may not use {name}")));
            }
        }
    }
    breaches
}

fn banned(source: &Source) -> Vec<String> {
    let mut breaches = Vec::new();
    for (number, line) in source.lines() {
        let found = BANNED.iter().filter(|word| has_word(code(line), word));
        let found = found.filter(|word| !is_unavoidable(source, word));
        breaches.extend(found.map(|word| source.at(number, &format!("{word} is banned"))));
    }
    breaches
}

fn is_unavoidable(source: &Source, word: &str) -> bool {
    UNAVOIDABLE.iter().any(|(file, banned, _)| source.path == *file && *banned == word)
}

/// Whether code holds a word: not as the end of a longer one, as `symlink(` is in `is_symlink()`.
fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(start, _)| {
        word.starts_with('.') || !code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// Only the store changes files: a command can't lose what somebody saved meanwhile.
fn writes(source: &Source) -> Vec<String> {
    if source.room() == Some(STORE) {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for (number, line) in source.lines() {
        let writes = WRITES.iter().filter(|word| has_word(code(line), word));
        breaches.extend(writes.map(|word| source.at(number, &format!("{word} outside {STORE}"))));
    }
    breaches
}

fn lengths(source: &Source) -> Vec<String> {
    let mut breaches = Vec::new();
    let count = source.text.lines().count();
    if count > FILE_LINES {
        breaches.push(source.at(count, &format!("{count} lines, at most {FILE_LINES}")));
    }
    let lines: Vec<&str> = source.text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some(indent) = function_indent(line) else { continue };
        let closing = format!("{}}}", " ".repeat(indent));
        let Some(length) = lines[at..].iter().position(|line| *line == closing) else { continue };
        let excused = lines[..at].iter().rev().take(4).any(|line| line.contains("// long:"));
        if length + 1 > FUNCTION_LINES && !excused {
            let what = format!("a function of {} lines, at most {FUNCTION_LINES}", length + 1);
            breaches.push(source.at(at + 1, &what));
        }
    }
    breaches
}

fn heads(source: &Source) -> Vec<String> {
    let head = source.text.lines().take_while(|line| line.starts_with("//!")).count();
    if source.path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let longest = if source.path == "src/lib.rs" { usize::MAX } else { 8 };
    match head {
        0 => vec![source.at(1, "no //! head")],
        _ if head > longest => vec![source.at(1, "the //! head is too long")],
        _ if source.text.lines().next() == Some("//! stub") => vec![source.at(1, "a stub")],
        _ => Vec::new(),
    }
}

/// Exceptions from lints give their reason.
fn reasons(source: &Source) -> Vec<String> {
    let mut breaches = Vec::new();
    let lines: Vec<&str> = source.text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let exception = ["#[allow(", "#![allow(", "#[expect("].iter().any(|a| code.starts_with(a));
        let end = lines[at..].iter().position(|line| line.contains(")]")).unwrap_or(0);
        if exception && !lines[at..=at + end].iter().any(|line| line.contains("reason =")) {
            breaches.push(source.at(at + 1, "an exception without its reason"));
        }
    }
    breaches
}

/// Every room that `lib.rs` opens has its row, and every row its room.
fn rooms() -> Vec<String> {
    let text = std::fs::read_to_string(golden::root().join("src/lib.rs")).unwrap();
    let opened: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let without_row = opened.iter().filter(|room| !ARROWS.iter().any(|(name, _)| name == *room));
    let without_room = ARROWS.iter().filter(|(name, _)| !opened.contains(name));
    let mut breaches: Vec<String> =
        without_row.map(|room| format!("src/lib.rs: {room} has no row in ARROWS")).collect();
    breaches.extend(without_room.map(|(name, _)| format!("src/lib.rs: {name} is no room")));
    breaches
}

/// No path of somebody's machine in what the repository keeps as text.
fn paths() -> Vec<String> {
    let root = golden::root();
    // Put together here, so that this file doesn't hold them.
    let homes = ["/ro", "/ho", "/wo", "/Us", "C:\\U"].map(str::to_owned);
    let words: Vec<String> = homes
        .into_iter()
        .zip(["ot/", "me/", "rk/", "ers/", "sers\\"])
        .map(|(a, b)| format!("{a}{b}"))
        .collect();
    let folders = ["src", "tests", "benches", "chapters", "templates", ".ci", ".cargo"];
    let mut files: Vec<PathBuf> =
        folders.iter().flat_map(|folder| golden::files(&root.join(folder), "")).collect();
    files.extend(["README.md", "Cargo.toml"].map(|name| root.join(name)));
    let mut breaches = Vec::new();
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (at, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                breaches.push(format!("{}:{}: a machine's path", path.display(), at + 1));
            }
        }
    }
    breaches
}
