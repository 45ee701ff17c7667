//! The text of a value file with what a form changes, and every other byte as it is.
//!
//! In: the file's text and a [`Reading`]. Out: the new text, read again and found to say what it
//! should and nothing else.

use super::current::{self, Current, TypedEntry};
use super::layout::{Field, Fields};
use super::read::Reading;
use super::row::Change;
use crate::indicator::{self, IndicatorId, Indicators};
use crate::yaml::{self, Content, EntryPosition, Step};
use std::collections::BTreeMap;

/// The new text; `None` where the file is written in a way that can't be edited safely. A blank
/// text becomes a new file with every indicator of the bureau.
pub fn apply(text: &str, reading: &Reading, indicators: &Indicators) -> Option<String> {
    let mut text = match text.trim() {
        "" => indicator::scaffold(indicators, &reading.bureau, &[]),
        _ => text.to_owned(),
    };
    let before = current::read(&text, indicators).ok()?;
    let mut rows: BTreeMap<(IndicatorId, i32), Vec<&Change>> = BTreeMap::new();
    for change in &reading.changes {
        rows.entry((change.id, change.year)).or_default().push(change);
    }

    text = replace_values(&text, &before, &reading.changes)?;
    for ((id, year), changes) in &rows {
        // What the entry has was replaced above, in one go: files may be long.
        let is_missing = |change: &&&Change| value_path(&before, change).is_none();
        let changes: Vec<&Change> = changes.iter().filter(is_missing).copied().collect();
        if changes.is_empty() {
            continue;
        }
        let current = current::read(&text, indicators).ok()?;
        text = match current.entries.get(&(*id, *year)) {
            Some(entry) => add_fields(text, &current, entry, &changes)?,
            None => add_entry(text, &current, *id, *year, &changes, indicators)?,
        };
    }

    let after = current::read(&text, indicators).ok()?;
    (contents(&after) == expected(&before, &rows)).then_some(text)
}

/// The keys that lead to the value that a change replaces; none where the file has none yet.
fn value_path<'a>(current: &'a Current, change: &Change) -> Option<Vec<Step<'a>>> {
    let entry = current.entries.get(&(change.id, change.year))?;
    let [name, year] = &entry.keys;
    let key = entry.field_keys[change.field.index()]?;
    Some(vec![Step::Key(values_key(current)), Step::Key(name), Step::Key(year), Step::Key(key)])
}

/// The text with every value replaced that the file has.
fn replace_values(text: &str, current: &Current, changes: &[Change]) -> Option<String> {
    let values: Vec<(Vec<Step<'_>>, &str)> = changes
        .iter()
        .filter_map(|change| Some((value_path(current, change)?, change.new.as_str())))
        .collect();
    yaml::set_values(text, &values)
}

type Contents = BTreeMap<(IndicatorId, i32), Fields>;

fn contents(current: &Current) -> Contents {
    current.entries.iter().map(|(key, entry)| (*key, entry.fields.clone())).collect()
}

fn expected(before: &Current, rows: &BTreeMap<(IndicatorId, i32), Vec<&Change>>) -> Contents {
    let mut contents = contents(before);
    for (key, changes) in rows {
        let fields = contents.entry(*key).or_default();
        for change in changes {
            fields[change.field.index()].clone_from(&change.new);
        }
    }
    contents
}

/// The key of a field that an entry doesn't have yet, in the file's language.
fn new_key(field: Field, current: &Current) -> &'static str {
    let [chinese, ascii] = field.keys();
    if values_key(current).is_ascii() { ascii } else { chinese }
}

fn values_key(current: &Current) -> &'static str {
    current.values_key.unwrap_or("数值")
}

/// Adds fields to an entry that is there.
fn add_fields(
    mut text: String,
    current: &Current,
    entry: &TypedEntry,
    changes: &[&Change],
) -> Option<String> {
    let [name, year] = &entry.keys;
    let path = [Step::Key(values_key(current)), Step::Key(name), Step::Key(year)];
    if entry.field_keys.iter().all(Option::is_none) {
        let fields = all_fields(changes, current);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(key, text)| (*key, &**text)).collect();
        let (parents, key) = (&path[..2], year.as_str());
        return yaml::add_entry(&text, parents, EntryPosition::Last, key, Content::Fields(&fields));
    }

    let keys = Field::ALL.into_iter().zip(entry.field_keys);
    let mut written: Vec<(Field, &str)> =
        keys.filter_map(|(field, key)| Some((field, key?))).collect();
    for change in changes {
        let field = change.field;
        let key = new_key(field, current);
        let previous = written.iter().rev().find(|(other, _)| *other < field);
        let location = previous.map_or(EntryPosition::First, |(_, key)| EntryPosition::After(key));
        text = yaml::add_entry(&text, &path, location, key, Content::Scalar(&change.new))?;
        written.push((field, key));
        written.sort();
    }
    Some(text)
}

/// All fields of a new entry: value, source and status always, a note where there is one.
fn all_fields(changes: &[&Change], current: &Current) -> Vec<(&'static str, String)> {
    let change_of = |field: Field| changes.iter().find(|change| change.field == field);
    let is_written = |field: &Field| *field != Field::Note || change_of(*field).is_some();
    Field::ALL
        .into_iter()
        .filter(is_written)
        .map(|field| {
            let text = change_of(field).map_or_else(String::new, |change| change.new.clone());
            (new_key(field, current), text)
        })
        .collect()
}

/// Adds an entry, with what it stands in.
fn add_entry(
    mut text: String,
    current: &Current,
    id: IndicatorId,
    year: i32,
    changes: &[&Change],
    indicators: &Indicators,
) -> Option<String> {
    let values = [Step::Key(values_key(current))];
    if current.values_key.is_none() {
        text =
            yaml::add_entry(&text, &[], EntryPosition::Last, values_key(current), Content::Blank)?;
    }

    let name = match current.indicator_keys.get(&id) {
        Some(name) => name,
        None => {
            let name = &indicators.get(id).name;
            let previous = current.indicator_keys.range(..id).next_back();
            let location =
                previous.map_or(EntryPosition::Last, |(_, name)| EntryPosition::After(name));
            text = yaml::add_entry(&text, &values, location, name, Content::Blank)?;
            name
        }
    };

    let years = current.entries.range((id, i32::MIN)..=(id, i32::MAX));
    let earlier = years.clone().take_while(|((_, other), _)| *other < year).last();
    let location = match earlier {
        Some((_, entry)) => EntryPosition::After(&entry.keys[1]),
        None if years.count() > 0 => EntryPosition::First,
        None => EntryPosition::Last,
    };

    let fields = all_fields(changes, current);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, text)| (*key, &**text)).collect();
    let path = [values[0], Step::Key(name)];
    yaml::add_entry(&text, &path, location, &year.to_string(), Content::Fields(&fields))
}
