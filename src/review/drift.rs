//! What became of a chapter since the copy was sent.
//!
//! In: the chapter then and now. Out: the stretches that differ, and the place now of a place then.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// The stretches that differ, sorted: bytes then, bytes now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Drift {
    hunks: Vec<(Range<usize>, Range<usize>)>,
    /// For each, where it may as well lie then: `。甲` put in before a `。` is `甲。` put in after it.
    reaches: Vec<Range<usize>>,
}

/// What an edit of then meets now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Met {
    /// The place is as it was; here it is now.
    Free(Range<usize>),
    /// The same was done already.
    Done,
    /// Something else was done there; the bytes now.
    Clash(Range<usize>),
}

impl Drift {
    /// Sets a chapter as it was against what it is now: lines first, then characters.
    pub(super) fn of(then: &str, now: &str) -> Drift {
        let mut drift = Drift::default();
        if then == now {
            return drift;
        }
        let (old, new) = (lines(then), lines(now));
        let texts = |all: &[Range<usize>], text: &str| -> Vec<String> {
            all.iter().map(|range| text[range.clone()].to_owned()).collect()
        };
        let (old_texts, new_texts) = (texts(&old, then), texts(&new, now));
        for op in capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts) {
            if let DiffOp::Equal { .. } = op {
                continue;
            }
            let (a, b) = (op.old_range(), op.new_range());
            let bytes = |all: &[Range<usize>], range: Range<usize>, end: usize| {
                let at = |index: usize| all.get(index).map_or(end, |line| line.start);
                at(range.start)..at(range.end)
            };
            drift.characters(then, bytes(&old, a, then.len()), now, bytes(&new, b, now.len()));
        }
        let reach = |(old, new): &(Range<usize>, Range<usize>)| {
            let places = slid(then, old, &now[new.clone()]);
            let start = places.iter().map(|(place, _)| place.start).min().unwrap_or(old.start);
            let end = places.iter().map(|(place, _)| place.end).max().unwrap_or(old.end);
            start..end
        };
        drift.reaches = drift.hunks.iter().map(reach).collect();
        drift
    }

    fn characters(&mut self, then: &str, a: Range<usize>, now: &str, b: Range<usize>) {
        let places = |text: &str, range: &Range<usize>| -> Vec<usize> {
            let own = text[range.clone()].char_indices().map(|(at, _)| range.start + at);
            own.chain([range.end]).collect()
        };
        let (old_places, new_places) = (places(then, &a), places(now, &b));
        let old: Vec<char> = then[a.clone()].chars().collect();
        let new: Vec<char> = now[b.clone()].chars().collect();
        let mut next = (0, 0);
        let mut ends = Vec::new();
        super::align::pair(&old, 0..old.len(), &new, 0..new.len(), |x, y| ends.push((x, y)));
        ends.sort_unstable();
        ends.push((old.len(), new.len()));
        for (x, y) in ends {
            if next.0 < x || next.1 < y {
                self.hunks
                    .push((old_places[next.0]..old_places[x], new_places[next.1]..new_places[y]));
            }
            next = (x + 1, y + 1);
        }
    }

    /// Where a byte of then stands now, at the start of a stretch that differs.
    pub(super) fn now(&self, then: usize) -> usize {
        let before =
            self.hunks.partition_point(|(old, _)| old.end <= then && old.start < then.max(1));
        let inside = self.hunks.get(before).filter(|(old, _)| old.start < then);
        if let Some((_, new)) = inside {
            return new.start;
        }
        match before.checked_sub(1).and_then(|at| self.hunks.get(at)) {
            Some((old, new)) => new.end + (then - old.end),
            None => then,
        }
    }

    /// What an edit meets: `span` of `then` is to become `text`. A line put in before a line's end is
    /// the same as one put in after it, so an edit counts at every place where it would do the same.
    pub(super) fn meet(&self, then: &str, now: &str, span: &Range<usize>, text: &str) -> Met {
        let mut clash = None;
        for (span, text) in slid(then, span, text) {
            match self.meet_here(then, now, &span, &text) {
                Met::Done => return Met::Done,
                Met::Clash(range) => clash = clash.or(Some(range)),
                Met::Free(_) => {}
            }
        }
        match clash {
            Some(range) => Met::Clash(range),
            None => self.meet_here(then, now, span, text),
        }
    }

    fn meet_here(&self, then: &str, now: &str, span: &Range<usize>, text: &str) -> Met {
        let touching: Vec<usize> =
            (0..self.hunks.len()).filter(|at| self.touched(*at, span)).collect();
        let (Some(first), Some(last)) = (touching.first(), touching.last()) else {
            let shift = self.before(span.start);
            return Met::Free(shift(span.start)..shift(span.end));
        };
        let (first, last) = (&self.hunks[*first], &self.hunks[*last]);
        let window = first.0.start.min(span.start)..last.0.end.max(span.end);
        // What lies between them and the edit belongs to it.
        let from = self.hunks.partition_point(|(old, _)| old.end < window.start);
        let to = self.hunks.partition_point(|(old, _)| old.start <= window.end);
        let (first, last) = match self.hunks.get(from..to) {
            Some([first, .., last]) => (first, last),
            Some(_) | None => (first, last),
        };
        let window = first.0.start.min(window.start)..last.0.end.max(window.end);
        let start = first.1.start - (first.0.start - window.start);
        let end = last.1.end + (window.end - last.0.end);
        let (head, tail) = (&then[window.start..span.start], &then[span.end..window.end]);
        match now.get(start..end) {
            Some(own) if own == format!("{head}{text}{tail}") => Met::Done,
            _ => Met::Clash(start..end),
        }
    }

    /// Whether a stretch of then stands now as it stood, nothing put in at its ends.
    pub(super) fn keeps(&self, span: &Range<usize>) -> bool {
        !(0..self.hunks.len()).any(|at| self.touched(at, span))
    }

    /// Whether a stretch that differs touches `span` wherever it may lie.
    fn touched(&self, at: usize, span: &Range<usize>) -> bool {
        let (old, reach) = (&self.hunks[at].0, &self.reaches[at]);
        let close = reach.start <= span.end && span.start <= reach.end;
        touches(reach, span) || old.is_empty() && close
    }

    /// How far bytes are moved that stand behind every stretch that ends at or before `then`.
    fn before(&self, then: usize) -> impl Fn(usize) -> usize {
        let count = self.hunks.partition_point(|(old, _)| old.end <= then);
        let (old, new) = match count.checked_sub(1).and_then(|at| self.hunks.get(at)) {
            Some((old, new)) => (old.end, new.end),
            None => (0, 0),
        };
        move |at| at - old + new
    }
}

/// So many characters an edit is moved on or back at most.
const FARTHEST: usize = 64;

/// An insertion or a deletion at each place where it makes the same text.
fn slid(then: &str, span: &Range<usize>, text: &str) -> Vec<(Range<usize>, String)> {
    let mut all = vec![(span.clone(), text.to_owned())];
    if span.is_empty() == text.is_empty() {
        return all;
    }
    let moved = if text.is_empty() { &then[span.clone()] } else { text };
    let mut turned: String = moved.to_owned();
    let (mut start, mut end) = (span.start, span.end);
    while all.len() < FARTHEST
        && let (Some(first), Some(next)) = (turned.chars().next(), then[end..].chars().next())
        && first == next
    {
        turned.remove(0);
        turned.push(next);
        (start, end) = (start + next.len_utf8(), end + next.len_utf8());
        all.push((start..end, if text.is_empty() { String::new() } else { turned.clone() }));
    }
    turned = moved.to_owned();
    (start, end) = (span.start, span.end);
    while all.len() < 2 * FARTHEST
        && let (Some(last), Some(before)) =
            (turned.chars().next_back(), then[..start].chars().next_back())
        && last == before
    {
        turned.pop();
        turned.insert(0, before);
        (start, end) = (start - before.len_utf8(), end - before.len_utf8());
        all.push((start..end, if text.is_empty() { String::new() } else { turned.clone() }));
    }
    all
}

/// Whether two edits touch the same: they overlap, or one puts something in where the other begins or
/// ends.
pub(super) fn touches(a: &Range<usize>, b: &Range<usize>) -> bool {
    let overlap = a.start < b.end && b.start < a.end;
    let insertion = a.is_empty() || b.is_empty();
    overlap || insertion && a.start <= b.end && b.start <= a.end
}

/// Lines, each with the blank ones after it: blank lines are alike, and would be paired with any other.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        match lines.last_mut() {
            Some(last) if line.trim().is_empty() => last.end = end,
            Some(_) | None => lines.push(start..end),
        }
        start = end;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Drift, Met};

    fn met(then: &str, now: &str, old: &str, new: &str) -> String {
        let start = then.find(old).unwrap();
        let span = start..start + old.len();
        match Drift::of(then, now).meet(then, now, &span, new) {
            Met::Free(range) => {
                let mut out = now.to_owned();
                out.replace_range(range, new);
                out
            }
            Met::Done => "已有".to_owned(),
            Met::Clash(range) => format!("冲突：{}", &now[range]),
        }
    }

    #[test]
    fn what_an_edit_meets() {
        let then = "甲乙丙丁。\n\n戊己庚辛。\n";
        assert_eq!(met(then, then, "丙", "子"), "甲乙子丁。\n\n戊己庚辛。\n");
        assert_eq!(
            met(then, "前\n甲乙丙丁。\n\n戊己庚辛。\n", "丙", "子"),
            "前\n甲乙子丁。\n\n戊己庚辛。\n"
        );
        assert_eq!(
            met(then, "甲乙丙丁。\n\n戊壬庚辛。\n", "丙", "子"),
            "甲乙子丁。\n\n戊壬庚辛。\n"
        );
        assert_eq!(met(then, "甲乙子丁。\n\n戊己庚辛。\n", "丙", "子"), "已有");
        assert_eq!(met(then, "甲乙丑丁。\n\n戊己庚辛。\n", "丙", "子"), "冲突：丑");
        let item = "甲。\n新。\n\n";
        assert_eq!(
            Drift::of("甲。\n\n", item).meet("甲。\n\n", item, &(6..6), "\n新。"),
            Met::Done
        );
        assert_eq!(met(then, "甲丁。\n\n戊己庚辛。\n", "丙", "子"), "冲突：");
        assert_eq!(met(then, "甲乙丙丁。\n\n庚辛。\n", "辛", "酉"), "甲乙丙丁。\n\n庚酉。\n");
        assert_eq!(met(then, "甲乙丙丁。\n", "丁", "酉"), "甲乙丙酉。\n");
    }

    #[test]
    fn a_join_is_not_made_twice() {
        let (then, now) =
            ("子丑。\n\n甲乙。\n\n丙丁。\n\n末。\n", "子寅。\n\n甲乙。丙丁。\n\n新。\n\n末。\n");
        let join = "子丑。\n\n甲乙。".len();
        let joined = Drift::of(then, now).meet(then, now, &(join..join + 2), "");
        assert!(matches!(joined, Met::Done | Met::Clash(_)), "{joined:?}");
    }

    #[test]
    fn places() {
        let drift = Drift::of("甲\n乙\n丙\n", "甲\n新\n乙\n丙\n");
        assert_eq!(drift.now("甲\n乙\n".len()), "甲\n新\n乙\n".len());
        assert_eq!(drift.now(0), 0);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(then in "[甲乙丙\n]{0,30}", now in "[甲乙丙\n]{0,30}", at in 0usize..30) {
            let starts: Vec<usize> =
                then.char_indices().map(|(at, _)| at).chain([then.len()]).collect();
            let at = starts[at % starts.len()];
            let drift = Drift::of(&then, &now);
            if let Met::Free(range) = drift.meet(&then, &now, &(at..at), "子") {
                proptest::prop_assert!(now.is_char_boundary(range.start));
            }
            proptest::prop_assert!(drift.now(at) <= now.len());
        }
    }
}
