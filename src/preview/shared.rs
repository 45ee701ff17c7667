//! What all threads share: the newest build, who listens, what the writer asked for.

use super::builder::{Snapshot, View};
use super::editor::Editor;
use super::events::{Hub, Listener};
use super::goto::{GotoTarget, goto_event};
use super::replaced::{self, ReplacedPage, ReplacedPages};
use super::watch::Notice;
use crate::pipeline::Request;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Maximum number of pages kept as SVG.
const MAX_SVG_PAGES: usize = 64;

/// What all threads share.
pub(super) struct SharedState {
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
    snapshot: Mutex<Option<Arc<Snapshot>>>,
    building: AtomicBool,
    request: Mutex<Request>,
    wake: Mutex<Sender<Notice>>,
    svg_pages: Mutex<SvgCache>,
    replaced: Mutex<ReplacedPages>,
    /// A path and a line that wait to be shown.
    target: Mutex<Option<(String, usize)>>,
}

/// What became of a place that was to be shown.
pub(super) enum GotoOutcome {
    /// Every tab shows it.
    Shown,
    /// It waits for the first tab, or the first build.
    Waiting,
    /// It stands on no page.
    NotPrinted,
}

/// Pages as SVG, by what they look like; those asked for longest ago go first.
#[derive(Default)]
struct SvgCache {
    requests: u64,
    pages: BTreeMap<String, CachedSvg>,
}

struct CachedSvg {
    /// The number of the request that last asked for it.
    last_request: u64,
    bytes: Arc<[u8]>,
}

impl SvgCache {
    fn get(&mut self, hash: &str) -> Option<Arc<[u8]>> {
        self.requests += 1;
        let page = self.pages.get_mut(hash)?;
        page.last_request = self.requests;
        Some(page.bytes.clone())
    }

    fn insert(&mut self, hash: String, bytes: Arc<[u8]>) {
        self.pages.insert(hash, CachedSvg { last_request: self.requests, bytes });
        while self.pages.len() > MAX_SVG_PAGES {
            let oldest = self.pages.iter().min_by_key(|(_, page)| page.last_request);
            let Some(oldest) = oldest.map(|(hash, _)| hash.clone()) else { break };
            self.pages.remove(&oldest);
        }
    }
}

impl SharedState {
    /// Before the first build.
    pub fn new(port: u16, request: Request, wake: Sender<Notice>) -> SharedState {
        SharedState {
            root: request.root.clone(),
            instance: String::new(),
            port,
            editor: None,
            hub: Hub::default(),
            heavy: Mutex::default(),
            snapshot: Mutex::default(),
            building: AtomicBool::new(true),
            request: Mutex::new(request),
            wake: Mutex::new(wake),
            svg_pages: Mutex::default(),
            replaced: Mutex::default(),
            target: Mutex::default(),
        }
    }

    /// The newest build.
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        lock(&self.snapshot).clone()
    }

    /// Whether a build is under way.
    pub fn is_building(&self) -> bool {
        self.building.load(Ordering::Acquire)
    }

    /// Tells everyone that a build begins.
    pub fn begin_build(&self) {
        self.building.store(true, Ordering::Release);
        let version = self.snapshot().map_or(0, |snapshot| snapshot.version);
        self.hub.broadcast("building", &json!({ "version": version + 1 }));
    }

    /// Shows a build to everyone.
    pub fn publish(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        // First: at no moment is a page that a tab shows known to neither.
        if let Some(before) = self.snapshot() {
            let batches = replaced::replaced(&before, &snapshot, self.hub.has_listeners());
            lock(&self.replaced).add(batches);
        }

        let snapshot = Arc::new(snapshot);
        *lock(&self.snapshot) = Some(snapshot.clone());
        self.building.store(false, Ordering::Release);

        self.hub.broadcast("built", &json!({ "version": snapshot.version }));
        if self.hub.has_listeners()
            && let Some(event) = self.take_target(&snapshot)
        {
            self.hub.broadcast("goto", &event);
        }
        snapshot
    }

    /// The place that is waiting to be shown, once.
    fn take_target(&self, snapshot: &Snapshot) -> Option<Value> {
        let (path, line) = lock(&self.target).take()?;
        goto_event(snapshot, &path, GotoTarget::Line(line))
    }

    /// What is built.
    pub fn request(&self) -> Request {
        lock(&self.request).clone()
    }

    /// Shows a document in another profile from the next build on.
    pub fn choose_profile(&self, document: &str, profile: &str) {
        lock(&self.request).profiles.insert(document.to_owned(), profile.to_owned());
        // The watcher lives as long as the program.
        let _ = lock(&self.wake).send(Notice::Asked);
    }

    /// The document of this name in the newest build; the first where no name is given.
    pub fn view(&self, name: Option<&str>) -> Option<Arc<View>> {
        self.snapshot()?.view(name.filter(|name| !name.is_empty())).cloned()
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
        let cached = lock(&self.svg_pages).get(&face.hash);
        if cached.is_some() {
            return cached;
        }

        // Drawing takes a while: others may ask meanwhile.
        let bytes: Arc<[u8]> = crate::pdf::page_svg(&view.laid, page)?.into_bytes().into();
        lock(&self.svg_pages).insert(face.hash.clone(), bytes.clone());
        Some(bytes)
    }

    /// Listens to events; what is waiting to be shown is sent at once.
    pub fn subscribe(&self) -> Listener {
        let mut first: Vec<(&str, Value)> = Vec::new();
        if let Some(snapshot) = self.snapshot() {
            first.push(("built", json!({ "version": snapshot.version })));
            first.extend(self.take_target(&snapshot).map(|event| ("goto", event)));
        }
        self.hub.subscribe(&first)
    }

    /// Shows a line of a chapter in every tab; in the first to open, where none is.
    pub fn goto(&self, path: &str, line: usize) -> GotoOutcome {
        if let Some(snapshot) = self.snapshot() {
            let Some(event) = goto_event(&snapshot, path, GotoTarget::Line(line)) else {
                return GotoOutcome::NotPrinted;
            };
            if self.hub.has_listeners() {
                self.hub.broadcast("goto", &event);
                return GotoOutcome::Shown;
            }
        }
        *lock(&self.target) = Some((path.to_owned(), line));
        GotoOutcome::Waiting
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
