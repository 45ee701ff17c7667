//! chapters/indicators/_*.yaml: what each indicator is.
//!
//! In: a file. Out: more definitions; an entry without a usable name or owner is left out.

use super::links::{self, Links};
use super::names::{EntryLocation, ask, bureau, year};
use super::rules;
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_NAME, Reported};
use crate::indicator::{Indicator, IndicatorKind, Indicators, Rules, Series};
use crate::source::{FileId, Sources, Span};
use crate::workspace::{Spanned, Workspace};
use crate::yaml::{self, Step};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Maximum number of digits after the point; no figure of a report has more.
const MAX_DECIMALS: u32 = 10;

/// An entry as typed; serde can't flatten and refuse unknown keys at once. Everything is text here, so that each wrong value is reported, not the first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(rename = "名称", alias = "name")]
    name: Option<String>,
    #[serde(rename = "别名", alias = "aliases", default)]
    aliases: Option<Vec<String>>,
    #[serde(rename = "单位", alias = "unit")]
    unit: Option<String>,
    #[serde(rename = "小数", alias = "decimals")]
    decimals: Option<String>,
    #[serde(rename = "年份", alias = "years")]
    years: Option<Vec<String>>,
    #[serde(rename = "归口", alias = "owner")]
    owner: Option<String>,
    #[serde(rename = "行", alias = "row")]
    row: Option<String>,
    #[serde(rename = "组", alias = "group")]
    group: Option<String>,
    #[serde(rename = "类型", alias = "kind")]
    kind: Option<String>,
    #[serde(rename = "口径", alias = "basis")]
    basis: Option<String>,
    #[serde(rename = "方向", alias = "direction")]
    direction: Option<String>,
    #[serde(rename = "配合", alias = "joint", default)]
    joint: Option<Vec<String>>,
    #[serde(rename = "范围", alias = "range", default)]
    range: Option<Vec<Option<String>>>,
    #[serde(rename = "波动", alias = "swing")]
    swing: Option<String>,
    #[serde(rename = "对应", alias = "counterpart")]
    counterpart: Option<String>,
    #[serde(rename = "公式", alias = "formula")]
    formula: Option<String>,
}

/// The definitions read so far.
#[derive(Default)]
pub(super) struct Definitions {
    list: Vec<Indicator>,
    /// What names other indicators, which may be defined later.
    links: Vec<Links>,
    /// Where each name and alias is given.
    names: BTreeMap<String, Span>,
}

impl Definitions {
    /// Reads a file; fails where it is no list of indicators.
    pub(super) fn read(
        &mut self,
        workspace: &Workspace,
        file: FileId,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Reported> {
        let range = 0..sources.text(file).len();
        let (entries, positions) =
            yaml::load::<Option<Vec<Entry>>>(sources, file, range, diagnostics)?;
        for (index, entry) in entries.into_iter().flatten().enumerate() {
            let location = EntryLocation { positions: &positions, index };
            if let Some(indicator) = define(&entry, &location, workspace, diagnostics) {
                self.name(&indicator, &location, diagnostics);
                self.links.push(links(&entry, &location));
                self.list.push(indicator);
            }
        }
        Ok(())
    }

    /// The definitions, in the order of reading, without values.
    pub(super) fn finish(self, sources: &Sources, diagnostics: &mut Diagnostics) -> Indicators {
        let mut indicators = Indicators::new(self.list, Default::default());
        links::join(&mut indicators, &self.links, sources, diagnostics);
        indicators
    }

    fn name(
        &mut self,
        indicator: &Indicator,
        location: &EntryLocation<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let aliases = location.path("别名", "aliases");
        let places = indicator.aliases.iter().enumerate().map(|(index, alias)| {
            let path = [&aliases[..], &[Step::Index(index)]].concat();
            (alias, location.positions.value(&path))
        });
        let own = std::iter::once((&indicator.name, location.of("名称", "name")));
        for (name, span) in own.chain(places).filter(|(name, _)| !name.is_empty()) {
            diagnostics.report_long(name, "指标的名称", MAX_NAME, span);
            if let Some(first) = self.names.get(name) {
                let message = format!("指标名称“{name}”用了两次");
                let problem = Diagnostic::new(Code::DuplicateEntry, span, message);
                diagnostics.report(problem.also(*first, "第一次在这里"));
            } else {
                self.names.insert(name.clone(), span);
            }
        }
    }
}

/// What an entry says of other indicators.
fn links(entry: &Entry, location: &EntryLocation<'_>) -> Links {
    let typed = |value: &Option<String>, chinese, ascii| {
        let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty())?;
        Some(Spanned { value: value.to_owned(), span: location.of(chinese, ascii) })
    };
    Links {
        counterpart: typed(&entry.counterpart, "对应", "counterpart"),
        formula: typed(&entry.formula, "公式", "formula"),
    }
}

/// The indicator of an entry, with a default for each wrong value after it was reported.
fn define(
    entry: &Entry,
    location: &EntryLocation<'_>,
    workspace: &Workspace,
    diagnostics: &mut Diagnostics,
) -> Option<Indicator> {
    let name = required(&entry.name, "名称", "指标的全名", location, diagnostics);
    let owner = required(&entry.owner, "归口", "归口单位的简称", location, diagnostics);
    let owner = owner.and_then(|owner| {
        let span = location.of("归口", "owner");
        bureau(workspace, owner, span, diagnostics).map(|bureau| bureau.short.clone())
    });
    let short = [(&entry.unit, "单位", "unit"), (&entry.group, "组", "group")];
    for (text, chinese, ascii) in short {
        let (text, span) = (text.as_deref().unwrap_or_default(), location.of(chinese, ascii));
        diagnostics.report_long(text, &format!("“{chinese}”"), MAX_NAME, span);
    }

    let (kind, series) = kind(entry, location, diagnostics);
    let (row, column) = row(entry, location, workspace, diagnostics);
    let decimals = decimals(entry, kind, location, diagnostics);
    let years = years(entry, location, workspace, diagnostics);
    let group = entry.group.as_deref().map(str::trim).filter(|group| !group.is_empty());
    Some(Indicator {
        span: location.whole(),
        name: name?.to_owned(),
        aliases: entry.aliases.iter().flatten().map(|alias| alias.trim().to_owned()).collect(),
        unit: text(&entry.unit),
        decimals,
        years,
        // An unknown owner was reported; without one its values would be reported as well.
        owner: owner.unwrap_or_default(),
        row,
        group: group.unwrap_or(&column).to_owned(),
        kind,
        basis: text(&entry.basis),
        rules: Rules {
            direction: rules::direction(&entry.direction, location, diagnostics),
            joint: rules::joint(&entry.joint, location, workspace, diagnostics),
            range: rules::range(&entry.range, location, diagnostics),
            swing: rules::swing(&entry.swing, location, diagnostics),
            series,
            ..Rules::default()
        },
    })
}

fn text(value: &Option<String>) -> String {
    value.as_deref().unwrap_or_default().trim().to_owned()
}

fn required<'a>(
    value: &'a Option<String>,
    key: &str,
    what: &str,
    location: &EntryLocation<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'a str> {
    let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty());
    if value.is_none() {
        let problem =
            Diagnostic::new(Code::YamlShape, location.whole(), format!("指标缺少“{key}”"));
        diagnostics.report(problem.help(format!("补上一行 {key}: {what}")));
    }
    value
}

/// The row's id and 栏目.
fn row(
    entry: &Entry,
    location: &EntryLocation<'_>,
    workspace: &Workspace,
    diagnostics: &mut Diagnostics,
) -> (String, String) {
    let typed = required(&entry.row, "行", "plan.yaml 中的行号", location, diagnostics);
    let Some(typed) = typed else { return Default::default() };
    if let Some(row) = workspace.plan.iter().find(|row| row.id == typed) {
        return (row.id.clone(), row.column.clone());
    }

    let message = format!("plan.yaml 中没有行号“{typed}”");
    let problem = Diagnostic::new(Code::UnknownRow, location.of("行", "row"), message);
    diagnostics.report(ask(problem, typed, workspace.plan.iter().map(|row| row.id.as_str())));
    Default::default()
}

fn kind(
    entry: &Entry,
    location: &EntryLocation<'_>,
    diagnostics: &mut Diagnostics,
) -> (IndicatorKind, Series) {
    let Some(typed) = entry.kind.as_deref().map(str::trim).filter(|kind| !kind.is_empty()) else {
        return (IndicatorKind::Number, Series::Yearly);
    };
    let names = [
        ("数值", IndicatorKind::Number),
        ("number", IndicatorKind::Number),
        ("累计", IndicatorKind::Number),
        ("total", IndicatorKind::Number),
        ("新增", IndicatorKind::Number),
        ("added", IndicatorKind::Number),
        ("比例", IndicatorKind::Ratio),
        ("ratio", IndicatorKind::Ratio),
        ("文本", IndicatorKind::Text),
        ("text", IndicatorKind::Text),
        ("名单", IndicatorKind::List),
        ("list", IndicatorKind::List),
        ("是否", IndicatorKind::YesNo),
        ("yes-no", IndicatorKind::YesNo),
    ];
    let series = match typed {
        "累计" | "total" => Series::Total,
        "新增" | "added" => Series::Added,
        _ => Series::Yearly,
    };
    if let Some((_, kind)) = names.into_iter().find(|(name, _)| *name == typed) {
        return (kind, series);
    }

    let message = format!("没有指标类型“{typed}”");
    let problem = Diagnostic::new(Code::YamlShape, location.of("类型", "kind"), message);
    let problem = ask(problem, typed, names.map(|(name, _)| name));
    diagnostics.report(problem.help("类型取 数值、累计、新增、比例、文本、名单、是否 之一"));
    // Text takes every value, so nothing else is reported for it.
    (IndicatorKind::Text, Series::Yearly)
}

fn decimals(
    entry: &Entry,
    kind: IndicatorKind,
    location: &EntryLocation<'_>,
    diagnostics: &mut Diagnostics,
) -> u32 {
    let Some(typed) = entry.decimals.as_deref().map(str::trim).filter(|text| !text.is_empty())
    else {
        if kind == IndicatorKind::Number {
            let problem = Diagnostic::new(Code::YamlShape, location.whole(), "指标缺少“小数”");
            diagnostics.report(problem.help("按保留的位数补上，例如 小数: 2；整数写 小数: 0"));
        }
        return 0;
    };
    match typed.parse() {
        Ok(decimals) if decimals <= MAX_DECIMALS => decimals,
        Ok(_) | Err(_) => {
            let message = format!("小数位数“{typed}”无法使用");
            let span = location.of("小数", "decimals");
            let problem = Diagnostic::new(Code::YamlShape, span, message);
            diagnostics.report(problem.help(format!("写 0 至 {MAX_DECIMALS} 的整数")));
            0
        }
    }
}

fn years(
    entry: &Entry,
    location: &EntryLocation<'_>,
    workspace: &Workspace,
    diagnostics: &mut Diagnostics,
) -> Vec<i32> {
    let path = location.path("年份", "years");
    let mut years = Vec::new();
    for (index, typed) in entry.years.iter().flatten().enumerate() {
        let span = location.positions.value(&[&path[..], &[Step::Index(index)]].concat());
        years.extend(year(typed, span, diagnostics));
    }

    years.sort_unstable();
    years.dedup();
    if years.is_empty() { workspace.report.years.clone() } else { years }
}
