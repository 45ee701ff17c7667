//! One build after another over a workspace; what didn't change since the last isn't made again.
//!
//! In: a workspace's folder and what changed in it. Out: [`Snapshot`]: every document laid out, and every
//! problem. A build that fails keeps the last good pages.

use super::watched::Change;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::document::Document;
use crate::pdf::{GlyphCache, Laid, PageAppearance, PageGlyphs};
use crate::pipeline::{self, BuiltDocument, Cache, Design, Loaded, Pages, Request, Unreadable};
use crate::source::Sources;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Instant;

/// A document laid out.
#[derive(Debug)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The document.
    pub document: Arc<Document>,
    /// How it looks.
    pub design: Design,
    /// The pages.
    pub laid: Arc<Laid>,
    /// What each page looks like.
    pub pages: Arc<[PageAppearance]>,
    /// The build in which each page last changed.
    pub changed: Vec<u64>,
    /// What it was made from.
    pub loaded: Arc<Loaded>,
    pub(super) glyphs: OnceLock<Vec<Arc<PageGlyphs>>>,
    /// The glyphs of the last layout of which they were asked.
    pub(super) glyph_cache: Arc<Mutex<GlyphCache>>,
}

/// What a build gave.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Which build, from 1.
    pub version: u64,
    /// Why the build failed; empty where it didn't.
    pub message: String,
    /// Whether this build failed.
    pub failed: bool,
    /// Whether the pages are those of an earlier build.
    pub stale: bool,
    /// The documents, in the order of report.yaml.
    pub views: Vec<Arc<View>>,
    /// Every problem, sorted.
    pub problems: Arc<[Diagnostic]>,
    /// The texts that the problems stand in.
    pub sources: Arc<Sources>,
    /// Characters of each contribution, by path.
    pub lengths: Arc<BTreeMap<String, u32>>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// Builds, and keeps what the next build can use.
pub(super) struct Builder {
    cache: Cache,
    glyphs: HashMap<String, Arc<Mutex<GlyphCache>>>,
    last: Snapshot,
}

impl Builder {
    /// Before the first build.
    pub fn new() -> Builder {
        let last = Snapshot {
            version: 0,
            message: String::new(),
            failed: false,
            stale: false,
            views: Vec::new(),
            problems: Vec::new().into(),
            sources: Arc::default(),
            lengths: Arc::default(),
            seconds: 0.0,
        };
        Builder { cache: Cache::incremental(), glyphs: HashMap::new(), last }
    }

    /// Builds after `changed`; a panic is a failed build.
    pub fn build(&mut self, changed: &Change, request: &Request) -> Snapshot {
        let start = Instant::now();
        let version = self.last.version + 1;
        self.cache.invalidate(changed);

        let mut built = match pipeline::build_guarded(request, &mut self.cache) {
            Some(Ok(built)) => self.snapshot(built, version),
            Some(Err(Unreadable { sources, problems })) => self.failed(sources, problems),
            None => Snapshot {
                message: "程序内部出错，这次排版没有完成".to_owned(),
                failed: true,
                stale: !self.last.views.is_empty(),
                ..self.last.clone()
            },
        };

        built.version = version;
        built.seconds = start.elapsed().as_secs_f64();
        self.last = built.clone();
        built
    }

    /// Gives back the memory of old layouts; best done once the new pages are shown.
    pub fn trim(&self) {
        self.cache.trim();
    }

    /// The pages of a build; a document that couldn't be laid out keeps its last ones.
    fn snapshot(&mut self, built: pipeline::Built, version: u64) -> Snapshot {
        let pipeline::Built { loaded, documents, problems, checked, .. } = built;
        let mut views = Vec::with_capacity(documents.len());
        let (mut is_good, mut stale) = (!documents.is_empty(), false);
        for document in documents {
            let name = document.name.clone();
            if let Some(view) = self.view(document, &loaded, version) {
                views.push(view);
                continue;
            }

            is_good = false;
            let last = self.last.views.iter().find(|view| view.name == name);
            stale |= last.is_some();
            views.extend(last.cloned());
        }

        let sources = loaded.sources.clone();
        let message = if is_good { String::new() } else { failure(&problems, &sources) };
        let lengths = checked.lengths.into_iter();
        let lengths = lengths.map(|(file, length)| (sources.path(file).to_owned(), length));
        let lengths = Arc::new(lengths.collect());
        Snapshot { lengths, stale, ..new_snapshot(views, message, !is_good, sources, problems) }
    }

    fn view(
        &mut self,
        document: BuiltDocument,
        loaded: &Arc<Loaded>,
        version: u64,
    ) -> Option<Arc<View>> {
        let BuiltDocument { name, document, design, pages, .. } = document;
        let Pages { laid, faces } = pages?;
        let old = self.last.views.iter().find(|view| view.name == name);
        let changed = changes(old.map(Arc::as_ref), &faces, version);
        let glyph_cache = self.glyphs.entry(name.clone()).or_default().clone();

        Some(Arc::new(View {
            name,
            document: document?,
            design: design?,
            laid,
            pages: faces,
            changed,
            loaded: loaded.clone(),
            glyphs: OnceLock::new(),
            glyph_cache,
        }))
    }

    /// The last good pages with these problems.
    fn failed(&self, sources: Sources, problems: Diagnostics) -> Snapshot {
        let message = failure(&problems, &sources);
        let stale = !self.last.views.is_empty();
        let lengths = self.last.lengths.clone();
        let snapshot = new_snapshot(self.last.views.clone(), message, true, sources, problems);
        Snapshot { stale, lengths, ..snapshot }
    }
}

impl Snapshot {
    /// Whether a file is among those that were read.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.sources.find(path).is_some()
    }

    /// The document of this name; the first where no name is given.
    pub(super) fn view(&self, name: Option<&str>) -> Option<&Arc<View>> {
        match name {
            Some(name) => self.views.iter().find(|view| view.name == name),
            None => self.views.first(),
        }
    }
}

/// The build in which each page last changed: a page that only moved didn't.
fn changes(old: Option<&View>, pages: &[PageAppearance], version: u64) -> Vec<u64> {
    let versions: HashMap<&str, u64> = old
        .map(|old| old.pages.iter().map(|page| page.hash.as_str()).zip(old.changed.clone()))
        .into_iter()
        .flatten()
        .collect();
    pages.iter().map(|page| versions.get(page.hash.as_str()).copied().unwrap_or(version)).collect()
}

fn new_snapshot(
    views: Vec<Arc<View>>,
    message: String,
    failed: bool,
    sources: Sources,
    diagnostics: Diagnostics,
) -> Snapshot {
    let problems = diagnostics.into_sorted(&sources).into();
    let sources = Arc::new(sources);
    let (version, stale, lengths, seconds) = (0, false, Arc::default(), 0.0);
    Snapshot { version, message, failed, stale, views, problems, sources, lengths, seconds }
}

/// Why there are no new pages, in a line.
fn failure(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let first = diagnostics.iter().find(|problem| problem.severity == Severity::Error);
    first.map_or_else(|| "这次排版没有完成".to_owned(), |problem| failure_message(problem, sources))
}

/// The line for the error that kept a build from its pages: the file, what is wrong, what to do.
pub(super) fn failure_message(problem: &Diagnostic, sources: &Sources) -> String {
    let span = problem.primary.span;
    let path = sources.path(span.file);
    // What concerns the whole file has no line.
    let location = if span.start == span.end {
        path.to_owned()
    } else {
        format!("{path} 第 {} 行", sources.line_column(span.file, span.start).line)
    };
    let help = problem.help.first().map(|help| format!("；{help}")).unwrap_or_default();
    format!("这次排版没有完成：{location}，{}{help}", problem.message)
}
