//! Two states of the repository's report as one Word file, the older one from Git.
//!
//! In: the repository's chapters, some changed. Out: one trial: what the validators find, and whether
//! the changes stand in the file under their bureaus.

use crate::{cases, tools};
use libtest_mimic::{Failed, Trial};
use std::io::Read;
use std::path::Path;
use std::process::Command;

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("compare::a_git_revision_and_now", revision)]
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, Failed> {
    let mut command = Command::new(tools::program("git")?);
    command.arg("-C").arg(folder).args([
        "-c",
        "user.name=zishu",
        "-c",
        "user.email=zishu@localhost",
    ]);
    tools::run(command.args(arguments)).map_err(Failed::from)
}

fn revision() -> Result<(), Failed> {
    let workspace = cases::repository();
    let root = workspace.root();
    git(root, &["init", "--quiet"])?;
    git(root, &["add", "--all"])?;
    git(root, &["commit", "--quiet", "--message", "送审"])?;
    let chapter = root.join("chapters/06-产品质量/市质监局.md");
    let text = std::fs::read_to_string(&chapter).map_err(|error| error.to_string())?;
    let changed = text.replacen('，', "，进一步", 3) + "\n新增的一段，说明今年的做法。\n";
    std::fs::write(&chapter, changed).map_err(|error| error.to_string())?;
    let before = git(root, &["status", "--porcelain"])?;
    let ran = cases::zishu(root, &["review", "compare", "HEAD", "-o", "花脸稿.docx"]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    let made = root.join("花脸稿.docx");
    tools::validate(&made)?;
    tools::check_integrity(&made)?;
    let bytes = std::fs::read(&made).map_err(|error| error.to_string())?;
    assert_eq!(zishu::word::lint(&bytes), Vec::<String>::new());
    let body = part(&bytes)?;
    assert!(body.contains("w:author=\"市质监局\""), "the author of a change is its bureau");
    assert!(body.contains("新增的一段，说明今年的做法。"), "the new paragraph");
    assert!(body.contains("修改一览"), "the list");
    assert!(!body.contains("<w:delText"), "nothing was deleted");
    std::fs::remove_file(&made).map_err(|error| error.to_string())?;
    assert_eq!(git(root, &["status", "--porcelain"])?, before, "Git's index stays");
    let ran = cases::zishu(root, &["review", "compare", "HEAD~9"]);
    assert!(ran.code == "2" && ran.stderr.contains("HEAD~9"), "{}", ran.stderr);
    Ok(())
}

fn part(bytes: &[u8]) -> Result<String, Failed> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    let mut archive = archive.map_err(|error| error.to_string())?;
    let mut text = String::new();
    let mut part = archive.by_name("word/document.xml").map_err(|error| error.to_string())?;
    part.read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}
