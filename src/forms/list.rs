//! Lists as workbooks: a title, a line below it, and a table that can be filtered.
//!
//! In: texts. Out: an .xlsx, the same bytes for the same input.

use super::XlsxError;
use super::write::{
    A4, FANGSONG, SONG, font, heading, line_count, properties, row_height, with_own_name,
};
use crate::workspace::Report;
use rust_xlsxwriter::{FormatAlign, FormatBorder, Workbook, Worksheet};

/// The row of the headings.
const HEAD_ROW: u32 = 2;

/// A list.
#[derive(Debug, Clone)]
pub struct ListSheet {
    /// Its title, and its sheet's name.
    pub title: String,
    /// What is said of it as a whole.
    pub summary: String,
    /// Its columns.
    pub columns: Vec<ListColumn>,
    /// Its rows, each with a text for every column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a list.
#[derive(Debug, Clone)]
pub struct ListColumn {
    /// Its heading.
    pub heading: String,
    /// Its width, in characters of a digit's width.
    pub width: f64,
    /// Whether its texts stand in the middle.
    pub is_centred: bool,
}

/// A list as an .xlsx file.
///
/// # Errors
/// Where a text is longer than a cell holds (32767 characters).
pub fn list_workbook(list: &ListSheet, report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&list.title, report));
    let sheet = workbook.add_worksheet();
    sheet.set_name(&list.title)?;
    write_head(sheet, list)?;

    let cell = font(FANGSONG, 10.5).set_border(FormatBorder::Thin).set_text_wrap();
    let centred = cell.clone().set_align(FormatAlign::Center);
    for (row, texts) in (HEAD_ROW + 1..).zip(&list.rows) {
        let lines = texts.iter().zip(&list.columns).map(|(text, of)| line_count(text, of.width));
        sheet.set_row_height(row, row_height(lines.max().unwrap_or(1)))?;
        for (column, (text, of)) in (0u16..).zip(texts.iter().zip(&list.columns)) {
            let format = if of.is_centred { &centred } else { &cell };
            // A number is one that can be sorted.
            match text.parse::<i32>() {
                Ok(number) => sheet.write_number_with_format(row, column, number, format)?,
                Err(_) => sheet.write_string_with_format(row, column, text, format)?,
            };
        }
    }

    set_page(sheet, list)?;
    Ok(with_own_name(workbook.save_to_buffer()?))
}

fn write_head(sheet: &mut Worksheet, list: &ListSheet) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, &list.title, &font(SONG, 18.0).set_bold())?;
    sheet.write_string_with_format(1, 0, &list.summary, &font(FANGSONG, 11.0))?;
    sheet.set_row_height(0, 30.0)?;
    sheet.set_row_height(1, 17.0)?;
    sheet.set_row_height(HEAD_ROW, 20.0)?;

    let heading = heading();
    for (column, of) in (0u16..).zip(&list.columns) {
        sheet.set_column_width(column, of.width)?;
        sheet.write_string_with_format(HEAD_ROW, column, &of.heading, &heading)?;
    }
    Ok(())
}

fn set_page(sheet: &mut Worksheet, list: &ListSheet) -> Result<(), XlsxError> {
    let last = u16::try_from(list.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    let end = HEAD_ROW + u32::try_from(list.rows.len()).unwrap_or(0);
    sheet.autofilter(HEAD_ROW, 0, end, last)?;
    sheet.set_freeze_panes(HEAD_ROW + 1, 1)?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    Ok(())
}
