//! `zishu explain`: what a problem's code means and what to do, and what templates may use.

use super::arguments::ExplainOptions;
use super::reference;
use super::{Outcome, output};
use crate::diag::Code;
use crate::source::nearest;
use anyhow::bail;

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

    match Code::from_name(name).map(code).or_else(|| reference::describe(name)) {
        Some(text) => {
            output::text(&text);
            Ok(Outcome::Clean)
        }
        None => {
            let codes = Code::ALL.iter().map(|code| code.name());
            match nearest(name, codes.chain(reference::names())) {
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

fn code(code: Code) -> String {
    let severity = code.severity().chinese();
    let (name, title) = (code.name(), code.title());
    format!("{name}（{severity}）：{title}\n\n{}\n\n改法：{}\n", code.explanation(), code.remedy())
}
