//! What all threads share: the newest build, who listens, what the writer wishes.

use super::builder::{Built, View};
use super::editor::Editor;
use super::events::{Hub, Listener};
use super::replaced::{self, ReplacedPage, ReplacedPages};
use super::routes::{self, Wanted};
use super::watch::Notice;
use crate::pipeline::Request;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pages kept as SVG.
const PAGES: usize = 64;

/// What all threads share.
pub(super) struct Stage {
    /// The workspace.
    pub root: PathBuf,
    /// A name for this run of the server.
    pub instance: String,
    /// The port.
    pub port: u16,
    /// The writer's editor.
    pub editor: Option<Editor>,
    /// Who listens.
    pub hub: Hub,
    /// One long work at a time: PDF and Word.
    pub heavy: Mutex<()>,
    built: Mutex<Option<Arc<Built>>>,
    building: AtomicBool,
    request: Mutex<Request>,
    wake: Mutex<Sender<Notice>>,
    pages: Mutex<Pages>,
    replaced: Mutex<ReplacedPages>,
    target: Mutex<Option<(String, usize)>>,
}

/// What became of a place that was to be shown.
pub(super) enum Went {
    /// Every tab shows it.
    Shown,
    /// It waits for the first tab, or the first build.
    Waiting,
    /// The pages don't have it.
    Nowhere,
}

/// Pages as SVG, by what they look like; those asked for longest ago go first.
#[derive(Default)]
struct Pages {
    turn: u64,
    known: BTreeMap<String, (u64, Arc<[u8]>)>,
}

impl Stage {
    /// Before the first build.
    pub fn new(
        (port, instance): (u16, String),
        editor: Option<Editor>,
        request: Request,
        wake: Sender<Notice>,
    ) -> Stage {
        Stage {
            root: request.root.clone(),
            instance,
            port,
            editor,
            hub: Hub::default(),
            heavy: Mutex::default(),
            built: Mutex::default(),
            building: AtomicBool::new(true),
            request: Mutex::new(request),
            wake: Mutex::new(wake),
            pages: Mutex::default(),
            replaced: Mutex::default(),
            target: Mutex::default(),
        }
    }

    /// The newest build.
    pub fn built(&self) -> Option<Arc<Built>> {
        lock(&self.built).clone()
    }

    /// Whether a build is under way.
    pub fn is_building(&self) -> bool {
        self.building.load(Ordering::Acquire)
    }

    /// Tells everyone that a build begins.
    pub fn begin(&self) {
        self.building.store(true, Ordering::Release);
        let version = self.built().map_or(0, |built| built.version);
        self.hub.tell("building", &json!({ "version": version + 1 }));
    }

    /// Shows a build to everyone.
    pub fn show(&self, built: Built) -> Arc<Built> {
        // First: at no moment is a page that a tab shows known to neither.
        if let Some(before) = self.built() {
            let batches = replaced::replaced(&before, &built, self.hub.is_heard());
            lock(&self.replaced).add(batches);
        }

        let built = Arc::new(built);
        *lock(&self.built) = Some(built.clone());
        self.building.store(false, Ordering::Release);
        self.hub.tell("built", &json!({ "version": built.version }));
        if self.hub.is_heard()
            && let Some(event) = self.take_target(&built)
        {
            self.hub.tell("goto", &event);
        }
        built
    }

    /// The place that is waiting to be shown, once.
    fn take_target(&self, built: &Built) -> Option<Value> {
        let (path, line) = lock(&self.target).take()?;
        routes::goto_event(built, &path, Wanted::Line(line))
    }

    /// What is built.
    pub fn request(&self) -> Request {
        lock(&self.request).clone()
    }

    /// Shows a document in another profile from the next build on.
    pub fn choose(&self, document: &str, profile: &str) {
        lock(&self.request).profiles.insert(document.to_owned(), profile.to_owned());
        // The watcher lives as long as the program.
        let _ = lock(&self.wake).send(Notice::Asked);
    }

    /// The document of this name in the newest build; the first where no name is given.
    pub fn view(&self, name: Option<&str>) -> Option<Arc<View>> {
        self.built()?.view(name.filter(|name| !name.is_empty())).cloned()
    }

    /// A page that the newest build no longer has, by the hash of its picture.
    pub fn replaced(
        &self,
        document: Option<&str>,
        page: usize,
        hash: &str,
    ) -> Option<Arc<ReplacedPage>> {
        lock(&self.replaced).find(document, page, hash)
    }

    /// A page, from 1, as SVG.
    pub fn svg(&self, view: &View, page: usize) -> Option<Arc<[u8]>> {
        let face = view.pages.get(page.checked_sub(1)?)?;
        {
            let mut pages = lock(&self.pages);
            pages.turn += 1;
            let turn = pages.turn;
            if let Some((used, bytes)) = pages.known.get_mut(&face.hash) {
                *used = turn;
                return Some(bytes.clone());
            }
        }
        let svg = crate::pdf::page_svg(&view.laid, page)?;
        let bytes: Arc<[u8]> = svg.into_bytes().into();
        let mut pages = lock(&self.pages);
        let turn = pages.turn;
        pages.known.insert(face.hash.clone(), (turn, bytes.clone()));
        while pages.known.len() > PAGES {
            let oldest = pages.known.iter().min_by_key(|(_, (used, _))| *used);
            let Some(oldest) = oldest.map(|(hash, _)| hash.clone()) else { break };
            pages.known.remove(&oldest);
        }
        Some(bytes)
    }

    /// Listens to events; what is waiting to be shown is told at once.
    pub fn listen(&self) -> Listener {
        let mut first: Vec<(&str, Value)> = Vec::new();
        if let Some(built) = self.built() {
            first.push(("built", json!({ "version": built.version })));
            first.extend(self.take_target(&built).map(|event| ("goto", event)));
        }
        self.hub.listen(&first)
    }

    /// Shows a line of a chapter in every tab; in the first to open, where none is.
    pub fn go(&self, path: &str, line: usize) -> Went {
        if let Some(built) = self.built() {
            let Some(event) = routes::goto_event(&built, path, Wanted::Line(line)) else {
                return Went::Nowhere;
            };
            if self.hub.is_heard() {
                self.hub.tell("goto", &event);
                return Went::Shown;
            }
        }
        *lock(&self.target) = Some((path.to_owned(), line));
        Went::Waiting
    }
}

impl Built {
    /// Whether a file is among those that were read.
    pub(super) fn shows(&self, path: &str) -> bool {
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
