//! What determines the files of a build, and its number.
//!
//! In: a workspace as read, its documents and faces, what was asked for. Out: a hash for every input by its
//! name. Line ends and byte-order marks don't count, nor which of the documents and kinds of files were asked
//! for: all files of one state have one number.

use super::load::Loaded;
use super::request::{Edition, Output, Request};
use crate::bundle;
use crate::document::{Document, visit};
use crate::source::{SourceFile, fingerprint};
use crate::stamp::{BuildNumber, Stamp, Variant};
use crate::typography::{Faces, Search};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;

/// What the files of a build are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// The program's version.
    pub version: String,
    /// What was asked for.
    pub variant: Variant,
    /// A hash of every file by its path in the workspace, and of every face by its name.
    pub files: BTreeMap<String, String>,
    /// The build's number.
    pub number: BuildNumber,
}

impl Inputs {
    /// Gathers them; `documents` are all that report.yaml asks for, whose designs were read.
    pub(super) fn gather(
        loaded: &Loaded,
        documents: &[&Document],
        faces: &Faces,
        request: &Request,
    ) -> Inputs {
        let mut files = BTreeMap::new();
        for (_, source) in loaded.sources.iter().filter(|(_, source)| !is_built_in(source)) {
            files.insert(source.path().to_owned(), hash_of_text(source.text()));
        }

        for picture in documents.iter().flat_map(|document| visit::pictures(document)) {
            if !files.contains_key(&picture.path) {
                let bytes = fs::read(loaded.workspace.root.join(&picture.path)).unwrap_or_default();
                files.insert(picture.path.clone(), fingerprint([bytes.as_slice()]));
            }
        }

        for (family, identity) in faces.identities() {
            files.insert(format!("{FACE}{family}"), identity);
        }

        let version = env!("CARGO_PKG_VERSION").to_owned();
        let variant = variant(loaded, request);
        let number = number(&version, &variant, &files);
        Inputs { version, variant, files, number }
    }

    /// What the files of a document say of the build.
    pub fn stamp(&self, document: &str) -> Stamp {
        let Inputs { version, variant, number, .. } = self.clone();
        Stamp { version, number, document: document.to_owned(), variant }
    }
}

/// Whether documents other than these may show pictures that these don't, as far as their texts tell.
pub(super) fn may_show_other_pictures(loaded: &Loaded, outputs: &[Output]) -> bool {
    let chapters = &loaded.workspace.chapters;
    // The report's own chapters are printed in no other document.
    let is_own = |file| chapters.iter().any(|chapter| chapter.file == file);
    let others = loaded.sources.iter().filter(|(file, _)| !is_own(*file));
    !outputs.contains(&Output::Report) || others.into_iter().any(|(_, file)| may_show(file.text()))
}

/// Whether a text may show a picture: an exclamation mark before a bracket, or where a template or a value
/// may bring one.
fn may_show(text: &str) -> bool {
    text.match_indices('!').any(|(start, mark)| {
        let rest = text[start + mark.len()..].trim_start();
        rest.is_empty() || rest.starts_with(['[', '{', '"', '\'', '\u{FDD0}'])
    })
}

/// Before a face's name among the inputs.
const FACE: &str = "字体 ";

fn variant(loaded: &Loaded, request: &Request) -> Variant {
    let workspace = &loaded.workspace;
    let is_other = |name: &String| {
        Output::all(workspace).iter().any(|output| output.profile(workspace).value != *name)
    };

    Variant {
        is_formal: request.edition == Edition::Formal,
        profile: request.profile.clone().filter(is_other),
        has_system_faces: request.faces == Search::System,
    }
}

fn number(version: &str, variant: &Variant, files: &BTreeMap<String, String>) -> BuildNumber {
    let built_in = bundle::templates();
    let built_in = fingerprint(built_in.iter().flat_map(|(path, text)| [path.as_bytes(), text]));
    let head = format!("{version}\n{built_in}\n{variant:?}\n");
    let files: String = files.iter().map(|(path, hash)| format!("{path}\n{hash}\n")).collect();
    BuildNumber::of_fingerprint(&fingerprint([head.as_bytes(), files.as_bytes()]))
}

/// Whether a file is a template as the program has it, whether the workspace has a copy or not.
fn is_built_in(source: &SourceFile) -> bool {
    let path = source.path().strip_suffix("（内置）").unwrap_or(source.path());
    let built_in = path.strip_prefix("templates/").and_then(bundle::template);
    built_in.is_some_and(|text| plain(text) == plain(source.text()))
}

/// The hash of a text among the inputs: line ends don't count.
pub fn hash_of_text(text: &str) -> String {
    fingerprint([plain(text).as_bytes()])
}

/// A text with line ends of one kind.
fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::may_show;

    #[test]
    fn texts_that_may_show_pictures() {
        let may = ["![图](a.png)", "甲! [图](a.png)", "!{{ 图 }}", "{{ \"!\" }}[图](a.png)", "甲!"];
        assert_eq!(may.map(may_show), [true; 5]);
        let may_not = ["", "甲！[图](a.png)", "{% if a != b %}", "<!-- 甲 -->", "a! b"];
        assert_eq!(may_not.map(may_show), [false; 5]);
    }
}
