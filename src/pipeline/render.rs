//! Document to files: Typst lays out on this thread while Word is made on another.

use super::Loaded;
use crate::diag::{Diagnostics, Reported};
use crate::document::Document;
use crate::font::Faces;
use crate::pdf::{self, Layout};
use crate::profile::Profile;
use crate::word;

/// Which files are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// PDF alone.
    Pdf,
    /// Word alone; its contents still take their page numbers from Typst's layout.
    Word,
    /// Both.
    Both,
}

/// What was made.
#[derive(Debug)]
pub struct Outputs {
    /// The PDF, if wanted.
    pub pdf: Option<Vec<u8>>,
    /// The Word file, if wanted.
    pub word: Option<Vec<u8>>,
    /// Pages and what stands on them.
    pub layout: Layout,
}

/// Makes the wanted files.
pub fn render(
    loaded: &Loaded,
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> Result<Outputs, Reported> {
    let _ = (loaded, document, profile, faces, wanted, diagnostics);
    let _ = (pdf::generate, word::build);
    unimplemented!()
}
