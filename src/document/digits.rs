//! Where one figure would go on in another: digits that touch are read as one number.
//!
//! In: the texts on both sides. Out: whether they end and begin with figures. Whoever prints text from
//! parts, or writes text beside marks, asks here.

use crate::source::ascii_of_full_width;

/// The comment that joins what stands around it: figures that only marks part are kept apart in
/// print, but not with this between them, as in `**1**<!-- -->380`.
pub const JOINT: &str = "<!-- -->";

/// Whether a character is a digit, half-width or full-width.
pub fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '０'..='９')
}

/// The value of a digit, half-width or full-width.
pub fn digit_value(character: char) -> Option<u32> {
    ascii_of_full_width(character).unwrap_or(character).to_digit(10)
}

/// Whether a text ends with a digit.
pub fn ends_figure(text: &str) -> bool {
    text.ends_with(is_digit)
}

/// Whether a text begins with a digit. A point or comma before it is prose as often as part of a
/// figure, and was typed.
pub fn begins_figure(text: &str) -> bool {
    text.starts_with(is_digit)
}

#[cfg(test)]
mod tests {
    use super::{begins_figure, ends_figure};

    #[test]
    fn figures_begin_and_end_texts() {
        assert!(ends_figure("共12") && ends_figure("１２"));
        assert!(!ends_figure("12家") && !ends_figure("12.") && !ends_figure(""));
        assert!(begins_figure("5家") && begins_figure("５"));
        assert!(!begins_figure("家5") && !begins_figure(".5") && !begins_figure(""));
    }
}
