//! Rounds of Typst's loop, one by one.
//!
//! In: a world, what a main file evaluates to, and the pages whose answers a round begins with. Out: pages,
//! where there is no problem; else `None`, and [`typst::compile`] has to report it.

use typst::World;
use typst::comemo::{Constraint, Track, TrackedMut};
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Output, StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector};
use typst::syntax::Source;
use typst::utils::Protected;
use typst_layout::PagedDocument;

/// Maximum number of rounds, after which Typst 0.15 gives up as well.
const MAX_ROUNDS: usize = 5;

/// What the main file evaluates to, if without a warning.
pub(super) fn evaluate_main(world: &dyn World) -> Option<Content> {
    evaluate(world, &world.source(world.main()).ok()?)
}

/// What a file evaluates to, if without a warning.
pub(super) fn evaluate(world: &dyn World, source: &Source) -> Option<Content> {
    let mut sink = Sink::new();
    let tracked_sink: TrackedMut<'_, Sink> = sink.track_mut();
    let (traced, route) = (Traced::default(), Route::default());
    let (tracked_world, library) = (world.track(), world.library());
    let (traced, route) = (traced.track(), route.track());
    let module = typst_eval::eval(tracked_world, library, traced, tracked_sink, route, source);
    let content = module.ok()?.content();
    sink.warnings().is_empty().then_some(content)
}

/// Lays out from the pages of before until the pages agree with themselves.
///
/// Typst lays a document out until what its text asks of the pages (numbers, page numbers) is what
/// they answer. It begins with no pages and takes three rounds or more. After most edits the last
/// pages answer alike, and one round is enough. The same test ends the loop, so that the pages agree
/// with themselves in either case.
pub(super) fn settle(
    world: &dyn World,
    content: &Content,
    before: Option<&PagedDocument>,
) -> Option<PagedDocument> {
    let mut last = before.cloned();
    for _ in 0..MAX_ROUNDS {
        let constraint = Constraint::new();
        let last_answers = last.as_ref().map_or(&EmptyIntrospector as &dyn Introspector, answers);
        let round = lay_out(world, content, last_answers, &constraint)?;
        if constraint.validate(answers(&round.document)) {
            return round.is_silent.then_some(round.document);
        }
        last = Some(round.document);
    }

    None
}

/// Lays out with the answers of other pages, which are taken for true.
pub(super) fn lay_out_once(
    world: &dyn World,
    content: &Content,
    answers: &dyn Introspector,
) -> Option<PagedDocument> {
    let round = lay_out(world, content, answers, &Constraint::new())?;
    round.is_silent.then_some(round.document)
}

/// What a round gave.
struct Round {
    document: PagedDocument,
    /// Whether it has no warning, and no error that another round may undo.
    is_silent: bool,
}

fn lay_out(
    world: &dyn World,
    content: &Content,
    answers: &dyn Introspector,
    constraint: &Constraint<<dyn Introspector as Track>::Call>,
) -> Option<Round> {
    let base = StyleChain::new(&world.library().styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let traced = Traced::default();
    let mut sink = Sink::new();
    let mut engine = Engine {
        library: world.library(),
        world: world.track(),
        introspector: Protected::new(answers.track_with(constraint)),
        traced: traced.track(),
        sink: sink.track_mut(),
        route: Route::default(),
    };

    let document = PagedDocument::create(&mut engine, content, base.chain(&target)).ok()?;
    let is_silent = sink.delayed().is_empty() && sink.warnings().is_empty();
    Some(Round { document, is_silent })
}

/// What a document answers to what its text asks.
fn answers(document: &PagedDocument) -> &dyn Introspector {
    Output::introspector(document)
}
