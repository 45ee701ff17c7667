//! `zishu dump`: what a stage gives, for tests and for finding faults.

use super::arguments::{CheckOptions, Common, DumpOptions, Stage};
use super::{Outcome, output, session};
use crate::diag::Diagnostics;
use crate::document::dump as tree;
use crate::pipeline::{self, Loaded, Wanted};
use crate::{expand, indicator, word, workspace};
use std::fmt::Write;

/// Prints a stage's result, as far as it could be made, and the problems.
pub(super) fn run(common: &Common, options: &DumpOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let mut diagnostics = Diagnostics::default();
    let Some(mut loaded) = session::load(common, &root, &mut diagnostics)? else {
        return Ok(Outcome::Problems);
    };
    let name = options.document.as_deref();
    let wanted = session::choose(&loaded, name.or(Some(&loaded.workspace.report.output)))?;
    let text = match options.stage {
        Stage::Workspace => Some(workspace_text(&loaded)),
        Stage::Expanded => Some(expanded(&loaded, &mut diagnostics)),
        Stage::Document => {
            let documents = pipeline::assemble_each(&loaded, &wanted, &mut diagnostics);
            documents.iter().flatten().next().map(tree::document)
        }
        Stage::Typst => typst(&mut loaded, &wanted, &mut diagnostics),
        Stage::Word => word(&mut loaded, &wanted, &mut diagnostics),
    };
    output::text(&text.unwrap_or_default());
    session::report(common, &loaded.sources, diagnostics)
}

fn workspace_text(loaded: &Loaded) -> String {
    let mut text = workspace::dump(&loaded.workspace, &loaded.sources);
    text.push_str(&indicator::dump(&loaded.indicators));
    text
}

fn expanded(loaded: &Loaded, diagnostics: &mut Diagnostics) -> String {
    let expander = pipeline::expander(loaded, diagnostics);
    let mut text = String::new();
    let workspace = &loaded.workspace;
    for chapter in workspace.chapters.iter().chain(&workspace.row_chapters) {
        if let Ok(expanded) = expander.chapter(chapter, diagnostics) {
            let path = loaded.sources.path(chapter.file);
            let _ = writeln!(text, "==== {path}\n{}", expand::dump(&expanded).trim_end());
        }
    }
    text
}

const AS_RENDERED: CheckOptions = CheckOptions { final_: false, system_fonts: false };

fn prepared(
    loaded: &mut Loaded,
    wanted: &[usize],
    diagnostics: &mut Diagnostics,
) -> Option<session::Designed> {
    let conditions = (&AS_RENDERED).into();
    let documents = pipeline::assemble_each(loaded, wanted, diagnostics);
    session::prepare(loaded, (wanted, documents), &conditions, diagnostics).ok()?.into_iter().next()
}

fn typst(loaded: &mut Loaded, wanted: &[usize], diagnostics: &mut Diagnostics) -> Option<String> {
    let (document, design) = prepared(loaded, wanted, diagnostics)?;
    let generated = pipeline::generate(loaded, &document, &design);
    let mut text = String::new();
    for (path, source) in generated.texts() {
        let _ = writeln!(text, "==== {path}\n{}", source.text().trim_end());
    }
    Some(text)
}

fn word(loaded: &mut Loaded, wanted: &[usize], diagnostics: &mut Diagnostics) -> Option<String> {
    let (document, design) = prepared(loaded, wanted, diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    let outputs = pipeline::render(loaded, &document, &design, Wanted::Word, diagnostics).ok()?;
    outputs.word.map(|bytes| word::dump(&bytes))
}
