//! `zishu fix`: repairs that can't change what a writer meant.
//!
//! First files that can't be read as they are (encoding, control characters), then what the checks
//! offer for the chapters' text. A figure that was typed becomes an expression only where that is
//! asked for: it then follows the indicator's data, whatever it was about. Everything else in a file
//! stays byte for byte.

use super::arguments::{Common, FixOptions};
use super::files::{self, Expected, Save, Written};
use super::{Outcome, diff, output, session};
use crate::diag::{Code, Fix};
use crate::pipeline::{self, Built, Cache, Checks, Request};
use crate::source::FileId;
use crate::workspace::{self, Repair, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// Applies the repairs, all of them or none, or shows them.
pub(super) fn run(common: &Common, options: &FixOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let mut repairs = workspace::repairs(&root)?;
    let unread: BTreeSet<String> = repairs.iter().map(|repair| repair.path.clone()).collect();

    // The checks need texts that can be read: these come first, and are taken back where the rest
    // can't be written.
    let converted = if options.dry_run { None } else { Some(write(&root, &repairs)?) };
    let Corrections { repairs: mut corrections, typed_values } = corrections(&root, options.values);
    if let Some(converted) = converted {
        write(&root, &corrections)?.keep();
        converted.keep();
    } else {
        // What is still to be converted is only shown: its text has no places yet.
        corrections.retain(|repair| !unread.contains(&repair.path));
    }

    for repair in &repairs {
        tell(repair, options);
    }
    for repair in &corrections {
        tell(repair, options);
        if options.dry_run {
            let text = |bytes| String::from_utf8_lossy(bytes);
            let (before, after) = (text(&repair.before), text(&repair.after));
            output::text(&diff::unified(&repair.path, &before, &after));
        }
    }

    repairs.extend(corrections);
    let changed: BTreeSet<&str> = repairs.iter().map(|repair| repair.path.as_str()).collect();
    let closing = match (changed.len(), options.dry_run) {
        (0, _) => "没有可以自动改正的问题".to_owned(),
        (count, true) => format!("{count} 个文件可以改正；去掉 --dry-run 即写入"),
        (count, false) => format!("改正了 {count} 个文件"),
    };
    session::say(common, &closing);
    if typed_values > 0 {
        let more = format!(
            "另有 {typed_values} 处手写数字与指标数据一致；要改写成花括号表达式，加 --values（先加 --dry-run 核对）"
        );
        session::say(common, &more);
    }
    Ok(Outcome::Clean)
}

fn write(root: &Path, repairs: &[Repair]) -> anyhow::Result<Written> {
    let saves = repairs.iter().map(|repair| Save {
        path: root.join(&repair.path),
        bytes: &repair.after,
        expected: Expected::Bytes(repair.before.clone()),
    });
    files::write_all(root, saves)
}

fn tell(repair: &Repair, options: &FixOptions) {
    let verb = if options.dry_run { "将改" } else { "已改" };
    output::text(&format!("{verb} {}：{}\n", repair.path, repair.what));
}

/// What the checks offer for the chapters.
#[derive(Default)]
struct Corrections {
    /// One a file, by path.
    repairs: Vec<Repair>,
    /// Figures that could become expressions and weren't asked for.
    typed_values: usize,
}

/// What the checks offer for the chapters, figures as expressions where `values` asks for them;
/// nothing where the report can't be read.
fn corrections(root: &Path, values: bool) -> Corrections {
    let request = Request { checks: Checks::All, ..Request::new(root) };
    let Ok(Built { loaded, problems, .. }) = pipeline::build(&request, &mut Cache::default())
    else {
        return Corrections::default();
    };

    let Workspace { chapters, row_chapters, .. } = &loaded.workspace;
    let chapters: BTreeSet<FileId> =
        chapters.iter().chain(row_chapters).map(|chapter| chapter.file).collect();

    let mut fixes: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    let mut typed_values = 0;
    for problem in problems.iter() {
        let Some(fix) = problem.fix.as_ref().filter(|fix| chapters.contains(&fix.span.file)) else {
            continue;
        };
        if values || problem.code != Code::HandTypedValue {
            fixes.entry(fix.span.file).or_default().push(fix);
        } else {
            typed_values += 1;
        }
    }

    let mut repairs = Vec::new();
    for (file, mut fixes) in fixes {
        let edits = apart(&mut fixes);
        repairs.extend(workspace::replaced(&loaded.sources, file, &edits));
    }
    repairs.sort_by(|one, other| one.path.cmp(&other.path));
    Corrections { repairs, typed_values }
}

/// The fixes in the file's order; of two that overlap the one that begins first, then the longer one.
fn apart<'a>(fixes: &mut Vec<&'a Fix>) -> Vec<(Range<usize>, &'a str)> {
    fixes.sort_by_key(|fix| (fix.span.start, std::cmp::Reverse(fix.span.end)));
    let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
    for fix in fixes {
        let range = fix.span.range();
        if edits.last().is_none_or(|(last, _)| last.end <= range.start && *last != range) {
            edits.push((range, &fix.replacement));
        }
    }
    edits
}
