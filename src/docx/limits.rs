//! What reading a Word file may cost: sizes, steps and memory, each bounded by count, not by clock.
//!
//! In: what a stage is about to take. Out: leave, or [`Refused`] with the limit in words.

use super::model::Refused;

/// Largest file, in bytes.
pub(super) const FILE: usize = 64 << 20;
/// Most parts in a package.
pub(super) const PARTS: usize = 5_000;
/// Largest part of XML, unpacked, in bytes.
pub(super) const XML: usize = 48 << 20;
/// Largest sum of the XML parts that are read, unpacked, in bytes.
pub(super) const ALL_XML: usize = 96 << 20;
/// Largest sum of pictures, in bytes.
pub(super) const MEDIA: usize = 64 << 20;
/// Deepest nesting of elements: some 80 tables in one another.
pub(super) const DEPTH: usize = 256;
/// Most namespace declarations in force at one place; each look-up goes through them.
pub(super) const NAMESPACES: usize = 160;
/// Most XML events in all parts together.
const STEPS: usize = 8_000_000;
/// Memory that the stories may take, in bytes.
const MEMORY: usize = 96 << 20;

/// What to do with a file that holds too much.
const SPLIT: &str = "请分成几份文件";

/// A refusal, with what helps for most files.
pub(super) fn refuse(reason: impl Into<String>) -> Refused {
    refuse_with(reason, "在 Word 或 WPS 里打开，另存为 .docx；打不开的，请重新发送")
}

/// A refusal, with what to do.
pub(super) fn refuse_with(reason: impl Into<String>, advice: &str) -> Refused {
    Refused { reason: reason.into(), advice: advice.to_owned() }
}

/// What is still left to spend on one file.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    steps: usize,
    memory: usize,
}

impl Budget {
    /// The whole budget.
    pub fn new() -> Budget {
        Budget { steps: STEPS, memory: MEMORY }
    }

    /// Pays for XML events.
    pub fn step(&mut self, count: usize) -> Result<(), Refused> {
        let over =
            || refuse_with(format!("文件内容过多，XML 标记超过 {} 万个", STEPS / 10_000), SPLIT);
        self.steps = self.steps.checked_sub(count).ok_or_else(over)?;
        Ok(())
    }

    /// Pays for bytes that are kept.
    pub fn keep(&mut self, bytes: usize) -> Result<(), Refused> {
        let over =
            || refuse_with(format!("文件内容过多，读出的正文超过 {} MB", MEMORY >> 20), SPLIT);
        self.memory = self.memory.checked_sub(bytes).ok_or_else(over)?;
        Ok(())
    }
}
