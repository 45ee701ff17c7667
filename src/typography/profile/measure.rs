//! Lengths and sizes of type as a profile file writes them.
//!
//! In: `37mm`, `15.75pt`, `三号`. Out: points. What can't be read becomes NaN, so that `verify` can
//! report every one of them at its place instead of the reader stopping at the first.

use serde::{Deserialize, Deserializer};

/// Sizes of Chinese type in points, as Word names them.
const NAMED_SIZES: [(&str, f64); 16] = [
    ("初号", 42.0),
    ("小初", 36.0),
    ("一号", 26.0),
    ("小一", 24.0),
    ("二号", 22.0),
    ("小二", 18.0),
    ("三号", 16.0),
    ("小三", 15.0),
    ("四号", 14.0),
    ("小四", 12.0),
    ("五号", 10.5),
    ("小五", 9.0),
    ("六号", 7.5),
    ("小六", 6.5),
    ("七号", 5.5),
    ("八号", 5.0),
];

pub(super) fn length<'de, D: Deserializer<'de>>(source: D) -> Result<f64, D::Error> {
    Ok(parse_length(&String::deserialize(source)?).unwrap_or(f64::NAN))
}

pub(super) fn size<'de, D: Deserializer<'de>>(source: D) -> Result<f64, D::Error> {
    Ok(parse_size(&String::deserialize(source)?).unwrap_or(f64::NAN))
}

pub(super) fn optional_size<'de, D: Deserializer<'de>>(source: D) -> Result<Option<f64>, D::Error> {
    size(source).map(Some)
}

/// Points of `15.75pt` or `37mm`.
pub(super) fn parse_length(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, factor) = match (text.strip_suffix("pt"), text.strip_suffix("mm")) {
        (Some(number), _) => (number, 1.0),
        (None, Some(number)) => (number, 72.0 / 25.4),
        (None, None) => return None,
    };
    let value: f64 = number.trim().parse().ok()?;
    (value.is_finite() && (0.0..=5000.0).contains(&value)).then_some(value * factor)
}

/// Points of `三号` or of a length.
pub(super) fn parse_size(text: &str) -> Option<f64> {
    let named = NAMED_SIZES.iter().find(|(name, _)| *name == text.trim());
    named.map(|(_, points)| *points).or_else(|| parse_length(text))
}

#[cfg(test)]
mod tests {
    use super::{parse_length, parse_size};

    #[test]
    fn lengths() {
        assert_eq!(parse_length("15.75pt"), Some(15.75));
        assert_eq!(parse_length("25.4mm"), Some(72.0));
        assert_eq!(parse_length("0mm"), Some(0.0));
        assert_eq!(parse_length("三号"), None);
        assert_eq!(parse_length("37"), None);
        assert_eq!(parse_length("-3mm"), None);
        assert_eq!(parse_length("NaNpt"), None);
        assert_eq!(parse_length("infpt"), None);
        assert_eq!(parse_length("1e9pt"), None);
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("三号"), Some(16.0));
        assert_eq!(parse_size("小四"), Some(12.0));
        assert_eq!(parse_size("15.75pt"), Some(15.75));
        assert_eq!(parse_size("九号"), None);
    }
}
