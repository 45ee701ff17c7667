//! `zishu sync`: the workspace brought to what its plan, units and definitions say now.

use super::common::{Common, HELP};
use super::{Outcome, output, session};
use crate::workflow::{self, Sync};
use clap::Args;

/// `sync`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu sync [选项]", next_help_heading = "选项")]
pub(super) struct SyncOptions {
    /// 只列出将作的改动，不写文件
    #[arg(long)]
    pub dry_run: bool,
}

/// Makes what is new, moves aside what nothing asks for, or lists it.
pub(super) fn run(common: &Common, options: &SyncOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let sync = workflow::sync(&loaded)?;
    if !options.dry_run {
        workflow::commit(&sync.changes)?;
    }

    output::text(&lines(&sync, options.dry_run));
    session::say(common, &closing(&sync, options.dry_run));
    Ok(Outcome::Clean)
}

fn lines(sync: &Sync, is_dry: bool) -> String {
    let verb = if is_dry { "将" } else { "已" };
    let mut text = String::new();
    for path in &sync.made {
        text.push_str(&format!("{verb}新建 {path}\n"));
    }
    for file in &sync.extended {
        text.push_str(&format!("{verb}补上 {}：{}\n", file.path, file.names.join("、")));
    }
    for file in &sync.moved {
        text.push_str(&format!("{verb}移动 {} → {}\n", file.from, file.to));
    }
    for file in &sync.kept {
        text.push_str(&format!("没有移动 {}：{}\n", file.path, file.reason));
    }

    text
}

fn closing(sync: &Sync, is_dry: bool) -> String {
    if sync.changes.is_empty() {
        return "文件夹与分工、单位、指标定义相符，没有改动".to_owned();
    }
    let counts = format!(
        "新建 {} 份，补上 {} 份数据文件的行，移动 {} 份",
        sync.made.len(),
        sync.extended.len(),
        sync.moved.len()
    );

    if is_dry { format!("{counts}；去掉 --dry-run 即写入") } else { counts }
}
