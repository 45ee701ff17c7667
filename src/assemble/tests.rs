//! Merges of the repository's own chapters, with its templates and with changed ones.

use super::{report, variables};
use crate::diag::{Diagnostics, Severity};
use crate::document::{
    BlockKind, Date, Document, InlineKind, OpinionClass, OpinionGroup, OpinionRow, OpinionTable,
    Slip, SlipGroup, SlipKind, SlipRow, SlipUnit, visit,
};
use crate::expand::{Expander, Scope, dump, entries};
use crate::markdown;
use crate::pipeline::Loaded;
use crate::source::Span;
use crate::workspace;

/// Merges with `templates` in place of the built-in ones; problems as `file:line:column code`.
fn merged(templates: &[(&str, &str)]) -> (Option<Document>, Vec<String>, Vec<String>) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = crate::pipeline::load(root).expect("the repository is a workspace");
    let Loaded { mut sources, mut workspace, indicators, problems: mut diagnostics } = loaded;
    for (name, text) in templates {
        let file = sources.add(format!("templates/{name}"), *text);
        workspace.templates.retain(|(known, _)| known != name);
        workspace.templates.push(((*name).to_owned(), file));
    }
    let expander = Expander::new(&workspace, &indicators, &sources, &mut diagnostics);
    let chapters = workspace.chapters.iter().map(|chapter| {
        let mut unseen = Diagnostics::default();
        let expanded = expander.chapter(chapter, &mut unseen).ok()?;
        let find = |path: &str| workspace::picture(root, &chapter.folder, path, &|_| None);
        let kind = markdown::TextKind::Chapter;
        Some(markdown::parse(chapter.file, expanded, kind, &find, &mut unseen))
    });
    let chapters = chapters.collect();
    let document = report(&expander, chapters, &mut diagnostics).ok();
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    for problem in diagnostics.into_sorted(&sources) {
        let span = problem.primary.span;
        let place = sources.line_column(span.file, span.start);
        let path = sources.path(span.file);
        let line = format!("{path}:{}:{} {}", place.line, place.column, problem.code.name());
        let list = if problem.severity == Severity::Error { &mut errors } else { &mut warnings };
        list.push(line);
    }
    (document, errors, warnings)
}

#[test]
fn the_repository_merges() {
    let (document, errors, warnings) = merged(&[]);
    assert_eq!((errors, warnings), (Vec::new(), Vec::new()));
    let document = document.unwrap();
    let ids: Vec<&str> = document.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids, ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "appendix"]);
    assert_eq!(document.meta.date.chinese(), "2018年6月13日");
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        visit::blocks(&part.blocks, &mut |block| {
            for content in visit::contents(block) {
                visit::inlines(content, &mut |inline| match &inline.kind {
                    InlineKind::Value(id) => assert!((id.0 as usize) < document.values.len()),
                    InlineKind::Note(id) => assert!((id.0 as usize) < document.notes.len()),
                    InlineKind::Text(text) => assert!(!text.contains(crate::expand::MARKER_OPEN)),
                    _ => {}
                });
            }
        });
    }
}

#[test]
fn every_section_begins_with_its_heading() {
    let (document, _, _) = merged(&[]);
    for section in &document.unwrap().sections {
        let BlockKind::Heading(heading) = &section.parts[0].blocks[0].kind else {
            panic!("{} has no heading", section.id)
        };
        assert_eq!(heading.level, 1);
        let label = heading.label.as_ref().unwrap().name.clone();
        assert!(label == format!("sec-{}", section.id) || label == "appendix", "{label}");
    }
}

#[test]
fn templates_decide_the_order() {
    let reversed =
        "{% for 章 in 章|reverse %}\n{{ 章.正文 }}\n\n{% endfor %}\n# 跋 {#end .不编号}\n";
    let (document, errors, _) = merged(&[("report.md.j2", reversed)]);
    assert_eq!(errors, Vec::<String>::new());
    let ids: Vec<String> = document.unwrap().sections.iter().map(|one| one.id.clone()).collect();
    assert_eq!((ids[0].as_str(), ids[9].as_str(), ids[10].as_str()), ("10", "01", "end"));
}

#[test]
fn a_body_printed_twice_is_an_error() {
    let twice = "{% for 章 in 章 %}\n{{ 章.正文 }}\n\n{% endfor %}\n{{ 章[0].正文 }}\n";
    let (_, errors, _) = merged(&[("report.md.j2", twice)]);
    assert_eq!(errors, ["templates/report.md.j2:5:1 template-call"]);
}

#[test]
fn a_body_within_a_line_is_an_error() {
    let inside = "{% for 章 in 章 %}\n- 见{{ 章.正文 }}\n{% endfor %}\n";
    let (_, errors, _) = merged(&[("report.md.j2", inside)]);
    assert!(errors.iter().all(|line| line == "templates/report.md.j2:2:4 template-call"));
    assert!(!errors.is_empty());
}

#[test]
fn a_body_left_out_is_a_warning() {
    let (_, errors, warnings) = merged(&[("report.md.j2", "{{ 章[0].正文 }}\n")]);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(warnings.len(), 9);
    assert_eq!(warnings[0], "templates/report.md.j2:1:1 omitted-contribution");
}

#[test]
fn mistakes_in_templates_have_their_place() {
    let (document, errors, _) = merged(&[("section.md.j2", "# {{ 章.标题 }}\n\n{{ 稿 }}\n")]);
    assert!(document.is_some());
    assert_eq!(
        errors.first().map(String::as_str),
        Some("templates/section.md.j2:3:4 undefined-name")
    );
}

/// Two opinions of one reviewer.
fn opinions() -> OpinionTable {
    let row =
        |position: &str| OpinionRow { position: position.to_owned(), ..OpinionRow::default() };
    let request = OpinionGroup {
        kind: OpinionClass::Request,
        name: "转市农业局核定".to_owned(),
        bureau: "市农业局".to_owned(),
        rows: vec![row("第六部分（二）第3段")],
    };
    let taken = OpinionGroup {
        kind: OpinionClass::Taken,
        name: "采用".to_owned(),
        bureau: String::new(),
        rows: vec![row("第六部分（一）第1段")],
    };
    OpinionTable {
        title: "意见采纳情况表".to_owned(),
        date: Date { year: 2018, month: 6, day: 20 },
        summary: "共 2 条意见：转归口单位核定 1，采用 1。".to_owned(),
        groups: vec![request, taken],
    }
}

/// The slip that the examples of its variables are of.
fn urge() -> Slip {
    let unit = |name: &str, short: &str| SlipUnit {
        name: name.to_owned(),
        short: short.to_owned(),
        ..SlipUnit::default()
    };
    let row = SlipRow { name: "06 产品质量".to_owned(), ..SlipRow::default() };
    Slip {
        kind: SlipKind::Urge,
        date: Date { year: 2018, month: 6, day: 11 },
        unit: unit("衢州市农业局", "市农业局"),
        sender: unit("衢州市质量技术监督局", "市质监局"),
        deadline: Some(Date { year: 2018, month: 6, day: 13 }),
        days: 2,
        grade: "提前".to_owned(),
        count: 1,
        checksum: String::new(),
        groups: vec![SlipGroup { name: "文稿".to_owned(), rows: vec![row] }],
    }
}

/// What an example of the reference prints as the template of its scope.
fn printed(example: &str, scope: Scope) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut diagnostics = Diagnostics::default();
    let loaded = crate::pipeline::load(root).expect("the repository is a workspace");
    let Loaded { mut sources, mut workspace, indicators, .. } = loaded;
    let file = sources.add("templates/example.md.j2", example);
    workspace.templates.push(("example.md.j2".to_owned(), file));

    let present = vec![true; workspace.chapters.len()];
    let expander = Expander::new(&workspace, &indicators, &sources, &mut diagnostics);
    let given = match scope {
        Scope::Section => {
            let is_sixth = |section: &workspace::OutlineSection| section.number == "06";
            let index = workspace.outline.iter().position(is_sixth).unwrap();
            variables::section(&workspace, index, &present)
        }
        Scope::Report => variables::report(&workspace, &present),
        Scope::OtherDocument => variables::other(&expander, &workspace.report.documents[0], &[]),
        Scope::Opinions => variables::opinions(&workspace, &opinions()),
        Scope::Slip => variables::slip(&workspace, &urge()),
        Scope::Everywhere | Scope::Chapter | Scope::Loop => Vec::new(),
    };
    let span = Span::of_file(file);
    let expanded = expander.template("example.md.j2", span, given, &mut diagnostics);
    let problems: Vec<String> =
        diagnostics.into_sorted(&sources).into_iter().map(|problem| problem.message).collect();
    match expanded {
        Ok((_, expanded)) if problems.is_empty() => dump(&expanded).replace(['⟦', '⟧'], ""),
        _ => problems.join("；"),
    }
}

#[test]
fn variables_of_templates_print_what_the_reference_says() {
    let scopes =
        [Scope::Section, Scope::Report, Scope::OtherDocument, Scope::Opinions, Scope::Slip];
    let mut wrong = Vec::new();
    for entry in entries().iter().filter(|entry| scopes.contains(&entry.scope)) {
        for example in &entry.examples {
            let found = printed(example.template, entry.scope);
            if found != example.output {
                wrong.push(format!("{:?}\n  {found:?}\n  {:?}", example.template, example.output));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
