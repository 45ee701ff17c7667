//! minijinja's errors as problems at their exact span; their texts are translated by
//! [`messages`](super::messages).

use super::bounds::{first_word, tags};
use super::job::{Job, Source};
use super::messages::{BlockEnd, block_end, meaning, undefined_name};
use crate::diag::{Code, Diagnostic};
use crate::source::{GeneratedOffset, Sources, Span};
use minijinja::{Error, ErrorKind};
use std::error::Error as _;
use std::ops::Range;

/// A range of a source that minijinja runs.
#[derive(Clone)]
pub(super) struct Location {
    /// Index of the source.
    pub(super) source: usize,
    /// Bytes of its text.
    pub(super) range: Range<usize>,
}

/// A failed run.
pub(super) struct Failure {
    pub(super) problem: Diagnostic,
    /// The expression that failed.
    pub(super) location: Option<Location>,
    /// Nothing can be run after it.
    pub(super) stops: bool,
    /// The text isn't a template.
    pub(super) is_syntax: bool,
}

/// The problem of an error, in Chinese.
pub(super) fn describe(error: &Error, job: &Job<'_>, texts: &Sources) -> Failure {
    let chain = chain(error);
    let inner = chain.last().copied().unwrap_or(error);
    let location = chain.iter().rev().find_map(|error| locate(error, job));
    let location = location.map(|location| match first_loop(&job.sources[location.source].text) {
        // minijinja counts the turns of a loop without saying of which.
        Some(range) if inner.kind() == ErrorKind::OutOfFuel && location.range.is_empty() => {
            Location { range, ..location }
        }
        Some(_) | None => location,
    });

    let whole = match &location {
        Some(Location { source, range }) => span_of(&job.sources[*source], range.clone()),
        None => Span::of_file(job.sources[0].file),
    };

    let typed = texts.slice(whole).to_owned();
    let mut meaning = meaning(inner, &typed, job);
    let mut span = narrowed(inner, whole, &typed);
    if let Some(Location { source, range }) = &location {
        let source = &job.sources[*source];
        if let Some(block) = open_block(inner, source, range) {
            span = block.span;
            meaning.message = block.message;
            meaning.help = Some(block.help);
        }

        span = definition(inner, source, range, &typed).unwrap_or(span);
    }

    let mut problem = Diagnostic::new(meaning.code, span, meaning.message);
    problem.help.extend(meaning.help);
    problem = add_caller(problem, &chain, job);

    let is_syntax = inner.kind() == ErrorKind::SyntaxError || inner.kind() == ErrorKind::BadEscape;
    let stops = is_syntax || meaning.code == Code::TemplateLimit;
    Failure { problem, location, stops, is_syntax }
}

/// The location of an error in one of the job's sources.
fn locate(error: &Error, job: &Job<'_>) -> Option<Location> {
    let source =
        job.sources.iter().position(|source| Some(source.name.as_str()) == error.name())?;
    let range = error.range().unwrap_or(0..0);
    Some(Location { source, range: clip(&job.sources[source].text, range) })
}

/// The first tag that begins a loop.
fn first_loop(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(start) = text[from..].find("{%").map(|offset| from + offset) {
        from = start + 2;
        let tag = text[from..].trim_start_matches(['-', '+', ' ']);
        let length = text[start..].find("%}")? + 2;
        if tag.starts_with("for ") {
            return Some(start..start + length);
        }
    }

    None
}

/// The part of a span that is at fault: a template's name in its quotes.
fn narrowed(error: &Error, span: Span, typed: &str) -> Span {
    if error.kind() != ErrorKind::TemplateNotFound {
        return span;
    }

    let quote = typed.find(['"', '\'']);
    let closing = typed.rfind(['"', '\'']).filter(|end| Some(*end) > quote);

    match (quote, closing) {
        (Some(start), Some(end)) => {
            let first = span.start as usize;
            Span::new(span.file, first + start..first + end + 1)
        }
        _ => span,
    }
}

/// The span of an undefined name that is printed later under another name.
fn definition(error: &Error, source: &Source, range: &Range<usize>, typed: &str) -> Option<Span> {
    if error.kind() != ErrorKind::UndefinedError {
        return None;
    }

    let name = undefined_name(error.detail()?).filter(|name| !typed.contains(name))?;
    let start = source.text[..range.start].rfind(name)?;
    Some(span_of(source, start..start + name.len()))
}

/// A block of statements that isn't closed as it was opened.
struct OpenBlock {
    span: Span,
    message: String,
    help: String,
}

/// The statement that is still open where a template ends, or where the wrong one is closed.
fn open_block(error: &Error, source: &Source, range: &Range<usize>) -> Option<OpenBlock> {
    let detail = error.detail().filter(|_| error.kind() == ErrorKind::SyntaxError)?;
    let block_end = block_end(detail)?;
    let closing = source.text[..range.start].rfind("{%").unwrap_or(range.start);
    let end = match block_end {
        BlockEnd::Missing => source.text.len(),
        BlockEnd::Wrong(_) => closing,
    };

    let mut open: Vec<(Range<usize>, &str)> = Vec::new();
    for tag in tags(&source.text).take_while(|tag| tag.range.start < end) {
        if !tag.is_statement {
            continue;
        }

        let inside = &source.text[tag.inside];
        let word = first_word(inside);
        let openers = ["for", "if", "macro", "call", "filter", "with", "block", "autoescape"];
        if openers.contains(&word) || word == "set" && !inside.contains('=') {
            open.push((tag.range, word));
        } else if word.starts_with("end") {
            open.pop();
        }
    }

    let (opening, word) = open.pop()?;
    Some(match block_end {
        BlockEnd::Missing => OpenBlock {
            span: span_of(source, opening),
            message: format!("“{word}”没有配对的“end{word}”"),
            help: format!("在这一段的末尾补上 {{% end{word} %}}"),
        },
        BlockEnd::Wrong(other) => OpenBlock {
            span: span_of(source, range.clone()),
            message: format!("这里应是“end{word}”，现为“end{other}”"),
            help: format!("把 end{other} 改为 end{word}"),
        },
    })
}

fn chain(error: &Error) -> Vec<&Error> {
    let mut list = vec![error];
    let mut next = error.source();
    while let Some(source) = next {
        list.extend(source.downcast_ref::<Error>());
        next = source.source();
    }

    list
}

fn clip(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.floor_char_boundary(range.end.min(text.len()));
    start..end.max(start)
}

/// The span in the file of bytes of a source's text.
pub(super) fn span_of(source: &Source, range: Range<usize>) -> Span {
    let range = GeneratedOffset(range.start as u32)..GeneratedOffset(range.end as u32);
    source.mapped.locate(range).unwrap_or(Span::of_file(source.file))
}

/// Adds the span in the chapter from which a template was used.
fn add_caller(mut problem: Diagnostic, chain: &[&Error], job: &Job<'_>) -> Diagnostic {
    let main = job.sources[0].file;
    if problem.primary.span.file == main {
        return problem;
    }

    let calling = job.session.outer_site().map(|site| site.span);
    let including = chain.iter().find_map(|error| {
        let location = locate(error, job).filter(|location| location.source == 0)?;
        Some(span_of(&job.sources[0], location.range))
    });
    let Some(caller) = calling.or(including).filter(|span| span.file == main) else {
        return problem;
    };

    // Misspelt names and syntax are the template's mistakes; others come from its variables.
    if matches!(problem.code, Code::UndefinedName | Code::TemplateSyntax) {
        return problem.also(caller, "由这里用到");
    }

    let inside = std::mem::replace(&mut problem.primary.span, caller);
    problem.also(inside, "在模板的这一处")
}

/// Output that is too long.
pub(super) fn too_long(source: &Source) -> Diagnostic {
    let span = Span::of_file(source.file);
    Diagnostic::new(Code::TemplateLimit, span, "展开后的文字过长").help("缩小循环的范围")
}
