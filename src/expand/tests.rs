use super::*;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::Date;
use crate::indicator::{
    Datum, DatumStatus, DatumValue, Indicator, IndicatorId, IndicatorKind, Indicators,
};
use crate::source::{FileId, GeneratedOffset, Mapping, Sources, Span};
use crate::workspace::{
    Bureau, ChapterFile, ChapterRole, FrontMatter, OutlineSection, PlanRow, Report, Spanned,
    Workspace,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::PathBuf;

mod hostile;
mod problems;

const HEAD: &str = "---\n单位: 市甲局\n---\n";

struct World {
    sources: Sources,
    workspace: Workspace,
    indicators: Indicators,
}

fn world(body: &str, templates: &[(&str, &str)]) -> World {
    let mut sources = Sources::default();
    let report = sources.add("chapters/report.yaml", "城市: 某市\n");
    let values = sources.add("chapters/indicators/市甲局.yaml", "0123456789".repeat(10));
    let chapter = sources.add("chapters/06-质量/市甲局.md", format!("{HEAD}{body}"));
    let templates = templates
        .iter()
        .map(|(name, text)| ((*name).to_owned(), sources.add(format!("templates/{name}"), *text)))
        .collect();
    let indicators = indicators(values);
    World { workspace: workspace(report, chapter, templates), sources, indicators }
}

fn workspace(report: FileId, chapter: FileId, templates: Vec<(String, FileId)>) -> Workspace {
    let span = Span::of_file(report);
    let row = PlanRow {
        span,
        id: "a-1".into(),
        task: String::new(),
        part: String::new(),
        column: "质量".into(),
        wording: String::new(),
        duty: "市甲局负责".into(),
        lead: vec![Spanned { value: "市甲局".into(), span }],
        joint: Vec::new(),
        section: Some("06".into()),
        narrative: false,
    };
    Workspace {
        root: PathBuf::new(),
        report: Report {
            file: report,
            city: "某市".into(),
            title: "报告".into(),
            subtitle: String::new(),
            output: "报告".into(),
            years: vec![2015, 2016, 2017],
            date: Date { year: 2018, month: 6, day: 13 },
            deadline: None,
            profile: Spanned { value: "gbt9704".into(), span },
            author: "某市人民政府".into(),
            subject: String::new(),
            documents: Vec::new(),
            lengths: Default::default(),
            section_lengths: Default::default(),
            word_faces: None,
        },
        plan: vec![row],
        bureaus: vec![Bureau {
            span,
            name: "某市甲局".into(),
            short: "市甲局".into(),
            aliases: Vec::new(),
        }],
        outline: vec![OutlineSection {
            number: "06".into(),
            title: "质量".into(),
            row: 0,
            folder: "06-质量".into(),
        }],
        chapters: vec![ChapterFile {
            file: chapter,
            folder: "chapters/06-质量".into(),
            section: 0,
            bureau: Some(0),
            role: ChapterRole::Lead,
            front: FrontMatter { body_start: HEAD.len() as u32, ..FrontMatter::default() },
        }],
        rows: vec![],
        row_chapters: vec![],
        templates,
    }
}

fn indicators(file: FileId) -> Indicators {
    let (mut definitions, mut data) = (Vec::new(), BTreeMap::new());
    let mut add = |name: &str, unit: &str, decimals, kind, values: [&str; 3]| {
        let id = IndicatorId(definitions.len() as u32);
        definitions.push(Indicator {
            span: Span::of_file(file),
            name: name.into(),
            aliases: Vec::new(),
            unit: unit.into(),
            decimals,
            years: vec![2015, 2016, 2017],
            owner: "市甲局".into(),
            row: "a-1".into(),
            group: "质量状况".into(),
            kind,
            basis: String::new(),
            rules: Default::default(),
        });
        for (at, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let value = match value.parse::<Decimal>() {
                Ok(number) if kind == IndicatorKind::Number => DatumValue::Number(number),
                _ => DatumValue::Text((*value).into()),
            };
            let start = id.0 as usize * 10 + at;
            let datum = Datum {
                span: Span::new(file, start..start + 1),
                value,
                source: String::new(),
                status: if at == 2 { DatumStatus::Sample } else { DatumStatus::Verified },
                note: String::new(),
                reason: String::new(),
                bureau: "市甲局".into(),
            };
            data.insert((id, 2015 + at as i32), datum);
        }
    };
    add("城市GDP", "亿元", 2, IndicatorKind::Number, ["1100", "1200", "1380"]);
    add("合格率", "%", 1, IndicatorKind::Number, ["93.1", "94.0", "94.0"]);
    add("甲|乙*", "家", 0, IndicatorKind::Number, ["0", "", "3"]);
    add("名牌", "", 0, IndicatorKind::List, ["", "", "甲牌*、乙牌"]);
    Indicators::new(definitions, data)
}

fn expand_in(world: &World) -> (Option<Expanded>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let World { sources, workspace, indicators } = world;
    let expander = Expander::new(workspace, indicators, sources, &mut diagnostics);
    let expanded = expander.chapter(&workspace.chapters[0], &mut diagnostics).ok();
    (expanded, diagnostics.into_sorted(sources))
}

/// The dump of a chapter without problems.
fn dumped(body: &str) -> String {
    dumped_with(body, &[])
}

fn dumped_with(body: &str, templates: &[(&str, &str)]) -> String {
    let world = world(body, templates);
    let (expanded, problems) = expand_in(&world);
    assert_eq!(shown(&world, &problems), Vec::<String>::new());
    dump(&expanded.unwrap())
}

fn shown(world: &World, problems: &[Diagnostic]) -> Vec<String> {
    let shown = problems.iter().map(|problem| {
        let span = problem.primary.span;
        let place = world.sources.line_column(span.file, span.start);
        let file = world.sources.path(span.file).rsplit('/').next().unwrap();
        let line = place.line.saturating_sub(if file.ends_with(".md") { 3 } else { 0 });
        let name = problem.code.name();
        let typed = world.sources.slice(span);
        format!("{file}:{line}:{} {name} ⟨{typed}⟩ {}", place.column, problem.message)
    });
    shown.collect()
}

/// The problems of a chapter; lines are counted from the body.
fn problems_with(body: &str, templates: &[(&str, &str)]) -> Vec<String> {
    let world = world(body, templates);
    let (_, problems) = expand_in(&world);
    for problem in &problems {
        let words = std::iter::once(&problem.message).chain(&problem.help);
        for word in words {
            assert!(!word.contains("undefined") && !word.contains("unexpected"), "{word}");
        }
    }
    shown(&world, &problems)
}

#[test]
fn values_become_markers() {
    assert_eq!(
        dumped(
            "达到{{ 值(\"城市GDP\", 2017) }}，{{ num(\"合格率\", 2015) }}{{ 单位(\"合格率\") }}。\n"
        ),
        "达到⟦1380.00亿元⟧，⟦93.1⟧⟦%⟧。\n"
    );
}

#[test]
fn comparisons_have_their_words() {
    let cases = [
        ("增长(\"城市GDP\", 2017)", "15.0%"),
        ("growth(\"城市GDP\", 2017, 2015)", "25.5%"),
        ("变化(\"城市GDP\", 2017, 基年=2015)", "280.00亿元"),
        ("变化(\"合格率\", 2017, 2015)", "0.9个百分点"),
        ("增减(\"城市GDP\", 2017)", "增长15.0%"),
        ("增减(\"城市GDP\", 2015, 2017)", "下降20.3%"),
        ("增减(\"合格率\", 2017, 2015)", "提高0.9个百分点"),
        ("trend(\"合格率\", 2017)", "持平"),
        ("增减(\"合格率\", 2015, 2016)", "下降0.9个百分点"),
    ];
    for (typed, printed) in cases {
        assert_eq!(dumped(&format!("{{{{ {typed} }}}}")), format!("⟦{printed}⟧"), "{typed}");
    }
}

#[test]
fn origins_are_in_the_data_or_at_the_expression() {
    let world =
        world("{{ 增减(\"城市GDP\", 2017, 2015) }}{% for 年 in 年份 %}{{ 年 }}{% endfor %}", &[]);
    let (expanded, _) = expand_in(&world);
    let values = expanded.unwrap().values;
    assert_eq!(world.sources.path(values[0].origin.file), "chapters/indicators/市甲局.yaml");
    assert_eq!(values[0].origin.start, 2);
    assert!(values[0].sample);
    assert_eq!(values[0].indicators.len(), 2);
    assert_eq!(values.len(), 4);
    assert_eq!(world.sources.slice(values[3].origin), "{{ 年 }}");
}

#[test]
fn places_lead_back() {
    let world = world("甲{{ 值(\"城市GDP\", 2017) }}乙丙\n", &[]);
    let (expanded, _) = expand_in(&world);
    let expanded = expanded.unwrap();
    let text = expanded.text.text();
    let at = text.find('乙').unwrap() as u32;
    let span = expanded.text.locate(GeneratedOffset(at)..GeneratedOffset(at + 6)).unwrap();
    assert_eq!(world.sources.slice(span), "乙丙");
    let derived = expanded.text.segments().iter().find(|one| one.mapping == Mapping::Derived);
    let derived = derived.map(|one| world.sources.slice(one.span));
    assert_eq!(derived, Some("{{ 值(\"城市GDP\", 2017) }}"));
}

/// The repository's own chapters, expanded; the sum of their values and charts.
#[test]
fn the_repository_expands_without_a_problem() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut diagnostics = Diagnostics::default();
    let loaded = crate::pipeline::load(root).expect("the repository is a workspace");
    let crate::pipeline::Loaded { sources, workspace, indicators, problems } = loaded;
    diagnostics.extend(problems);
    let expander = Expander::new(&workspace, &indicators, &sources, &mut diagnostics);
    let (mut values, mut charts) = (0, 0);
    for chapter in &workspace.chapters {
        if let Ok(expanded) = expander.chapter(chapter, &mut diagnostics) {
            values += expanded.values.len();
            charts += expanded.charts.len();
        }
    }
    let problems: Vec<String> = diagnostics
        .into_sorted(&sources)
        .iter()
        .map(|problem| {
            let span = problem.primary.span;
            let place = sources.line_column(span.file, span.start);
            let path = sources.path(span.file);
            format!("{path}:{}:{} {}", place.line, place.column, problem.message)
        })
        .collect();
    assert_eq!(problems, Vec::<String>::new());
    assert!(values > 500 && charts == 8, "{values} values, {charts} charts");
}

#[test]
fn texts_are_text_and_data_is_opaque() {
    assert_eq!(
        dumped("{{ \"、\" }}{{ \"a*b\" }}{{ 城市 }}{{ 本单位 }}{{ 本栏目 }}"),
        "、⟦a*b⟧⟦某市⟧⟦市甲局⟧⟦质量⟧"
    );
    assert_eq!(dumped("{{ \"**粗**\"|safe }}{{ \"表：假\" }}{{ true }}"), "**粗**⟦表：假⟧⟦是⟧");
    assert_eq!(dumped("{{ 值(\"合格率\", 2017) ~ \"左右\" ~ \"*\" }}"), "⟦94.0%⟧⟦左右*⟧");
    assert_eq!(dumped("{{ 值(\"名牌\", 2017) }}"), "⟦甲牌*、乙牌⟧");
}

#[test]
fn statements_leave_no_blank_lines() {
    let body = "| 年 |\n| --- |\n{% for 年 in 年份 %}\n| {{ 年 }} |\n{% endfor %}\n后\n";
    assert_eq!(dumped(body), "| 年 |\n| --- |\n| ⟦2015⟧ |\n| ⟦2016⟧ |\n| ⟦2017⟧ |\n后\n");
}

#[test]
fn a_statement_within_a_line_keeps_its_end() {
    let body = "## 题{% if 年份 %}甲{% endif %}\n\n正{## 注 ##}\n  {## 独行 ##}\n文";
    assert_eq!(dumped(body), "## 题甲\n\n正\n文");
}

#[test]
fn attributes_and_comments_are_told_apart() {
    assert_eq!(
        dumped("## 题 {#sec-a}{## 不印 ##}\n{% raw %}{{ 原样 }}{% endraw %}"),
        "## 题 {#sec-a}\n{{ 原样 }}"
    );
}

#[test]
fn captured_text_keeps_its_values() {
    let body = "{% set 话 %}**{{ 值(\"合格率\", 2017) }}**{% endset %}{{ 话 }}{{ 话 }}";
    assert_eq!(dumped(body), "**⟦94.0%⟧****⟦94.0%⟧**");
}

#[test]
fn what_a_bureau_owes_has_a_placeholder_that_is_false() {
    let owed = "⟦〔待市甲局报〕⟧";
    for call in ["值(名, 2016)", "数(名, 2016)", "增减(名, 2017)", "变化(名, 2016, 2015)"]
    {
        let body = format!("{{% set 名 = \"甲|乙*\" %}}{{{{ {call} }}}}");
        assert_eq!(dumped(&body), owed, "{call}");
    }

    let body =
        "{% if 值(\"甲|乙*\", 2016) %}有{% else %}缺{% endif %}{{ 数(\"甲|乙*\", 2016) or 3 }}";
    assert_eq!(dumped(body), "缺⟦3⟧");
    let world = world("{{ 增减(\"甲|乙*\", 2017) }}", &[]);
    let (expanded, problems) = expand_in(&world);
    assert!(problems.is_empty());
    let value = &expanded.unwrap().values[0];
    let both = [("甲|乙*".to_owned(), 2017), ("甲|乙*".to_owned(), 2016)];
    assert_eq!(value.indicators, both);
    assert_eq!(value.missing, both[1..]);
}

#[test]
fn the_table_macro_prints_a_table() {
    let macros = [("macros.md.j2", crate::bundle::template("macros.md.j2").unwrap())];
    let body =
        "{{ 指标表(名称=[\"城市GDP\", \"合格率\"], 标题=\"甲*\", 标签=\"tbl-a\", 来源=本单位) }}\n";
    let table = "表：⟦甲*⟧ {#tbl-a 来源=\"⟦市甲局⟧\"}\n\n\
        | 指标 | 单位 | ⟦2015⟧年 | ⟦2016⟧年 | ⟦2017⟧年 |\n\
        | --- | --- | ---: | ---: | ---: |\n\
        | ⟦城市GDP⟧ | ⟦亿元⟧ | ⟦1100.00⟧ | ⟦1200.00⟧ | ⟦1380.00⟧ |\n\
        | ⟦合格率⟧ | ⟦%⟧ | ⟦93.1⟧ | ⟦94.0⟧ | ⟦94.0⟧ |\n\n";
    assert_eq!(dumped_with(body, &macros), table);
    let body = "{{ table(names=\"甲|乙*\", years=[2015, 2017]) }}";
    let table =
        "| 指标 | ⟦2015⟧年 | ⟦2017⟧年 |\n| --- | ---: | ---: |\n| ⟦甲|乙*⟧ | ⟦0⟧ | ⟦3⟧ |\n\n";
    assert_eq!(dumped_with(body, &macros), table);
}

#[test]
fn charts_hold_their_numbers() {
    let body = "{{ 图([\"城市GDP\"], 类型=\"线\", 标题=\"近三年\", 标签=\"fig-a\", 来源=\"某局\") }}\n\n\
        {{ chart([\"城市GDP\", \"城市GDP\"], form=\"pie\", years=2017) }}";
    let world = world(body, &[]);
    let (expanded, problems) = expand_in(&world);
    assert!(problems.is_empty());
    let expanded = expanded.unwrap();
    assert_eq!(dump(&expanded), "⟦图 1⟧\n\n⟦图 2⟧");
    let chart = |at: usize| match &expanded.charts[at].kind {
        crate::document::BlockKind::Chart(chart) => (**chart).clone(),
        other => panic!("{other:?}"),
    };
    let (lines, pie) = (chart(0), chart(1));
    assert_eq!(lines.categories, ["2015年", "2016年", "2017年"]);
    assert_eq!((lines.unit.as_str(), lines.series.len()), ("亿元", 1));
    assert_eq!(
        lines.alt,
        "近三年。城市GDP：2015年1100.00亿元，2016年1200.00亿元，2017年1380.00亿元。"
    );
    assert_eq!(lines.label.unwrap().name, "fig-a");
    assert_eq!(pie.categories, ["城市GDP", "城市GDP"]);
    assert_eq!(pie.series[0].values.len(), 2);
    assert!(world.sources.slice(expanded.charts[0].span).starts_with("{{ 图"));
}
