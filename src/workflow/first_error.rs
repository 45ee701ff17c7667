//! Why a document wasn't set, in a phrase.

use crate::diag::{Diagnostics, Severity};
use crate::source::Sources;

/// The first error with its file and line, `templates/urge.md.j2:3 …`; `None` where there is none.
pub(super) fn first_error(problems: &Diagnostics, sources: &Sources) -> Option<String> {
    let error = problems.iter().find(|problem| problem.severity == Severity::Error)?;
    let span = error.primary.span;
    let line = sources.line_column(span.file, span.start).line;
    Some(format!("{}:{line} {}", sources.path(span.file), error.message))
}
