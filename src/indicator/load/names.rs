//! Names of bureaus and keys as the files write them, years, and the spans of entries.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, nearest};
use crate::workspace::{Bureau, Workspace};
use crate::yaml::{Positions, Step};

/// The bureau with this short name, name or alias; reports one that there isn't.
pub(super) fn bureau<'a>(
    workspace: &'a Workspace,
    typed: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<&'a Bureau> {
    let bureau = workspace.find_bureau(typed).and_then(|index| workspace.bureaus.get(index));
    if bureau.is_none() {
        let names = workspace.bureaus.iter().map(|bureau| bureau.short.as_str());
        let message = format!("没有单位“{typed}”");
        let problem = Diagnostic::new(Code::UnknownBureau, span, message);
        diagnostics.report(ask(problem, typed, names));
    }

    bureau
}

/// Asks whether the nearest known name was meant.
pub(super) fn ask<'a>(
    problem: Diagnostic,
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    match nearest(typed, candidates) {
        Some(near) => problem.label(format!("是否要写“{near}”？")),
        None => problem,
    }
}

/// `steps` with the name of its last key as the file writes it: Chinese or its ASCII alias.
pub(super) fn written<'a>(
    positions: &Positions,
    parents: &[Step<'a>],
    chinese: &'a str,
    ascii: &'a str,
) -> Vec<Step<'a>> {
    let with = |key| [parents, &[Step::Key(key)]].concat();
    // The span of a key that isn't there is its parent's.
    if positions.key(&with(ascii)) != positions.value(parents) {
        with(ascii)
    } else {
        with(chinese)
    }
}

/// A year of four digits; reports what is none.
pub(super) fn year(typed: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<i32> {
    let digits = typed.len() == 4 && typed.bytes().all(|byte| byte.is_ascii_digit());
    let year = typed.parse().ok().filter(|year| digits && *year >= 1000);
    if year.is_none() {
        let message = format!("“{typed}”不是年份");
        let problem = Diagnostic::new(Code::YamlShape, span, message);
        diagnostics.report(problem.help("写四位半角数字，不带“年”字，例如 2017"));
    }

    year
}

/// The text as typed, without spaces around it; `None` where that is empty.
pub(super) fn typed(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// An entry of the definitions as it is read, with its position in the file.
pub(super) struct EntryReader<'a> {
    pub(super) positions: &'a Positions,
    pub(super) index: usize,
    pub(super) workspace: &'a Workspace,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl EntryReader<'_> {
    /// The span of the whole entry.
    pub(super) fn whole(&self) -> Span {
        self.positions.value(&[Step::Index(self.index)])
    }

    fn path(&self, chinese: &'static str, ascii: &'static str) -> Vec<Step<'static>> {
        written(self.positions, &[Step::Index(self.index)], chinese, ascii)
    }

    /// The span of a key's value.
    pub(super) fn of(&self, chinese: &'static str, ascii: &'static str) -> Span {
        self.positions.value(&self.path(chinese, ascii))
    }

    /// The span of an item of a key's list.
    pub(super) fn item(&self, chinese: &'static str, ascii: &'static str, index: usize) -> Span {
        self.positions.value(&[&self.path(chinese, ascii)[..], &[Step::Index(index)]].concat())
    }

    /// Reports a value of the wrong shape.
    pub(super) fn misshapen(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Diagnostic::new(Code::YamlShape, span, message);
        self.diagnostics.report(problem.help(help));
    }
}
