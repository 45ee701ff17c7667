//! A change of a file as a unified diff.
//!
//! In: a file's bytes before and after, which have the same number of lines. Out: text as `diff -u`
//! prints it.

use crate::workspace::Repair;
use std::fmt::Write;
use std::ops::Range;

/// Lines shown around a change.
const CONTEXT: usize = 2;

/// The diff; empty where the lines don't correspond.
pub(super) fn unified(repair: &Repair) -> String {
    let (before, after) =
        (String::from_utf8_lossy(&repair.before), String::from_utf8_lossy(&repair.after));
    let (before, after) = (lines(&before), lines(&after));
    if before.len() != after.len() {
        return String::new();
    }
    let mut text = format!("--- {0}\n+++ {0}\n", repair.path);
    for hunk in hunks(&before, &after) {
        let (start, count) = (hunk.start + 1, hunk.len());
        let _ = writeln!(text, "@@ -{start},{count} +{start},{count} @@");
        print(&mut text, &before[hunk.clone()], &after[hunk]);
    }
    text
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').map(|line| line.trim_end_matches(['\n', '\r'])).collect()
}

/// Changed lines with those around them; hunks that touch are one.
fn hunks(before: &[&str], after: &[&str]) -> Vec<Range<usize>> {
    let mut hunks: Vec<Range<usize>> = Vec::new();
    for (at, _) in before.iter().zip(after).enumerate().filter(|(_, (one, other))| one != other) {
        let (start, end) = (at.saturating_sub(CONTEXT), (at + 1 + CONTEXT).min(before.len()));
        match hunks.last_mut().filter(|last| last.end >= start) {
            Some(last) => last.end = end,
            None => hunks.push(start..end),
        }
    }
    hunks
}

/// Neighbouring changes: first all lines as they were, then all as they are to be.
fn print(text: &mut String, before: &[&str], after: &[&str]) {
    let mut at = 0;
    while at < before.len() {
        let same = before[at] == after[at];
        let end = (at..before.len()).find(|i| (before[*i] == after[*i]) != same);
        let end = end.unwrap_or(before.len());
        let sides = if same { vec![(' ', before)] } else { vec![('-', before), ('+', after)] };
        for (sign, side) in sides {
            for line in &side[at..end] {
                let _ = writeln!(text, "{sign}{line}");
            }
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str) -> String {
        let (before, after) = (before.as_bytes().to_vec(), after.as_bytes().to_vec());
        unified(&Repair { path: "a.md".to_owned(), before, after, what: String::new() })
    }

    #[test]
    fn lines_with_context() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
        let expected = "--- a.md\n+++ a.md\n@@ -1,5 +1,5 @@\n 1\n 2\n-3\n+三\n 4\n 5\n@@ -8,3 +8,3 @@\n 8\n 9\n-10\n+十\n";
        assert_eq!(diff(before, "1\n2\n三\n4\n5\n6\n7\n8\n9\n十\n"), expected);
    }

    #[test]
    fn neighbours_together() {
        let expected = "--- a.md\n+++ a.md\n@@ -1,3 +1,3 @@\n-1\n-2\n+一\n+二\n 3\n";
        assert_eq!(diff("1\r\n2\r\n3", "一\r\n二\r\n3"), expected);
    }
}
