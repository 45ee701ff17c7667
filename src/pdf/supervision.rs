//! Layouts with templates that the workspace changed, in a process that may have to end over them.
//!
//! A Typst template can loop for ever or fill the memory, and Typst 0.15 can't be stopped from without:
//! only the process can end. So such a layout is watched where somebody outlives the process and tells
//! what happened ([`supervise_layouts`]); elsewhere, and with the built-in templates, nothing is watched.

use super::generated::Generated;
use super::stopped::{ChangedTemplates, Excess, StoppedTemplates};
use cpu_time::ProcessTime;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// Who outlives this process.
pub struct Supervisor {
    /// Templates that ended the process before this one; the built-in ones are used in their place.
    pub stopped: Option<StoppedTemplates>,
    /// Is told that a layout begins: the process may end before anything else can be said.
    pub on_layout: Box<dyn Fn(&ChangedTemplates) + Send + Sync>,
    /// Is told that a layout took too much, and ends the process.
    pub on_excess: Box<dyn Fn(StoppedTemplates) + Send + Sync>,
}

/// What layouts may take. With the built-in templates, the sample's 97 pages take 1.4 s and 175 MB for
/// 170 KiB of generated text: a twentieth of the time and a tenth of the memory; at that rate 1,150 pages
/// take a twelfth and half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Limits {
    /// Processor time of all threads.
    time: Duration,
    /// Memory beyond that of the process before its first layout, in bytes.
    memory: usize,
}

/// Time that the shortest document is given.
const BASE_TIME: Duration = Duration::from_secs(10);

/// Time for a KiB of generated text.
const TIME_PER_KIB: Duration = Duration::from_millis(100);

/// Memory that the shortest document is given, in bytes: all its pictures, decoded, may take 1 GB.
const BASE_MEMORY: usize = 1536 << 20;

/// Bytes of memory for a byte of generated text.
const MEMORY_PER_BYTE: usize = 1500;

/// Time between two looks.
const INTERVAL: Duration = Duration::from_millis(20);

impl Limits {
    fn of(generated: &Generated) -> Limits {
        let bytes: usize = generated.texts().iter().map(|(_, text)| text.text().len()).sum();
        let kib = u32::try_from(bytes >> 10).unwrap_or(u32::MAX);
        Limits {
            time: BASE_TIME + TIME_PER_KIB.saturating_mul(kib),
            memory: BASE_MEMORY + bytes.saturating_mul(MEMORY_PER_BYTE),
        }
    }
}

static SUPERVISOR: OnceLock<Supervisor> = OnceLock::new();

/// What is watched.
static WATCHED: Mutex<Watched> = Mutex::new(Watched { layout: None, memory: None });

struct Watched {
    /// The layout that runs; one at a time is begun.
    layout: Option<RunningLayout>,
    /// What may be taken from the first layout on: what a template makes lives on in pages and files.
    memory: Option<MemoryLimit>,
}

struct RunningLayout {
    start: ProcessTime,
    time: Duration,
}

struct MemoryLimit {
    /// The templates that were used last.
    templates: ChangedTemplates,
    /// What the process had before.
    base: usize,
    max: usize,
}

/// Has layouts with changed templates watched, from now on.
pub fn supervise_layouts(supervisor: Supervisor) {
    // There is one, set where the process begins.
    let _ = SUPERVISOR.set(supervisor);
}

/// The problem of templates that ended the process before, where these are the same.
pub(super) fn stopped(templates: &ChangedTemplates) -> Option<&'static StoppedTemplates> {
    SUPERVISOR.get()?.stopped.as_ref().filter(|stopped| stopped.templates == *templates)
}

/// Lays out; is watched where the templates are changed and somebody supervises.
pub(super) fn watched<T>(
    changed: Option<&ChangedTemplates>,
    generated: &Generated,
    lay_out: impl FnOnce() -> T,
) -> T {
    let (Some(supervisor), Some(changed)) = (SUPERVISOR.get(), changed) else {
        return lay_out();
    };

    (supervisor.on_layout)(changed);
    begin(supervisor, changed, Limits::of(generated));
    let result = lay_out();
    lock().layout = None;
    result
}

fn begin(supervisor: &'static Supervisor, templates: &ChangedTemplates, limits: Limits) {
    let mut watched = lock();
    watched.layout = Some(RunningLayout { start: ProcessTime::now(), time: limits.time });

    let before = watched.memory.take();
    let is_watching = before.is_some();
    let base = before.as_ref().map_or_else(resident_memory, |before| before.base);
    let max = before.map_or(0, |before| before.max).max(base.saturating_add(limits.memory));
    watched.memory = Some(MemoryLimit { templates: templates.clone(), base, max });
    drop(watched);

    if !is_watching {
        let watch = move || loop {
            thread::sleep(INTERVAL);
            if let Some(stopped) = excess() {
                (supervisor.on_excess)(stopped);
            }
        };
        // Without a thread there is no watch, as where nobody supervises.
        let _ = thread::Builder::new().name("watch".to_owned()).spawn(watch);
    }
}

/// What was taken too much of by now.
fn excess() -> Option<StoppedTemplates> {
    let watched = lock();
    let memory = watched.memory.as_ref()?;
    let stopped = |excess| Some(StoppedTemplates { templates: memory.templates.clone(), excess });

    let resident = resident_memory();
    if resident > memory.max {
        return stopped(Excess::Memory(u64::try_from(resident >> 20).unwrap_or(u64::MAX)));
    }
    let layout = watched.layout.as_ref()?;
    let time = layout.start.try_elapsed().ok()?;
    if time > layout.time { stopped(Excess::Time(time.as_secs())) } else { None }
}

/// Memory of this process, in bytes; 0 where the system doesn't tell.
fn resident_memory() -> usize {
    memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem)
}

fn lock() -> MutexGuard<'static, Watched> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Supervisor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Supervisor").field("stopped", &self.stopped).finish_non_exhaustive()
    }
}
