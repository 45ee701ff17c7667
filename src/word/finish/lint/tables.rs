//! Tables: grid, widths, merged cells, heads.

use super::{Element, Findings, Step, child_value, value, walk};
use std::collections::BTreeMap;

/// Every table of a part.
pub(super) fn check(part: &str, root: &Element<'_>, found: &mut Findings) {
    walk(root, &mut |step, element, _| {
        if step == Step::Start && element.name == "w:tbl" {
            widths(part, element, found);
            rows(part, element, found);
        }
    });
}

/// Widths of the columns, in twips.
fn grid(table: &Element<'_>) -> Vec<Option<u32>> {
    let columns = table.child("w:tblGrid").into_iter().flat_map(Element::elements);
    let columns = columns.filter(|one| one.name == "w:gridCol");
    columns.map(|one| value(one, "w:w").parse().ok().filter(|width| *width > 0)).collect()
}

/// The table's width is that of its columns; WPS wants both, and no column without one.
fn widths(part: &str, table: &Element<'_>, found: &mut Findings) {
    let grid = grid(table);
    if grid.iter().any(Option::is_none) {
        found.add(part, "表的一列没有宽");
        return;
    }
    let sum: u32 = grid.iter().flatten().sum();
    let width = table.child("w:tblPr").and_then(|all| all.child("w:tblW"));
    match width {
        None => found.add(part, "表没有写宽"),
        Some(width) if value(width, "w:type") != "dxa" => {}
        Some(width) if value(width, "w:w") == sum.to_string() => {}
        Some(width) => {
            found.add(part, format!("表宽 {}，各列之和 {sum}", value(width, "w:w")));
        }
    }
}

/// Whether rows fill the grid, cells are as wide as their columns, merged cells have one of the same
/// columns above that they continue, and heads stand first.
fn rows(part: &str, table: &Element<'_>, found: &mut Findings) {
    let grid = grid(table);
    let mut merged: BTreeMap<usize, usize> = BTreeMap::new();
    let mut body = false;
    for row in table.elements().filter(|child| child.name == "w:tr") {
        let property = row.child("w:trPr");
        let number = |name: &str| {
            let found = property.and_then(|all| child_value(all, name));
            found.and_then(|text| text.parse::<usize>().ok()).unwrap_or(0)
        };
        match property.is_some_and(|all| all.child("w:tblHeader").is_some()) {
            true if body => found.add(part, "表头行排在表身后面，不会在下一页重复"),
            true => {}
            false => body = true,
        }
        let mut at = number("w:gridBefore");
        let mut reaching = BTreeMap::new();
        for cell in row.elements().filter(|child| child.name == "w:tc") {
            let span = self::cell(part, cell, &grid, at, found);
            let merge = cell.child("w:tcPr").and_then(|all| all.child("w:vMerge"));
            if let Some(merge) = merge {
                let continued = merge.attribute("w:val") != Some("restart");
                if continued && merged.get(&at) != Some(&span) {
                    found.add(part, "纵向合并的单元格上面没有可接的");
                }
                reaching.insert(at, span);
            }
            at += span;
        }
        at += number("w:gridAfter");
        if at != grid.len() {
            found.add(part, format!("一行占 {at} 列，表有 {} 列", grid.len()));
        }
        merged = reaching;
    }
}

/// One cell; gives how many columns it covers.
fn cell(
    part: &str,
    cell: &Element<'_>,
    grid: &[Option<u32>],
    at: usize,
    found: &mut Findings,
) -> usize {
    let property = cell.child("w:tcPr");
    let span = property.and_then(|all| child_value(all, "w:gridSpan"));
    let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1).max(1);
    let width = property.and_then(|all| all.child("w:tcW"));
    let sum: u32 = grid.iter().skip(at).take(span).flatten().sum();
    if let Some(width) = width
        && value(width, "w:type") == "dxa"
        && value(width, "w:w") != sum.to_string()
    {
        found.add(part, format!("单元格宽 {}，所占各列之和 {sum}", value(width, "w:w")));
    }
    if cell.elements().last().is_none_or(|last| last.name != "w:p") {
        found.add(part, "单元格不以段落结尾");
    }
    span
}
