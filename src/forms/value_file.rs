//! Which bureaus give values, and the file in which a bureau's values stand.

use crate::indicator::Indicators;
use crate::source::{FileId, Sources};
use crate::workspace::{Bureau, Workspace};

/// A bureau's value file.
#[derive(Debug, Clone)]
pub struct ValueFile {
    /// Path relative to the workspace, with `/`.
    pub path: String,
    /// The file, where it exists.
    pub file: Option<FileId>,
}

/// The bureaus that own indicators, in the order of bureaus.yaml.
pub fn bureaus<'a>(workspace: &'a Workspace, indicators: &Indicators) -> Vec<&'a Bureau> {
    let owns = |bureau: &&Bureau| !indicators.by_owner(&bureau.short).is_empty();
    workspace.bureaus.iter().filter(owns).collect()
}

/// Where a bureau's values stand or will stand.
pub fn value_file(bureau: &str, indicators: &Indicators, sources: &Sources) -> ValueFile {
    let path = format!("chapters/indicators/{bureau}.yaml");
    if let Some(file) = sources.find(&path) {
        return ValueFile { path, file: Some(file) };
    }

    let datum = indicators.values.values().find(|datum| datum.bureau == bureau);
    match datum.map(|datum| datum.span.file) {
        Some(file) => ValueFile { path: sources.path(file).to_owned(), file: Some(file) },
        None => ValueFile { path, file: None },
    }
}
