//! A workspace of one chapter, one bureau and four indicators.

use crate::diag::{Diagnostic, Diagnostics};
use crate::document::Date;
use crate::expand::{Expanded, Expander, dump};
use crate::indicator::{
    Datum, DatumStatus, DatumValue, Indicator, IndicatorId, IndicatorKind, Indicators,
};
use crate::source::{FileId, Sources, Span};
use crate::workspace::{
    Bureau, ChapterFile, ChapterRole, Choices, FrontMatter, OutlineSection, PlanRow, Report,
    Spanned, Submission, Workspace,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::PathBuf;

const HEAD: &str = "---\n单位: 市甲局\n---\n";

pub(super) struct World {
    pub(super) sources: Sources,
    pub(super) workspace: Workspace,
    pub(super) indicators: Indicators,
}

pub(super) fn world(body: &str, templates: &[(&str, &str)]) -> World {
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
        },
        plan: vec![row],
        bureaus: vec![Bureau {
            span,
            name: "某市甲局".into(),
            short: "市甲局".into(),
            aliases: Vec::new(),
            contact: String::new(),
            phone: String::new(),
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

pub(super) fn expand_in(world: &World) -> (Option<Expanded>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let World { sources, workspace, indicators } = world;
    let expander = Expander::new(workspace, indicators, sources, &mut diagnostics);
    let expanded = expander.chapter(&workspace.chapters[0], &mut diagnostics).ok();
    (expanded, diagnostics.into_sorted(sources))
}

/// The dump of a chapter without problems.
pub(super) fn dumped(body: &str) -> String {
    dumped_with(body, &[])
}

pub(super) fn dumped_with(body: &str, templates: &[(&str, &str)]) -> String {
    let world = world(body, templates);
    let (expanded, problems) = expand_in(&world);
    assert_eq!(located(&world, &problems), Vec::<String>::new());
    dump(&expanded.unwrap())
}

pub(super) fn located(world: &World, problems: &[Diagnostic]) -> Vec<String> {
    let lines = problems.iter().map(|problem| {
        let span = problem.primary.span;
        let place = world.sources.line_column(span.file, span.start);
        let file = world.sources.path(span.file).rsplit('/').next().unwrap();
        let line = place.line.saturating_sub(if file.ends_with(".md") { 3 } else { 0 });
        let name = problem.code.name();
        let typed = world.sources.slice(span);
        format!("{file}:{line}:{} {name} ⟨{typed}⟩ {}", place.column, problem.message)
    });
    lines.collect()
}

/// The problems of a chapter; lines are counted from the body.
pub(super) fn problems_with(body: &str, templates: &[(&str, &str)]) -> Vec<String> {
    let world = world(body, templates);
    let (_, problems) = expand_in(&world);
    for problem in &problems {
        let words = std::iter::once(&problem.message).chain(&problem.help);
        for word in words {
            assert!(!word.contains("undefined") && !word.contains("unexpected"), "{word}");
        }
    }
    located(&world, &problems)
}
