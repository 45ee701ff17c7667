//! README.md of the tests and their folder: each file and folder is described, and each described one is
//! there.

use crate::golden;
use std::collections::BTreeSet;
use std::fs;

/// What stands in the folder without being described: the description, and where the trials begin.
const UNLISTED: [&str; 2] = ["README.md", "main.rs"];

/// The files and folders that "What there is" doesn't name, and the names that are none.
pub(super) fn breaches() -> Vec<String> {
    let folder = golden::root().join("tests");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    let section = readme.split("\n## What there is\n").nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();

    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let present: BTreeSet<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !UNLISTED.contains(&name.as_str()))
        .collect();
    compare(section, &present)
}

fn compare(section: &str, present: &BTreeSet<String>) -> Vec<String> {
    let described = described(section);
    let undescribed = present.iter().filter(|name| !described.contains(*name));
    let mut breaches: Vec<String> =
        undescribed.map(|name| format!("tests/README.md: {name} isn't described")).collect();
    let absent = described.iter().filter(|name| !present.contains(*name));
    breaches.extend(absent.map(|name| format!("tests/README.md: there is no {name}")));
    breaches
}

/// The files and folders of tests/ that a text describes: the code in the first cell of a row, and that
/// of the paragraph below the table.
fn described(section: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in section.lines() {
        let text = match line.strip_prefix("| ") {
            Some(row) => row.split(" | ").next().unwrap_or_default(),
            None => line,
        };
        names.extend(text.split('`').skip(1).step_by(2).filter_map(entry));
    }
    names
}

/// The file or folder of tests/ that a path begins with; none for the modules of src/.
fn entry(path: &str) -> Option<String> {
    let first = path.split('/').next()?;
    let is_entry = path.contains('/') || first.ends_with(".rs");
    (is_entry && first != "src").then(|| first.to_owned())
}
