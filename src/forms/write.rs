//! The blank form of a bureau.
//!
//! In: a bureau, its indicators and what its value file says. Out: an .xlsx, the same bytes for the
//! same input. The sheet is protected without a password: against slips, not against people.

use super::current::{self, Current};
use super::guard::LIMITS;
use super::layout::{
    BASIS, Field, Fields, HEAD_ROW, HEADINGS, KEY_NAME, KEY_YEAR, NAME, PREVIOUS, SHEET, UNIT,
    VERSION, WIDTH, WORDING, YEAR,
};
use super::rules::Rules;
use crate::diag::Reported;
use crate::indicator::{Indicator, IndicatorId, IndicatorKind, Indicators, read_number};
use crate::ooxml::{Package, pack};
use crate::workspace::{Bureau, Report, Workspace};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatPattern,
    IgnoreError, ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

pub(super) const SONG: &str = "宋体";
pub(super) const FANGSONG: &str = "仿宋";
/// Maximum number of significant digits that a number cell holds.
const MAX_DIGITS: usize = 15;
pub(super) const A4: u8 = 9;
/// The built-in number format of text.
const TEXT: u8 = 49;

/// What the rows of a form come from.
struct Rows<'a> {
    workspace: &'a Workspace,
    indicators: &'a Indicators,
    owned: &'a [IndicatorId],
    current: &'a Current,
}

/// The blank form of a bureau as an .xlsx file, with what its value file says so far.
///
/// Fails where a text is longer than a cell holds (32767 characters).
pub fn write(
    workspace: &Workspace,
    indicators: &Indicators,
    bureau: &Bureau,
    text: &str,
) -> Result<Result<Vec<u8>, XlsxError>, Reported> {
    let current = current::read(text, indicators)?;
    let owned: Vec<IndicatorId> = indicators.by_owner(&bureau.short);
    let rows = Rows { workspace, indicators, owned: &owned, current: &current };
    Ok(write_form(bureau, &rows))
}

fn write_form(bureau: &Bureau, rows: &Rows<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let title = format!("{}指标填报表", bureau.short);
    workbook.set_properties(&properties(&title, &rows.workspace.report));
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    write_head(sheet, bureau, &rows.workspace.report)?;

    let mut row = HEAD_ROW + 1;
    let mut rules = Rules::default();
    let mut last_plan = None;
    for (number, id) in rows.owned.iter().enumerate() {
        let indicator = rows.indicators.get(*id);
        let repeats_plan = last_plan.replace(&indicator.row) == Some(&indicator.row);
        for (index, year) in indicator.years.iter().enumerate() {
            let number = number + 1;
            let line = FormRow { row, number, is_first: index == 0, repeats_plan, year: *year };
            write_row(sheet, &line, *id, rows)?;
            rules.add(indicator, row);
            row += 1;
        }
    }

    rules.write(sheet)?;
    if row > HEAD_ROW + 1 {
        // What was given before is said as it was typed, and so are the hidden keys.
        let range = (HEAD_ROW + 1, 0, row - 1, WIDTH - 1);
        let as_text = IgnoreError::NumberStoredAsText;
        sheet.ignore_error_range(range.0, range.1, range.2, range.3, as_text)?;
    }
    set_page(sheet, row)?;
    Ok(with_own_name(workbook.save_to_buffer()?))
}

/// The file with the name of what made it: the library calls every program Excel.
pub(super) fn with_own_name(file: Vec<u8>) -> Vec<u8> {
    const PART: &str = "docProps/app.xml";
    let parts = Package::open(&file, &LIMITS).and_then(|mut package| package.parts());
    let Ok(mut parts) = parts else { return file };
    for part in parts.iter_mut().filter(|part| part.name == PART) {
        let text = String::from_utf8_lossy(&part.bytes);
        let named = text
            .replace(
                "<Application>Microsoft Excel</Application>",
                "<Application>zishu</Application>",
            )
            .replace("<AppVersion>12.0000</AppVersion>", "");
        part.bytes = named.into_bytes();
    }
    pack(parts)
}

pub(super) fn properties(title: &str, report: &Report) -> DocProperties {
    let date = report.date;
    let created = u16::try_from(date.year)
        .ok()
        .and_then(|year| ExcelDateTime::from_ymd(year, date.month, date.day).ok())
        .unwrap_or_default();
    DocProperties::new().set_title(title).set_author(&report.author).set_creation_datetime(&created)
}

pub(super) fn font(name: &str, size: f64) -> Format {
    Format::new().set_font_name(name).set_font_size(size).set_align(FormatAlign::VerticalCenter)
}

/// The format of a column's heading.
pub(super) fn heading() -> Format {
    font(SONG, 10.5)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_pattern(FormatPattern::Solid)
        .set_background_color(Color::RGB(0xE7_E6_E6))
}

/// Title, what to do by when, and the headings with their hidden keys.
fn write_head(sheet: &mut Worksheet, bureau: &Bureau, report: &Report) -> Result<(), XlsxError> {
    let deadline = match report.deadline {
        Some(date) => format!("请于{}前填好送回。", date.chinese()),
        None => String::new(),
    };
    let plain = font(FANGSONG, 11.0);

    let title = format!("{}指标填报表", bureau.name);
    sheet.write_string_with_format(0, 0, title, &font(SONG, 18.0).set_bold())?;
    sheet.write_string_with_format(
        1,
        0,
        format!("用于《{}》。{deadline}", report.title_in_one_line()),
        &plain,
    )?;
    let values = "只填浅黄色的格，照各格的提示填（点中格子即出现）；数字按“单位”栏的单位，不带单位和千分符。\
               暂时没有的留空，检查时会提醒；确实没有的告诉统稿人。来源：文件、年报或台账的名称。";
    sheet.write_string_with_format(2, 0, values, &plain)?;
    let status = "状态：选 初报 或 已核；原为“样例”的数是试排用的，改正数值后选状态。\
                  不要增删行列、合并单元格；其余各栏不能改，有误请告诉统稿人。";
    sheet.write_string_with_format(3, 0, status, &plain)?;

    sheet.set_row_height(0, 30.0)?;
    for row in 1..HEAD_ROW {
        sheet.set_row_height(row, 17.0)?;
    }
    sheet.set_row_height(HEAD_ROW, 20.0)?;

    let heading = heading();
    for (column, (text, width)) in (0u16..).zip(HEADINGS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(HEAD_ROW, column, text, &heading)?;
    }

    sheet.write_string(HEAD_ROW, KEY_NAME, VERSION)?;
    sheet.write_string(HEAD_ROW, KEY_YEAR, &bureau.short)?;
    for field in Field::ALL {
        sheet.write_string(HEAD_ROW, field.base_column(), field.name())?;
    }
    Ok(())
}

/// Where a row stands and what it asks for.
struct FormRow {
    row: u32,
    number: usize,
    /// Whether it is the first of its indicator.
    is_first: bool,
    /// Whether the same row of the plan asks for the indicator before.
    repeats_plan: bool,
    year: i32,
}

impl FormRow {
    /// A heavier line divides the indicators.
    fn cell(&self) -> Format {
        let top = if self.is_first { FormatBorder::Medium } else { FormatBorder::Thin };
        font(FANGSONG, 10.5).set_text_wrap().set_border(FormatBorder::Thin).set_border_top(top)
    }
}

fn write_row(
    sheet: &mut Worksheet,
    line: &FormRow,
    id: IndicatorId,
    rows: &Rows<'_>,
) -> Result<(), XlsxError> {
    let indicator = rows.indicators.get(id);
    let present = rows.current.fields(id, line.year);
    let row = line.row;
    let shade = if line.is_first { 0x00_00_00 } else { 0x80_80_80 };
    let cell = line.cell().set_font_color(Color::RGB(shade));
    let centred = line.cell().set_align(FormatAlign::Center);
    if line.is_first {
        sheet.write_number_with_format(row, 0, line.number as f64, &centred)?;
    } else {
        sheet.write_blank(row, 0, &centred)?;
    }
    sheet.write_string_with_format(row, NAME, &indicator.name, &cell)?;
    sheet.write_string_with_format(row, UNIT, &indicator.unit, &centred)?;
    sheet.write_number_with_format(row, YEAR, line.year, &centred)?;

    write_value(sheet, line, indicator, &present)?;
    for field in [Field::Source, Field::Status, Field::Note] {
        let format = fillable(line.cell()).set_num_format_index(TEXT);
        sheet.write_string_with_format(row, field.column(), &present[field.index()], &format)?;
    }

    let wording = rows.workspace.plan.iter().find(|plan| plan.id == indicator.row);
    let wording = wording.map_or("", |plan| plan.wording.trim());
    let (basis, wording) = match (line.is_first, line.repeats_plan) {
        (true, false) => (&*indicator.basis, wording),
        (true, true) => (&*indicator.basis, "同上"),
        (false, _) => ("", ""),
    };
    let previous = previous_value(&present);
    let [value_text, source, _, note] = &present;
    let texts = [
        (NAME, &*indicator.name),
        (Field::Value.column(), value_text),
        (Field::Source.column(), source),
        (Field::Note.column(), note),
        (PREVIOUS, &previous),
        (BASIS, basis),
        (WORDING, wording),
    ];
    let width = |column| HEADINGS.get(usize::from(column)).map_or(1.0, |(_, width)| *width);
    let lines = texts.map(|(column, text)| line_count(text, width(column)));
    let lines = lines.into_iter().max().unwrap_or(1);
    sheet.set_row_height(row, row_height(lines))?;

    sheet.write_string_with_format(row, PREVIOUS, previous, &cell)?;
    sheet.write_string_with_format(row, BASIS, basis, &cell)?;
    sheet.write_string_with_format(row, WORDING, wording, &cell)?;

    sheet.write_string(row, KEY_NAME, &indicator.name)?;
    sheet.write_string(row, KEY_YEAR, line.year.to_string())?;
    for field in Field::ALL {
        sheet.write_string(row, field.base_column(), &present[field.index()])?;
    }
    Ok(())
}

/// Lines that a text takes in a column of a width; a Chinese character is as wide as two of the others, and so is
/// in a Chinese face what Unicode leaves open: “ ” —.
pub(super) fn line_count(text: &str, width: f64) -> u32 {
    let room = (width as usize).max(1);
    let count: usize = text.split('\n').map(|line| line.width_cjk().div_ceil(room).max(1)).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Height of a row in points: not every program computes it by itself. 409 is the maximum.
pub(super) fn row_height(lines: u32) -> f64 {
    (f64::from(lines) * 14.5 + 4.0).min(409.0)
}

/// A cell to fill in.
fn fillable(cell: Format) -> Format {
    cell.set_unlocked()
        .set_pattern(FormatPattern::Solid)
        .set_background_color(Color::RGB(0xFF_F9_DB))
}

/// What was given so far, in words.
fn previous_value(present: &Fields) -> String {
    let (value, status) = (&present[Field::Value.index()], &present[Field::Status.index()]);
    match (value.is_empty(), status.is_empty()) {
        (true, _) => "未填".to_owned(),
        (false, true) => value.clone(),
        (false, false) => format!("{value}（{status}）"),
    }
}

/// The value cell: a number where a cell can hold it without loss, else text.
fn write_value(
    sheet: &mut Worksheet,
    line: &FormRow,
    indicator: &Indicator,
    present: &Fields,
) -> Result<(), XlsxError> {
    let (row, column) = (line.row, Field::Value.column());
    let typed = &present[Field::Value.index()];
    if indicator.kind == IndicatorKind::Number {
        let format = fillable(line.cell()).set_num_format(number_format(indicator.decimals));
        let is_exact =
            |text: &&String| text.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS;
        let number = Some(typed).filter(is_exact).and_then(|text| {
            read_number(text, &indicator.unit).ok()?.to_string().parse::<f64>().ok()
        });
        match number {
            Some(number) => sheet.write_number_with_format(row, column, number, &format)?,
            None => sheet.write_string_with_format(row, column, typed, &format)?,
        };
    } else {
        let format = fillable(line.cell()).set_num_format_index(TEXT);
        sheet.write_string_with_format(row, column, typed, &format)?;
    }

    Ok(())
}

fn number_format(decimals: u32) -> String {
    if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals as usize)) }
}

/// Protection, what stays in view, and how it is printed.
fn set_page(sheet: &mut Worksheet, end: u32) -> Result<(), XlsxError> {
    for column in KEY_NAME..WIDTH {
        sheet.set_column_hidden(column)?;
    }
    let allowed = ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    };
    sheet.protect_with_options(&allowed);

    sheet.set_freeze_panes(HEAD_ROW + 1, Field::Value.column())?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.7, 0.3, 0.3);
    sheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    sheet.set_print_area(0, 0, end - 1, WORDING)?;
    sheet.set_footer("&L填报人：　　　　　　审核人：　　　　　　（盖章）&R第 &P 页，共 &N 页");
    Ok(())
}
