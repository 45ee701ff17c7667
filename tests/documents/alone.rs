//! Word alone, after a run that laid the same build out.

use crate::{cases, golden};
use libtest_mimic::Failed;
use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;

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

    // Files that were lost, or that somebody has saved since, are made again.
    let files = golden::files(&root.join("out"), "docx");
    let lose = || files.iter().try_for_each(fs::remove_file);
    let spoil = || files.iter().try_for_each(|file| fs::write(file, "甲"));
    lose()?;
    let (said, again) = render(&["--word"])?;
    expect(said.contains(AS_RECORDED) && again == both, "made again where it is lost", &said)?;
    spoil()?;
    let (said, again) = render(&["--word"])?;
    expect(said.contains(AS_RECORDED) && again == both, "made again where it is spoilt", &said)?;

    for (was, is) in [("\": 3,", "\": 8,"), ("\"text\": \"", "\"text\": \"0")] {
        let record = record(&root.join("out/生成记录"))?;
        let text = fs::read_to_string(&record)?;
        expect(text.contains(was), was, &text)?;
        fs::write(&record, text.replace(was, is))?;
        lose()?;
        let (said, laid_out) = render(&["--word"])?;
        expect(!said.contains(AS_RECORDED), "laid out", &said)?;
        expect(laid_out == both, "the same bytes", was)?;
    }

    // Of another program that stood in the place of this one, out/ may hold anything.
    let record = record(&root.join("out/生成记录"))?;
    let text = fs::read_to_string(&record)?;
    let mut noted: serde_json::Value = serde_json::from_str(&text)?;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let other = [fs::read(file)?, b"other".to_vec()].concat();
        let hash = zishu::source::fingerprint([other.as_slice()]);
        noted["files"][&*name]["size"] = other.len().into();
        noted["files"][&*name]["hash"] = hash.into();
        fs::write(file, other)?;
    }
    fs::write(&record, noted.to_string())?;
    File::options().append(true).open(&record)?.set_modified(SystemTime::UNIX_EPOCH)?;
    let (said, again) = render(&["--word"])?;
    expect(!said.contains(AS_RECORDED) && again == both, "another program's files", &said)?;

    Ok(())
}

fn expect(holds: bool, what: &str, said: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(format!("not {what}: {said}").into()) }
}

/// The only record.
fn record(folder: &Path) -> Result<std::path::PathBuf, Failed> {
    golden::files(folder, "json").into_iter().next().ok_or_else(|| "there is no record".into())
}
