//! References to labelled places: links whose place and page are known once all is laid out.
//!
//! In: laid-out pages with links to labels. Out: the same pages with links to places. A link that asks for its
//! place while it is laid out makes Typst lay all out again, until every answer is the one that was given.

use typst::ecow::{EcoVec, eco_format};
use typst::foundations::{Content, Label, Selector, Str};
use typst::introspection::{Introspector, Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, Document as _, LinkMarker, Url};
use typst_layout::{Page, PagedDocument};

/// What addresses of references begin with; no address that a writer types does.
const SCHEME: &str = "zishu-label:";
/// Stands between label and name in what a reference is called until its page is known.
const BEFORE_NAME: char = '\n';

/// A body that refers to a label, with a name for those who can't see the page, to which the page is added.
/// The body itself for a label too long for an address.
pub(super) fn refer(label: Label, name: &str, body: Content) -> Content {
    let address = format!("{SCHEME}{}", label.resolve());
    let pending_name = eco_format!("{address}{BEFORE_NAME}{name}");
    match Url::new(address) {
        Ok(url) => body.linked(Destination::Url(url), Some(pending_name)),
        Err(_) => body,
    }
}

/// The document with its references linked; itself where it has none.
pub(super) fn link(document: &PagedDocument) -> PagedDocument {
    if !document.pages().iter().any(|page| has_references(&page.frame)) {
        return document.clone();
    }

    let mut pages: EcoVec<Page> = document.pages().iter().cloned().collect();
    for page in pages.make_mut() {
        link_in(&mut page.frame, document);
    }
    PagedDocument::new(pages, document.info().clone())
}

fn has_references(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_references(&group.frame),
        FrameItem::Link(destination, _) => label_of(destination).is_some(),
        // A line can end between the mark and what it marks.
        FrameItem::Tag(Tag::Start(element, _)) => pending_name(element).is_some(),
        _ => false,
    })
}

/// Links what is in a frame of a document's. Frames without references stay shared with the pages of before.
pub(super) fn link_in(frame: &mut Frame, document: &PagedDocument) {
    if !has_references(frame) {
        return;
    }

    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => link_in(&mut group.frame, document),
            FrameItem::Link(destination, _) => {
                if let Some(label) = label_of(destination) {
                    let Some(place) = Place::of(label, document) else { return false };
                    *destination = Destination::Location(place.location);
                }
            }
            FrameItem::Tag(Tag::Start(element, _)) => name_in_full(element, document),
            _ => {}
        }
        true
    });
}

fn label_of(destination: &Destination) -> Option<&str> {
    match destination {
        Destination::Url(url) => url.strip_prefix(SCHEME),
        _ => None,
    }
}

/// Adds its page to a reference's name.
fn name_in_full(element: &mut Content, document: &PagedDocument) {
    let Some((label, name)) = pending_name(element) else { return };
    let name = match Place::of(label, document) {
        Some(place) => eco_format!("{name}，第{}页", place.page_number),
        None => name.into(),
    };
    if let Some(marker) = element.to_packed_mut::<LinkMarker>() {
        marker.alt = Some(name);
    }
}

/// Label and name of a reference whose page isn't known yet.
fn pending_name(element: &Content) -> Option<(&str, &str)> {
    let marker = element.to_packed::<LinkMarker>()?;
    marker.alt.as_deref()?.strip_prefix(SCHEME)?.split_once(BEFORE_NAME)
}

/// Where a label stands.
struct Place {
    location: Location,
    page_number: u64,
}

impl Place {
    fn of(label: &str, document: &PagedDocument) -> Option<Place> {
        let label = Label::construct(Str::from(label)).ok()?;
        let introspector = document.introspector();
        let location = introspector.query_first(&Selector::Label(label))?.location()?;
        let page = introspector.page(location)?.get();
        let page_number = document.pages().get(page - 1)?.number;
        Some(Place { location, page_number })
    }
}
