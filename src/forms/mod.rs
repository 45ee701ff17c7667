//! 填报表: the spreadsheets in which bureaus give their values, out and back in.
//!
//! In: a workspace and its indicators; filled forms. Out: an .xlsx for each bureau; the new text of
//! a bureau's value file with what a form changes, and nothing else changed. A form is taken whole
//! or not at all. It touches no file: that is for the command line.

mod apply;
mod current;
mod layout;
mod number;
mod package;
mod paper;
mod percent;
mod read;
mod row;
mod sheet;
mod write;

#[cfg(test)]
mod tests;

pub use apply::apply;
pub use layout::{Field, Fields};
pub use read::read;
pub use row::Change;
pub use rust_xlsxwriter::XlsxError;

use crate::diag::Reported;
use crate::indicator::{IndicatorId, Indicators};
use crate::source::{FileId, Sources};
use crate::workspace::{Bureau, Workspace};

/// Largest form that is read, in bytes.
pub const LARGEST: usize = package::LARGEST;

/// What a filled form comes to.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Short name of the bureau.
    pub bureau: String,
    /// What the form changes, in its order.
    pub changes: Vec<Change>,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Rows that the bureau was asked for and that the form lacks.
    pub absent: usize,
}

/// A bureau's value file.
#[derive(Debug, Clone)]
pub struct ValueFile {
    /// Path relative to the workspace, with `/`.
    pub path: String,
    /// Its place, where it exists.
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
    let given = indicators.values.values().find(|datum| datum.bureau == bureau);
    match given.map(|datum| datum.span.file) {
        Some(file) => ValueFile { path: sources.path(file).to_owned(), file: Some(file) },
        None => ValueFile { path, file: None },
    }
}

/// Whether a file is a form with entries that are neither as it was sent nor in the value file.
pub fn is_pending(bytes: &[u8], text: &str, indicators: &Indicators) -> bool {
    let sheet = package::check(bytes).and_then(|()| sheet::read(bytes));
    let (Ok(sheet), Ok(current)) = (sheet, current::read(text, indicators)) else { return false };
    let number = |text: &str| number::shown(text.parse().ok()?).ok();
    let same = |one: &str, other: &str| {
        one == other || number(one).is_some_and(|one| Some(one) == number(other))
    };
    sheet.rows().into_iter().any(|row| {
        let id = indicators.find(&sheet.text(row, layout::KEY_NAME));
        let year = sheet.text(row, layout::KEY_YEAR).parse();
        let (Some(id), Ok(year)) = (id, year) else { return false };
        let now = current.fields(id, year);
        Field::ALL.into_iter().any(|field| {
            let filled = sheet.text(row, field.column());
            let sent = sheet.text(row, field.base_column());
            !same(&filled, &sent) && !same(&filled, &now[field.index()])
        })
    })
}

/// The blank form of a bureau, with what its value file says so far.
///
/// Fails where a text is longer than a cell holds (32767 characters).
pub fn write(
    workspace: &Workspace,
    indicators: &Indicators,
    bureau: &Bureau,
    text: &str,
) -> Result<Result<Vec<u8>, XlsxError>, Reported> {
    let current = current::read(text, indicators)?;
    let owned: Vec<IndicatorId> = indicators.by_owner(&bureau.short);
    let rows = write::Rows { workspace, indicators, owned: &owned, current: &current };
    Ok(write::write(bureau, &rows))
}
