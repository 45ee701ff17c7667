//! What reading a package may cost: sizes, counts and memory, each bounded by count, not by clock.
//!
//! In: what a stage is about to take. Out: permission, or the [`Error`] that names the limit.

use super::error::Error;

/// Maximum depth of nested elements: some 80 tables in one another.
pub const MAX_DEPTH: usize = 256;
/// Maximum number of namespace declarations in force at one place; each look-up goes through them.
pub const MAX_NAMESPACES: usize = 160;

/// The limits for one kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum size of the file, in bytes.
    pub file: usize,
    /// Maximum number of parts.
    pub parts: usize,
    /// Maximum size of a part read as text, unpacked, in bytes.
    pub part: usize,
    /// Maximum sum of the parts read as text, unpacked, in bytes.
    pub text: usize,
    /// Maximum sum of the parts read as bytes, unpacked, in bytes.
    pub binary: usize,
    /// Maximum number of XML events in all parts together.
    pub events: usize,
    /// Maximum memory for what is kept of the parts, in bytes.
    pub memory: usize,
}

impl Limits {
    /// For files that this program has made.
    pub const TRUSTED: Limits = Limits {
        file: usize::MAX,
        parts: 5_000,
        part: 256 << 20,
        text: 512 << 20,
        binary: 1 << 30,
        events: usize::MAX,
        memory: usize::MAX,
    };
}

/// What is still left to spend on one file.
#[derive(Debug, Clone)]
pub struct Budget {
    events: usize,
    memory: usize,
}

impl Budget {
    /// The whole budget.
    pub fn new(limits: &Limits) -> Budget {
        Budget { events: limits.events, memory: limits.memory }
    }

    /// Pays for an XML event.
    pub(super) fn event(&mut self) -> Result<(), Error> {
        self.events = self.events.checked_sub(1).ok_or(Error::TooManyEvents)?;
        Ok(())
    }

    /// Pays for bytes that are kept.
    pub fn keep(&mut self, bytes: usize) -> Result<(), Error> {
        self.memory = self.memory.checked_sub(bytes).ok_or(Error::TooMuchMemory)?;
        Ok(())
    }
}
