//! How a text is written down in a file: its byte-order mark and its line ends.
//!
//! In: the bytes of a file and the text that is to replace it. Out: the text as that file writes it.

use super::diff::{diff_lines, equal_pairs};

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A line with the characters that end it.
struct Line<'a> {
    content: &'a str,
    end: &'static str,
}

/// A text as a file holds it that held `old`: with the file's byte-order mark, and with its line ends. A
/// line that stays keeps its own, a new one gets those of most lines. A text that has `\r\n` itself was
/// made of the file's own lines, and stays as it is.
pub fn in_form_of(old: &[u8], text: &str) -> String {
    let old = String::from_utf8_lossy(old);
    let (mark, old) = match old.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => ("\u{FEFF}", rest),
        None => ("", &*old),
    };
    if !old.contains('\r') || text.contains("\r\n") {
        return format!("{mark}{text}");
    }

    let old_lines = lines(old);
    let usual = usual_end(&old_lines);
    let new_lines: Vec<&str> = text.split('\n').collect();
    let contents: Vec<&str> = old_lines.iter().map(|line| line.content).collect();
    let mut ends = vec![usual; new_lines.len()];
    for (before, after) in equal_pairs(diff_lines(&contents, &new_lines)) {
        let end = old_lines[before].end;
        ends[after] = if end.is_empty() { usual } else { end };
    }

    let mut formed = String::from(mark);
    let last = new_lines.len() - 1;
    for (index, (content, end)) in new_lines.into_iter().zip(ends).enumerate() {
        formed.push_str(content);
        if index < last {
            formed.push_str(end);
        }
    }
    formed
}

/// The lines of a text. A carriage return alone ends a line where no line ends otherwise, as on the old
/// Mac.
fn lines(text: &str) -> Vec<Line<'_>> {
    if !text.contains('\n') {
        return text.split_inclusive('\r').map(|line| with_end(line, "\r")).collect();
    }

    let line = |line| {
        let whole = with_end(line, "\r\n");
        if whole.end.is_empty() { with_end(line, "\n") } else { whole }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// A line whose end is `end`, if it has that end.
fn with_end<'a>(line: &'a str, end: &'static str) -> Line<'a> {
    match line.strip_suffix(end) {
        Some(content) => Line { content, end },
        None => Line { content: line, end: "" },
    }
}

/// The end that most lines have.
fn usual_end(lines: &[Line<'_>]) -> &'static str {
    let count = |end: &str| lines.iter().filter(|line| line.end == end).count();
    ["\r", "\r\n", "\n"].into_iter().max_by_key(|end| count(end)).unwrap_or("\n")
}

#[cfg(test)]
mod tests {
    use super::in_form_of;

    #[test]
    fn ends_and_mark_stay() {
        let cases = [
            ("\u{FEFF}甲\r\n乙\r\n", "甲\n子\n", "\u{FEFF}甲\r\n子\r\n"),
            ("\u{FEFF}甲\n乙\n", "甲\n子\n", "\u{FEFF}甲\n子\n"),
            ("甲\n乙\r\n丙\n", "甲\n乙\n子\n", "甲\n乙\r\n子\n"),
            ("甲\r\n乙\n丙\r\n丁\r\n", "甲\n乙\n子\n丁\n", "甲\r\n乙\n子\r\n丁\r\n"),
            ("甲\r乙\r", "甲\n子\n", "甲\r子\r"),
            ("甲\r\n乙", "甲\n乙\n丙", "甲\r\n乙\r\n丙"),
            ("甲\r\n乙\r\n", "甲\n乙", "甲\r\n乙"),
            ("甲\r\n乙\n", "甲\r\n子\n", "甲\r\n子\n"),
            ("甲\n乙\n", "", ""),
            ("", "甲\n", "甲\n"),
        ];
        for (old, text, expected) in cases {
            assert_eq!(in_form_of(old.as_bytes(), text), expected, "{old:?} {text:?}");
        }
    }
}
