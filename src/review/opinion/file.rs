//! The record of opinions as a file: JSON, one opinion a line, so that versions can be compared.

use super::ledger::Ledger;
use super::model::Opinion;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Where the record is kept, relative to the workspace.
pub const PATH: &str = "chapters/.review/opinions.json";

/// The record as it was read.
#[derive(Debug, Clone, Default)]
pub struct LedgerFile {
    /// What it says.
    pub ledger: Ledger,
    /// Its bytes; `None` where there is none yet.
    pub bytes: Option<Vec<u8>>,
}

impl LedgerFile {
    /// Reads the record of a workspace.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the file and what to do.
    pub fn read(root: &Path) -> Result<LedgerFile, String> {
        let bytes = match fs::read(root.join(PATH)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(LedgerFile::default()),
            Err(error) => return Err(format!("读不出审稿意见记录 {PATH}：{error}")),
        };
        let opinions: Vec<Opinion> = serde_json::from_slice(&bytes).map_err(|error| {
            let line = error.line();
            format!(
                "{PATH}:{line} 不是审稿意见记录的写法，可能合并版本时改坏了；请从备份或版本库取回"
            )
        })?;
        Ok(LedgerFile { ledger: Ledger { opinions }, bytes: Some(bytes) })
    }
}

impl Ledger {
    /// The file's text.
    pub fn text(&self) -> String {
        let lines = self.opinions.iter().filter_map(|one| serde_json::to_string(one).ok());
        let lines: Vec<String> = lines.collect();
        format!("[\n{}\n]\n", lines.join(",\n"))
    }
}
