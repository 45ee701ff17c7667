//! What a command asks of the pipeline.
//!
//! In: a workspace's folder and the command's options. Out: a [`Request`], which says everything that
//! [`build()`](super::build()) needs to know.

use crate::source::Overlay;
use crate::typography::Search;
use crate::workspace::{Spanned, Workspace};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document that report.yaml asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Output {
    /// The report.
    Report,
    /// The one at this index of [`Report::documents`](crate::workspace::Report::documents).
    Other(usize),
}

impl Output {
    /// All of a workspace's documents, the report first.
    pub fn all(workspace: &Workspace) -> Vec<Output> {
        let others = (0..workspace.report.documents.len()).map(Output::Other);
        std::iter::once(Output::Report).chain(others).collect()
    }

    /// The name of its files.
    pub fn name(self, workspace: &Workspace) -> &str {
        match self {
            Output::Report => &workspace.report.output,
            Output::Other(index) => &workspace.report.documents[index].output,
        }
    }

    /// The profile that report.yaml chooses for it.
    pub(super) fn profile(self, workspace: &Workspace) -> &Spanned<String> {
        match self {
            Output::Report => &workspace.report.profile,
            Output::Other(index) => &workspace.report.documents[index].profile,
        }
    }
}

/// Which documents are built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outputs {
    /// All that report.yaml asks for.
    All,
    /// The report.
    Report,
    /// The one of this name; none where there is no such name.
    Named(String),
}

impl Outputs {
    /// The documents of a workspace that are meant.
    pub(super) fn select(&self, workspace: &Workspace) -> Vec<Output> {
        let mut outputs = Output::all(workspace);
        match self {
            Outputs::All => {}
            Outputs::Report => outputs.truncate(1),
            Outputs::Named(name) => outputs.retain(|output| output.name(workspace) == name),
        }
        outputs
    }
}

/// Which kinds of files are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formats {
    /// PDF alone.
    Pdf,
    /// Word alone; its contents still take their page numbers from Typst's layout.
    Word,
    /// Both.
    Both,
}

impl Formats {
    /// Whether a PDF is made.
    pub fn has_pdf(self) -> bool {
        self != Formats::Word
    }

    /// Whether a Word file is made.
    pub fn has_word(self) -> bool {
        self != Formats::Pdf
    }
}

/// How far the documents are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// Not at all: the workspace is only read.
    Loaded,
    /// Merged, with numbers and references.
    Documents,
    /// And with their profiles, Typst templates and faces.
    Designs,
    /// And with what their files would be made of.
    Inputs,
    /// And laid out, each as far as it can be.
    Pages,
    /// And as files: of a working copy all that can be laid out, of a formal one all or none, since an
    /// error keeps it from being made.
    Files(Formats),
}

/// What the documents are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checks {
    /// Only what has to be right for the goal.
    Skipped,
    /// The faces: every role needs one, and every character.
    Faces,
    /// The faces and the rules of [`check`](crate::check).
    All,
}

/// What the documents are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Work goes on.
    Draft,
    /// The city hands it in: sample values, and whatever is still to come, are errors.
    Formal,
}

/// What the pipeline is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reads the workspace's files.
    Load,
    /// Makes documents of chapters.
    Assemble,
    /// Holds the documents to the rules.
    Check,
    /// Lays out pages and makes files.
    LayOut,
}

/// Is called whenever a stage begins.
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(Stage) + Send + Sync>);

impl Observer {
    /// Calls `observe`.
    pub fn new(observe: impl Fn(Stage) + Send + Sync + 'static) -> Observer {
        Observer(Arc::new(observe))
    }
}

impl std::fmt::Debug for Observer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Observer")
    }
}

/// What is to be built.
#[derive(Debug, Clone)]
pub struct Request {
    /// The workspace's folder.
    pub root: PathBuf,
    /// What stands for files of the workspace.
    pub overlay: Overlay,
    /// Which documents.
    pub outputs: Outputs,
    /// How far.
    pub goal: Goal,
    /// What they are held to.
    pub checks: Checks,
    /// What they are for.
    pub edition: Edition,
    /// The profile of all of them, where it isn't that of report.yaml.
    pub profile: Option<String>,
    /// The profile of one of them, by its name; goes before `profile`.
    pub profiles: BTreeMap<String, String>,
    /// Where faces are looked for.
    pub faces: Search,
    /// Whether a stand-in for a standard face is an error.
    pub standard_faces: bool,
    /// Who is told of the stages.
    pub observer: Option<Observer>,
}

impl Request {
    /// All documents of a workspace, merged; nothing is checked.
    pub fn new(root: &Path) -> Request {
        Request {
            root: root.to_owned(),
            overlay: Overlay::new(),
            outputs: Outputs::All,
            goal: Goal::Documents,
            checks: Checks::Skipped,
            edition: Edition::Draft,
            profile: None,
            profiles: BTreeMap::new(),
            faces: Search::Workspace,
            standard_faces: false,
            observer: None,
        }
    }

    /// Whether the files may go out with errors, each told and marked in its place: nothing is refused
    /// but by `--final` and `--require-standard-fonts`.
    pub(super) fn is_working_copy(&self) -> bool {
        self.edition == Edition::Draft && !self.standard_faces
    }

    /// Says that a stage begins.
    pub(super) fn observe(&self, stage: Stage) {
        if let Some(Observer(observe)) = &self.observer {
            observe(stage);
        }
    }

    /// The profile of an output, at the place where report.yaml chooses its own.
    pub(super) fn profile_of(&self, output: Output, workspace: &Workspace) -> Spanned<String> {
        let Spanned { value, span } = output.profile(workspace);
        let chosen = self.profiles.get(output.name(workspace)).or(self.profile.as_ref());
        Spanned { value: chosen.unwrap_or(value).clone(), span: *span }
    }
}
