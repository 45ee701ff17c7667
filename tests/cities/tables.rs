//! Tables as lines of text, made into Word files and workbooks by the libraries that the program writes with.
//!
//! A line `| a | b |` is a row, `<` a square joined to the left, `^` one joined to the cell above, `\n` a line end.

use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow, VMergeType};
use rust_xlsxwriter::{Format, Workbook};
use std::io::Cursor;

/// A line of the file, or a row of its table.
enum Line<'a> {
    Text(&'a str),
    Row(Vec<String>),
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let row = |line: &str| {
        let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
        inner.split('|').map(|cell| cell.trim().replace("\\n", "\n")).collect()
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| if line.starts_with('|') { Line::Row(row(line)) } else { Line::Text(line) })
        .collect()
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

/// The text as a Word file.
pub(super) fn word(text: &str) -> Vec<u8> {
    let lines = lines(text);
    let rows: Vec<&Vec<String>> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Row(row) => Some(row),
            Line::Text(_) => None,
        })
        .collect();
    let table = Table::new(
        rows.iter().enumerate().map(|(y, row)| word_row(row, rows.get(y + 1))).collect(),
    );

    let mut docx = Docx::new();
    let mut is_placed = false;
    for line in &lines {
        match line {
            Line::Text(text) => docx = docx.add_paragraph(paragraph(text)),
            Line::Row(_) if !is_placed => {
                docx = docx.add_table(table.clone());
                is_placed = true;
            }
            Line::Row(_) => {}
        }
    }
    // Old formats end with a paragraph: LibreOffice leaves out a table that comes last.
    docx = docx.add_paragraph(Paragraph::new());
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).unwrap();
    bytes.into_inner()
}

fn word_row(row: &[String], below: Option<&&Vec<String>>) -> TableRow {
    let mut cells = Vec::new();
    for (x, text) in row.iter().enumerate().filter(|(_, text)| *text != "<") {
        let span = 1 + row[x + 1..].iter().take_while(|next| *next == "<").count();
        let mut cell = TableCell::new().grid_span(span);
        if text == "^" {
            cell = cell.vertical_merge(VMergeType::Continue).add_paragraph(Paragraph::new());
        } else {
            if below.is_some_and(|below| below.get(x).is_some_and(|next| next == "^")) {
                cell = cell.vertical_merge(VMergeType::Restart);
            }
            for line in text.split('\n') {
                cell = cell.add_paragraph(paragraph(line));
            }
        }
        cells.push(cell);
    }
    TableRow::new(cells)
}

/// The text as a workbook, its lines in rows of their own, joined across the table.
pub(super) fn workbook(text: &str) -> Vec<u8> {
    let lines = lines(text);
    let cells = |line: &Line<'_>| match line {
        Line::Row(row) => row.clone(),
        Line::Text(text) => vec![(*text).to_owned()],
    };
    let rows: Vec<Vec<String>> = lines.iter().map(cells).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(1);

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (y, row) in rows.iter().enumerate() {
        for (x, text) in row.iter().enumerate().filter(|(_, text)| *text != "<" && *text != "^") {
            let right = row[x + 1..].iter().take_while(|next| *next == "<").count();
            let right = if row.len() == 1 { width - 1 } else { right };
            let below =
                rows[y + 1..].iter().take_while(|next| next.get(x).is_some_and(|it| it == "^"));
            let (last_row, last_column) = (y + below.count(), x + right);
            if (last_row, last_column) == (y, x) {
                sheet.write(y as u32, x as u16, text).unwrap();
            } else {
                let (y, x) = (y as u32, x as u16);
                let (last_row, last_column) = (last_row as u32, last_column as u16);
                sheet.merge_range(y, x, last_row, last_column, text, &Format::new()).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}
