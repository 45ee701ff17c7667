//! `zishu dump`: what a stage gives, for tests and for finding faults.

use super::common::{Common, HELP};
use super::{Outcome, output, session};
use crate::diag::Diagnostics;
use crate::document::dump as tree;
use crate::pipeline::{
    self, Built, BuiltDocument, Checks, Formats, Goal, Loaded, Outputs, Request,
};
use crate::{expand, indicator, word, workspace};
use clap::{Args, ValueEnum};
use std::fmt::Write;
use std::path::Path;

/// `dump`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu dump [选项] <阶段> [文件名]", next_help_heading = "选项")]
pub(super) struct DumpOptions {
    /// 阶段：workspace 工作区，expanded 展开后的文稿，document 文档树，typst 排版源文，word Word 各部件
    #[arg(
        value_name = "阶段",
        value_enum,
        help_heading = "参数",
        hide_possible_values = true,
        display_order = 1
    )]
    pub stage: Stage,
    /// 哪一份文件，如 申报表；默认是自述报告
    #[arg(value_name = "文件名", help_heading = "参数", display_order = 2)]
    pub document: Option<String>,
}

/// What `dump` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Stage {
    Workspace,
    Expanded,
    Document,
    Typst,
    Word,
}

/// Prints a stage's result, as far as it could be made, and the problems.
pub(super) fn run(common: &Common, options: &DumpOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let name = options.document.as_deref();
    let Some(mut built) = session::build(common, &request(&root, options.stage, name))? else {
        return Ok(Outcome::Problems);
    };
    session::require_output(&built, name)?;

    let mut problems = std::mem::take(&mut built.problems);
    let text = match options.stage {
        Stage::Workspace => Some(workspace_text(&built.loaded)),
        Stage::Expanded => Some(expanded_text(&built.loaded, &mut problems)),
        Stage::Document => built.documents.iter().find_map(document_text),
        Stage::Typst => built.documents.iter().find_map(|document| typst_text(&built, document)),
        Stage::Word => built.documents.iter().find_map(word_text),
    };

    output::text(&text.unwrap_or_default());
    session::report(common, &built.loaded.sources, problems)
}

fn request(root: &Path, stage: Stage, name: Option<&str>) -> Request {
    let goal = match stage {
        Stage::Workspace | Stage::Expanded => Goal::Loaded,
        Stage::Document => Goal::Documents,
        Stage::Typst => Goal::Designs,
        Stage::Word => Goal::Files(Formats::Word),
    };

    let outputs = name.map_or(Outputs::Report, |_| session::outputs(name));
    Request { outputs, goal, checks: Checks::Faces, ..Request::new(root) }
}

fn workspace_text(loaded: &Loaded) -> String {
    let mut text = workspace::dump(&loaded.workspace, &loaded.sources);
    text.push_str(&indicator::dump(&loaded.indicators));
    text
}

fn expanded_text(loaded: &Loaded, diagnostics: &mut Diagnostics) -> String {
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

fn document_text(built: &BuiltDocument) -> Option<String> {
    built.document.as_deref().map(tree::document)
}

fn typst_text(built: &Built, document: &BuiltDocument) -> Option<String> {
    let BuiltDocument { document, design, .. } = document;
    let generated = design.as_ref()?.generate(&built.loaded, document.as_deref()?);
    let mut text = String::new();
    for (path, source) in generated.texts() {
        let _ = writeln!(text, "==== {path}\n{}", source.text().trim_end());
    }
    Some(text)
}

fn word_text(built: &BuiltDocument) -> Option<String> {
    let bytes = built.files.as_ref()?.word.as_ref()?;
    Some(word::dump(bytes))
}
