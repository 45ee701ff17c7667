//! `unit-symbol`: units as one compatibility character (GB 3100—1993).

use super::passage::Passage;
use crate::check::words::TEXT;
use crate::diag::{Code, Diagnostics};

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    for (start, character) in passage.text().char_indices() {
        let Some((symbol, name)) = TEXT.unit_symbol.longest(&passage.text()[start..]) else {
            continue;
        };
        let range = start..start + symbol.len();
        let message = format!("“{character}”是合体字符");
        diagnostics.extend(passage.fixable(Code::UnitSymbol, &range, message, name));
    }
}
