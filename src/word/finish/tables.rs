//! What a table says of itself to those who can't see it; docx-rs has no words for it.

use super::order::sort_children;
use crate::ooxml::Element;
use crate::word::write::TableFacts;

/// The bit of `w:tblLook` for heads of rows (ECMA-376 part 1, 17.18.96).
const FIRST_COLUMN: u16 = 0x0080;

/// Writes the caption into a table's properties, and whether its first column holds the heads of its rows.
pub(super) fn describe(table: &mut Element<'_>, facts: &TableFacts) {
    let Some(properties) = table.child_mut("w:tblPr") else { return };
    if facts.has_row_heads
        && let Some(look) = properties.child_mut("w:tblLook")
    {
        let value = look.attribute("w:val").unwrap_or_default();
        let value = u16::from_str_radix(value, 16).unwrap_or(0) | FIRST_COLUMN;
        look.set("w:val", &format!("{value:04X}"));
        look.set("w:firstColumn", "1");
    }
    if !facts.caption.is_empty() {
        properties.push(Element::new("w:tblCaption", &[("w:val", &facts.caption)]));
    }
    sort_children(properties);
}
