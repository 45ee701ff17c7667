//! Drafts in other formats than .docx, by the installed LibreOffice.
//!
//! In: a draft as LibreOffice saves it as .doc, .odt and .rtf. Out: the headings and texts of the draft itself;
//! without LibreOffice a message that says what to do.

use crate::workspace::Workspace;
use crate::{cases, golden, tools};
use libtest_mimic::{Failed, Trial};
use std::path::PathBuf;
use std::process::Command;

/// The formats, and what LibreOffice calls them.
const FORMATS: [(&str, &str); 3] =
    [("doc", "doc:MS Word 97"), ("odt", "odt:writer8"), ("rtf", "rtf:Rich Text Format")];

/// Lines that every format keeps; LibreOffice joins other cells.
const LINES: [&str; 5] = [
    "\n## 总体情况\n",
    "\n### 监督抽查\n",
    "\n面积3 m²。\n",
    "\n表：抽查结果 {单位=\"批次\" 来源=\"市质监局\"}\n",
    "\n继续抽查[^1]。\n",
];

/// The trials.
pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("adopt::converted-by-libreoffice", converted),
        Trial::test("adopt::without-libreoffice", without_office),
    ]
}

fn adopt<'a>(draft: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let adopt = ["adopt", draft, "--section", "06", "--bureau", "市统计局"];
    [&adopt[..], more].concat()
}

fn converted() -> Result<(), Failed> {
    for (ending, filter) in FORMATS {
        let draft = save("converted", ending, filter)?;
        // The content tells what a file is, whatever its name.
        let renamed = draft.with_extension("docx");
        std::fs::rename(&draft, &renamed).map_err(|error| error.to_string())?;
        let draft = renamed.to_string_lossy().into_owned();

        let workspace = Workspace::small();
        let ran = cases::zishu(workspace.root(), &adopt(&draft, &["--dry-run"]));
        let told = format!("由 LibreOffice 从 .{ending} 转换");
        if ran.code != "0" || !ran.stderr.contains(&told) {
            return Err(format!("{ending}: {}{}", ran.stdout, ran.stderr).into());
        }
        if let Some(line) = LINES.iter().find(|line| !ran.stdout.contains(**line)) {
            return Err(format!("{ending}: no {line:?} in\n{}", ran.stdout).into());
        }
    }
    Ok(())
}

fn without_office() -> Result<(), Failed> {
    let (ending, filter) = FORMATS[0];
    let draft = save("without", ending, filter)?.to_string_lossy().into_owned();
    let workspace = Workspace::small();
    let ran = cases::zishu_with(workspace.root(), &adopt(&draft, &[]), Some("/none"));
    let words = "是旧式 .doc 文件，不是 .docx；在 Word 或 WPS 里打开，另存为 .docx";
    if ran.code == "2" && ran.stderr.contains(words) { Ok(()) } else { Err(ran.stderr.into()) }
}

/// The draft of a case as LibreOffice saves it. Trials run side by side, and two LibreOffices in one
/// profile end each other: each trial has a folder of its own.
fn save(trial: &str, ending: &str, filter: &str) -> Result<PathBuf, Failed> {
    let folder = golden::root().join("target/tests/adopt").join(trial).join(ending);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let draft = golden::root().join("tests/cases/adopt/draft/files/draft.docx");
    let mut command = Command::new(tools::program("soffice")?);
    command.args([&profile, "--headless", "--convert-to", filter, "--outdir"]);
    tools::run(command.arg(&folder).arg(draft))?;
    let saved = folder.join("draft").with_extension(ending);
    if saved.exists() { Ok(saved) } else { Err("LibreOffice wrote no draft".into()) }
}
