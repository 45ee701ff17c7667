//! Generated text to pages, and the pages of headings and sections.

use super::apart::Apart;
use super::cache::TypstCache;
use super::generated::Generated;
use super::laid::{Laid, Layout};
use super::templates::TypstTemplates;
use super::world::{TypstWorld, WorkspaceFiles};
use super::{apart, panic_guard, problem, references, rounds, supervision};
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

    let SettledPages { document, settled } =
        supervision::watched(templates.changed.as_ref(), generated, || {
            lay_out_in(&world, templates, cache.pages.as_ref(), generated.origin, diagnostics)
        })?;
    cache.pages = Some(settled);

    let layout = measure(&document, generated);
    let source_map = world.source_map().clone();
    Ok(Laid { document, layout, source_map, origin: generated.origin })
}

/// Pages, and those to begin with the next time.
struct SettledPages {
    document: PagedDocument,
    settled: PagedDocument,
}

/// Lays out by the fastest way that the templates allow; a panic on it is reported by Typst's own loop.
fn lay_out_in(
    world: &TypstWorld<'_>,
    templates: &TypstTemplates,
    before: Option<&PagedDocument>,
    origin: Span,
    diagnostics: &mut Diagnostics,
) -> Result<SettledPages, Reported> {
    // Where pages are numbered otherwise, their parts can't be laid out apart.
    if templates.changed.is_none() {
        let laid = panic_guard::catch(|| apart::compile(world, before)).flatten();
        if let Some(Apart { whole, text }) = laid {
            return Ok(SettledPages { document: whole, settled: text });
        }
    }

    let again = before.and_then(|before| {
        let laid = || rounds::settle(world, &rounds::evaluate_main(world)?, Some(before));
        panic_guard::catch(laid).flatten()
    });
    let document = match again {
        Some(document) => document,
        None => compile(world, origin, diagnostics)?,
    };
    Ok(SettledPages { document: references::link(&document), settled: document })
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
        text: generated.fingerprint(),
    }
}

/// The page, from 1, on which the element with this label starts.
fn physical_page(document: &PagedDocument, label: &str) -> Option<usize> {
    let label = Label::construct(Str::from(label)).ok()?;
    let introspector = document.introspector();
    let element = introspector.query_first(&Selector::Label(label))?;
    Some(introspector.page(element.location()?)?.get())
}
