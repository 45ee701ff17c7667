//! Two states of the repository's report as one Word file, the older one from Git.
//!
//! In: the repository's chapters, some changed. Out: one trial: what the validators find, and whether
//! the changes stand in the file under their bureaus.

use crate::disk::rewritten;
use crate::workspace::{CHAPTER, Workspace};
use crate::{cases, tools, word};
use libtest_mimic::{Failed, Trial};
use std::path::Path;
use std::process::Command;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("compare::a_git_revision_and_now", revision),
        Trial::test("compare::nothing_else_is_replaced", links),
    ]
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

/// An output that leads to another file by a link, and a comparison that somebody has changed.
fn links() -> Result<(), Failed> {
    let workspace = Workspace::small();
    let root = workspace.root();
    workspace.write(CHAPTER, "## 总体\n\n质量稳步提升。\n");
    let link = |arguments: &[&str]| {
        let mut command = Command::new("ln");
        tools::run(command.current_dir(root).args(arguments)).map_err(Failed::from)
    };
    link(&["-s", CHAPTER, "软链.docx"])?;
    link(&[CHAPTER, "硬链.docx"])?;
    link(&["-s", "chapters", "目录"])?;
    link(&["-s", "没有.docx", "空链.docx"])?;
    let compare = |output: &str| cases::zishu(root, &["review", "compare", "now", "-o", output]);

    let before = std::fs::read(root.join(CHAPTER)).map_err(|error| error.to_string())?;
    let chapter = root.join("目录/06-产品质量/对照.docx").to_string_lossy().into_owned();
    for output in ["软链.docx", "硬链.docx", "目录/对照.docx", &chapter, "空链.docx"] {
        let ran = compare(output);
        assert_eq!(ran.code, "2", "{output}: {}", ran.stderr);
        let now = std::fs::read(root.join(CHAPTER)).map_err(|error| error.to_string())?;
        assert!(now == before && !root.join("chapters/对照.docx").exists(), "{output}");
    }

    assert_eq!(compare("对照.docx").code, "0");
    assert_eq!(compare("对照.docx").code, "0", "a comparison is replaced by the next");
    let made = root.join("对照.docx");
    let bytes = std::fs::read(&made).map_err(|error| error.to_string())?;
    let noted = rewritten(&bytes, &|text| text.replace("</w:body>", "<!-- 批注 --></w:body>"))?;
    std::fs::write(&made, noted).map_err(|error| error.to_string())?;
    let ran = compare("对照.docx");
    assert!(ran.code == "2" && ran.stderr.contains("对照.docx"), "{}", ran.stderr);
    Ok(())
}

fn part(bytes: &[u8]) -> Result<String, Failed> {
    let parts = word::parts(bytes)?;
    let body = parts.get("word/document.xml").ok_or("there is no document.xml")?;
    Ok(String::from_utf8_lossy(body).into_owned())
}
