//! `zishu explain`: what a problem's code means and what to do.

use super::arguments::ExplainOptions;
use super::{Outcome, output};
use crate::diag::Code;
use anyhow::bail;

/// Explains one code, or lists them all.
pub(super) fn run(options: &ExplainOptions) -> anyhow::Result<Outcome> {
    let Some(name) = &options.code else {
        let lines = Code::ALL
            .iter()
            .map(|code| format!("{:<28}{}\n", code.name(), code.severity().chinese()));
        output::text(&lines.collect::<String>());
        return Ok(Outcome::Clean);
    };
    let Some(code) = Code::from_name(name) else {
        let names = Code::ALL.iter().map(|code| code.name());
        match crate::source::nearest(name, names) {
            Some(near) => bail!("没有代码“{name}”，是否要写 {near}？"),
            None => bail!("没有代码“{name}”；zishu explain 列出全部代码"),
        }
    };
    output::text(&format!(
        "{}（{}）\n\n{}\n",
        code.name(),
        code.severity().chinese(),
        code.explanation()
    ));
    Ok(Outcome::Clean)
}
