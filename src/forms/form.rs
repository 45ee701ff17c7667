//! A form whose head was read, and how a problem in it is reported.

use super::form_text::FormText;
use super::layout::Position;
use super::sheet::Sheet;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::indicator::Indicators;
use crate::source::is_forbidden;

/// A form whose head was read.
pub(super) struct Form<'a> {
    pub sheet: &'a Sheet,
    pub text: &'a FormText,
    pub path: &'a str,
    /// The row of the headings.
    pub head: u32,
    pub bureau: &'a str,
    pub indicators: &'a Indicators,
}

impl Form<'_> {
    /// The source of a value for which the form names none: `填报表 市质监局.xlsx`.
    pub fn source(&self) -> String {
        let file_name = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let printable = |c: &char| !c.is_control() && !is_forbidden(*c);
        let file_name: String = file_name.chars().filter(printable).collect();
        format!("填报表 {}", file_name.trim()).trim_end().to_owned()
    }

    /// Reports what is wrong with a cell.
    pub fn refuse(
        &self,
        cell: Position,
        message: &str,
        help: &str,
        diagnostics: &mut Diagnostics,
    ) -> Reported {
        refuse_cell(self.text, cell, message, help, diagnostics)
    }
}

/// Reports what is wrong with a cell.
pub(super) fn refuse_cell(
    text: &FormText,
    cell: Position,
    message: &str,
    help: &str,
    diagnostics: &mut Diagnostics,
) -> Reported {
    let message = format!("{}：{message}", cell.name());
    diagnostics.report(Diagnostic::new(Code::FormRefused, text.span(cell), message).help(help))
}
