//! Arithmetic on rounded numbers: between which limits a result lies, so that a bureau that computed
//! with more digits than it reports isn't told that it is wrong.

use rust_decimal::Decimal;

/// A closed range of decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Its least number.
    pub least: Decimal,
    /// Its greatest number.
    pub greatest: Decimal,
}

impl Interval {
    /// One number.
    pub fn exact(number: Decimal) -> Interval {
        Interval { least: number, greatest: number }
    }

    /// What may have been rounded to `number` with so many decimals; a whole number is a count.
    pub fn rounded(number: Decimal, decimals: u32) -> Option<Interval> {
        if decimals == 0 {
            return Some(Interval::exact(number));
        }

        Interval::exact(number).widened(decimals)
    }

    /// With half a unit of the last decimal more on both sides.
    pub fn widened(self, decimals: u32) -> Option<Interval> {
        let half = Decimal::try_new(5, decimals.checked_add(1)?).ok()?;
        Some(Interval {
            least: self.least.checked_sub(half)?,
            greatest: self.greatest.checked_add(half)?,
        })
    }

    /// Whether a number lies in it.
    pub fn contains(self, number: Decimal) -> bool {
        self.least <= number && number <= self.greatest
    }

    /// Sum; `None` where it has too many digits.
    pub fn plus(self, other: Interval) -> Option<Interval> {
        let least = self.least.checked_add(other.least)?;
        Some(Interval { least, greatest: self.greatest.checked_add(other.greatest)? })
    }

    /// Difference.
    pub fn subtract(self, other: Interval) -> Option<Interval> {
        self.plus(other.negate())
    }

    /// Product.
    pub fn multiply(self, other: Interval) -> Option<Interval> {
        self.corners(other, Decimal::checked_mul)
    }

    /// Quotient; `None` where the divisor may be zero.
    pub fn divide(self, other: Interval) -> Option<Interval> {
        if other.contains(Decimal::ZERO) {
            return None;
        }

        self.corners(other, Decimal::checked_div)
    }

    /// With the sign turned.
    pub fn negate(self) -> Interval {
        Interval { least: -self.greatest, greatest: -self.least }
    }

    /// The limits of an operation: they lie where limits of both operands meet.
    fn corners(
        self,
        other: Interval,
        apply: fn(Decimal, Decimal) -> Option<Decimal>,
    ) -> Option<Interval> {
        let first = apply(self.least, other.least)?;
        let rest = [
            apply(self.least, other.greatest)?,
            apply(self.greatest, other.least)?,
            apply(self.greatest, other.greatest)?,
        ];

        let start = Interval::exact(first);
        Some(rest.into_iter().fold(start, |so_far, corner| Interval {
            least: so_far.least.min(corner),
            greatest: so_far.greatest.max(corner),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(least: &str, greatest: &str) -> Interval {
        Interval { least: least.parse().unwrap(), greatest: greatest.parse().unwrap() }
    }

    #[test]
    fn arithmetic_keeps_the_limits() {
        let (a, b) = (interval("1", "2"), interval("-3", "4"));
        assert_eq!(a.plus(b), Some(interval("-2", "6")));
        assert_eq!(a.subtract(b), Some(interval("-3", "5")));
        assert_eq!(a.multiply(b), Some(interval("-6", "8")));
        assert_eq!(a.divide(b), None, "the divisor may be zero");
        assert_eq!(b.divide(interval("2", "4")), Some(interval("-1.5", "2")));
        assert_eq!(Interval::exact(Decimal::MAX).plus(a), None);
    }

    #[test]
    fn rounding_widens_to_half_a_unit() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(Interval::rounded(number("218.5"), 1), Some(interval("218.45", "218.55")));
        assert_eq!(Interval::rounded(number("3"), 0), Some(Interval::exact(number("3"))));
        assert_eq!(Interval::exact(number("3")).widened(0), Some(interval("2.5", "3.5")));
    }
}
