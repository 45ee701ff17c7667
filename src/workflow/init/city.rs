//! A workspace for a city: from its own 责任分工表, or from the sample's plan with its names.

use super::blanks::{self, NewFile};
use super::generic;
use super::new_workspace::{NewWorkspace, add_program_files, require_empty, sample_settings};
use super::settings::{Doubt, ReportSettings, report_text};
use super::table_file::read_parts;
use crate::duties::{
    self, BureauList, PlanDraft, Question, RowKind, UnitNames, bureaus_text, plan_text,
};
use crate::pipeline::Loaded;
use crate::store::ChangeSet;
use crate::workflow::date::parse_or_today;
use anyhow::{anyhow, bail};
use std::path::{Path, PathBuf};

/// Maximum number of years of a report.
pub const MAX_YEARS: usize = 5;
/// Number of years where none are asked for.
const USUAL_YEARS: i32 = 3;
/// Maximum number of characters of a city's name.
const MAX_CITY: usize = 15;

/// What a workspace for a city is made from.
#[derive(Debug, Clone, Copy)]
pub struct CityRequest<'a> {
    /// The new folder.
    pub root: &'a Path,
    /// The city: 云州市.
    pub city: &'a str,
    /// The years, as typed: 2022-2024.
    pub years: Option<&'a str>,
    /// The city's 责任分工表.
    pub plan: Option<&'a PathBuf>,
    /// The city's 单位表.
    pub bureaus: Option<&'a PathBuf>,
    /// The date of the report, as typed: 2024-06-13.
    pub date: Option<&'a str>,
}

/// What the workspace holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitySummary {
    /// Number of rows of the 申报表, sections and tasks.
    pub rows: [usize; 3],
    /// Number of units.
    pub bureaus: usize,
    /// Number of indicators.
    pub indicators: usize,
    /// Number of blank contributions and files of values.
    pub blanks: usize,
    /// What only a person can decide, in the order of the files.
    pub questions: Vec<FileQuestion>,
}

/// A question with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileQuestion {
    /// Path relative to the workspace.
    pub path: String,
    /// The question.
    pub question: Question,
}

/// Makes the workspace of a city. A folder that holds any file is refused, and so is a file that is no
/// table of duties.
pub fn init_city(request: &CityRequest<'_>) -> anyhow::Result<(NewWorkspace, CitySummary)> {
    check_city(request.city)?;
    require_empty(request.root)?;
    let settings = sample_settings();
    let sample = blanks::load(&settings)?;

    let (mut plan, bureaus) = read_tables(request, &sample)?;
    let files = city_settings(request, &settings, &mut plan, &bureaus)?;
    let loaded = blanks::load(&files)?;
    let blanks = blanks::blanks(&loaded);

    let count = |kind: RowKind| plan.rows.iter().filter(|row| row.kind == kind).count();
    let summary = CitySummary {
        rows: [count(RowKind::Form), count(RowKind::Section), count(RowKind::Task)],
        bureaus: bureaus.bureaus.len(),
        indicators: loaded.indicators.definitions.len(),
        blanks: blanks.len(),
        questions: files.iter().flat_map(questions_of).collect(),
    };

    let mut changes = ChangeSet::new(request.root);
    for NewFile { path, text } in files.into_iter().chain(blanks) {
        changes.create(path, text);
    }
    add_program_files(&mut changes);
    changes.folder("out");
    Ok((NewWorkspace { changes }, summary))
}

fn check_city(city: &str) -> anyhow::Result<()> {
    let is_name =
        city.chars().all(char::is_alphabetic) && (2..=MAX_CITY).contains(&city.chars().count());
    if !is_name {
        bail!("“--city <城市>”不能是“{city}”；写城市的全称，如 云州市");
    }
    Ok(())
}

fn questions_of(file: &NewFile) -> Vec<FileQuestion> {
    let questions = duties::questions(&file.text).into_iter();
    questions.map(|question| FileQuestion { path: file.path.clone(), question }).collect()
}

/// The plan and the units: of the files that were given, else of the sample.
fn read_tables(
    request: &CityRequest<'_>,
    sample: &Loaded,
) -> anyhow::Result<(PlanDraft, BureauList)> {
    let listed = match request.bureaus {
        None => Vec::new(),
        Some(path) => {
            let listed = duties::bureau_list(&read_parts(path, "单位表")?);
            if listed.is_empty() {
                bail!("{} 里没有读出单位；第一行要有“全称”或“简称”一列", path.display());
            }
            listed
        }
    };

    let Some(path) = request.plan else {
        let mut bureaus = generic::bureaus(&sample.workspace, request.city);
        if !listed.is_empty() {
            let mut plan = generic::plan(&sample.workspace, request.city);
            bureaus = duties::resolve(listed, &mut plan.rows, request.city);
            return Ok((plan, bureaus));
        }
        return Ok((generic::plan(&sample.workspace, request.city), bureaus));
    };

    let known = duties::unit_names(&listed);
    let plan = duties::plan(&read_parts(path, "责任分工表")?, &known);
    let mut plan = plan.filter(|plan| !plan.rows.is_empty()).ok_or_else(|| {
        anyhow!(
            "{} 里没有找到责任分工表：表头要有“责任单位”或“牵头单位”一列，以及“工作任务”或“具体内容”一列",
            path.display()
        )
    })?;
    let bureaus = duties::resolve(listed, &mut plan.rows, request.city);
    if bureaus.bureaus.is_empty() {
        bail!("{} 里没有读出一个单位；请核对“责任单位”一列", path.display());
    }
    Ok((plan, bureaus))
}

/// The four files of settings.
fn city_settings(
    request: &CityRequest<'_>,
    sample: &[NewFile],
    plan: &mut PlanDraft,
    bureaus: &BureauList,
) -> anyhow::Result<Vec<NewFile>> {
    let mut terms = duties::terms(&plan.note, &unit_names(bureaus));
    let date = match (request.date, terms.deadline) {
        (None, Some(deadline)) => deadline,
        (typed, _) => parse_or_today(typed)?,
    };
    let years = match request.years {
        Some(typed) => years(typed)?,
        None => (date.year - USUAL_YEARS..date.year).collect(),
    };

    let text_of = |name: &str| {
        let file = sample.iter().find(|file| file.path.ends_with(name));
        file.map(|file| file.text.as_str()).ok_or_else(|| anyhow!("内置的 {name} 缺失"))
    };
    let definitions = duties::definitions(text_of("_定义.yaml")?, &mut plan.rows, &years);
    add_doubts(plan);

    let doubts = report_doubts(request, plan, bureaus, &terms);
    if !has_name(bureaus, &terms.receiver) {
        terms.receiver.clear();
    }
    let report = ReportSettings {
        city: request.city,
        years: &years,
        date,
        terms: &terms,
        table_title: &plan.title,
        note: &plan.note,
        doubts,
    };
    let report = report_text(text_of("report.yaml")?, &report)
        .ok_or_else(|| anyhow!("内置的 report.yaml 读不出来"))?;

    let file = |path: &str, text: String| NewFile { path: format!("chapters/{path}"), text };
    Ok(vec![
        file("report.yaml", report),
        file("plan.yaml", plan_text(&plan.rows, &plan.doubts)),
        file("bureaus.yaml", bureaus_text(bureaus)),
        file("indicators/_定义.yaml", definitions.text),
    ])
}

fn unit_names(bureaus: &BureauList) -> UnitNames {
    duties::unit_names(&bureaus.bureaus)
}

/// What is to be asked of a plan as a whole.
fn add_doubts(plan: &mut PlanDraft) {
    let has = |kind: RowKind| plan.rows.iter().any(|row| row.kind == kind);
    if !has(RowKind::Section) {
        plan.doubts.push(
            "没有读出自述报告的栏目：在要成为栏目的行加上 章: \"01\"，并写好“栏目”，再运行 zishu sync"
                .to_owned(),
        );
    }

    if !has(RowKind::Form) {
        let text = "没有读出申报表的行：不用申报表的，从 report.yaml 的“其他文件”里删去申报表一份";
        plan.doubts.push(text.to_owned());
    }
}

/// What is to be asked of report.yaml.
fn report_doubts(
    request: &CityRequest<'_>,
    plan: &PlanDraft,
    bureaus: &BureauList,
    terms: &duties::Terms,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut ask = |key: &'static str, text: String| doubts.push(Doubt { key, text });
    ask("标题", "标题由自带的样例换名而来，请核对".to_owned());
    if request.years.is_none() {
        ask("年份", "没有写 --years，按日期取了前三年".to_owned());
    }
    if request.date.is_none() {
        let from = if terms.deadline.is_some() {
            "暂用了报送的截止日期"
        } else {
            "暂用了今天"
        };
        ask("日期", format!("报告的日期{from}，请改为成文日期"));
    }
    if terms.deadline.is_none() {
        ask("截止", "没有读出报送的截止日期；定了以后去掉下一行开头的 #，写上日期".to_owned());
    }
    ask("所在地", "写上省和市，如 某省某市".to_owned());
    ask("城市类别", "照这一行后面的注填".to_owned());

    if plan.note.is_empty() {
        ask("注", "没有读出表下的注：报送的期限、方式、原件、交给谁，写在这里".to_owned());
    }
    if terms.receiver.is_empty() {
        ask("收件单位", "没有读出材料交给哪个单位，写上它的简称".to_owned());
    } else if !has_name(bureaus, &terms.receiver) {
        let text = format!(
            "注里要求报送至“{}”，表里没有这个单位，请先在 bureaus.yaml 里补上",
            terms.receiver
        );
        ask("收件单位", text);
    }
    if !plan.note.is_empty() && !terms.on_paper {
        ask("纸质", "注里没有提到纸质件，先记为不要".to_owned());
    }
    if !plan.note.is_empty() && !terms.with_originals {
        ask("原件", "注里没有提到原件，先记为不要".to_owned());
    }
    if terms.channel.is_empty() {
        ask("电子", "没有读出电子版怎样报送，如 钉钉、邮箱".to_owned());
    }
    doubts
}

/// Whether a unit has a name.
fn has_name(bureaus: &BureauList, name: &str) -> bool {
    bureaus.bureaus.iter().any(|bureau| bureau.names().any(|other| other == name))
}

/// The years that are typed: 2022-2024, 2022,2023,2024.
fn years(typed: &str) -> anyhow::Result<Vec<i32>> {
    let refuse = || {
        anyhow!(
            "“--years <年份>”不能是“{typed}”；写 2022-2024，或 2022,2023,2024，最多 {MAX_YEARS} 年"
        )
    };
    let year = |text: &str| {
        let text = text.trim().trim_end_matches('年');
        let year = text.parse::<i32>().ok().filter(|year| (1900..=2999).contains(year));
        year.ok_or_else(refuse)
    };

    let range = typed.split_once(['-', '—', '－', '~', '至']);
    let mut years = match range {
        Some((first, last)) => {
            let last = last.trim_start_matches(['-', '—']);
            let (first, last) = (year(first)?, year(last)?);
            if last - first >= MAX_YEARS as i32 {
                return Err(refuse());
            }
            (first..=last).collect()
        }
        None => {
            typed.split([',', '，', '、', ' ']).map(year).collect::<anyhow::Result<Vec<i32>>>()?
        }
    };
    years.sort_unstable();
    years.dedup();
    if years.is_empty() || years.len() > MAX_YEARS { Err(refuse()) } else { Ok(years) }
}

#[cfg(test)]
mod tests {
    use super::years;

    #[test]
    fn years_as_people_type_them() {
        let cases: [(&str, &[i32]); 6] = [
            ("2022-2024", &[2022, 2023, 2024]),
            ("2022,2023，2024", &[2022, 2023, 2024]),
            ("2024", &[2024]),
            ("2020—2024年", &[2020, 2021, 2022, 2023, 2024]),
            ("2024、2022", &[2022, 2024]),
            ("2024-2024", &[2024]),
        ];
        for (typed, expected) in cases {
            assert_eq!(years(typed).unwrap(), expected, "{typed}");
        }
        for wrong in
            ["", "2019-2024", "2024-2022", "22-24", "近三年", "2019,2020,2021,2022,2023,2024"]
        {
            assert!(years(wrong).is_err(), "{wrong}");
        }
    }
}
