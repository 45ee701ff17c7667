//! The preview's page in a real browser.
//!
//! In: the built program over a small workspace, Debian's Chromium, `tests/browser/drive.js`. Out: one
//! trial for each of the script's checks, from one start of the browser; pictures of the page under
//! target/tmp/browser/.

mod faults;
mod server;

use crate::workspace::{CHAPTER, Workspace};
use crate::{golden, tools};
use libtest_mimic::{Failed, Trial};
use std::fmt::Write;
use std::process::Command;
use std::sync::OnceLock;

/// The script's checks, in its order.
const CHECKS: [&str; 26] = [
    "loads",
    "pages_can_be_read",
    "edit_changes_the_page",
    "edit_elsewhere_is_shown",
    "edit_in_view_keeps_the_view",
    "click_shows_the_source",
    "click_before_the_picture",
    "press_while_the_picture_changes",
    "click_on_an_older_picture",
    "found_place_outlives_builds",
    "lists_outlive_builds",
    "clicks_during_saves",
    "problems_come_and_go",
    "failed_build_keeps_the_pages",
    "search_finds",
    "keyboard_alone",
    "documents_are_switched",
    "problem_in_another_document",
    "downloads",
    "goto_from_the_command_line",
    "goto_at_the_start",
    "eight_tabs",
    "two_tabs_follow",
    "server_restarted",
    "narrow",
    "quiet",
];

/// The second document, so that there is one to switch to.
const FORM: &str = "其他文件:
  - 文件名: 申报表
    标题: 试城市申报表
    模板: form.md.j2
    版式: shenbaobiao
    封面: 是
    目录: 否
";

/// Words that the script looks for, by their paragraph.
const WORDS: [(usize, &str); 4] =
    [(8, "试验词甲"), (20, "试验词戊"), (25, "试验词己"), (30, "试验词丙")];

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let check = |name: &'static str| {
        let shown = name.replace('_', "-");
        Trial::test(format!("browser::{shown}"), move || judge(name))
    };
    let listed = Trial::test("browser::every-check-is-a-trial", every_check);
    CHECKS.into_iter().map(check).chain([listed]).chain(faults::trials()).collect()
}

/// A small workspace with a report of some twenty pages and a form.
pub(crate) fn small() -> Workspace {
    let workspace = Workspace::small();
    let path = workspace.root().join("chapters/report.yaml");
    let report = std::fs::read_to_string(path).unwrap();
    workspace.write("chapters/report.yaml", report + FORM);
    workspace.write(CHAPTER, chapter());
    workspace
}

fn chapter() -> String {
    let filling = "各有关部门分工负责，逐级落实责任，定期检查通报，问题整改到位，群众评价良好。";
    let mut text = "## 总体\n\n".to_owned();
    for at in 1..=40 {
        let word = WORDS.iter().find(|(paragraph, _)| *paragraph == at);
        let word = word.map_or(String::new(), |(_, word)| format!("{word}在此。"));
        let body = filling.repeat(6);
        let _ = write!(text, "第{at}段说的是产品质量的总体状况。{word}{body}\n\n");
    }
    text
}

/// What the script printed, all of it run once.
fn log() -> Result<&'static str, Failed> {
    static LOG: OnceLock<Result<String, String>> = OnceLock::new();
    let log =
        LOG.get_or_init(|| drive().map_err(|failed| failed.message().unwrap_or_default().into()));
    log.as_deref().map_err(|problem| problem.clone().into())
}

fn drive() -> Result<String, Failed> {
    let pictures = golden::root().join("target/tmp/browser");
    std::fs::create_dir_all(&pictures).map_err(|error| error.to_string())?;
    let workspace = small();
    let given = serde_json::json!({
        "chromium": tools::program("chromium")?,
        "zishu": env!("CARGO_BIN_EXE_zishu"),
        "root": workspace.root(),
        "pictures": pictures,
        "chapter": CHAPTER,
    });
    let mut command = Command::new(tools::program("node")?);
    command.arg(golden::root().join("tests/browser/drive.js")).arg(given.to_string());
    let log = tools::run(command.env("NODE_PATH", tools::puppeteer()?))?;
    std::fs::write(pictures.join("log.txt"), &log).map_err(|error| error.to_string())?;
    Ok(log)
}

fn judge(name: &str) -> Result<(), Failed> {
    let log = log()?;
    let line = log.lines().find(|line| line.split(' ').nth(1) == Some(name));
    match line {
        Some(line) if line.starts_with("ok ") => Ok(()),
        Some(line) => Err(line.into()),
        None => Err(format!("the script says nothing of {name}\n{log}").into()),
    }
}

fn every_check() -> Result<(), Failed> {
    let done: Vec<&str> = log()?.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    golden::compare("checks", &CHECKS.join("\n"), &done.join("\n"))
}
