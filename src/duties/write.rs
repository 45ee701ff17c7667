//! The plan and the units as YAML, with what is to be asked as comments at their rows.

use super::bureaus::BureauList;
use super::parties::NamedUnit;
use super::plan::{PlanRowDraft, RowKind};
use crate::yaml::quote;
use std::fmt::Write;

/// What begins a comment that a person is to settle.
pub const TO_SETTLE: &str = "# 待核：";

/// chapters/plan.yaml.
pub fn plan_text(rows: &[PlanRowDraft], doubts: &[String]) -> String {
    let mut text = format!(
        "# 责任分工计划：{} 项，按责任分工表原序，任务、部分、栏目、内容、责任照录原文。\n\
         # 牵头、配合由责任单位一栏拆出：写明“牵头”的为牵头；未写明的，首名为牵头，其余为配合。\n\
         # “情况说明: 是”的各行，除指标外还要由牵头单位写一段情况说明，放在 chapters/行号/单位.md；行号就是“编号”一项。\n\
         # 标着“待核”的请逐条核对，改好后删去这一行注。改了单位、栏目以后运行 zishu sync。\n",
        rows.len()
    );
    write_doubts(&mut text, doubts);

    let mut kind = None;
    for row in rows {
        if kind != Some(row.kind) {
            text.push('\n');
            kind = Some(row.kind);
        }
        write_row(&mut text, row);
    }
    text
}

fn write_row(text: &mut String, row: &PlanRowDraft) {
    write_doubts(text, &row.doubts);

    let fields = [
        ("- 编号", row.id.as_str()),
        ("  任务", row.task.as_str()),
        ("  部分", row.part.as_str()),
        ("  栏目", row.column.as_str()),
        ("  内容", row.wording.as_str()),
        ("  责任", row.duty.as_str()),
    ];
    for (key, value) in fields {
        let _ = writeln!(text, "{key}: {}", quote(value));
    }

    let _ = writeln!(text, "  牵头: {}", list(&row.lead));
    let _ = writeln!(text, "  配合: {}", list(&row.joint));
    if let Some(section) = row.section() {
        let _ = writeln!(text, "  章: \"{section}\"");
    }
    if row.is_narrative && row.kind == RowKind::Form {
        text.push_str("  情况说明: 是\n");
    }
    if !row.deadline.is_empty() {
        let _ = writeln!(text, "  # 完成时限：{}", row.deadline);
    }
}

fn write_doubts(text: &mut String, doubts: &[String]) {
    for doubt in doubts {
        let _ = writeln!(text, "{TO_SETTLE}{}", doubt.replace(['\r', '\n'], " "));
    }
}

fn list(units: &[NamedUnit]) -> String {
    let names: Vec<String> = units.iter().map(|unit| quote(&unit.name)).collect();
    format!("[{}]", names.join(", "))
}

/// chapters/bureaus.yaml.
pub fn bureaus_text(list: &BureauList) -> String {
    let mut text = format!(
        "# {} 个单位；简称与责任分工表用字一致，是文件名和各处引用的依据。\n",
        list.bureaus.len()
    );
    write_doubts(&mut text, &list.doubts);
    for bureau in &list.bureaus {
        if bureau.is_guessed {
            let _ = writeln!(text, "{TO_SETTLE}全称由简称推出");
        }
        let _ = writeln!(text, "- 名称: {}", quote(&bureau.name));
        let _ = writeln!(text, "  简称: {}", quote(&bureau.short));
        if !bureau.aliases.is_empty() {
            let names: Vec<String> = bureau.aliases.iter().map(|name| quote(name)).collect();
            let _ = writeln!(text, "  别名: [{}]", names.join(", "));
        }
    }

    text
}

/// A question of a file, at its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The line, from 1.
    pub line: usize,
    /// The row or unit below it, by its number or short name; empty for what concerns the whole file.
    pub about: String,
    /// What is asked.
    pub text: String,
}

/// The questions that a text holds.
pub fn questions(text: &str) -> Vec<Question> {
    let lines: Vec<&str> = text.lines().collect();
    let asked = lines.iter().enumerate().filter_map(|(index, line)| {
        let asked = line.trim_start().strip_prefix(TO_SETTLE)?;
        let below = lines[index + 1..].iter().find(|line| !line.trim_start().starts_with('#'));
        let about = below.and_then(|line| line.strip_prefix("- 编号: "));
        Some(Question {
            line: index + 1,
            about: about.unwrap_or("").to_owned(),
            text: asked.to_owned(),
        })
    });

    asked.collect()
}
