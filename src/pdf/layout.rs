//! Generated text to pages, and the pages of headings and sections.

use super::cache::TypstCache;
use super::generated::Generated;
use super::laid::{Laid, Layout};
use super::templates::TypstTemplates;
use super::world::{TypstWorld, WorkspaceFiles};
use super::{incremental, panic_guard, problem, supervision};
use crate::diag::{Diagnostics, Reported};
use crate::source::Span;
use crate::typography::Faces;
use typst::foundations::{Label, Selector, Str};
use typst::introspection::Introspector;
use typst_layout::PagedDocument;

/// Lays out pages.
pub fn lay_out(
    generated: &Generated,
    templates: &TypstTemplates,
    faces: &Faces,
    workspace: WorkspaceFiles<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    let mut cache = TypstCache::default();
    lay_out_incrementally(generated, templates, faces, workspace, &mut cache, diagnostics)
}

/// Lays out pages with the cache of an earlier run of the same program: only what differs from it is
/// laid out again.
pub fn lay_out_incrementally(
    generated: &Generated,
    templates: &TypstTemplates,
    faces: &Faces,
    workspace: WorkspaceFiles<'_>,
    cache: &mut TypstCache,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    templates.report(diagnostics);
    let world = TypstWorld::new(generated, templates, faces, workspace, cache);

    let document = supervision::watched(templates.changed.as_ref(), generated, || {
        let incremental = cache.pages.as_ref().and_then(|before| {
            // A panic is reported by the layout that follows.
            panic_guard::catch(|| incremental::compile(&world, before)).flatten()
        });
        match incremental {
            Some(document) => Ok(document),
            None => compile(&world, generated.origin, diagnostics),
        }
    })?;
    cache.pages = Some(document.clone());

    let layout = measure(&document, generated);
    let source_map = world.source_map().clone();
    Ok(Laid { document, layout, source_map, origin: generated.origin })
}

/// Runs Typst.
pub(super) fn compile(
    world: &TypstWorld<'_>,
    origin: Span,
    diagnostics: &mut Diagnostics,
) -> Result<PagedDocument, Reported> {
    let Some(result) = panic_guard::catch(|| typst::compile::<PagedDocument>(world)) else {
        return Err(problem::report_panic(origin, diagnostics));
    };

    problem::report(&result.warnings, world.source_map(), origin, diagnostics);
    result.output.map_err(|errors| {
        let reported = problem::report(&errors, world.source_map(), origin, diagnostics);
        reported.unwrap_or_else(|| problem::report_panic(origin, diagnostics))
    })
}

fn measure(document: &PagedDocument, generated: &Generated) -> Layout {
    let page = |label: &str| physical_page(document, label);
    let printed_number = |physical: usize| {
        let page = document.pages().get(physical - 1)?;
        u32::try_from(page.number).ok()
    };

    let headings = generated.headings.iter().filter_map(|id| {
        let physical = page(&format!("b{}", id.0))?;
        Some((*id, printed_number(physical)?))
    });
    let sections = (1..=generated.sections).filter_map(|index| page(&format!("s{index}")));

    Layout {
        pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
        headings: headings.collect(),
        sections: sections.filter_map(|page| u32::try_from(page).ok()).collect(),
    }
}

/// The page, from 1, on which the element with this label starts.
fn physical_page(document: &PagedDocument, label: &str) -> Option<usize> {
    let label = Label::construct(Str::from(label)).ok()?;
    let introspector = document.introspector();
    let element = introspector.query_first(&Selector::Label(label))?;
    Some(introspector.page(element.location()?)?.get())
}
