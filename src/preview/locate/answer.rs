//! From a click on a page to the place in its file as it is now.
//!
//! In: a point on a page, and which picture of it was clicked: a newer build may have replaced it since
//! it was drawn. Out: file, line and column in the newest text, the word, and where that stands on the
//! newest pages. A click is never answered from a page that the reader didn't see.

use crate::preview::builder::{Snapshot, View};
use crate::preview::editor::Editor;
use crate::preview::http::{Request, Response};
use crate::preview::replaced::ReplacedPage;
use crate::preview::shared::SharedState;
use crate::preview::view::{Word, nearest_word};
use crate::source::{LineColumn, Sources, TextDiff};
use serde_json::{Value, json};
use std::sync::Arc;

/// The picture that was clicked.
enum Picture<'a> {
    /// One of the newest pages: the document and the page's number.
    Current(&'a View, usize),
    /// A page that has been replaced.
    Replaced(Arc<ReplacedPage>),
}

/// A page's number, from 1, and the hash of its picture.
struct PictureName {
    page: usize,
    hash: String,
}

/// A word, and the point on its page by which it was found, in points.
struct Clicked {
    word: Word,
    x: f64,
    y: f64,
}

/// A place in a file as the clicked picture shows it.
struct Origin<'a> {
    path: &'a str,
    text: &'a str,
    offset: usize,
}

/// `/api/locate?doc=…&page=…&x=…&y=…&h=…`; without `h`, the picture's hash, the newest page is meant.
pub(in crate::preview) fn answer(shared: &SharedState, request: &Request) -> Response {
    let query = |name: &str| request.query.get(name).map(String::as_str);
    let number = |name: &str| query(name)?.parse::<f64>().ok().filter(|number| number.is_finite());
    let page = query("page").and_then(|page| page.parse::<usize>().ok());
    let (Some(page), Some(x), Some(y)) = (page, number("x"), number("y")) else {
        return Response::error(400, "缺少 page、x、y");
    };
    let document = query("doc").filter(|name| !name.is_empty());
    let hash = query("h").filter(|hash| !hash.is_empty());

    // In this order: what a build replaces is kept before the build is shown.
    let Some(built) = shared.snapshot() else { return Response::no_document() };
    let view = built.view(document).map(Arc::as_ref);
    let current =
        view.and_then(|view| Some(Picture::Current(view, current_page(view, page, hash)?)));
    let replaced = || shared.replaced(document, page, hash?).map(Picture::Replaced);
    let Some(picture) = current.or_else(replaced) else {
        return match hash {
            Some(_) => Response::error(409, "这一页刚刚更新，请再点一次"),
            None => Response::error(404, "没有这一页"),
        };
    };

    match picture.word_near(x, y) {
        Some(word) => {
            let clicked = Clicked { word, x, y };
            Response::json(&answer_for(&built, view, &picture, clicked, shared.editor.as_ref()))
        }
        // Blank paper is an answer, not an error that the browser's console would show.
        None => Response::json(&json!({ "path": null })),
    }
}

/// The number of the newest page that looks like this; of equal ones the nearest.
fn current_page(view: &View, page: usize, hash: Option<&str>) -> Option<usize> {
    let Some(hash) = hash else {
        return (1..=view.pages.len()).contains(&page).then_some(page);
    };
    let numbers = (1..=view.pages.len()).filter(|number| view.pages[number - 1].hash == hash);
    numbers.min_by_key(|number| number.abs_diff(page))
}

fn answer_for(
    built: &Snapshot,
    view: Option<&View>,
    picture: &Picture<'_>,
    clicked: Clicked,
    editor: Option<&Editor>,
) -> Value {
    let origin = picture.origin(&clicked.word);
    let position = origin.as_ref().map(|origin| origin.line_column_in(&built.sources));
    let newest = origin.as_ref().zip(view).and_then(|(origin, view)| picture.newest(view, origin));
    let path = origin.map(|origin| origin.path);
    let word = clicked.word.text.clone();
    let (shown, clicked) = newest.unwrap_or_else(|| (picture.name(), clicked));

    json!({
        "path": path,
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "word": word,
        "page": shown.page,
        "hash": shown.hash,
        "x": clicked.x,
        "y": clicked.y,
        "rect": clicked.word.rect,
        "editor": editor.map(Editor::name),
    })
}

impl Picture<'_> {
    fn word_near(&self, x: f64, y: f64) -> Option<Word> {
        match self {
            Picture::Current(view, page) => view.word_near(*page, x, y),
            Picture::Replaced(page) => nearest_word(&page.glyphs, x, y),
        }
    }

    fn origin(&self, word: &Word) -> Option<Origin<'_>> {
        let (file, offset) = (word.span.file, word.span.start as usize);
        match self {
            Picture::Current(view, _) => {
                let sources = &view.loaded.sources;
                Some(Origin { path: sources.path(file), text: sources.text(file), offset })
            }
            Picture::Replaced(page) => {
                let earlier = page.files.get(&file)?;
                Some(Origin { path: &earlier.path, text: &earlier.text, offset })
            }
        }
    }

    fn name(&self) -> PictureName {
        match self {
            Picture::Current(view, page) => {
                PictureName { page: *page, hash: view.pages[page - 1].hash.clone() }
            }
            Picture::Replaced(page) => PictureName { page: page.page, hash: page.hash.clone() },
        }
    }

    /// The current page and position of a replaced page's word, if it is still printed.
    fn newest(&self, view: &View, origin: &Origin<'_>) -> Option<(PictureName, Clicked)> {
        if let Picture::Current(..) = self {
            return None;
        }

        let sources = &view.loaded.sources;
        let file = sources.find(origin.path)?;
        let carried = TextDiff::new(origin.text, sources.text(file)).carry(origin.offset);
        let offset = u32::try_from(carried).ok()?;
        let glyph = view.exact_location_of(origin.path, offset..offset + 1)?;

        let [left, top, width, height] = glyph.rect;
        let (x, y) = (left + width / 2.0, top + height / 2.0);
        let word = view.word_near(glyph.page, x, y)?;
        let hash = view.pages.get(glyph.page.checked_sub(1)?)?.hash.clone();
        Some((PictureName { page: glyph.page, hash }, Clicked { word, x, y }))
    }
}

impl Origin<'_> {
    /// Line and column in the newest text; in its own where that text can't be had any more.
    fn line_column_in(&self, sources: &Sources) -> LineColumn {
        let newest = sources.find(self.path).filter(|file| !sources.text(*file).is_empty());
        if let Some(file) = newest {
            let offset = TextDiff::new(self.text, sources.text(file)).carry(self.offset);
            return sources.line_column(file, u32::try_from(offset).unwrap_or(u32::MAX));
        }

        let mut earlier = Sources::default();
        let file = earlier.add(self.path, self.text);
        earlier.line_column(file, u32::try_from(self.offset).unwrap_or(u32::MAX))
    }
}
