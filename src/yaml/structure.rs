//! The structure of a document as serde_yaml reads it: the tree of positions is compared with it.
//!
//! `serde_yaml::Value` would refuse integers of more than 64 bits, which a bureau may type, and
//! would mind a repeated key, which has a message of its own. Characters that were written as escapes
//! because no file may hold them are refused here.

use super::tree::{Node, NodeKind};
use crate::source::is_control;
use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::fmt;

/// The error on a text that no output can hold.
pub(super) const FORBIDDEN: &str = "forbidden character";

/// Any YAML, without its values.
#[derive(Debug)]
pub(super) enum Structure {
    /// A scalar; its text where it is one.
    Scalar(Option<String>),
    /// The items' structures.
    Sequence(Vec<Structure>),
    /// The keys' and values' structures.
    Mapping(Vec<(Structure, Structure)>),
    /// A value with a tag; no file of a workspace has one.
    Tagged,
}

impl Structure {
    /// Whether the tree has this structure and these keys.
    pub fn fits(&self, node: &Node) -> bool {
        match (self, &node.kind) {
            (Structure::Scalar(_), NodeKind::Scalar) | (Structure::Tagged, _) => true,
            (Structure::Sequence(structures), NodeKind::Sequence(items)) => {
                structures.len() == items.len()
                    && structures.iter().zip(items).all(|(structure, item)| structure.fits(item))
            }
            (Structure::Mapping(structures), NodeKind::Mapping(entries)) => {
                structures.len() == entries.len()
                    && structures.iter().zip(entries).all(|((key, value), entry)| {
                        key.is_key(&entry.key) && value.fits(&entry.value)
                    })
            }
            _ => false,
        }
    }

    /// Whether a key of this structure can have this text.
    fn is_key(&self, key: &str) -> bool {
        match self {
            Structure::Scalar(Some(text)) => text == key,
            // A number, a truth value, null, or a collection as a key, which is never looked up.
            _ => true,
        }
    }
}

impl<'de> Deserialize<'de> for Structure {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Structure, D::Error> {
        source.deserialize_any(AnyYaml)
    }
}

struct AnyYaml;

/// Takes scalars that are no text.
macro_rules! scalars {
    ($($visit:ident: $value:ty,)*) => {$(
        fn $visit<E>(self, _: $value) -> Result<Structure, E> {
            Ok(Structure::Scalar(None))
        }
    )*};
}

impl<'de> Visitor<'de> for AnyYaml {
    type Value = Structure;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any YAML")
    }

    scalars! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_i128: i128,
        visit_u128: u128,
        visit_f64: f64,
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Structure, E> {
        if text.contains(is_control) {
            return Err(E::custom(FORBIDDEN));
        }

        Ok(Structure::Scalar(Some(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Structure, E> {
        Ok(Structure::Scalar(None))
    }

    fn visit_none<E>(self) -> Result<Structure, E> {
        Ok(Structure::Scalar(None))
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Structure, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Structure, A::Error> {
        let mut structures = Vec::new();
        while let Some(structure) = items.next_element()? {
            structures.push(structure);
        }
        Ok(Structure::Sequence(structures))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Structure, A::Error> {
        let mut structures = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            structures.push(entry);
        }
        Ok(Structure::Mapping(structures))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Structure, A::Error> {
        let (_, content) = tagged.variant::<String>()?;
        content.newtype_variant::<Structure>()?;
        Ok(Structure::Tagged)
    }
}
