//! A change of a file as a unified diff.
//!
//! In: a file's path and its text before and after. Out: text as `diff -u` prints it.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};
use std::fmt::Write;

/// Lines shown around a change.
const CONTEXT: usize = 2;

/// The diff.
pub(super) fn unified(path: &str, before: &str, after: &str) -> String {
    let (before, after) = (lines(before), lines(after));
    let mut text = format!("--- {path}\n+++ {path}\n");
    let ops = capture_diff_slices(Algorithm::Myers, &before, &after);
    for group in group_diff_ops(ops, CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let old = first.old_range().start..last.old_range().end;
        let new = first.new_range().start..last.new_range().end;
        let _ = writeln!(
            text,
            "@@ -{},{} +{},{} @@",
            old.start + usize::from(!old.is_empty()),
            old.len(),
            new.start + usize::from(!new.is_empty()),
            new.len()
        );
        group.iter().for_each(|op| print(&mut text, op, &before, &after));
    }
    text
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').map(|line| line.trim_end_matches(['\n', '\r'])).collect()
}

fn print(text: &mut String, op: &DiffOp, before: &[&str], after: &[&str]) {
    let (tag, old, new) = op.as_tag_tuple();
    let sides = match tag {
        DiffTag::Equal => vec![(' ', &before[old])],
        DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
            vec![('-', &before[old]), ('+', &after[new])]
        }
    };
    for (sign, side) in sides {
        for line in side {
            let _ = writeln!(text, "{sign}{line}");
        }
    }
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
        assert_eq!(unified("a", "1\n", "1\n2\n"), "--- a\n+++ a\n@@ -1,1 +1,2 @@\n 1\n+2\n");
        assert_eq!(unified("a", "1\n2\n", "2\n"), "--- a\n+++ a\n@@ -1,2 +1,1 @@\n-1\n 2\n");
    }
}
