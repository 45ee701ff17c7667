//! `zishu init`: a new workspace.

use super::common::HELP;
use super::{Outcome, output};
use crate::workflow::{self, CityRequest, CitySummary};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Maximum number of characters of a question in the list.
const MAX_QUESTION: usize = 100;

/// `init`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu init [选项] <文件夹>", next_help_heading = "选项")]
pub(super) struct InitOptions {
    /// 新工作区的文件夹；须不存在或为空
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub directory: PathBuf,
    /// 带上完整的样例文稿和样例数据，供学习
    #[arg(long)]
    pub sample: bool,
    /// 为这座城市新建（全称，如 云州市）；不写就是样例城市的分工和单位
    #[arg(long, value_name = "城市", conflicts_with = "sample")]
    pub city: Option<String>,
    /// 报告的年份：2022-2024 或 2022,2023,2024，一至五年；不写就取日期的前三年
    #[arg(long, value_name = "年份", requires = "city")]
    pub years: Option<String>,
    /// 本市的责任分工表（.docx、.xlsx、.doc、.wps、.et）；不写就用自带的分工
    #[arg(long, value_name = "文件", requires = "city")]
    pub plan: Option<PathBuf>,
    /// 本市的单位表（全称、简称、别名各一列）；不写就由分工表的用字推出
    #[arg(long, value_name = "文件", requires = "city")]
    pub bureaus: Option<PathBuf>,
    /// 报告的日期，如 2024-06-13；不写就用分工表注里的截止日期，没有的用今天
    #[arg(long, value_name = "日期", requires = "city")]
    pub date: Option<String>,
}

/// Writes the workspace whole or not at all; a folder that holds anything isn't touched.
pub(super) fn run(options: &InitOptions) -> anyhow::Result<Outcome> {
    if let Some(city) = &options.city {
        return run_for_city(options, city);
    }

    let workspace = workflow::init(&options.directory, options.sample)?;
    workflow::commit(&workspace.changes)?;

    output::text(&welcome(&options.directory, options.sample));
    Ok(Outcome::Clean)
}

fn run_for_city(options: &InitOptions, city: &str) -> anyhow::Result<Outcome> {
    let request = CityRequest {
        root: &options.directory,
        city,
        years: options.years.as_deref(),
        plan: options.plan.as_ref(),
        bureaus: options.bureaus.as_ref(),
        date: options.date.as_deref(),
    };
    let (workspace, summary) = workflow::init_city(&request)?;
    workflow::commit(&workspace.changes)?;

    output::text(&city_welcome(&options.directory, city, &summary));
    Ok(Outcome::Clean)
}

fn city_welcome(root: &Path, city: &str, summary: &CitySummary) -> String {
    let root = root.display().to_string();
    let [form, sections, tasks] = summary.rows;
    let CitySummary { bureaus, indicators, blanks, .. } = summary;
    let mut text = format!(
        "已在 {root} 建立{city}的工作区\n\
         分工 {} 行：申报表 {form} 行、自述报告栏目 {sections} 个、任务 {tasks} 项；单位 {bureaus} 个；\
         指标 {indicators} 项；空白文稿和数据文件 {blanks} 份\n",
        form + sections + tasks
    );
    text.push_str(&questions(summary));

    let argument = quoted(&root);
    text.push_str(&format!(
        "接着：\n\
         1. 照上面逐条核对，改好一条删去一行“# 待核”；改了分工、单位、指标定义以后运行 zishu -C {argument} sync\n\
         2. 单位改名、合并用 zishu -C {argument} rename 旧单位 新单位\n\
         3. 用 zishu -C {argument} forms 生成各单位的填报表，用 zishu -C {argument} adopt 采用 Word 初稿\n\
         4. 随时用 zishu -C {argument} check 检查，用 zishu -C {argument} render 生成 PDF 和 Word\n"
    ));
    text
}

/// What is to be settled, one a line; the same question at several places once.
fn questions(summary: &CitySummary) -> String {
    if summary.questions.is_empty() {
        return String::new();
    }

    let mut text = format!("待核 {} 处，也写在各文件的“# 待核”行里：\n", summary.questions.len());
    let mut asked: Vec<&str> = Vec::new();
    for question in &summary.questions {
        let words = question.question.text.as_str();
        let same = |other: &&workflow::FileQuestion| {
            other.path == question.path && other.question.text == words
        };
        let count = summary.questions.iter().filter(same).count();
        if count > 1 && asked.contains(&words) {
            continue;
        }

        asked.push(words);
        let about = match question.question.about.as_str() {
            "" => String::new(),
            about => format!(" {about}"),
        };
        let words = shortened(words);
        let more = if count > 1 { format!("（共 {count} 处）") } else { String::new() };
        let (path, line) = (&question.path, question.question.line);
        let _ = writeln!(text, "  {path}:{line}{about}：{words}{more}");
    }
    text
}

/// A question as a line of the list; the file has all of it.
fn shortened(words: &str) -> String {
    if words.chars().count() <= MAX_QUESTION {
        return words.to_owned();
    }
    let kept: String = words.chars().take(MAX_QUESTION).collect();
    format!("{kept}……（全文见文件）")
}

fn welcome(root: &Path, with_sample: bool) -> String {
    let root = root.display().to_string();
    let argument = quoted(&root);
    if with_sample {
        return format!(
            "已在 {root} 建立样例工作区\n接着：用 zishu -C {argument} render 生成 PDF 和 Word\n"
        );
    }

    format!(
        "已在 {root} 建立工作区\n接着：\n\
         1. 改 chapters/report.yaml（城市、标题、年份、日期）\n\
         2. 核对 chapters/plan.yaml（责任分工）、chapters/bureaus.yaml（单位）\n\
         3. 各单位填 chapters/indicators/ 下自己的数据文件；习惯用 Excel 的，用 zishu -C {argument} forms \
         生成填报表，填好后用 forms read 读入\n\
         4. 各单位写 chapters/ 下自己的文稿；配合单位的用 zishu -C {argument} new 新建，已有 Word 初稿的用 \
         zishu -C {argument} adopt 变成文稿\n\
         5. 随时用 zishu -C {argument} check 检查\n\
         6. 用 zishu -C {argument} render 生成 PDF 和 Word\n"
    )
}

/// A path as it is typed on a command line: quoted where it holds a space or the like.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\:._-~".contains(c);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("\"{path}\"") }
}
