//! `zishu render`: the report as PDF and Word.

use super::arguments::{Common, RenderOptions};
use super::progress::Progress;
use super::{Outcome, output, session, summary};
use crate::diag::Diagnostics;
use crate::document::Document;
use crate::pipeline::{self, Design, Loaded, Outputs, Wanted};
use std::path::Path;

/// Renders; where anything is wrong nothing is written, so that the last good files stay.
pub(super) fn run(common: &Common, options: &RenderOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    if options.watch {
        return super::watch::run(common, options, &root);
    }
    let mut diagnostics = Diagnostics::default();
    let mut progress = Progress::new();
    progress.stage("读取");
    let (sources, parts) = pipeline::load(&root, &mut diagnostics);
    let Some((workspace, indicators)) = parts else {
        progress.clear();
        let verdict = summary::verdict(summary::count(&diagnostics));
        session::report(common, &sources, diagnostics)?;
        session::say(common, &format!("{verdict}，没有输出文件"));
        return Ok(Outcome::Problems);
    };
    let mut loaded = Loaded { sources, workspace, indicators };
    let wanted =
        session::choose(&loaded, options.only.as_deref()).inspect_err(|_| progress.clear())?;
    let made = make(&mut loaded, &wanted, options, &mut progress, &mut diagnostics);
    progress.clear();
    let stages = progress.finish();
    let notices = summary::count(&diagnostics);
    let outcome = session::report(common, &loaded.sources, diagnostics)?;
    let Some(made) = made.filter(|_| outcome == Outcome::Clean) else {
        session::say(common, &format!("{}，没有输出文件", summary::verdict(notices)));
        return Ok(Outcome::Problems);
    };
    let written = write(&root, &loaded, &made)?;
    session::say(common, &summary::closing(&loaded, &made, &written, notices, &stages));
    Ok(Outcome::Clean)
}

/// A document as made.
pub(super) struct Made {
    /// Its place in the workspace's outputs.
    pub at: usize,
    pub document: Document,
    pub design: Design,
    pub outputs: Outputs,
}

/// Runs the stages; `None` where an error was reported.
fn make(
    loaded: &mut Loaded,
    wanted: &[usize],
    options: &RenderOptions,
    progress: &mut Progress,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Made>> {
    progress.stage("合并");
    let documents = pipeline::assemble_each(loaded, wanted, diagnostics);
    progress.stage("核对");
    session::examine(loaded, &documents, diagnostics);
    let ready = session::prepare(loaded, (wanted, documents), &options.into(), diagnostics);
    let ready = ready.ok()?;
    if diagnostics.has_errors() {
        return None;
    }
    progress.stage("排版");
    let kinds = match (options.pdf, options.word) {
        (true, false) => Wanted::Pdf,
        (false, true) => Wanted::Word,
        (false, false) | (true, true) => Wanted::Both,
    };
    let documents: Vec<(&Document, &Design)> =
        ready.iter().map(|(one, look)| (one, look)).collect();
    let outputs = pipeline::render_each(loaded, &documents, kinds, diagnostics);
    let made = ready.into_iter().zip(outputs).zip(wanted);
    made.map(|(((document, design), outputs), at)| {
        Some(Made { at: *at, document, design, outputs: outputs.ok()? })
    })
    .collect()
}

/// A file that was written.
pub(super) struct Written {
    /// Path relative to the workspace.
    pub path: String,
    /// Size in bytes.
    pub size: usize,
    /// Pages of a PDF.
    pub pages: Option<u32>,
}

pub(super) fn write(root: &Path, loaded: &Loaded, made: &[Made]) -> anyhow::Result<Vec<Written>> {
    let names = loaded.workspace.outputs();
    let mut written = Vec::new();
    for Made { at, outputs, .. } in made {
        let name = names.get(*at).copied().unwrap_or_default();
        let pages = Some(outputs.layout.pages);
        let files = [("pdf", &outputs.pdf, pages), ("docx", &outputs.word, None)];
        for (extension, bytes, pages) in files {
            if let Some(bytes) = bytes {
                let file = format!("{name}.{extension}");
                output::write(&root.join("out").join(&file), bytes)?;
                written.push(Written { path: format!("out/{file}"), size: bytes.len(), pages });
            }
        }
    }
    Ok(written)
}
