//! Whether the first column of a table says what its rows are about, as its head says it of the columns.

use super::align::{is_figure, is_plain_number};
use super::needs::CellText;

/// Whether the cells of the first column are the heads of their rows: names, none left out, of what are
/// mostly figures. A column of numbers counts the rows; words beside words are no more heads than these.
pub(super) fn has_row_heads(head: &[Vec<CellText>], body: &[Vec<CellText>]) -> bool {
    let (mut names, mut filled, mut figures) = (0, 0, 0);
    for cell in body.iter().flatten() {
        let text = cell.text.text();
        let text = text.trim();
        if cell.column > 0 {
            filled += usize::from(!text.is_empty());
            figures += usize::from(is_figure(text));
        } else if cell.area.columns == 1 && !text.is_empty() && !is_plain_number(text) {
            names += 1;
        } else {
            return false;
        }
    }
    !head.is_empty() && names > 1 && figures > 0 && 2 * figures >= filled
}
