//! The reference of what templates may use: its examples print what it says, over the sample workspace,
//! and it leaves nothing out.

use crate::diag::Diagnostics;
use crate::expand::functions::{FUNCTIONS, MACROS};
use crate::expand::reference::{EntryKind, REMOVED_FILTERS, Scope, entries};
use crate::expand::{Expander, dump};
use crate::indicator::Indicators;
use crate::pipeline::Loaded;
use crate::source::Sources;
use crate::workspace::Workspace;
use std::path::Path;

/// The sample workspace.
struct Sample {
    sources: Sources,
    workspace: Workspace,
    indicators: Indicators,
}

fn sample() -> Sample {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = crate::pipeline::load(root).expect("the repository is a workspace");
    let Loaded { sources, workspace, indicators, .. } = loaded;
    Sample { sources, workspace, indicators }
}

/// What 市质监局's chapter of section 06 prints with this body, or its problems.
fn printed(sample: &mut Sample, body: &str) -> String {
    let file = sample.sources.add("chapters/06-产品质量/市质监局.md", body);
    let mut diagnostics = Diagnostics::default();
    let Sample { sources, workspace, indicators } = &*sample;
    let is_own = |path: &str| path.ends_with("06-产品质量/市质监局.md");
    let own = workspace.chapters.iter().find(|chapter| is_own(sources.path(chapter.file)));
    let mut chapter = own.expect("the sample has this chapter").clone();
    chapter.file = file;
    chapter.front.body_start = 0;

    let expander = Expander::new(workspace, indicators, sources, &mut diagnostics);
    let expanded = expander.chapter(&chapter, &mut diagnostics);
    let problems: Vec<String> =
        diagnostics.into_sorted(sources).into_iter().map(|problem| problem.message).collect();
    match expanded {
        Ok(expanded) if problems.is_empty() => {
            dump(&expanded).replace("⟦图 1⟧", "〔图〕").replace(['⟦', '⟧'], "")
        }
        _ => problems.join("；"),
    }
}

#[test]
fn every_example_prints_what_it_says() {
    let mut sample = sample();
    let mut wrong = Vec::new();
    let scopes = [Scope::Everywhere, Scope::Chapter, Scope::Loop];
    for entry in entries().iter().filter(|entry| scopes.contains(&entry.scope)) {
        assert!(!entry.examples.is_empty(), "{} has no example", entry.names[0]);
        for example in &entry.examples {
            let found = printed(&mut sample, example.template);
            if found != example.output {
                wrong.push(format!("{:?}\n  {found:?}\n  {:?}", example.template, example.output));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_name_is_known_to_the_expander() {
    let mut sample = sample();
    let mut wrong = Vec::new();
    for entry in entries() {
        for name in &entry.names {
            let body = match entry.kind {
                EntryKind::Function | EntryKind::Macro => format!("{{{{ {name} is defined }}}}"),
                EntryKind::Filter => format!("{{{{ \"{name}\" is filter }}}}"),
                EntryKind::Test => format!("{{{{ \"{name}\" is test }}}}"),
                EntryKind::Variable => continue,
            };
            let found = printed(&mut sample, &body);
            if found != "是" {
                wrong.push(format!("{name}: {found}"));
            }
        }
    }
    for name in REMOVED_FILTERS {
        let found = printed(&mut sample, &format!("{{{{ \"{name}\" is filter }}}}"));
        if found != "否" {
            wrong.push(format!("{name}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_built_in_macros_take_what_the_reference_says() {
    let text = crate::bundle::template("macros.md.j2").unwrap();
    let heads: Vec<&str> = text
        .split("{% macro ")
        .skip(1)
        .map(|rest| rest.split(") %}").next().unwrap_or_default())
        .collect();
    let described: Vec<(&str, Vec<&str>)> = MACROS
        .iter()
        .flat_map(|one| {
            (0..2).map(|at| {
                let names = one.parameters.iter().map(|parameter| parameter.names[at]);
                (one.names[at], names.collect())
            })
        })
        .collect();
    let defined: Vec<(&str, Vec<&str>)> = heads
        .iter()
        .filter_map(|head| head.split_once('('))
        .map(|(name, list)| {
            let names = list.split(", ").filter_map(|one| one.split('=').next());
            (name, names.collect())
        })
        .collect();
    assert_eq!(defined, described);
}

#[test]
fn the_readme_names_every_function_and_macro() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let functions = FUNCTIONS.iter().map(|function| function.names);
    let known: Vec<[&str; 2]> = functions.chain(MACROS.iter().map(|one| one.names)).collect();

    for [name, _] in &known {
        assert!(readme.contains(&format!("{{{{ {name}(")), "README shows no {{{{ {name}(…) }}}}");
    }

    let line = readme.lines().find(|line| line.contains("都有短的英文名：")).unwrap();
    let list = line.split("都有短的英文名：").nth(1).unwrap();
    let listed: Vec<&str> = list.split('`').skip(1).step_by(2).take(known.len()).collect();
    let expected: Vec<&str> = known.iter().map(|names| names[1]).collect();
    assert_eq!(listed, expected);
}
