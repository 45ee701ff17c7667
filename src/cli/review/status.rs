//! `zishu review status`: what waits for somebody, over all copies and rounds.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, output, session};
use crate::document::OpinionClass;
use crate::review::Standing;
use crate::review::opinion::Opinion;
use crate::review::table;
use crate::workflow;
use crate::workflow::review::{Status, status};
use clap::Args;

/// `review status`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review status [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct StatusOptions {
    /// 生成全部意见的意见采纳情况表（Word 文件），各份各轮的都在内，连同理由和答复
    #[arg(long)]
    pub word: bool,
    /// 算到哪一天，如 2018-06-25；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
}

/// Prints the open opinions.
pub(super) fn run(common: &Common, options: &StatusOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let date = workflow::parse_or_today(options.date.as_deref())?;
    let Some(loaded) = session::load(common, &root)? else {
        return Ok(Outcome::Problems);
    };
    let status = status(loaded, date)?;
    if status.ledger.opinions.is_empty() {
        session::say(common, "还没有收回的意见；收回后运行 zishu review merge 文件");
        return Ok(Outcome::Clean);
    }

    output::text(&open(&status));
    if options.word {
        let path = status.write_table()?;
        session::say(common, &format!("意见采纳情况表在 {path}"));
    }
    Ok(Outcome::Clean)
}

/// The groups that wait, with what settles them.
const GROUPS: [(OpinionClass, &str, &str); 4] = [
    (OpinionClass::Conflict, "冲突", "zishu review settle 序号 采用甲（或 采用乙、保留、不采纳）"),
    (
        OpinionClass::Request,
        "转归口单位核定",
        "数改好了：zishu review settle 序号 采用；不改：不采纳 --reason 理由",
    ),
    (
        OpinionClass::Refused,
        "未采用，请处理",
        "人工改好了：zishu review settle 序号 采用；不改：不采纳 --reason 理由",
    ),
    (
        OpinionClass::Comment,
        "批注",
        "zishu review settle 序号 采用 --reason 答复；答复了还要再议：答复 --reason 答复",
    ),
];

fn open(status: &Status) -> String {
    let mut text = String::new();
    for (class, name, advice) in GROUPS {
        let opinions = status.ledger.opinions.iter().zip(&status.standings);
        let mut group: Vec<(&Opinion, Option<Standing>)> = opinions
            .filter(|(opinion, _)| table::class(opinion) == class)
            .map(|(opinion, standing)| (opinion, *standing))
            .collect();
        if group.is_empty() {
            continue;
        }
        group.sort_by_key(|(opinion, _)| (opinion.number, opinion.side));
        text.push_str(&format!("{name} {} 条。{advice}\n", group.len()));
        for (opinion, standing) in group {
            text.push_str(&line(opinion, standing));
        }
        text.push('\n');
    }

    let all: Vec<&Opinion> = status.ledger.opinions.iter().collect();
    text.push_str(&table::summary(&all));
    text.push('\n');
    text
}

fn line(opinion: &Opinion, standing: Option<Standing>) -> String {
    let number = table::number(opinion);
    let position = &opinion.position;
    let source = match position.path.as_str() {
        "" => String::new(),
        path => format!("（{path}:{}）", position.line),
    };
    let before = match opinion.before.as_str() {
        "" => String::new(),
        before => format!("“{}”", single_line(before)),
    };
    let reason = match table::reason(opinion).as_str() {
        "" => String::new(),
        reason => format!("；{}", single_line(reason)),
    };

    let standing = match standing {
        Some(Standing::Present) => "；文稿现已照改",
        Some(Standing::Unchanged | Standing::Different) | None => "",
    };
    format!(
        "  {number}　{}{source} {}（{}）：{before} → {}{reason}{standing}\n",
        position.words,
        opinion.reviewer,
        opinion.copy,
        single_line(&opinion.after)
    )
}

fn single_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
