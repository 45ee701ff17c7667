//! The layout of help: Chinese headings, and columns that line up where a Chinese character takes two.
//!
//! In: help as clap renders it, which counts characters. Out: the same with `：` and aligned columns.

use std::fmt::Write;

/// Sets the headings and columns right.
pub(super) fn align(help: &str) -> String {
    let mut text = String::new();
    let mut rows: Vec<(&str, &str)> = Vec::new();
    let mut within = false;
    for line in help.lines() {
        if let (true, Some(row)) = (within, row(line)) {
            rows.push(row);
            continue;
        }
        flush(&mut rows, &mut text);
        let heading = heading(line);
        within = heading.is_some();
        let _ = match heading {
            Some(name) => writeln!(text, "{name}："),
            None => writeln!(text, "{line}"),
        };
    }
    flush(&mut rows, &mut text);
    text
}

/// The name of a section of clap's: a line of its own that ends with `:`.
fn heading(line: &str) -> Option<&str> {
    line.strip_suffix(':').filter(|name| !name.is_empty() && !name.contains([' ', '：']))
}

/// What is typed and what it does, which clap parts by two blanks or more.
fn row(line: &str) -> Option<(&str, &str)> {
    let body = line.strip_prefix("  ")?;
    let start = body.len() - body.trim_start().len();
    let split = start + body[start..].find("  ")?;
    Some((&body[..split], body[split..].trim_start()))
}

fn flush(rows: &mut Vec<(&str, &str)>, text: &mut String) {
    let widest = rows.iter().map(|(left, _)| width(left)).max().unwrap_or(0);
    for (left, right) in rows.drain(..) {
        let blanks = " ".repeat(widest - width(left) + 2);
        let _ = writeln!(text, "  {left}{blanks}{right}");
    }
}

/// Columns on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn columns_line_up_by_width() {
        let help = "做事\n\n选项:\n  -C <文件夹>  甲\n      --pdf  乙\n\n示例：\n  zishu  例\n";
        let expected =
            "做事\n\n选项：\n  -C <文件夹>  甲\n      --pdf    乙\n\n示例：\n  zishu  例\n";
        assert_eq!(align(help), expected);
    }
}
