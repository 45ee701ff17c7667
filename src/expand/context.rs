//! Variables of merge templates, without minijinja's types.

use super::markers::marker;
use crate::source::Span;
use minijinja::value::Value;
use std::collections::BTreeMap;

/// A variable of a merge template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A text of the workspace and its span: printed as a value.
    Text(String, Option<Span>),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A placeholder for blocks: prints the marker `p INDEX`.
    Placeholder(usize),
    /// Nothing: false, and prints as nothing.
    Nothing,
    /// A list.
    List(Vec<Field>),
    /// Named fields.
    Map(Vec<(&'static str, Field)>),
}

impl Field {
    /// The value for minijinja; texts are noted, to be printed as values.
    pub(super) fn lower(&self, texts: &mut BTreeMap<String, Option<Span>>) -> Value {
        match self {
            Field::Text(text, span) => {
                let origin = texts.entry(text.clone()).or_default();
                *origin = origin.or(*span);
                Value::from(text.clone())
            }
            Field::Number(number) => Value::from(*number),
            Field::Flag(flag) => Value::from(*flag),
            Field::Placeholder(index) => Value::from_safe_string(marker('p', *index)),
            Field::Nothing => Value::from_safe_string(String::new()),
            Field::List(list) => {
                Value::from(list.iter().map(|field| field.lower(texts)).collect::<Vec<_>>())
            }
            Field::Map(fields) => {
                Value::from_pairs(fields.iter().map(|(name, field)| (*name, field.lower(texts))))
            }
        }
    }
}
