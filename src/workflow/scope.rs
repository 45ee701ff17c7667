//! Which problems somebody asks for: those of a bureau, of a section, or both.

use super::selection::{find_bureau, find_section_or_row};
use crate::diag::Diagnostics;
use crate::pipeline::{self, Loaded};
use crate::source::Span;
use crate::workspace::EDITOR;

/// Which problems somebody asks for. The default asks for all.
#[derive(Debug, Default)]
pub struct Scope {
    /// Short name of the bureau that is to mend them, or 统稿人.
    bureau: Option<String>,
    /// The row of the plan that they concern.
    row: Option<NamedRow>,
}

#[derive(Debug)]
struct NamedRow {
    /// Its index.
    index: usize,
    /// How its texts' folder is called.
    folder: String,
}

impl Scope {
    /// What was named on a command line. A name that the workspace doesn't have is an error with the nearest.
    pub fn new(
        loaded: &Loaded,
        bureau: Option<&str>,
        section: Option<&str>,
    ) -> anyhow::Result<Scope> {
        let workspace = &loaded.workspace;
        let short_name = |name: &str| match name {
            EDITOR => Ok(EDITOR.to_owned()),
            _ => find_bureau(workspace, name).map(|index| workspace.bureaus[index].short.clone()),
        };
        let row = |name: &str| {
            find_section_or_row(workspace, name)
                .map(|section| NamedRow { index: section.row, folder: section.folder.clone() })
        };

        let (bureau, row) = (bureau.map(short_name).transpose()?, section.map(row).transpose()?);
        Ok(Scope { bureau, row })
    }

    /// What was asked for, in words; `None` where everything is.
    pub fn title(&self) -> Option<String> {
        let row = self.row.as_ref().map(|row| row.folder.clone());
        let names: Vec<String> = self.bureau.iter().cloned().chain(row).collect();
        (!names.is_empty()).then(|| names.join("、"))
    }

    /// The problems that were asked for.
    pub fn select(&self, loaded: &Loaded, problems: Diagnostics) -> Diagnostics {
        let mut selected = Diagnostics::default();
        let problems = problems.into_iter().filter(|problem| {
            let owner = pipeline::owner(loaded, problem);
            self.holds(loaded, owner, problem.primary.span)
        });
        selected.extend(problems);
        selected
    }

    /// Whether a place was asked for.
    pub fn holds_place(&self, loaded: &Loaded, span: Span) -> bool {
        self.holds(loaded, pipeline::owner_of_place(loaded, span.file), span)
    }

    /// Whether a section was asked for.
    pub fn has_section(&self) -> bool {
        self.row.is_some()
    }

    /// Whether a bureau was asked for, with whatever section.
    pub fn holds_bureau(&self, bureau: &str) -> bool {
        self.bureau.as_ref().is_none_or(|asked| asked == bureau)
    }

    fn holds(&self, loaded: &Loaded, owner: Option<String>, span: Span) -> bool {
        let is_of = |row: &NamedRow| pipeline::row_of_place(loaded, span) == Some(row.index);
        self.holds_bureau(owner.as_deref().unwrap_or(EDITOR)) && self.row.as_ref().is_none_or(is_of)
    }
}
