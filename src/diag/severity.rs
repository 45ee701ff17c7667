//! How bad a problem is, and what follows from it.

/// How bad a problem is. A code has one; where less is at stake a rule lowers it for one problem, as the
/// rules on data do for a value that no document prints.
///
/// A severity doesn't decide what `zishu fix` repairs: that is every problem with a
/// [`Fix`](super::Fix), but for `hand-typed-value`, which is repaired with `--values` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// What would be printed is wrong, or can't be printed. A working copy says so in its place and is
    /// written; of a formal copy nothing is, and the last files stay. The exit code is 1.
    Error,
    /// The documents can be read as they are, but somebody should look: something is missing, doubtful
    /// or against a standard. They are written, and the exit code is 0. What no formal copy may have is
    /// a warning as long as people work on it, and becomes an error with `--final`: by its code
    /// (`REFUSED_IN_FINAL` in `pipeline/formal.rs`), or by
    /// [`draft_only`](super::Diagnostic::draft_only) where the code alone doesn't decide that.
    Warning,
    /// Nothing is wrong; another way of writing would be safer. Counted apart, never an error.
    Hint,
}

impl Severity {
    /// Its name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }

    /// Its name in messages.
    pub fn chinese(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
            Severity::Hint => "建议",
        }
    }
}
