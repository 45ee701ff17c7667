//! What is wrong with a cell, and what to type.

/// What is wrong with a cell, and what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellProblem {
    pub message: String,
    pub help: String,
}

/// A problem as a result.
pub(super) fn cell_problem<T>(
    message: impl Into<String>,
    help: impl Into<String>,
) -> Result<T, CellProblem> {
    Err(CellProblem { message: message.into(), help: help.into() })
}
