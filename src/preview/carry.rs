//! Where a byte of an earlier text stands in the text as it is now.
//!
//! In: both texts of one file. Out: an offset. Before and after the edit it is exact; within it, it is
//! found by the nearest line above that is still there.

use std::collections::HashMap;

/// The offset in `new` of what stands at `offset` in `old`.
pub(super) fn carry_offset(old: &str, new: &str, offset: usize) -> usize {
    let offset = old.floor_char_boundary(offset);
    let start = common_length(&mut old.chars(), &mut new.chars());
    let end = common_length(&mut old[start..].chars().rev(), &mut new[start..].chars().rev());
    if offset < start || old == new {
        return offset;
    }
    if offset >= old.len() - end {
        return offset + new.len() - old.len();
    }

    // Whole lines from the one in which the edit begins.
    let first = old[..start].rfind('\n').map_or(0, |newline| newline + 1);
    first + in_lines(&old[first..], &new[first..], offset - first)
}

/// Bytes that two texts have in common at their beginning.
pub(super) fn common_length(
    old: &mut dyn Iterator<Item = char>,
    new: &mut dyn Iterator<Item = char>,
) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).map(|(_, new)| new.len_utf8()).sum()
}

fn in_lines(old: &str, new: &str, offset: usize) -> usize {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let row = old_lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
    let (old_once, new_once) = (unique(&old_lines), unique(&new_lines));

    // A line that stands there twice tells nothing.
    let row_below = |above: usize| {
        let (_, text) = old_lines.get(above)?;
        old_once.get(text).copied().flatten()?;
        Some(new_once.get(text).copied().flatten()? + (row - above))
    };
    let new_row = (0..=row).rev().find_map(row_below).unwrap_or(row).min(new_lines.len() - 1);

    let column = offset - old_lines.get(row).map_or(0, |(start, _)| *start);
    let (start, text) = new_lines[new_row];
    start + text.floor_char_boundary(column.min(text.len()))
}

/// The lines with the offset at which each begins; at least one.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        lines.push((start, line));
        start += line.len() + 1;
    }
    lines
}

/// The row of every line with text; `None` for one that stands there more than once.
fn unique<'a>(lines: &[(usize, &'a str)]) -> HashMap<&'a str, Option<usize>> {
    let mut rows = HashMap::new();
    for (row, (_, text)) in
        lines.iter().enumerate().filter(|(_, (_, text))| !text.trim().is_empty())
    {
        rows.entry(*text).and_modify(|known| *known = None).or_insert(Some(row));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows the carried offset, for the first place of `word` in the old text.
    fn after(old: &str, new: &str, word: &str) -> String {
        let offset = carry_offset(old, new, old.find(word).unwrap());
        new[offset..].chars().take(3).collect()
    }

    #[test]
    fn before_and_after_an_edit_it_is_exact() {
        assert_eq!(after("甲乙丙丁戊", "甲乙新丁戊", "乙"), "乙新丁");
        assert_eq!(after("甲乙丙丁戊", "甲乙很新的丁戊", "丁"), "丁戊");
        assert_eq!(after("甲乙丙丁戊", "丁戊", "戊"), "戊");
        assert_eq!(after("一\n\n二\n\n三", "新\n\n一\n\n二\n\n三", "二"), "二\n\n");
        assert_eq!(after("甲甲甲", "甲甲甲甲", "甲"), "甲甲甲");
        assert_eq!(carry_offset("甲", "甲", 99), 3, "past the end");
    }

    #[test]
    fn within_an_edit_the_lines_above_decide() {
        // Two edits, at both ends: what lies between is found by itself.
        let (old, new) = (
            "头\n\n第一段甲。\n\n第二段乙。\n\n尾",
            "新头\n更多\n\n第一段甲。\n\n第二段乙。\n\n新尾巴",
        );
        assert_eq!(after(old, new, "第一段"), "第一段");
        assert_eq!(after(old, new, "二段乙"), "二段乙");
        // Its own line has changed as well: the one above leads there.
        let new = "新头\n更多\n\n第一段甲。\n\n第二段改写了。\n\n新尾巴";
        assert_eq!(after(old, new, "第二段乙"), "第二段");
        // Lines that stand there twice tell nothing.
        let (old, new) = ("甲\n同\n乙词\n同\n丙", "子\n同\n同\n乙词\n同\n丑");
        assert_eq!(after(old, new, "词"), "词\n同");
    }

    #[test]
    fn deleted_text_leads_to_where_it_stood() {
        assert_eq!(carry_offset("甲乙丙", "", 3), 0);
        assert_eq!(carry_offset("", "甲", 0), 3, "at the end as before");
        assert_eq!(after("甲\n\n删去的段。\n\n乙", "甲\n\n乙", "删去"), "乙");
        assert_eq!(after("长长长长长的一行甲", "短乙", "一行"), "");
    }
}
