//! The head of a chapter file, between two `---` lines.

use super::date::YamlDate;
use super::{Evidence, FrontMatter, Spanned, Status};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::Date;
use crate::source::{FileId, Sources, Span};
use crate::yaml::{self, Positions, Step};
use serde::Deserialize;
use std::ops::Range;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(rename = "栏目", alias = "section", default)]
    section: Option<String>,
    #[serde(rename = "单位", alias = "bureau", default)]
    bureau: Option<String>,
    #[serde(rename = "状态", alias = "status", default)]
    status: Option<Status>,
    #[serde(rename = "佐证", alias = "evidence", default)]
    evidence: Vec<EvidenceRow>,
    #[serde(rename = "日期", alias = "date", default)]
    date: Option<YamlDate>,
    #[serde(rename = "文号", alias = "number", default)]
    number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceRow {
    #[serde(rename = "标题", alias = "title")]
    title: String,
    #[serde(rename = "文号", alias = "number", default)]
    number: String,
    #[serde(rename = "原件", alias = "original", default)]
    original: Option<Original>,
    #[serde(rename = "备注", alias = "note", default)]
    note: String,
}

#[derive(Deserialize)]
enum Original {
    #[serde(rename = "已收", alias = "随附", alias = "yes")]
    Received,
    #[serde(rename = "未收", alias = "另送", alias = "no")]
    Outstanding,
}

/// A chapter's head, with the section and bureau that it names.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// The part that the chapter keeps.
    pub matter: FrontMatter,
    /// 栏目, as typed.
    pub section: Option<Spanned<String>>,
    /// 单位, as typed.
    pub bureau: Option<Spanned<String>>,
}

/// Reads the head of a chapter file; a file without one has the default values. A date without a year
/// is one of `year`.
pub(super) fn load(
    sources: &Sources,
    file: FileId,
    year: Option<i32>,
    diagnostics: &mut Diagnostics,
) -> Result<Front, Reported> {
    let text = sources.text(file);
    let Some(opening) = opening(text) else {
        return match unopened(text) {
            Some((range, message)) => {
                let problem = Diagnostic::new(Code::YamlSyntax, Span::new(file, range), message);
                let help = "栏目、单位、状态等各行的前后，各有一行三个半角减号：---";
                Err(diagnostics.report(problem.help(help)))
            }
            None => Ok(Front::default()),
        };
    };

    let Some((range, body)) = extent(text, opening.end) else {
        let span = Span::new(file, opening);
        let problem = Diagnostic::new(Code::YamlSyntax, span, "开头的“---”没有配对的结束行");
        return Err(diagnostics.report(problem.help("在单位、状态等各行之后另起一行写 ---")));
    };

    let body_start = body as u32;
    let is_note = |line: &str| line.trim().is_empty() || line.trim().starts_with('#');
    if text[range.clone()].lines().all(is_note) {
        let matter = FrontMatter { body_start, ..FrontMatter::default() };
        return Ok(Front { matter, ..Front::default() });
    }

    let (head, positions) = yaml::load::<Head>(sources, file, range, diagnostics)?;
    let date = date(head.date, year, &positions, diagnostics);
    Ok(front(head, date, &positions, body_start))
}

/// The chapter's date; one that the year doesn't have is reported and left out.
fn date(
    typed: Option<YamlDate>,
    year: Option<i32>,
    positions: &Positions,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<Date>> {
    let span = positions.value_under(&[], &["日期", "date"]);
    match typed?.in_year(year) {
        Ok(value) => Some(Spanned { value, span }),
        Err(message) => {
            diagnostics.report(Diagnostic::new(Code::YamlShape, span, message));
            None
        }
    }
}

fn front(head: Head, date: Option<Spanned<Date>>, positions: &Positions, body_start: u32) -> Front {
    let spanned = |value: Option<String>, keys: &[&str]| {
        let value = value.filter(|value| !value.trim().is_empty())?;
        Some(Spanned { value, span: positions.value_under(&[], keys) })
    };

    let section = spanned(head.section, &["栏目", "section"]);
    let bureau = spanned(head.bureau, &["单位", "bureau"]);
    let rows = head.evidence.into_iter().enumerate();
    let evidence = rows.map(|(index, row)| evidence(index, row, positions)).collect();

    let status = head.status.unwrap_or_default();
    let number = head.number;
    Front { matter: FrontMatter { body_start, status, evidence, date, number }, section, bureau }
}

fn evidence(index: usize, row: EvidenceRow, positions: &Positions) -> Evidence {
    let list = positions.name_under(&[], &["佐证", "evidence"]).unwrap_or("佐证");
    let parents = [Step::Key(list), Step::Index(index)];
    let spanned =
        |value, keys: &[&str]| Spanned { value, span: positions.value_under(&parents, keys) };

    Evidence {
        span: positions.value(&parents),
        title: spanned(row.title, &["标题", "title"]),
        number: spanned(row.number, &["文号", "number"]),
        original: matches!(row.original, Some(Original::Received)),
        note: row.note,
    }
}

/// The YAML of a chapter's head.
pub(super) fn head_range(text: &str) -> Option<Range<usize>> {
    let opening = opening(text)?;
    extent(text, opening.end).map(|(range, _)| range)
}

/// The opening `---` line, after nothing but blank lines.
fn opening(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].split_inclusive('\n').next()?;
    let is_line_start = text[..start].is_empty() || text[..start].ends_with('\n');
    (is_line_start && line.trim_end() == "---").then_some(start..start + line.len())
}

/// Where a head begins that has no opening line, and what is wrong: rows of its keys at the top of
/// a file, alone or after a line of other dashes.
fn unopened(text: &str) -> Option<(Range<usize>, &'static str)> {
    const KEYS: &[&str] =
        &["栏目", "单位", "状态", "佐证", "section", "bureau", "status", "evidence"];
    let is_key = |line: &str| {
        let key = line.split([':', '：']).next().unwrap_or("");
        key.len() < line.len() && KEYS.contains(&key.trim())
    };

    let start = text.len() - text.trim_start().len();
    let mut lines = text[start..].lines().map(str::trim_end);
    let (first, second) = (lines.next()?, lines.next().unwrap_or(""));
    let range = start..start + first.len();

    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '─' | '_' | '=' | '*');
    if is_key(first) && is_key(second) {
        Some((range, "开头缺少“---”行"))
    } else if !first.is_empty() && first.chars().all(dash) && is_key(second) {
        Some((range, "开头的横线不是三个半角减号"))
    } else {
        None
    }
}

/// The YAML after the opening line, and where the body begins.
fn extent(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let mut line_start = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((start..line_start, line_start + line.len()));
        }
        line_start += line.len();
    }

    None
}
