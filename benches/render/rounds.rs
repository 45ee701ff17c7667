//! Runs processes in turn, round by round.

use super::comparisons::{Comparison, Subject};
use super::instructions::Counter;
use super::pandoc::Pandoc;
use super::preview;
use super::process::{Run, run, zishu};
use super::reports::{DOCUMENT, Prepared};
use super::returned;
use super::snapshot::Snapshot;
use super::typst_alone::{self, Text};
use hayro_syntax::Pdf;
use std::collections::BTreeMap;
use std::process::Command;

/// Edits under the preview of one round; the round's figure is their median.
const EDITS: usize = 5;

/// The processes of a round, in order: Word alone first where no page is known yet, later where both outputs
/// have been made.
const ORDER: [Subject; 9] = [
    Subject::WordFirst,
    Subject::Both,
    Subject::Anchor,
    Subject::WordAgain,
    Subject::Check,
    Subject::PandocWord,
    Subject::PandocTypst,
    Subject::TypstOfPandoc,
    Subject::AllDocuments,
];

/// What has been measured, a figure a round.
pub(crate) struct Measured {
    /// Time and memory.
    pub runs: BTreeMap<Subject, Vec<Run>>,
    /// Instructions, of one run.
    pub instructions: BTreeMap<Subject, u64>,
    /// Number of changes in the returned copy that is merged.
    pub changes: usize,
    /// Number of pages of the report's PDF.
    pub pages: usize,
}

/// A report, what it is compared with, and what it takes.
pub(crate) struct Rounds<'a> {
    prepared: &'a Prepared,
    pandoc: Option<&'a Pandoc>,
    /// Workspace and copy, once the copy has been sent.
    sent: Snapshot,
    subjects: Vec<Subject>,
    measured: Measured,
}

impl<'a> Rounds<'a> {
    /// Prepares what the comparisons need.
    pub fn new(
        prepared: &'a Prepared,
        comparisons: &[Comparison],
        pandoc: Option<&'a Pandoc>,
    ) -> Rounds<'a> {
        if pandoc.is_some() {
            Pandoc::prepare(&prepared.folder);
        }

        let workspace = prepared.workspace();
        let changes = returned::make(&workspace, &prepared.folder.join("returned.docx"));
        let sent = Snapshot::take(&workspace);
        prepared.clean.restore();

        let used = |subject: &Subject| {
            let mut lines = comparisons.iter();
            lines.any(|line| line.subject == *subject || line.others.contains(subject))
        };
        let subjects = ORDER.into_iter().filter(used).collect();
        let measured =
            Measured { runs: BTreeMap::new(), instructions: BTreeMap::new(), changes, pages: 0 };
        Rounds { prepared, pandoc, sent, subjects, measured }
    }

    /// One round; it begins with the workspace as it was written, and leaves it so.
    pub fn run(&mut self) {
        for subject in self.subjects.clone() {
            if let Some(command) = self.command(subject) {
                self.add(subject, run(command));
            }
        }
        self.measured.pages = self.pages();

        self.sent.restore();
        if let Some(command) = self.command(Subject::Merge) {
            self.add(Subject::Merge, run(command));
        }

        self.prepared.clean.restore();
        let edited = preview::edit(&self.prepared.workspace(), EDITS);
        self.add(Subject::PreviewStart, Run { seconds: edited.start, peak: edited.peak });
        self.add(Subject::Save, Run { seconds: edited.served(), peak: edited.peak });
        self.prepared.clean.restore();
    }

    /// Counts the instructions of zishu's runs and of the anchor; of pandoc's only where that costs nothing.
    pub fn count(&mut self, counter: Counter) {
        for subject in self.subjects.clone() {
            let is_pandoc = [Subject::PandocWord, Subject::PandocTypst].contains(&subject);
            if is_pandoc && counter == Counter::Valgrind {
                continue;
            }
            let count = self.command(subject).and_then(|command| counter.count(&command));
            self.measured.instructions.extend(count.map(|count| (subject, count)));
        }
        self.prepared.clean.restore();
    }

    /// What has been measured.
    pub fn finish(self) -> Measured {
        self.measured
    }

    /// The pages of the PDF that lies in the workspace.
    fn pages(&self) -> usize {
        let path = self.prepared.workspace().join(format!("out/{DOCUMENT}.pdf"));
        let bytes = std::fs::read(path).expect("the report's PDF");
        Pdf::new(bytes).expect("a sound PDF").pages().len()
    }

    fn add(&mut self, subject: Subject, run: Run) {
        self.measured.runs.entry(subject).or_default().push(run);
    }

    /// The process of a subject; none where pandoc is missing, or where it is no process of its own.
    fn command(&self, subject: Subject) -> Option<Command> {
        let folder = &self.prepared.folder;
        let workspace = self.prepared.workspace();
        let mut zishu = zishu(&workspace);

        match subject {
            Subject::Both => zishu.args(["render", "--only", DOCUMENT]),
            Subject::AllDocuments => zishu.arg("render"),
            Subject::WordFirst | Subject::WordAgain => {
                zishu.args(["render", "--word", "--only", DOCUMENT])
            }
            Subject::Check => zishu.arg("check"),
            Subject::Merge => {
                zishu.args(["review", "merge", "--date", "2018-06-20"]);
                zishu.arg(folder.join("returned.docx"))
            }
            Subject::Anchor => return Some(typst_alone::command(folder, Text::Anchor)),
            Subject::PandocWord => return Some(self.pandoc?.to_word(folder)),
            Subject::PandocTypst => return Some(self.pandoc?.to_typst(folder)),
            Subject::TypstOfPandoc => {
                return self.pandoc.map(|_| typst_alone::command(folder, Text::Pandoc));
            }
            Subject::PreviewStart | Subject::Save => return None,
        };
        Some(zishu)
    }
}
