//! Typst's loop, begun where the last layout of the same document ended.
//!
//! In: a world and the last pages. Out: the new pages, where there is no problem; else `None`, and
//! [`typst::compile`] has to report it.

use typst::World;
use typst::comemo::{Constraint, Track, TrackedMut};
use typst::diag::SourceResult;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Output, StyleChain, Target, TargetElem};
use typst::introspection::Introspector;
use typst::utils::Protected;
use typst_layout::PagedDocument;

/// Maximum number of rounds, after which Typst 0.15 gives up as well.
const MAX_ROUNDS: usize = 5;

/// Lays out from the pages of before.
///
/// Typst lays a document out until what its text asks of the pages (numbers, page numbers) is what
/// they answer. It begins with no pages and takes three rounds or more. After most edits the last
/// pages answer alike, and one round is enough. The same test ends the loop, so that the pages agree
/// with themselves in either case.
pub(super) fn compile(world: &dyn World, before: &PagedDocument) -> Option<PagedDocument> {
    let mut sink = Sink::new();
    let content = evaluate(world, &mut sink).ok()?;
    let base = StyleChain::new(&world.library().styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let styles = base.chain(&target);
    let traced = Traced::default();

    let mut last = before.clone();
    for _ in 0..MAX_ROUNDS {
        let constraint = Constraint::new();
        let mut round_sink = Sink::new();
        let mut engine = Engine {
            library: world.library(),
            world: world.track(),
            introspector: Protected::new(answers(&last).track_with(&constraint)),
            traced: traced.track(),
            sink: round_sink.track_mut(),
            route: Route::default(),
        };

        let document = PagedDocument::create(&mut engine, &content, styles).ok()?;
        if constraint.validate(answers(&document)) {
            let is_silent = round_sink.delayed().is_empty() && round_sink.warnings().is_empty();
            return (is_silent && sink.warnings().is_empty()).then_some(document);
        }
        last = document;
    }

    None
}

/// What a document answers to what its text asks.
fn answers(document: &PagedDocument) -> &dyn Introspector {
    Output::introspector(document)
}

fn evaluate(world: &dyn World, sink: &mut Sink) -> SourceResult<Content> {
    let main = world.source(world.main()).map_err(|_| typst::ecow::EcoVec::new())?;
    let sink: TrackedMut<'_, Sink> = sink.track_mut();
    let (traced, route) = (Traced::default(), Route::default());
    let tracked_world = world.track();
    let library = world.library();
    let module =
        typst_eval::eval(tracked_world, library, traced.track(), sink, route.track(), &main)?;
    Ok(module.content())
}
