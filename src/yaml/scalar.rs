//! Scalars that a type reads for itself: dates, lengths, numbers.

use serde::de::{Deserializer, Error, Visitor};
use std::fmt;

/// Reads a scalar by its text as written; the error of `read`, in Chinese, is shown at the value.
///
/// (An error raised after `String::deserialize` would have the location of the mapping around the value.)
pub fn scalar<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(ScalarVisitor(read))
}

struct ScalarVisitor<F>(F);

impl<T, F: FnOnce(&str) -> Result<T, String>> Visitor<'_> for ScalarVisitor<F> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}
