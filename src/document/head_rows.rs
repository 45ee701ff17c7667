//! Rows of a table's head, as written: Markdown has but one, and the next go on from it.
//!
//! In: what the cells of a row say. Out: whether the row belongs to the head. The reader of Markdown asks
//! here, and whoever writes rows that must not be read so.

use super::signs::MERGED_ABOVE;

/// Whether a row below the head belongs to it: a cell goes on from the head (`^^`), and none holds a figure
/// other than a year, as the first row of the body would.
pub fn continues_head<'a>(cells: impl IntoIterator<Item = &'a str>) -> bool {
    let mut joins = false;
    for cell in cells {
        let cell = cell.trim();
        joins |= cell == MERGED_ABOVE;
        if is_figure(cell) {
            return false;
        }
    }
    joins
}

/// Whether a cell says a figure, and not a year.
fn is_figure(text: &str) -> bool {
    let is_year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let mark = |c: char| matches!(c, '.' | ',' | '%' | '‰' | '％' | '+' | '-' | '−' | ' ');
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || mark(c))
        && !is_year
}

#[cfg(test)]
mod tests {
    use super::continues_head;

    #[test]
    fn a_row_that_goes_on_from_the_head_belongs_to_it() {
        for (cells, expected) in [
            (&["^^", "数量", "占比（%）"][..], true),
            (&["^^", "2016", "2017"], true),
            (&["^^", "2016年", "<<"], true),
            (&["^^", "^^", ""], true),
            (&["甲", "数量", "占比"], false),
            (&["^^", "12.5%", "—"], false),
            (&["^^", "1,234", "数量"], false),
            (&["\\^^", "数量"], false),
        ] {
            assert_eq!(continues_head(cells.iter().copied()), expected, "{cells:?}");
        }
    }
}
