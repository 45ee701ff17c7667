//! Which rows of a table stay on one page, and which may break: one decision for both writers.
//!
//! In: the cells of rows, and how many lines each takes. Out: for every row whether it is kept with the
//! next. Rows that a joined cell spans belong together while they are few; at either side of a page's
//! end stand at least two rows, and of many rows that a joined cell spans as many as it needs, which is said
//! again on the next page.

use super::needs::CellText;

/// Maximum number of lines of a group that keeps to one page: half a page of GB/T 9704.
const MAX_GROUP_LINES: f64 = 16.0;
/// Lines that a joined cell takes on a further page beyond its own: （续）.
const AGAIN_LINES: f64 = 1.0;
/// Maximum number of lines of a row that keeps to one page: a third of a page of GB/T 9704.
const MAX_ROW_LINES: f64 = 12.0;

/// The heights of rows, and which of them joined cells span.
#[derive(Debug)]
pub(super) struct RowGroups {
    /// Lines of every row.
    heights: Vec<f64>,
    groups: Vec<Group>,
}

/// Rows that a joined cell spans.
#[derive(Debug)]
struct Group {
    first: usize,
    count: usize,
    /// Lines of the joined cell.
    lines: f64,
}

impl RowGroups {
    /// From the cells of rows; `lines` counts those of a cell.
    pub fn new(rows: &[Vec<CellText>], lines: impl Fn(&CellText) -> f64) -> RowGroups {
        let mut heights = Vec::with_capacity(rows.len());
        let mut groups = Vec::new();
        for row in rows {
            let mut height: f64 = 1.0;
            for cell in row {
                let (first, count) = (cell.area.row, cell.area.rows);
                let lines = lines(cell);
                match count {
                    1 => height = height.max(lines),
                    _ => groups.push(Group { first, count, lines }),
                }
            }
            heights.push(height);
        }
        RowGroups { heights, groups }
    }

    /// For every row, whether it is so tall that it must be allowed to break.
    pub fn tall(&self) -> Vec<bool> {
        self.heights.iter().map(|height| *height > MAX_ROW_LINES).collect()
    }

    /// For every row, whether it is kept with the next.
    pub fn keep_with_next(&self) -> Vec<bool> {
        let count = self.heights.len();
        let mut keep = vec![false; count];
        for Group { first, count, lines } in &self.groups {
            let height: f64 = self.heights[*first..first + count].iter().sum();
            if height.max(*lines) <= MAX_GROUP_LINES {
                keep[*first..first + count - 1].fill(true);
            } else if *lines + AGAIN_LINES <= MAX_ROW_LINES {
                let rows = &self.heights[*first..first + count];
                let begin = rows_of(rows.iter(), *lines);
                let end = rows_of(rows.iter().rev(), lines + AGAIN_LINES);
                keep[*first..first + begin - 1].fill(true);
                keep[first + count - end..first + count - 1].fill(true);
            }
        }

        // No row of the body stands alone below a head, or above the last line.
        for first in [0, count.saturating_sub(2)] {
            let pair = self.heights.get(first..first + 2).unwrap_or(&[]);
            let fits = pair.iter().all(|height| *height <= MAX_ROW_LINES)
                && pair.iter().sum::<f64>() <= MAX_GROUP_LINES;
            if pair.len() == 2 && fits {
                keep[first] = true;
            }
        }
        keep
    }
}

/// Number of rows that together have so many lines, at least one; 1 where a row may break.
fn rows_of<'a>(heights: impl Iterator<Item = &'a f64>, lines: f64) -> usize {
    let (mut sum, mut count) = (0.0, 0);
    for height in heights {
        count += 1;
        sum += height;
        if sum >= lines {
            break;
        }
    }
    if sum > MAX_ROW_LINES { 1 } else { count.max(1) }
}

#[cfg(test)]
mod tests {
    use super::{Group, RowGroups};

    fn kept(heights: &[f64], groups: Vec<Group>) -> Vec<usize> {
        let keep = RowGroups { heights: heights.to_vec(), groups }.keep_with_next();
        (0..keep.len()).filter(|row| keep[*row]).collect()
    }

    fn group(first: usize, count: usize, lines: f64) -> Vec<Group> {
        vec![Group { first, count, lines }]
    }

    #[test]
    fn two_rows_stand_on_either_side_of_a_break() {
        assert_eq!(kept(&[1.0; 6], vec![]), [0, 4]);
        assert_eq!(kept(&[1.0; 3], vec![]), [0, 1]);
        assert_eq!(kept(&[1.0; 2], vec![]), [0]);
        assert_eq!(kept(&[1.0], vec![]), [0; 0]);
        assert_eq!(kept(&[], vec![]), [0; 0]);
        assert_eq!(kept(&[20.0, 1.0, 1.0, 1.0], vec![]), [2]);
        assert_eq!(kept(&[9.0, 9.0, 1.0, 10.0], vec![]), [2]);
    }

    #[test]
    fn a_short_group_stays_together() {
        assert_eq!(kept(&[1.0; 9], group(3, 3, 1.0)), [0, 3, 4, 7]);
        assert_eq!(kept(&[1.0; 40], group(3, 30, 1.0)), [0, 31, 38]);
        assert_eq!(kept(&[1.0; 9], group(3, 3, 200.0)), [0, 7]);
    }

    #[test]
    fn a_long_group_leaves_room_for_its_label_on_either_side() {
        assert_eq!(kept(&[1.0; 40], group(3, 30, 3.0)), [0, 3, 4, 29, 30, 31, 38]);
        assert_eq!(kept(&[2.0; 40], group(3, 30, 3.0)), [0, 3, 31, 38]);
        assert_eq!(kept(&[9.0; 40], group(3, 30, 3.0)), [0; 0]);
    }
}
