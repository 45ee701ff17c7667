//! One build after another over a workspace; what didn't change since the last isn't made again.
//!
//! In: a workspace's folder and what changed in it. Out: [`Built`]: every document laid out, and every
//! problem. A build that fails keeps the last good pages.

use super::watch::Change;
use crate::diag::{Diagnostic, Diagnostics, Reported, Severity};
use crate::document::Document;
use crate::pdf::{self, Generated, Kept, KnownGlyphs, Laid, PageFace, PageGlyphs};
use crate::pipeline::{self, Checked, Design, Loaded, Remembered};
use crate::source::Sources;
use crate::typography::{Faces, Search};
use std::collections::{BTreeMap, HashMap};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Instant;

/// A layout that wasn't asked for in so many builds is forgotten.
const AGE: usize = 10;

/// How documents are to be made.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The profile of all of them, where it isn't their own.
    pub profile: Option<String>,
    /// The profile of one of them, by its name.
    pub profiles: BTreeMap<String, String>,
    /// The one that is wanted; all where `None`.
    pub only: Option<String>,
    /// Where faces are looked for.
    pub search: Search,
}

/// A document laid out.
#[derive(Debug)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The document.
    pub document: Arc<Document>,
    /// How it looks.
    pub design: Design,
    /// The profile's name.
    pub profile: String,
    /// The pages.
    pub laid: Arc<Laid>,
    /// What each page looks like.
    pub pages: Arc<[PageFace]>,
    /// The build in which each page last changed.
    pub changed: Vec<u64>,
    /// What it was made from.
    pub loaded: Arc<Loaded>,
    pub(super) glyphs: OnceLock<Vec<Arc<PageGlyphs>>>,
    /// The glyphs of the last layout that they were asked of.
    pub(super) known: Arc<Mutex<KnownGlyphs>>,
}

/// What a build gave.
#[derive(Debug, Clone)]
pub struct Built {
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

/// Builds, and remembers.
pub struct Builder {
    root: PathBuf,
    faces: Option<(Search, Arc<Faces>)>,
    remembered: Remembered,
    layouts: HashMap<String, Layouts>,
    last: Built,
}

/// What the last layout of one document left.
#[derive(Default)]
struct Layouts {
    before: Option<Generated>,
    kept: Kept,
    laid: Option<(Arc<Laid>, Arc<[PageFace]>)>,
    found: Diagnostics,
    profile: String,
    known: Arc<Mutex<KnownGlyphs>>,
}

/// A document, ready to be laid out.
struct Ready {
    name: String,
    profile: String,
    document: Arc<Document>,
    design: Design,
}

impl Builder {
    /// Over a workspace.
    pub fn new(root: &Path) -> Builder {
        let last = Built {
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
        let remembered = Remembered::keeping();
        Builder { root: root.to_owned(), faces: None, remembered, layouts: HashMap::new(), last }
    }

    /// Builds after `changed`; a panic is a failed build.
    pub fn build(&mut self, changed: &Change, wish: &Wish) -> Built {
        let start = Instant::now();
        let version = self.last.version + 1;
        let made = panic::catch_unwind(AssertUnwindSafe(|| self.make(changed, wish, version)));
        let mut built = made.unwrap_or_else(|_| {
            self.remembered = Remembered::keeping();
            self.layouts.clear();
            Built {
                message: "程序内部出错，这一稿没有排成".to_owned(),
                failed: true,
                stale: !self.last.views.is_empty(),
                ..self.last.clone()
            }
        });
        built.version = version;
        built.seconds = start.elapsed().as_secs_f64();
        self.last = built.clone();
        built
    }

    /// Gives back the memory of layouts that weren't asked for in the last builds; best done once the
    /// new pages are shown.
    pub fn forget(&self) {
        pdf::forget(AGE);
    }

    fn make(&mut self, changed: &Change, wish: &Wish, version: u64) -> Built {
        self.invalidate(changed, wish);
        let mut diagnostics = Diagnostics::default();
        let (sources, parts) = pipeline::load(&self.root, &mut diagnostics);
        let Some((workspace, indicators)) = parts else {
            return self.failed(sources, diagnostics);
        };
        let whole = !diagnostics.has_errors();
        let mut loaded = Loaded { sources, workspace, indicators };
        let outputs = loaded.workspace.outputs();
        let only = wish.only.as_deref();
        let wanted: Vec<usize> =
            (0..outputs.len()).filter(|at| only.is_none_or(|only| outputs[*at] == only)).collect();
        let names: Vec<String> = wanted.iter().map(|at| outputs[*at].to_owned()).collect();
        let remembered = &mut self.remembered;
        let documents = pipeline::assemble_again(&loaded, &wanted, remembered, &mut diagnostics);
        let wrong = pipeline::is_template_wrong(&loaded.sources, &diagnostics);
        let whole = whole && self.remembered.lost() == 0 && !wrong;
        let profiles = profiles(&loaded, &wanted, &names, wish);
        let designs = self.designs(&mut loaded, &wanted, &profiles, &mut diagnostics);
        let loaded = Arc::new(loaded);
        let ready: Vec<Result<Ready, Reported>> = names
            .into_iter()
            .zip(profiles)
            .zip(documents.into_iter().zip(designs))
            .map(|((name, profile), (document, design))| {
                Ok(Ready { name, profile, document: Arc::new(document?), design: design? })
            })
            .collect();
        let (views, checked) = self.lay_out_and_check(&loaded, &ready, version, &mut diagnostics);
        let good = whole && views.iter().all(Option::is_some) && !views.is_empty();
        let sources = loaded.sources.clone();
        if !good && !self.last.views.is_empty() {
            return self.failed(sources, diagnostics);
        }
        let message = if good { String::new() } else { failure(&diagnostics, &sources) };
        let views = views.into_iter().flatten().collect();
        let lengths = checked.lengths.into_iter();
        let lengths = lengths.map(|(file, length)| (sources.path(file).to_owned(), length));
        let lengths = Arc::new(lengths.collect());
        Built { lengths, ..finished(views, message, !good, sources, diagnostics) }
    }

    /// The last good pages with these problems.
    fn failed(&self, sources: Sources, diagnostics: Diagnostics) -> Built {
        let message = failure(&diagnostics, &sources);
        let stale = !self.last.views.is_empty();
        let lengths = self.last.lengths.clone();
        let built = finished(self.last.views.clone(), message, true, sources, diagnostics);
        Built { stale, lengths, ..built }
    }

    /// Drops what the changed files no longer bear out.
    fn invalidate(&mut self, changed: &Change, wish: &Wish) {
        let ends = |path: &String, ends: &[&str]| ends.iter().any(|end| path.ends_with(end));
        let fonts = changed.iter().any(|path| path.starts_with("fonts/"));
        let texts = [".md", ".yaml", ".yml", ".j2"];
        // A picture is known by its path alone; of anything unknown it may be the path.
        let pictures = changed.iter().any(|path| !ends(path, &texts) && !ends(path, &[".typ"]));
        let looks = changed.iter().any(|path| ends(path, &[".typ", ".yaml", ".yml"]));
        if fonts || self.faces.as_ref().is_none_or(|(search, _)| *search != wish.search) {
            let faces = Arc::new(Faces::discover(&self.root, wish.search));
            self.faces = Some((wish.search, faces));
        }
        if pictures {
            self.remembered.forget();
        }
        for layouts in self.layouts.values_mut() {
            if pictures {
                layouts.kept.forget_pictures();
            }
            if fonts || pictures || looks {
                layouts.before = None;
            }
        }
    }

    /// The designs of the wanted documents; a profile is read once.
    fn designs(
        &self,
        loaded: &mut Loaded,
        wanted: &[usize],
        profiles: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Result<Design, Reported>> {
        let Some((_, faces)) = &self.faces else { return Vec::new() };
        let mut read: Vec<(&String, Vec<Result<Design, Reported>>)> = Vec::new();
        for name in profiles {
            if read.iter().all(|(known, _)| *known != name) {
                let faces = faces.clone();
                let designs = pipeline::designs(loaded, wanted, Some(name), faces, diagnostics);
                read.push((name, designs));
            }
        }
        let of = |(at, name): (usize, &String)| {
            read.iter().find(|(known, _)| *known == name).and_then(|(_, all)| all.get(at).cloned())
        };
        profiles.iter().enumerate().filter_map(of).collect()
    }

    /// Pages and problems at the same time: neither waits for the other.
    fn lay_out_and_check(
        &mut self,
        loaded: &Arc<Loaded>,
        ready: &[Result<Ready, Reported>],
        version: u64,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Option<Arc<View>>>, Checked) {
        thread::scope(|scope| {
            let checks = scope.spawn(|| check(loaded, ready));
            let mut views = Vec::with_capacity(ready.len());
            for one in ready {
                views.push(one.as_ref().ok().and_then(|ready| {
                    let view = self.lay_out(loaded, ready, version);
                    let layouts = self.layouts.get(&ready.name);
                    diagnostics.extend(layouts.map(|one| one.found.clone()).unwrap_or_default());
                    view
                }));
            }
            match checks.join() {
                Ok((checked, found)) => {
                    diagnostics.extend(found);
                    (views, checked)
                }
                Err(panic) => panic::resume_unwind(panic),
            }
        })
    }

    fn lay_out(&mut self, loaded: &Arc<Loaded>, ready: &Ready, version: u64) -> Option<Arc<View>> {
        let Ready { name, profile, document, design } = ready;
        let layouts = self.layouts.entry(name.clone()).or_default();
        if layouts.profile != *profile {
            layouts.before = None;
            layouts.profile.clone_from(profile);
        }
        let mut found = Diagnostics::default();
        let again = (&mut layouts.before, &mut layouts.kept);
        match pipeline::lay_out_again(loaded, document, design, again, &mut found) {
            Ok(None) => {}
            Ok(Some(laid)) => {
                let before = layouts.laid.take();
                let before = before.as_ref().map_or(&[][..], |(_, pages)| pages);
                let pages = pdf::page_faces(&laid, before).into();
                layouts.laid = Some((Arc::new(laid), pages));
                layouts.found = found;
            }
            Err(_) => {
                layouts.laid = None;
                layouts.found = found;
            }
        }
        let (laid, pages) = layouts.laid.clone()?;
        let known = layouts.known.clone();
        let old = self.last.views.iter().find(|view| view.name == *name);
        let changed = changes(old.map(Arc::as_ref), &pages, version);
        Some(Arc::new(View {
            name: name.clone(),
            document: document.clone(),
            design: design.clone(),
            profile: profile.clone(),
            laid,
            pages,
            changed,
            loaded: loaded.clone(),
            glyphs: OnceLock::new(),
            known,
        }))
    }
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("root", &self.root).finish_non_exhaustive()
    }
}

/// The profile of each wanted document: the one wished for, else its own.
fn profiles(loaded: &Loaded, wanted: &[usize], names: &[String], wish: &Wish) -> Vec<String> {
    let report = &loaded.workspace.report;
    let both = wanted.iter().zip(names);
    both.map(|(at, name)| {
        let other = at.checked_sub(1).and_then(|at| report.documents.get(at));
        let own = &other.map_or(&report.profile, |other| &other.profile).value;
        wish.profiles.get(name).or(wish.profile.as_ref()).unwrap_or(own).clone()
    })
    .collect()
}

fn check(loaded: &Loaded, ready: &[Result<Ready, Reported>]) -> (Checked, Diagnostics) {
    let mut found = Diagnostics::default();
    let documents: Vec<&Document> = ready.iter().flatten().map(|one| &*one.document).collect();
    let checked = pipeline::check(loaded, &documents, &mut found);
    for one in ready.iter().flatten() {
        pipeline::check_faces(loaded, &one.document, &one.design, &mut found);
    }
    (checked, found)
}

/// The build in which each page last changed: a page that only moved didn't.
fn changes(old: Option<&View>, pages: &[PageFace], version: u64) -> Vec<u64> {
    let known: HashMap<&str, u64> = old
        .map(|old| old.pages.iter().map(|page| page.hash.as_str()).zip(old.changed.clone()))
        .into_iter()
        .flatten()
        .collect();
    pages.iter().map(|page| known.get(page.hash.as_str()).copied().unwrap_or(version)).collect()
}

fn finished(
    views: Vec<Arc<View>>,
    message: String,
    failed: bool,
    sources: Sources,
    diagnostics: Diagnostics,
) -> Built {
    let problems = diagnostics.into_sorted(&sources).into();
    let sources = Arc::new(sources);
    let (version, stale, lengths, seconds) = (0, false, Arc::default(), 0.0);
    Built { version, message, failed, stale, views, problems, sources, lengths, seconds }
}

/// Why there are no new pages, in a line.
fn failure(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let first = diagnostics.iter().find(|problem| problem.severity == Severity::Error);
    first.map_or_else(|| "这一稿没有排成".to_owned(), |problem| failed_by(problem, sources))
}

/// The line for the error that kept a build from its pages: the file, what is wrong, what to do.
pub(super) fn failed_by(problem: &Diagnostic, sources: &Sources) -> String {
    let span = problem.primary.span;
    let path = sources.path(span.file);
    // What concerns the whole file has no line.
    let place = if span.start == span.end {
        path.to_owned()
    } else {
        format!("{path} 第 {} 行", sources.line_column(span.file, span.start).line)
    };
    let help = problem.help.first().map(|help| format!("；{help}")).unwrap_or_default();
    format!("这一稿没有排成：{place}，{}{help}", problem.message)
}
