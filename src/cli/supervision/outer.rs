//! The process that outlives a layout: it runs the program once more, waits, and says what happened.

use super::inner::STOPPED;
use crate::cli::arguments::{Arguments, Command};
use crate::cli::common::Common;
use crate::cli::render::RenderOptions;
use crate::cli::{output, session};
use crate::diag::Diagnostics;
use crate::pdf::{Excess, StoppedTemplates, TypstTemplates};
use crate::source::{Sources, decode};
use crate::workflow::{Notes, NotesFile};
use crate::workspace;
use anyhow::Context;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode, ExitStatus, Stdio};
use std::{env, fs};

/// How the inner process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// By itself, with this code.
    Code(u8),
    /// A layout took too much.
    Stopped,
    /// It was aborted, as where the system has no memory for it.
    Aborted,
    /// Somebody ended it.
    Killed,
}

/// Does in a process of its own what was asked, where a layout may not end; `None` where this process is to
/// do it.
pub(in crate::cli) fn run(arguments: &Arguments) -> Option<ExitCode> {
    let Arguments { common, command, .. } = arguments;
    if common.supervised.is_some() {
        return None;
    }
    let lasts = lasts(command);
    let root = root(common);
    let is_needed =
        lays_out(command) && (lasts || root.as_deref().and_then(TypstTemplates::changed).is_some());
    if !is_needed {
        return None;
    }

    // Where there can be no second process, the first does it as it does with built-in templates.
    let file = NotesFile::new().ok()?;
    let notes = file.path();
    loop {
        let end = run_inner(&notes).ok()?;
        let Some(stopped) = stopped(end, &notes, root.as_deref()) else {
            return Some(ExitCode::from(code(end)));
        };
        if !lasts {
            return Some(report(common, root.as_deref(), &stopped));
        }
        Notes::update(&notes, |notes| {
            notes.stopped = Some(stopped);
            notes.layout = None;
        });
    }
}

/// Whether a command lays out pages.
fn lays_out(command: &Command) -> bool {
    match command {
        Command::Render(_) | Command::Preview(_) | Command::Review(_) | Command::Forms(_) => true,
        Command::Dump(_) | Command::Adopt(_) | Command::Verify(_) | Command::Collect(_) => true,
        Command::Check(_) | Command::Init(_) | Command::New(_) => false,
        Command::Sync(_) | Command::Rename(_) => false,
        // Only a notice is laid out.
        Command::Status(options) => options.word,
        Command::Fonts(_) | Command::Explain(_) | Command::Fix(_) => false,
    }
}

/// Whether a command goes on until it is ended: the templates may be changed meanwhile.
fn lasts(command: &Command) -> bool {
    matches!(command, Command::Preview(_) | Command::Render(RenderOptions { watch: true, .. }))
}

/// The workspace's folder, where there is one; the inner process says it where there is none.
fn root(common: &Common) -> Option<PathBuf> {
    let folder = common.directory.as_deref().unwrap_or(Path::new("."));
    workspace::locate(folder).ok()
}

/// Runs the program again with the same arguments.
fn run_inner(notes: &Path) -> anyhow::Result<End> {
    let mut supervised = OsString::from("--supervised=");
    supervised.push(notes);

    let program = env::current_exe().context("the program's own path")?;
    let mut command = process::Command::new(program);
    command.arg(supervised).args(env::args_os().skip(1)).stdin(Stdio::piped());
    let mut inner = command.spawn().context("the program starts again")?;
    // Closed when this process ends, however it ends.
    let _pipe = inner.stdin.take();
    Ok(end(inner.wait().context("the inner process")?))
}

fn end(status: ExitStatus) -> End {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        // SIGILL, SIGABRT, SIGBUS, SIGKILL and SIGSEGV: a process that runs out of memory ends by one of
        // them, by SIGKILL where the system chose it as the largest.
        return if [4, 6, 7, 9, 10, 11].contains(&signal) { End::Aborted } else { End::Killed };
    }
    match status.code().map(u8::try_from) {
        Some(Ok(STOPPED)) => End::Stopped,
        Some(Ok(code)) => End::Code(code),
        // Windows ends a program that aborts with a code of 32 bits.
        Some(Err(_)) => End::Aborted,
        None => End::Killed,
    }
}

/// The exit code for an end that no template is to blame for.
fn code(end: End) -> u8 {
    match end {
        End::Code(code) => code,
        End::Stopped | End::Aborted | End::Killed => 2,
    }
}

/// The templates that ended the process.
fn stopped(end: End, notes: &Path, root: Option<&Path>) -> Option<StoppedTemplates> {
    let notes = Notes::read(notes);
    match end {
        End::Code(_) | End::Killed => None,
        End::Stopped => notes.stopped,
        End::Aborted => {
            // A layout that ended isn't noted: the templates of now tell whether it can have been it.
            let templates = root.and_then(TypstTemplates::changed)?;
            let is_same = notes.layout.as_ref() == Some(&templates);
            is_same.then_some(StoppedTemplates { templates, excess: Excess::Memory(0) })
        }
    }
}

/// Prints the problem as every other one is.
fn report(common: &Common, root: Option<&Path>, stopped: &StoppedTemplates) -> ExitCode {
    let path = stopped.path();
    let bytes = root.and_then(|root| fs::read(root.join(&path)).ok()).unwrap_or_default();
    let text = decode(&bytes).map(|decoded| decoded.text).unwrap_or_default();

    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let mut problems = Diagnostics::default();
    problems.report(stopped.problem(file, sources.text(file)));
    if let Err(error) = session::report(common, &sources, problems) {
        output::message(&format!("错误：{}", output::chain(&error)));
        return ExitCode::from(2);
    }
    session::say(common, "排版中断，没有写入任何文件");
    ExitCode::from(1)
}
