//! An edit of the chapter that was sent, on the chapter as it is now.
//!
//! In: the chapter then and now. Out: the stretch that an edit concerns now, or that the same was done
//! already, or what stands there instead.

use super::phrase::{Rewording, says_the_same, share_phrase};
use crate::source::{Hunk, TextDiff};
use std::ops::Range;

/// A chapter as it was sent, compared with what it is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ChapterDiff {
    diff: TextDiff,
    /// For each hunk, where it may as well lie then: `。甲` put in before a `。` is `甲。` put in after it.
    reaches: Vec<Range<usize>>,
}

/// An edit of the chapter then, rebased on the chapter now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rebased {
    /// The text is as it was; its bytes now.
    Clean(Range<usize>),
    /// The same was done already.
    Present,
    /// Something else was done there; the bytes now.
    Conflict(Range<usize>),
}

/// Bytes of a text and what is to stand there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Replacement {
    span: Range<usize>,
    text: String,
}

/// The same stretch of both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Window {
    then: Range<usize>,
    now: Range<usize>,
}

impl ChapterDiff {
    /// Compares a chapter as it was with what it is now.
    pub(super) fn new(then: &str, now: &str) -> ChapterDiff {
        let diff = TextDiff::new(then, now);
        let reach = |hunk: &Hunk| {
            let variants = shifted(then, &hunk.old, &now[hunk.new.clone()]);
            let starts = variants.iter().map(|variant| variant.span.start);
            let ends = variants.iter().map(|variant| variant.span.end);
            starts.min().unwrap_or(hunk.old.start)..ends.max().unwrap_or(hunk.old.end)
        };
        let reaches = diff.changes().iter().map(reach).collect();
        ChapterDiff { diff, reaches }
    }

    /// The offset now of an offset then.
    pub(super) fn carry(&self, then: usize) -> usize {
        self.diff.carry(then)
    }

    /// Rebases an edit: `span` of `then` is to become `text`. A line put in before a line's end is
    /// the same as one put in after it, so an edit counts at every offset where it would do the same.
    pub(super) fn rebase(&self, then: &str, now: &str, span: &Range<usize>, text: &str) -> Rebased {
        let mut conflict = None;
        for variant in shifted(then, span, text) {
            match self.rebase_unshifted(then, now, &variant.span, &variant.text) {
                Rebased::Present => return Rebased::Present,
                Rebased::Conflict(range) => conflict = conflict.or(Some(range)),
                Rebased::Clean(_) => {}
            }
        }

        match conflict {
            Some(range) => Rebased::Conflict(range),
            None => self.rebase_unshifted(then, now, span, text),
        }
    }

    fn rebase_unshifted(&self, then: &str, now: &str, span: &Range<usize>, text: &str) -> Rebased {
        let Some(window) = self.window(span) else {
            let shift = self.shift_before(span.start);
            return Rebased::Clean(shift(span.start)..shift(span.end));
        };
        let head = &then[window.then.start..span.start];
        let tail = &then[span.end..window.then.end];
        match now.get(window.now.clone()) {
            Some(current) if current == format!("{head}{text}{tail}") => Rebased::Present,
            _ => Rebased::Conflict(window.now),
        }
    }

    /// Rebases what a reviewer marked as one: `edits` of `then`, which stand in `stretch`. It meets whatever
    /// was done there, and in the phrase that it belongs to; the chapter says the same where it says all of it.
    pub(super) fn rebase_stretch(
        &self,
        then: &str,
        now: &str,
        stretch: &Range<usize>,
        edits: &[(Range<usize>, &str)],
    ) -> Rebased {
        let Some(window) = self.phrase_window(then, now, stretch, edits) else {
            let shift = self.shift_before(stretch.start);
            return Rebased::Clean(shift(stretch.start)..shift(stretch.end));
        };
        match now.get(window.now.clone()) {
            Some(current) if says_the_same(current, &edited(then, &window.then, edits)) => {
                Rebased::Present
            }
            _ => Rebased::Conflict(window.now),
        }
    }

    /// What a stretch and the changes that it meets cover; `None` where it meets none.
    fn phrase_window(
        &self,
        then: &str,
        now: &str,
        stretch: &Range<usize>,
        edits: &[(Range<usize>, &str)],
    ) -> Option<Window> {
        let new = edited(then, stretch, edits);
        let old = then.get(stretch.clone()).unwrap_or_default();
        let edit = Rewording { range: stretch.clone(), old, new: &new };
        let meets = |index: &usize| {
            let hunk = &self.diff.changes()[*index];
            let change = rewording(then, now, hunk);
            self.touches(*index, stretch)
                || change.changes_words() && share_phrase(then, &change, &edit)
        };
        self.window_of((0..self.reaches.len()).filter(meets), stretch)
    }

    /// Whether a stretch of then stands now as it stood, with nothing done in its phrase.
    pub(super) fn keeps_phrase(&self, then: &str, now: &str, stretch: &Range<usize>) -> bool {
        self.phrase_window(then, now, stretch, &[]).is_none()
    }

    /// Whether other words stand now in a stretch of then, or at its ends.
    pub(super) fn rewords(&self, then: &str, now: &str, stretch: &Range<usize>) -> bool {
        self.diff.changes().iter().any(|hunk| {
            hunk.old.start <= stretch.end
                && stretch.start <= hunk.old.end
                && rewording(then, now, hunk).changes_words()
        })
    }

    /// What an edit and the changes that it meets cover, in both texts; `None` where it meets none.
    fn window(&self, span: &Range<usize>) -> Option<Window> {
        self.window_of((0..self.reaches.len()).filter(|index| self.touches(*index, span)), span)
    }

    /// What an edit and some hunks cover, in both texts; `None` where there are none.
    fn window_of(
        &self,
        mut touching: impl DoubleEndedIterator<Item = usize>,
        span: &Range<usize>,
    ) -> Option<Window> {
        let hunks = self.diff.changes();
        let first = touching.next()?;
        let last = touching.next_back().unwrap_or(first);
        let window = hunks[first].old.start.min(span.start)..hunks[last].old.end.max(span.end);

        // What lies between them and the edit belongs to it.
        let from = hunks.partition_point(|hunk| hunk.old.end < window.start);
        let to = hunks.partition_point(|hunk| hunk.old.start <= window.end);
        let (first, last) = match hunks.get(from..to) {
            Some([first, .., last]) => (first, last),
            Some(_) | None => (&hunks[first], &hunks[last]),
        };

        let then = first.old.start.min(window.start)..last.old.end.max(window.end);
        let start = first.new.start - (first.old.start - then.start);
        let end = last.new.end + (then.end - last.old.end);
        Some(Window { then, now: start..end })
    }

    /// Makes edits of then in now whatever was done there meanwhile: where something was, in them or in the
    /// stretches that were marked as one, the text goes back to what it was then, with the edits. Gives the
    /// bytes of now and what is to stand there.
    pub(super) fn force(
        &self,
        then: &str,
        now: &str,
        edits: &[(Range<usize>, &str)],
        stretches: &[Range<usize>],
    ) -> Vec<(Range<usize>, String)> {
        let untouched = |span: &Range<usize>| {
            let shift = self.shift_before(span.start);
            Window { then: span.clone(), now: shift(span.start)..shift(span.end) }
        };
        let mut windows: Vec<Window> = edits
            .iter()
            .map(|(span, _)| self.window(span).unwrap_or_else(|| untouched(span)))
            .chain(stretches.iter().filter_map(|span| self.phrase_window(then, now, span, edits)))
            .collect();
        windows.sort_by_key(|window| (window.then.start, window.then.end));
        windows.dedup_by(|next, window| {
            let meets = next.then.start <= window.then.end;
            if meets {
                window.then.end = window.then.end.max(next.then.end);
                window.now.end = window.now.end.max(next.now.end);
            }
            meets
        });

        windows
            .iter()
            .map(|window| (window.now.clone(), edited(then, &window.then, edits)))
            .collect()
    }

    /// Whether a stretch of then stands now as it stood, nothing put in at its ends.
    pub(super) fn keeps(&self, span: &Range<usize>) -> bool {
        !(0..self.reaches.len()).any(|index| self.touches(index, span))
    }

    /// Whether a hunk touches `span` wherever it may lie.
    fn touches(&self, index: usize, span: &Range<usize>) -> bool {
        let (old, reach) = (&self.diff.changes()[index].old, &self.reaches[index]);
        let is_close = reach.start <= span.end && span.start <= reach.end;
        touches(reach, span) || old.is_empty() && is_close
    }

    /// How far bytes are moved that stand behind every hunk that ends at or before `then`.
    fn shift_before(&self, then: usize) -> impl Fn(usize) -> usize {
        let hunks = self.diff.changes();
        let count = hunks.partition_point(|hunk| hunk.old.end <= then);
        let last = count.checked_sub(1).and_then(|index| hunks.get(index));
        let (old, new) = last.map_or((0, 0), |hunk| (hunk.old.end, hunk.new.end));
        move |offset| offset - old + new
    }
}

/// What was done in a hunk.
fn rewording<'t>(then: &'t str, now: &'t str, hunk: &Hunk) -> Rewording<'t> {
    let old = then.get(hunk.old.clone()).unwrap_or_default();
    let new = now.get(hunk.new.clone()).unwrap_or_default();
    Rewording { range: hunk.old.clone(), old, new }
}

/// A stretch of a text with the edits that stand in it.
pub(super) fn edited(text: &str, stretch: &Range<usize>, edits: &[(Range<usize>, &str)]) -> String {
    let is_inside = |span: &Range<usize>| stretch.start <= span.start && span.end <= stretch.end;
    let mut inside: Vec<_> = edits.iter().filter(|(span, _)| is_inside(span)).collect();
    inside.sort_by_key(|(span, _)| (span.start, span.end));

    let (mut out, mut copied) = (String::new(), stretch.start);
    for (span, new) in inside {
        out.push_str(text.get(copied..span.start).unwrap_or_default());
        out.push_str(new);
        copied = span.end.max(copied);
    }
    out.push_str(text.get(copied..stretch.end).unwrap_or_default());
    out
}

/// Maximum number of characters that an edit is moved on or back.
const MAX_SHIFT: usize = 64;

/// An insertion or a deletion at each offset where it makes the same text.
fn shifted(then: &str, span: &Range<usize>, text: &str) -> Vec<Replacement> {
    let mut variants = vec![Replacement { span: span.clone(), text: text.to_owned() }];
    if span.is_empty() == text.is_empty() {
        return variants;
    }

    let moved = if text.is_empty() { &then[span.clone()] } else { text };
    let inserted = |rotated: &str| if text.is_empty() { "" } else { rotated }.to_owned();

    // On, as long as the character that follows is the first one of what moves.
    let mut rotated: String = moved.to_owned();
    let (mut start, mut end) = (span.start, span.end);
    while variants.len() < MAX_SHIFT
        && let (Some(first), Some(next)) = (rotated.chars().next(), then[end..].chars().next())
        && first == next
    {
        rotated.remove(0);
        rotated.push(next);
        (start, end) = (start + next.len_utf8(), end + next.len_utf8());
        variants.push(Replacement { span: start..end, text: inserted(&rotated) });
    }

    // And back, as long as the one before is the last one.
    rotated = moved.to_owned();
    (start, end) = (span.start, span.end);
    while variants.len() < 2 * MAX_SHIFT
        && let (Some(last), Some(before)) =
            (rotated.chars().next_back(), then[..start].chars().next_back())
        && last == before
    {
        rotated.pop();
        rotated.insert(0, before);
        (start, end) = (start - before.len_utf8(), end - before.len_utf8());
        variants.push(Replacement { span: start..end, text: inserted(&rotated) });
    }
    variants
}

/// Whether two edits touch the same: they overlap, or one puts something in where the other begins or
/// ends.
pub(super) fn touches(a: &Range<usize>, b: &Range<usize>) -> bool {
    let overlap = a.start < b.end && b.start < a.end;
    let insertion = a.is_empty() || b.is_empty();
    overlap || insertion && a.start <= b.end && b.start <= a.end
}

#[cfg(test)]
mod tests {
    use super::{ChapterDiff, Rebased};

    fn rebased(then: &str, now: &str, old: &str, new: &str) -> String {
        let start = then.find(old).unwrap();
        let span = start..start + old.len();
        match ChapterDiff::new(then, now).rebase(then, now, &span, new) {
            Rebased::Clean(range) => {
                let mut out = now.to_owned();
                out.replace_range(range, new);
                out
            }
            Rebased::Present => "已有".to_owned(),
            Rebased::Conflict(range) => format!("冲突：{}", &now[range]),
        }
    }

    #[test]
    fn edits_on_a_changed_chapter() {
        let then = "甲乙丙丁。\n\n戊己庚辛。\n";
        assert_eq!(rebased(then, then, "丙", "子"), "甲乙子丁。\n\n戊己庚辛。\n");
        assert_eq!(
            rebased(then, "前\n甲乙丙丁。\n\n戊己庚辛。\n", "丙", "子"),
            "前\n甲乙子丁。\n\n戊己庚辛。\n"
        );
        assert_eq!(
            rebased(then, "甲乙丙丁。\n\n戊壬庚辛。\n", "丙", "子"),
            "甲乙子丁。\n\n戊壬庚辛。\n"
        );
        assert_eq!(rebased(then, "甲乙子丁。\n\n戊己庚辛。\n", "丙", "子"), "已有");
        assert_eq!(rebased(then, "甲乙丑丁。\n\n戊己庚辛。\n", "丙", "子"), "冲突：丑");
        assert_eq!(rebased(then, "甲丁。\n\n戊己庚辛。\n", "丙", "子"), "冲突：");
        assert_eq!(rebased(then, "甲乙丙丁。\n\n庚辛。\n", "辛", "酉"), "甲乙丙丁。\n\n庚酉。\n");
        assert_eq!(rebased(then, "甲乙丙丁。\n", "丁", "酉"), "甲乙丙酉。\n");

        let item = "甲。\n新。\n\n";
        let diff = ChapterDiff::new("甲。\n\n", item);
        assert_eq!(diff.rebase("甲。\n\n", item, &(6..6), "\n新。"), Rebased::Present);
    }

    #[test]
    fn two_paragraphs_are_joined_only_once() {
        let (then, now) =
            ("子丑。\n\n甲乙。\n\n丙丁。\n\n末。\n", "子寅。\n\n甲乙。丙丁。\n\n新。\n\n末。\n");
        let join = "子丑。\n\n甲乙。".len();
        let joined = ChapterDiff::new(then, now).rebase(then, now, &(join..join + 2), "");
        assert!(matches!(joined, Rebased::Present | Rebased::Conflict(_)), "{joined:?}");
    }

    #[test]
    fn edits_are_forced_over_what_was_done_meanwhile() {
        let forced = |then: &str, now: &str, edits: &[(&str, &str)]| {
            let spans: Vec<(std::ops::Range<usize>, &str)> = edits
                .iter()
                .map(|(old, new)| {
                    let start = then.find(old).unwrap();
                    (start..start + old.len(), *new)
                })
                .collect();
            let mut out = now.to_owned();
            for (range, text) in
                ChapterDiff::new(then, now).force(then, now, &spans, &[]).into_iter().rev()
            {
                out.replace_range(range, &text);
            }
            out
        };

        let then = "我市基本完成任务。\n\n戊己庚辛。\n";
        let edit = [("基本完成", "基本建成")];
        assert_eq!(forced(then, then, &edit), then.replace("完成", "建成"));
        let now = then.replace("基本", "全面");
        assert_eq!(forced(then, &now, &edit), then.replace("完成", "建成"));
        let now = then.replace("戊己", "壬癸");
        assert_eq!(forced(then, &now, &edit), now.replace("完成", "建成"));
        let now = then.replace("基本完成任务", "圆满收官");
        assert_eq!(forced(then, &now, &edit), then.replace("完成", "建成"));
        let two = [("基本", "全面"), ("戊己", "子丑")];
        let now = then.replace("基本", "大体").replace("庚辛", "寅卯");
        assert_eq!(forced(then, &now, &two), "我市全面完成任务。\n\n子丑寅卯。\n");
    }

    #[test]
    fn offsets_are_carried() {
        let diff = ChapterDiff::new("甲\n乙\n丙\n", "甲\n新\n乙\n丙\n");
        assert_eq!(diff.carry("甲\n乙\n".len()), "甲\n新\n乙\n".len());
        assert_eq!(diff.carry(0), 0);
    }

    proptest::proptest! {
        #[test]
        fn ranges_lie_in_the_text(
            then in "[甲乙丙\n]{0,30}",
            now in "[甲乙丙\n]{0,30}",
            number in 0usize..30,
        ) {
            let starts: Vec<usize> =
                then.char_indices().map(|(start, _)| start).chain([then.len()]).collect();
            let offset = starts[number % starts.len()];
            let diff = ChapterDiff::new(&then, &now);
            let rebased = diff.rebase(&then, &now, &(offset..offset), "子");

            if let Rebased::Clean(range) = rebased {
                proptest::prop_assert!(now.is_char_boundary(range.start));
            }
            proptest::prop_assert!(diff.carry(offset) <= now.len());
        }
    }
}
