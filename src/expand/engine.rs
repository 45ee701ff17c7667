//! minijinja, set up: delimiters, functions, limits, and how values are printed.
//!
//! An expression that fails is reported, blanked, and the template is run again, so that every
//! problem of a file is found in one go.

use super::blank::blank;
use super::failure;
use super::functions::{Action, DataValue, FUNCTIONS, Function, INSTALL};
use super::job::{Job, Source};
use super::markers::{Fragment, fragments, marker};
use super::reference::{REMOVED_FILTERS, REMOVED_FUNCTIONS};
use super::session::{Gathered, Session, problem_error};
use crate::diag::{Code, Diagnostic};
use crate::source::Sources;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, OutputSpan, State, UndefinedBehavior,
};
use std::fmt::Write as _;

/// Maximum number of steps of one run; also bounds the bytes that it can make (64 to a step).
const MAX_STEPS: u64 = 1_000_000;
/// Maximum depth of macros and includes.
const MAX_DEPTH: usize = 100;
/// Maximum number of bytes of an expanded file.
const MAX_OUTPUT: usize = 4 << 20;
/// Maximum number of runs after a failing expression.
const MAX_RERUNS: usize = 60;
/// Maximum number of bytes of one printed value.
const MAX_VALUE: usize = 100_000;

/// The result of a run.
pub(super) struct RunResult {
    /// Output and its origins, unless it had to stop.
    pub(super) output: Option<(String, Vec<OutputSpan>)>,
    pub(super) gathered: Gathered,
    pub(super) problems: Vec<Diagnostic>,
}

/// Runs the first source to its end, or to the problem that stops it.
pub(super) fn run(mut job: Job<'_>, texts: &Sources) -> RunResult {
    let mut problems: Vec<Diagnostic> = Vec::new();
    for round in 0..=MAX_RERUNS {
        drop(job.session.take());
        let error = match attempt(&job) {
            Ok(output) if output.0.len() <= MAX_OUTPUT => {
                let gathered = job.session.take();
                return RunResult { output: Some(output), gathered, problems };
            }
            Ok(_) => {
                problems.push(failure::too_long(&job.sources[0]));
                break;
            }
            Err(error) => error,
        };

        let is_blanked = round > 0;
        let failure = failure::describe(&error, &job, texts);
        if is_blanked && failure.is_syntax {
            break;
        }

        let is_repeated = problems.contains(&failure.problem);
        if !is_repeated {
            problems.push(failure.problem);
        }

        let may_rerun = !failure.stops && !is_repeated && round < MAX_RERUNS;
        let Some(location) = failure.location.filter(|_| may_rerun) else { break };
        if !blank(&mut job.sources[location.source].text, location.range) {
            break;
        }
    }

    RunResult { output: None, gathered: job.session.take(), problems }
}

fn attempt(job: &Job<'_>) -> Result<(String, Vec<OutputSpan>), Error> {
    let mut environment = environment(job)?;
    for source in &job.sources[1..] {
        environment.add_template(&source.name, &source.text)?;
    }

    let main = &job.sources[0];
    let variables = Value::from_pairs(job.variables.iter().map(|(k, v)| (k.as_str(), v.clone())));
    environment.template_from_named_str(&main.name, &main.text)?.render_with_spans(variables)
}

/// Whether a template is well-formed by itself.
pub(super) fn check_syntax(source: &Source, session: &Session) -> Result<(), Error> {
    let job = Job { sources: vec![source.clone()], macros: &[], variables: Vec::new(), session };
    let environment = environment(&job)?;
    environment.template_from_named_str(&source.name, &source.text).map(|_| ())
}

fn environment<'s>(job: &Job<'_>) -> Result<Environment<'s>, Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .comment_delimiters("{##", "##}")
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()?;
    environment.set_syntax(syntax);

    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_fuel(Some(MAX_STEPS));
    environment.set_recursion_limit(MAX_DEPTH);
    // Makes what macros and {% set %} blocks print safe, so that it isn't taken for a value.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    let session = job.session.clone();
    environment.set_formatter(move |out, state, value| print(&session, out, state, value));
    register(&mut environment, job);
    Ok(environment)
}

/// Registers the functions of the table and the macros, and removes those that no template may use.
fn register(environment: &mut Environment<'_>, job: &Job<'_>) {
    REMOVED_FILTERS.iter().for_each(|name| environment.remove_filter(name));
    REMOVED_FUNCTIONS.iter().for_each(|name| environment.remove_global(name));

    let session = job.session.clone();
    environment.add_filter("markdown", move |value: &Value| markdown(&session, value));

    let mut add = |name: &str, action: Action| {
        let session = job.session.clone();
        let function = Function { name: name.to_owned(), action, session };
        environment.add_global(name.to_owned(), Value::from_object(function));
    };
    for function in FUNCTIONS {
        function.names.iter().for_each(|name| add(name, Action::Call(function)));
    }

    job.macros.iter().for_each(|name| add(name, Action::Macro));
    add(INSTALL, Action::Install);
}

/// The filter `markdown`: text as its writer typed it, with its marks. Texts of the workspace stay
/// values.
fn markdown(session: &Session, value: &Value) -> Value {
    let text = value.to_string();
    if session.facts.is_text(&text) {
        Value::from_safe_string(session.keep_text(&text))
    } else {
        Value::from_safe_string(text)
    }
}

/// Prints a value: Markdown as it is, data as a marker, lists not at all.
fn print(
    session: &Session,
    out: &mut Output<'_>,
    _state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }

    if let Some(value) = value.downcast_object_ref::<DataValue>() {
        return Ok(out.write_str(&value.marker)?);
    }

    if value.is_safe() {
        return Ok(out.write_str(value.as_str().unwrap_or(""))?);
    }

    match value.kind() {
        ValueKind::String => print_text(session, out, value.as_str().unwrap_or("")),
        ValueKind::Number => {
            let mut text = String::new();
            write!(text, "{value}")?;
            Ok(out.write_str(&session.keep_text(&text))?)
        }
        ValueKind::Bool => {
            let text = if value.is_true() { "是" } else { "否" };
            Ok(out.write_str(&session.keep_text(text))?)
        }
        ValueKind::None => Ok(()),
        // minijinja may add kinds; none of them is a text.
        _ => Err(not_printable(value)),
    }
}

fn not_printable(value: &Value) -> Error {
    if is_list(value) {
        let help = "用 {% for 项 in … %} 逐项印出，或写明要其中的哪一项";
        return problem_error(Code::TemplateCall, "这里得到的是列表，不能直接印出", help);
    }

    let help =
        "函数要写括号和参数，例如 值(\"指标名称\", 2017)；指标要写明印出哪一项，例如 项.名称";
    problem_error(Code::TemplateCall, "这里得到的不是文字或数值，不能印出", help)
}

/// Prints a plain string: as text where it can't be read as Markdown, else as a marker.
fn print_text(session: &Session, out: &mut Output<'_>, text: &str) -> Result<(), Error> {
    if text.len() > MAX_VALUE {
        return Err(problem_error(Code::TemplateLimit, "印出的文字过长", "请缩短"));
    }

    if session.facts.is_text(text) {
        return Ok(out.write_str(&session.keep_text(text))?);
    }

    for fragment in fragments(text) {
        match fragment {
            Fragment::Text(text) if is_harmless(text) => out.write_str(text)?,
            Fragment::Text(text) => out.write_str(&session.keep_text(text))?,
            Fragment::Marker(kind, index) => out.write_str(&marker(kind, index))?,
        }
    }

    Ok(())
}

/// Whether a text means nothing to Markdown in any context: it begins with a character that
/// isn't ASCII, holds only letters, digits, full stops and full-width characters, and begins no caption.
fn is_harmless(text: &str) -> bool {
    let first = text.chars().next().is_some_and(|first| !first.is_ascii());
    let plain = |c: char| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric() || matches!(c, '.' | '%')
        } else {
            !c.is_control() && !c.is_whitespace()
        }
    };

    first && text.chars().all(plain) && !text.contains("www.") && !text.starts_with('表')
}

/// Whether a value is a list, for messages.
fn is_list(value: &Value) -> bool {
    matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable)
}
