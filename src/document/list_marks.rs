//! The marks of ordered lists: one decision for both writers.
//!
//! Official documents count 一、（一）1.（1） (GB/T 9704-2012, 7.3.3). An item's mark goes on below the
//! heading that it stands under: where headings have 1. it is （1）, where they have （1） it is ①.

use super::{List, ListMarker};

/// How the numbers of an ordered list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkForm {
    /// `1.`
    Point,
    /// `（1）`
    Brackets,
    /// `①`, up to ⑳.
    Circle,
    /// `1)`
    Bracket,
}

/// Maximum number that has a circle in every face and in Word.
const MAX_CIRCLED: u64 = 20;

impl MarkForm {
    /// All forms, from the top.
    pub const ALL: [MarkForm; 4] =
        [MarkForm::Point, MarkForm::Brackets, MarkForm::Circle, MarkForm::Bracket];

    /// The form of a list below a heading of a level (0: none), in `depth` other lists, whose items
    /// have the numbers from `first` to `last`.
    pub fn of(heading_level: u8, depth: usize, first: u64, last: u64) -> MarkForm {
        let above = usize::from(heading_level.saturating_sub(2).min(2));
        let form = MarkForm::ALL[(above + depth).min(MarkForm::ALL.len() - 1)];
        let has_circles = first >= 1 && last <= MAX_CIRCLED;
        if form == MarkForm::Circle && !has_circles { MarkForm::Bracket } else { form }
    }

    /// The mark of the item with a number.
    pub fn mark(self, number: u64) -> String {
        match self {
            MarkForm::Point => format!("{number}."),
            MarkForm::Brackets => format!("（{number}）"),
            MarkForm::Circle => {
                let circled = u32::try_from(number).ok().filter(|n| (1..=20).contains(n));
                circled
                    .and_then(|n| char::from_u32(0x2460 + n - 1))
                    .map_or_else(|| format!("{number})"), |circled| circled.to_string())
            }
            MarkForm::Bracket => format!("{number})"),
        }
    }
}

impl List {
    /// The form of its marks below a heading of a level (0: none), in `depth` other lists.
    pub fn mark_form(&self, heading_level: u8, depth: usize) -> MarkForm {
        let first = match self.marker {
            ListMarker::Bullet => 1,
            ListMarker::Ordered(first) => u64::from(first),
        };
        let count = self.items.len().saturating_sub(1) as u64;
        MarkForm::of(heading_level, depth, first, first.saturating_add(count))
    }
}

#[cfg(test)]
mod tests {
    use super::MarkForm;

    #[test]
    fn marks_go_on_below_their_heading() {
        let mark = |level, depth| MarkForm::of(level, depth, 1, 3).mark(2);
        assert_eq!([0, 1, 2, 3, 4].map(|level| mark(level, 0)), ["2.", "2.", "2.", "（2）", "②"]);
        assert_eq!([0, 1, 2, 3, 9].map(|depth| mark(2, depth)), ["2.", "（2）", "②", "2)", "2)"]);
        assert_eq!([0, 1, 2].map(|depth| mark(4, depth)), ["②", "2)", "2)"]);
    }

    #[test]
    fn circles_end_at_twenty() {
        assert_eq!(MarkForm::of(4, 0, 1, 20).mark(20), "⑳");
        assert_eq!(MarkForm::of(4, 0, 1, 21).mark(1), "1)");
        assert_eq!(MarkForm::of(4, 0, 0, 2).mark(0), "0)");
        assert_eq!(MarkForm::of(3, 0, 1, u64::MAX).mark(u64::MAX), format!("（{}）", u64::MAX));
    }
}
