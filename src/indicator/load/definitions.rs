//! chapters/indicators/_*.yaml: what each indicator is.
//!
//! In: a file. Out: more definitions; an entry without a usable name or owner is left out.

use super::links::{self, Links};
use super::names::{EntryReader, ask, bureau, typed, year};
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_NAME, Reported};
use crate::indicator::{Indicator, IndicatorKind, Indicators, Rules, Series};
use crate::source::{FileId, Sources, Span};
use crate::workspace::{Spanned, Workspace};
use crate::yaml;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Maximum number of digits after the decimal point; no figure of a report has more.
const MAX_DECIMALS: u32 = 10;

/// An entry as typed; serde can't flatten and refuse unknown keys at once. Everything is text here, so
/// that each wrong value is reported, not the first.
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
    #[serde(rename = "验算", alias = "verification")]
    verification: Option<String>,
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
            let mut reader = EntryReader { positions: &positions, index, workspace, diagnostics };
            if let Some(indicator) = reader.define(&entry) {
                self.register_names(&indicator, &mut reader);
                self.links.push(links(&entry, &reader));
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

    /// Takes in the names of an indicator; reports those that are taken.
    fn register_names(&mut self, indicator: &Indicator, reader: &mut EntryReader<'_>) {
        let aliases = indicator.aliases.iter().enumerate();
        let others = aliases.map(|(index, alias)| (alias, reader.item("别名", "aliases", index)));
        let first = std::iter::once((&indicator.name, reader.of("名称", "name")));
        let named: Vec<(&String, Span)> = first.chain(others).collect();
        for (name, span) in named.into_iter().filter(|(name, _)| !name.is_empty()) {
            reader.diagnostics.report_long(name, "指标的名称", MAX_NAME, span);
            if let Some(first) = self.names.get(name) {
                let message = format!("指标名称“{name}”用了两次");
                let problem = Diagnostic::new(Code::DuplicateEntry, span, message);
                reader.diagnostics.report(problem.also(*first, "第一次在这里"));
            } else {
                self.names.insert(name.clone(), span);
            }
        }
    }
}

/// What an entry says of other indicators.
fn links(entry: &Entry, reader: &EntryReader<'_>) -> Links {
    let spanned = |text: &Option<String>, chinese, ascii| {
        let value = typed(text)?.to_owned();
        Some(Spanned { value, span: reader.of(chinese, ascii) })
    };
    Links {
        counterpart: spanned(&entry.counterpart, "对应", "counterpart"),
        formula: spanned(&entry.formula, "公式", "formula"),
    }
}

fn text(value: &Option<String>) -> String {
    typed(value).unwrap_or_default().to_owned()
}

impl EntryReader<'_> {
    /// The indicator of an entry, with a default for each wrong value after it was reported.
    fn define(&mut self, entry: &Entry) -> Option<Indicator> {
        let name = self.required(&entry.name, "名称", "指标的全名");
        let owner = self.required(&entry.owner, "归口", "归口单位的简称");
        let owner = owner.and_then(|owner| {
            let span = self.of("归口", "owner");
            let bureau = bureau(self.workspace, owner, span, self.diagnostics);
            bureau.map(|bureau| bureau.short.clone())
        });

        let short = [(&entry.unit, "单位", "unit"), (&entry.group, "组", "group")];
        for (text, chinese, ascii) in short {
            let (text, span) = (text.as_deref().unwrap_or_default(), self.of(chinese, ascii));
            self.diagnostics.report_long(text, &format!("“{chinese}”"), MAX_NAME, span);
        }

        if entry.direction.is_some() {
            let span = self.of("方向", "direction");
            let problem = Diagnostic::new(Code::YamlShape, span, "“方向”已经不用，不影响检查");
            self.diagnostics.report(problem.warning().help("删去这一行"));
        }

        let (kind, series) = self.kind(&entry.kind);
        let (row, column) = self.row(&entry.row);
        let decimals = self.decimals(&entry.decimals, kind);
        let years = self.years(&entry.years);

        Some(Indicator {
            span: self.whole(),
            name: name?.to_owned(),
            aliases: entry.aliases.iter().flatten().map(|alias| alias.trim().to_owned()).collect(),
            unit: text(&entry.unit),
            decimals,
            years,
            // An unknown owner was reported; without one its values would be reported as well.
            owner: owner.unwrap_or_default(),
            row,
            group: typed(&entry.group).unwrap_or(&column).to_owned(),
            kind,
            basis: text(&entry.basis),
            rules: Rules {
                joint: self.joint(&entry.joint),
                range: self.range(&entry.range),
                swing: self.swing(&entry.swing),
                series,
                formula_reminds: self.formula_reminds(&entry.verification),
                ..Rules::default()
            },
        })
    }

    fn required<'e>(
        &mut self,
        value: &'e Option<String>,
        key: &str,
        meaning: &str,
    ) -> Option<&'e str> {
        let value = typed(value);
        if value.is_none() {
            let help = format!("补上一行 {key}: {meaning}");
            self.misshapen(self.whole(), format!("指标缺少“{key}”"), help);
        }

        value
    }

    /// The row's id and 栏目.
    fn row(&mut self, row: &Option<String>) -> (String, String) {
        let typed = self.required(row, "行", "plan.yaml 中的行号");
        let Some(typed) = typed else { return Default::default() };

        let plan = &self.workspace.plan;
        if let Some(row) = plan.iter().find(|row| row.id == typed) {
            return (row.id.clone(), row.column.clone());
        }

        let message = format!("plan.yaml 中没有行号“{typed}”");
        let problem = Diagnostic::new(Code::UnknownRow, self.of("行", "row"), message);
        self.diagnostics.report(ask(problem, typed, plan.iter().map(|row| row.id.as_str())));
        Default::default()
    }

    fn kind(&mut self, kind: &Option<String>) -> (IndicatorKind, Series) {
        let Some(typed) = typed(kind) else { return (IndicatorKind::Number, Series::Yearly) };

        let kinds = [
            (["数值", "number"], IndicatorKind::Number, Series::Yearly),
            (["累计", "total"], IndicatorKind::Number, Series::Total),
            (["新增", "added"], IndicatorKind::Number, Series::Added),
            (["比例", "ratio"], IndicatorKind::Ratio, Series::Yearly),
            (["文本", "text"], IndicatorKind::Text, Series::Yearly),
            (["名单", "list"], IndicatorKind::List, Series::Yearly),
            (["是否", "yes-no"], IndicatorKind::YesNo, Series::Yearly),
        ];
        if let Some((_, kind, series)) = kinds.iter().find(|(names, ..)| names.contains(&typed)) {
            return (*kind, *series);
        }

        let message = format!("没有指标类型“{typed}”");
        let problem = Diagnostic::new(Code::YamlShape, self.of("类型", "kind"), message);
        let problem = ask(problem, typed, kinds.into_iter().flat_map(|(names, ..)| names));
        let help = "类型取 数值、累计、新增、比例、文本、名单、是否 之一";
        self.diagnostics.report(problem.help(help));
        // Text takes every value, so nothing else is reported for it.
        (IndicatorKind::Text, Series::Yearly)
    }

    fn decimals(&mut self, decimals: &Option<String>, kind: IndicatorKind) -> u32 {
        let Some(typed) = typed(decimals) else {
            if kind == IndicatorKind::Number {
                let help = "按保留的位数补上，例如 小数: 2；整数写 小数: 0";
                self.misshapen(self.whole(), "指标缺少“小数”", help);
            }
            return 0;
        };

        let decimals = typed.parse::<u32>().ok().filter(|decimals| *decimals <= MAX_DECIMALS);
        if decimals.is_none() {
            let message = format!("小数位数“{typed}”无法使用");
            let help = format!("写 0 至 {MAX_DECIMALS} 的整数");
            self.misshapen(self.of("小数", "decimals"), message, help);
        }

        decimals.unwrap_or(0)
    }

    fn years(&mut self, years: &Option<Vec<String>>) -> Vec<i32> {
        let mut read = Vec::new();
        for (index, typed) in years.iter().flatten().enumerate() {
            read.extend(year(typed, self.item("年份", "years", index), self.diagnostics));
        }

        read.sort_unstable();
        read.dedup();
        if read.is_empty() { self.workspace.report.years.clone() } else { read }
    }
}
