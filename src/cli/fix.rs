//! `zishu fix`: repairs that can't change what a writer meant.

use super::arguments::{Common, FixOptions};
use super::{Outcome, output, session};
use crate::workspace;

/// Applies the repairs, or shows them.
pub(super) fn run(common: &Common, options: &FixOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let repairs = workspace::repairs(&root)?;
    for repair in &repairs {
        let verb = if options.dry_run { "将改" } else { "已改" };
        if !options.dry_run {
            output::write(&root.join(&repair.path), &repair.after)?;
        }
        output::text(&format!("{verb} {}：{}\n", repair.path, repair.what));
    }
    let closing = match (repairs.len(), options.dry_run) {
        (0, _) => "没有可以自动改正的问题".to_owned(),
        (count, true) => format!("{count} 个文件可以改正；去掉 --dry-run 即写入"),
        (count, false) => format!("改正了 {count} 个文件"),
    };
    session::say(common, &closing);
    Ok(Outcome::Clean)
}
