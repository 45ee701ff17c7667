//! The format of `tests/suite/*.md`.
//!
//! In: a case file's text. Out: its cases with their fenced blocks, and back. Everything that isn't
//! a block of a case is kept as it stands.

use crate::workspace::Stage;

/// Opens and closes a block: chapters may hold fences of three.
const FENCE: &str = "````";

/// A case file.
#[derive(Debug)]
pub(crate) struct CaseFile {
    /// What stands before the first case.
    pub(crate) head: String,
    /// The cases.
    pub(crate) cases: Vec<Case>,
}

/// One case: what follows a `## name` line.
#[derive(Debug)]
pub(crate) struct Case {
    /// Its name.
    pub(crate) name: String,
    /// Its blocks, in order.
    pub(crate) blocks: Vec<Block>,
    /// What stands after the last block.
    tail: String,
}

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Block {
    /// What stands between the block before and this one.
    before: String,
    /// The words after the fence.
    info: String,
    /// What it is for.
    pub(crate) role: Role,
    /// Its text; every line ends in `\n`.
    pub(crate) text: String,
}

/// What a block is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// A file of the workspace, by its path.
    File(String),
    /// What is expected of a stage.
    Expect(Stage),
}

impl Case {
    /// The blocks that say what is expected.
    pub(crate) fn expectations(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| matches!(block.role, Role::Expect(_)))
    }
}

impl Block {
    /// A new block of expected text.
    pub(crate) fn expectation(role: Role, text: String) -> Block {
        let stage = match &role {
            Role::Expect(stage) => format!("{stage:?}").to_lowercase(),
            Role::File(path) => path.clone(),
        };
        Block { before: "\n".to_owned(), info: format!("expect {stage}"), role, text }
    }
}

/// Reads a case file.
pub(crate) fn parse(text: &str) -> Result<CaseFile, String> {
    let mut file = CaseFile { head: String::new(), cases: Vec::new() };
    let mut between = String::new();
    let mut lines = text.split_inclusive('\n').enumerate();
    while let Some((number, line)) = lines.next() {
        let number = number + 1;
        if let Some(name) = line.strip_prefix("## ") {
            settle(&mut file, std::mem::take(&mut between));
            let name = name.trim().to_owned();
            if file.cases.iter().any(|case| case.name == name) {
                return Err(format!("line {number}: a second case {name:?}"));
            }
            file.cases.push(Case { name, blocks: Vec::new(), tail: String::new() });
        } else if let Some(info) = line.strip_prefix(FENCE) {
            let Some(case) = file.cases.last_mut() else {
                return Err(format!("line {number}: a block before the first case"));
            };
            let info = info.trim_end().to_owned();
            let role = role(&info).ok_or(format!("line {number}: what is {info:?}?"))?;
            if case.blocks.iter().any(|block| block.role == role) {
                return Err(format!("line {number}: a second block {info:?}"));
            }
            let mut text = String::new();
            loop {
                match lines.next() {
                    Some((_, line)) if line.trim_end() == FENCE => break,
                    Some((_, line)) => text.push_str(line),
                    None => return Err(format!("line {number}: the block isn't closed")),
                }
            }
            case.blocks.push(Block { before: std::mem::take(&mut between), info, role, text });
        } else {
            between.push_str(line);
        }
    }
    settle(&mut file, between);
    Ok(file)
}

fn settle(file: &mut CaseFile, between: String) {
    match file.cases.last_mut() {
        Some(case) => case.tail = between,
        None => file.head = between,
    }
}

/// `expect STAGE`, `LANGUAGE`, or `LANGUAGE PATH`.
fn role(info: &str) -> Option<Role> {
    match info.split_once(' ') {
        Some(("expect", stage)) => Stage::from_name(stage).map(Role::Expect),
        Some((_, path)) => Some(Role::File(path.trim().to_owned())),
        None if info == "md" => Some(Role::File(super::DEFAULT.to_owned())),
        None => None,
    }
}

/// Writes a case file.
pub(crate) fn print(file: &CaseFile) -> String {
    let mut text = file.head.clone();
    for case in &file.cases {
        text.push_str(&format!("## {}\n", case.name));
        for block in &case.blocks {
            text.push_str(&format!("{}{FENCE}{}\n", block.before, block.info));
            text.push_str(&block.text);
            text.push_str(&format!("{FENCE}\n"));
        }
        text.push_str(&case.tail);
    }
    text
}
