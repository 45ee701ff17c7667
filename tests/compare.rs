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
        #[cfg(unix)]
        Trial::test("compare::outputs", unix::outputs),
        #[cfg(unix)]
        Trial::test("compare::git_runs_nothing", unix::nothing_runs),
        #[cfg(unix)]
        Trial::test("compare::git_links_and_sizes", unix::links_and_sizes),
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

#[cfg(unix)]
mod unix {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    /// A workspace whose one chapter is committed.
    fn committed() -> Result<Workspace, Failed> {
        let workspace = Workspace::small();
        workspace.write(CHAPTER, "## 总体\n\n质量稳步提升。\n");
        git(workspace.root(), &["init", "--quiet"])?;
        commit(&workspace)?;
        Ok(workspace)
    }

    fn commit(workspace: &Workspace) -> Result<(), Failed> {
        git(workspace.root(), &["add", "--all"])?;
        git(workspace.root(), &["commit", "--quiet", "--message", "送审"]).map(drop)
    }

    /// Every other way to name a file that isn't to be written, and what may be written.
    pub(super) fn outputs() -> Result<(), Failed> {
        let workspace = Workspace::small();
        workspace.write(CHAPTER, "## 总体\n\n质量稳步提升。\n");
        let other = Workspace::small();
        let root = workspace.root();
        let compare =
            |output: &str| cases::zishu(root, &["review", "compare", "now", "-o", output]);
        assert_eq!(compare("对照.docx").code, "0");

        let elsewhere = other.root().join("chapters/对照.docx").to_string_lossy().into_owned();
        let upper = other.root().join("Templates/对照.docx").to_string_lossy().into_owned();
        symlink(other.root(), root.join("别处"))?;
        symlink(root.join("对照.docx"), root.join("链.docx"))?;
        symlink(root.join("fonts"), root.join("字体"))?;
        fs::create_dir(root.join("夹.docx"))?;
        tools::run(Command::new("mkfifo").arg(root.join("管.docx"))).map_err(Failed::from)?;
        let before = fs::read(root.join("对照.docx"))?;
        let refused = [
            "CHAPTERS/对照.docx",
            "chapters./对照.docx",
            "Chapters/06-产品质量/../对照.docx",
            "templates/profiles/对照.docx",
            "fonts/licensed/对照.docx",
            "字体/对照.docx",
            "别处/chapters/对照.docx",
            &elsewhere,
            &upper,
            "链.docx",
            "夹.docx",
            "夹.docx/",
            "管.docx",
            "对照.pdf",
            "对照",
            "..",
            "",
        ];
        for output in refused {
            let ran = compare(output);
            assert_eq!(ran.code, "2", "{output}: {}{}", ran.stdout, ran.stderr);
            assert!(ran.stderr.starts_with("错误："), "{output}: {}", ran.stderr);
        }
        assert!(fs::symlink_metadata(root.join("链.docx"))?.is_symlink());
        assert!(fs::read(root.join("对照.docx"))? == before);
        for folder in [root, other.root()] {
            for made in ["chapters", "Chapters", "CHAPTERS", "Templates", "fonts"] {
                assert!(!folder.join(made).join("对照.docx").exists(), "{made}");
            }
        }

        for output in ["对照.docx", "新/chapters/对照.docx", "别处/对照.docx", "out/对照.DOCX"]
        {
            let ran = compare(output);
            assert_eq!(ran.code, "0", "{output}: {}", ran.stderr);
        }
        Ok(())
    }

    /// Filters, hooks, monitors, pagers and signatures' programs that a repository names leave a trace
    /// where they run.
    pub(super) fn nothing_runs() -> Result<(), Failed> {
        let workspace = committed()?;
        let root = workspace.root();
        workspace.write(".gitattributes", "* filter=spy diff=spy merge=spy ident\n");
        workspace.write(CHAPTER, "## 总体\n\n质量稳步提升，抽查合格。\n");
        commit(&workspace)?;

        let traces = Workspace::empty();
        let spy = |name: &str| -> Result<String, Failed> {
            let path = traces.root().join(format!("{name}.sh"));
            let trace = traces.root().join(format!("{name}.trace"));
            fs::write(&path, format!("#!/bin/sh\ntouch '{}'\ncat\n", trace.display()))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
            Ok(path.to_string_lossy().into_owned())
        };
        for hook in ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"] {
            let hooks = root.join(".git/hooks");
            fs::create_dir_all(&hooks)?;
            fs::copy(spy(hook)?, hooks.join(hook))?;
        }
        for key in [
            "core.fsmonitor",
            "core.pager",
            "core.sshCommand",
            "core.askPass",
            "core.alternateRefsCommand",
            "diff.external",
            "diff.spy.textconv",
            "diff.spy.command",
            "filter.spy.clean",
            "filter.spy.smudge",
            "filter.spy.process",
            "merge.spy.driver",
            "gpg.program",
            "pager.log",
            "pager.rev-list",
            "remote.origin.uploadpack",
        ] {
            git(root, &["config", key, &spy(key)?])?;
        }
        for (key, value) in [
            ("log.showSignature", "true"),
            ("filter.spy.required", "true"),
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.url", &*root.join(".git").to_string_lossy()),
            ("protocol.file.allow", "always"),
        ] {
            git(root, &["config", key, value])?;
        }

        let compare =
            |typed: &str| cases::zishu(root, &["review", "compare", typed, "-o", "对照.docx"]);
        let traced = || -> Vec<String> {
            let entries = fs::read_dir(traces.root()).into_iter().flatten().flatten();
            let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
            names.filter(|name| name.ends_with(".trace")).collect()
        };
        for typed in ["HEAD", "HEAD~1", "git:HEAD~1"] {
            let ran = compare(typed);
            assert_eq!(ran.code, "0", "{typed}: {}", ran.stderr);
            assert!(traced().is_empty(), "{typed}: {:?}", traced());
        }

        // An object that is missing isn't asked for elsewhere.
        let object =
            git(root, &["-c", "core.fsmonitor=false", "rev-parse", &format!("HEAD:{CHAPTER}")])?;
        let (folder, name) = object.trim().split_at(2);
        fs::remove_file(root.join(".git/objects").join(folder).join(name))?;
        for trace in traced() {
            fs::remove_file(traces.root().join(trace))?;
        }
        let ran = compare("HEAD");
        assert!(ran.code == "2" && ran.stderr.contains(CHAPTER), "{}", ran.stderr);
        assert!(traced().is_empty(), "{:?}", traced());
        Ok(())
    }

    /// Links and large files of a commit are what they are on the disk.
    pub(super) fn links_and_sizes() -> Result<(), Failed> {
        let workspace = committed()?;
        let root = workspace.root();
        let plan = fs::read_to_string(root.join("chapters/plan.yaml"))?;
        workspace.write("资料/文.md", "## 总体\n\n链接里的一段。\n");
        symlink("../../资料/文.md", root.join("chapters/06-产品质量/市统计局.md"))?;
        symlink("没有", root.join("chapters/空链"))?;
        symlink("06-产品质量", root.join("chapters/.回"))?;
        commit(&workspace)?;
        fs::remove_file(root.join("chapters/06-产品质量/市统计局.md"))?;
        let compare = || cases::zishu(root, &["review", "compare", "HEAD", "-o", "对照.docx"]);
        let ran = compare();
        assert_eq!(ran.code, "0", "{}", ran.stderr);
        let body = part(&fs::read(root.join("对照.docx"))?)?;
        assert!(body.contains("<w:delText") && body.contains("链接里的一段"), "{}", ran.stderr);

        let outside = ["/etc/passwd", "../../../../../etc/passwd", "../../..", "市统计局.md"];
        for target in outside {
            let link = root.join("chapters/06-产品质量/市统计局.md");
            symlink(target, &link)?;
            commit(&workspace)?;
            fs::remove_file(&link)?;
            let ran = compare();
            assert!(
                ran.code == "2" && ran.stderr.contains("市统计局.md"),
                "{target}: {}",
                ran.stderr
            );
        }

        let large = format!("{plan}{}", "# 长\n".repeat(2 << 20));
        workspace.write("chapters/plan.yaml", &large);
        workspace.write("chapters/大.bin", vec![b'a'; 40 << 20]);
        commit(&workspace)?;
        workspace.write("chapters/plan.yaml", &plan);
        let ran = compare();
        assert!(
            ran.code == "1" && ran.stderr.contains("chapters/plan.yaml 超过 8 MB"),
            "{}",
            ran.stderr
        );
        Ok(())
    }
}

fn part(bytes: &[u8]) -> Result<String, Failed> {
    let parts = word::parts(bytes)?;
    let body = parts.get("word/document.xml").ok_or("there is no document.xml")?;
    Ok(String::from_utf8_lossy(body).into_owned())
}
