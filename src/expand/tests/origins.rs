//! Where what is printed comes from.

use super::world::{expand_in, world};
use crate::diag::Diagnostics;
use crate::expand::Expander;
use crate::pipeline::Loaded;
use crate::source::{GeneratedOffset, Mapping};

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
fn spans_lead_back() {
    let world = world("甲{{ 值(\"城市GDP\", 2017) }}乙丙\n", &[]);
    let (expanded, _) = expand_in(&world);
    let expanded = expanded.unwrap();
    let text = expanded.text.text();
    let at = text.find('乙').unwrap() as u32;
    let span = expanded.text.locate(GeneratedOffset(at)..GeneratedOffset(at + 6)).unwrap();
    assert_eq!(world.sources.slice(span), "乙丙");
    let derived = expanded.text.segments().iter().find(|one| one.mapping == Mapping::Derived);
    let derived = derived.map(|one| world.sources.slice(one.origin));
    assert_eq!(derived, Some("{{ 值(\"城市GDP\", 2017) }}"));
}

/// The repository's own chapters, expanded; the sum of their values and charts.
#[test]
fn the_repository_expands_without_a_problem() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut diagnostics = Diagnostics::default();
    let loaded = crate::pipeline::load(root).expect("the repository is a workspace");
    let Loaded { sources, workspace, indicators, problems } = loaded;
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
