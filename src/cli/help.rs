//! The layout of help: Chinese headings, and columns that line up where a Chinese character takes two.
//!
//! In: help as clap renders it, which counts characters. Out: the same with `：` and aligned columns.

use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// A line of a table: what is typed, and what it does.
struct Row<'a> {
    typed: &'a str,
    meaning: &'a str,
}

/// Translates the ends of headings and aligns the columns.
pub(super) fn align(help: &str) -> String {
    let mut text = String::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut in_section = false;
    for line in help.lines() {
        if let (true, Some(row)) = (in_section, row(line)) {
            rows.push(row);
            continue;
        }

        write_rows(&mut rows, &mut text);
        let heading = heading(line);
        in_section = heading.is_some();
        let _ = match heading {
            Some(name) => writeln!(text, "{name}："),
            None => writeln!(text, "{line}"),
        };
    }
    write_rows(&mut rows, &mut text);
    text
}

/// The name of a section of clap's: a line of its own that ends with `:`.
fn heading(line: &str) -> Option<&str> {
    line.strip_suffix(':').filter(|name| !name.is_empty() && !name.contains([' ', '：']))
}

/// What is typed and what it does, which clap separates by two spaces or more.
fn row(line: &str) -> Option<Row<'_>> {
    let body = line.strip_prefix("  ")?;
    let start = body.len() - body.trim_start().len();
    let split = start + body[start..].find("  ")?;
    Some(Row { typed: &body[..split], meaning: body[split..].trim_start() })
}

fn write_rows(rows: &mut Vec<Row<'_>>, text: &mut String) {
    let widest = rows.iter().map(|row| width(row.typed)).max().unwrap_or(0);
    for Row { typed, meaning } in rows.drain(..) {
        let gap = " ".repeat(widest - width(typed) + 2);
        let _ = writeln!(text, "  {typed}{gap}{meaning}");
    }
}

/// Columns that a text takes on a terminal.
///
/// Characters whose width Unicode leaves open (UAX #11: “ ” — · ①) count as one column: that is the default of
/// terminals, in Chinese systems too, and the width by which codespan-reporting places its carets.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::{align, width};

    #[test]
    fn columns_line_up_by_width() {
        let help = "做事\n\n选项:\n  -C <文件夹>  甲\n      --pdf  乙\n\n示例：\n  zishu  例\n";
        let expected =
            "做事\n\n选项：\n  -C <文件夹>  甲\n      --pdf    乙\n\n示例：\n  zishu  例\n";
        assert_eq!(align(help), expected);
    }

    #[test]
    fn characters_take_the_columns_of_terminals() {
        let cases = [
            ("abc", 3),
            ("é", 1),
            ("e\u{301}", 1),
            ("ñandú", 5),
            ("局", 2),
            ("（）", 4),
            ("㎡", 2),
        ];
        for (text, columns) in cases {
            assert_eq!(width(text), columns, "{text}");
        }
        assert_eq!(width("“—”①"), 4, "ambiguous ones are narrow");
        assert_eq!(width("零\u{200B}宽"), 4, "a character that leaves no mark");
    }
}
