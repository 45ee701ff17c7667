//! What a bureau's value file says at present.
//!
//! In: its text. Out: every entry as typed, also blank ones, with the keys that the file uses.

use super::layout::{Field, Fields};
use crate::diag::{Diagnostics, Reported};
use crate::indicator::{Entry, IndicatorId, Indicators};
use crate::source::Sources;
use crate::yaml::{self, Step};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The keys of the values and their ASCII alias.
const VALUES_KEYS: [&str; 2] = ["数值", "values"];

type ByYear = BTreeMap<String, Option<Entry>>;

#[derive(Deserialize)]
struct File {
    #[serde(rename = "数值", alias = "values")]
    values: Option<BTreeMap<String, Option<ByYear>>>,
}

/// An entry of the file.
#[derive(Debug, Clone)]
pub(super) struct TypedEntry {
    /// The keys of indicator and year as the file has them.
    pub keys: [String; 2],
    /// What it holds.
    pub fields: Fields,
    /// The key of each field that the entry has.
    pub field_keys: [Option<&'static str>; 4],
}

/// A file's entries.
#[derive(Debug, Clone, Default)]
pub(super) struct Current {
    /// The key of the values; none where the file has none.
    pub values_key: Option<&'static str>,
    /// By indicator and year.
    pub entries: BTreeMap<(IndicatorId, i32), TypedEntry>,
    /// The key of each indicator that the file has.
    pub indicator_keys: BTreeMap<IndicatorId, String>,
}

/// Reads a file's text; its problems were reported when the workspace was loaded.
pub(super) fn read(text: &str, indicators: &Indicators) -> Result<Current, Reported> {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let mut diagnostics = Diagnostics::default();
    let (content, positions) = yaml::load::<File>(&sources, file, 0..text.len(), &mut diagnostics)?;

    let values_key = positions.name_under(&[], &VALUES_KEYS);

    let mut current = Current { values_key, ..Current::default() };
    for (name, years) in content.values.into_iter().flatten() {
        let Some(id) = indicators.find(name.trim()) else { continue };
        current.indicator_keys.entry(id).or_insert_with(|| name.clone());
        for (typed, entry) in years.into_iter().flatten() {
            let Ok(year) = typed.trim().parse() else { continue };
            let path = [
                Step::Key(values_key.unwrap_or(VALUES_KEYS[0])),
                Step::Key(&name),
                Step::Key(&typed),
            ];
            let entry = TypedEntry {
                field_keys: Field::ALL.map(|field| positions.name_under(&path, &field.keys())),
                fields: fields(entry),
                keys: [name.clone(), typed.clone()],
            };

            current.entries.entry((id, year)).or_insert(entry);
        }
    }
    Ok(current)
}

fn fields(entry: Option<Entry>) -> Fields {
    let Some(Entry { value, source, status, note, reason: _ }) = entry else {
        return Fields::default();
    };
    [value, source, status, note].map(|field| field.unwrap_or_default().trim().to_owned())
}

impl Current {
    /// What the file says of an indicator in a year.
    pub fn fields(&self, id: IndicatorId, year: i32) -> Fields {
        self.entries.get(&(id, year)).map(|entry| entry.fields.clone()).unwrap_or_default()
    }
}
