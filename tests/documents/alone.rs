//! Word alone, after a run that laid the same build out.

use crate::{cases, golden};
use libtest_mimic::Failed;
use std::fs;
use std::path::Path;

/// What is said where nothing was laid out.
const AS_RECORDED: &str = "与上次生成的 Word 逐字节相同";

/// The same bytes, with the pages of an earlier run and, where its record says otherwise, with pages laid out anew.
pub(super) fn as_recorded() -> Result<(), Failed> {
    let workspace = cases::repository();
    let root = workspace.root();
    let render = |options: &[&str]| -> Result<(String, Vec<Vec<u8>>), Failed> {
        let ran = cases::zishu(root, &[&["render"], options].concat());
        if ran.code != "0" {
            return Err(format!("{}{}", ran.stdout, ran.stderr).into());
        }
        let files = golden::files(&root.join("out"), "docx");
        let bytes = files.iter().map(fs::read).collect::<Result<_, _>>()?;
        Ok((ran.stderr, bytes))
    };

    let (_, both) = render(&[])?;
    let (said, again) = render(&["--word"])?;
    expect(said.contains(AS_RECORDED) && again == both, "made with the recorded pages", &said)?;
    let (said, _) = render(&["--word"])?;
    expect(said.contains(AS_RECORDED), "made so a third time", &said)?;

    for (was, is) in [("\": 3,", "\": 8,"), ("\"text\": \"", "\"text\": \"0")] {
        let record = record(&root.join("out/生成记录"))?;
        let text = fs::read_to_string(&record)?;
        expect(text.contains(was), was, &text)?;
        fs::write(&record, text.replace(was, is))?;
        let (said, laid_out) = render(&["--word"])?;
        expect(!said.contains(AS_RECORDED), "laid out", &said)?;
        expect(laid_out == both, "the same bytes", was)?;
    }

    Ok(())
}

fn expect(holds: bool, what: &str, said: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(format!("not {what}: {said}").into()) }
}

/// The only record.
fn record(folder: &Path) -> Result<std::path::PathBuf, Failed> {
    golden::files(folder, "json").into_iter().next().ok_or_else(|| "there is no record".into())
}
