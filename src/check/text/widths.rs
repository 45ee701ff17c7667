//! `full-width-character`: full-width digits and letters (GB/T 15835—2011, 5.1.6).

use super::characters::run;
use super::passage::{Passage, Role};
use crate::diag::{Code, Diagnostics};

/// Reports each run of them.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    // In a 文号 another rule speaks of them.
    if passage.role == Role::Number {
        return;
    }
    let text = &passage.text;
    let mut at = 0;
    while let Some(found) = text[at..].find(is_wide) {
        let start = at + found;
        let mut end = run(text, start, |c| is_wide(c) || c == '．');
        end -= text[start..end].len() - text[start..end].trim_end_matches('．').len();
        let typed = &text[start..end];
        at = end;
        // ＸＸ stands for something that is still to be filled in.
        if typed.chars().count() > 1 && typed.chars().all(|c| c == 'Ｘ') {
            continue;
        }
        let narrow: String = typed.chars().map(narrow).collect();
        let message = format!("“{typed}”是全角字符");
        let problem = passage.fixable(Code::FullWidthCharacter, &(start..end), message, &narrow);
        if let Some(problem) = problem {
            diagnostics.report(problem);
        }
    }
}

/// A full-width digit or letter.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// It in half width.
pub(super) fn narrow(character: char) -> char {
    char::from_u32((character as u32).wrapping_sub(0xFEE0)).unwrap_or(character)
}
