//! Prints diagnostics; the only user of codespan-reporting.

use super::{Diagnostic, Severity};
use crate::source::{FileId, Sources};
use codespan_reporting::diagnostic as report;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{self, Config, termcolor};
use std::io;
use std::ops::Range;

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
    let at = sources.line_column(span.file, span.start);
    let (path, code) = (sources.path(span.file), diagnostic.code.name());
    writeln!(out, "{path}:{}:{}: {code}: {}", at.line, at.column, diagnostic.message)
}

fn json(out: &mut dyn io::Write, sources: &Sources, diagnostic: &Diagnostic) -> io::Result<()> {
    let place = |span: crate::source::Span| {
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
        .map(|label| serde_json::json!({ "place": place(label.span), "text": label.text }))
        .collect();
    let value = serde_json::json!({
        "code": diagnostic.code.name(),
        "severity": severity_name(diagnostic.severity),
        "message": diagnostic.message,
        "place": place(diagnostic.primary.span),
        "label": diagnostic.primary.text,
        "secondary": secondary,
        "help": diagnostic.help,
    });
    writeln!(out, "{value}")
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

fn human(
    out: &mut dyn io::Write,
    sources: &Sources,
    diagnostic: &Diagnostic,
    colour: bool,
) -> io::Result<()> {
    let severity = match diagnostic.severity {
        Severity::Error => report::Severity::Error,
        Severity::Warning => report::Severity::Warning,
        Severity::Hint => report::Severity::Note,
    };
    let label = |style, label: &super::Label| {
        report::Label::new(style, label.span.file, visible(sources, label.span))
            .with_message(label.text.clone())
    };
    let mut labels = vec![label(report::LabelStyle::Primary, &diagnostic.primary)];
    labels.extend(diagnostic.secondary.iter().map(|l| label(report::LabelStyle::Secondary, l)));
    let notes = diagnostic.help.iter().map(|help| format!("改法：{help}")).collect();
    let report = report::Diagnostic::new(severity)
        .with_code(diagnostic.code.name())
        .with_message(&diagnostic.message)
        .with_labels(labels)
        .with_notes(notes);
    let mut buffer = if colour { termcolor::Buffer::ansi() } else { termcolor::Buffer::no_color() };
    let printed =
        term::emit_to_write_style(&mut buffer, &Config::default(), &Excerpts(sources), &report);
    printed.map_err(io::Error::other)?;
    out.write_all(buffer.as_slice())
}

/// The part of a span on its first line: a caret under thirty lines helps nobody.
fn visible(sources: &Sources, span: crate::source::Span) -> Range<usize> {
    let text = sources.text(span.file);
    let start = floor(text, span.start as usize);
    let end = floor(text, span.end as usize).max(start);
    let line_end = text[start..end].find('\n').map_or(end, |at| start + at);
    start..line_end.max(start)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

struct Excerpts<'a>(&'a Sources);

impl<'a> Files<'a> for Excerpts<'a> {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(self.0.path(id))
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(self.0.text(id))
    }

    fn line_index(&'a self, id: FileId, byte: usize) -> Result<usize, Error> {
        Ok(self.0.line_column(id, byte as u32).line - 1)
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        let start = self.0.offset(id, line + 1, 1) as usize;
        let end = self.0.offset(id, line + 2, 1) as usize;
        Ok(start..end)
    }

    fn column_number(&'a self, id: FileId, line: usize, byte: usize) -> Result<usize, Error> {
        let start = self.0.offset(id, line + 1, 1) as usize;
        let text = self.0.text(id);
        Ok(text[start..floor(text, byte)].chars().count() + 1)
    }
}
