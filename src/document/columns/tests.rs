use super::widths::TIGHT_PADDING;
use super::*;
use crate::document::{Align, Cell, Column, Inline, InlineKind, Row, Table};
use crate::source::{Sources, Span};

fn span() -> Span {
    Span::of_file(Sources::default().add("a.md", ""))
}

fn cell(text: &str, columns: u16, rows: u16) -> Cell {
    let content = vec![Inline { span: span(), kind: InlineKind::Text(text.into()) }];
    Cell { span: span(), columns, rows, content }
}

fn row(cells: &[&str]) -> Row {
    Row { span: span(), cells: cells.iter().map(|text| cell(text, 1, 1)).collect() }
}

fn table(rows: &[&[&str]]) -> Table {
    let count = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    Table {
        caption: None,
        label: None,
        unit: None,
        source: None,
        note: None,
        columns: vec![Column { align: Align::Auto, share: 0 }; count],
        row_height: 0,
        head: rows.first().map(|cells| row(cells)).into_iter().collect(),
        body: rows.iter().skip(1).map(|cells| row(cells)).collect(),
    }
}

fn shares(table: &Table, width: f64) -> Vec<u16> {
    let shapes = shape(table, &[], width);
    let shares: Vec<u16> = shapes.iter().map(|shape| shape.share).collect();
    assert_eq!(shares.iter().sum::<u16>(), 1000, "{shares:?}");
    shares
}

fn aligned(entries: &[&str]) -> Align {
    let mut rows = vec![["头"]];
    rows.extend(entries.iter().map(|entry| [*entry]));
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    shape(&table(&rows), &[], 30.0)[0].align
}

#[test]
fn numbers_go_right() {
    assert_eq!(aligned(&["1,380.00", "-2.5", "—", "12%", "3～5", "≥90"]), Align::Right);
    assert_eq!(aligned(&["15%～30%", ""]), Align::Right);
    assert_eq!(aligned(&["12家", "3家"]), Align::Right);
    assert_eq!(aligned(&["7.4:46.9:45.7", "1：16.9", "33247"]), Align::Right);
    assert_eq!(aligned(&["1.0", "2.5", "33247", "未评"]), Align::Right);
    assert_eq!(aligned(&["98", "97", "不适用的情形"]), Align::Left);
    assert_eq!(aligned(&["2015-2017", "2016～2018年度"]), Align::Left);
}

#[test]
fn short_entries_are_centred() {
    assert_eq!(aligned(&["1", "2", "3"]), Align::Center);
    assert_eq!(aligned(&["2015", "2016", "2017"]), Align::Center);
    assert_eq!(aligned(&["2015年", "2016年"]), Align::Center);
    assert_eq!(aligned(&["是", "否", "—"]), Align::Center);
    assert_eq!(aligned(&["市质监局", "市住建局"]), Align::Center);
    assert_eq!(aligned(&["市质监局", "市出入境检验检疫局"]), Align::Left);
    assert_eq!(aligned(&["万人", "平方公里", "%"]), Align::Center);
    assert_eq!(aligned(&["—", ""]), Align::Center);
    assert_eq!(aligned(&[]), Align::Center);
}

#[test]
fn given_alignment_and_shares_stay() {
    let mut table = table(&[&["a", "b"], &["1", "2"]]);
    table.columns[0] = Column { align: Align::Left, share: 300 };
    table.columns[1] = Column { align: Align::Center, share: 700 };
    let shapes = shape(&table, &[], 20.0);
    assert_eq!(shapes[0], ColumnShape { share: 300, align: Align::Left });
    assert_eq!(shapes[1], ColumnShape { share: 700, align: Align::Center });
    table.columns[1].share = 0;
    assert_eq!(shares(&table, 20.0), [300, 700]);
}

#[test]
fn short_columns_keep_one_line_beside_long_text() {
    let long = "开展质量强市工作，".repeat(20);
    let table = table(&[&["序号", "单位", "内容"], &["1", "市质监局", &long]]);
    let shares = shares(&table, 28.0);
    assert!(f64::from(shares[0]) * 0.028 >= 2.9, "{shares:?}");
    assert!(f64::from(shares[1]) * 0.028 >= 4.9, "{shares:?}");
    assert!(shares[2] > 600, "{shares:?}");
}

#[test]
fn unbreakable_words_are_not_broken() {
    let url = "https://example.org/a/long/path";
    let long = "工作".repeat(100);
    let shares = shares(&table(&[&["网址", "说明"], &[url, &long]]), 30.0);
    assert!(f64::from(shares[0]) * 0.030 >= width(url) + PADDING - 0.05, "{shares:?}");
}

/// Beside long texts a column gets no more than it can't do without: a number fits all the same, by
/// the widths of Times New Roman.
#[test]
fn a_number_is_not_broken() {
    let numbers = [
        ("7.4:46.9:45.7", 5.306),
        ("12.34%", 3.083),
        ("98.53%", 3.083),
        ("100%", 2.333),
        ("+12.5%", 3.147),
        ("1,251,611.25", 5.25),
        ("2015/2016/2017", 6.556),
        ("5.5%/6.5%", 4.444),
        ("0570-0000000", 5.833),
    ];
    let long = "开展质量强市工作，".repeat(30);
    for (number, wide) in numbers {
        for columns in 2..6 {
            let mut cells = vec![long.as_str(); columns];
            cells[0] = number;
            let head = vec!["项"; columns];
            let share = shares(&table(&[&head, &cells]), 28.0)[0];
            let room = f64::from(share) * 0.028 - 2.0 * CELL_SIDE;
            assert!(room >= wide, "{number} of {columns} columns: {room} em");
        }
    }
}

#[test]
fn equal_columns_share_equally() {
    assert_eq!(shares(&table(&[&["甲", "乙"], &["1", "2"]]), 28.0), [500, 500]);
    let three = shares(&table(&[&["甲", "乙", "丙"], &["1", "2", "3"]]), 28.0);
    assert_eq!(three, [334, 333, 333]);
}

#[test]
fn covered_cells_keep_columns_apart() {
    let mut table = table(&[&["", "", ""], &["", "5", "6"], &["7", "8"]]);
    table.head[0].cells = vec![cell("名", 1, 1), cell("很长的合并单元格的表头文字", 2, 1)];
    table.body[0].cells[0] = cell("跨两行", 1, 2);
    let shapes = shape(&table, &[], 28.0);
    assert_eq!(shapes[1].align, Align::Right);
    assert!(shapes[1].share > shapes[0].share);
}

#[test]
fn nothing_breaks_it() {
    assert_eq!(shape(&table(&[]), &[], 28.0), []);
    for width in [0.0, -1.0, f64::NAN, f64::INFINITY, 2.0, 1e9] {
        shares(&table(&[&["名称", "数"], &["abcdefghijklmnopqrst", "1"]]), width);
    }
    let mut wide = table(&[&["a"], &["1"]]);
    wide.body[0].cells[0] = cell("x", 9, 9);
    wide.body[0].cells.push(cell("y", 1, 0));
    shares(&wide, 10.0);
    let many: Vec<&str> = vec!["字"; 1200];
    shape(&table(&[&many, &many]), &[], 28.0);
}

#[test]
fn a_joined_cell_follows_its_last_column() {
    let shape =
        [Align::Center, Align::Right, Align::Center].map(|align| ColumnShape { share: 333, align });
    let aligned = |first, columns, text: &str| align(&shape, first, columns, text, 30.0);
    assert_eq!(aligned(0, 2, "短"), Align::Right);
    assert_eq!(aligned(1, 2, "短"), Align::Center);
    assert_eq!(aligned(1, 2, &"长".repeat(40)), Align::Left);
    assert_eq!(aligned(0, 1, &"长".repeat(40)), Align::Center);
    assert_eq!(aligned(9, 1, ""), Align::Left);
}

/// Width that each column leaves for its text, in ems.
fn text_widths(table: &Table, width: f64) -> Vec<f64> {
    let shares = shares(table, width);
    shares.iter().map(|share| f64::from(*share) / 1000.0 * width - TIGHT_PADDING).collect()
}

#[test]
fn a_crowded_table_keeps_its_numbers_whole() {
    let small = "1,251.25";
    let mut row = vec!["东城区"];
    row.extend([small; 10]);
    row.push("1,251,611.25");
    let head = ["区县", "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "合计"];
    for width in [55.0, 54.5, 54.0, 53.5, 53.15, 52.5, 51.5] {
        let widths = text_widths(&table(&[&head, &row]), width);
        for (column, text) in row.iter().enumerate().skip(1) {
            assert!(
                widths[column] + 0.06 >= super::width(text),
                "{text} has {} of {width}",
                widths[column]
            );
        }
        let name = super::width(row[0]);
        assert!(width < 53.0 || widths[0] + 0.06 >= name, "{name} has {} of {width}", widths[0]);
    }

    let mixed = [["说明的文字有长有短", "7.4:46.9:45.7", "-1,251,611,994.49", "12.34%", "12.34%"]];
    for width in [26.5, 25.0, 24.2] {
        let widths = text_widths(&table(&[&["头"; 5], &mixed[0]]), width);
        for (column, text) in mixed[0].iter().enumerate().skip(1) {
            assert!(
                widths[column] + 0.06 >= super::width(text),
                "{text} has {} of {width}",
                widths[column]
            );
        }
    }

    // Where not even the numbers fit, all give the same part; nothing is below zero.
    let widths = text_widths(&table(&[&["头"; 5], &mixed[0]]), 8.0);
    assert!(widths.iter().all(|width| *width + TIGHT_PADDING > 0.0), "{widths:?}");
}
