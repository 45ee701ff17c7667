//! `zishu status`: what each unit owes, what of it is there, and what is urgent.

use super::common::{Common, HELP};
use super::{Outcome, output, session, table};
use crate::delivery::{Column, Deadline, Deliveries, Delivery, Level, Mark, Owed};
use crate::diag::Format;
use crate::workflow;
use crate::workflow::collect::{
    Dispatch, SlipRequest, StatusFile, StatusReport, StatusRequest, notify, status,
};
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// `status`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu status [选项]", next_help_heading = "选项")]
pub(super) struct StatusOptions {
    /// 只看一个单位：bureaus.yaml 中的简称、全称或别名
    #[arg(long, value_name = "单位")]
    pub bureau: Option<String>,
    /// 只看一个栏目：章号或名称，如 06 或 产品质量；申报表的情况说明写行号，如 sb-02
    #[arg(long, value_name = "栏目")]
    pub section: Option<String>,
    /// 算到哪一天，如 2018-06-11、6月11日；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
    /// 另存一份 Excel 表，不写文件名的存为 out/报送情况.xlsx
    #[arg(long, value_name = "文件", num_args = 0..=1)]
    pub xlsx: Option<Option<PathBuf>>,
    /// 另排一份报送情况通报（Word，全部单位一页）：out/报送情况通报.docx
    #[arg(long)]
    pub word: bool,
}

/// Prints how the units stand.
pub(super) fn run(common: &Common, options: &StatusOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(mut loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let request = StatusRequest {
        bureau: options.bureau.as_deref(),
        section: options.section.as_deref(),
        date: options.date.as_deref(),
    };
    let mut report = status(&mut loaded, request)?;
    if let Some(path) = &options.xlsx {
        let summary = summary(&report.deliveries);
        let StatusFile { path, changes } = report.workbook(&loaded, &summary, path.as_deref())?;
        workflow::commit(&changes)?;
        session::say(common, &format!("已生成 {path}"));
    }
    if options.word {
        let day = report.deliveries.date.iso();
        let notice = SlipRequest { date: Some(&day), ..SlipRequest::default() };
        let Dispatch { slips, problems, changes } = notify(&mut loaded, &notice)?;
        // Those of the registers are among them.
        report.problems = problems;
        workflow::commit(&changes)?;
        for slip in slips {
            session::say(common, &format!("已生成 {}", slip.path));
        }
    }
    let StatusReport { deliveries, problems, .. } = report;

    if let Format::Json = common.format.into() {
        output::text(&format!("{}\n", as_json(&deliveries)));
        return Ok(if problems.has_errors() { Outcome::Problems } else { Outcome::Clean });
    }
    output::text(&as_text(&deliveries, is_coloured()));
    session::report(common, &loaded.sources, problems)
}

fn is_coloured() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn as_text(deliveries: &Deliveries, is_coloured: bool) -> String {
    let mut text = summary(deliveries);
    if deliveries.units.is_empty() {
        return text;
    }

    let marks = marks(deliveries);
    text.push_str(&format!("\n{}", if is_coloured { coloured(&marks) } else { marks }));
    text.push_str("● 齐  ◐ 有一部分  ○ 没有  ✗ 过期未齐  – 不用交\n");

    let owed = deliveries.owed();
    if !owed.is_empty() {
        text.push_str("\n欠交（先列急的）：\n");
        text.push_str(&table::aligned(&owed_rows(deliveries, &owed)));
    }
    let unsettled = unsettled(deliveries);
    if !unsettled.is_empty() {
        text.push_str(&format!("\n请统稿人：\n{unsettled}"));
    }
    text
}

/// The day, the deadline and how many units are complete.
fn summary(deliveries: &Deliveries) -> String {
    let date = deliveries.date.chinese();
    let deadline = match deliveries.deadline {
        Some(deadline) => format!("截止{}，{}", deadline.date.chinese(), time_left(deadline)),
        None => "没有定截止日期（report.yaml 的“截止”）".to_owned(),
    };
    let (complete, all) = (deliveries.complete(), deliveries.units.len());
    if all == 0 {
        return format!("报送情况（{date}）：没有要交的\n");
    }

    format!("报送情况（{date}）：{deadline}；{all} 个单位，已交齐 {complete} 个\n")
}

fn time_left(deadline: Deadline) -> String {
    match deadline.days {
        0 => "就在今天".to_owned(),
        days if days < 0 => format!("已过 {} 天", -days),
        days => format!("还有 {days} 天"),
    }
}

/// A line a unit.
fn marks(deliveries: &Deliveries) -> String {
    let [first, ..] = Column::ALL;
    let mut head: [String; Column::ALL.len() + 1] = Default::default();
    head[0] = "单位".to_owned();
    for column in Column::ALL {
        head[1 + column as usize - first as usize] = column.name().to_owned();
    }

    let mut rows = vec![head];
    for unit in &deliveries.units {
        let mut row: [String; Column::ALL.len() + 1] = Default::default();
        row[0].clone_from(&unit.bureau);
        for (cell, column) in row[1..].iter_mut().zip(Column::ALL) {
            unit.mark(column).sign().clone_into(cell);
        }
        rows.push(row);
    }
    table::aligned(&rows)
}

/// The signs in colours: they stand under each other already.
fn coloured(marks: &str) -> String {
    let colours =
        [(Mark::Level(Level::Whole), 32), (Mark::Level(Level::Part), 33), (Mark::Overdue, 31)];
    colours.into_iter().fold(marks.to_owned(), |text, (mark, colour)| {
        let sign = mark.sign();
        text.replace(sign, &format!("\x1b[{colour}m{sign}\x1b[0m"))
    })
}

fn owed_rows(deliveries: &Deliveries, owed: &[Owed]) -> Vec<[String; 3]> {
    let row = |owed: &Owed| {
        let unit = &deliveries.units[owed.unit];
        let texts: Vec<&str> = owed.items.iter().map(|item| item.text.as_str()).collect();
        [format!("  {}", unit.bureau), due(unit), texts.join("；")]
    };
    owed.iter().map(row).collect()
}

/// How long a unit has, where it isn't as long as all.
fn due(unit: &Delivery) -> String {
    match unit.deadline {
        Some(deadline) if deadline.is_extended => {
            format!("展期到{}，{}", deadline.date.chinese(), time_left(deadline))
        }
        Some(deadline) => time_left(deadline),
        None => String::new(),
    }
}

/// Originals that came in and stand in a chapter's head as outstanding.
fn unsettled(deliveries: &Deliveries) -> String {
    let mut text = String::new();
    for unit in &deliveries.units {
        let items = unit.evidence.iter();
        for item in items.filter(|item| item.is_registered && !item.is_listed_received) {
            let (number, chapter) = (&item.number, &item.chapter);
            text.push_str(&format!(
                "  {number} 的原件台账里已收，{chapter} 里还写着未收：把那一行改为 原件: 已收\n"
            ));
        }
    }

    text
}

fn as_json(deliveries: &Deliveries) -> Value {
    let mut units = Vec::new();
    for unit in &deliveries.units {
        let marks: serde_json::Map<String, Value> = Column::ALL
            .into_iter()
            .map(|column| (column.name().to_owned(), json!(word(unit.mark(column)))))
            .collect();
        let owed: Vec<Value> = unit
            .owed()
            .iter()
            .map(|item| {
                let (column, text) = (item.column.name(), &item.text);
                json!({ "column": column, "text": text, "strict": item.is_strict, "count": item.count })
            })
            .collect();
        units.push(json!({
            "bureau": unit.bureau,
            "deadline": unit.deadline.map(|deadline| deadline.date.iso()),
            "days": unit.deadline.map(|deadline| deadline.days),
            "extended": unit.deadline.is_some_and(|deadline| deadline.is_extended),
            "complete": unit.is_complete(),
            "marks": marks,
            "owed": owed,
        }));
    }

    json!({
        "date": deliveries.date.iso(),
        "deadline": deliveries.deadline.map(|deadline| deadline.date.iso()),
        "days": deliveries.deadline.map(|deadline| deadline.days),
        "complete": deliveries.complete(),
        "units": units,
    })
}

fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::NotOwed => "not-owed",
        Mark::Level(Level::Nothing) => "nothing",
        Mark::Level(Level::Part) => "part",
        Mark::Level(Level::Whole) => "whole",
        Mark::Overdue => "overdue",
    }
}
