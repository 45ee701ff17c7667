//! Prints diagnostics; the only user of codespan-reporting.

use super::excerpt::Excerpts;
use super::{Diagnostic, Severity};
use crate::source::{Sources, Span};
use codespan_reporting::diagnostic as report;
use codespan_reporting::term::{self, Config, termcolor};
use std::io;

/// The form in which problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the source's line and carets.
    #[default]
    Human,
    /// One line a problem: `file:line:col: code: message`.
    Short,
    /// One JSON object a line.
    Json,
}

/// Writes sorted diagnostics; `colour` concerns `human` only.
pub fn emit(
    out: &mut dyn io::Write,
    sources: &Sources,
    diagnostics: &[Diagnostic],
    format: Format,
    colour: bool,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        match format {
            Format::Human => human(out, sources, diagnostic, colour)?,
            Format::Short => short(out, sources, diagnostic)?,
            Format::Json => json(out, sources, diagnostic)?,
        }
    }

    Ok(())
}

fn short(out: &mut dyn io::Write, sources: &Sources, diagnostic: &Diagnostic) -> io::Result<()> {
    let span = diagnostic.primary.span;
    let position = sources.line_column(span.file, span.start);
    let (path, code) = (single_line(sources.path(span.file)), diagnostic.code.name());

    writeln!(
        out,
        "{path}:{}:{}: {code}: {}",
        position.line,
        position.column,
        single_line(&diagnostic.message)
    )
}

fn json(out: &mut dyn io::Write, sources: &Sources, diagnostic: &Diagnostic) -> io::Result<()> {
    let location = |span: Span| {
        let start = sources.line_column(span.file, span.start);
        let end = sources.line_column(span.file, span.end);
        serde_json::json!({
            "file": sources.path(span.file),
            "start": { "line": start.line, "column": start.column, "byte": span.start },
            "end": { "line": end.line, "column": end.column, "byte": span.end },
        })
    };

    let secondary: Vec<_> = diagnostic
        .secondary
        .iter()
        .map(|label| serde_json::json!({ "place": location(label.span), "text": label.text }))
        .collect();

    let mut value = serde_json::json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "place": location(diagnostic.primary.span),
        "label": diagnostic.primary.text,
        "secondary": secondary,
        "help": diagnostic.help,
    });
    if let Some(fix) = &diagnostic.fix {
        let fix = serde_json::json!({ "place": location(fix.span), "text": fix.replacement });
        value["fix"] = fix;
    }

    writeln!(out, "{value}")
}

fn human(
    out: &mut dyn io::Write,
    sources: &Sources,
    diagnostic: &Diagnostic,
    colour: bool,
) -> io::Result<()> {
    let (severity, english) = match diagnostic.severity {
        Severity::Error => (report::Severity::Error, "error"),
        Severity::Warning => (report::Severity::Warning, "warning"),
        Severity::Hint => (report::Severity::Note, "note"),
    };

    let (excerpts, locations) = Excerpts::new(sources, diagnostic);
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
    let labels = locations.into_iter().zip(labels).enumerate();
    let labels = labels.map(|(index, (location, label))| {
        let style = match index {
            0 => report::LabelStyle::Primary,
            _ => report::LabelStyle::Secondary,
        };
        report::Label::new(style, location.file, location.range)
            .with_message(single_line(&label.text))
    });

    let help = diagnostic.help.iter().map(|help| format!("改法：{}", single_line(help)));
    let report = report::Diagnostic::new(severity)
        .with_code(diagnostic.code.name())
        .with_message(single_line(&diagnostic.message))
        .with_labels(labels.collect())
        .with_notes(help.collect());

    let mut buffer = if colour { termcolor::Buffer::ansi() } else { termcolor::Buffer::no_color() };
    let printed = term::emit_to_write_style(&mut buffer, &Config::default(), &excerpts, &report);
    printed.map_err(io::Error::other)?;

    // codespan-reporting's word for the severity comes first, and is English.
    let text = String::from_utf8_lossy(buffer.as_slice());
    out.write_all(text.replacen(english, diagnostic.severity.chinese(), 1).as_bytes())
}

/// Maximum number of characters of what was typed that a message quotes.
const MAX_QUOTED: usize = 60;

/// Maximum number of characters of a message's own text.
const MAX_MESSAGE: usize = 4 * MAX_QUOTED;

/// A message on one line: what it quotes is shortened, and nothing in it moves the cursor.
fn single_line(message: &str) -> String {
    let mut out = String::new();

    for (index, part) in message.split('“').enumerate() {
        if index > 0 {
            out.push('“');
        }

        let (quoted, after) = part.rsplit_once('”').unwrap_or(("", part));
        push_shortened(&mut out, quoted, MAX_QUOTED);
        if quoted.len() + after.len() < part.len() {
            out.push('”');
        }
        push_shortened(&mut out, after, MAX_MESSAGE);
    }

    out
}

/// Appends at most `max` characters of a text.
fn push_shortened(out: &mut String, text: &str, max: usize) {
    out.extend(text.chars().take(max).map(printable));
    if text.chars().nth(max).is_some() {
        out.push('…');
    }
}

/// A character; a space for one that moves the cursor or changes the direction of text.
fn printable(character: char) -> char {
    let moves = matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if moves || character.is_control() { ' ' } else { character }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use std::ops::Range;

    fn emitted(text: &str, range: Range<usize>, message: &str, format: Format) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text);
        let problem = Diagnostic::new(Code::RawHtml, Span::new(file, range), message);
        let mut out = Vec::new();
        let written = emit(&mut out, &sources, &[problem], format, false);
        assert!(written.is_ok());
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn every_severity_has_its_chinese_head() {
        let heads = [
            (Code::TooLong, "错误[too-long]: 甲\n"),
            (Code::RawHtml, "提醒[raw-html]: 甲\n"),
            (Code::HandTypedValue, "建议[hand-typed-value]: 甲\n"),
        ];
        for (code, head) in heads {
            let mut sources = Sources::default();
            let file = sources.add("a.md", "a");
            let problem = Diagnostic::new(code, Span::new(file, 0..1), "甲");
            let mut out = Vec::new();
            assert!(emit(&mut out, &sources, &[problem], Format::Human, false).is_ok());
            let out = String::from_utf8_lossy(&out);
            assert!(out.starts_with(head), "{out}");
        }
    }

    #[test]
    fn short_problems_take_a_line() {
        let out = emitted("a", 0..1, "没有“a\nb\u{7}c”", Format::Short);
        assert_eq!(out, "a.md:1:1: raw-html: 没有“a b c”\n");
    }

    #[test]
    fn long_names_are_shortened() {
        let message = format!("没有“{}”的数值", "长".repeat(5000));
        let out = emitted("a", 0..1, &message, Format::Short);
        assert_eq!(out, format!("a.md:1:1: raw-html: 没有“{}…”的数值\n", "长".repeat(60)));
    }

    #[test]
    fn a_long_line_is_printed_around_the_span() {
        let text = format!("{}错字{}\n", "前".repeat(300), "后".repeat(300));
        let out = emitted(&text, 900..906, "错了", Format::Human);
        assert!(out.starts_with("提醒[raw-html]: 错了\n"), "{out}");
        assert!(out.contains("a.md:1:301\n"), "{out}");
        let lines: Vec<&str> = out.lines().collect();
        let line = lines.iter().find(|line| line.contains("错字")).unwrap();
        assert!(line.contains("│ ...前") && line.ends_with("后..."), "{line}");
        assert!(line.chars().count() < 100, "{line}");
        let column = |line: &str, stop: char| -> usize {
            line.chars().take_while(|c| *c != stop).map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
        };
        let carets = lines.iter().find(|line| line.contains('^')).unwrap();
        assert!(carets.trim_end().ends_with(" ^^^^"), "{carets}");
        assert_eq!(
            column(carets, '^') - column(carets, '│'),
            column(line, '错') - column(line, '│'),
            "{out}"
        );
    }

    #[test]
    fn two_spans_on_a_long_line_keep_their_order() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "甲".repeat(1000));
        let problem = Diagnostic::new(Code::RawHtml, Span::new(file, 2400..2403), "错了")
            .also(Span::new(file, 300..2703), "另一处")
            .also(Span::new(file, 0..0), "开头");
        let mut out = Vec::new();
        let written = emit(&mut out, &sources, &[problem], Format::Human, false);
        assert!(written.is_ok());
        assert!(String::from_utf8_lossy(&out).contains("a.md:1:801"));
    }
}
