//! New entries of registers.

use crate::register::{self, Entry, Register};
use crate::source::Sources;
use crate::store::ChangeSet;
use crate::workflow::saving::refuse_outside;
use crate::workspace::Workspace;
use anyhow::anyhow;

/// Adds a register's file with these entries behind what it holds; `sources` are those that it was read into.
///
/// # Errors
/// Where the file has mistakes, can't be continued, or lies outside the workspace.
pub fn append_entries(
    workspace: &Workspace,
    register: &Register,
    entries: &[Entry],
    sources: &Sources,
    changes: &mut ChangeSet,
) -> anyhow::Result<()> {
    refuse_outside(&workspace.root, &workspace.root.join(&register.path))?;
    let year = workspace.report.date.year;
    let bytes = register::append(register, entries, year, sources)
        .map_err(|unappendable| anyhow!(unappendable.reason))?;
    changes.replace(&register.path, bytes, sources);
    Ok(())
}
