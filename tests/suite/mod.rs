//! `tests/suite/*.md`: many small cases a file.
//!
//! In: a case's few lines of a chapter. Out: its problems and the dump of a stage, compared with the
//! case's `expect` blocks, or written into them.

mod casefile;

use crate::golden;
use crate::workspace::{self, CHAPTER, Stage, Workspace};
use casefile::{Block, Case, CaseFile, Role};
use libtest_mimic::{Failed, Trial};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// One trial at a time reads or writes a case file.
static WRITING: Mutex<()> = Mutex::new(());

/// One trial for each case.
pub(crate) fn trials() -> Vec<Trial> {
    let folder = golden::root().join("tests/suite");
    let files = golden::files(&folder, ".md");
    files.into_iter().filter(|path| path.parent() == Some(&folder)).flat_map(cases).collect()
}

fn cases(path: PathBuf) -> Vec<Trial> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let file = match read(&path) {
        Ok(file) => file,
        Err(problem) => {
            return vec![Trial::test(format!("suite::{stem}"), || Err(problem.into()))];
        }
    };
    let names: Vec<String> = file.cases.iter().map(|case| case.name.clone()).collect();
    let trial = |name: String| {
        let path = path.clone();
        Trial::test(format!("suite::{stem}::{name}"), move || run(&path, &name))
    };
    names.into_iter().map(trial).collect()
}

fn read(path: &Path) -> Result<CaseFile, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    casefile::parse(&text).map_err(|problem| format!("{}: {problem}", path.display()))
}

fn run(path: &Path, name: &str) -> Result<(), Failed> {
    let file = {
        let _guard = WRITING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        read(path)?
    };
    let case = file.cases.iter().find(|case| case.name == name).ok_or("the case is gone")?;
    let produced = produce(case)?;
    if golden::overwriting() {
        return accept(path, name, &produced);
    }
    if case.expectations().next().is_none() {
        return Err("the case expects nothing".into());
    }
    for (role, text) in &produced {
        let expected = case.expectations().find(|block| block.role == *role);
        let expected = expected.map_or("", |block| block.text.as_str());
        golden::compare(&format!("{name}: {role:?}"), expected, text)?;
    }
    Ok(())
}

/// The text of every expectation, and of the problems even where none are expected.
fn produce(case: &Case) -> Result<Vec<(Role, String)>, Failed> {
    let workspace = Workspace::small();
    for block in &case.blocks {
        if let Role::File(file) = &block.role {
            workspace.write(file, &block.text);
        }
    }
    let mut produced = Vec::new();
    let mut complaints = None;
    for block in case.expectations() {
        let Role::Expect(stage) = block.role else { continue };
        let outcome = workspace::run(workspace.root(), stage);
        match stage {
            Stage::Problems | Stage::Render | Stage::Checks => complaints = Some(stage),
            Stage::Workspace
            | Stage::Expanded
            | Stage::Chapter
            | Stage::Document
            | Stage::Others
            | Stage::Typst
            | Stage::Word => {
                let text = outcome.stage().unwrap_or("（没有结果）\n").to_owned();
                produced.push((Role::Expect(stage), ended(text)));
            }
        }
    }
    let complaints = complaints.unwrap_or(Stage::Problems);
    let outcome = workspace::run(workspace.root(), complaints);
    produced.push((Role::Expect(complaints), outcome.problems()));
    Ok(produced)
}

fn ended(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn accept(path: &Path, name: &str, produced: &[(Role, String)]) -> Result<(), Failed> {
    let _guard = WRITING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut file = read(path)?;
    let case = file.cases.iter_mut().find(|case| case.name == name).ok_or("the case is gone")?;
    for (role, text) in produced {
        match case.blocks.iter_mut().find(|block| block.role == *role) {
            Some(block) => block.text.clone_from(text),
            None if text.is_empty() => {}
            None => case.blocks.push(Block::expectation(role.clone(), text.clone())),
        }
    }
    let text = casefile::print(&file);
    if std::fs::read_to_string(path).ok().as_deref() != Some(&text) {
        std::fs::write(path, text).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The codes that some case expects.
pub(crate) fn expected_codes() -> Vec<String> {
    let files = golden::files(&golden::root().join("tests/suite"), ".md");
    let cases = files.iter().filter_map(|path| read(path).ok()).flat_map(|file| file.cases);
    let blocks = cases.flat_map(|case| case.blocks);
    let problems = blocks.filter(|block| {
        matches!(block.role, Role::Expect(Stage::Problems | Stage::Render | Stage::Checks))
    });
    let lines: Vec<String> =
        problems.flat_map(|b| b.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let code = |line: &String| line.split(' ').nth(1).map(str::to_owned);
    lines.iter().filter(|line| !line.starts_with(' ')).filter_map(code).collect()
}

/// The path that a block without one writes.
pub(crate) const DEFAULT: &str = CHAPTER;
