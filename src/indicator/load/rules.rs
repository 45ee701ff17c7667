//! What a definition says of its values: direction, joint bureaus, range and swing.
//!
//! In: the texts of an entry. Out: the parts of its rules; nothing for a wrong one, after it was
//! reported.

use super::names::{EntryLocation, ask, bureau};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::Direction;
use crate::source::Span;
use crate::workspace::Workspace;
use crate::yaml::Step;
use rust_decimal::Decimal;

/// 方向.
pub(super) fn direction(
    typed: &Option<String>,
    location: &EntryLocation<'_>,
    diagnostics: &mut Diagnostics,
) -> Direction {
    let Some(typed) = typed.as_deref().map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Direction::Neither;
    };
    let names = [
        ("高", Direction::Higher),
        ("higher", Direction::Higher),
        ("低", Direction::Lower),
        ("lower", Direction::Lower),
        ("—", Direction::Neither),
        ("-", Direction::Neither),
    ];
    if let Some((_, direction)) = names.into_iter().find(|(name, _)| *name == typed) {
        return direction;
    }

    let message = format!("没有方向“{typed}”");
    let problem = Diagnostic::new(Code::YamlShape, location.of("方向", "direction"), message);
    diagnostics.report(problem.help("方向取 高（越高越好）、低（越低越好）、— 之一"));
    Direction::Neither
}

/// 配合: short names of known bureaus.
pub(super) fn joint(
    typed: &Option<Vec<String>>,
    location: &EntryLocation<'_>,
    workspace: &Workspace,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let path = location.path("配合", "joint");
    let names = typed.iter().flatten().enumerate();
    let known = names.filter_map(|(index, name)| {
        let span = location.positions.value(&[&path[..], &[Step::Index(index)]].concat());
        bureau(workspace, name.trim(), span, diagnostics).map(|bureau| bureau.short.clone())
    });
    known.collect()
}

/// 范围: two numbers; a blank one is no limit.
pub(super) fn range(
    typed: &Option<Vec<Option<String>>>,
    location: &EntryLocation<'_>,
    diagnostics: &mut Diagnostics,
) -> (Option<Decimal>, Option<Decimal>) {
    let Some(typed) = typed else { return (None, None) };
    let span = location.of("范围", "range");
    let mut limit = |index: usize| {
        let typed = typed.get(index)?.as_deref()?.trim();
        if typed.is_empty() { None } else { number(typed, span, "范围", diagnostics) }
    };
    let (least, greatest) = (limit(0), limit(1));
    let reversed = matches!((least, greatest), (Some(least), Some(greatest)) if least > greatest);
    if typed.len() == 2 && !reversed {
        return (least, greatest);
    }

    let message = if reversed {
        "“范围”的下限大于上限"
    } else {
        "“范围”应有下限、上限两项"
    };
    let problem = Diagnostic::new(Code::YamlShape, span, message);
    diagnostics.report(problem.help("改为 范围: [0, 100]；没有上限写 范围: [0, ~]"));
    (None, None)
}

/// 波动: percent.
pub(super) fn swing(
    typed: &Option<String>,
    location: &EntryLocation<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Decimal> {
    let typed = typed.as_deref().map(str::trim).filter(|typed| !typed.is_empty())?;
    let span = location.of("波动", "swing");
    let percent = typed.strip_suffix('%').unwrap_or(typed);
    number(percent, span, "波动", diagnostics).filter(|swing| !swing.is_sign_negative())
}

fn number(typed: &str, span: Span, key: &str, diagnostics: &mut Diagnostics) -> Option<Decimal> {
    let number = Decimal::from_str_exact(typed).ok();
    if number.is_none() {
        let message = format!("“{key}”中的“{typed}”不是数字");
        let problem = Diagnostic::new(Code::YamlShape, span, message);
        diagnostics.report(ask(problem.help("写半角数字，例如 30 或 99.9"), typed, []));
    }
    number
}
