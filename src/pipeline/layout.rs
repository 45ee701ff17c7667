//! Documents to pages; what a layout leaves for the next one of the same document.
//!
//! In: a document and its design. Out: its pages. Only what differs from the last layout is laid out
//! anew.

use super::{Design, Loaded, gaps};
use crate::diag::{Diagnostics, Reported};
use crate::document::Document;
use crate::pdf::{self, Generated, Laid, PageAppearance, TypstCache, WorkspaceFiles};
use std::collections::HashMap;
use std::sync::Arc;

/// A document that can be laid out.
#[derive(Clone, Copy)]
pub(super) struct Layoutable<'a> {
    pub name: &'a str,
    pub document: &'a Document,
    pub design: &'a Design,
}

/// A document's pages.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The pages.
    pub laid: Arc<Laid>,
    /// What each page looks like.
    pub faces: Arc<[PageAppearance]>,
}

/// The last layouts, by the names of the documents.
#[derive(Default)]
pub(super) struct LayoutCache {
    /// Whether another build will follow.
    is_incremental: bool,
    layouts: HashMap<String, Layout>,
}

/// What the last layout of a document left.
#[derive(Default)]
struct Layout {
    profile: String,
    /// The text that was laid out; `None` where the next layout must not rely on it.
    generated: Option<Generated>,
    typst: TypstCache,
    laid: Option<Arc<Laid>>,
    problems: Diagnostics,
    /// What the pages look like, or those of the layout before.
    faces: Arc<[PageAppearance]>,
    has_faces: bool,
}

impl LayoutCache {
    /// For a program that builds again and again.
    pub fn incremental() -> LayoutCache {
        LayoutCache { is_incremental: true, ..LayoutCache::default() }
    }

    /// Has all documents laid out again, though their text be the same.
    pub fn invalidate(&mut self) {
        self.layouts.values_mut().for_each(|layout| layout.generated = None);
    }

    /// Has pictures read again.
    pub fn forget_pictures(&mut self) {
        self.layouts.values_mut().for_each(|layout| layout.typst.forget_pictures());
    }

    /// Lays a document out.
    pub fn lay_out(
        &mut self,
        loaded: &Loaded,
        target: Layoutable<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<Laid>> {
        // What isn't kept is dropped at once: it holds on to the pages.
        let mut temporary = Layout::default();
        let layout = if self.is_incremental {
            self.layouts.entry(target.name.to_owned()).or_default()
        } else {
            &mut temporary
        };

        layout.update(loaded, target);
        diagnostics.extend(layout.problems.clone());
        layout.laid.clone()
    }

    /// Lays a document out and says what each page looks like.
    pub fn pages(
        &mut self,
        loaded: &Loaded,
        target: Layoutable<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Pages> {
        let laid = self.lay_out(loaded, target, diagnostics)?;
        let layout = self.layouts.entry(target.name.to_owned()).or_default();
        if !layout.has_faces {
            layout.faces = pdf::page_appearances(&laid, &layout.faces).into();
            layout.has_faces = true;
        }
        Some(Pages { laid, faces: layout.faces.clone() })
    }
}

impl Layout {
    fn update(&mut self, loaded: &Loaded, target: Layoutable<'_>) {
        if self.profile != target.design.name {
            self.generated = None;
            self.profile.clone_from(&target.design.name);
        }

        let mut problems = Diagnostics::default();
        match self.lay_out_changes(loaded, target, &mut problems) {
            Ok(None) => return,
            Ok(Some(laid)) => self.laid = Some(Arc::new(laid)),
            Err(_) => {
                self.laid = None;
                self.faces = Arc::default();
            }
        }
        self.problems = problems;
        self.has_faces = false;
    }

    /// The new pages; `None` where the text that Typst is given is the same as before.
    fn lay_out_changes(
        &mut self,
        loaded: &Loaded,
        target: Layoutable<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Laid>, Reported> {
        let Layoutable { document, design, .. } = target;
        let mut generated = design.generate(loaded, document);
        if let Some(before) = &self.generated {
            if *before == generated {
                return Ok(None);
            }
            generated.share(before);
        }

        self.generated = None;
        let workspace = WorkspaceFiles { root: &loaded.workspace.root, sources: &loaded.sources };
        let Design { templates, faces, .. } = design;
        let cache = &mut self.typst;
        let laid = pdf::lay_out_incrementally(
            &generated,
            templates,
            faces,
            workspace,
            cache,
            diagnostics,
        )?;
        gaps::report(&laid, document, &design.profile, diagnostics);
        self.generated = Some(generated);
        Ok(Some(laid))
    }
}

impl std::fmt::Debug for LayoutCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LayoutCache")
            .field("is_incremental", &self.is_incremental)
            .finish_non_exhaustive()
    }
}
