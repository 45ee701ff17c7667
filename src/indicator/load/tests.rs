use super::folder::{load, read};
use crate::diag::Diagnostics;
use crate::document::Date;
use crate::indicator::{DatumStatus, DatumValue, Indicators};
use crate::source::{Sources, Span};
use crate::workspace::{self, Bureau, Choices, PlanRow, Report, Spanned, Submission, Workspace};
use std::path::Path;

struct Outcome {
    indicators: Option<Indicators>,
    sources: Sources,
    problems: Vec<crate::diag::Diagnostic>,
}

/// A workspace of two bureaus and two rows.
fn small(sources: &mut Sources) -> Workspace {
    let file = sources.add("chapters/report.yaml", "版式: gbt9704\n");
    let span = Span::of_file(file);
    let bureau = |name: &str, short: &str| Bureau {
        span,
        name: name.to_owned(),
        short: short.to_owned(),
        aliases: vec![],
        contact: String::new(),
        phone: String::new(),
    };
    let row = |id: &str, column: &str| PlanRow {
        span,
        id: id.to_owned(),
        task: String::new(),
        part: String::new(),
        column: column.to_owned(),
        wording: String::new(),
        duty: String::new(),
        lead: vec![],
        joint: vec![],
        section: None,
        narrative: false,
    };
    let report = Report {
        file,
        city: "甲市".to_owned(),
        title: String::new(),
        subtitle: String::new(),
        output: String::new(),
        years: vec![2015, 2016, 2017],
        date: Date { year: 2018, month: 6, day: 13 },
        deadline: None,
        profile: Spanned { value: "gbt9704".to_owned(), span },
        author: String::new(),
        subject: String::new(),
        documents: Vec::new(),
        choices: Choices::none(span),
        lengths: Default::default(),
        section_lengths: Default::default(),
        waivers: Vec::new(),
        submission: Submission {
            receiver: Spanned { value: String::new(), span },
            channel: String::new(),
            paper: true,
            originals: true,
        },
        word_faces: None,
    };
    Workspace {
        root: Default::default(),
        report,
        plan: vec![row("sb-01", "基本信息"), row("sb-02", "环境质量")],
        bureaus: vec![bureau("甲市统计局", "市统计局"), bureau("甲市环境保护局", "市环保局")],
        outline: vec![],
        chapters: vec![],
        rows: vec![],
        row_chapters: vec![],
        templates: vec![],
    }
}

fn read_files(files: &[(&str, &str)]) -> Outcome {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let workspace = small(&mut sources);
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| sources.add(format!("chapters/indicators/{name}"), *text))
        .collect();
    let indicators = read(&workspace, &files, &sources, &mut diagnostics).ok();
    let problems = diagnostics.into_sorted(&sources);
    Outcome { indicators, sources, problems }
}

/// `file:line:column: code: message` of each problem, and the text that it points to.
fn problems(outcome: &Outcome) -> Vec<String> {
    let show = |problem: &crate::diag::Diagnostic| {
        let span = problem.primary.span;
        let position = outcome.sources.line_column(span.file, span.start);
        let file = outcome.sources.path(span.file).rsplit('/').next().unwrap_or_default();
        let text = outcome.sources.slice(span).lines().next().unwrap_or_default();
        format!(
            "{file}:{}:{} {text}: {}: {}",
            position.line,
            position.column,
            problem.code.name(),
            problem.message
        )
    };
    outcome.problems.iter().map(show).collect()
}

const GDP: &str =
    "- 名称: 城市GDP\n  别名: [GDP]\n  单位: 亿元\n  小数: 2\n  归口: 市统计局\n  行: sb-01\n";

/// The definition of GDP with more lines after it.
fn defined(more: &str) -> String {
    format!("{GDP}{more}")
}

/// Problems of one value file of the statistics bureau: what stands under 数值.
fn read_values(values: &str) -> Outcome {
    let text = format!("单位: 市统计局\n数值:\n{values}");
    read_files(&[("_定义.yaml", GDP), ("市统计局.yaml", &text)])
}

fn read_one(typed: &str) -> Outcome {
    read_values(&format!("  城市GDP:\n    2017: {{ 值: {typed}, 状态: 已核 }}\n"))
}

fn value(outcome: &Outcome, name: &str, year: i32) -> Option<DatumValue> {
    let indicators = outcome.indicators.as_ref()?;
    Some(indicators.datum(indicators.find(name)?, year)?.value.clone())
}

#[test]
fn definitions_and_values() {
    let values = "  城市GDP:\n    2016: { 值: 1227.20, 状态: 样例, 来源: 年鉴, 备注: 快报 }\n    2017: { 值: 1380.10, 状态: 已核 }\n";
    let outcome = read_values(values);
    assert_eq!(problems(&outcome), [""; 0]);
    let indicators = outcome.indicators.as_ref().unwrap();
    let id = indicators.find("GDP").unwrap();
    let indicator = indicators.get(id);
    assert_eq!((indicator.group.as_str(), indicator.unit.as_str()), ("基本信息", "亿元"));
    assert_eq!(indicator.years, [2015, 2016, 2017]);
    assert!(outcome.sources.slice(indicator.span).contains("小数: 2"));
    let datum = indicators.datum(id, 2017).unwrap();
    assert_eq!(datum.value, DatumValue::Number("1380.10".parse().unwrap()));
    assert_eq!(outcome.sources.slice(datum.span), "1380.10");
    assert_eq!((datum.bureau.as_str(), datum.status), ("市统计局", DatumStatus::Verified));
    let sample = indicators.datum(id, 2016).unwrap();
    assert_eq!((sample.source.as_str(), sample.note.as_str()), ("年鉴", "快报"));
    assert_eq!(sample.status, DatumStatus::Sample);
}

#[test]
fn ascii_keys() {
    let definition = "- {name: GDP, unit: 亿元, decimals: 1, years: [2017], owner: 市统计局, row: sb-01, group: 经济, kind: number, basis: 当年价}\n";
    let values = "bureau: 市统计局\nvalues:\n  GDP:\n    2017: {value: 1x, source: a, status: verified, note: b}\n";
    let outcome = read_files(&[("_d.yaml", definition), ("v.yaml", values)]);
    assert_eq!(problems(&outcome), ["v.yaml:4:19 1x: invalid-number: 数值“1x”无法读取"]);
    assert_eq!(outcome.indicators.unwrap().definitions[0].group, "经济");
}

#[test]
fn blank_values_are_no_data() {
    for typed in ["", "~", "null", "''", "'  '"] {
        let outcome = read_one(typed);
        assert_eq!(problems(&outcome), [""; 0], "{typed}");
        assert_eq!(value(&outcome, "GDP", 2017), None, "{typed}");
    }
    let outcome = read_values("  城市GDP:\n    2016:\n    2017: { 值: }\n");
    assert_eq!(problems(&outcome), [""; 0]);
}

#[test]
fn numbers_that_cannot_be_read() {
    for typed in [
        "'1,380.00'",
        "１３８０",
        "1380亿元",
        "约1380",
        ".nan",
        "1e400",
        "-0",
        "12345678901234567890123456789",
    ] {
        let outcome = read_one(typed);
        let problems = problems(&outcome);
        assert_eq!(problems.len(), 1, "{typed}");
        let start = format!("市统计局.yaml:4:16 {typed}: invalid-number: ");
        assert!(problems[0].starts_with(&start), "{problems:?}");
        assert_eq!(outcome.problems[0].help.len(), 1);
    }
    let meant = value(&read_one("约1380"), "GDP", 2017);
    assert_eq!(meant, Some(DatumValue::Number("1380".parse().unwrap())));
}

#[test]
fn unknown_names() {
    let more = "- {名称: 人口, 小数: 1, 归口: 统计, 行: sb-1}\n- {名称: 甲, 小数: 1, 归口: 市环保局, 行: sb-02, 类型: 数字}\n";
    let values = "单位: 市统计\n数值:\n  城市GPD:\n    2017: { 值: 1, 状态: 已审 }\n  GDP:\n    2017: { 值: 1, 状态: 已合 }\n";
    let outcome = read_files(&[("_定义.yaml", &defined(more)), ("a.yaml", values)]);
    let expected = [
        "_定义.yaml:7:23 统计: unknown-bureau: 没有单位“统计”",
        "_定义.yaml:7:30 sb-1: unknown-row: plan.yaml 中没有行号“sb-1”",
        "_定义.yaml:8:42 数字: yaml-shape: 没有指标类型“数字”",
        "a.yaml:1:5 市统计: unknown-bureau: 没有单位“市统计”",
        "a.yaml:3:3 城市GPD: unknown-indicator: 没有指标“城市GPD”",
        "a.yaml:6:23 已合: yaml-shape: 没有状态“已合”",
    ];
    assert_eq!(problems(&outcome), expected);
    let near: Vec<_> = outcome.problems.iter().map(|problem| &problem.primary.text[..]).collect();
    assert_eq!(near[0], "是否要写“市统计局”？");
    assert_eq!(near[2], "是否要写“数值”？");
    assert_eq!(near[4], "是否要写“城市GDP”？");
    assert_eq!(near[5], "是否要写“已核”？");
    assert!(outcome.indicators.is_some());
}

#[test]
fn a_mistyped_name_is_reported_once() {
    let outcome = read_values("  城市GPD:\n    2017: { 值: 1, 状态: 已核 }\n");
    assert_eq!(outcome.problems.len(), 1);
    assert_eq!(value(&outcome, "GDP", 2017), Some(DatumValue::Number("1".parse().unwrap())));
    let both =
        "  城市GPD:\n    2017: { 值: 1, 状态: 已核 }\n  GDP:\n    2017: { 值: 2, 状态: 已核 }\n";
    let outcome = read_values(both);
    assert_eq!(outcome.problems.len(), 1, "{:?}", problems(&outcome));
    assert_eq!(value(&outcome, "GDP", 2017), Some(DatumValue::Number("2".parse().unwrap())));
}

#[test]
fn one_name_for_two() {
    let more = "- {名称: 总量, 别名: [增速, GDP], 小数: 1, 归口: 市统计局, 行: sb-01}\n";
    let outcome = read_files(&[("_定义.yaml", &defined(more))]);
    assert_eq!(problems(&outcome), ["_定义.yaml:7:21 GDP: duplicate-entry: 指标名称“GDP”用了两次"]);
    assert_eq!(outcome.sources.slice(outcome.problems[0].secondary[0].span), "GDP");
    let across = read_files(&[("_一.yaml", GDP), ("_二.yaml", GDP)]);
    assert_eq!(across.problems.len(), 2, "its name and its alias");
}

#[test]
fn one_value_given_twice() {
    let values =
        "  城市GDP:\n    2017: { 值: 1, 状态: 已核 }\n  GDP:\n    2017: { 值: 2, 状态: 已核 }\n";
    let outcome = read_values(values);
    assert_eq!(
        problems(&outcome),
        ["市统计局.yaml:6:16 2: duplicate-entry: “城市GDP”2017年的数值给了两次"]
    );
    assert_eq!(outcome.sources.slice(outcome.problems[0].secondary[0].span), "1");
    assert_eq!(value(&outcome, "GDP", 2017), Some(DatumValue::Number("1".parse().unwrap())));
}

#[test]
fn values_of_another_bureau() {
    let foreign = "单位: 市环保局\n数值:\n  GDP:\n    2017: { 值: 1, 状态: 已核 }\n";
    let owners = "单位: 市统计局\n数值:\n  GDP:\n    2017: { 值: 2, 状态: 已核 }\n";
    let expected = [
        "a.yaml:3:3 GDP: foreign-value: “GDP”归口市统计局，不由市环保局填报",
        "a.yaml:4:16 1: conflicting-value: “城市GDP”2017年的数值与市统计局填报的不同",
    ];
    for files in
        [[("a.yaml", foreign), ("b.yaml", owners)], [("0.yaml", owners), ("a.yaml", foreign)]]
    {
        let outcome = read_files(&[("_定义.yaml", GDP), files[0], files[1]]);
        assert_eq!(problems(&outcome), expected);
        assert_eq!(value(&outcome, "GDP", 2017), Some(DatumValue::Number("2".parse().unwrap())));
    }
}

#[test]
fn years() {
    let values = "  城市GDP:\n    2014: { 值: 1, 状态: 已核 }\n    2017年: { 值: 2, 状态: 已核 }\n    ２０１６: { 值: 2, 状态: 已核 }\n";
    let outcome = read_values(values);
    let expected = [
        "市统计局.yaml:4:5 2014: unasked-year: “城市GDP”没有要求 2014年的数值",
        "市统计局.yaml:5:5 2017年: yaml-shape: “2017年”不是年份",
        "市统计局.yaml:6:5 ２０１６: yaml-shape: “２０１６”不是年份",
    ];
    assert_eq!(problems(&outcome), expected);
    assert_eq!(outcome.problems[0].help, ["要求的年份：2015、2016、2017"]);
    assert!(value(&outcome, "GDP", 2014).is_some(), "a base for growth");
}

#[test]
fn kinds() {
    let more = "- {名称: 制度, 归口: 市统计局, 行: sb-01, 类型: 是否}\n- {名称: 结构, 归口: 市统计局, 行: sb-01, 类型: 文本, 组: 构成}\n";
    let values = "单位: 市统计局\n数值:\n  制度:\n    2016: { 值: 是, 状态: 已核 }\n    2017: { 值: 有, 状态: 已核 }\n  结构:\n    2017: { 值: '7.0:45.5:47.5', 状态: 已核 }\n";
    let outcome = read_files(&[("_定义.yaml", &defined(more)), ("a.yaml", values)]);
    assert_eq!(problems(&outcome), ["a.yaml:5:16 有: yaml-shape: “有”不是“是”或“否”"]);
    assert_eq!(value(&outcome, "制度", 2016), Some(DatumValue::Text("是".to_owned())));
    assert_eq!(value(&outcome, "结构", 2017), Some(DatumValue::Text("7.0:45.5:47.5".to_owned())));
    let indicators = outcome.indicators.unwrap();
    assert_eq!(indicators.by_group("构成").len(), 1);
    assert_eq!(indicators.by_group("基本信息").len(), 2);
}

#[test]
fn missing_parts() {
    let definition = "- {名称: 甲, 归口: 市统计局}\n- {小数: 1, 归口: 市统计局, 行: sb-01}\n- {名称: 乙, 小数: 99, 归口: 市统计局, 行: sb-01, 年份: [17]}\n";
    let values = "数值:\n  甲:\n    2017: { 值: 1 }\n";
    let outcome = read_files(&[("_定义.yaml", definition), ("a.yaml", values)]);
    let problems = problems(&outcome);
    let expected = [
        "yaml-shape: 指标缺少“行”",
        "yaml-shape: 指标缺少“小数”",
        "yaml-shape: 指标缺少“名称”",
        "yaml-shape: 小数位数“99”无法使用",
        "yaml-shape: “17”不是年份",
        "yaml-shape: 缺少“单位”",
        "yaml-shape: 数值缺少“状态”",
    ];
    for message in expected {
        assert!(
            problems.iter().any(|problem| problem.ends_with(message)),
            "{message}: {problems:?}"
        );
    }
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
}

#[test]
fn a_broken_file_gives_nothing_and_hides_nothing() {
    let broken = "单位: 市环保局\n数值: [1\n";
    let wrong = "单位: 市统计局\n数值:\n  GDP:\n    2017: { 值: x, 状态: 已核 }\n";
    let outcome = read_files(&[("_定义.yaml", GDP), ("a.yaml", broken), ("b.yaml", wrong)]);
    assert!(outcome.indicators.is_none());
    assert_eq!(outcome.problems.len(), 2, "{:?}", problems(&outcome));
    let outcome = read_files(&[("_定义.yaml", "- 名称: [\n"), ("b.yaml", wrong)]);
    assert_eq!(outcome.problems.len(), 1, "no unknown names: {:?}", problems(&outcome));
}

#[test]
fn no_indicators() {
    let outcome = read_files(&[]);
    assert!(outcome.indicators.unwrap().definitions.is_empty());
    let empty = read_files(&[("_定义.yaml", "# 尚无\n")]);
    assert_eq!(problems(&empty), [""; 0]);
}

#[test]
fn the_sample_has_no_problem() {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = workspace::load(root, &mut sources, &mut diagnostics).unwrap();
    let indicators = load(&workspace, &mut sources, &mut diagnostics).unwrap();
    let problems = diagnostics.into_sorted(&sources);
    assert_eq!(problems, []);
    assert_eq!(indicators.definitions.len(), 87);
    for (id, indicator) in crate::indicator::indicators::numbered(&indicators.definitions) {
        for year in &indicator.years {
            assert!(indicators.datum(id, *year).is_some(), "{} {year}", indicator.name);
        }
    }
    for group in
        ["申报城市基本信息", "产品质量状况", "工程质量状况", "服务质量状况", "环境质量状况"]
    {
        assert!(!indicators.by_group(group).is_empty(), "{group}");
    }
    let area = indicators.find("辖区面积").unwrap();
    let datum = indicators.datum(area, 2015).unwrap();
    assert_eq!(DatumValue::Number(sources.slice(datum.span).parse().unwrap()), datum.value);
}
