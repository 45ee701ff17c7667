//! Files on the disk held against their builds and against the workspace as it is now.
//!
//! In: paths of PDF and Word files, or none for those of out/. Out: for each what it is, whether the workspace
//! has changed since it was made, and whether the file has. What a build made is known by making it again
//! where the workspace is as it was, else by the record that it left.

use super::input::read_limited;
use crate::pipeline::{
    self, Built, Cache, Checks, Edition, Formats, Goal, Inputs, Request, hash_of_text,
};
use crate::source::{decode, fingerprint};
use crate::stamp::{BuildNumber, Stamp, Variant};
use crate::typography::Search;
use crate::verify::{
    BuildRecord, Content, FileKind, Identity, Original, Subject, compare, identify, is_rewritten,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Maximum size of a file that is looked at: pictures of a report may have 1 GB, its files hold them.
const MAX_FILE: u64 = 1 << 30;
/// What is asked for where a folder was named.
const FILES: &str = "其中的 PDF 或 Word 文件";

/// What was found.
#[derive(Debug)]
pub struct Verification {
    /// The files, in the order in which they were named.
    pub files: Vec<VerifiedFile>,
    /// Files that out/ should hold and doesn't, where none were named.
    pub missing: Vec<String>,
}

/// A file, held against its build.
#[derive(Debug)]
pub struct VerifiedFile {
    /// Its path, as it was named.
    pub path: String,
    /// PDF or Word; `None` where it is neither.
    pub kind: Option<FileKind>,
    /// What it is.
    pub identity: Identity,
    /// What the workspace is to it.
    pub state: WorkspaceState,
    /// How far it is what was made.
    pub content: Content,
}

/// What the workspace is to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkspaceState {
    /// As it was when the file was made.
    Same,
    /// Another; what changed, where the build's record is still there.
    Changed(Option<Changes>),
    /// It can't be read now.
    Unreadable,
}

/// What changed in the workspace since a build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Inputs that are other ones now.
    pub changed: Vec<String>,
    /// Those that are new.
    pub added: Vec<String>,
    /// Those that are gone.
    pub removed: Vec<String>,
    /// The version of the program that made the file, where it isn't this one's.
    pub other_version: Option<String>,
}

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is what the workspace gives now.
    Good,
    /// It isn't, or that can't be told.
    Bad,
}

impl VerifiedFile {
    /// The build that made it, where it names one.
    pub fn stamp(&self) -> Option<&Stamp> {
        match &self.identity {
            Identity::Built(stamp) => Some(stamp),
            _ => None,
        }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        let is_good = self.stamp().is_some()
            && self.state == WorkspaceState::Same
            && self.content == Content::Unchanged;
        if is_good { Standing::Good } else { Standing::Bad }
    }
}

impl Verification {
    /// The builds that the files name, each once.
    pub fn builds(&self) -> BTreeSet<BuildNumber> {
        self.files.iter().filter_map(|file| Some(file.stamp()?.number)).collect()
    }

    /// Whether all files are of one build, of the workspace as it is now, and unchanged since.
    pub fn is_good(&self) -> bool {
        let is_good = |file: &VerifiedFile| file.standing() == Standing::Good;
        self.missing.is_empty() && self.builds().len() == 1 && self.files.iter().all(is_good)
    }
}

/// A file with its bytes.
struct Read {
    path: String,
    bytes: Vec<u8>,
    subject: Subject,
}

/// Verifies the files at these paths, or those in out/ where there are none.
pub fn verify(root: &Path, paths: &[PathBuf]) -> anyhow::Result<Verification> {
    let mut workshop = Workshop::new(root);
    let mut missing = Vec::new();
    let mut read = Vec::new();
    if paths.is_empty() {
        let expected = workshop.expected();
        for path in expected.iter().chain(&others(root, &expected)) {
            if root.join(path).is_file() {
                read.push(read_file(&root.join(path), path.clone())?);
            } else {
                missing.push(path.clone());
            }
        }

        // What is in out/ and was never made from this report is no matter of it.
        let is_asked_for = |file: &Read| expected.contains(&file.path) || has_stamp(&file.subject);
        read.retain(is_asked_for);
    }

    for path in paths {
        read.push(read_file(path, path.display().to_string())?);
    }

    let files = read.into_iter().map(|file| workshop.verify(file)).collect();
    Ok(Verification { files, missing })
}

fn has_stamp(subject: &Subject) -> bool {
    matches!(subject.identity, Identity::Built(_))
}

fn read_file(path: &Path, name: String) -> anyhow::Result<Read> {
    let bytes = read_limited(path, MAX_FILE, FILES)?;
    let subject = identify(&bytes);
    Ok(Read { path: name, bytes, subject })
}

/// PDF and Word files in out/ beside the expected ones, sorted.
fn others(root: &Path, expected: &[String]) -> Vec<String> {
    let entries = fs::read_dir(root.join("out")).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_file = |name: &String| name.ends_with(".pdf") || name.ends_with(".docx");
    let paths = names.filter(is_file).map(|name| format!("out/{name}"));
    let others: BTreeSet<String> = paths.filter(|path| !expected.contains(path)).collect();
    others.into_iter().collect()
}

/// What is made of the workspace to hold files against, each once.
struct Workshop<'a> {
    root: &'a Path,
    /// The inputs of each variant as they are now; `None` where the workspace can't be read.
    inputs: BTreeMap<Variant, Option<Inputs>>,
    /// The files of each variant, by their names.
    files: BTreeMap<Variant, BTreeMap<String, Vec<u8>>>,
    /// The records of builds.
    records: BTreeMap<BuildNumber, Option<BuildRecord>>,
}

impl<'a> Workshop<'a> {
    fn new(root: &'a Path) -> Workshop<'a> {
        let (inputs, files, records) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Workshop { root, inputs, files, records }
    }

    /// The files that report.yaml asks for, in out/; none where the workspace can't be read.
    fn expected(&self) -> Vec<String> {
        let Ok(loaded) = pipeline::load(self.root) else { return Vec::new() };
        let names = loaded.workspace.outputs();
        names
            .iter()
            .flat_map(|name| ["pdf", "docx"].map(|kind| format!("out/{name}.{kind}")))
            .collect()
    }

    fn verify(&mut self, file: Read) -> VerifiedFile {
        let Read { path, bytes, subject } = file;
        let (mut state, mut content) = (WorkspaceState::Unreadable, Content::Unknown);
        match &subject.identity {
            Identity::Built(stamp) => {
                state = self.state(stamp);
                content = self.content(stamp, &state, &subject, &bytes);
            }
            Identity::Unstamped => content = self.content_unstamped(&subject, &bytes),
            Identity::ReviewCopy(_) | Identity::Comparison | Identity::Unreadable(_) => {}
        }

        VerifiedFile { path, kind: subject.kind, identity: subject.identity, state, content }
    }

    /// What the workspace is to a build.
    fn state(&mut self, stamp: &Stamp) -> WorkspaceState {
        self.read_record(stamp.number);
        self.read_inputs(&stamp.variant);
        let Some(Some(inputs)) = self.inputs.get(&stamp.variant) else {
            return WorkspaceState::Unreadable;
        };

        if inputs.number == stamp.number {
            return WorkspaceState::Same;
        }

        let record = self.records.get(&stamp.number).and_then(Option::as_ref);
        WorkspaceState::Changed(record.map(|record| changes(self.root, record, inputs)))
    }

    fn content(
        &mut self,
        stamp: &Stamp,
        state: &WorkspaceState,
        subject: &Subject,
        bytes: &[u8],
    ) -> Content {
        let extension = if subject.kind == Some(FileKind::Pdf) { "pdf" } else { "docx" };
        let name = format!("{}.{extension}", stamp.document);
        let is_same = *state == WorkspaceState::Same;
        if is_same {
            self.make_files(&stamp.variant);
        }

        let made = self.files.get(&stamp.variant).filter(|_| is_same);
        let made = made.and_then(|files| files.get(&name)).map(Vec::as_slice);
        let record = self.records.get(&stamp.number).and_then(Option::as_ref);
        let record = record.and_then(|record| record.files.get(&name));
        compare(subject, bytes, Original { bytes: made, record })
    }

    /// How far a Word file that names no build is one that the workspace gives now; unknown where it is none
    /// of them.
    fn content_unstamped(&mut self, subject: &Subject, bytes: &[u8]) -> Content {
        if subject.kind != Some(FileKind::Word) {
            return Content::Unknown;
        }

        let variant = Variant::default();
        self.make_files(&variant);
        let made = self.files.get(&variant).into_iter().flatten();
        let contents = made
            .filter(|(name, _)| name.ends_with(".docx"))
            .map(|(_, made)| compare(subject, bytes, Original { bytes: Some(made), record: None }));
        let nearest = contents.min_by_key(|content| match content {
            Content::Edited { changes, .. } => changes.len(),
            Content::Changed | Content::Unknown => usize::MAX,
            Content::Unchanged | Content::Appended(_) | Content::Resaved { .. } => 0,
        });

        nearest.filter(|content| !is_rewritten(subject, content)).unwrap_or(Content::Unknown)
    }

    fn read_record(&mut self, number: BuildNumber) {
        let file = self.root.join(BuildRecord::path(number));
        self.records.entry(number).or_insert_with(|| {
            let text = read_limited(&file, MAX_FILE, FILES).ok()?;
            BuildRecord::parse(&text, number)
        });
    }

    fn read_inputs(&mut self, variant: &Variant) {
        if !self.inputs.contains_key(variant) {
            let inputs = self.build(variant, Goal::Inputs).and_then(|built| built.inputs);
            self.inputs.insert(variant.clone(), inputs);
        }
    }

    /// Makes the files of a variant.
    fn make_files(&mut self, variant: &Variant) {
        if self.files.contains_key(variant) {
            return;
        }

        let mut files = BTreeMap::new();
        let built = self.build(variant, Goal::Files(Formats::Both));
        for document in built.into_iter().flat_map(|built| built.documents) {
            let Some(made) = document.files else { continue };
            for (extension, bytes) in [("pdf", made.pdf), ("docx", made.word)] {
                files.extend(bytes.map(|bytes| (format!("{}.{extension}", document.name), bytes)));
            }
        }

        self.files.insert(variant.clone(), files);
    }

    fn build(&self, variant: &Variant, goal: Goal) -> Option<Built> {
        let request = Request {
            goal,
            checks: Checks::Skipped,
            edition: if variant.is_formal { Edition::Formal } else { Edition::Draft },
            profile: variant.profile.clone(),
            faces: if variant.has_system_faces { Search::System } else { Search::Workspace },
            ..Request::new(self.root)
        };
        pipeline::build(&request, &mut Cache::default()).ok()
    }
}

/// What differs between a build's inputs and those of now.
fn changes(root: &Path, record: &BuildRecord, inputs: &Inputs) -> Changes {
    let mut changes = Changes::default();
    for (name, hash) in &record.inputs {
        // What is no longer named, as a picture of a text that can't be read now, may still be there.
        let now = inputs.files.get(name).cloned().or_else(|| hash_of_file(&root.join(name)));
        match now {
            Some(now) if now == *hash => {}
            Some(_) => changes.changed.push(name.clone()),
            None => changes.removed.push(name.clone()),
        }
    }

    let is_new = |name: &&String| !record.inputs.contains_key(*name);
    changes.added = inputs.files.keys().filter(is_new).cloned().collect();
    let is_other = record.version != inputs.version;
    changes.other_version = is_other.then(|| record.version.clone());
    changes
}

/// The hash of a file as a build takes it.
fn hash_of_file(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    let hash_of_bytes = |_| fingerprint([bytes.as_slice()]);
    Some(decode(&bytes).map_or_else(hash_of_bytes, |decoded| hash_of_text(&decoded.text)))
}
