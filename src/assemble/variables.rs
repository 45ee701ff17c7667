//! What the merge templates are told of the outline and the contributions.

use crate::document::Chapter;
use crate::expand::Field;
use crate::source::Span;
use crate::workspace::{
    ChapterFile, ChapterRole, Evidence, OtherDocument, PlanRow, Spanned, Workspace,
};

type Fields = Vec<(&'static str, Field)>;

/// For section.md.j2: 章, 导语 and 稿件.
pub(super) fn section(workspace: &Workspace, index: usize, present: &[bool]) -> Fields {
    let mut lead_in = Field::Nothing;
    let mut contributions = Vec::new();
    for (at, chapter) in of_section(workspace, index, present) {
        match chapter.role {
            ChapterRole::LeadIn => lead_in = Field::Placeholder(at),
            ChapterRole::Lead | ChapterRole::Joint | ChapterRole::Unplanned => {
                contributions.push(contribution(workspace, at, chapter));
            }
        }
    }
    let contributions = Field::List(contributions);
    let outline = Field::Map(outline(workspace, index));
    vec![
        ("章", outline.clone()),
        ("chapter", outline),
        ("导语", lead_in.clone()),
        ("lead_in", lead_in),
        ("稿件", contributions.clone()),
        ("contributions", contributions),
    ]
}

/// For report.md.j2: 标题, 日期 and 章.
pub(super) fn report(workspace: &Workspace, present: &[bool]) -> Fields {
    let chapters = (0..workspace.outline.len()).map(|index| {
        let mut fields = outline(workspace, index);
        let mut evidence = Vec::new();
        for (_, chapter) in of_section(workspace, index, present) {
            let bureau = bureau(workspace, chapter);
            evidence.extend(chapter.front.evidence.iter().map(|one| document(one, &bureau)));
        }
        fields.extend(both("正文", "body", Field::Placeholder(index)));
        fields.extend(both("佐证", "evidence", Field::List(evidence)));
        Field::Map(fields)
    });
    let chapters = Field::List(chapters.collect());
    let report = &workspace.report;
    let text = |text: &str| Field::Text(text.to_owned(), None);
    let mut fields = Vec::new();
    fields.extend(both("章", "chapters", chapters));
    fields.extend(both("标题", "title", text(&report.title)));
    fields.extend(both("副题", "subtitle", text(&report.subtitle)));
    fields.extend(both("日期", "date", text(&report.date.chinese())));
    fields.extend(both("填报单位", "author", text(&report.author)));
    fields
}

/// For a document beside the report: 标题, 日期, 计划 and 各单位; `chapters` are those of the plan's rows.
pub(super) fn other(
    workspace: &Workspace,
    wanted: &OtherDocument,
    chapters: &[Option<Chapter>],
) -> Fields {
    let rows = workspace.plan.iter().enumerate();
    let rows = rows.map(|(at, row)| Field::Map(plan_row(workspace, at, row, chapters)));
    let bureaus = workspace.bureaus.iter().map(|bureau| {
        let text = |text: &str| Field::Text(text.to_owned(), Some(bureau.span));
        let mut fields = both("名称", "name", text(&bureau.name));
        fields.extend(both("简称", "short", text(&bureau.short)));
        Field::Map(fields)
    });
    let text = |text: &str| Field::Text(text.to_owned(), Some(wanted.span));
    let mut fields = both("计划", "plan", Field::List(rows.collect()));
    fields.extend(both("各单位", "bureaus", Field::List(bureaus.collect())));
    fields.extend(both("标题", "title", text(&wanted.title)));
    fields.extend(both("副题", "subtitle", text(&wanted.subtitle)));
    fields.extend(both("日期", "date", text(&workspace.report.date.chinese())));
    fields.extend(both("填报单位", "author", text(&workspace.report.author)));
    fields
}

fn plan_row(
    workspace: &Workspace,
    at: usize,
    row: &PlanRow,
    chapters: &[Option<Chapter>],
) -> Fields {
    let text = |text: &str| Field::Text(text.to_owned(), Some(row.span));
    let mut fields = Vec::new();
    fields.extend(both("编号", "id", text(&row.id)));
    fields.extend(both("任务", "task", text(&row.task)));
    fields.extend(both("部分", "part", text(&row.part)));
    fields.extend(both("栏目", "column", text(&row.column)));
    fields.extend(both("内容", "wording", text(&row.wording)));
    fields.extend(both("责任", "duty", text(&row.duty)));
    fields.extend(both("牵头", "lead", names(&row.lead)));
    fields.extend(both("配合", "joint", names(&row.joint)));
    fields.extend(both("章", "section", text(row.section.as_deref().unwrap_or(""))));
    fields.extend(both("叙述", "narrative", Field::Flag(row.narrative)));
    let mut lead_in = Field::Nothing;
    let mut contributions = Vec::new();
    let own = workspace.row_chapters.iter().enumerate().filter(|(index, chapter)| {
        let present = chapters.get(*index).is_some_and(Option::is_some);
        present && workspace.rows.get(chapter.section).is_some_and(|own| own.row == at)
    });
    for (index, chapter) in own {
        match chapter.role {
            ChapterRole::LeadIn => lead_in = Field::Placeholder(index),
            ChapterRole::Lead | ChapterRole::Joint | ChapterRole::Unplanned => {
                contributions.push(contribution(workspace, index, chapter));
            }
        }
    }
    fields.extend(both("导语", "lead_in", lead_in));
    fields.extend(both("稿件", "contributions", Field::List(contributions)));
    fields
}

fn names(list: &[Spanned<String>]) -> Field {
    let name = |name: &Spanned<String>| Field::Text(name.value.clone(), Some(name.span));
    Field::List(list.iter().map(name).collect())
}

fn both(chinese: &'static str, ascii: &'static str, field: Field) -> Fields {
    vec![(chinese, field.clone()), (ascii, field)]
}

fn of_section<'w>(
    workspace: &'w Workspace,
    index: usize,
    present: &'w [bool],
) -> impl Iterator<Item = (usize, &'w ChapterFile)> {
    let all = workspace.chapters.iter().enumerate();
    all.filter(move |(at, chapter)| {
        chapter.section == index && present.get(*at).copied().unwrap_or(false)
    })
}

fn outline(workspace: &Workspace, index: usize) -> Fields {
    let section = &workspace.outline[index];
    let row = workspace.plan.get(section.row);
    let span = row.map(|row| row.span);
    let text = |text: &str| Field::Text(text.to_owned(), span);
    let names = |list: Option<&Vec<Spanned<String>>>| names(list.map_or(&[], Vec::as_slice));
    let mut fields = Vec::new();
    fields.extend(both("号", "number", text(&section.number)));
    fields.extend(both("标题", "title", text(&section.title)));
    fields.extend(both("任务", "task", text(row.map_or("", |row| row.task.as_str()))));
    fields.extend(both("责任", "duty", text(row.map_or("", |row| row.duty.as_str()))));
    fields.extend(both("牵头", "lead", names(row.map(|row| &row.lead))));
    fields.extend(both("配合", "joint", names(row.map(|row| &row.joint))));
    fields
}

/// A bureau's full name, short name and place.
struct Named {
    full: String,
    short: String,
    span: Option<Span>,
}

fn bureau(workspace: &Workspace, chapter: &ChapterFile) -> Named {
    let bureau = chapter.bureau.and_then(|index| workspace.bureaus.get(index));
    match bureau {
        Some(bureau) => Named {
            full: bureau.name.clone(),
            short: bureau.short.clone(),
            span: Some(bureau.span),
        },
        None => Named { full: String::new(), short: String::new(), span: None },
    }
}

fn contribution(workspace: &Workspace, at: usize, chapter: &ChapterFile) -> Field {
    let named = bureau(workspace, chapter);
    let evidence = chapter.front.evidence.iter().map(|one| document(one, &named)).collect();
    let text = |text: &str| Field::Text(text.to_owned(), named.span);
    let status = Field::Text(chapter.front.status.name().to_owned(), None);
    let mut fields = Vec::new();
    fields.extend(both("单位", "bureau", text(&named.full)));
    fields.extend(both("简称", "short", text(&named.short)));
    fields.extend(both("状态", "status", status));
    fields.extend(both("正文", "body", Field::Placeholder(at)));
    fields.extend(both("佐证", "evidence", Field::List(evidence)));
    Field::Map(fields)
}

fn document(evidence: &Evidence, named: &Named) -> Field {
    let original = if evidence.original { "已收" } else { "未收" };
    let spanned = |text: &Spanned<String>| Field::Text(text.value.clone(), Some(text.span));
    let text = |text: &str| Field::Text(text.to_owned(), Some(evidence.span));
    let mut fields = Vec::new();
    fields.extend(both("标题", "title", spanned(&evidence.title)));
    fields.extend(both("文号", "number", spanned(&evidence.number)));
    fields.extend(both("单位", "bureau", Field::Text(named.short.clone(), named.span)));
    fields.extend(both("原件", "original", text(original)));
    fields.extend(both("备注", "note", text(&evidence.note)));
    Field::Map(fields)
}
