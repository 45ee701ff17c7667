//! `unit-symbol`: units as one compatibility character (GB 3100—1993).

use super::passage::Passage;
use crate::diag::{Code, Diagnostics};

const SYMBOLS: [(char, &str); 11] = [
    ('㎡', "平方米"),
    ('㎥', "立方米"),
    ('㎢', "平方公里"),
    ('㎞', "公里"),
    ('㎏', "千克"),
    ('㎎', "毫克"),
    ('㎜', "毫米"),
    ('㎝', "厘米"),
    ('㏄', "毫升"),
    ('㎾', "千瓦"),
    ('㎿', "兆瓦"),
];

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    for (at, character) in passage.text.char_indices() {
        let Some((_, name)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == character) else {
            continue;
        };
        let range = at..at + character.len_utf8();
        let message = format!("“{character}”是合体字符");
        if let Some(problem) = passage.fixable(Code::UnitSymbol, &range, message, name) {
            diagnostics.report(problem);
        }
    }
}
