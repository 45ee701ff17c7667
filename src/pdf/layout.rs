//! Generated text to pages, and where headings and sections landed on them.

use super::place::Places;
use super::world::TypstWorld;
use super::{Generated, Kept, Laid, Layout, Look, again, problem, quiet};
use crate::diag::{Diagnostics, Reported};
use crate::source::{Sources, Span};
use crate::typography::Faces;
use std::path::Path;
use std::sync::Arc;
use typst::foundations::{Label, Selector, Str};
use typst::introspection::Introspector;
use typst_layout::PagedDocument;

/// Lays out pages.
pub fn lay_out(
    generated: &Generated,
    look: &Look,
    faces: &Faces,
    root: &Path,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    lay_out_again(generated, look, faces, (root, sources), &mut Kept::default(), diagnostics)
}

/// Lays out pages with what an earlier run of the same program left: only what differs from it is
/// laid out anew. The workspace is given by its folder and its texts.
pub fn lay_out_again(
    generated: &Generated,
    look: &Look,
    faces: &Faces,
    (root, sources): (&Path, &Sources),
    kept: &mut Kept,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    look.report(diagnostics);
    let world = TypstWorld::with_kept(generated, look, faces, (root, sources), kept);
    let again = kept.pages.as_ref().and_then(|before| {
        // A panic is told of by the layout that follows.
        quiet::catch(|| again::compile(&world, before)).flatten()
    });
    let document = match again {
        Some(document) => document,
        None => compile(&world, generated.place, diagnostics)?,
    };
    kept.pages = Some(document.clone());
    let layout = find(&document, generated);
    let places: Arc<Places> = world.places().clone();
    Ok(Laid { document, layout, places, place: generated.place })
}

/// Runs Typst.
pub(super) fn compile(
    world: &TypstWorld<'_>,
    place: Span,
    diagnostics: &mut Diagnostics,
) -> Result<PagedDocument, Reported> {
    let Some(result) = quiet::catch(|| typst::compile::<PagedDocument>(world)) else {
        return Err(problem::report_panic(place, diagnostics));
    };
    problem::report(&result.warnings, world.places(), place, diagnostics);
    result.output.map_err(|errors| {
        let reported = problem::report(&errors, world.places(), place, diagnostics);
        reported.unwrap_or_else(|| problem::report_panic(place, diagnostics))
    })
}

fn find(document: &PagedDocument, generated: &Generated) -> Layout {
    let page = |label: &str| physical_page(document, label);
    let printed = |physical: usize| {
        let page = document.pages().get(physical - 1)?;
        u32::try_from(page.number).ok()
    };
    let headings = generated.headings.iter().filter_map(|id| {
        let physical = page(&format!("b{}", id.0))?;
        Some((*id, printed(physical)?))
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
