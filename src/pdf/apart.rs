//! Three layouts in place of Typst's rounds over a whole document: its text, then, beside each other, what
//! stands before the text, and the feet of the pages.
//!
//! In: a world whose templates are the built-in ones, and the text's pages of before. Out: the pages, as
//! Typst's own loop has them; else `None`, and that loop has to find out why.

use super::file_id::file_id;
use super::generated::{MAIN, WHOLE};
use super::rounds::{evaluate, lay_out_once, settle};
use super::world::TypstWorld;
use super::{panic_guard, references};
use std::collections::HashSet;
use std::fmt::Write;
use std::thread;
use typst::World;
use typst::ecow::EcoVec;
use typst::foundations::Output;
use typst::introspection::{EmptyIntrospector, Location, Tag};
use typst::layout::{Frame, FrameItem, Point};
use typst::model::Document as _;
use typst::syntax::Source;
use typst_layout::{Page, PagedDocument};

/// How a main file calls for its text alone, without feet.
const TEXT: &str = "#show: text-pages\n";

/// A document laid out apart.
pub(super) struct Apart {
    /// All of its pages.
    pub whole: PagedDocument,
    /// Its text's pages, to begin with the next time.
    pub text: PagedDocument,
}

/// Lays out from the text's pages of before.
///
/// The numbers of pages begin with the text, so that nothing in it depends on how many pages the contents
/// take, and what the contents say is known when the text is laid out. In one document, Typst would lay out
/// the contents from pages without contents, then the text anew for the feet of pages that moved on.
pub(super) fn compile(world: &TypstWorld<'_>, before: Option<&PagedDocument>) -> Option<Apart> {
    let main = world.source(world.main()).ok()?;
    let (head, body) = main.text().split_once(WHOLE)?;
    let text = file("text", format!("{head}{TEXT}{body}"))?;
    let text = settle(world, &evaluate(world, &text)?, before)?;

    let front = file("front", format!("{head}#front\n"))?;
    let feet = file("feet", format!("{head}#feet({})\n", folios(text.pages())))?;
    let (front, feet) = thread::scope(|scope| {
        let feet = scope.spawn(|| {
            let laid = || lay_out_once(world, &evaluate(world, &feet)?, &EmptyIntrospector);
            panic_guard::catch(laid).flatten()
        });
        let front = evaluate(world, &front)
            .and_then(|front| lay_out_once(world, &front, Output::introspector(&text)));
        (front, feet.join().ok().flatten())
    });

    let whole = joined(&front?, &text, &feet?)?;
    Some(Apart { whole, text })
}

/// A main file of its own.
fn file(name: &str, text: String) -> Option<Source> {
    let path = MAIN.replace("main", name);
    Some(Source::new(file_id(&path)?, text))
}

/// The numbers of pages, and whether they lie on their sides, as `feet` of report.typ takes them.
fn folios(pages: &[Page]) -> String {
    let mut folios = String::from("(");
    for page in pages {
        let _ = write!(folios, "({}, {}), ", page.number, is_turned(page));
    }
    folios.push(')');
    folios
}

fn is_turned(page: &Page) -> bool {
    page.frame.width() > page.frame.height()
}

/// The pages before the text, which end with one that stands for the text's first, then the text's with
/// their feet, their references linked.
fn joined(
    front: &PagedDocument,
    text: &PagedDocument,
    feet: &PagedDocument,
) -> Option<PagedDocument> {
    let (_, front) = front.pages().split_last()?;
    let first = text.pages().first()?;
    let fits = feet.pages().len() == text.pages().len() && first.number == 1 && is_whole(front);
    if !fits {
        return None;
    }

    let mut pages: EcoVec<Page> = front.iter().cloned().collect();
    for (page, foot) in text.pages().iter().zip(feet.pages()) {
        if page.frame.size() != foot.frame.size() {
            return None;
        }
        let mut page = page.clone();
        references::link_in(&mut page.frame, text);
        page.frame.push_frame(Point::zero(), foot.frame.clone());
        pages.push(page);
    }

    Some(PagedDocument::new(pages, text.info().clone()))
}

/// Whether every element that begins on these pages ends on them.
fn is_whole(pages: &[Page]) -> bool {
    let mut open = HashSet::new();
    pages.iter().for_each(|page| follow_tags(&page.frame, &mut open));
    open.is_empty()
}

fn follow_tags(frame: &Frame, open: &mut HashSet<Location>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => follow_tags(&group.frame, open),
            FrameItem::Tag(Tag::Start(element, _)) => open.extend(element.location()),
            FrameItem::Tag(Tag::End(location, ..)) => {
                open.remove(location);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TypstWorld, compile};
    use crate::assemble::fixture;
    use crate::diag::Diagnostics;
    use crate::document::Document;
    use crate::pdf::{
        Laid, Layout, TypstCache, TypstTemplates, WorkspaceFiles, export, generate, layout,
        references,
    };
    use crate::source::{Sources, Span};
    use crate::typography::{Faces, Search, profile};
    use crate::workspace::Spanned;
    use std::path::Path;

    /// A document laid out apart and by Typst's own loop.
    fn both_ways(mut sources: Sources, document: &Document) -> [Vec<u8>; 2] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let faces = Faces::discover(root, Search::Workspace);
        let mut diagnostics = Diagnostics::default();
        let file = sources.add("chapters/report.yaml", "版式: gbt9704\n");
        let origin = Span::new(file, 8..15);
        let name = Spanned { value: "gbt9704".to_owned(), span: origin };
        let profile = profile::load(root, &name, &mut sources, &mut diagnostics).unwrap();
        let templates = TypstTemplates::load(root, &mut sources);
        let generated = generate(document, &profile, &faces, &sources, origin);

        let files = WorkspaceFiles { root, sources: &sources };
        let cache = &mut TypstCache::default();
        let world = TypstWorld::new(&generated, &templates, &faces, files, cache);
        let apart = compile(&world, None).expect("laid out apart");
        let whole = layout::compile(&world, origin, &mut diagnostics).expect("laid out");

        // From its own pages, the text settles in the same ones.
        let again = compile(&world, Some(&apart.text)).expect("laid out again");
        let hashes = |document| typst::utils::hash128(document);
        assert_eq!(hashes(&again.whole), hashes(&apart.whole));

        [apart.whole, references::link(&whole)].map(|document| {
            let source_map = world.source_map().clone();
            let laid = Laid { document, layout: Layout::default(), source_map, origin };
            export(&laid, None, &mut diagnostics).expect("a PDF")
        })
    }

    #[test]
    fn three_layouts_give_the_bytes_of_typsts_own_loop() {
        let (sources, rich) = fixture::rich();
        for (cover, contents, landscape) in [
            (true, true, false),
            (true, false, false),
            (false, true, false),
            (false, false, false),
            (true, true, true),
        ] {
            let mut document = rich.clone();
            let arrangement = &mut document.meta.arrangement;
            arrangement.cover = cover;
            arrangement.contents = contents;
            arrangement.landscape = landscape;
            (arrangement.tables, arrangement.figures) = (contents, contents);
            let [apart, whole] = both_ways(sources.clone(), &document);
            assert!(apart == whole, "cover {cover}, contents {contents}, landscape {landscape}");
        }
    }
}
