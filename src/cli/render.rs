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
    let made = make(&mut loaded, options, &mut progress, &mut diagnostics);
    progress.clear();
    let stages = progress.finish();
    let notices = summary::count(&diagnostics);
    let outcome = session::report(common, &loaded.sources, diagnostics)?;
    let Some(made) = made.filter(|_| outcome == Outcome::Clean) else {
        session::say(common, &format!("{}，没有输出文件", summary::verdict(notices)));
        return Ok(Outcome::Problems);
    };
    let written = write(&root, &loaded, &made.outputs)?;
    session::say(common, &summary::closing(&loaded, &made, &written, notices, &stages));
    Ok(Outcome::Clean)
}

/// Everything that the closing summary tells of.
pub(super) struct Made {
    pub document: Document,
    pub design: Design,
    pub outputs: Outputs,
}

/// Runs the stages; `None` where an error was reported.
fn make(
    loaded: &mut Loaded,
    options: &RenderOptions,
    progress: &mut Progress,
    diagnostics: &mut Diagnostics,
) -> Option<Made> {
    progress.stage("合并");
    let document = pipeline::assemble(loaded, diagnostics);
    progress.stage("核对");
    let ready = session::prepare(loaded, document, &options.into(), diagnostics);
    let (document, design) = ready.ok()?;
    if diagnostics.has_errors() {
        return None;
    }
    progress.stage("排版");
    let wanted = match (options.pdf, options.word) {
        (true, false) => Wanted::Pdf,
        (false, true) => Wanted::Word,
        (false, false) | (true, true) => Wanted::Both,
    };
    let outputs = pipeline::render(loaded, &document, &design, wanted, diagnostics).ok()?;
    Some(Made { document, design, outputs })
}

/// Writes the files; gives their paths relative to the workspace and their sizes.
fn write(root: &Path, loaded: &Loaded, outputs: &Outputs) -> anyhow::Result<Vec<(String, usize)>> {
    let name = &loaded.workspace.report.output;
    let files = [("pdf", &outputs.pdf), ("docx", &outputs.word)];
    let mut written = Vec::new();
    for (extension, bytes) in files {
        if let Some(bytes) = bytes {
            let shown = format!("out/{name}.{extension}");
            output::write(&root.join("out").join(format!("{name}.{extension}")), bytes)?;
            written.push((shown, bytes.len()));
        }
    }
    Ok(written)
}
