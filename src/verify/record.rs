//! What a build leaves beside its files: out/生成记录/482-109-3755.json.
//!
//! In: inputs and files of a build. Out: text that programs read. The same build has the same record, but that
//! it lists the files of all runs.

use crate::stamp::{BuildNumber, Variant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A build, as its record tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildRecord {
    /// The number, as it is printed.
    build: String,
    /// The program's version.
    pub version: String,
    /// Whether it is a formal copy.
    #[serde(rename = "final")]
    is_formal: bool,
    /// The profile that stood for those of report.yaml.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    /// Whether faces of the system were looked for.
    #[serde(rename = "system-fonts")]
    has_system_faces: bool,
    /// The files that were made, by their names: `自述报告.pdf`.
    pub files: BTreeMap<String, RecordedFile>,
    /// Where the headings landed, by the documents' names: `自述报告`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pages: BTreeMap<String, RecordedPages>,
    /// A hash of each input by its path, or by a face's name.
    pub inputs: BTreeMap<String, String>,
}

/// A file as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedFile {
    /// Size in bytes.
    pub size: usize,
    /// The [`fingerprint`](crate::source::fingerprint()) of its bytes.
    pub hash: String,
    /// A Word file's paragraphs: their hashes, a blank after each but the last.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paragraphs: String,
}

/// Where a document's headings landed, so that a Word file alone needn't wait for a layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedPages {
    /// The [`fingerprint`](crate::source::fingerprint()) of the text that was laid out.
    pub text: String,
    /// The printed page number of every heading, by its number in the document.
    pub headings: BTreeMap<u32, u32>,
}

impl BuildRecord {
    /// Where records are kept, relative to the workspace.
    pub const FOLDER: &str = "out/生成记录";

    /// The record of a build without files.
    pub fn new(
        number: BuildNumber,
        version: &str,
        variant: &Variant,
        inputs: &BTreeMap<String, String>,
    ) -> BuildRecord {
        let Variant { is_formal, profile, has_system_faces } = variant.clone();
        BuildRecord {
            build: number.to_string(),
            version: version.to_owned(),
            is_formal,
            profile,
            has_system_faces,
            files: BTreeMap::new(),
            pages: BTreeMap::new(),
            inputs: inputs.clone(),
        }
    }

    /// The path of a build's record, relative to the workspace.
    pub fn path(number: BuildNumber) -> String {
        format!("{}/{number}.json", Self::FOLDER)
    }

    /// Reads the record of this build; `None` where the text is none, or another's.
    pub fn parse(text: &[u8], number: BuildNumber) -> Option<BuildRecord> {
        let record: BuildRecord = serde_json::from_slice(text).ok()?;
        (record.build == number.to_string()).then_some(record)
    }

    /// The text.
    pub fn text(&self) -> String {
        // A tree of texts and numbers is always written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
