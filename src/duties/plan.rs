//! The rows of the table as rows of the plan.
//!
//! In: [`Table`]. Out: [`PlanDraft`]: what each row is, by the words above it, its number, and what is to be asked.

use super::grid::compact;
use super::marks::without_number;
use super::names::UnitNames;
use super::parties::{NamedUnit, Parties, parties, parties_of_columns, units_in_one_line};
use super::table::{Part, Table, TableRow, table};
use super::words::{List, WORDS};

/// Maximum number of characters of a section's title.
const MAX_TITLE: usize = 30;

/// What a row asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// Figures of the 申报表, or a text for it.
    Form,
    /// A section of the report.
    Section,
    /// Work.
    Task,
}

/// A row of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRowDraft {
    /// Its number: `sb-01`.
    pub id: String,
    /// Its row in the table, from 1.
    pub line: usize,
    /// What it asks for.
    pub kind: RowKind,
    /// 任务.
    pub task: String,
    /// 部分; empty for work.
    pub part: String,
    /// 栏目; a section's title.
    pub column: String,
    /// 内容.
    pub wording: String,
    /// 责任, in the table's own words.
    pub duty: String,
    /// Who leads.
    pub lead: Vec<NamedUnit>,
    /// Who joins.
    pub joint: Vec<NamedUnit>,
    /// By when, where the table says so.
    pub deadline: String,
    /// Whether it asks for a text, where it isn't a section.
    pub is_narrative: bool,
    /// What only a person can decide.
    pub doubts: Vec<String>,
}

/// The plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanDraft {
    /// The table's title; may be empty.
    pub title: String,
    /// Its rows.
    pub rows: Vec<PlanRowDraft>,
    /// The note below it, without its first word.
    pub note: String,
    /// What is to be asked of the table as a whole.
    pub doubts: Vec<String>,
}

/// Reads a table of duties; `None` where no table has such a head.
pub fn plan(parts: &[Part], known: &UnitNames) -> Option<PlanDraft> {
    let table = table(parts)?;
    let mut draft = PlanDraft {
        title: table.title.clone(),
        note: without_note_word(&table.note),
        ..PlanDraft::default()
    };
    if !table.unread.is_empty() {
        draft.doubts.push(format!("表头“{}”的列没有读入", table.unread.join("”“")));
    }
    if table.others > 0 {
        draft.doubts.push(format!("另有 {} 张表不是责任分工表，没有读入", table.others));
    }

    let kinds = kinds(&table, &mut draft.doubts);
    for (row, kind) in table.rows.iter().zip(kinds) {
        let mut row = plan_row(row, kind, known);
        if row.task.is_empty() {
            row.task.clone_from(&table.title);
        }
        match draft.rows.last_mut() {
            Some(last) if is_same_section(last, &row) => join(last, row),
            _ => draft.rows.push(row),
        }
    }
    number(&mut draft.rows);
    Some(draft)
}

/// 注：… without 注：.
fn without_note_word(note: &str) -> String {
    let word = WORDS.notes.iter().find(|word| note.starts_with(**word));
    let rest = word.and_then(|word| note.get(word.len()..)).unwrap_or(note);
    rest.trim_start_matches(['：', ':']).to_owned()
}

/// What each row asks for, by the nearest label that says so.
fn kinds(table: &Table, doubts: &mut Vec<String>) -> Vec<RowKind> {
    let said: Vec<Option<RowKind>> = table
        .rows
        .iter()
        .map(|row| row.labels.iter().rev().chain([&row.task]).find_map(|label| said_kind(label)))
        .collect();
    if said.iter().any(Option::is_some) {
        return said.into_iter().map(|kind| kind.unwrap_or(RowKind::Task)).collect();
    }

    if let Some(kind) = said_kind(&table.title) {
        return vec![kind; table.rows.len()];
    }
    doubts.push(
        "表里没有“自述报告”“申报表”一类的字样：内容是数值的当作申报表的行，其他的当作任务；要成为栏目的行加上 章: \"01\""
            .to_owned(),
    );
    let kind = |row: &TableRow| {
        let names_figure =
            row.wording.split(['、', '，', '；']).any(|item| ends(item, &WORDS.figure_ends));
        if names_figure { RowKind::Form } else { RowKind::Task }
    };
    table.rows.iter().map(kind).collect()
}

fn said_kind(label: &str) -> Option<RowKind> {
    let holds = |words: &List| words.iter().any(|word| label.contains(word));
    if holds(&WORDS.report_names) {
        Some(RowKind::Section)
    } else if holds(&WORDS.form_names) {
        Some(RowKind::Form)
    } else {
        None
    }
}

/// Whether a text ends with one of the words, marks behind them left out.
pub(super) fn ends(text: &str, words: &List) -> bool {
    let text = text.trim_end_matches(['。', '；', '等', '，', '）', ')']);
    words.iter().any(|word| text.ends_with(word))
}

fn plan_row(row: &TableRow, kind: RowKind, known: &UnitNames) -> PlanRowDraft {
    let mut split = parties_of_row(row, known);
    let mut draft = PlanRowDraft {
        id: String::new(),
        line: row.line,
        kind,
        part: String::new(),
        column: String::new(),
        wording: row.wording.clone(),
        duty: duty(row, known),
        lead: std::mem::take(&mut split.lead),
        joint: std::mem::take(&mut split.joint),
        deadline: row.deadline.clone(),
        is_narrative: false,
        doubts: split.doubts,
        task: row.task.clone(),
    };
    match kind {
        RowKind::Form => place_in_form(&mut draft, &row.labels),
        RowKind::Section => place_in_report(&mut draft, &row.labels),
        RowKind::Task => {
            let stem = row.labels.join("：");
            if !stem.is_empty() {
                draft.wording = format!("{stem}：{}", draft.wording);
            }
        }
    }

    draft
}

fn parties_of_row(row: &TableRow, known: &UnitNames) -> Parties {
    if row.lead.is_empty() && row.joint.is_empty() {
        parties(&row.duty, known)
    } else {
        parties_of_columns(&row.lead, &row.joint, known)
    }
}

/// The units as the table words them, in one line.
fn duty(row: &TableRow, known: &UnitNames) -> String {
    let line = |text: &str| units_in_one_line(text, known);
    match (row.lead.is_empty(), row.joint.is_empty()) {
        (true, true) => line(&row.duty),
        (false, true) => format!("牵头单位：{}", line(&row.lead)),
        (true, false) => format!("配合单位：{}", line(&row.joint)),
        (false, false) => format!("牵头单位：{}；配合单位：{}", line(&row.lead), line(&row.joint)),
    }
}

/// Part and column of a row of the 申报表: the template groups rows by the column's first word.
fn place_in_form(draft: &mut PlanRowDraft, labels: &[String]) {
    let (part, column, inner) = match labels {
        [] => (draft.task.clone(), draft.task.clone(), String::new()),
        [column] => (draft.task.clone(), column.clone(), String::new()),
        [part, column, inner @ ..] => (part.clone(), column.clone(), inner.concat()),
    };
    draft.part = if part.is_empty() { "申报表".to_owned() } else { part };
    draft.column = if column.is_empty() { draft.part.clone() } else { column };

    if !inner.is_empty() {
        draft.column = format!("{} {inner}", draft.column);
    }
}

/// Part and title of a section: the nearest label that isn't the report's name, else the content's first words.
fn place_in_report(draft: &mut PlanRowDraft, labels: &[String]) {
    let is_report = |label: &String| said_kind(label) == Some(RowKind::Section);
    let at = labels.iter().position(is_report);
    let below = at.map_or(labels, |at| &labels[at + 1..]);
    draft.part = at.map_or_else(|| draft.task.clone(), |at| labels[at].clone());
    if draft.part.is_empty() {
        draft.part = "自述报告".to_owned();
    }

    let (title, more) = match below {
        [title, more @ ..] => (title.clone(), more.concat()),
        [] => title_of_content(draft),
    };
    if !more.is_empty() {
        draft.wording = format!("{more}：{}", draft.wording);
    }
    draft.column = section_title(&title);
    if draft.column.is_empty() {
        draft.column = "未命名栏目".to_owned();
        draft.doubts.push("没有读出栏目的名称，请补上".to_owned());
    }
}

/// The title that a content begins with; the rest stays the content.
fn title_of_content(draft: &mut PlanRowDraft) -> (String, String) {
    let wording = std::mem::take(&mut draft.wording);
    let split = wording.split_once(['：', ':', '。', '；', '，', '（']);
    match split {
        Some((title, rest)) if title.chars().count() <= MAX_TITLE => {
            draft.wording = if wording.contains('：') || wording.contains(':') {
                rest.to_owned()
            } else {
                wording.clone()
            };
            (title.to_owned(), String::new())
        }
        None if wording.chars().count() <= MAX_TITLE => (wording, String::new()),
        Some(_) | None => {
            let title: String = wording.chars().take(MAX_TITLE / 2).collect();
            draft.doubts.push(format!("栏目名称“{title}”是从内容截取的，请改"));
            draft.wording = wording;
            (title, String::new())
        }
    }
}

/// A title without its number, in characters that a folder may be named with.
fn section_title(title: &str) -> String {
    const CHINESE: &str = "一二三四五六七八九十";
    let title = compact(title);
    let title = without_number(&title);
    let chaptered = title.strip_prefix('第').and_then(|rest| {
        let number = rest.trim_start_matches(|c: char| CHINESE.contains(c) || c.is_ascii_digit());
        (number.len() < rest.len())
            .then(|| number.trim_start_matches(['章', '部', '分', '节', '篇']))
    });
    let bracketed = title.strip_prefix(['（', '(']).and_then(|rest| {
        let (number, rest) = rest.split_once(['）', ')'])?;
        number.chars().all(|c| CHINESE.contains(c) || c.is_ascii_digit()).then_some(rest)
    });
    let counted = title.split_once('、').and_then(|(number, rest)| {
        let is_number = |c: char| CHINESE.contains(c) || c.is_ascii_digit();
        (!number.is_empty() && number.chars().all(is_number)).then_some(rest)
    });
    let title = chaptered.or(bracketed).or(counted).unwrap_or(title);

    let is_kept = |c: &char| !c.is_control() && !"/\\:*?\"<>|".contains(*c);
    let title: String = title.chars().filter(is_kept).take(MAX_TITLE).collect();
    title.trim_matches(['.', '。', '：', '、', ' ']).to_owned()
}

fn is_same_section(last: &PlanRowDraft, row: &PlanRowDraft) -> bool {
    let is_section = row.kind == RowKind::Section && last.kind == RowKind::Section;
    is_section && last.column == row.column && last.part == row.part
}

/// Several rows of one section are one row of the plan, whose leads each lead.
fn join(last: &mut PlanRowDraft, row: PlanRowDraft) {
    let marked = |text: &str| text.trim_end_matches(['。', '；']).to_owned();
    last.wording = format!("{}；{}", marked(&last.wording), row.wording);
    last.duty = format!("{}；{}", marked(&last.duty), row.duty);

    let has = |list: &[NamedUnit], unit: &NamedUnit| list.iter().any(|it| it.name == unit.name);
    for unit in row.lead {
        last.joint.retain(|other| other.name != unit.name);
        if !has(&last.lead, &unit) {
            last.lead.push(unit);
        }
    }
    for unit in row.joint {
        if !has(&last.lead, &unit) && !has(&last.joint, &unit) {
            last.joint.push(unit);
        }
    }

    last.doubts.extend(row.doubts);
    let merged = "表里几行合成一个栏目，各行的牵头单位都作为牵头".to_owned();
    if !last.doubts.contains(&merged) {
        last.doubts.push(merged);
    }
}

/// Gives every row its number, and sections of one title different ones.
fn number(rows: &mut [PlanRowDraft]) {
    let mut counts = [0_usize; 3];
    let mut titles: Vec<String> = Vec::new();
    for row in rows {
        let (prefix, slot) = match row.kind {
            RowKind::Form => ("sb", 0),
            RowKind::Section => ("zs", 1),
            RowKind::Task => ("xc", 2),
        };
        counts[slot] += 1;
        row.id = format!("{prefix}-{:02}", counts[slot]);

        if row.kind == RowKind::Section {
            if titles.contains(&row.column) {
                row.doubts.push(format!("栏目“{}”在表里出现两次", row.column));
            }
            titles.push(row.column.clone());
        }
    }
}

impl PlanRowDraft {
    /// Number of the section, on rows that ask for one.
    pub fn section(&self) -> Option<&str> {
        (self.kind == RowKind::Section).then(|| self.id.trim_start_matches("zs-"))
    }

    /// Every unit that the row names.
    pub fn units(&self) -> impl Iterator<Item = &NamedUnit> {
        self.lead.iter().chain(&self.joint)
    }

    /// Renames a unit that the row names.
    pub fn rename(&mut self, from: &str, to: &str) {
        for unit in self.lead.iter_mut().chain(&mut self.joint).filter(|unit| unit.name == from) {
            to.clone_into(&mut unit.name);
        }
    }
}
