//! What definitions say of each other: 对应 and 公式.
//!
//! In: the names as typed, once every definition is known. Out: the definitions' rules filled in.

use super::names::ask;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::{Formula, IndicatorId, IndicatorKind, Indicators, Misformed, Series};
use crate::source::{Sources, Span};
use crate::workspace::Spanned;

/// 对应 and 公式 of one definition, as typed.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// 对应.
    pub counterpart: Option<Spanned<String>>,
    /// 公式.
    pub formula: Option<Spanned<String>>,
}

/// Finds what the definitions name; `links[i]` belongs to the definition `i`.
pub(super) fn join(
    indicators: &mut Indicators,
    links: &[Links],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for (id, link) in (0u32..).map(IndicatorId).zip(links) {
        let counterpart = link.counterpart.as_ref();
        let counterpart =
            counterpart.and_then(|typed| counterpart_of(indicators, id, typed, diagnostics));
        let formula = link.formula.as_ref();
        let formula =
            formula.and_then(|typed| formula_of(indicators, id, typed, sources, diagnostics));

        let rules = &mut indicators.definitions[id.0 as usize].rules;
        rules.formula = formula;
        rules.counterpart = counterpart;
    }

    mirror_counterparts(indicators);
}

/// One of a pair needs to name the other only once.
fn mirror_counterparts(indicators: &mut Indicators) {
    let pairs: Vec<(IndicatorId, IndicatorId)> = (0u32..)
        .map(IndicatorId)
        .zip(&indicators.definitions)
        .filter_map(|(id, definition)| Some((id, definition.rules.counterpart?)))
        .collect();

    for (id, other) in pairs {
        let rules = &mut indicators.definitions[other.0 as usize].rules;
        rules.counterpart.get_or_insert(id);
    }
}

fn counterpart_of(
    indicators: &Indicators,
    id: IndicatorId,
    typed: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<IndicatorId> {
    let Spanned { value: typed, span } = typed;
    let Some(other) = indicators.find(typed) else {
        let message = format!("没有指标“{typed}”");
        let problem = Diagnostic::new(Code::UnknownIndicator, *span, message);
        diagnostics.report(ask(problem, typed, indicators.names()));
        return None;
    };

    let series = |id| indicators.get(id).rules.series;
    match (series(id), series(other)) {
        (Series::Added, Series::Total) | (Series::Total, Series::Added) => Some(other),
        (Series::Yearly | Series::Added | Series::Total, _) => {
            let message = format!("“{typed}”与本指标不是一项“新增”、一项“累计”");
            let problem = Diagnostic::new(Code::YamlShape, *span, message);
            diagnostics.report(problem.help("两项的“类型”分别写 新增、累计，“对应”互写名称"));
            None
        }
    }
}

fn formula_of(
    indicators: &Indicators,
    id: IndicatorId,
    typed: &Spanned<String>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Formula, Span)> {
    let Spanned { value: typed, span } = typed;
    let kind = indicators.get(id).kind;

    match Formula::read(typed, indicators) {
        Ok(formula) if (formula.count() > 1) == (kind == IndicatorKind::Ratio) => {
            Some((formula, *span))
        }
        Ok(_) => {
            let message = "公式的项数与指标类型不符";
            let problem = Diagnostic::new(Code::YamlShape, *span, message);
            let help = "“比例”的公式改为 甲 : 乙 : 丙，其他类型的公式只留一项";
            diagnostics.report(problem.help(help));
            None
        }
        Err(Misformed { range, message, word }) => {
            let word_span = within(typed, *span, range, sources);
            let message = match &word {
                Some(word) => format!("公式中的“{word}”无法读取：{message}"),
                None => message,
            };
            let problem = Diagnostic::new(Code::YamlShape, word_span, message);
            let problem = match &word {
                Some(word) => ask(problem, word, indicators.names()),
                None => problem,
            };
            let help = "例如 公式: 城市GDP * 10000 / 常住人口；上一年写 城市GDP(上年)";
            diagnostics.report(problem.help(help));
            None
        }
    }
}

/// The span of a part of a scalar; the whole scalar's where the file breaks or escapes its text.
fn within(typed: &str, span: Span, range: std::ops::Range<usize>, sources: &Sources) -> Span {
    match sources.slice(span).find(typed) {
        Some(offset) if range.start < range.end => {
            let start = span.start as usize + offset;
            Span::new(span.file, start + range.start..start + range.end)
        }
        Some(_) | None => span,
    }
}
