//! Which cells show their number as a percentage: 95% is kept as 0.95, and calamine gives no formats.
//!
//! In: an .xlsx that [`super::guard`] let through, and a sheet's name. Out: the names of the cells,
//! none where a part isn't found or not understood.

use super::guard::LIMITS;
use crate::ooxml::{Budget, Error, Namespace, Package, XmlStream};
use std::collections::BTreeSet;

const WORKBOOK: &str = "xl/workbook.xml";
const STYLES: &str = "xl/styles.xml";
/// The built-in formats `0%` and `0.00%` (ECMA-376 part 1, 18.8.30).
const BUILT_IN_FORMATS: [&str; 2] = ["9", "10"];

/// The names (`E7`) of the cells of a sheet that show a percentage.
pub(super) fn percent_cells(package: &mut Package<'_>, sheet: &str) -> BTreeSet<String> {
    let mut budget = Budget::new(&LIMITS);
    read_cells(package, sheet, &mut budget).unwrap_or_default()
}

fn read_cells(
    package: &mut Package<'_>,
    sheet: &str,
    budget: &mut Budget,
) -> Result<BTreeSet<String>, Error> {
    let mut cells = BTreeSet::new();
    let Some(styles) = package.text(STYLES)? else { return Ok(cells) };
    let styles = percent_styles(&styles, budget)?;
    let Some(part) = sheet_part(package, sheet, budget)? else { return Ok(cells) };
    let Some(text) = package.text(&part)? else { return Ok(cells) };

    let mut xml = XmlStream::new(&part, &text);
    while let Some(tag) = xml.next_start(0, budget)? {
        if tag.name != "c" {
            continue;
        }
        let style = xml.attribute(&tag, Namespace::Unbound, "s")?;
        if style.is_some_and(|style| style.parse().is_ok_and(|index| styles.contains(&index))) {
            cells.extend(xml.attribute(&tag, Namespace::Unbound, "r")?);
        }
    }
    Ok(cells)
}

/// The sheet's part, by workbook.xml and its relationships.
fn sheet_part(
    package: &mut Package<'_>,
    sheet: &str,
    budget: &mut Budget,
) -> Result<Option<String>, Error> {
    let Some(text) = package.text(WORKBOOK)? else { return Ok(None) };
    let mut xml = XmlStream::new(WORKBOOK, &text);
    let mut id = None;
    while let Some(tag) = xml.next_start(0, budget)? {
        let name = xml.attribute(&tag, Namespace::Unbound, "name")?;
        if tag.name == "sheet" && name.as_deref() == Some(sheet) {
            id = xml.attribute(&tag, Namespace::Relation, "id")?;
        }
    }

    let mut relations = package.relations(WORKBOOK, budget)?;
    Ok(id.and_then(|id| relations.remove(&id)).map(|relation| relation.target))
}

/// The styles of cells that show a percentage, by their index.
fn percent_styles(text: &str, budget: &mut Budget) -> Result<BTreeSet<usize>, Error> {
    let mut xml = XmlStream::new(STYLES, text);
    let mut formats: BTreeSet<String> = BUILT_IN_FORMATS.map(str::to_owned).into();
    let mut styles = BTreeSet::new();

    while let Some(tag) = xml.next_start(0, budget)? {
        match tag.name {
            "numFmt" => {
                let code = xml.attribute(&tag, Namespace::Unbound, "formatCode")?;
                if code.unwrap_or_default().contains('%') {
                    formats.extend(xml.attribute(&tag, Namespace::Unbound, "numFmtId")?);
                }
            }
            "cellXfs" => {
                let depth = xml.depth();
                let mut index = 0;
                while let Some(tag) = xml.next_start(depth, budget)? {
                    if tag.name != "xf" {
                        continue;
                    }
                    let format = xml.attribute(&tag, Namespace::Unbound, "numFmtId")?;
                    if format.is_some_and(|format| formats.contains(&format)) {
                        styles.insert(index);
                    }
                    index += 1;
                }
            }
            _ => {}
        }
    }

    Ok(styles)
}
