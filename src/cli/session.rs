//! What the commands on a report share: find the workspace, load it, print the problems.

use super::arguments::Common;
use super::{Outcome, output};
use crate::diag::{self, Diagnostics, Format};
use crate::pipeline::{self, Loaded};
use crate::source::Sources;
use crate::workspace;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// The workspace's folder: that of `-C`, else the present one.
pub(super) fn root(common: &Common) -> anyhow::Result<PathBuf> {
    workspace::locate(common.directory.as_deref().unwrap_or(Path::new(".")))
}

/// Loads the workspace; where it can't be, prints why and gives `None`.
pub(super) fn load(
    common: &Common,
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> anyhow::Result<Option<Loaded>> {
    let (sources, parts) = pipeline::load(root, diagnostics);
    match parts {
        Some((workspace, indicators)) => Ok(Some(Loaded { sources, workspace, indicators })),
        None => {
            report(common, &sources, std::mem::take(diagnostics))?;
            Ok(None)
        }
    }
}

/// Prints every problem, once: to standard error as text for people, to standard output as data.
pub(super) fn report(
    common: &Common,
    sources: &Sources,
    diagnostics: Diagnostics,
) -> anyhow::Result<Outcome> {
    let outcome = if diagnostics.has_errors() { Outcome::Problems } else { Outcome::Clean };
    let sorted = diagnostics.into_sorted(sources);
    let format: Format = common.format.into();
    let written = match format {
        Format::Human => {
            let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            diag::emit(&mut io::stderr().lock(), sources, &sorted, format, colour)
        }
        Format::Short | Format::Json => {
            diag::emit(&mut io::stdout().lock(), sources, &sorted, format, false)
        }
    };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(outcome),
    }
}

/// Prints a line for people, where the output is for people.
pub(super) fn say(common: &Common, text: &str) {
    match common.format.into() {
        Format::Human | Format::Short => output::message(text),
        Format::Json => {}
    }
}
