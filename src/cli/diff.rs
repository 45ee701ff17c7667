//! A change of a file as a unified diff.
//!
//! In: a file's path and its text before and after. Out: text as `diff -u` prints it.

use similar::TextDiff;

/// Lines shown around a change.
const CONTEXT: usize = 2;

/// The diff; of a file that changes its encoding or its line ends alone, the head.
pub(super) fn unified(path: &str, before: &str, after: &str) -> String {
    let before: Vec<&str> = before.lines().collect();
    let after: Vec<&str> = after.lines().collect();
    let diff = TextDiff::from_slices(&before, &after);

    let mut text = format!("--- {path}\n+++ {path}\n");
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        text.push_str(&hunk.to_string());
    }

    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_context() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
        let expected = "--- a.md\n+++ a.md\n@@ -1,5 +1,5 @@\n 1\n 2\n-3\n+三\n 4\n 5\n@@ -8,3 +8,3 @@\n 8\n 9\n-10\n+十\n";
        assert_eq!(unified("a.md", before, "1\n2\n三\n4\n5\n6\n7\n8\n9\n十\n"), expected);
    }

    #[test]
    fn neighbours_together() {
        let expected = "--- a.md\n+++ a.md\n@@ -1,3 +1,3 @@\n-1\n-2\n+一\n+二\n 3\n";
        assert_eq!(unified("a.md", "1\r\n2\r\n3", "一\r\n二\r\n3"), expected);
    }

    #[test]
    fn more_lines_and_fewer() {
        assert_eq!(unified("a", "1\n", "1\n2\n"), "--- a\n+++ a\n@@ -1 +1,2 @@\n 1\n+2\n");
        assert_eq!(unified("a", "1\n2\n", "2\n"), "--- a\n+++ a\n@@ -1,2 +1 @@\n-1\n 2\n");
    }

    #[test]
    fn other_line_ends_are_no_change() {
        assert_eq!(unified("a", "1\r\n2", "1\n2\n"), "--- a\n+++ a\n");
    }
}
