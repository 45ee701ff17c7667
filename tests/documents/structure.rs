//! What the PDFs say to those who can't see the page: lists, tables with captions and heads, names.
//!
//! In: the rendered documents, and a chapter of tables and lists at every height of a page. Out: trials on
//! the structure tree as Poppler reads it, and on PDF/A-2a and PDF/UA-1 as `page` judges them.

use super::{document, pdf_text, read, rendered, scratch, squeeze};
use crate::workspace::{self, CHAPTER, Workspace};
use crate::{golden, tools};
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use zishu::document::{BlockKind, visit};

/// Rules of `page` 0.11 that judge wrongly: it takes widths that krilla writes as real numbers for widths of
/// other glyphs, and the length of a stream in which it meets the word `endstream` by chance for wrong.
const MISTAKEN: [&str; 2] = ["GLYPH-WIDTH", "STREAM-LENGTH"];

/// A structure element.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: String,
    children: Vec<Element>,
}

impl Element {
    /// Calls `visit` for it and all below it, each with the element that it stands in.
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Element, &'a Element)) {
        for child in &self.children {
            visit(child, self);
            child.walk(visit);
        }
    }
}

/// The structure tree of a PDF.
fn tree(file: &Path) -> Result<Element, Failed> {
    let program = tools::program("pdfinfo")?;
    let mut command = Command::new(program);
    command.arg("-struct").arg(file);
    let listed = tools::run(&mut command)?;

    let mut open = vec![Element { name: "Root".to_owned(), ..Element::default() }];
    for line in listed.lines().filter(|line| !line.trim().is_empty()) {
        let depth = 1 + (line.len() - line.trim_start().len()) / 2;
        let line = line.trim();
        if line.starts_with('/') {
            if let Some(element) = open.last_mut() {
                element.attributes += line;
            }
        } else {
            while open.len() > depth {
                close(&mut open);
            }
            let name = line.split([' ', ':', '<']).next().unwrap_or_default().to_owned();
            open.push(Element { name, ..Element::default() });
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().ok_or("no structure".into())
}

fn close(open: &mut Vec<Element>) {
    if let Some(done) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(done);
    }
}

/// How many structure elements of a kind a PDF has, and how many of them hold nothing. Poppler shows neither
/// what a name stands for another nor what is empty; objects are written plainly.
fn raw_count(file: &Path, name: &str) -> Result<(usize, usize), Failed> {
    let bytes = read(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let is_kind = |object: &&str| {
        let after = object.split(&format!("/S/{name}")).nth(1);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let objects: Vec<&str> = text.split("endobj").filter(is_kind).collect();
    let is_empty = |object: &&&str| !object.contains("/K") || object.contains("/K[]");
    Ok((objects.len(), objects.iter().filter(is_empty).count()))
}

/// What is wrong in a PDF's structure, whatever the document.
fn faults(file: &Path, root: &Element) -> Result<Vec<String>, Failed> {
    let mut faults = Vec::new();
    let (heads, empty) = raw_count(file, "TH")?;
    if heads == 0 || empty > 0 {
        faults.push(format!("{empty} of {heads} heads of a table are empty"));
    }
    root.walk(&mut |element, parent| {
        let has = |name: &str| element.children.iter().filter(|child| child.name == name).count();
        let fault = match element.name.as_str() {
            "LI" => has("Lbl") != 1 || has("LBody") != 1 || parent.name != "L",
            "L" => element.children.iter().any(|child| !matches!(&*child.name, "LI" | "L")),
            "TH" => !element.attributes.contains("/Scope"),
            "Caption" => !matches!(&*parent.name, "Table" | "Div" | "Figure"),
            "H1" | "H2" | "H3" | "H4" | "P" => has("P") > 0,
            _ => false,
        };
        if fault {
            faults.push(format!("{} in {}", element.name, parent.name));
        }
    });
    Ok(faults)
}

/// How many elements there are of each name; `Table/Caption` counts those in a table.
fn counts(root: &Element) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    root.walk(&mut |element, parent| {
        for name in [element.name.clone(), format!("{}/{}", parent.name, element.name)] {
            *counts.entry(name).or_default() += 1;
        }
    });
    counts
}

/// The report's structure is its tree's: lists, items, tables and their captions, the title, no cell that
/// is none.
pub(super) fn follows_the_tree() -> Result<(), Failed> {
    let file = rendered()?.pdf;
    let root = tree(&file)?;
    let counts = counts(&root);
    let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
    let document = document()?;
    visit::sections(&document, &mut |block| match &block.kind {
        BlockKind::List(list) => {
            *expected.entry("L").or_default() += 1;
            *expected.entry("LI").or_default() += list.items.len();
        }
        BlockKind::Table(table) => {
            *expected.entry("Table").or_default() += 1;
            let is_captioned = table.caption.is_some() || table.unit.is_some();
            *expected.entry("Table/Caption").or_default() += usize::from(is_captioned);
        }
        _ => {}
    });
    let mut faults = faults(&file, &root)?;
    for (name, count) in expected {
        let found = counts.get(name).copied().unwrap_or(0);
        if found != count {
            faults.push(format!("{found} {name}, not {count}"));
        }
    }
    let mut tasks = 0;
    root.walk(&mut |element, parent| {
        tasks += usize::from(element.name == "Figure" && parent.name == "Lbl");
    });
    if tasks == 0 {
        faults.push("no task".to_owned());
    }
    let titles = raw_count(&file, "Title")?;
    if titles != (1, 0) {
        faults.push(format!("titles: {titles:?}"));
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("{faults:#?}").into()) }
}

/// The other documents are as sound, and each has a bookmark.
pub(super) fn of_the_other_documents() -> Result<(), Failed> {
    for file in rendered()?.all_pdfs()? {
        let faults = faults(&file, &tree(&file)?)?;
        let mut command = Command::new(tools::program("mutool")?);
        let outline = tools::run(command.arg("show").arg(&file).arg("outline"))?;
        if !faults.is_empty() || outline.trim().is_empty() {
            return Err(format!("{}: {faults:#?}, bookmarks {outline:?}", file.display()).into());
        }
    }
    Ok(())
}

/// PDF/A-2a and PDF/UA-1, by a checker that didn't make the file.
pub(super) fn conforms() -> Result<(), Failed> {
    let mut files = rendered()?.all_pdfs()?;
    files.push(sample()?);
    let script = golden::root().join("tests/documents/conformance.py");
    for file in files {
        let mut command = Command::new(tools::program("python3")?);
        command.arg(script.clone()).arg(&file).env("PYTHONPATH", tools::page_validation()?);
        let failures = tools::run(&mut command)?;
        let (rules, found) = failures.split_once('\n').ok_or("no count of rules")?;
        if rules.parse::<u32>().unwrap_or(0) < 100 {
            return Err(format!("{}: only {rules} rules", file.display()).into());
        }
        let found: Vec<&str> =
            found.lines().filter(|line| !MISTAKEN.iter().any(|rule| line.contains(rule))).collect();
        if !found.is_empty() {
            return Err(format!("{}: {found:#?}", file.display()).into());
        }
    }
    Ok(())
}

/// A PDF of tables and lists at every height of a page.
fn sample() -> Result<PathBuf, Failed> {
    let workspace = Workspace::small();
    workspace.write(CHAPTER, chapter());
    let made = workspace::render(workspace.root())?;
    let file = scratch("structure").join("structure.pdf");
    std::fs::write(&file, made.pdf).map_err(|error| error.to_string())?;
    Ok(file)
}

/// Tables of 1 to 46 rows with caption, unit, note and source, and lists of every kind around them.
fn chapter() -> String {
    let mut text = String::from("## 结构\n\n");
    for rows in 1..=46 {
        text += &format!("表：第{rows}张{{单位=\"万元\" 注=\"末行{rows}之注\" 来源=\"统计\"}}\n\n");
        text += "| 名称 | 数量 |\n|---|---|\n";
        for row in 1..rows {
            text += &format!("| 行名{row} | {row}.5 |\n");
        }
        text += &format!("| 末行{rows} | 7.5 |\n\n");
        text += "1. 甲\n   - 乙\n     1. 丙\n\n   段\n2. 丁[^注]\n\n- [x] 戊\n- [ ] 己\n\n";
        text += "`码`\n\n```\n码\n```\n\n";
    }
    text + "[^注]: 脚注。\n"
}

/// The caption is said on each of a table's pages, and the notes stand on the page of the last row.
pub(super) fn tables_over_pages() -> Result<(), Failed> {
    let file = sample()?;
    let mut problems = faults(&file, &tree(&file)?)?;
    let text = pdf_text(&file)?;
    let pages: Vec<String> = text.split('\u{c}').map(squeeze).collect();
    let mut continued = 0;
    for rows in 1..=46 {
        let page = |words: &str| pages.iter().position(|page| page.contains(words));
        let first = page(&format!("第{rows}张"));
        let (row, note) = (page(&format!("末行{rows}7.5")), page(&format!("注：末行{rows}之注")));
        if first.is_none() || row.is_none() || row != note {
            problems.push(format!("table {rows}: caption {first:?}, row {row:?}, note {note:?}"));
        }
        let (Some(first), Some(row)) = (first, row) else { continue };
        for page in pages.iter().take(row + 1).skip(first + 1) {
            continued += 1;
            if !page.contains(&format!("续表1-{rows}")) {
                problems.push(format!("table {rows} has no caption on a page: {page}"));
            }
        }
    }
    if problems.is_empty() && continued > 10 {
        return Ok(());
    }
    Err(format!("{continued} continued, {problems:#?}").into())
}
