//! `zishu render --watch`: the files made anew after every save.

use super::common::Common;
use super::{Outcome, output, session, summary};
use crate::pipeline::{self, Cache, Outputs, Request, Unreadable};
use crate::preview::{Change, Watcher};
use crate::workflow::{self, Scope};

/// Builds and writes until the program is ended.
pub(super) fn run(common: &Common, request: &Request) -> anyhow::Result<Outcome> {
    let mut watcher = Watcher::new(&request.root);
    if !watcher.has_notices() {
        output::message("这里不能监视文件变动，改为每半秒查看一次");
    }
    output::message("文稿保存后自动重新生成，按 Ctrl+C 结束");

    let mut cache = Cache::incremental();
    let mut changed = Change::new();
    loop {
        cache.invalidate(&changed);
        // What can't be written now is reported, and tried again after the next save.
        if let Err(error) = build(common, request, &mut cache) {
            output::message(&format!("错误：{}", output::chain(&error)));
        }

        cache.trim();
        changed = watcher.next_batch();
    }
}

/// Builds, prints the problems and writes the files that could be made.
fn build(common: &Common, request: &Request, cache: &mut Cache) -> anyhow::Result<()> {
    let mut built = match pipeline::build_guarded(request, cache) {
        Some(Ok(built)) => built,
        Some(Err(Unreadable { sources, problems })) => {
            session::report(common, &sources, problems)?;
            session::say(common, "有错误，没有输出文件");
            return Ok(());
        }
        None => {
            output::message("程序内部出错，这次排版没有完成");
            return Ok(());
        }
    };

    if let Outputs::Named(name) = &request.outputs {
        session::require_output(&built, Some(name))?;
    }

    let outcome =
        session::report(common, &built.loaded.sources, std::mem::take(&mut built.problems))?;
    let lists = session::closing_lists(common, &built, &Scope::default(), String::new());
    session::say(common, &lists);
    let outputs = workflow::output_files(&request.root, &mut built);
    if outputs.files.is_empty() {
        session::say(common, "有错误，没有输出文件");
        return Ok(());
    }

    outputs.commit()?;
    for file in outputs.files {
        session::say(common, &format!("{}（{} KB）", file.path, file.size / 1024));
    }
    if let Some(inputs) = &built.inputs {
        session::say(common, &summary::build_number(inputs));
    }
    if outcome == Outcome::Problems {
        session::say(common, summary::MARKED);
    }

    Ok(())
}
