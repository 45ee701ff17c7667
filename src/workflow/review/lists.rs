//! Where the lists of a merge are kept: with a number that follows all others, so that none is replaced.

use crate::diag::Diagnostics;
use crate::document::OpinionTable;
use crate::pipeline::{self, Loaded};
use crate::review::table;
use crate::typography::{Faces, Search};
use crate::workflow::first_error::first_error;
use std::fs;
use std::path::Path;

/// Folder of the lists.
const FOLDER: &str = "out";

/// What the names of the full lists begin with; a number follows.
const FULL_LIST: &str = "审改清单";

/// A number of a list with more digits is somebody's date.
const MAX_NUMBER: u32 = 999_999;

/// The lists of one merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListNames {
    /// Their number.
    pub number: u32,
    /// Path of the table that is filed, as a Word file.
    pub word: String,
    /// Path of the full list, as Markdown.
    pub markdown: String,
}

/// The names that follow all others.
pub(super) fn next_list(root: &Path) -> ListNames {
    let entries = fs::read_dir(root.join(FOLDER)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let number = names.filter_map(|name| list_number(&name)).max().unwrap_or(0) + 1;
    ListNames {
        number,
        word: format!("{FOLDER}/{}-{number}.docx", table::TITLE),
        markdown: format!("{FOLDER}/{FULL_LIST}-{number}.md"),
    }
}

fn list_number(name: &str) -> Option<u32> {
    let rest = [FULL_LIST, table::TITLE].iter().find_map(|prefix| name.strip_prefix(prefix))?;
    let (stem, _) = rest.strip_prefix('-')?.split_once('.')?;
    stem.parse::<u32>().ok().filter(|number| *number <= MAX_NUMBER)
}

/// The table as a Word file, set as the report is; where its template, or the report's design, has errors
/// the first of them.
pub(super) fn word_table(current: &mut Loaded, table: &OpinionTable) -> Result<Vec<u8>, String> {
    let faces = Faces::discover(&current.workspace.root, Search::Workspace);
    let mut problems = Diagnostics::default();
    pipeline::print_opinions(current, table, faces, &mut problems).ok_or_else(|| {
        first_error(&problems, &current.sources).unwrap_or_else(|| "报告的版式有错误".to_owned())
    })
}
