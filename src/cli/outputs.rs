//! The files of documents in out/.

use super::files::{self, Save};
use crate::pipeline::BuiltDocument;
use std::path::Path;

/// A file that was written.
pub(super) struct Written {
    /// Path relative to the workspace.
    pub path: String,
    /// Size in bytes.
    pub size: usize,
    /// Pages of a PDF.
    pub pages: Option<u32>,
}

/// Writes the files that were made into out/, all of them or none.
pub(super) fn write(root: &Path, documents: &[BuiltDocument]) -> anyhow::Result<Vec<Written>> {
    let mut written = Vec::new();
    let mut saves = Vec::new();
    for BuiltDocument { name, files, .. } in documents {
        let Some(files) = files else { continue };
        let pages = Some(files.layout.pages);
        for (extension, bytes, pages) in [("pdf", &files.pdf, pages), ("docx", &files.word, None)] {
            if let Some(bytes) = bytes {
                let file = format!("{name}.{extension}");
                saves.push(Save::output(root.join("out").join(&file), bytes));
                written.push(Written { path: format!("out/{file}"), size: bytes.len(), pages });
            }
        }
    }

    files::write_all(root, saves)?.keep();
    Ok(written)
}
