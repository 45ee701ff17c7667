//! `zishu explain`: what a problem's code means and what to do, and what templates may use.

use super::common::HELP;
use super::reference;
use super::{Outcome, output};
use crate::diag::Code;
use crate::source::nearest;
use anyhow::bail;
use clap::Args;

/// `explain`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu explain [选项] [代码]", next_help_heading = "选项")]
pub(super) struct ExplainOptions {
    /// 问题方括号中的代码，如 unknown-indicator；不写则列出全部；“函数”列出花括号里可以写的函数、过滤器、判断和变量，也可以写其中一个，如 值
    #[arg(value_name = "代码", help_heading = "参数")]
    pub code: Option<String>,
}

/// The word that lists what templates may use.
const REFERENCE: &str = "函数";

/// Explains one code or one name of a template, or lists them all.
pub(super) fn run(options: &ExplainOptions) -> anyhow::Result<Outcome> {
    let Some(name) = options.code.as_deref() else {
        output::text(&codes());
        return Ok(Outcome::Clean);
    };

    if name == REFERENCE {
        output::text(&reference::list());
        return Ok(Outcome::Clean);
    }

    match Code::from_name(name).map(explain_code).or_else(|| reference::describe(name)) {
        Some(text) => {
            output::text(&text);
            Ok(Outcome::Clean)
        }
        None => {
            let codes = Code::ALL.iter().map(|code| code.name());
            // No function, filter, test or variable has a hyphen in its name.
            let near = if name.contains('-') {
                nearest(name, codes)
            } else {
                nearest(name, codes.chain(reference::names()))
            };
            match near {
                Some(near) => bail!("没有“{name}”，是否要写 {near}？"),
                None => bail!(
                    "没有“{name}”；zishu explain 列出问题的代码，zishu explain 函数 列出模板里可用的名称"
                ),
            }
        }
    }
}

/// Every code with its severity and title.
fn codes() -> String {
    let lines = Code::ALL.iter().map(|code| {
        format!("{:<28}{}  {}\n", code.name(), code.severity().chinese(), code.title())
    });
    lines.collect()
}

/// A code with its explanation and remedy.
fn explain_code(code: Code) -> String {
    let severity = code.severity().chinese();
    let (name, title) = (code.name(), code.title());
    format!("{name}（{severity}）：{title}\n\n{}\n\n改法：{}\n", code.explanation(), code.remedy())
}
