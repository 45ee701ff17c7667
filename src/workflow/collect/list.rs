//! How the units stand, as a workbook.

use super::StatusReport;
use crate::delivery::{Column, Delivery};
use crate::forms::{self, ListColumn, ListSheet};
use crate::pipeline::Loaded;
use crate::store::{ChangeSet, Expected, FileChange};
use anyhow::{anyhow, bail};
use std::path::Path;

/// Where the workbook goes where no name was typed, relative to the workspace.
const DEFAULT: &str = "out/报送情况.xlsx";

/// A file that is to be written, and its path as people are told of it.
#[derive(Debug)]
pub struct StatusFile {
    /// Its path.
    pub path: String,
    /// The file.
    pub changes: ChangeSet,
}

impl StatusReport {
    /// The table as a workbook; `path` is where it was asked for.
    ///
    /// # Errors
    /// Where there is another file, or the name isn't that of a workbook.
    pub fn workbook(
        &self,
        loaded: &Loaded,
        summary: &str,
        path: Option<&Path>,
    ) -> anyhow::Result<StatusFile> {
        let list = ListSheet {
            title: "报送情况".to_owned(),
            summary: summary.trim_end().to_owned(),
            columns: columns(),
            rows: self.deliveries.units.iter().map(row).collect(),
        };
        let report = &loaded.workspace.report;
        let bytes = forms::list_workbook(&list, report).map_err(|error| anyhow!("{error}"))?;

        let mut changes = ChangeSet::new(&loaded.workspace.root);
        let Some(path) = path else {
            changes.output(DEFAULT, bytes);
            return Ok(StatusFile { path: DEFAULT.to_owned(), changes });
        };
        let full = new_file(path, "xlsx")?;
        changes.push(FileChange { path: full, bytes, expected: Expected::Absent });
        Ok(StatusFile { path: path.display().to_string(), changes })
    }
}

/// The place of a file that was named and isn't there yet.
pub(super) fn new_file(path: &Path, ending: &str) -> anyhow::Result<std::path::PathBuf> {
    let name = path.display();
    let has_ending = path.extension().is_some_and(|other| other.eq_ignore_ascii_case(ending));
    if !has_ending {
        bail!("{name} 不是 .{ending} 文件名；改为如 报送情况.{ending}");
    }
    let full = std::path::absolute(path)?;
    if full.exists() {
        bail!("{name} 已经存在，没有覆盖；请另取一个文件名");
    }

    Ok(full)
}

fn columns() -> Vec<ListColumn> {
    let column = |heading: &str, width, is_centred| {
        let heading = heading.to_owned();
        ListColumn { heading, width, is_centred }
    };
    let mut columns = vec![
        column("单位", 18.0, false),
        column("截止", 12.0, true),
        column("剩余天数", 9.0, true),
    ];
    columns.extend(Column::ALL.map(|respect| column(respect.name(), 9.0, true)));
    columns.push(column("欠交", 90.0, false));

    columns
}

fn row(unit: &Delivery) -> Vec<String> {
    let deadline = unit.deadline;
    let mut row = vec![
        unit.bureau.clone(),
        deadline.map(|deadline| deadline.date.iso()).unwrap_or_default(),
        deadline.map(|deadline| deadline.days.to_string()).unwrap_or_default(),
    ];
    row.extend(Column::ALL.map(|column| unit.mark(column).sign().to_owned()));
    let owed: Vec<String> = unit.owed().into_iter().map(|item| item.text).collect();
    row.push(owed.join("；"));

    row
}
