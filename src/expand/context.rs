//! Variables of merge templates, without minijinja's types.

use super::markers::marker;
use crate::source::Span;
use minijinja::value::{Object, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// Texts under names that the workspace gives, with their spans; any other name is an empty text.
    Texts(Vec<(String, String, Span)>),
}

/// Texts by name; a name that isn't given is an empty text, which prints as nothing.
#[derive(Debug)]
struct Texts(BTreeMap<String, Value>);

impl Object for Texts {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        let text = self.0.get(name.as_str()?).cloned();
        Some(text.unwrap_or_else(|| Value::from_safe_string(String::new())))
    }
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
            Field::Texts(fields) => {
                let fields = fields.iter().filter(|(_, text, _)| !text.is_empty());
                let fields = fields.map(|(name, text, span)| {
                    let text = Field::Text(text.clone(), Some(*span));
                    (name.clone(), text.lower(texts))
                });
                Value::from_object(Texts(fields.collect()))
            }
            Field::Map(fields) => {
                Value::from_pairs(fields.iter().map(|(name, field)| (*name, field.lower(texts))))
            }
        }
    }
}
