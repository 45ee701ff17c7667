//! The number of a build.

use std::fmt;

/// How many numbers there are: ten digits.
const COUNT: u128 = 10_000_000_000;

/// The number of a build, made from its inputs: the same inputs have the same number on every machine.
/// It is no secret, and no proof against forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BuildNumber(u64);

impl BuildNumber {
    /// The number of inputs with this [`fingerprint`](crate::source::fingerprint()).
    pub fn of_fingerprint(fingerprint: &str) -> BuildNumber {
        let value = u128::from_str_radix(fingerprint, 16).unwrap_or_default();
        BuildNumber((value % COUNT) as u64)
    }

    /// Reads a number as people write it down: `482-109-3755`, with or without what groups the digits.
    pub fn parse(text: &str) -> Option<BuildNumber> {
        let is_group = |c: &char| matches!(c, '-' | '－' | '–' | ' ');
        let digits: String = text.trim().chars().filter(|c| !is_group(c)).collect();
        let is_number = digits.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| is_number).map(BuildNumber)
    }
}

impl fmt::Display for BuildNumber {
    /// `482-109-3755`, grouped as telephone numbers are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BuildNumber(value) = self;
        let (first, second) = (value / 10_000_000, value / 10_000 % 1_000);
        write!(f, "{first:03}-{second:03}-{:04}", value % 10_000)
    }
}

#[cfg(test)]
mod tests {
    use super::BuildNumber;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for fingerprint in ["0", "2540be3ff", "b91c5ed031fb33032134935d61d9b40d"] {
            let number = BuildNumber::of_fingerprint(fingerprint);
            assert_eq!(number.to_string().len(), 12);
            assert_eq!(BuildNumber::parse(&number.to_string()), Some(number));
        }
        assert_eq!(BuildNumber::of_fingerprint("7").to_string(), "000-000-0007");
        assert_eq!(BuildNumber::parse(" 4821093755 "), BuildNumber::parse("482-109-3755"));
        for wrong in ["", "482-109-375", "482-109-37555", "482-109-375x", "四八二"] {
            assert_eq!(BuildNumber::parse(wrong), None, "{wrong}");
        }
    }
}
