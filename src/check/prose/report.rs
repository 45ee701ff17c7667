//! Findings as problems: what is wrong, what the table says, what to type.
//!
//! In: findings. Out: diagnostics, each at the number in the chapter.

use super::acknowledged::{self, Acknowledged, Remark, template};
use super::finding::{Aspect, Direction, Fact, Finding, UnitPosition, Verdict};
use crate::check::number::Figure;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::{Datum, Indicator, Indicators, format_number};
use crate::source::{Sources, Span};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Number of digits after the point with which templates print growth.
const GROWTH_DECIMALS: u32 = 1;

/// Reports every finding that calls for it; gives the differences that writers have acknowledged.
pub(super) fn report(
    findings: &[Finding],
    indicators: &Indicators,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Acknowledged> {
    let report = Report { indicators, sources };
    let mut acknowledged = Vec::new();
    for finding in findings {
        let problem = match &finding.verdict {
            Verdict::Differs(fact) => Some((report.mismatch(finding, fact), fact)),
            Verdict::MixedUnits(fact) => Some((report.mixed_units(finding, fact), fact)),
            Verdict::Agrees(fact) if fact.exact && fact.firm => {
                diagnostics.extend(report.hand_typed(finding, fact));
                None
            }
            _ => None,
        };
        let Some((problem, fact)) = problem else { continue };

        let table = report.table_text(fact);
        let mark = acknowledged::mark(finding, fact, &table);
        let problem = match acknowledged::remark(sources, finding, &mark) {
            Remark::Valid(reason) => {
                let (span, typed) = (finding.span, finding.typed.clone());
                acknowledged.push(Acknowledged { span, typed, table, reason });
                continue;
            }
            Remark::Lapsed(reason) => {
                let lapsed = format!("原先的说明“{reason}”已失效：数字、句子或指标数据改过");
                problem.help(format!("{lapsed}；仍要保留的，改为 {}", template(&mark)))
            }
            Remark::None => problem.help(format!("确要保留的，在数字后面写 {}", template(&mark))),
        };
        diagnostics.report(problem);
    }
    report.conflicts(findings, diagnostics);
    acknowledged
}

/// What findings are reported with.
struct Report<'a> {
    indicators: &'a Indicators,
    sources: &'a Sources,
}

impl<'a> Report<'a> {
    fn mismatch(&self, finding: &Finding, fact: &Fact) -> Diagnostic {
        let indicator = self.indicators.get(fact.indicator);
        let (typed, title) = (&finding.typed, fact_title(indicator, fact));
        let table = self.table_text(fact);
        let message = format!("{title}：正文写“{typed}”，按指标数据应为“{table}”");
        let code = if fact.year_stated { Code::ValueMismatch } else { Code::LikelySlip };
        let problem =
            Diagnostic::new(code, finding.span, message).label(format!("指标数据为{table}"));

        let owner = &indicator.owner;
        let data = self.source_data(fact);
        let mut problem = data.iter().fold(problem, |problem, (year, datum)| {
            let text = indicator.print_with_unit(&datum.value);
            problem.also(datum.span, format!("{year}年为{text}，归口单位：{owner}"))
        });
        if let Some((_, datum)) = data.first() {
            let reference = self.line_reference(datum.span);
            problem =
                problem.help(format!("核对后改正；指标数据错的，由{owner}改正 {reference} 的数值"));
        }

        match expression(indicator, fact) {
            Some(expression) => problem.help(format!("改为 {expression}，正文随数据更新")),
            None => problem,
        }
    }

    fn mixed_units(&self, finding: &Finding, fact: &Fact) -> Diagnostic {
        let indicator = self.indicators.get(fact.indicator);
        let (typed, title) = (&finding.typed, fact_title(indicator, fact));
        let table = self.table_text(fact);
        let message = format!("{title}：正文写“{typed}”，应为“{table}”");
        let reason = if indicator.is_percentage() {
            "两个百分数相减，差是百分点"
        } else {
            "增长率用“%”，不用百分点"
        };
        let problem = Diagnostic::new(Code::PercentagePoints, finding.span, message).label(reason);
        match expression(indicator, fact) {
            Some(expression) => problem.help(format!("改为 {expression}，或者只改单位")),
            None => problem.help("改正单位"),
        }
    }

    fn hand_typed(&self, finding: &Finding, fact: &Fact) -> Option<Diagnostic> {
        let indicator = self.indicators.get(fact.indicator);
        let (mut typed, mut span) = (finding.typed.clone(), finding.span);
        let mut expression = expression(indicator, fact)?;
        let mut printed = match fact.unit {
            UnitPosition::Around => {
                indicator.print(&self.indicators.datum(fact.indicator, fact.year)?.value)
            }
            UnitPosition::Number | UnitPosition::Other => self.table_text(fact),
        };

        if let (Aspect::Growth(base, Direction::Down), true) =
            (fact.aspect, begins_with_digit(&typed))
        {
            // 增长() prints a minus: the word before the number goes too.
            let word =
                two_characters_before(self.sources, span).filter(|(word, _)| *word == "下降")?;
            span = word.1;
            typed = format!("下降{typed}");
            printed = format!("下降{printed}");
            expression = template_call("增减", indicator, fact.year, Some(base));
        }

        let message = format!("{}“{typed}”是手写的，与指标数据一致", fact_title(indicator, fact));
        let problem = Diagnostic::new(Code::HandTypedValue, span, message)
            .help(format!("改为 {expression}，印出“{printed}”，数值更正时正文随之更新"));
        let same = without_format(&typed) == without_format(&printed);
        let exact = self.sources.slice(span) == typed;
        Some(if same && exact { problem.fix(span, expression) } else { problem })
    }

    /// What the table says, as templates print it; with its sign where it goes the other way.
    fn table_text(&self, fact: &Fact) -> String {
        let Report { indicators, .. } = self;
        let (id, year) = (fact.indicator, fact.year);
        let indicator = indicators.get(id);
        let text = match fact.aspect {
            Aspect::Level => {
                indicators.datum(id, year).map(|datum| indicator.print_with_unit(&datum.value))
            }
            Aspect::Growth(base, direction) => {
                indicators.growth(id, year, base).ok().map(|growth| {
                    let value = direction.toward(growth.value);
                    format!("{}%", format_number(value, growth_decimals(fact)))
                })
            }
            Aspect::Change(base, direction) => {
                indicators.change(id, year, base).ok().map(|change| {
                    let unit =
                        if indicator.is_percentage() { "个百分点" } else { &indicator.unit };
                    let value = direction.toward(change.value);
                    format!("{}{unit}", format_number(value, indicator.decimals))
                })
            }
            Aspect::Multiple(base) => indicators.growth(id, year, base).ok().map(|growth| {
                let times = growth.value.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
                format!("{}倍", format_number(times + Decimal::ONE, 2))
            }),
        };

        text.unwrap_or_default()
    }

    /// The data that a fact is read or computed from.
    fn source_data(&self, fact: &Fact) -> Vec<(i32, &'a Datum)> {
        let years = match fact.aspect {
            Aspect::Level => vec![fact.year],
            Aspect::Growth(base, _) | Aspect::Change(base, _) | Aspect::Multiple(base) => {
                vec![fact.year, base]
            }
        };
        let datum = |year| Some((year, self.indicators.datum(fact.indicator, year)?));
        years.into_iter().filter_map(datum).collect()
    }

    fn line_reference(&self, span: Span) -> String {
        let position = self.sources.line_column(span.file, span.start);
        format!("{}:{}", self.sources.path(span.file), position.line)
    }

    /// Two chapters that give one fact different numbers, where the table has none.
    fn conflicts(&self, findings: &[Finding], diagnostics: &mut Diagnostics) {
        let mut earlier: BTreeMap<_, (&Finding, Figure)> = BTreeMap::new();
        for finding in findings {
            let Verdict::Untabled(fact) = &finding.verdict else { continue };
            let (Some(figure), true) = (fact.figure, fact.exact) else { continue };
            let key = (fact.indicator, fact.year, fact.aspect, fact.base.clone());
            let Some((first, other)) = earlier.get(&key).copied() else {
                earlier.insert(key, (finding, figure));
                continue;
            };

            let margin = other.step.max(figure.step).checked_div(Decimal::TWO).unwrap_or_default();
            let difference =
                other.value.checked_sub(figure.value).map(|difference| difference.abs());
            let apart = difference.is_none_or(|difference| difference > margin);
            if !apart || first.span.file == finding.span.file {
                continue;
            }

            let indicator = self.indicators.get(fact.indicator);
            let title = fact_title(indicator, fact);
            let reference = self.line_reference(first.span);
            let message = format!(
                "{title}：此处写“{}”，{reference} 写“{}”，指标数据中没有数值",
                finding.typed, first.typed
            );
            let owner = &indicator.owner;
            let problem = Diagnostic::new(Code::ConflictingFact, finding.span, message)
                .also(first.span, format!("这里写“{}”", first.typed))
                .help(format!("两家单位核对后统一；归口单位：{owner}"));
            diagnostics.report(problem);
        }
    }
}

fn begins_with_digit(typed: &str) -> bool {
    typed.starts_with(|c: char| c.is_ascii_digit())
}

/// Without what may differ and print the same: separators, zeros at the end of a fraction.
fn without_format(text: &str) -> String {
    let joined: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    let joined = joined.replace('％', "%");

    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let Some(start) = joined.find(digit) else { return joined };
    let end = joined[start..].find(|c| !digit(c)).map_or(joined.len(), |end| start + end);
    let number = &joined[start..end];
    let number = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    };
    format!("{}{number}{}", &joined[..start], &joined[end..])
}

/// The two characters before a place, and the place with them.
fn two_characters_before(sources: &Sources, span: Span) -> Option<(&str, Span)> {
    let before = sources.text(span.file).get(..span.start as usize)?;
    let start = before.char_indices().rev().nth(1)?.0;
    Some((&before[start..], Span { start: start as u32, ..span }))
}

/// The indicator, the year and what of it a number gives: 城市GDP（2017年比2016年增长）.
pub fn fact_title(indicator: &Indicator, fact: &Fact) -> String {
    let (name, year) = (&indicator.name, fact.year);
    match fact.aspect {
        Aspect::Level => format!("{name}（{year}年）"),
        Aspect::Growth(base, Direction::Up) => format!("{name}（{year}年比{base}年增长）"),
        Aspect::Growth(base, Direction::Down) => format!("{name}（{year}年比{base}年下降）"),
        Aspect::Change(base, Direction::Up) => format!("{name}（{year}年比{base}年增加）"),
        Aspect::Change(base, Direction::Down) => format!("{name}（{year}年比{base}年减少）"),
        Aspect::Multiple(base) => format!("{name}（{year}年为{base}年的倍数）"),
    }
}

/// As many digits as were typed, at least as many as templates print.
fn growth_decimals(fact: &Fact) -> u32 {
    let typed = fact.figure.map_or(0, |figure| figure.step.normalize().scale());
    if fact.base == "%" { typed.max(GROWTH_DECIMALS) } else { GROWTH_DECIMALS }
}

/// The expression that prints what the fact says.
fn expression(indicator: &Indicator, fact: &Fact) -> Option<String> {
    if fact.unit == UnitPosition::Other {
        return None;
    }
    let (function, base) = match (fact.aspect, fact.unit) {
        (Aspect::Level, UnitPosition::Number | UnitPosition::Other) => ("值", None),
        (Aspect::Level, UnitPosition::Around) => ("数", None),
        (Aspect::Growth(base, Direction::Up), _) => ("增长", Some(base)),
        (Aspect::Growth(base, Direction::Down), _) => ("增减", Some(base)),
        (Aspect::Change(base, _), _) => ("变化", Some(base)),
        (Aspect::Multiple(_), _) => return None,
    };
    Some(template_call(function, indicator, fact.year, base))
}

fn template_call(function: &str, indicator: &Indicator, year: i32, base: Option<i32>) -> String {
    let name = &indicator.name;
    match base.filter(|base| base.checked_add(1) != Some(year)) {
        Some(base) => format!("{{{{ {function}(\"{name}\", {year}, {base}) }}}}"),
        None => format!("{{{{ {function}(\"{name}\", {year}) }}}}"),
    }
}
