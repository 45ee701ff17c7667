use super::{Png, chart_pngs};
use crate::diag::Diagnostics;
use crate::document::{Chart, ChartForm, Series, ValueUse};
use crate::pdf::TypstTemplates;
use crate::source::{Sources, Span};
use crate::typography::profile;
use crate::typography::{Faces, Search};
use crate::workspace::Spanned;
use crate::workspace::picture_size;

/// A row of values: blanks are missing ones.
fn series(name: &str, values: &[&str], span: Span) -> Series {
    let value = |text: &&str| {
        let text = (*text).to_owned();
        let value = ValueUse {
            text,
            origin: span,
            indicators: Vec::new(),
            sample: false,
            missing: Vec::new(),
            is_notice: false,
        };
        (!value.text.is_empty()).then_some(value)
    };
    Series { name: name.to_owned(), values: values.iter().map(value).collect() }
}

fn chart(form: ChartForm, unit: &str, categories: &[&str], rows: Vec<Series>) -> Chart {
    Chart {
        caption: None,
        label: None,
        source: None,
        form,
        unit: unit.to_owned(),
        categories: categories.iter().map(|name| (*name).to_owned()).collect(),
        series: rows,
        alt: String::new(),
    }
}

fn draw(charts: &[Chart], ppi: u32) -> Vec<Png> {
    let mut sources = Sources::default();
    let mut problems = Diagnostics::default();
    let span = place(&mut sources);
    let name = Spanned { value: "gbt9704".to_owned(), span };
    let nowhere = tempfile::tempdir().unwrap();
    let profile = profile::load(nowhere.path(), &name, &mut sources, &mut problems).unwrap();
    let look = TypstTemplates::load(nowhere.path(), &mut sources);
    let faces = Faces::discover(nowhere.path(), Search::Workspace);
    let listed: Vec<(&Chart, Span)> = charts.iter().map(|chart| (chart, span)).collect();
    let pictures = chart_pngs(&listed, &profile, &faces, &look, &sources, ppi, &mut problems);
    let problems = problems.into_sorted(&sources);
    assert!(problems.is_empty(), "{problems:#?}");
    pictures.unwrap()
}

fn place(sources: &mut Sources) -> Span {
    Span::of_file(sources.add("chapters/report.yaml", "版式: gbt9704\n"))
}

fn span() -> Span {
    place(&mut Sources::default())
}

const YEARS: [&str; 3] = ["2015年", "2016年", "2017年"];
const FORMS: [ChartForm; 3] = [ChartForm::Bars, ChartForm::Lines, ChartForm::Pie];

#[test]
fn one_picture_for_each_chart_as_wide_as_the_text() {
    let rows = || vec![series("甲", &["93.10", "94.20", "94.52"], span())];
    let charts = FORMS.map(|form| chart(form, "%", &YEARS, rows()));
    let pictures = draw(&charts, 300);
    assert_eq!(pictures.len(), 3);
    for picture in &pictures {
        // 156 mm at 300 pixels to the inch; 6.5 cm high or a little less.
        assert_eq!(picture.width, 1843);
        assert!((560..=780).contains(&picture.height), "{}", picture.height);
        assert!(picture.bytes.starts_with(b"\x89PNG"));
        assert_eq!(picture_size(&picture.bytes), Some((1843, picture.height)));
    }
}

#[test]
fn the_same_charts_give_the_same_bytes() {
    let rows =
        || vec![series("甲", &["3", "4", "6"], span()), series("乙", &["", "5", "1"], span())];
    let charts = FORMS.map(|form| chart(form, "项", &YEARS, rows()));
    let bytes = |pictures: Vec<Png>| pictures.into_iter().map(|picture| picture.bytes).collect();
    let (first, second): (Vec<Vec<u8>>, Vec<Vec<u8>>) =
        (bytes(draw(&charts, 96)), bytes(draw(&charts, 96)));
    assert_eq!(first, second);
}

#[test]
fn no_data_breaks_the_template() {
    let long = "名称很长的系列，".repeat(12);
    let many: Vec<String> = (0..20).map(|at| format!("类别{at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let rows: Vec<Vec<Series>> = vec![
        vec![],
        vec![series("空", &[], span())],
        vec![series("缺", &["", "", ""], span())],
        vec![series("零", &["0", "0", "0"], span())],
        vec![series("等", &["5", "5", "5"], span())],
        vec![series("负", &["-3", "2", "-0.5"], span()), series("乙", &["-1", "-2", ""], span())],
        vec![series("一点", &["", "7.25", ""], span())],
        vec![series("多", &["1", "2", "3", "4", "5"], span())],
        vec![series("大", &["79228162514264337593543950335", "1", "-1"], span())],
        vec![series("小", &["0.0000000000000000000000000001", "0", "0.1"], span())],
        vec![series("近", &["99999999.999", "99999999.998", "99999999.997"], span())],
        vec![series(&long, &["1", "2", "3"], span()), series("", &["100", "99.9", "0.1"], span())],
        (0..14).map(|_| series("系列", &["12.34", "12.35", "12.36"], span())).collect(),
    ];
    let mut charts = Vec::new();
    for form in FORMS {
        for unit in ["", "%", "微克/立方米"] {
            charts.extend(rows.iter().map(|rows| chart(form, unit, &YEARS, rows.clone())));
        }
        charts.push(chart(form, "家", &[], vec![]));
        charts.push(chart(form, "家", &[&long, "乙"], vec![series("甲", &["1", "2"], span())]));
        charts.push(chart(form, "家", &many, vec![series("甲", &["1"; 20], span())]));
    }
    let pictures = draw(&charts, 24);
    assert_eq!(pictures.len(), charts.len());
    // 225 mm, the height of a page, at 24 pixels to the inch.
    let heights: Vec<u32> = pictures.iter().map(|picture| picture.height).collect();
    assert!(heights.iter().all(|height| *height < 212), "{heights:?}");
}
