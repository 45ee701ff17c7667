//! The text of a new contribution: its head, headings, and notes that never print.
//!
//! In: the plan's row and the bureau. Out: Markdown whose headings are the topics of the row's
//! wording, with notes on deadline, length, co-writers and the bureau's indicators.

use super::{Bureau, Lengths, OutlineSection, PlanRow, Workspace};
use crate::document::Date;
use crate::yaml::quote;

/// Maximum number of indicators named in a note.
const MAX_NAMED: usize = 12;
/// The key of the evidence in the head of a new contribution, as a comment.
const EVIDENCE_KEY: &str = "# 佐证:\n";

/// The text of a new contribution; `owned` are the names of the bureau's indicators.
pub fn scaffold(
    workspace: &Workspace,
    section: &OutlineSection,
    bureau: &Bureau,
    owned: &[&str],
) -> String {
    let row = workspace.plan.get(section.row);
    let wording = row.map_or("", |row| row.wording.as_str());
    let of_report = row.is_some_and(|row| row.section.is_some());

    let mut notes = vec![format!("本栏目要求：{wording}")];
    notes.extend(terms(workspace, section, bureau));
    notes.push(indicators(workspace, owned));
    let leads = row.is_some_and(|row| opens_section(row, bureau));
    notes.push(if of_report && !leads {
        "分几节写的，每节一个 ## 标题，写明是哪一方面的工作，不与同一栏目其他单位的标题重复；每节写清做了什么、依据什么文件、取得什么成效、还有什么问题，下一级用 ###。"
            .to_owned()
    } else if of_report {
        "每节写清做了什么、依据什么文件、取得什么成效、还有什么问题；标题可以增删改，下一级用 ###。"
            .to_owned()
    } else {
        "写一至三段，不用标题，一般 150 至 400 字。".to_owned()
    });
    notes.push("这样括起来的说明不会印出，写完可删去。".to_owned());

    let mut text = front_matter(workspace, section, bureau);
    text.push('\n');
    for note in notes {
        text.push_str(&format!("{{## {} ##}}\n", without_ends(&note)));
    }

    // Two units with the same headings would repeat them in the section.
    if of_report && leads {
        for topic in topics(wording) {
            text.push_str(&format!("\n## {topic}\n"));
        }
    }

    text
}

/// Whether a unit is the one whose contribution has the headings that the row asks for: the first that it names.
fn opens_section(row: &PlanRow, bureau: &Bureau) -> bool {
    row.lead.iter().chain(&row.joint).next().is_some_and(|name| name.value == bureau.short)
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
# 有佐证材料的，去掉下面各行开头的 #，照样填写；原件填 随附 或 另送：
# 佐证:
#   - 标题: 关于……的通知
#     文号: ×政发〔{year}〕1号
#     原件: 随附
---
"
    )
}

/// Front matter with the number and the date of the letter that a contribution came as.
pub fn with_letter(head: &str, number: Option<&str>, date: Option<Date>) -> String {
    let date = date.map(Date::iso);
    let rows = [("日期", ["日期", "date"], date), ("文号", ["文号", "number"], number.map(quote))];

    // Below the state, else below the opening line.
    let is_state = |key: &str| matches!(key, "状态" | "status");
    let key = |line: &str| line.split(':').next().unwrap_or("").to_owned();
    let has_state = head.lines().any(|line| is_state(&key(line)));
    let mut is_placed = false;

    let mut out = String::new();
    for line in head.lines() {
        let key = key(line);
        let is_replaced =
            rows.iter().any(|(_, names, value)| value.is_some() && names.contains(&key.as_str()));
        if is_replaced {
            continue;
        }

        out.push_str(line);
        out.push('\n');
        let is_place = if has_state { is_state(&key) } else { key == "---" };
        if is_place && !is_placed {
            for (name, _, value) in &rows {
                out.extend(value.as_ref().map(|value| format!("{name}: {value}\n")));
            }
        }
        is_placed |= is_place;
    }
    out
}

/// A document that a contribution cites.
#[derive(Debug, Clone, Copy)]
pub struct Cited<'a> {
    /// Its title; may be empty.
    pub title: &'a str,
    /// Its 文号.
    pub number: &'a str,
}

/// Front matter in which the documents that a contribution cites are proposed as its evidence, as comments that
/// a writer can make rows of; those that it has as rows are left out.
pub fn with_proposed_evidence(head: &str, cited: &[Cited<'_>]) -> String {
    let rows: String = cited
        .iter()
        .filter(|one| !head.contains(one.number))
        .map(|Cited { title, number }| {
            let title = if title.is_empty() { "关于……的通知" } else { title };
            let (title, number) = (quote(title), quote(number));
            format!("#   - 标题: {title}\n#     文号: {number}\n#     原件: 随附\n")
        })
        .collect();
    if rows.is_empty() {
        return head.to_owned();
    }

    // In place of the example of a new contribution, else below everything.
    if let Some(start) = head.find(EVIDENCE_KEY) {
        let start = start + EVIDENCE_KEY.len();
        let example =
            head[start..].split_inclusive('\n').take_while(|line| line.starts_with("#  "));
        let end = start + example.map(str::len).sum::<usize>();
        return format!("{}{rows}{}", &head[..start], &head[end..]);
    }
    match head.trim_end().strip_suffix("---") {
        Some(before) => {
            format!("{before}# 文中还引用了下列文件；作为佐证的，去掉 #，并入佐证：\n{rows}---\n")
        }
        None => head.to_owned(),
    }
}

/// The 文号 of the evidence in front matter; its own has no row.
pub fn listed_numbers(head: &str) -> Vec<String> {
    let value = |line: &str| {
        let row = line.trim_start().trim_start_matches("- ");
        let value = row.strip_prefix("文号:").or_else(|| row.strip_prefix("number:"))?;
        let value = value.trim().trim_matches(['"', '\'']);
        (line.starts_with(' ') && !value.is_empty()).then(|| value.to_owned())
    };
    head.lines().filter_map(value).collect()
}

/// When it is due, how long it may be, and who else writes.
fn terms(workspace: &Workspace, section: &OutlineSection, bureau: &Bureau) -> Option<String> {
    let report = &workspace.report;
    let row = workspace.plan.get(section.row)?;
    let of_report = row.section.is_some();

    let mut terms = Vec::new();
    if let Some(date) = report.deadline {
        terms.push(format!("请于{}前报送", date.chinese()));
    }
    terms.extend(length(&report.lengths).filter(|_| of_report));

    let others = row.lead.iter().chain(&row.joint).map(|name| name.value.as_str());
    let others: Vec<&str> = others.filter(|name| *name != bureau.short).collect();
    if !others.is_empty() && of_report {
        terms.push(format!("{}也为这一栏目写文稿，各写各的，由统稿人合成", others.join("、")));
    } else if !others.is_empty() {
        terms.push(format!("需要{}提供内容的，请联系", others.join("、")));
    }

    (!terms.is_empty()).then(|| format!("{}。", terms.join("；")))
}

fn length(lengths: &Lengths) -> Option<String> {
    match (lengths.least, lengths.greatest) {
        (Some(least), Some(greatest)) => Some(format!("{least} 至 {greatest} 字")),
        (Some(least), None) => Some(format!("不少于 {least} 字")),
        (None, Some(greatest)) => Some(format!("不超过 {greatest} 字")),
        (None, None) => None,
    }
}

/// How to cite indicators, with the names of the bureau's own.
fn indicators(workspace: &Workspace, owned: &[&str]) -> String {
    let year = workspace.report.years.last().copied().unwrap_or_default();
    let name = owned.first().copied().unwrap_or("指标名称");

    let mut note = format!("数字不要手写，引用指标：{{{{ 值(\"{name}\", {year}) }}}}。");
    if !owned.is_empty() {
        let named = owned.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join("、");
        let more = if owned.len() > MAX_NAMED { "等" } else { "" };
        note.push_str(&format!("本单位归口的指标 {} 项：{named}{more}。", owned.len()));
    }

    note
}

/// The topics that a row's wording lists, each to be a heading.
fn topics(wording: &str) -> Vec<String> {
    let wording = wording.trim().trim_end_matches(['。', '；', '等']);
    let wording = wording.strip_suffix("等方面的情况").unwrap_or(wording);
    let topics = clauses(wording).into_iter().map(|clause| {
        let clause = clause.trim();
        let clause = clause.strip_prefix("申报城市").unwrap_or(clause);
        let clause = clause.strip_prefix("以及").unwrap_or(clause);
        clause.strip_prefix('在').unwrap_or(clause).chars().filter(|c| !is_markup(*c)).collect()
    });

    let topics: Vec<String> = topics.filter(|topic: &String| !topic.is_empty()).collect();
    if topics.is_empty() { vec!["基本情况".to_owned()] } else { topics }
}

/// A text split at commas and semicolons, but for those in brackets.
fn clauses(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    text.split(|c: char| {
        match c {
            '（' | '(' | '《' => depth += 1,
            '）' | ')' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '，' | '；' | ',' | ';')
    })
    .collect()
}

/// Whether a character would have a meaning in a heading.
fn is_markup(character: char) -> bool {
    character.is_control() || "*_`[]{}<>#\\|~$@^".contains(character)
}

/// A note without what would end the comment around it.
fn without_ends(note: &str) -> String {
    note.replace("##}", "").replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::{Cited, listed_numbers, topics, with_letter, with_proposed_evidence};
    use crate::document::Date;

    #[test]
    fn a_letter_gives_its_number_and_date() {
        let date = Some(Date { year: 2018, month: 3, day: 1 });
        let cases = [
            (
                "---\n状态: 初稿\n日期: 2017-01-01\n---\n",
                "---\n状态: 初稿\n日期: 2018-03-01\n文号: 甲〔2018〕1号\n---\n",
            ),
            ("---\n单位: 乙\n---\n", "---\n日期: 2018-03-01\n文号: 甲〔2018〕1号\n单位: 乙\n---\n"),
        ];
        for (head, expected) in cases {
            assert_eq!(with_letter(head, Some("甲〔2018〕1号"), date), expected);
            assert_eq!(with_letter(head, None, None), head);
        }
    }

    #[test]
    fn cited_documents_are_proposed_as_evidence() {
        let cited = [
            Cited { title: "甲方案", number: "甲〔2018〕1号" },
            Cited { title: "", number: "乙〔2018〕2号" },
        ];
        let rows = "#   - 标题: 甲方案\n#     文号: 甲〔2018〕1号\n#     原件: 随附\n\
                    #   - 标题: 关于……的通知\n#     文号: 乙〔2018〕2号\n#     原件: 随附\n";
        let blank = "---\n状态: 初稿\n# 佐证:\n#   - 标题: 例\n#     文号: 例\n---\n";
        assert_eq!(
            with_proposed_evidence(blank, &cited),
            format!("---\n状态: 初稿\n# 佐证:\n{rows}---\n")
        );
        let listed = "---\n佐证:\n  - 标题: 甲方案\n    文号: 甲〔2018〕1号\n---\n";
        let proposed = with_proposed_evidence(listed, &cited);
        assert!(proposed.starts_with(listed.trim_end_matches("---\n")), "{proposed}");
        assert!(!proposed.contains("#   - 标题: 甲方案"), "{proposed}");
        assert!(proposed.contains("#     文号: 乙〔2018〕2号"), "{proposed}");
        assert_eq!(with_proposed_evidence(listed, &cited[..1]), listed);
        assert_eq!(listed_numbers(listed), ["甲〔2018〕1号"]);
        assert_eq!(listed_numbers(blank), [""; 0]);
    }

    #[test]
    fn the_wording_gives_the_headings() {
        let cases: [(&str, &[&str]); 5] = [
            (
                "申报城市在提升农产品、食品质量，促进战略性新兴产业发展，培育知名品牌等方面的情况。",
                &["提升农产品、食品质量", "促进战略性新兴产业发展", "培育知名品牌"],
            ),
            (
                "申报城市市民关心的质量问题，以及解决这些问题的设想和措施情况",
                &["市民关心的质量问题", "解决这些问题的设想和措施情况"],
            ),
            (
                "标准（国际，国内）拥有量，*奖励*{{ 1 }}制度等。",
                &["标准（国际，国内）拥有量", "奖励 1 制度"],
            ),
            ("。", &["基本情况"]),
            ("", &["基本情况"]),
        ];
        for (wording, expected) in cases {
            assert_eq!(topics(wording), expected, "{wording}");
        }
    }
}
