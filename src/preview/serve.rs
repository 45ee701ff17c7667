//! A preview of a workspace: it serves, and builds after every change.
//!
//! In: a request for pages. Out: a server on loopback that shows the newest good ones.

use super::builder::{Builder, Snapshot};
use super::editor::Editor;
use super::goto::{GotoTarget, edit_location, goto_event};
use super::identity::{PORTS, instance_id};
use super::shared::SharedState;
use super::watch::Watcher;
use super::watched::Change;
use super::{http, routes};
use crate::pipeline::Request;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;

/// Stack of the thread that builds: Typst nests.
const STACK: usize = 64 << 20;

/// What a preview is asked for.
#[derive(Debug)]
pub struct Options {
    /// The port; the first free one from 8717 on where none is given, any where it is 0.
    pub port: Option<u16>,
    /// The editor's command.
    pub editor: Option<String>,
    /// What is built: pages, of all documents.
    pub request: Request,
    /// The place to be shown first.
    pub target: Option<SourceLine>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The file's path in the workspace.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

/// A preview that can be served.
pub struct Preview {
    listener: TcpListener,
    shared: Arc<SharedState>,
    watcher: Watcher,
}

impl Preview {
    /// Takes a port and begins to watch; nothing is built yet.
    pub fn open(options: Options) -> io::Result<Preview> {
        let listener = listen(options.port)?;
        let port = listener.local_addr()?.port();
        let watcher = Watcher::new(&options.request.root);
        let editor = Editor::find(options.editor.as_deref());

        let mut shared = SharedState::new(port, options.request, watcher.waker());
        shared.instance = instance_id();
        shared.editor = editor;
        if let Some(SourceLine { path, line }) = options.target {
            // Nothing is built yet: it waits for the first tab.
            let _ = shared.goto(&path, line);
        }
        Ok(Preview { listener, shared: Arc::new(shared), watcher })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.shared.port
    }

    /// Where the page is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port())
    }

    /// Whether the system tells of changes; else files are looked at twice a second.
    pub fn has_notices(&self) -> bool {
        self.watcher.has_notices()
    }

    /// Serves, and builds after every change, for as long as the program runs. `on_build` is called
    /// after each build.
    pub fn run(self, on_build: impl FnMut(&Snapshot) + Send + 'static) -> io::Result<()> {
        let Preview { listener, shared, watcher } = self;
        let builder = thread::Builder::new().name("build".to_owned()).stack_size(STACK);
        let building = shared.clone();
        builder.spawn(move || build_after_changes(&building, watcher, on_build))?;

        let handler = move |request: &http::Request| routes::answer(&shared, request);
        http::serve(&listener, Arc::new(handler));
        Ok(())
    }
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").field("address", &self.address()).finish_non_exhaustive()
    }
}

fn build_after_changes(
    shared: &SharedState,
    mut watcher: Watcher,
    mut on_build: impl FnMut(&Snapshot),
) {
    let mut builder = Builder::new();
    let mut changed = Change::new();
    loop {
        shared.begin_build();
        let before = shared.snapshot();
        let snapshot = shared.publish(builder.build(&changed, &shared.request()));
        on_build(&snapshot);
        follow_edit(shared, before.as_deref(), &snapshot, &changed);

        // Their pages would be kept through the next build.
        drop((before, snapshot));
        builder.trim();
        changed = watcher.next_batch();
    }
}

/// Has every tab scroll to the chapter that was edited.
fn follow_edit(
    shared: &SharedState,
    before: Option<&Snapshot>,
    snapshot: &Snapshot,
    changed: &Change,
) {
    let Some(edit) = edit_location(before, snapshot, changed) else { return };
    if shared.hub.has_listeners()
        && let Some(mut event) = goto_event(snapshot, &edit.path, GotoTarget::Edit(edit.offset))
    {
        event["version"] = snapshot.version.into();
        shared.hub.broadcast("goto", &event);
    }
}

fn listen(port: Option<u16>) -> io::Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port),
        None => PORTS.map(bind).find(Result::is_ok).unwrap_or_else(|| bind(0)),
    }
}
