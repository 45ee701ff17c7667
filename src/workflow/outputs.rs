//! The files of documents in out/, and the record of their build.

use crate::pipeline::{Built, Files, Inputs};
use crate::source::fingerprint;
use crate::store::{self, ChangeSet};
use crate::verify::{BuildRecord, RecordedFile};
use std::fs;
use std::path::Path;

/// Builds whose records are kept.
const MAX_RECORDS: usize = 200;

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
    /// Their bytes, and the record's.
    pub changes: ChangeSet,
}

impl OutputFiles {
    /// Writes the files; of older builds' records those stay that are newest.
    pub fn commit(&self) -> anyhow::Result<()> {
        super::commit(&self.changes)?;
        store::keep_newest(&self.changes.root().join(BuildRecord::FOLDER), ".json", MAX_RECORDS);
        Ok(())
    }
}

/// The files that were made of documents, taken out of them.
pub fn output_files(root: &Path, built: &mut Built) -> OutputFiles {
    let mut changes = ChangeSet::new(root);
    let mut files = Vec::new();
    let mut record = built.inputs.as_ref().map(|inputs| record(root, inputs));
    for document in &mut built.documents {
        let Some(made) = document.files.as_mut() else { continue };
        let pages = Some(made.layout.pages);

        if let (Some(record), Some(pages)) = (&mut record, made.pages.take()) {
            record.pages.insert(document.name.clone(), pages);
        }

        let formats = [("pdf", made.pdf.take(), pages), ("docx", made.word.take(), None)];
        for (extension, bytes, pages) in formats {
            let Some(bytes) = bytes else { continue };
            let name = format!("{}.{extension}", document.name);
            if let Some(record) = &mut record {
                let earlier = record.files.remove(&name).filter(|_| made.is_as_recorded);
                let file = earlier.unwrap_or_else(|| recorded(&bytes, extension, made));
                record.files.insert(name.clone(), file);
            }

            let path = format!("out/{name}");
            files.push(OutputFile { path: path.clone(), size: bytes.len(), pages });
            changes.output(path, bytes);
        }
    }

    if let (Some(record), Some(inputs)) = (record, &built.inputs) {
        changes.output(BuildRecord::path(inputs.number), record.text());
    }

    OutputFiles { files, changes }
}

/// The record of a build; where an earlier run made other files of it, with these.
fn record(root: &Path, inputs: &Inputs) -> BuildRecord {
    let Inputs { version, variant, files, number } = inputs;
    let mut record = BuildRecord::new(*number, version, variant, files);
    let earlier = fs::read(root.join(BuildRecord::path(*number))).ok();
    if let Some(earlier) = earlier.and_then(|text| BuildRecord::parse(&text, *number)) {
        (record.files, record.pages) = (earlier.files, earlier.pages);
    }
    record
}

fn recorded(bytes: &[u8], extension: &str, made: &Files) -> RecordedFile {
    let proof = made.proof.as_ref().filter(|_| extension == "docx");
    let paragraphs = proof.map(|proof| proof.paragraphs.join(" ")).unwrap_or_default();
    RecordedFile { size: bytes.len(), hash: fingerprint([bytes]), paragraphs }
}
