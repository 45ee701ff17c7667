//! Workspaces for other cities: from a 责任分工表 of another layout, as Word and as Excel, and from the sample's plan.
//!
//! In: `cities/<city>/table.txt` and `bureaus.txt`, as tables of text. Out: trials that both formats give the
//! settings of `cities/<city>/expected/`, that the workspace reads without an error and that nothing of the sample's
//! city is left in it; the sample's own table, made of its plan, gives its plan again.

mod tables;

use crate::workspace::Workspace;
use crate::{cases, golden, tools};
use libtest_mimic::{Failed, Trial};
use std::process::Command;
use zishu::pipeline;
use zishu::workspace::{PlanRow, sample_mention};

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = CITIES
        .iter()
        .map(|city| Trial::test(format!("cities::{}", city.name), || from_table(city)))
        .collect();
    trials.push(Trial::test("cities::own-table", own_table));
    trials.push(Trial::test("cities::without-a-table", without_a_table));
    trials.push(Trial::test("cities::old-formats", old_formats));
    trials.push(Trial::test("cities::other-files-are-named", other_files));
    trials
}

/// A city with its table.
struct City {
    name: &'static str,
    arguments: &'static [&'static str],
    has_bureaus: bool,
}

const CITIES: &[City] = &[
    City { name: "云州", arguments: &["--city", "云州市"], has_bureaus: false },
    City {
        name: "江口",
        arguments: &[
            "--city",
            "江口市",
            "--years",
            "2020,2021,2022,2023,2024",
            "--date",
            "2025-05-01",
        ],
        has_bureaus: true,
    },
];

/// The settings that are compared.
const SETTINGS: &[&str] = &["plan.yaml", "bureaus.yaml", "report.yaml", "indicators/_定义.yaml"];

fn read(path: &std::path::Path) -> Result<String, Failed> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn from_table(city: &City) -> Result<(), Failed> {
    let folder = golden::root().join("tests/cities").join(city.name);
    let table = read(&folder.join("table.txt"))?;
    let workspace = Workspace::empty();
    workspace.write("分工.docx", tables::word(&table));
    workspace.write("分工.xlsx", tables::workbook(&table));
    if city.has_bureaus {
        let bureaus = read(&folder.join("bureaus.txt"))?;
        workspace.write("单位.docx", tables::word(&bureaus));
        workspace.write("单位.xlsx", tables::workbook(&bureaus));
    }

    for ending in ["docx", "xlsx"] {
        let (plan, bureaus) = (format!("分工.{ending}"), format!("单位.{ending}"));
        let mut arguments = vec!["init", ending, "--plan", &plan];
        arguments.extend(city.arguments);
        if city.has_bureaus {
            arguments.extend(["--bureaus", &bureaus]);
        }
        let ran = cases::zishu(workspace.root(), &arguments);
        if ran.code != "0" {
            return Err(format!("{arguments:?}: {}{}", ran.stdout, ran.stderr).into());
        }

        let said = ran.stdout.replace(ending, "新工作区");
        compare(&folder.join("expected/console.txt"), &said)?;
        for name in SETTINGS {
            let text = read(&workspace.root().join(ending).join("chapters").join(name))?;
            let file = name.rsplit('/').next().unwrap_or(name);
            compare(&folder.join("expected").join(file), &text)?;
        }
        sound(&workspace, ending)?;
    }
    Ok(())
}

fn compare(path: &std::path::Path, produced: &str) -> Result<(), Failed> {
    if golden::overwriting() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        return std::fs::write(path, produced).map_err(|error| error.to_string().into());
    }
    golden::compare(&path.to_string_lossy(), &read(path)?, produced)
}

/// A workspace reads without an error, and nothing of the sample's city is left in it.
fn sound(workspace: &Workspace, folder: &str) -> Result<(), Failed> {
    let root = workspace.root().join(folder);
    let ran = cases::zishu(&root, &["check", "--format", "short"]);
    if ran.code != "0" || ran.stdout.contains("sample-city") {
        return Err(format!("check: {}{}", ran.stdout, ran.stderr).into());
    }

    let place = sample_mention();
    for file in golden::files(&root.join("chapters"), "") {
        let text = read(&file)?;
        for name in [&place.stem, &place.province] {
            if text.contains(name.as_str()) || file.to_string_lossy().contains(name.as_str()) {
                return Err(format!("{name} is left in {}", file.display()).into());
            }
        }
    }
    Ok(())
}

/// The table that the repository's plan is, with all of its joined cells.
fn own_table() -> Result<(), Failed> {
    let loaded = pipeline::load(&golden::root()).map_err(|_| "the repository doesn't read")?;
    let plan = &loaded.workspace.plan;
    let mut table =
        "附件\n责任分工表\n| 序号 | 工作任务 | 具体内容 | < | < | < | 责任单位 |\n".to_owned();
    let mut number = 0;
    for (index, row) in plan.iter().enumerate() {
        let above = index.checked_sub(1).and_then(|above| plan.get(above));
        number += usize::from(above.is_none_or(|above| above.task != row.task));
        table.push_str(&table_row(row, above, number));
    }

    let workspace = Workspace::empty();
    workspace.write("分工.docx", tables::word(&table));
    let city = sample_mention().city.as_str();
    let arguments = [
        "init",
        "新",
        "--city",
        city,
        "--plan",
        "分工.docx",
        "--years",
        "2015-2017",
        "--date",
        "2018-06-13",
    ];
    let ran = cases::zishu(workspace.root(), &arguments);
    if ran.code != "0" {
        return Err(format!("{}{}", ran.stdout, ran.stderr).into());
    }

    let read = pipeline::load(&workspace.root().join("新")).map_err(|_| "it doesn't read")?;
    let shown = |row: &PlanRow| {
        let names = |list: &[zishu::workspace::Spanned<String>]| {
            list.iter().map(|name| name.value.clone()).collect::<Vec<_>>().join("、")
        };
        let (lead, joint) = (names(&row.lead), names(&row.joint));
        let words =
            [&row.id, &row.task, &row.part, &row.column, &row.wording, &row.duty, &lead, &joint];
        let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
        format!("{} {:?} {}", words.join(" | "), row.section, row.narrative)
    };
    let shown = |rows: &[PlanRow]| rows.iter().map(shown).collect::<Vec<_>>().join("\n");
    golden::compare("plan", &shown(plan), &shown(&read.workspace.plan))
}

/// A row of the plan as a row of the table; what is the same above is joined.
fn table_row(row: &PlanRow, above: Option<&PlanRow>, number: usize) -> String {
    let same_task = above.is_some_and(|above| above.task == row.task);
    let same_part = same_task && above.is_some_and(|above| above.part == row.part);
    let joined = |is_same: bool, text: &str| if is_same { "^".to_owned() } else { text.to_owned() };
    let head =
        format!("{} | {}", joined(same_task, &number.to_string()), joined(same_task, &row.task));
    if row.part.is_empty() {
        return format!("| {head} | {} | < | < | < | {} |\n", row.wording, row.duty);
    }

    let column = |row: &PlanRow| row.column.split(' ').next().unwrap_or("").to_owned();
    let same_column = same_part && above.is_some_and(|above| column(above) == column(row));
    let content = match row.column.split_once(' ') {
        Some((_, inner)) => {
            let is_same = same_part && above.is_some_and(|above| above.column == row.column);
            format!("{} | {}", joined(is_same, inner), row.wording)
        }
        None => format!("{} | <", row.wording),
    };
    let (part, column) = (joined(same_part, &row.part), joined(same_column, &column(row)));
    format!("| {head} | {part} | {column} | {content} | {} |\n", row.duty)
}

/// The sample's plan with another city's name.
fn without_a_table() -> Result<(), Failed> {
    let workspace = Workspace::empty();
    let arguments = ["init", "新", "--city", "云州市", "--date", "2025-06-10"];
    let ran = cases::zishu(workspace.root(), &arguments);
    if ran.code != "0" || !ran.stdout.contains("没有写 --plan") {
        return Err(format!("{}{}", ran.stdout, ran.stderr).into());
    }
    sound(&workspace, "新")
}

/// The table as WPS and old programs of Office save it.
fn old_formats() -> Result<(), Failed> {
    let table = read(&golden::root().join("tests/cities/云州/table.txt"))?;
    let workspace = Workspace::empty();
    workspace.write("分工.docx", tables::word(&table));
    workspace.write("分工.xlsx", tables::workbook(&table));
    let expected = read(&golden::root().join("tests/cities/云州/expected/plan.yaml"))?;
    for (from, filter) in [("分工.docx", "doc:MS Word 97"), ("分工.xlsx", "xls:MS Excel 97")] {
        let ending = &filter[..3];
        let old = converted(&workspace, from, filter)?;
        let ran =
            cases::zishu(workspace.root(), &["init", ending, "--city", "云州市", "--plan", &old]);
        if ran.code != "0" {
            return Err(format!("{ending}: {}{}", ran.stdout, ran.stderr).into());
        }
        let plan = read(&workspace.root().join(ending).join("chapters/plan.yaml"))?;
        // LibreOffice loses the last columns where the cells of a row are joined otherwise than those above.
        let without_deadlines = |text: &str| {
            let lines = text.lines().filter(|line| !line.starts_with("  # 完成时限"));
            lines.collect::<Vec<_>>().join("\n")
        };
        golden::compare(ending, &without_deadlines(&expected), &without_deadlines(&plan))?;
    }
    Ok(())
}

/// A file of the workspace as LibreOffice saves it in an old format.
fn converted(workspace: &Workspace, from: &str, filter: &str) -> Result<String, Failed> {
    let ending = &filter[..3];
    // LibreOffice doesn't find Chinese file names where no locale is set.
    let plain = workspace.root().join("in").with_extension(from.rsplit('.').next().unwrap_or(""));
    std::fs::copy(workspace.root().join(from), &plain).map_err(|error| error.to_string())?;
    let profile =
        format!("-env:UserInstallation=file://{}", workspace.root().join("profile").display());
    let mut command = Command::new(tools::calc()?);
    command.args([&profile, "--headless", "--convert-to", filter, "--outdir"]);
    tools::run(command.arg(workspace.root()).arg(&plain))?;

    let saved = workspace.root().join("in").with_extension(ending);
    if saved.exists() {
        Ok(saved.to_string_lossy().into_owned())
    } else {
        Err(format!("LibreOffice wrote no {ending}").into())
    }
}

/// Files that are no table of duties: each is named with what to do, and no folder is made.
fn other_files() -> Result<(), Failed> {
    let workspace = Workspace::empty();
    workspace.write("空.docx", b"");
    workspace.write("说明.docx", tables::word("只有文字，没有表。\n"));
    workspace.write("名单.xlsx", tables::workbook("| 姓名 | 单位 |\n| 甲 | 乙 |\n"));
    workspace.write("假.docx", b"%PDF-1.7 no table");
    workspace.write("断.docx", &tables::word("| 责任单位 | 内容 |\n")[..200]);
    workspace.write("没有单位.docx", tables::word("| 内容 | 责任单位 |\n| 甲事 | 待定 |\n"));
    for (file, reason) in [
        ("空.docx", "是空的"),
        ("说明.docx", "没有找到责任分工表"),
        ("名单.xlsx", "没有找到责任分工表"),
        ("假.docx", "读不了"),
        ("断.docx", "读不了"),
        ("没有单位.docx", "没有读出一个单位"),
        ("没有.docx", "没有文件"),
    ] {
        let ran =
            cases::zishu(workspace.root(), &["init", "新", "--city", "云州市", "--plan", file]);
        if ran.code != "2" || !ran.stderr.contains(reason) || workspace.root().join("新").exists()
        {
            return Err(format!("{file}: {} {}{}", ran.code, ran.stdout, ran.stderr).into());
        }
    }
    for arguments in [
        ["init", "新", "--city", "云州市", "--years", "2010-2024"].as_slice(),
        &["init", "新", "--plan", "说明.docx"],
        &["init", "新", "--city", "云/州"],
        &["init", "新", "--city", "云州市", "--sample"],
    ] {
        let ran = cases::zishu(workspace.root(), arguments);
        if ran.code != "2" || workspace.root().join("新").exists() {
            return Err(format!("{arguments:?}: {} {}{}", ran.code, ran.stdout, ran.stderr).into());
        }
    }
    Ok(())
}
