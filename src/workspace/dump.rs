//! A workspace as text: the golden form of tests and of `zishu dump workspace`.

use super::{ChapterFile, ChapterRole, OutlineSection, Spanned, Workspace};
use crate::document::Arrangement;
use crate::source::Sources;
use std::fmt::Write;

/// The report's settings, the outline, the chapters of each section and the other rows of the plan.
pub fn dump(workspace: &Workspace, sources: &Sources) -> String {
    let mut text = String::new();

    let report = &workspace.report;
    let years: Vec<String> = report.years.iter().map(ToString::to_string).collect();
    let _ = writeln!(text, "报告 {} {}", report.title, report.subtitle);
    let _ = writeln!(
        text,
        "  城市={} 年份={} 日期={} 版式={} 文件名={}",
        report.city,
        years.join(","),
        report.date.chinese(),
        report.profile.value,
        report.output
    );
    let _ = writeln!(text, "单位 {} 个", workspace.bureaus.len());
    let _ = writeln!(text, "任务 {} 项", workspace.plan.len());

    for (index, section) in workspace.outline.iter().enumerate() {
        push_section(&mut text, workspace, section);
        for chapter in workspace.chapters.iter().filter(|chapter| chapter.section == index) {
            push_chapter(&mut text, workspace, chapter, sources);
        }
    }

    for (index, row) in workspace.rows.iter().enumerate() {
        let chapters = workspace.row_chapters.iter().filter(|chapter| chapter.section == index);
        for (number, chapter) in chapters.enumerate() {
            if number == 0 {
                push_section(&mut text, workspace, row);
            }
            push_chapter(&mut text, workspace, chapter, sources);
        }
    }

    for document in &report.documents {
        let (template, profile) = (&document.template.value, &document.profile.value);
        let yes_no = |yes| if yes { "是" } else { "否" };
        let Arrangement { cover, contents, landscape, .. } = document.choices.arrangement;
        let _ = writeln!(
            text,
            "文件 {} {} 模板={template} 版式={profile} 封面={} 目录={} 横={}",
            document.output,
            document.title,
            yes_no(cover),
            yes_no(contents),
            yes_no(landscape)
        );
    }

    for (name, file) in &workspace.templates {
        let _ = writeln!(text, "模板 {name} {}", sources.path(*file));
    }

    text
}

fn push_section(text: &mut String, workspace: &Workspace, section: &OutlineSection) {
    let row = &workspace.plan[section.row];
    let _ = writeln!(
        text,
        "栏目 {} {} 牵头={} 配合={}",
        section.number,
        section.title,
        names(&row.lead),
        names(&row.joint)
    );
}

fn names(list: &[Spanned<String>]) -> String {
    list.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join("、")
}

fn push_chapter(
    text: &mut String,
    workspace: &Workspace,
    chapter: &ChapterFile,
    sources: &Sources,
) {
    let bureau = chapter.bureau.map_or("导语", |index| workspace.bureaus[index].short.as_str());
    let role = match chapter.role {
        ChapterRole::LeadIn => "导语",
        ChapterRole::Lead => "牵头",
        ChapterRole::Joint => "配合",
        ChapterRole::Unplanned => "计划外",
    };
    let status = chapter.front.status.name();
    let (path, evidence) = (sources.path(chapter.file), chapter.front.evidence.len());
    let _ = writeln!(text, "  {path} {bureau} {role} {status} 佐证={evidence}");
}
