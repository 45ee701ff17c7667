//! chapters/report.yaml.

use super::choices::{self, with_choices};
use super::date::YamlDate;
use super::documents::{self, Entry};
use super::file_name::{MAX_NAME_LENGTH, is_device, is_file_name};
use super::{FaceSet, Lengths, Report, Spanned, read, restored, submission, waivers};
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_NAME, MAX_TITLE, Reported};
use crate::document::Date;
use crate::source::{Sources, Span};
use crate::yaml::{self, Positions};
use serde::Deserialize;
use std::path::Path;

with_choices! {
/// The file as typed.
struct ReportFile {
    #[serde(rename = "城市", alias = "city")]
    city: String,
    #[serde(rename = "标题", alias = "title")]
    title: String,
    #[serde(rename = "副题", alias = "subtitle", default)]
    subtitle: String,
    #[serde(rename = "文件名", alias = "output", default)]
    output: String,
    #[serde(rename = "年份", alias = "years")]
    years: Vec<i32>,
    #[serde(rename = "日期", alias = "date")]
    date: YamlDate,
    #[serde(rename = "截止", alias = "deadline", default)]
    deadline: Option<YamlDate>,
    #[serde(rename = "版式", alias = "profile")]
    profile: String,
    #[serde(rename = "Word字体", alias = "word-faces", default)]
    word_faces: Option<FaceSet>,
    #[serde(rename = "填报单位", alias = "author")]
    author: String,
    #[serde(rename = "主题", alias = "subject", default)]
    subject: String,
    #[serde(rename = "其他文件", alias = "documents", default)]
    documents: Vec<Entry>,
    #[serde(rename = "字数", alias = "length", default)]
    lengths: LengthsEntry,
    #[serde(rename = "栏目字数", alias = "section-length", default)]
    section_lengths: LengthsEntry,
    #[serde(rename = "放行", alias = "waivers", default)]
    waivers: Vec<waivers::Entry>,
    #[serde(rename = "报送", alias = "submission", default)]
    submission: submission::Entry,
}
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct LengthsEntry {
    #[serde(rename = "下限", alias = "least", default)]
    least: Option<u32>,
    #[serde(rename = "上限", alias = "greatest", default)]
    greatest: Option<u32>,
}

impl LengthsEntry {
    fn lengths(&self) -> Lengths {
        Lengths { least: self.least, greatest: self.greatest }
    }
}

/// Reads chapters/report.yaml.
pub(super) fn load(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Report, Reported> {
    let file = read(root, "chapters/report.yaml", sources, diagnostics)?;
    if yaml::is_blank(sources.text(file)) {
        let problem = Diagnostic::new(Code::YamlShape, Span::of_file(file), "没有内容");
        return Err(diagnostics.report(problem.help(restored("chapters/report.yaml"))));
    }

    let range = 0..sources.text(file).len();
    let (mut typed, positions) = yaml::load::<ReportFile>(sources, file, range, diagnostics)?;

    let choices = choices::read(typed.take_choices(), &positions, &[], diagnostics);
    let years = years(&typed, &positions, diagnostics)?;
    check_blank(&typed, &positions, diagnostics);
    check_lengths(&typed, &positions, diagnostics);

    let output = output(&typed.output, &positions, diagnostics);
    let profile =
        Spanned { span: positions.value_under(&[], &["版式", "profile"]), value: typed.profile };
    let main = (output.as_str(), &profile);
    let documents = documents::read(typed.documents, main, &positions, diagnostics);

    let date = date(&typed.date, None, ["日期", "date"], &positions, diagnostics)?;
    let deadline = typed.deadline.as_ref().and_then(|deadline| {
        let keys = ["截止", "deadline"];
        self::date(deadline, Some(date.year), keys, &positions, diagnostics).ok()
    });

    let waivers = waivers::read(typed.waivers, &positions, diagnostics);
    let (lengths, section_lengths) = (typed.lengths.lengths(), typed.section_lengths.lengths());
    Ok(Report {
        file,
        city: typed.city,
        title: typed.title,
        subtitle: typed.subtitle,
        output,
        years,
        date,
        deadline,
        profile,
        word_faces: typed.word_faces,
        author: typed.author,
        subject: typed.subject,
        documents,
        choices,
        lengths,
        section_lengths,
        waivers,
        submission: submission::read(typed.submission, &positions),
    })
}

/// A date of the report, in `year` where it was written without one.
fn date(
    typed: &YamlDate,
    year: Option<i32>,
    keys: [&str; 2],
    positions: &Positions,
    diagnostics: &mut Diagnostics,
) -> Result<Date, Reported> {
    typed.in_year(year).map_err(|message| {
        let span = positions.value_under(&[], &keys);
        diagnostics.report(Diagnostic::new(Code::YamlShape, span, message))
    })
}

fn years(
    typed: &ReportFile,
    positions: &Positions,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<i32>, Reported> {
    let span = positions.value_under(&[], &["年份", "years"]);
    if typed.years.is_empty() {
        let problem = Diagnostic::new(Code::YamlShape, span, "“年份”没有写任何年份");
        return Err(diagnostics.report(problem.help("改为 年份: [2015, 2016, 2017]")));
    }

    if let Some(year) = typed.years.iter().find(|year| !(1900..=2999).contains(*year)) {
        let message = format!("“年份”应为四位数的年份，现为 {year}");
        return Err(diagnostics.report(Diagnostic::new(Code::YamlShape, span, message)));
    }

    let mut years = typed.years.clone();
    years.sort_unstable();
    if let Some(pair) = years.windows(2).find(|pair| pair[0] == pair[1]) {
        let message = format!("“年份”里 {} 写了两次", pair[0]);
        diagnostics.report(Diagnostic::new(Code::DuplicateEntry, span, message));
        years.dedup();
    }

    Ok(years)
}

fn check_blank(typed: &ReportFile, positions: &Positions, diagnostics: &mut Diagnostics) {
    let required = [
        (&typed.city, "城市", "city"),
        (&typed.title, "标题", "title"),
        (&typed.profile, "版式", "profile"),
        (&typed.author, "填报单位", "author"),
    ];

    for (text, chinese, ascii) in required {
        if text.trim().is_empty() {
            let span = positions.value_under(&[], &[chinese, ascii]);
            let message = format!("“{chinese}”不能空着");
            diagnostics.report(Diagnostic::new(Code::YamlShape, span, message));
        }
    }
}

fn check_lengths(typed: &ReportFile, positions: &Positions, diagnostics: &mut Diagnostics) {
    let texts = [
        (&typed.city, "城市", "city", MAX_NAME),
        (&typed.title, "标题", "title", MAX_TITLE),
        (&typed.subtitle, "副题", "subtitle", MAX_TITLE),
        (&typed.author, "填报单位", "author", MAX_NAME),
        (&typed.subject, "主题", "subject", MAX_TITLE),
    ];

    for (text, chinese, ascii, max) in texts {
        let span = positions.value_under(&[], &[chinese, ascii]);
        diagnostics.report_long(text, &format!("“{chinese}”"), max, span);
    }
}

/// The stem of the output files: one that every system takes as a file name.
fn output(typed: &str, positions: &Positions, diagnostics: &mut Diagnostics) -> String {
    let default = "自述报告".to_owned();
    if typed.trim().is_empty() {
        return default;
    }

    let extended = [".pdf", ".docx", ".doc"].iter().any(|end| typed.to_lowercase().ends_with(end));
    if is_file_name(typed) && !extended {
        return typed.trim().to_owned();
    }

    let message = if is_device(typed) {
        format!("“文件名”是系统保留的名称：{typed}")
    } else if typed.len() > MAX_NAME_LENGTH {
        "“文件名”太长".to_owned()
    } else if extended {
        format!("“文件名”不写扩展名，现为“{typed}”")
    } else {
        format!("“文件名”里有文件名不能用的符号：{typed}")
    };

    let span = positions.value_under(&[], &["文件名", "output"]);
    let problem = Diagnostic::new(Code::YamlShape, span, message);
    diagnostics.report(problem.help("不写文件夹和扩展名，不用 / \\ : * ? \" < > |"));
    default
}
