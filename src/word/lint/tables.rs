//! Tables: grid, widths, merged cells, heads.

use super::findings::{Findings, value};
use crate::ooxml::Element;
use std::collections::BTreeMap;

pub(super) fn check(table: &Element<'_>, findings: &mut Findings) {
    let columns = table.child("w:tblGrid").into_iter().flat_map(Element::elements);
    let columns = columns.filter(|one| one.name == "w:gridCol");
    let grid: Option<Vec<u32>> =
        columns.map(|one| value(one, "w:w").parse().ok().filter(|width| *width > 0)).collect();
    let Some(grid) = grid else {
        findings.add("表的一列没有宽");
        return;
    };

    check_width(table, &grid, findings);
    check_rows(table, &grid, findings);
}

/// The table's width is that of its columns; WPS wants both, and no column without one.
fn check_width(table: &Element<'_>, grid: &[u32], findings: &mut Findings) {
    let sum: u32 = grid.iter().sum();
    let width = table.child("w:tblPr").and_then(|all| all.child("w:tblW"));
    match width {
        None => findings.add("表没有写宽"),
        Some(width) if value(width, "w:type") != "dxa" => {}
        Some(width) if value(width, "w:w").parse() == Ok(sum) => {}
        Some(width) => {
            findings.add(format!("表宽 {}，各列之和 {sum}", value(width, "w:w")));
        }
    }
}

/// Whether rows fill the grid, cells are as wide as their columns, merged cells have one of the same
/// columns above that they continue, and heads stand first.
fn check_rows(table: &Element<'_>, grid: &[u32], findings: &mut Findings) {
    // Columns that a merged cell covers, by its first one.
    let mut merged: BTreeMap<usize, usize> = BTreeMap::new();
    let mut in_body = false;
    for row in table.elements().filter(|child| child.name == "w:tr") {
        let properties = row.child("w:trPr");
        let number = |name: &str| {
            let number = properties.and_then(|all| all.child_value(name));
            number.and_then(|text| text.parse::<usize>().ok()).unwrap_or(0)
        };
        let is_head = properties.is_some_and(|all| all.child("w:tblHeader").is_some());
        if is_head && in_body {
            findings.add("表头行排在表身后面，不会在下一页重复");
        }
        in_body |= !is_head;

        let mut column = number("w:gridBefore");
        let mut reaching_down = BTreeMap::new();
        for cell in row.elements().filter(|child| child.name == "w:tc") {
            let span = check_cell(cell, grid, column, findings);

            let merge = cell.child("w:tcPr").and_then(|all| all.child("w:vMerge"));
            if let Some(merge) = merge {
                let is_continued = merge.attribute("w:val") != Some("restart");
                if is_continued && merged.get(&column) != Some(&span) {
                    findings.add("纵向合并的单元格上面没有可接的");
                }
                reaching_down.insert(column, span);
            }
            column += span;
        }
        merged = reaching_down;

        column += number("w:gridAfter");
        if column != grid.len() {
            findings.add(format!("一行占 {column} 列，表有 {} 列", grid.len()));
        }
    }
}

/// One cell; gives how many columns it covers.
fn check_cell(cell: &Element<'_>, grid: &[u32], column: usize, findings: &mut Findings) -> usize {
    let properties = cell.child("w:tcPr");
    let span = properties.and_then(|all| all.child_value("w:gridSpan"));
    let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1).max(1);

    let sum: u32 = grid.iter().skip(column).take(span).sum();
    if let Some(width) = properties.and_then(|all| all.child("w:tcW"))
        && value(width, "w:type") == "dxa"
        && value(width, "w:w").parse() != Ok(sum)
    {
        findings.add(format!("单元格宽 {}，所占各列之和 {sum}", value(width, "w:w")));
    }

    if cell.elements().last().is_none_or(|last| last.name != "w:p") {
        findings.add("单元格不以段落结尾");
    }
    span
}
