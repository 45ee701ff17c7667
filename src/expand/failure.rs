//! minijinja's errors as problems at their exact place; what they say is the business of `meaning`.

use super::bounds::{first_word, tags};
use super::job::{Job, Source};
use super::meaning::meaning;
use crate::diag::{Code, Diagnostic};
use crate::source::{GeneratedOffset, Sources, Span};
use minijinja::{Error, ErrorKind};
use std::error::Error as _;
use std::ops::Range;

/// Index of a source and bytes of its text.
type Place = (usize, Range<usize>);

/// A failed run.
pub(super) struct Failure {
    pub(super) problem: Diagnostic,
    /// What failed.
    pub(super) place: Option<Place>,
    /// Nothing can be run after it.
    pub(super) stops: bool,
    /// The text isn't a template.
    pub(super) syntax: bool,
}

/// Says what an error means.
pub(super) fn describe(error: &Error, job: &Job<'_>, texts: &Sources) -> Failure {
    let chain = chain(error);
    let inner = chain.last().copied().unwrap_or(error);
    let located = |error: &Error| {
        let index = job.sources.iter().position(|one| Some(one.name.as_str()) == error.name())?;
        let range = error.range().unwrap_or(0..0);
        Some((index, clip(&job.sources[index].text, range)))
    };
    let place = chain.iter().rev().find_map(|error| located(error));
    let place = place.map(|(index, range)| match first_loop(&job.sources[index].text) {
        // minijinja counts the turns of a loop without saying of which.
        Some(tag) if inner.kind() == ErrorKind::OutOfFuel && range.is_empty() => (index, tag),
        Some(_) | None => (index, range),
    });
    let span = match &place {
        Some((index, range)) => span_of(&job.sources[*index], range.clone()),
        None => Span::of_file(job.sources[0].file),
    };
    let typed = texts.slice(span).to_owned();
    let mut meaning = meaning(inner, &typed, job);
    let mut span = narrowed(inner, span, &typed);
    if let Some((index, range)) = &place {
        let source = &job.sources[*index];
        if let Some(open) = open_block(inner, source, range) {
            span = open.0;
            meaning.message = open.1;
            meaning.help = Some(open.2);
        }
        span = definition(inner, source, range, &typed).unwrap_or(span);
    }
    let mut problem = Diagnostic::new(meaning.code, span, meaning.message);
    problem.help.extend(meaning.help);
    problem = add_caller(problem, &chain, job, located);
    let syntax = inner.kind() == ErrorKind::SyntaxError || inner.kind() == ErrorKind::BadEscape;
    let stops = syntax || meaning.code == Code::TemplateLimit;
    Failure { problem, place, stops, syntax }
}

/// The first tag that begins a loop.
fn first_loop(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(start) = text[at..].find("{%").map(|found| at + found) {
        at = start + 2;
        let tag = text[at..].trim_start_matches(['-', '+', ' ']);
        let length = text[start..].find("%}")? + 2;
        if tag.starts_with("for ") {
            return Some(start..start + length);
        }
    }
    None
}

/// The part of a place that is at fault: a template's name in its quotes.
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

/// Where an undefined name was typed, when it is printed later under another name.
fn definition(error: &Error, source: &Source, range: &Range<usize>, typed: &str) -> Option<Span> {
    if error.kind() != ErrorKind::UndefinedError {
        return None;
    }
    let name = error.detail()?.split('`').nth(1)?;
    if typed.contains(name) || name.contains("(...)") {
        return None;
    }
    let at = source.text[..range.start].rfind(name)?;
    Some(span_of(source, at..at + name.len()))
}

/// The statement that is still open where a template ends, or where the wrong one is closed.
fn open_block(
    error: &Error,
    source: &Source,
    range: &Range<usize>,
) -> Option<(Span, String, String)> {
    let detail = error.detail().filter(|_| error.kind() == ErrorKind::SyntaxError)?;
    let ended = detail.contains("end of input");
    let wrong = detail.strip_prefix("unknown statement end");
    if !ended && wrong.is_none() {
        return None;
    }
    let closing = source.text[..range.start].rfind("{%").unwrap_or(range.start);
    let end = if ended { source.text.len() } else { closing };
    let mut open: Vec<(Range<usize>, &str)> = Vec::new();
    for tag in tags(&source.text).take_while(|tag| tag.range.start < end) {
        if !tag.is_statement {
            continue;
        }
        let inside = &source.text[tag.inside];
        let word = first_word(inside);
        let begins = ["for", "if", "macro", "call", "filter", "with", "block", "autoescape"];
        if begins.contains(&word) || word == "set" && !inside.contains('=') {
            open.push((tag.range, word));
        } else if word.starts_with("end") {
            open.pop();
        }
    }
    let (begun, word) = open.pop()?;
    let begun = span_of(source, begun);
    Some(match wrong {
        None => (
            begun,
            format!("“{word}”没有配对的“end{word}”"),
            format!("在这一段的末尾补上 {{% end{word} %}}"),
        ),
        Some(other) => (
            span_of(source, range.clone()),
            format!("这里应是“end{word}”，写成了“end{other}”"),
            format!("把 end{other} 改为 end{word}"),
        ),
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
    let bound = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = bound(range.start);
    start..bound(range.end).max(start)
}

/// The place in the file of bytes of a source's text.
pub(super) fn span_of(source: &Source, range: Range<usize>) -> Span {
    let range = GeneratedOffset(range.start as u32)..GeneratedOffset(range.end as u32);
    source.mapped.locate(range).unwrap_or(Span::of_file(source.file))
}

/// Names the place in the chapter from which a template was used.
fn add_caller(
    mut problem: Diagnostic,
    chain: &[&Error],
    job: &Job<'_>,
    located: impl Fn(&Error) -> Option<Place>,
) -> Diagnostic {
    let main = job.sources[0].file;
    if problem.primary.span.file == main {
        return problem;
    }
    let called = job.session.outer_site().map(|site| site.span);
    let included = chain.iter().find_map(|error| {
        located(error)
            .filter(|(index, _)| *index == 0)
            .map(|(_, range)| span_of(&job.sources[0], range))
    });
    let Some(caller) = called.or(included).filter(|span| span.file == main) else {
        return problem;
    };
    // What a template misspells is its own mistake; the rest comes from what it was given.
    let own = matches!(problem.code, Code::UndefinedName | Code::TemplateSyntax);
    if own {
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
