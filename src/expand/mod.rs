//! Chapter and merge templates to Markdown; the only user of minijinja.
//!
//! In: a chapter file or a template, the workspace's data. Out: [`Expanded`]. Values of data are not
//! printed: a marker stands for each, so that no value can change the Markdown around it.

use crate::diag::{Diagnostics, Reported};
use crate::document::{Block, ValueUse};
use crate::indicator::Indicators;
use crate::source::{MappedText, Sources};
use crate::workspace::{ChapterFile, Workspace};

/// Opens a marker; then a kind letter (`v` value, `c` chart, `p` placeholder), a decimal index, and [`MARKER_CLOSE`].
pub const MARKER_OPEN: char = '\u{FDD0}';
/// Closes a marker.
pub const MARKER_CLOSE: char = '\u{FDD1}';

/// A template's text after expansion.
#[derive(Debug, Clone, Default)]
pub struct Expanded {
    /// The Markdown, without front matter, with markers.
    pub text: MappedText,
    /// What the value markers stand for.
    pub values: Vec<ValueUse>,
    /// What the chart markers stand for: blocks of kind `Chart`.
    pub charts: Vec<Block>,
}

/// Expands templates over one workspace's data.
pub struct Expander<'a> {
    /// Outline, bureaus, chapters.
    pub workspace: &'a Workspace,
    /// Data.
    pub indicators: &'a Indicators,
    /// Texts.
    pub sources: &'a Sources,
}

impl<'a> Expander<'a> {
    /// Prepares the functions, macros and templates.
    pub fn new(
        workspace: &'a Workspace,
        indicators: &'a Indicators,
        sources: &'a Sources,
        diagnostics: &mut Diagnostics,
    ) -> Expander<'a> {
        let _ = diagnostics;
        Expander { workspace, indicators, sources }
    }

    /// Expands a chapter.
    pub fn chapter(
        &self,
        chapter: &ChapterFile,
        diagnostics: &mut Diagnostics,
    ) -> Result<Expanded, Reported> {
        let _ = (chapter, diagnostics);
        todo!()
    }
}

/// The expanded text, with `⟦text⟧` for every value: what `zishu dump expanded` prints.
pub fn dump(expanded: &Expanded) -> String {
    let _ = expanded;
    todo!()
}
