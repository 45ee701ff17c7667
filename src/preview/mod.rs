//! The preview: pages in the browser, built anew whenever a chapter is saved.
//!
//! In: a workspace's folder. Out: a server on loopback that shows the newest good pages with every
//! problem, and [`Batches`] for `render --watch`. It prints nothing, writes no file and serves none by
//! its path.

mod builder;
mod carry;
mod client;
mod download;
mod editor;
mod events;
mod http;
mod locate;
mod replaced;
mod routes;
mod stage;
mod stamp;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod watch;

pub use builder::{Built, View};
pub use client::{Sent, send_goto};
pub use watch::Change;

use crate::pipeline::Request;
use crate::source::fingerprint;
use builder::Builder;
use editor::Editor;
use stage::Stage;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use watch::Watcher;

/// The port that is tried first, and how many after it.
const PORTS: std::ops::Range<u16> = 8717..8817;
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
    /// The place to be shown first: path and line.
    pub target: Option<(String, usize)>,
}

/// A preview that can be served.
pub struct Preview {
    listener: TcpListener,
    stage: Arc<Stage>,
    watcher: Watcher,
}

/// Changes of a workspace, batch by batch.
pub struct Batches(Watcher);

impl Batches {
    /// Watches from now on.
    pub fn new(root: &Path) -> Batches {
        Batches(Watcher::new(root))
    }

    /// Whether the system tells of changes; else files are looked at twice a second.
    pub fn has_notices(&self) -> bool {
        self.0.has_notices()
    }

    /// Waits for the next batch.
    pub fn wait(&mut self) -> Change {
        self.0.next()
    }
}

impl Preview {
    /// Takes a port and begins to watch; nothing is built yet.
    pub fn open(options: Options) -> io::Result<Preview> {
        let listener = listen(options.port)?;
        let port = listener.local_addr()?.port();
        let watcher = Watcher::new(&options.request.root);
        let editor = Editor::find(options.editor.as_deref());
        let instance = fingerprint([
            std::process::id().to_be_bytes().as_slice(),
            format!("{:?}", std::time::SystemTime::now()).as_bytes(),
        ]);
        let own = (port, instance);
        let stage = Stage::new(own, editor, options.request, watcher.waker());
        if let Some((path, line)) = options.target {
            // Nothing is built yet: it waits for the first tab.
            let _ = stage.go(&path, line);
        }
        Ok(Preview { listener, stage: Arc::new(stage), watcher })
    }

    /// Where the page is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.stage.port)
    }

    /// Whether the system tells of changes; else files are looked at twice a second.
    pub fn has_notices(&self) -> bool {
        self.watcher.has_notices()
    }

    /// Serves, and builds after every change, for as long as the program runs. Every build is told to
    /// `built`.
    pub fn run(self, mut built: impl FnMut(&Built) + Send + 'static) -> io::Result<()> {
        let Preview { listener, stage, mut watcher } = self;
        let shown = stage.clone();
        let work = move || {
            let mut builder = Builder::new();
            let mut changed = Change::new();
            loop {
                shown.begin();
                let before = shown.built();
                let now = shown.show(builder.build(&changed, &shown.request()));
                built(&now);
                if let Some((path, at)) = edited(before.as_deref(), &now, &changed) {
                    tell_goto(&shown, &now, &path, at);
                }
                drop((before, now));
                builder.trim();
                changed = watcher.next();
            }
        };
        thread::Builder::new().name("build".to_owned()).stack_size(STACK).spawn(work)?;
        let handler = move |request: &http::Request| routes::answer(&stage, request);
        http::serve(&listener, Arc::new(handler));
        Ok(())
    }
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").field("address", &self.address()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Batches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batches").finish_non_exhaustive()
    }
}

/// A name for a workspace that tells nothing of its path.
fn workspace_id(root: &Path) -> String {
    let real: PathBuf = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    fingerprint([real.to_string_lossy().as_bytes()])
}

fn listen(port: Option<u16>) -> io::Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port),
        None => PORTS.map(bind).find(Result::is_ok).unwrap_or_else(|| bind(0)),
    }
}

/// Shows an address in the browser.
pub fn browse(address: &str) -> io::Result<()> {
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    editor::start(command.arg(address))
}

fn tell_goto(stage: &Stage, built: &Built, path: &str, at: u32) {
    if stage.hub.is_heard()
        && let Some(mut event) = routes::goto_event(built, path, routes::Wanted::Edit(at))
    {
        event["version"] = built.version.into();
        stage.hub.tell("goto", &event);
    }
}

/// Where one chapter's text differs, if it was edited and the build is good. Blanks, line ends and what
/// stands above the text are no place to go to.
fn edited(before: Option<&Built>, now: &Built, changed: &Change) -> Option<(String, u32)> {
    let mut chapters = changed.iter().filter(|path| path.ends_with(".md"));
    let path = chapters.next().filter(|_| chapters.next().is_none() && !now.failed)?;
    let text = |built: &Built| {
        let file = built.sources.find(path)?;
        Some(built.sources.text(file).to_owned())
    };
    let at = difference(&text(before?)?, &text(now)?)?;
    Some((path.clone(), u32::try_from(at).ok()?))
}

/// The first byte of the newer text that differs in more than blanks, below the front matter.
fn difference(old: &str, new: &str) -> Option<usize> {
    let same =
        |old: &mut dyn Iterator<Item = char>, new: &mut dyn Iterator<Item = char>| -> usize {
            old.zip(new).take_while(|(old, new)| old == new).map(|(_, new)| new.len_utf8()).sum()
        };
    let start = same(&mut old.chars(), &mut new.chars());
    let end = same(&mut old[start..].chars().rev(), &mut new[start..].chars().rev());
    let (gone, come) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let blank = |text: &str| text.chars().all(char::is_whitespace);
    let above = new.strip_prefix("---").and_then(|rest| rest.find("\n---")).map_or(0, |at| at + 3);
    let lead = come.len() - come.trim_start().len();
    (!(blank(gone) && blank(come)) && start >= above).then_some(start + lead)
}
