//! The text of a new contribution: its head, headings, and hints that never print.

use super::{Bureau, OutlineSection, Workspace};
use crate::yaml::quote;

/// The text of a new contribution.
pub fn scaffold(workspace: &Workspace, section: &OutlineSection, bureau: &Bureau) -> String {
    let wording = workspace.plan.get(section.row).map_or("", |row| row.wording.as_str());
    // Would end the comment that it stands in.
    let wording = wording.replace("##}", "").replace(['\r', '\n'], " ");
    let year = workspace.report.years.last().copied().unwrap_or_default();
    let head = format!(
        "{}
{{## 本栏目要求：{wording} ##}}
{{## 这样括起来的提示不会印出，写完可删去。 ##}}
",
        front_matter(workspace, section, bureau)
    );
    let report = workspace.plan.get(section.row).is_some_and(|row| row.section.is_some());
    format!("{head}{}", if report { sections(year) } else { paragraphs(year) })
}

/// The head of a new contribution, between its `---` lines.
pub fn front_matter(workspace: &Workspace, section: &OutlineSection, bureau: &Bureau) -> String {
    let year = workspace.report.years.last().copied().unwrap_or_default();
    let (title, short) = (quote(&section.title), quote(&bureau.short));
    format!(
        "---
栏目: {title}
单位: {short}
状态: 初稿
# 佐证材料写法（去掉各行开头的 # 即生效）：
# 佐证:
#   - 标题: 关于……的通知
#     文号: ×政发〔{year}〕1号
#     原件: 未收
---
"
    )
}

/// For a text of the 申报表: paragraphs without headings.
fn paragraphs(year: i32) -> String {
    format!(
        "
{{## 写成一至三段，不用标题，一般 150 至 400 字。 ##}}
{{## 引用指标写 {{{{ 值(\"指标名称\", {year}) }}}}，不要手写数字。 ##}}
"
    )
}

/// For a section of the report.
fn sections(year: i32) -> String {
    format!(
        "
## 基本情况

{{## 两三句话概括。引用指标写 {{{{ 值(\"指标名称\", {year}) }}}}，不要手写数字。 ##}}

## 主要做法和成效

{{## 分条写：做了什么、依据什么文件、取得什么成效。下一级标题用 ###。 ##}}

## 存在的问题和下一步打算

{{## 问题写具体，打算写到年度和责任处室。 ##}}
"
    )
}
