//! The numbers of a text, one after another.

use super::characters::is_digit;
use super::quantity::{NonQuantity, Number, Reading};
use super::unit::Units;
use super::{arabic, chinese, join};

/// Reads every number of a text, in reading order.
pub fn read(text: &str, units: &Units) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut open_titles = 0usize;
    let mut start = 0;
    while let Some(character) = text[start..].chars().next() {
        let number = match character {
            '《' => {
                open_titles += 1;
                None
            }
            '》' => {
                open_titles = open_titles.saturating_sub(1);
                None
            }
            _ if is_digit(character) => arabic::read(text, start, units),
            '翻' => chinese::doubling(text, start),
            _ => chinese::read(text, start, units),
        };
        start += character.len_utf8();

        if let Some(mut number) = number {
            if open_titles > 0 {
                number.reading = Reading::Other(NonQuantity::Title);
            }
            start = number.range.end.max(start);
            numbers.push(number);
        }
    }
    join::join(text, numbers)
}
