//! A workspace's files, read.
//!
//! In: a folder. Out: [`Loaded`], with the problems of reading, or [`Unreadable`].

use crate::diag::Diagnostics;
use crate::indicator::{self, Indicators};
use crate::source::{Overlay, Sources};
use crate::workspace::{self, Workspace};
use std::path::Path;

/// A workspace with its data, as read.
#[derive(Debug)]
pub struct Loaded {
    /// Every file that was read.
    pub sources: Sources,
    /// Outline, bureaus, chapters, templates.
    pub workspace: Workspace,
    /// Indicators and their values.
    pub indicators: Indicators,
    /// What is wrong with these files.
    pub problems: Diagnostics,
}

/// A workspace that can't be read at all.
#[derive(Debug)]
pub struct Unreadable {
    /// The files that were read, in which the problems lie.
    pub sources: Sources,
    /// Why it can't be read.
    pub problems: Diagnostics,
}

/// Reads a workspace.
pub fn load(root: &Path) -> Result<Loaded, Unreadable> {
    load_overlaid(root, Overlay::new())
}

/// Reads a workspace; files of the overlay stand for its own.
pub fn load_overlaid(root: &Path, overlay: Overlay) -> Result<Loaded, Unreadable> {
    let mut sources = Sources::with_overlay(overlay);
    let mut problems = Diagnostics::default();

    let Ok(workspace) = workspace::load(root, &mut sources, &mut problems) else {
        return Err(Unreadable { sources, problems });
    };
    let Ok(indicators) = indicator::load(&workspace, &mut sources, &mut problems) else {
        return Err(Unreadable { sources, problems });
    };
    Ok(Loaded { sources, workspace, indicators, problems })
}
