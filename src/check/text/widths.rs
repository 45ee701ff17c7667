//! `full-width-character`: full-width digits and letters (GB/T 15835—2011, 5.1.6).

use super::characters::{is_wide, run};
use super::passage::{Passage, Role};
use crate::diag::{Code, Diagnostics};
use crate::source::ascii_of_full_width;

/// Reports each run of them.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    // In a 文号 another rule speaks of them.
    if passage.role == Role::Number {
        return;
    }
    let text = passage.text();
    let mut next = 0;
    while let Some(distance) = text[next..].find(is_wide) {
        let start = next + distance;
        let run_end = run(text, start, |c| is_wide(c) || c == '．');
        let typed = text[start..run_end].trim_end_matches('．');
        next = start + typed.len();

        // ＸＸ stands for something that is still to be filled in.
        if typed.chars().count() > 1 && typed.chars().all(|c| c == 'Ｘ') {
            continue;
        }

        let narrowed: String = typed.chars().filter_map(ascii_of_full_width).collect();
        let message = format!("“{typed}”是全角字符");
        let range = start..next;
        diagnostics.extend(passage.fixable(Code::FullWidthCharacter, &range, message, &narrowed));
    }
}
