//! Findings as problems: what is wrong, what the table says, what to type.
//!
//! In: findings. Out: diagnostics, each at the number in the chapter.

use super::finding::{Aspect, Direction, Fact, Finding, UnitPosition, Verdict};
use crate::check::number::Figure;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::{Datum, DatumValue, Indicator, Indicators, format_number};
use crate::source::{Sources, Span};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Number of digits after the point with which templates print growth.
const GROWTH_DECIMALS: u32 = 1;

/// Reports every finding that calls for it.
pub(super) fn report(
    findings: &[Finding],
    indicators: &Indicators,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for finding in findings {
        let problem = match &finding.verdict {
            Verdict::Differs(fact) => Some(mismatch(finding, fact, indicators, sources)),
            Verdict::Agrees(fact) if fact.exact => hand_typed(finding, fact, indicators, sources),
            Verdict::Agrees(_)
            | Verdict::Untabled(_)
            | Verdict::Undecided
            | Verdict::NoQuantity => None,
        };
        if let Some(problem) = problem {
            diagnostics.report(problem);
        }
    }
    conflicts(findings, indicators, sources, diagnostics);
}

fn mismatch(
    finding: &Finding,
    fact: &Fact,
    indicators: &Indicators,
    sources: &Sources,
) -> Diagnostic {
    let indicator = indicators.get(fact.indicator);
    let (typed, title) = (&finding.typed, fact_title(indicator, fact));
    let table = table_text(indicators, fact);
    let message = format!("{title}：正文写“{typed}”，按指标数据应为“{table}”");
    let problem = Diagnostic::new(Code::ValueMismatch, finding.span, message)
        .label(format!("指标数据为{table}"));

    let owner = &indicator.owner;
    let data = source_data(indicators, fact);
    let mut problem = data.iter().fold(problem, |problem, (year, datum)| {
        let text = datum_text(indicator, datum);
        problem.also(datum.span, format!("{year}年为{text}，归口单位：{owner}"))
    });
    if let Some((_, datum)) = data.first() {
        let reference = line_reference(sources, datum.span);
        problem =
            problem.help(format!("核对后改正；指标数据错的，由{owner}改正 {reference} 的数值"));
    }

    match expression(indicator, fact) {
        Some(expression) => problem.help(format!("改为 {expression}，正文随数据更新")),
        None => problem,
    }
}

fn hand_typed(
    finding: &Finding,
    fact: &Fact,
    indicators: &Indicators,
    sources: &Sources,
) -> Option<Diagnostic> {
    let indicator = indicators.get(fact.indicator);
    let (mut typed, mut span) = (finding.typed.clone(), finding.span);
    let mut expression = expression(indicator, fact)?;
    let mut printed = match fact.unit {
        UnitPosition::Around => number_in_table(indicators, fact)?,
        UnitPosition::Number | UnitPosition::Other => table_text(indicators, fact),
    };

    if let (Aspect::Growth(base, Direction::Down), true) = (fact.aspect, begins_with_digit(&typed))
    {
        // 增长() prints a minus: the word before the number goes too.
        let word = two_characters_before(sources, span).filter(|(word, _)| *word == "下降")?;
        span = word.1;
        typed = format!("下降{typed}");
        printed = format!("下降{printed}");
        expression = template_call("增减", indicator, fact.year, Some(base));
    }

    let message = format!("{}“{typed}”是手写的，与指标数据一致", fact_title(indicator, fact));
    let problem = Diagnostic::new(Code::HandTypedValue, span, message)
        .help(format!("改为 {expression}，印出“{printed}”，数值更正时正文随之更新"));
    let same = without_format(&typed) == without_format(&printed);
    let exact = sources.slice(span) == typed;
    Some(if same && exact { problem.fix(span, expression) } else { problem })
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

fn fact_title(indicator: &Indicator, fact: &Fact) -> String {
    let (name, year) = (&indicator.name, fact.year);
    let moved = |direction| match direction {
        Direction::Up => "增长",
        Direction::Down => "下降",
    };
    match fact.aspect {
        Aspect::Level => format!("{name}（{year}年）"),
        Aspect::Growth(base, direction) => {
            format!("{name}（{year}年比{base}年{}）", moved(direction))
        }
        Aspect::Change(base, direction) => {
            let word = if direction == Direction::Up { "增加" } else { "减少" };
            format!("{name}（{year}年比{base}年{word}）")
        }
        Aspect::Multiple(base) => format!("{name}（{year}年为{base}年的倍数）"),
    }
}

/// What the table says, as templates print it; with its sign where it goes the other way.
fn table_text(indicators: &Indicators, fact: &Fact) -> String {
    let indicator = indicators.get(fact.indicator);
    let toward = |value: Decimal, direction| match direction {
        Direction::Up => value,
        Direction::Down => -value,
    };
    match fact.aspect {
        Aspect::Level => match indicators.datum(fact.indicator, fact.year) {
            Some(datum) => datum_text(indicator, datum),
            None => String::new(),
        },
        Aspect::Growth(base, direction) => {
            match indicators.growth(fact.indicator, fact.year, base) {
                Ok(growth) => {
                    let value = toward(growth.value, direction);
                    format!("{}%", format_number(value, growth_decimals(fact)))
                }
                Err(_) => String::new(),
            }
        }
        Aspect::Change(base, direction) => {
            let unit = match indicator.unit.as_str() {
                "%" | "％" => "个百分点",
                unit => unit,
            };
            match indicators.change(fact.indicator, fact.year, base) {
                Ok(change) => {
                    let value = toward(change.value, direction);
                    format!("{}{unit}", format_number(value, indicator.decimals))
                }
                Err(_) => String::new(),
            }
        }
        Aspect::Multiple(base) => match indicators.growth(fact.indicator, fact.year, base) {
            Ok(growth) => {
                let times = growth.value.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
                format!("{}倍", format_number(times + Decimal::ONE, 2))
            }
            Err(_) => String::new(),
        },
    }
}

/// As many digits as were typed, at least as many as templates print.
fn growth_decimals(fact: &Fact) -> u32 {
    let typed = fact.figure.map_or(0, |figure| figure.step.normalize().scale());
    if fact.base == "%" { typed.max(GROWTH_DECIMALS) } else { GROWTH_DECIMALS }
}

fn datum_text(indicator: &Indicator, datum: &Datum) -> String {
    match &datum.value {
        DatumValue::Number(number) => {
            format!("{}{}", format_number(*number, indicator.decimals), indicator.unit)
        }
        DatumValue::Text(text) => text.clone(),
    }
}

/// What the table has, without its unit.
fn number_in_table(indicators: &Indicators, fact: &Fact) -> Option<String> {
    let indicator = indicators.get(fact.indicator);
    match &indicators.datum(fact.indicator, fact.year)?.value {
        DatumValue::Number(number) => Some(format_number(*number, indicator.decimals)),
        DatumValue::Text(text) => Some(text.clone()),
    }
}

/// The expression that prints what the fact says.
fn expression(indicator: &Indicator, fact: &Fact) -> Option<String> {
    match fact.aspect {
        Aspect::Level => match fact.unit {
            UnitPosition::Number => Some(template_call("值", indicator, fact.year, None)),
            UnitPosition::Around => Some(template_call("数", indicator, fact.year, None)),
            UnitPosition::Other => None,
        },
        Aspect::Growth(base, Direction::Up) => {
            Some(template_call("增长", indicator, fact.year, Some(base)))
        }
        Aspect::Growth(base, Direction::Down) => {
            Some(template_call("增减", indicator, fact.year, Some(base)))
        }
        Aspect::Change(base, _) => Some(template_call("变化", indicator, fact.year, Some(base))),
        Aspect::Multiple(_) => None,
    }
}

fn template_call(function: &str, indicator: &Indicator, year: i32, base: Option<i32>) -> String {
    let name = &indicator.name;
    match base.filter(|base| base.checked_add(1) != Some(year)) {
        Some(base) => format!("{{{{ {function}(\"{name}\", {year}, {base}) }}}}"),
        None => format!("{{{{ {function}(\"{name}\", {year}) }}}}"),
    }
}

/// The data that a fact is read or computed from.
fn source_data<'a>(indicators: &'a Indicators, fact: &Fact) -> Vec<(i32, &'a Datum)> {
    let years = match fact.aspect {
        Aspect::Level => vec![fact.year],
        Aspect::Growth(base, _) | Aspect::Change(base, _) | Aspect::Multiple(base) => {
            vec![fact.year, base]
        }
    };
    let datum = |year| Some((year, indicators.datum(fact.indicator, year)?));
    years.into_iter().filter_map(datum).collect()
}

fn line_reference(sources: &Sources, span: Span) -> String {
    let position = sources.line_column(span.file, span.start);
    format!("{}:{}", sources.path(span.file), position.line)
}

/// Two chapters that give one fact different numbers, where the table has none.
fn conflicts(
    findings: &[Finding],
    indicators: &Indicators,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
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
        let difference = other.value.checked_sub(figure.value).map(|difference| difference.abs());
        let apart = difference.is_none_or(|difference| difference > margin);
        if !apart || first.span.file == finding.span.file {
            continue;
        }

        let title = fact_title(indicators.get(fact.indicator), fact);
        let reference = line_reference(sources, first.span);
        let message = format!(
            "{title}：此处写“{}”，{reference} 写“{}”，指标数据中没有数值",
            finding.typed, first.typed
        );
        let owner = &indicators.get(fact.indicator).owner;
        let problem = Diagnostic::new(Code::ConflictingFact, finding.span, message)
            .also(first.span, format!("这里写“{}”", first.typed))
            .help(format!("两家单位核对后统一；归口单位：{owner}"));
        diagnostics.report(problem);
    }
}
