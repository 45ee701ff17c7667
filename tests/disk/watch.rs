//! `zishu render --watch` while the disk is full: it says so, keeps the last good files, and writes again
//! once there is room.
//!
//! In: a small workspace on a disk of its own; where the system gives none, `out` is a file for a while.
//! Out: one trial.

use super::room::{Tree, namespace, tree};
use super::{no_temporary, two};
use crate::workspace::CHAPTER;
use libtest_mimic::Failed;
use std::process::{Command, Stdio};

/// `$1` workspace, `$2` place, `$3` where everything is put, `$4` whether the disk is its own, `$5` the
/// chapter. A chapter is changed in place: on a full disk there is no room for another.
const SCRIPT: &str = r#"
set -eu
kept=$1 place=$2 result=$3 own=$4 chapter=$5
shift 5
[ "$own" = no ] || mount -t tmpfs -o size=64m zishu "$place"
cp -a "$kept/." "$place"
cd "$place"
until_true() {
    for _ in $(seq 6000); do if "$@"; then return 0; fi; sleep 0.1; done
    echo "never: $*" >&2
    return 1
}
made() { [ -e out/自述报告.pdf ] && [ -e out/自述报告.docx ]; }
refused() { grep -q "$1" "$result/log"; }
renewed() { made && ! cmp -s out/自述报告.pdf "$result/before/自述报告.pdf" && ! cmp -s out/自述报告.docx "$result/before/自述报告.docx"; }
change() { printf '%s。\n' "$1" | dd of="$chapter" bs=1 seek=$(($(wc -c <"$chapter") - 7)) conv=notrunc status=none; }
"$@" 2>"$result/log" >&2 &
watch=$!
trap 'kill $watch' EXIT
until_true made
cp -a out "$result/before"
if [ "$own" = yes ]; then dd if=/dev/zero of=filler bs=4k status=none 2>/dev/null || true; else mv out aside; echo >out; fi
change 乙
if [ "$own" = yes ]; then until_true refused 磁盘空间不足; else until_true refused 不能; fi
if [ "$own" = yes ]; then cp -a out "$result/full"; rm filler; else cp -a aside "$result/full"; rm out; mv aside out; fi
change 丙
until_true renewed
cp -a out "$result/after"
"#;

pub(super) fn recovers() -> Result<(), Failed> {
    let text = |error: std::io::Error| Failed::from(error.to_string());
    let workspace = two()?;
    workspace.write(CHAPTER, "## 总体\n\n这一段说的是产品质量的总体状况，最后一个字会改：甲。\n");
    let place = tempfile::Builder::new().prefix("zishu-test-").tempdir().map_err(text)?;
    let result = tempfile::Builder::new().prefix("zishu-test-").tempdir().map_err(text)?;
    let around = namespace().unwrap_or_default();
    let own = if around.is_empty() { "no" } else { "yes" };
    let words = around.iter().chain(&["sh", "-c", SCRIPT, "sh"]).collect::<Vec<_>>();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args([workspace.root(), place.path(), result.path()]);
    command.args([own, CHAPTER, env!("CARGO_BIN_EXE_zishu"), "render", "--watch"]);
    let output = command.stdin(Stdio::null()).output().map_err(text)?;
    let log = std::fs::read_to_string(result.path().join("log")).unwrap_or_default();
    if !output.status.success() {
        return Err(format!("{}\n{log}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let [before, full, after]: [Tree; 3] =
        ["before", "full", "after"].map(|name| tree(&result.path().join(name)));
    for files in [&before, &full, &after] {
        no_temporary(files).map_err(|left| format!("it leaves {left}\n{log}"))?;
    }
    if full != before {
        return Err(format!("the last good files are gone\n{log}").into());
    }
    // The build after it leaves a record of its own.
    if !before.keys().all(|name| after.contains_key(name)) {
        return Err(format!("{:?} became {:?}\n{log}", before.keys(), after.keys()).into());
    }
    Ok(())
}
