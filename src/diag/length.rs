//! How long a title or a name may be.
//!
//! In: a text as typed. Out: a problem where it is too long to be set as what it is.

use super::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Maximum number of characters of a title or heading: three lines of a page.
pub const MAX_TITLE: usize = 200;
/// Maximum number of characters of a bureau's or an indicator's name, of a unit, of a group.
pub const MAX_NAME: usize = 100;

impl Diagnostics {
    /// Reports a text of more than `max` characters; `field` names it in Chinese.
    pub fn report_long(&mut self, text: &str, field: &str, max: usize, span: Span) {
        let length = text.chars().count();
        if length > max {
            let message = format!("{field}有{length}字，太长");
            let problem = Diagnostic::new(Code::TooLong, span, message);
            self.report(problem.help(format!("最多{max}字，请写短")));
        }
    }
}
