//! The form of a document as serde_yaml reads it: what the tree of places is held against.
//!
//! `serde_yaml::Value` would refuse integers of more than 64 bits, which a bureau may type, and
//! would mind a repeated key, which has a message of its own. Characters that were written as escapes
//! because no file may hold them are refused here.

use super::tree::{Kind, Node};
use crate::source::is_control;
use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::fmt;

/// What is said of a text that no output can hold.
pub(super) const FORBIDDEN: &str = "forbidden character";

/// Any YAML, without its values.
#[derive(Debug)]
pub(super) enum Form {
    /// A scalar; its text where it is one.
    Scalar(Option<String>),
    /// The items' forms.
    Sequence(Vec<Form>),
    /// The keys' and values' forms.
    Mapping(Vec<(Form, Form)>),
    /// A value with a tag of its own; no file of a workspace has one.
    Tagged,
}

impl Form {
    /// Whether the tree has this form and these keys.
    pub fn fits(&self, node: &Node) -> bool {
        match (self, &node.kind) {
            (Form::Scalar(_), Kind::Scalar) | (Form::Tagged, _) => true,
            (Form::Sequence(forms), Kind::Sequence(items)) => {
                forms.len() == items.len()
                    && forms.iter().zip(items).all(|(form, item)| form.fits(item))
            }
            (Form::Mapping(forms), Kind::Mapping(entries)) => {
                forms.len() == entries.len()
                    && forms.iter().zip(entries).all(|((key, value), entry)| {
                        key.is_key(&entry.key) && value.fits(&entry.value)
                    })
            }
            (Form::Scalar(_), Kind::Sequence(_) | Kind::Mapping(_))
            | (Form::Sequence(_), Kind::Scalar | Kind::Mapping(_))
            | (Form::Mapping(_), Kind::Scalar | Kind::Sequence(_)) => false,
        }
    }

    /// Whether a key of this form can have this text.
    fn is_key(&self, key: &str) -> bool {
        match self {
            Form::Scalar(Some(text)) => text == key,
            // A number, a truth value, null, or a collection as a key, which nobody looks up.
            Form::Scalar(None) | Form::Sequence(_) | Form::Mapping(_) | Form::Tagged => true,
        }
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Form, D::Error> {
        source.deserialize_any(AnyYaml)
    }
}

struct AnyYaml;

impl<'de> Visitor<'de> for AnyYaml {
    type Value = Form;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any YAML")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_i128<E>(self, _: i128) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Form, E> {
        if text.contains(is_control) {
            return Err(E::custom(FORBIDDEN));
        }
        Ok(Form::Scalar(Some(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_none<E>(self) -> Result<Form, E> {
        Ok(Form::Scalar(None))
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Form, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Form, A::Error> {
        let mut forms = Vec::new();
        while let Some(form) = items.next_element()? {
            forms.push(form);
        }
        Ok(Form::Sequence(forms))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Form, A::Error> {
        let mut forms = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            forms.push(entry);
        }
        Ok(Form::Mapping(forms))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Form, A::Error> {
        let (_, content) = tagged.variant::<String>()?;
        content.newtype_variant::<Form>()?;
        Ok(Form::Tagged)
    }
}
