//! `zishu collect receive`: an inbox, each file known for what it is.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, output, session, table};
use crate::diag::Format;
use crate::workflow;
use crate::workflow::collect::{Arrival, ArrivalOutcome, ReceiveRequest, Reception, receive};
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// `collect receive`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu collect receive <文件或文件夹>… [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct ReceiveOptions {
    /// 收到的文件，或放这些文件的文件夹
    #[arg(value_name = "文件或文件夹", help_heading = "参数", required = true)]
    pub files: Vec<PathBuf>,
    /// 照列出的写入台账、数据文件和文稿；不写这一项，只看不写
    #[arg(long)]
    pub yes: bool,
    /// 都是哪个单位的：bureaus.yaml 中的简称、全称或别名；不写就按文件找
    #[arg(long, value_name = "单位")]
    pub bureau: Option<String>,
    /// 初稿都是哪个栏目的：章号或名称，或行号；不写就按文件找
    #[arg(long, value_name = "栏目")]
    pub section: Option<String>,
    /// 怎么收到的，如 钉钉、邮箱
    #[arg(long, value_name = "渠道")]
    pub channel: Option<String>,
    /// 经手人
    #[arg(long, value_name = "姓名")]
    pub by: Option<String>,
    /// 哪一天收到的，如 2018-06-11、6月11日；默认是现在
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
    /// 替换已有内容的文稿：开头的佐证材料保留，原文稿另存为 _单位.md.bak
    #[arg(long)]
    pub replace: bool,
}

/// Shows what the files are; with `--yes` writes it.
pub(super) fn run(common: &Common, options: &ReceiveOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(mut loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let request = ReceiveRequest {
        paths: &options.files,
        bureau: options.bureau.as_deref(),
        section: options.section.as_deref(),
        channel: options.channel.as_deref(),
        by: options.by.as_deref(),
        date: options.date.as_deref(),
        may_replace: options.replace,
    };
    let Reception { arrivals, problems, changes } = receive(&mut loaded, &request)?;
    if options.yes {
        workflow::commit(&changes)?;
    }

    let is_json = matches!(common.format.into(), Format::Json);
    if is_json {
        for arrival in &arrivals {
            output::text(&format!("{}\n", as_json(arrival, options.yes)));
        }
    } else {
        print(&arrivals);
        say_end(common, &arrivals, options.yes);
    }
    let is_unsettled = arrivals.iter().any(|arrival| arrival.outcome.is_unsettled());
    let outcome =
        if is_json { Outcome::Clean } else { session::report(common, &loaded.sources, problems)? };
    Ok(if is_unsettled { Outcome::Problems } else { outcome })
}

fn print(arrivals: &[Arrival]) {
    let mut rows = vec![["序号", "文件", "单位", "内容", "备注"].map(str::to_owned)];
    for (index, arrival) in arrivals.iter().enumerate() {
        let name = arrival.path.display().to_string();
        let [bureau, content] = columns(&arrival.outcome);
        rows.push([(index + 1).to_string(), name, bureau, content, arrival.notes.join("；")]);
    }
    output::text(&table::aligned(&rows));

    for (index, arrival) in arrivals.iter().enumerate() {
        let number = index + 1;
        match &arrival.outcome {
            ArrivalOutcome::Open { reason, advice } => {
                output::text(&format!("第 {number} 个没有定：{reason}\n  {advice}\n"));
            }
            ArrivalOutcome::Refused { reason } => {
                output::text(&format!("第 {number} 个不能收：{reason}\n"));
            }
            _ => {}
        }
    }
}

fn columns(outcome: &ArrivalOutcome) -> [String; 2] {
    match outcome {
        ArrivalOutcome::Taken { bureaus, content, subject } => {
            let content = format!("{} {subject}", content.name());
            [bureaus.join("、"), content.trim_end().to_owned()]
        }
        ArrivalOutcome::Known { bureau, entry } => [bureau.clone(), format!("已收过（{entry}）")],
        ArrivalOutcome::SameAs(other) => [String::new(), format!("与第 {} 个相同", other + 1)],
        ArrivalOutcome::Open { .. } => ["？".to_owned(), "没有定".to_owned()],
        ArrivalOutcome::Refused { .. } => [String::new(), "不能收".to_owned()],
    }
}

/// How many files there are of each outcome, and what is next.
fn say_end(common: &Common, arrivals: &[Arrival], is_written: bool) {
    let count = |is: fn(&ArrivalOutcome) -> bool| {
        arrivals.iter().filter(|arrival| is(&arrival.outcome)).count()
    };
    let taken = count(|outcome| matches!(outcome, ArrivalOutcome::Taken { .. }));
    let known = count(|outcome| {
        matches!(outcome, ArrivalOutcome::Known { .. } | ArrivalOutcome::SameAs(_))
    });
    let open = count(ArrivalOutcome::is_unsettled);

    let all = arrivals.len();
    let counts = format!("共 {all} 个：可收 {taken} 个，重复 {known} 个，没有定或不能收 {open} 个");
    session::say(
        common,
        &match (is_written, taken) {
            (true, 1..) => format!("{counts}；可收的已写入台账"),
            (_, 0) => format!("{counts}；没有写文件"),
            (false, _) => format!("{counts}；没有写文件，照上表写入再加 --yes"),
        },
    );
}

fn as_json(arrival: &Arrival, is_written: bool) -> Value {
    let path = arrival.path.display().to_string();
    let (outcome, detail) = match &arrival.outcome {
        ArrivalOutcome::Taken { bureaus, content, subject } => (
            if is_written { "taken" } else { "would-take" },
            json!({ "bureaus": bureaus, "content": content.name(), "subject": subject }),
        ),
        ArrivalOutcome::Known { bureau, entry } => {
            ("known", json!({ "bureau": bureau, "entry": entry }))
        }
        ArrivalOutcome::SameAs(other) => ("same", json!({ "as": other + 1 })),
        ArrivalOutcome::Open { reason, advice } => {
            ("open", json!({ "reason": reason, "advice": advice }))
        }
        ArrivalOutcome::Refused { reason } => ("refused", json!({ "reason": reason })),
    };

    json!({ "file": path, "outcome": outcome, "detail": detail, "notes": arrival.notes })
}
