//! What looks like markup and isn't, in a text that was looked at.

use std::borrow::Cow;
use std::ops::Range;

/// Maximum bytes around a near miss that are looked at: lines can be of any length.
pub(super) const MAX_SURROUNDINGS: usize = 1000;

/// Text that was meant as markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NearMiss {
    /// Its bytes in the text looked at.
    pub range: Range<usize>,
    pub message: Cow<'static, str>,
    /// What to type.
    pub help: Cow<'static, str>,
}

impl NearMiss {
    pub fn new(range: Range<usize>, message: &'static str, help: &'static str) -> NearMiss {
        NearMiss { range, message: message.into(), help: help.into() }
    }
}

/// Whether a byte is neither escaped nor in code, as far as its own line tells.
pub(super) fn is_plain(text: &str, offset: usize) -> bool {
    let from = text.floor_char_boundary(offset.saturating_sub(MAX_SURROUNDINGS));
    let before = &text[from..offset];
    let line = before.rfind('\n').map_or(before, |end| &before[end..]);
    !before.ends_with('\\') && line.bytes().filter(|byte| *byte == b'`').count() % 2 == 0
}
