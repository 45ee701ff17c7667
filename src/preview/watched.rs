//! Which files of a workspace are watched: those that a report may read.

use std::collections::BTreeSet;
use std::path::Path;

/// Folders of a workspace that are read.
pub(super) const FOLDERS: [&str; 3] = ["chapters", "templates", "fonts"];

/// Files that changed, relative to the workspace, with `/`.
pub type Change = BTreeSet<String>;

/// The path relative to the workspace, where a report may read it.
pub(super) fn relevant(root: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    let parts = parts?;

    let is_watched = parts.len() > 1 && FOLDERS.contains(parts.first()?);
    let is_temporary = parts.iter().any(|part| is_temporary(part));
    // A folder's times change with every temporary file in it; its files have notices of their own.
    (is_watched && !is_temporary && !path.is_dir()).then(|| parts.join("/"))
}

/// Whether programs make files of this name for their own use.
pub(super) fn is_temporary(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let ends = [".swp", ".swo", ".swx", ".tmp", ".temp", ".bak", ".crdownload", ".part", "~"];
    name.starts_with('.')
        || name.starts_with("~$")
        || name == "4913"
        || (name.starts_with('#') && name.ends_with('#'))
        || ends.iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_report_are_watched() {
        let root = Path::new("/r");
        let seen = |path: &str| relevant(root, Path::new(path));
        assert_eq!(seen("/r/chapters/06/甲.md"), Some("chapters/06/甲.md".to_owned()));
        for path in [
            "/r/out/自述报告.pdf",
            "/r/chapters/.review/c1.json",
            "/r/chapters/06/~$甲.docx",
            "/r/chapters/06/4913",
            "/r/chapters/06/.甲.md.swp",
            "/r/chapters/06/甲.md~",
            "/r/chapters/.zishu-a",
            "/r/target/a.md",
            "/elsewhere/chapters/a.md",
        ] {
            assert_eq!(seen(path), None, "{path}");
        }
    }
}
