use super::{ColumnShape, TableFit, TableLayout, lay_out};
use crate::diag::Diagnostics;
use crate::document::{Align, Cell, Column, Inline, InlineKind, Row, Table};
use crate::source::{Sources, Span};
use crate::typography::{Faces, Profile, Search, TextMeasure, profile};
use crate::workspace::Spanned;
use std::path::Path;
use std::sync::LazyLock;

struct Desk {
    faces: Faces,
    profile: Profile,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let span = Span::new(sources.add("chapters/report.yaml", ""), 0..0);
    let name = Spanned { value: "gbt9704".to_owned(), span };
    let profile = profile::load(root, &name, &mut sources, &mut diagnostics).unwrap();
    Desk { faces: Faces::discover(root, Search::Workspace), profile }
});

/// The layout in a width of so many characters of the profile's size.
fn laid(table: &Table, ems: f64) -> TableLayout {
    let measure = TextMeasure::new(&DESK.profile, &DESK.faces);
    let style = &DESK.profile.table;
    lay_out(table, &[], &measure, style, ems * style.size)
}

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

/// Widths of the columns in characters of the profile's size.
fn widths(table: &Table, ems: f64) -> Vec<f64> {
    let layout = laid(table, ems);
    let widths = layout.columns.iter().map(|column| f64::from(column.width) / 20.0);
    widths.map(|width| width / DESK.profile.table.size).collect()
}

fn aligned(entries: &[&str]) -> Align {
    let mut rows = vec![["头"]];
    rows.extend(entries.iter().map(|entry| [*entry]));
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    laid(&table(&rows), 30.0).columns[0].align
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
fn given_alignment_and_widths_stay() {
    let mut table = table(&[&["a", "b"], &["1", "2"]]);
    table.columns[0] = Column { align: Align::Left, share: 300 };
    table.columns[1] = Column { align: Align::Center, share: 700 };
    let columns = laid(&table, 20.0).columns;
    assert_eq!(columns[0], ColumnShape { width: 1440, align: Align::Left });
    assert_eq!(columns[1], ColumnShape { width: 3360, align: Align::Center });
    table.columns[1].share = 0;
    assert_eq!(widths(&table, 20.0), [6.0, 14.0]);
}

#[test]
fn short_columns_keep_one_line_beside_long_text() {
    let long = "开展质量强市工作，".repeat(20);
    let table = table(&[&["序号", "单位", "内容"], &["1", "市质监局", &long]]);
    let widths = widths(&table, 28.0);
    assert!(widths[0] >= 2.85 && widths[1] >= 4.85 && widths[2] > 17.0, "{widths:?}");
}

/// Widths of texts in Times New Roman, with the quarter em beside Han.
const WIDTHS: [(&str, f64); 14] = [
    ("7.4:46.9:45.7", 5.306),
    ("12.34%", 3.083),
    ("100%", 2.333),
    ("+12.5%", 3.147),
    ("1,251,611.25", 5.25),
    ("2015/2016/2017", 6.556),
    ("5.5%/6.5%", 4.444),
    ("0570-0000000", 5.833),
    ("2017年", 3.25),
    ("12.5亿元", 4.0),
    ("第1季度", 4.0),
    ("A级", 1.972),
    ("2015—2017年", 6.25),
    ("GDP增长", 4.25),
];

#[test]
fn widths_are_those_of_the_faces() {
    let measure = TextMeasure::new(&DESK.profile, &DESK.faces);
    for (text, wide) in WIDTHS {
        let natural = measure.text(text, &DESK.profile.table).natural();
        assert!((natural - wide).abs() < 0.002, "{text}: {natural}");
    }
    let mut bold = DESK.profile.table.clone();
    bold.bold = true;
    assert!(
        measure.text("WAVE", &bold).natural() > measure.text("WAVE", &DESK.profile.table).natural()
    );
}

/// Whatever stands beside it, a short entry stays on its line.
#[test]
fn short_entries_are_not_broken() {
    let long = "开展质量强市工作，".repeat(30);
    for (text, wide) in WIDTHS {
        for columns in 2..5 {
            let mut cells = vec![long.as_str(); columns];
            cells[0] = text;
            let layout = laid(&table(&[&vec!["项"; columns], &cells]), 36.0);
            let room = f64::from(layout.columns[0].width) / 20.0 - 2.0 * layout.side;
            assert!(room >= wide * layout.size, "{text} of {columns} columns: {room} pt");
            assert_eq!(layout.size, 12.0);
        }
    }
}

#[test]
fn equal_columns_share_equally() {
    let twips = |rows: &[&[&str]]| -> Vec<u32> {
        laid(&table(rows), 28.0).columns.iter().map(|column| column.width).collect()
    };
    assert_eq!(twips(&[&["甲", "乙"], &["1", "2"]]), [3360, 3360]);
    assert_eq!(twips(&[&["甲", "乙", "丙"], &["1", "2", "3"]]), [2240, 2240, 2240]);
}

#[test]
fn covered_cells_keep_columns_apart() {
    let mut table = table(&[&["", "", ""], &["", "5", "6"], &["7", "8"]]);
    table.head[0].cells = vec![cell("名", 1, 1), cell("很长的合并单元格的表头文字", 2, 1)];
    table.body[0].cells[0] = cell("跨两行", 1, 2);
    let columns = laid(&table, 28.0).columns;
    assert_eq!(columns[1].align, Align::Right);
    assert!(columns[1].width > columns[0].width);
}

#[test]
fn nothing_breaks_it() {
    assert_eq!(laid(&table(&[]), 28.0).columns, []);
    for width in [0.0, -1.0, f64::NAN, f64::INFINITY, 0.2, 2.0, 1e6] {
        laid(&table(&[&["名称", "数"], &["abcdefghijklmnopqrst", "1"]]), width);
    }
    let mut wide = table(&[&["a"], &["1"]]);
    wide.body[0].cells[0] = cell("x", 9, 9);
    wide.body[0].cells.push(cell("y", 1, 0));
    laid(&wide, 10.0);
    let many: Vec<&str> = vec!["字"; 1200];
    assert!(matches!(laid(&table(&[&many, &many]), 28.0).fit, TableFit::TooWide { column: None }));
}

#[test]
fn a_joined_cell_follows_its_last_column() {
    let aligned = |columns: u16, text: &str, shown: Align| {
        let mut table = table(&[&["头"; 3]]);
        let aligns = [Align::Center, Align::Right, shown];
        for (column, align) in table.columns.iter_mut().zip(aligns) {
            column.align = align;
        }
        let mut cells = vec![cell(text, columns, 1)];
        cells.resize_with(4 - usize::from(columns), || cell("格", 1, 1));
        table.body = vec![Row { span: span(), cells }];
        laid(&table, 30.0).body[0].cells[0].align
    };
    assert_eq!(aligned(2, "短", Align::Center), Align::Right);
    assert_eq!(aligned(3, "短", Align::Center), Align::Center);
    assert_eq!(aligned(3, &"长".repeat(40), Align::Center), Align::Left);
    assert_eq!(aligned(1, &"长".repeat(40), Align::Center), Align::Center);
}

/// What a column leaves for its text, against the width of that text, in points.
fn is_whole(layout: &TableLayout, column: usize, text: &str) -> bool {
    let measure = TextMeasure::new(&DESK.profile, &DESK.faces);
    let wide = measure.text(text, &DESK.profile.table).natural() * layout.size;
    f64::from(layout.columns[column].width) / 20.0 - 2.0 * layout.side >= wide
}

#[test]
fn a_crowded_table_keeps_its_numbers_whole() {
    let mut row = vec!["东城区"];
    row.extend(["1,251.25"; 10]);
    row.push("1,251,611.25");
    let head = ["区县", "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "合计"];
    let mut before = f64::INFINITY;
    for ems in [58.0, 55.0, 53.0, 50.0, 46.0, 42.0, 38.0, 34.0] {
        let layout = laid(&table(&[&head, &row]), ems);
        assert_eq!(layout.fit, TableFit::Fits, "{ems}");
        assert!(layout.size >= 7.5 && layout.size <= before, "{ems}: {}", layout.size);
        assert!(layout.pitch >= layout.size * 1.4, "{}", layout.pitch);
        before = layout.size;
        for (column, text) in row.iter().enumerate().skip(1) {
            assert!(is_whole(&layout, column, text), "{text} of {ems}");
        }
    }
    // The sides shrink before the type does.
    let layout = laid(&table(&[&head, &row]), 50.0);
    assert!(layout.size == 12.0 && layout.side < 4.8, "{layout:?}");
}

#[test]
fn what_does_not_fit_is_not_printed_over_anything() {
    let figures = vec!["12,345,678.90"; 20];
    for (ems, column) in [(36.0, None), (20.0, None)] {
        let layout = laid(&table(&[&["项"; 20], &figures]), ems);
        assert_eq!(layout.fit, TableFit::TooWide { column });
        assert!((0..20).all(|column| is_whole(&layout, column, figures[column])), "{layout:?}");
    }

    let mut narrow = table(&[&["县", "数", "说明"], &["柯城区", "134,691.20", "说明"]]);
    for (column, share) in narrow.columns.iter_mut().zip([480, 20, 500]) {
        column.share = share;
    }
    let layout = laid(&narrow, 36.0);
    let TableFit::TooWide { column: Some((1, share)) } = layout.fit else { panic!("{layout:?}") };
    assert!(is_whole(&layout, 1, "134,691.20") && share > 0.02 && share < 0.2, "{layout:?}");
    // A share that is a little too small costs sides or size.
    narrow.columns[1].share = 110;
    let layout = laid(&narrow, 36.0);
    assert!(layout.fit == TableFit::Fits && layout.size < 12.0, "{layout:?}");
}

#[test]
fn words_of_heads_stay_whole() {
    let heads = ["2015年", "序号", "（签字）", "合格率（%）", "品类"];
    let long = "开展质量强市工作，".repeat(30);
    for head in heads {
        let mut cells = vec![long.as_str(); 6];
        cells[0] = "1";
        let mut row = vec!["说明"; 6];
        row[0] = head;
        let layout = laid(&table(&[&row, &cells]), 36.0);
        let word = head.split('（').next().filter(|word| !word.is_empty()).unwrap_or(head);
        assert!(is_whole(&layout, 0, word), "{head}: {layout:?}");
    }
}
