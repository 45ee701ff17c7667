//! `zishu review merge`: returned copies into the chapters, all of them or none.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, diff, output, session};
use crate::review::{self, Comments, Entry, list};
use crate::workflow;
use crate::workflow::review::{ListNames, Merge, MergeRequest};
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;

/// `review merge`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review merge [选项] <Word 文件>…",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct MergeOptions {
    /// 收回稿，可以一次写几份
    #[arg(value_name = "Word 文件", required = true, help_heading = "参数")]
    pub files: Vec<PathBuf>,
    /// 只显示要改什么，不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 把批注也写进文稿，成为所在段落后面的 Markdown 注释
    #[arg(long)]
    pub comments: bool,
    /// 去掉了送审稿编号的收回稿是哪一份，如 c001
    #[arg(long = "as", value_name = "送审稿")]
    pub copy: Option<String>,
    /// 收回日期，如 2018-06-20；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
}

/// Merges the files, or shows what they come to.
pub(super) fn run(common: &Common, options: &MergeOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let date = workflow::parse_or_today(options.date.as_deref())?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let request = MergeRequest {
        files: &options.files,
        copy: options.copy.as_deref(),
        comments: if options.comments { Comments::Written } else { Comments::Listed },
        date,
    };
    let merge = workflow::review::merge(loaded, &request)?;
    for note in &merge.notes {
        session::say(common, note);
    }

    for error in merge.rejected() {
        output::message(&format!("错误：{}", output::chain(error)));
    }
    if merge.is_empty() {
        output::message("没有合并，什么都没有改动");
        return Ok(Outcome::Problems);
    }

    if options.dry_run {
        output::text(&account(&merge));
        for chapter in merge.chapters() {
            output::text(&diff::unified(chapter.path, chapter.before, chapter.after));
        }
        for (path, _) in merge.new_pictures() {
            output::text(&format!("新图片 {path}\n"));
        }
        session::say(common, "这是试合并，什么都没有写入；去掉 --dry-run 即写入");
        return Ok(outcome(&merge));
    }
    commit(common, merge)
}

fn commit(common: &Common, merge: Merge) -> anyhow::Result<Outcome> {
    let (outcome, account) = (outcome(&merge), account(&merge));
    let mut closing = match merge.chapters().count() {
        0 => "没有文稿要改".to_owned(),
        count => format!("改了 {count} 份文稿"),
    };
    match merge.new_pictures().count() {
        0 => {}
        count => closing.push_str(&format!("，新图片 {count} 张存在文稿旁的“图片”文件夹")),
    }
    let receipt = merge.commit()?;

    output::text(&account);
    if let Some(backup) = receipt.backup {
        closing.push_str(&format!("，原文备份在 {backup}"));
    }
    let ListNames { word, markdown, .. } = receipt.list;
    if let Some(error) = receipt.without_word {
        bail!("{closing}；{word} 没有排成（{error}），请看清单 {markdown}");
    }
    session::say(common, &format!("{closing}；意见采纳情况表在 {word}，逐处的清单在 {markdown}"));
    Ok(outcome)
}

/// What is left to people is a problem, and so is a file that isn't merged; what is done is not.
fn outcome(merge: &Merge) -> Outcome {
    if merge.has_conflicts() || !merge.rejected().is_empty() {
        Outcome::Problems
    } else {
        Outcome::Clean
    }
}

/// A line for each change that waits for somebody, and one with the counts.
fn account(merge: &Merge) -> String {
    let mut text = String::new();
    let entries = merge.merged.entries.iter().zip(&merge.requested).zip(&merge.numbers);
    for ((entry, requested), number) in entries {
        let waits = match entry.outcome {
            review::Outcome::Applied | review::Outcome::Present => false,
            review::Outcome::Listed => !entry.comment.as_ref().is_some_and(|one| one.was_sent),
            _ => true,
        };
        if waits {
            let number = number.as_deref().unwrap_or("—");
            text.push_str(&entry_line(entry, number, requested.as_ref()));
        }
    }
    text.push_str(&merge.total());
    text.push('\n');

    let shared = merge.shared_sentences();
    if !shared.is_empty() {
        text.push_str(&format!(
            "第 {} 号已采用，同一句还有别处改动，请通读全句\n",
            shared.join("、")
        ));
    }

    let taken_back = merge.taken_back();
    if !taken_back.is_empty() {
        text.push_str(&format!(
            "第 {} 号采用过，文稿后来又改回了原文，这次没有再改；要再采用：zishu review settle {} 采用\n",
            taken_back.join("、"),
            taken_back.join(" ")
        ));
    }
    text
}

fn entry_line(entry: &Entry, number: &str, requested: Option<&list::Owned>) -> String {
    let position = list::position(entry);
    let location = match list::place(entry) {
        Some(place) if entry.place.is_some() => format!("{place} {position}"),
        Some(_) | None => position,
    };
    let untracked = if entry.author.is_empty() { "（未留痕）" } else { "" };
    let outcome = list::outcome(entry, requested);
    let what = list::what(entry);
    format!("{number}　{location}：{}{untracked} {what}：{outcome}\n", entry.reviewer)
}
