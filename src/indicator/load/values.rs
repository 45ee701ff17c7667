//! chapters/indicators/BUREAU.yaml: the values that a bureau gives.
//!
//! In: a file. Out: more values, each with the span where it is typed.

use super::entry::Entry;
use super::names::{ask, bureau, typed, written, year};
use super::number::{self, Misread};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::indicator::{
    Datum, DatumStatus, DatumValue, Indicator, IndicatorId, IndicatorKind, Indicators,
};
use crate::source::{FileId, Sources, Span, nearest};
use crate::workspace::{self, Workspace};
use crate::yaml::{self, Positions, Step};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    #[serde(rename = "单位", alias = "bureau")]
    bureau: Option<String>,
    #[serde(rename = "数值", alias = "values")]
    values: Option<Entries<Option<Entries<Option<Entry>>>>>,
}

/// The values read so far.
pub(super) struct Values<'a> {
    workspace: &'a Workspace,
    indicators: Indicators,
    /// Whether every definition was read.
    complete: bool,
    diagnostics: &'a mut Diagnostics,
}

/// The file of a bureau that gives values.
struct ValueFile<'a> {
    /// Its short name; empty where it is not known.
    bureau: String,
    /// The indicators that the file names rightly.
    named: BTreeSet<IndicatorId>,
    positions: &'a Positions,
}

impl<'a> Values<'a> {
    /// No values yet; names are reported as unknown only where the definitions are `complete`.
    pub(super) fn new(
        workspace: &'a Workspace,
        indicators: Indicators,
        complete: bool,
        diagnostics: &'a mut Diagnostics,
    ) -> Values<'a> {
        Values { workspace, indicators, complete, diagnostics }
    }

    /// The indicators with their values.
    pub(super) fn finish(self) -> Indicators {
        self.indicators
    }

    /// Reads a file; fails where it has not the shape of one.
    pub(super) fn read(&mut self, file: FileId, sources: &Sources) -> Result<(), Reported> {
        // Every chapter that shows one of its values would be reported.
        if yaml::is_blank(sources.text(file)) {
            let problem = Diagnostic::new(Code::YamlShape, Span::of_file(file), "没有内容");
            let path = sources.path(file);
            return Err(self.diagnostics.report(problem.help(workspace::restored(path))));
        }

        let range = 0..sources.text(file).len();
        let (content, positions) = yaml::load::<Content>(sources, file, range, self.diagnostics)?;
        let bureau = self.bureau_of(&content, &positions);
        let names = content.values.iter().flat_map(|entries| &entries.0);
        let named = names.filter_map(|(name, _)| self.indicators.find(name.trim())).collect();
        let value_file = ValueFile { bureau, named, positions: &positions };

        let base = written(&positions, &[], "数值", "values");
        for (name, years) in content.values.into_iter().flat_map(|entries| entries.0) {
            let path = [&base[..], &[Step::Key(&name)]].concat();
            let Some(id) = self.find(name.trim(), &path, &value_file) else { continue };
            for (typed, entry) in years.into_iter().flat_map(|entries| entries.0) {
                let path = [&path[..], &[Step::Key(&typed)]].concat();
                let year = year(&typed, positions.key(&path), self.diagnostics);
                let Some(year) = year else { continue };
                if let Some(entry) = entry {
                    self.read_value(id, year, &entry, &path, &value_file);
                }
            }
        }

        Ok(())
    }

    /// Short name of the bureau that a file says it is of.
    fn bureau_of(&mut self, content: &Content, positions: &Positions) -> String {
        let Some(typed) = typed(&content.bureau) else {
            let problem = Diagnostic::new(Code::YamlShape, positions.value(&[]), "缺少“单位”");
            self.diagnostics.report(problem.help("在开头写一行 单位: 填报单位的简称"));
            return String::new();
        };

        let span = positions.value(&written(positions, &[], "单位", "bureau"));
        let bureau = bureau(self.workspace, typed, span, self.diagnostics);
        bureau.map_or_else(String::new, |bureau| bureau.short.clone())
    }

    /// The indicator of a name; reports an unknown one, and one that another bureau owns.
    fn find(&mut self, name: &str, path: &[Step<'_>], file: &ValueFile<'_>) -> Option<IndicatorId> {
        let span = file.positions.key(path);
        let Some(id) = self.indicators.find(name) else {
            if self.complete {
                let problem =
                    Diagnostic::new(Code::UnknownIndicator, span, format!("没有指标“{name}”"));
                self.diagnostics.report(ask(problem, name, self.indicators.names()));
            }
            return self.nearest_owned(name, file);
        };

        let indicator = self.indicators.get(id);
        if is_foreign(indicator, &file.bureau) {
            let owner = &indicator.owner;
            let message = format!("“{name}”归口{owner}，不由{}填报", file.bureau);
            let problem = Diagnostic::new(Code::ForeignValue, span, message);
            let problem = problem.also(indicator.span, "指标在这里定义");
            let help = format!("把数值移到{owner}的数据文件，或改指标的归口");
            self.diagnostics.report(problem.help(help));
        }
        Some(id)
    }

    /// The indicator that a mistyped name stands for: one that the bureau owns and that its file
    /// lacks. Its values are taken, so that they aren't reported as missing wherever they are used.
    fn nearest_owned(&self, name: &str, file: &ValueFile<'_>) -> Option<IndicatorId> {
        let id = self.indicators.find(nearest(name, self.indicators.names())?)?;
        let is_lacking = self.indicators.get(id).owner == file.bureau && !file.named.contains(&id);
        is_lacking.then_some(id)
    }

    /// Reads the value of an indicator in a year.
    fn read_value(
        &mut self,
        id: IndicatorId,
        year: i32,
        entry: &Entry,
        path: &[Step<'_>],
        file: &ValueFile<'_>,
    ) {
        let indicator = self.indicators.get(id);
        let value = typed(&entry.value);
        let status = status(entry, value.is_some(), path, file, self.diagnostics);
        let Some(value) = value else {
            let span = file.positions.value(path);
            self.indicators.blanks.entry((id, year)).or_insert(span);
            return;
        };

        let span = file.positions.value(&written(file.positions, path, "值", "value"));
        if !indicator.years.contains(&year) {
            let name = &indicator.name;
            let key = file.positions.key(path);
            let message = format!("“{name}”没有要求 {year}年的数值");
            let problem = Diagnostic::new(Code::UnaskedYear, key, message);
            let asked: Vec<String> = indicator.years.iter().map(i32::to_string).collect();
            self.diagnostics.report(problem.help(format!("要求的年份：{}", asked.join("、"))));
        }

        let read = parse_value(indicator, value, span, self.diagnostics);
        // Any number, so that what shows it isn't reported for want of it.
        let unread = read.is_none();
        let value = read.unwrap_or(DatumValue::Number(Decimal::ONE));

        let text = |text: &Option<String>| typed(text).unwrap_or_default().to_owned();
        let (source, note) = (text(&entry.source), text(&entry.note));
        let reason = text(&entry.reason);
        let bureau = file.bureau.clone();
        let datum = Datum { span, value, source, status, note, reason, bureau };
        self.insert(id, year, datum, unread);
    }

    /// Takes in a value; of two the owner's first one stands.
    fn insert(&mut self, id: IndicatorId, year: i32, datum: Datum, unread: bool) {
        let indicator = self.indicators.get(id);
        if let Some(first) = self.indicators.datum(id, year) {
            if !unread && !self.indicators.unread.contains(&(id, year)) {
                report_conflict(indicator, year, first, &datum, self.diagnostics);
            }

            // That a bureau isn't the owner was reported at the indicator's name.
            if is_foreign(indicator, &datum.bureau) {
                return;
            }

            if !is_foreign(indicator, &first.bureau) {
                let message = format!("“{}”{year}年的数值给了两次", indicator.name);
                let problem = Diagnostic::new(Code::DuplicateEntry, datum.span, message);
                self.diagnostics.report(problem.also(first.span, "第一次在这里"));
                return;
            }
        }

        self.indicators.values.insert((id, year), datum);
        if unread {
            self.indicators.unread.insert((id, year));
        } else {
            self.indicators.unread.remove(&(id, year));
        }
    }
}

/// Reports different values of two bureaus, at the one that isn't the owner's.
fn report_conflict(
    indicator: &Indicator,
    year: i32,
    first: &Datum,
    second: &Datum,
    diagnostics: &mut Diagnostics,
) {
    if first.bureau == second.bureau || first.value == second.value {
        return;
    }

    let second_is_foreign = is_foreign(indicator, &second.bureau);
    let (owned, other) = if second_is_foreign { (first, second) } else { (second, first) };
    let (name, bureau) = (&indicator.name, &other.bureau);
    let text = |datum: &Datum| match &datum.value {
        DatumValue::Number(number) => format!("{number}{}", indicator.unit),
        DatumValue::Text(text) => text.clone(),
    };
    let message = format!("“{name}”{year}年的数值与{}填报的不同", owned.bureau);
    let problem = Diagnostic::new(Code::ConflictingValue, other.span, message)
        .label(format!("{bureau}：{}", text(other)))
        .also(owned.span, format!("{}：{}", owned.bureau, text(owned)));
    let owner = &indicator.owner;
    diagnostics.report(problem.help(format!("双方核对，以{owner}为准，删去{bureau}的数值")));
}

/// Whether a bureau certainly doesn't own an indicator.
fn is_foreign(indicator: &Indicator, bureau: &str) -> bool {
    !indicator.owner.is_empty() && !bureau.is_empty() && indicator.owner != bureau
}

/// The status; where it is wrong, 初报 after it was reported.
fn status(
    entry: &Entry,
    has_value: bool,
    path: &[Step<'_>],
    file: &ValueFile<'_>,
    diagnostics: &mut Diagnostics,
) -> DatumStatus {
    let statuses = [
        (["样例", "sample"], DatumStatus::Sample),
        (["初报", "reported"], DatumStatus::Reported),
        (["已核", "verified"], DatumStatus::Verified),
    ];
    const HELP: &str = "状态取 样例、初报、已核 之一";

    let Some(typed) = typed(&entry.status) else {
        if has_value {
            let span = file.positions.value(path);
            diagnostics.report(Diagnostic::new(Code::YamlShape, span, "数值缺少“状态”").help(HELP));
        }
        return DatumStatus::Reported;
    };

    if let Some((_, status)) = statuses.iter().find(|(names, _)| names.contains(&typed)) {
        return *status;
    }

    let span = file.positions.value(&written(file.positions, path, "状态", "status"));
    let problem = Diagnostic::new(Code::YamlShape, span, format!("没有状态“{typed}”"));
    let names = statuses.into_iter().flat_map(|(names, _)| names);
    diagnostics.report(ask(problem, typed, names).help(HELP));
    DatumStatus::Reported
}

/// The value; none where nobody can tell what number was meant.
fn parse_value(
    indicator: &Indicator,
    typed: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<DatumValue> {
    match indicator.kind {
        IndicatorKind::Number => match number::read(typed, &indicator.unit) {
            Ok(number) => Some(DatumValue::Number(number)),
            Err(Misread { reason, help, meant }) => {
                let message = format!("数值“{typed}”无法读取");
                let problem = Diagnostic::new(Code::InvalidNumber, span, message);
                diagnostics.report(problem.label(reason).help(help));
                meant.map(DatumValue::Number)
            }
        },
        IndicatorKind::YesNo => {
            if typed != "是" && typed != "否" {
                let message = format!("“{typed}”不是“是”或“否”");
                let problem = Diagnostic::new(Code::YamlShape, span, message);
                diagnostics.report(problem.help("写 是 或 否；尚不清楚就把“值”留空"));
            }
            Some(DatumValue::Text(typed.to_owned()))
        }
        IndicatorKind::Text | IndicatorKind::Ratio | IndicatorKind::List => {
            Some(DatumValue::Text(typed.to_owned()))
        }
    }
}

/// A mapping in the order of the file, with its keys as typed.
struct Entries<V>(Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Entries<V> {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(InOrder(PhantomData))
    }
}

struct InOrder<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for InOrder<V> {
    type Value = Entries<V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
