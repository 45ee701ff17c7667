//! The reports that are measured: a workspace, and beside it the Typst text that the anchor sets.

use super::fixture::Fixture;
use super::generator;
use super::prose;
use super::snapshot::Snapshot;
use std::path::{Path, PathBuf};
use zishu::pipeline::{self, Built, BuiltDocument, Cache, Goal, Outputs, Request};

/// What the report is called that `zishu render --only` is asked for: a workspace may have further documents.
pub(crate) const DOCUMENT: &str = "自述报告";

/// A report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Report {
    /// The name of its fixture.
    pub name: &'static str,
    /// Its name in the table.
    pub title: &'static str,
    /// Contributions in each of ten sections; none where the workspace lies in the fixture.
    contributions: Option<usize>,
}

/// All, of 97, some 300 and some 1,200 pages.
pub(crate) const REPORTS: [Report; 3] = [
    Report { name: "sample", title: "样例", contributions: None },
    Report { name: "generated-60", title: "60 份文稿", contributions: Some(6) },
    Report { name: "generated-240", title: "240 份文稿", contributions: Some(24) },
];

/// A report whose files are written.
pub(crate) struct Prepared {
    /// The folder of everything that belongs to it.
    pub folder: PathBuf,
    /// Its workspace as it was written.
    pub clean: Snapshot,
}

impl Report {
    /// The sample is the one with goals of its own, and with further documents.
    pub fn is_sample(self) -> bool {
        self.contributions.is_none()
    }

    /// Writes workspace and Typst text.
    pub fn prepare(self) -> Prepared {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench").join(self.name);
        let _ = std::fs::remove_dir_all(&folder);
        let fixture = Fixture::read(self.name);
        fixture.write_texts(&folder.join("anchor"));

        let workspace = folder.join("workspace");
        match self.contributions {
            Some(contributions) => generator::write(&workspace, contributions),
            None => fixture.write_workspace(&workspace),
        }

        prose::compare(self.name, &fixture.texts, &generated(&workspace));
        let clean = Snapshot::take(&workspace);
        Prepared { folder, clean }
    }
}

impl Prepared {
    /// The folder that zishu works in.
    pub fn workspace(&self) -> PathBuf {
        self.folder.join("workspace")
    }
}

/// The Typst text that is generated today.
fn generated(workspace: &Path) -> Vec<(String, String)> {
    let request =
        Request { outputs: Outputs::Report, goal: Goal::Designs, ..Request::new(workspace) };
    let built = pipeline::build(&request, &mut Cache::default());
    let Built { loaded, mut documents, .. } = built.expect("a workspace");
    let BuiltDocument { document, design, .. } = documents.remove(0);
    let (document, design) = (document.expect("a document"), design.expect("a design"));

    let generated = design.generate(&loaded, &document);
    let texts = generated.texts().into_iter();
    texts
        .map(|(path, text)| (path.trim_start_matches('/').to_owned(), text.text().to_owned()))
        .collect()
}
