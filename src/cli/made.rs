//! Documents as made, and their files in out/.

use super::files::{self, Save};
use crate::document::Document;
use crate::pipeline::{Design, Loaded, Outputs};
use std::path::Path;

/// A document as made.
pub(super) struct Made {
    /// Its place in the workspace's outputs.
    pub at: usize,
    pub document: Document,
    pub design: Design,
    pub outputs: Outputs,
}

/// A file that was written.
pub(super) struct Written {
    /// Path relative to the workspace.
    pub path: String,
    /// Size in bytes.
    pub size: usize,
    /// Pages of a PDF.
    pub pages: Option<u32>,
}

/// Writes the files that were asked for into out/, all of them or none.
pub(super) fn write(root: &Path, loaded: &Loaded, made: &[Made]) -> anyhow::Result<Vec<Written>> {
    let names = loaded.workspace.outputs();
    let (mut written, mut all) = (Vec::new(), Vec::new());
    for Made { at, outputs, .. } in made {
        let name = names.get(*at).copied().unwrap_or_default();
        let pages = Some(outputs.layout.pages);
        let files = [("pdf", &outputs.pdf, pages), ("docx", &outputs.word, None)];
        for (extension, bytes, pages) in files {
            if let Some(bytes) = bytes {
                let file = format!("{name}.{extension}");
                all.push(Save::output(root.join("out").join(&file), bytes));
                written.push(Written { path: format!("out/{file}"), size: bytes.len(), pages });
            }
        }
    }
    files::write_all(root, all)?.keep();
    Ok(written)
}
