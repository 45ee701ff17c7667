//! A range of a file into a type.

use super::positions::Positions;
use super::problem::Problem;
use super::structure::Structure;
use super::tree::{self, Node};
use super::{guard, shape, syntax};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{FileId, Sources, Span, visible};
use serde::de::DeserializeOwned;
use std::ops::Range;

/// Reads the YAML in `range` of `file` as `T`.
///
/// A field of type `String` takes any scalar with its text as written (`93.10` stays `93.10`), and
/// a blank one as an empty text; `Option<String>` takes a blank one, `~` and `null` as `None`.
/// The errors of `T` are shown to the user where they are Chinese.
pub fn load<T: DeserializeOwned>(
    sources: &Sources,
    file: FileId,
    range: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Result<(T, Positions), Reported> {
    let text = sources.text(file).get(range.clone()).unwrap_or("");
    let span =
        |inner: Range<usize>| Span::new(file, range.start + inner.start..range.start + inner.end);
    let root = match parse(text) {
        Ok(root) => root,
        Err(problem) => return Err(diagnostics.report(problem.diagnostic(span))),
    };

    let mut repeated = None;
    root.visit_duplicates(&mut |first, second| {
        let problem = Diagnostic::new(
            Code::DuplicateEntry,
            span(second.key_range.clone()),
            format!("“{}”写了两次", second.key),
        );
        let problem = problem.also(span(first.key_range.clone()), "第一次在这里");
        repeated = Some(diagnostics.report(problem));
    });
    if let Some(reported) = repeated {
        return Err(reported);
    }

    // Characters that mean nothing are no part of a value; an error names columns of the text as typed.
    let read = serde_yaml::from_str::<T>(&visible(text));
    match read.or_else(|_| serde_yaml::from_str::<T>(text)) {
        Ok(value) => Ok((value, Positions::new(file, range.start, root))),
        Err(error) => Err(diagnostics.report(shape::explain(&error, text, &root).diagnostic(span))),
    }
}

/// The keys and values of a text that serde_yaml accepts.
pub(super) fn parse(text: &str) -> Result<Node, Problem> {
    guard::check(text)?;

    // The structure first: it reaches every node, so that depth and length are known to be harmless.
    match serde_yaml::from_str::<Structure>(text) {
        Ok(structure) => {
            let root = tree::build(text);
            // The two parsers differ on forms that nobody writes; then only the whole has a position.
            Ok(if structure.fits(&root) { root } else { tree::whole(text) })
        }
        // Whether a text without any value is accepted depends on `T`.
        Err(_) if guard::is_blank(text) => Ok(tree::build("")),
        Err(error) => Err(syntax::explain(&error, text)),
    }
}
