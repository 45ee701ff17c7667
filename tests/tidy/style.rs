//! Rules of rhythm and style within files.

use super::source::{Line, Source, code, function_indent};

/// Number of lines from which on a function's steps are set apart.
const LONG_FUNCTION: usize = 20;
/// Number of statements from which on a long function has more than one step.
const STEPS: usize = 5;

/// `if` and `else`, not a `match` on a bool.
pub(super) fn match_on_bool(source: &Source) -> Vec<String> {
    let lines = source.all_lines();
    let mut breaches = Vec::new();
    for pair in lines.windows(2) {
        let [(number, line), (_, next)] = pair else { continue };
        let opens = code(line).contains("match ") && code(line).trim_end().ends_with('{');
        let arm = next.trim_start();
        if opens && (arm.starts_with("true =>") || arm.starts_with("false =>")) {
            breaches.push(source.at(*number, "a match on a bool"));
        }
    }
    breaches
}

/// A struct, not a tuple, as parameter.
pub(super) fn tuple_parameters(source: &Source) -> Vec<String> {
    let lines = source.all_lines();
    let mut breaches = Vec::new();
    for Function { lines, signature, .. } in functions(&lines) {
        for (number, line) in &lines[..signature] {
            let code = code(line);
            if code.contains("): (") || code.contains("): &(") || code.contains("): &mut (") {
                breaches.push(source.at(*number, "a tuple as parameter"));
            }
        }
    }
    breaches
}

/// A blank line between the steps of a long function.
pub(super) fn steps(source: &Source) -> Vec<String> {
    let lines = source.lines();
    let mut breaches = Vec::new();
    for Function { lines, indent, signature } in functions(&lines) {
        let body = &lines[signature..lines.len() - 1];
        let has_blank = body.iter().any(|(_, line)| line.trim().is_empty());
        let is_statement = |line: &str| {
            let code = line.trim_start();
            line.len() - code.len() == indent + 4 && code.starts_with(char::is_alphabetic)
        };
        let statements = body.iter().filter(|(_, line)| is_statement(line)).count();
        if lines.len() > LONG_FUNCTION && statements >= STEPS && !has_blank {
            let what = format!("{} lines without a blank one between steps", lines.len());
            breaches.push(source.at(lines[0].0, &what));
        }
    }
    breaches
}

/// A function: the lines from its `fn` to its closing brace.
struct Function<'a> {
    lines: &'a [Line<'a>],
    /// Spaces before it.
    indent: usize,
    /// Number of its lines that belong to its signature.
    signature: usize,
}

/// The functions with a body of more than one line, in order.
fn functions<'a>(lines: &'a [Line<'a>]) -> Vec<Function<'a>> {
    let mut functions = Vec::new();
    for (index, (_, line)) in lines.iter().enumerate() {
        let Some(indent) = function_indent(line) else { continue };
        let closing = format!("{}}}", " ".repeat(indent));
        let end = lines[index..].iter().position(|(_, line)| *line == closing);
        let signature = lines[index..].iter().position(|(_, line)| line.trim_end().ends_with('{'));
        if let (Some(end), Some(last)) = (end, signature) {
            let lines = &lines[index..=index + end];
            functions.push(Function { lines, indent, signature: last + 1 });
        }
    }
    functions
}
