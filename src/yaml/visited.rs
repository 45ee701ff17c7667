//! A visit of every node of a document that keeps nothing; it refuses characters that were written
//! as escapes because no file may hold them.
//!
//! `serde_yaml::Value` refuses integers of more than 64 bits, which a bureau may type.

use crate::source::is_forbidden;
use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::fmt;

/// What is said of a text that no output can hold.
pub(super) const FORBIDDEN: &str = "forbidden character";

/// Any YAML.
pub(super) struct Visited;

impl<'de> Deserialize<'de> for Visited {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Visited, D::Error> {
        source.deserialize_any(Visited)
    }
}

impl<'de> Visitor<'de> for Visited {
    type Value = Visited;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any YAML")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Visited, E> {
        if text.contains(is_forbidden) { Err(E::custom(FORBIDDEN)) } else { Ok(self) }
    }

    fn visit_unit<E>(self) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_none<E>(self) -> Result<Visited, E> {
        Ok(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Visited, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Visited, A::Error> {
        while items.next_element::<Visited>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Visited, A::Error> {
        while entries.next_entry::<Visited, Visited>()?.is_some() {}
        Ok(self)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Visited, A::Error> {
        let (_, content) = tagged.variant::<Visited>()?;
        content.newtype_variant::<Visited>()
    }
}
