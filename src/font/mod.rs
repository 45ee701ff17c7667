//! Faces by role: which file serves 仿宋, 黑体 and so on.

use crate::diag::Diagnostics;
use crate::document::Document;
use crate::profile::{FaceRole, Profile};
use crate::source::{Sources, Span};
use std::path::Path;

/// Where faces are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// The workspace's fonts/ and the bundled faces.
    Workspace,
    /// Those of the system too.
    System,
}

/// Which face serves a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceReport {
    /// The role.
    pub role: FaceRole,
    /// Family name.
    pub family: String,
    /// File relative to the workspace, `内置` for a bundled face, or a path of the system.
    pub file: String,
    /// Whether it is a face that official documents ask for, not a stand-in.
    pub standard: bool,
}

/// The faces found.
#[derive(Debug)]
pub struct Faces {
    reports: Vec<FaceReport>,
}

impl Faces {
    /// Looks in fonts/ of the workspace, in the binary and, when asked, in the system.
    pub fn discover(root: &Path, search: Search) -> Faces {
        let _ = (root, search);
        Faces { reports: Vec::new() }
    }

    /// The face of every role, in the order of [`FaceRole::ALL`].
    pub fn reports(&self) -> &[FaceReport] {
        &self.reports
    }
}

/// Reports every character of the document that no face of its role's chain has, and roles without a face.
/// `place` is where the profile is chosen.
pub fn check(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    place: Span,
    diagnostics: &mut Diagnostics,
) {
    let _ = (document, profile, faces, sources, place, diagnostics);
}
