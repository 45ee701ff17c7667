//! The text of a value file with what a form changes, and every other byte as it is.
//!
//! In: the file's text and a [`Reading`]. Out: the new text, read again and found to say what it
//! should and nothing else.

use super::current::{self, Current, Typed};
use super::layout::{Field, Fields};
use super::{Change, Reading};
use crate::indicator::{self, IndicatorId, Indicators};
use crate::yaml::{self, Content, InsertAt, Step};
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
    text = replace(&text, &before, &reading.changes)?;
    for ((id, year), changes) in &rows {
        // What the entry has was replaced above, in one go: files may be long.
        let missing = |change: &&&Change| place(&before, change).is_none();
        let changes: Vec<&Change> = changes.iter().filter(missing).copied().collect();
        if changes.is_empty() {
            continue;
        }
        let now = current::read(&text, indicators).ok()?;
        text = match now.entries.get(&(*id, *year)) {
            Some(typed) => edit(text, &now, typed, &changes)?,
            None => add(text, &now, (*id, *year), &changes, indicators)?,
        };
    }
    let after = current::read(&text, indicators).ok()?;
    (contents(&after) == expected(&before, &rows)).then_some(text)
}

/// The keys that lead to the value that a change replaces; none where the file has none yet.
fn place<'a>(current: &'a Current, change: &Change) -> Option<Vec<Step<'a>>> {
    let typed = current.entries.get(&(change.id, change.year))?;
    let [name, year] = &typed.keys;
    let key = typed.names[change.field.index()]?;
    Some(vec![Step::Key(base(current)), Step::Key(name), Step::Key(year), Step::Key(key)])
}

/// The text with every value replaced that the file has.
fn replace(text: &str, current: &Current, changes: &[Change]) -> Option<String> {
    let values: Vec<(Vec<Step<'_>>, &str)> = changes
        .iter()
        .filter_map(|change| Some((place(current, change)?, change.new.as_str())))
        .collect();
    yaml::set_values(text, &values)
}

type Contents = BTreeMap<(IndicatorId, i32), Fields>;

fn contents(current: &Current) -> Contents {
    current.entries.iter().map(|(key, typed)| (*key, typed.fields.clone())).collect()
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
fn key_of(field: Field, current: &Current) -> &'static str {
    let [chinese, ascii] = field.keys();
    if base(current).is_ascii() { ascii } else { chinese }
}

fn base(current: &Current) -> &'static str {
    current.base.unwrap_or("数值")
}

/// Adds fields to an entry that is there.
fn edit(mut text: String, current: &Current, typed: &Typed, changes: &[&Change]) -> Option<String> {
    let [name, year] = &typed.keys;
    let path = [Step::Key(base(current)), Step::Key(name), Step::Key(year)];
    let names = |field: Field| typed.names[field.index()];
    if Field::ALL.into_iter().all(|field| names(field).is_none()) {
        let fields = all(changes, current);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(key, text)| (*key, &**text)).collect();
        let (parents, key) = (&path[..2], year.as_str());
        return yaml::add_entry(&text, parents, InsertAt::Last, key, Content::Fields(&fields));
    }
    let mut written: Vec<(Field, &str)> =
        Field::ALL.into_iter().filter_map(|field| Some((field, names(field)?))).collect();
    for change in changes {
        let field = change.field;
        let key = key_of(field, current);
        let before = written.iter().rev().find(|(other, _)| *other < field);
        let place = before.map_or(InsertAt::First, |(_, key)| InsertAt::After(key));
        text = yaml::add_entry(&text, &path, place, key, Content::Scalar(&change.new))?;
        written.push((field, key));
        written.sort();
    }
    Some(text)
}

/// All fields of a new entry: value, source and status always, a note where there is one.
fn all(changes: &[&Change], current: &Current) -> Vec<(&'static str, String)> {
    let new = |field: Field| changes.iter().find(|change| change.field == field);
    let wanted = |field: &Field| *field != Field::Note || new(*field).is_some();
    Field::ALL
        .into_iter()
        .filter(wanted)
        .map(|field| {
            let text = new(field).map_or_else(String::new, |change| change.new.clone());
            (key_of(field, current), text)
        })
        .collect()
}

/// Adds an entry, with what it stands in.
fn add(
    mut text: String,
    current: &Current,
    (id, year): (IndicatorId, i32),
    changes: &[&Change],
    indicators: &Indicators,
) -> Option<String> {
    let values = [Step::Key(base(current))];
    if current.base.is_none() {
        text = yaml::add_entry(&text, &[], InsertAt::Last, base(current), Content::Blank)?;
    }
    let name = match current.names.get(&id) {
        Some(name) => name,
        None => {
            let name = &indicators.get(id).name;
            let before = current.names.range(..id).next_back();
            let place = before.map_or(InsertAt::Last, |(_, name)| InsertAt::After(name));
            text = yaml::add_entry(&text, &values, place, name, Content::Blank)?;
            name
        }
    };
    let years = current.entries.range((id, i32::MIN)..=(id, i32::MAX));
    let earlier = years.clone().take_while(|((_, other), _)| *other < year).last();
    let place = match earlier {
        Some((_, typed)) => InsertAt::After(&typed.keys[1]),
        None if years.count() > 0 => InsertAt::First,
        None => InsertAt::Last,
    };
    let fields = all(changes, current);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, text)| (*key, &**text)).collect();
    let path = [values[0], Step::Key(name)];
    yaml::add_entry(&text, &path, place, &year.to_string(), Content::Fields(&fields))
}
