//! The files of documents in out/.

use crate::pipeline::BuiltDocument;
use crate::store::ChangeSet;
use std::path::Path;

/// A file in out/.
#[derive(Debug)]
pub struct OutputFile {
    /// Path relative to the workspace.
    pub path: String,
    /// Size in bytes.
    pub size: usize,
    /// Pages of a PDF.
    pub pages: Option<u32>,
}

/// The files of documents, all of them written or none.
#[derive(Debug)]
pub struct OutputFiles {
    /// What they are.
    pub files: Vec<OutputFile>,
    /// Their bytes.
    pub changes: ChangeSet,
}

/// The files that were made of documents, taken out of them.
pub fn output_files(root: &Path, documents: &mut [BuiltDocument]) -> OutputFiles {
    let mut changes = ChangeSet::new(root);
    let mut files = Vec::new();
    for document in documents {
        let Some(made) = document.files.as_mut() else { continue };
        let pages = Some(made.layout.pages);
        let formats = [("pdf", made.pdf.take(), pages), ("docx", made.word.take(), None)];
        for (extension, bytes, pages) in formats {
            let Some(bytes) = bytes else { continue };
            let path = format!("out/{}.{extension}", document.name);
            files.push(OutputFile { path: path.clone(), size: bytes.len(), pages });
            changes.output(path, bytes);
        }
    }
    OutputFiles { files, changes }
}
