//! Tables: cells, rows, columns, merged cells, whole tables.

use super::hand::{Hand, Pen};
use super::line::Line;
use super::model::{Block, Change};
use super::scene::{Done, Scene};
use super::xml::{Xml, xml};

type Rows = Vec<Vec<String>>;

/// A table that an edit may work on.
struct Target {
    index: usize,
    rows: Rows,
    /// Words that stand in it alone.
    words: String,
}

fn is_joined(rows: &Rows) -> bool {
    rows.iter().flatten().any(|cell| cell == "^^" || cell == "<<")
}

fn target(scene: &mut Scene<'_>, around: usize, joined: Option<bool>) -> Option<Target> {
    let fits = |_: usize, block: &Block| {
        matches!(block, Block::Table { rows, .. }
            if joined.is_none_or(|joined| is_joined(rows) == joined))
    };
    let index = scene.free(around, &fits)?;
    let Block::Table { rows, .. } = scene.blocks[index].clone() else { return None };
    let words = rows[1][0].clone();
    Some(Target { index, rows, words })
}

fn done(scene: &Scene<'_>, target: &Target, rows: Rows, is_tracked: bool) -> Done {
    let Block::Table { caption, attributes, .. } = scene.blocks[target.index].clone() else {
        return scene.done(target.index, scene.blocks[target.index].clone(), is_tracked);
    };
    let block = Block::Table { caption, attributes, rows };
    Done { words: target.words.clone(), ..scene.done(target.index, block, is_tracked) }
}

/// The rows of cells, without the one that holds the caption.
fn rows_of(table: &mut Xml) -> Vec<&mut Xml> {
    let is_wide = |row: &&mut Xml| {
        row.is("w:tr") && row.inner.iter().filter(|cell| cell.is("w:tc")).count() > 1
    };
    table.inner.iter_mut().filter(is_wide).collect()
}

fn cells_of(row: &mut Xml) -> Vec<&mut Xml> {
    row.inner.iter_mut().filter(|cell| cell.is("w:tc")).collect()
}

/// The first paragraph of a cell, edited.
fn in_cell(cell: &mut Xml, pen: &mut Pen, edit: impl FnOnce(&mut Line, &mut Pen)) {
    let paragraph = cell.inner.iter_mut().find(|one| one.is("w:p")).expect("a paragraph");
    let mut line = Line::of(paragraph);
    edit(&mut line, pen);
    *paragraph = line.written(pen);
}

/// Every paragraph of an element.
fn each_line(element: &mut Xml, pen: &mut Pen, edit: &mut dyn FnMut(&mut Line, &mut Pen)) {
    element.each(&mut |one| {
        if one.is("w:p") {
            let mut line = Line::of(one);
            edit(&mut line, pen);
            *one = line.written(pen);
        }
    });
}

fn property(element: &mut Xml, holder: &str, property: Xml) {
    let before = matches!(property.tag.as_str(), "w:gridSpan" | "w:vMerge");
    let holder = element.made(holder);
    let at = holder.inner.iter().position(|one| {
        matches!(one.tag.as_str(), "w:tcBorders" | "w:shd" | "w:vAlign" | "w:noWrap")
    });
    match at.filter(|_| before) {
        Some(at) => holder.inner.insert(at, property),
        None => holder.inner.push(property),
    }
}

/// A new cell like another one.
fn new_cell(model: &Xml, text: &str, pen: &mut Pen, is_tracked: bool) -> Xml {
    let mut cell = model.clone();
    let mut is_first = true;
    cell.inner.retain(|one| !one.is("w:p") || std::mem::take(&mut is_first));
    in_cell(&mut cell, pen, |line, pen| {
        line.items.clear();
        line.insert(0, text, pen, is_tracked);
    });
    cell
}

pub(super) fn cell(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 0, None)?;
    let mut rows = target.rows.clone();
    let (row, column) = (1 + scene.dice.roll(rows.len() - 1), scene.dice.roll(2));
    let old: String = rows[row][column].chars().skip(2).collect();
    let new = scene.words.clauses(1).concat();
    rows[row][column] = rows[row][column].replacen(&old, &new, 1);
    let pen = &mut scene.pen;
    let table = scene.sheet.table(&target.words);
    in_cell(cells_of(rows_of(table)[row])[column], pen, |line, pen| {
        let range = line.find(&old).expect("a cell says what its source says");
        line.replace(range, &new, pen, true);
    });
    Some(done(scene, &target, rows, true))
}

pub(super) fn new_row(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 0, Some(false))?;
    let mut rows = target.rows.clone();
    let at = 1 + scene.dice.roll(rows.len() - 1);
    let name = scene.words.name();
    let new: Vec<String> = [vec![name], scene.words.clauses(2)].concat();
    rows.insert(at + 1, new.clone());
    let is_tracked = !scene.dice.one_in(3);
    let pen = &mut scene.pen;
    let table = scene.sheet.table(&target.words);
    let mut row = rows_of(table)[at].clone();
    row.attributes.clear();
    for (cell, text) in cells_of(&mut row).into_iter().zip(&new) {
        *cell = new_cell(cell, text, pen, is_tracked);
    }
    if is_tracked {
        property(&mut row, "w:trPr", pen.mark("w:ins"));
    }
    let model = rows_of(table)[at].clone();
    let place = table.inner.iter().position(|one| *one == model)?;
    table.inner.insert(place + 1, row);
    Some(done(scene, &target, rows, is_tracked))
}

pub(super) fn row_out(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 0, Some(false))?;
    let mut rows = target.rows.clone();
    let at = 1 + scene.dice.roll(rows.len() - 1);
    rows.remove(at);
    let is_tracked = !scene.dice.one_in(3);
    let pen = &mut scene.pen;
    let table = scene.sheet.table(&target.words);
    if is_tracked {
        let row = &mut rows_of(table)[at];
        each_line(row, pen, &mut |line, pen| line.strike_all(pen));
        property(row, "w:trPr", pen.mark("w:del"));
    } else {
        let row = rows_of(table)[at].clone();
        table.inner.retain(|one| *one != row);
    }
    Some(Done { words: target.rows[at][0].clone(), ..done(scene, &target, rows, is_tracked) })
}

pub(super) fn new_column(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 0, Some(false))?;
    let mut rows = target.rows.clone();
    let behind = scene.dice.roll(3);
    let texts: Vec<String> = rows.iter().map(|_| scene.words.clauses(1).concat()).collect();
    rows.iter_mut().zip(&texts).for_each(|(row, text)| row.insert(behind + 1, text.clone()));
    let is_tracked = !scene.dice.one_in(3);
    let pen = &mut scene.pen;
    let table = scene.sheet.table(&target.words);
    for (row, text) in rows_of(table).into_iter().zip(&texts) {
        let model = cells_of(row)[behind].clone();
        let mut cell = new_cell(&model, text, pen, is_tracked);
        if is_tracked {
            property(&mut cell, "w:tcPr", pen.mark("w:cellIns"));
        }
        let place = row.inner.iter().position(|one| *one == model)?;
        row.inner.insert(place + 1, cell);
    }
    Some(done(scene, &target, rows, is_tracked))
}

pub(super) fn column_out(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 0, Some(false))?;
    let mut rows = target.rows.clone();
    let column = 1 + scene.dice.roll(2);
    rows.iter_mut().for_each(|row| drop(row.remove(column)));
    let is_tracked = !scene.dice.one_in(3);
    let pen = &mut scene.pen;
    let table = scene.sheet.table(&target.words);
    for row in rows_of(table) {
        if is_tracked {
            let cell = &mut *cells_of(row)[column];
            each_line(cell, pen, &mut |line, pen| line.strike_all(pen));
            property(cell, "w:tcPr", pen.mark("w:cellDel"));
        } else {
            let cell = cells_of(row)[column].clone();
            row.inner.retain(|one| *one != cell);
        }
    }
    Some(done(scene, &target, rows, is_tracked))
}

/// Two cells become one, as Word and WPS do it: to the right or down, nothing of it tracked.
pub(super) fn merged(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 0, Some(false))?;
    let mut rows = target.rows.clone();
    let to_right = scene.dice.one_in(2);
    let row = 1 + scene.dice.roll(rows.len() - 2);
    let (y, x) = if to_right { (row, 2) } else { (row + 1, 1) };
    let old = std::mem::replace(&mut rows[y][x], if to_right { "<<" } else { "^^" }.to_owned());
    let first = &mut rows[row][1];
    *first = format!("{first}<br>{old}");

    let table = scene.sheet.table(&target.words);
    let mut all = rows_of(table);
    let second = cells_of(all[y])[x].clone();
    let mut extra: Vec<Xml> = second.inner.iter().filter(|one| one.is("w:p")).cloned().collect();
    for one in &mut extra {
        one.inner.retain(|inner| !inner.tag.starts_with("w:bookmark"));
    }
    let upper = &mut *cells_of(all[row])[1];
    upper.inner.extend(extra);
    if to_right {
        property(upper, "w:tcPr", xml("w:gridSpan", &[("w:val", "2")]));
        all[row].inner.retain(|one| *one != second);
    } else {
        property(upper, "w:tcPr", xml("w:vMerge", &[("w:val", "restart")]));
        let lower = &mut *cells_of(all[y])[x];
        property(lower, "w:tcPr", xml("w:vMerge", &[]));
        lower.each(&mut |one| {
            if one.is("w:p") {
                one.inner.retain(|inner| !inner.is("w:r"));
            }
        });
    }
    Some(done(scene, &target, rows, false))
}

/// Cells that were merged down are two again, and the lower one says something.
pub(super) fn parted(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 0, Some(true))?;
    let mut rows = target.rows.clone();
    let row = rows.iter().position(|row| row.iter().any(|cell| cell == "^^"))?;
    let column = rows[row].iter().position(|cell| cell == "^^")?;
    let text = if scene.dice.one_in(3) { String::new() } else { scene.words.clauses(1).concat() };
    rows[row][column] = text.clone();
    let is_tracked = scene.dice.one_in(2) && !text.is_empty();
    let pen = &mut scene.pen;
    let table = scene.sheet.table(&target.words);
    let mut all = rows_of(table);
    for y in [row - 1, row] {
        let cell = &mut *cells_of(all[y])[column];
        cell.made("w:tcPr").inner.retain(|one| !one.is("w:vMerge"));
    }
    let lower = &mut *cells_of(all[row])[column];
    in_cell(lower, pen, |line, pen| line.insert(line.items.len(), &text, pen, is_tracked));
    Some(done(scene, &target, rows, is_tracked))
}

fn paragraph(text: &str, style: Option<&str>, pen: &mut Pen, is_tracked: bool) -> Line {
    let mut line = Line::of(&xml("w:p", &[]));
    if let Some(style) = style {
        let style = xml("w:pStyle", &[("w:val", style)]);
        line.properties = Some(xml("w:pPr", &[]).holding(vec![style]));
    }
    line.insert(0, text, pen, is_tracked);
    line
}

/// A table that the reviewer typed, with a caption or without one, behind a paragraph.
pub(super) fn new_table(scene: &mut Scene<'_>) -> Option<Done> {
    let blocks = scene.blocks;
    let fits = |index: usize, block: &Block| {
        matches!(block, Block::Para(segs) if segs.len() == 1)
            && matches!(blocks.get(index + 1), Some(Block::Para(_)))
    };
    let index = scene.free(1, &fits)?;
    let is_tracked = !scene.dice.one_in(3);
    let (columns, lines) = (2 + scene.dice.roll(2), 2 + scene.dice.roll(3));
    let mut rows: Rows = Vec::new();
    for _ in 0..lines {
        let name = scene.words.name();
        rows.push([vec![name], scene.words.clauses(columns - 1)].concat());
    }
    let caption = match scene.dice.roll(3) {
        0 => String::new(),
        _ => format!("{}进展", scene.words.name()),
    };
    let typed = match (caption.as_str(), scene.dice.roll(3)) {
        ("", _) => None,
        (caption, 0) => Some((format!("表：{caption}"), None)),
        (caption, 1) => Some((format!("表6-9 {caption}"), None)),
        (caption, _) => Some((caption.to_owned(), Some("Caption"))),
    };

    let pen = &mut scene.pen;
    let mut table = xml("w:tbl", &[]);
    table.inner.push(xml("w:tblPr", &[]).holding(vec![xml("w:tblW", &[("w:w", "0")])]));
    let column = || xml("w:gridCol", &[("w:w", "2000")]);
    table.inner.push(xml("w:tblGrid", &[]).holding((0..columns).map(|_| column()).collect()));
    for texts in &rows {
        let mut row = xml("w:tr", &[]);
        for text in texts {
            let mut line = paragraph(text, None, pen, is_tracked);
            if is_tracked && pen.hand != Hand::Wps {
                line.mark_end("w:ins", pen);
            }
            let line = line.written(pen);
            row.inner.push(xml("w:tc", &[]).holding(vec![xml("w:tcPr", &[]), line]));
        }
        if is_tracked {
            property(&mut row, "w:trPr", pen.mark("w:ins"));
        }
        table.inner.push(row);
    }

    let mut new = Vec::new();
    if let Some((text, style)) = typed {
        let mut line = paragraph(&text, style, pen, is_tracked);
        if is_tracked {
            line.mark_end("w:ins", pen);
        }
        new.push(line.written(pen));
    }
    new.push(table);
    let spot = scene.sheet.find(&blocks[index].words());
    let (siblings, at) = scene.sheet.beside(&spot);
    siblings.splice(at + 1..at + 1, new);
    let words = rows[1][0].clone();
    let block = Block::Table { caption, attributes: String::new(), rows };
    let claims = [scene.near(index), vec![index + 2]].concat();
    let claims = claims.into_iter().filter(|one| *one < blocks.len()).collect();
    let change = Change { at: index + 1..index + 1, new: vec![block] };
    Some(Done { claims, changes: vec![change], is_tracked, words })
}

pub(super) fn table_out(scene: &mut Scene<'_>) -> Option<Done> {
    let target = target(scene, 1, None)?;
    let index = target.index;
    let Block::Table { attributes, .. } = scene.blocks[index].clone() else { return None };
    // The caption stands in the table; a source line is a paragraph below it, which stays.
    if !attributes.is_empty() {
        return None;
    }
    let is_tracked = scene.dice.one_in(2);
    let pen = &mut scene.pen;
    let words = target.words.clone();
    if is_tracked {
        let table = scene.sheet.table(&words);
        each_line(table, pen, &mut |line, pen| line.strike_all(pen));
        for row in table.inner.iter_mut().filter(|one| one.is("w:tr")) {
            property(row, "w:trPr", pen.mark("w:del"));
        }
    } else {
        scene.sheet.remove_table(&words);
    }
    let change = Change { at: index..index + 1, new: Vec::new() };
    Some(Done { claims: scene.near(index), changes: vec![change], is_tracked, words })
}
