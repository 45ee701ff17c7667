//! Pages as they are read aloud: headings, paragraphs and tables in the order of the text.
//!
//! In: a page laid out. Out: [`Passage`]s. Order and kinds come from the tags by which Typst makes a
//! PDF/UA file (typst-pdf 0.15, `tags/tree`); what is an artifact there, as page heads and page numbers
//! are, is left out here too.

use super::Laid;
use std::collections::{BTreeMap, HashMap};
use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, HideElem, Point, RepeatElem, Transform};
use typst::model::{
    FigureCaption, FigureElem, FootnoteEntry, HeadingElem, OutlineEntry, ParElem, TableCell,
    TableElem,
};
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst::visualize::ImageElem;

/// A part of a page that is read as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// A heading with its level, 1 for a section's.
    Heading(usize, String),
    /// A paragraph, a caption, a note, or what stands for a picture.
    Text(String),
    /// A table's rows, as far as they stand on the page; a merged cell stands in its first row.
    Table(Vec<Vec<String>>),
}

/// What stands on a page, from 1; `None` where there is no such page.
pub fn page_passages(laid: &Laid, page: usize) -> Option<Vec<Passage>> {
    let page = laid.document.pages().get(page.checked_sub(1)?)?;
    let mut reader = Reader::default();
    reader.frame(&page.frame, Transform::identity());
    reader.close();
    reader.end_table();
    Some(reader.passages)
}

/// Row and column of a cell.
type Cell = (usize, usize);

/// What was read so far.
#[derive(Default)]
struct Reader {
    passages: Vec<Passage>,
    text: String,
    /// The baseline of the last run.
    line: Option<Abs>,
    heading: Option<(Location, usize)>,
    /// What stands for words that aren't read: an artifact, or a figure that has a text of its own.
    silent: Option<Location>,
    captions: Vec<Location>,
    cells: BTreeMap<Cell, String>,
    known: HashMap<Location, Cell>,
    cell: Option<Cell>,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (offset, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(offset.x, offset.y));
            match item {
                FrameItem::Group(group) => {
                    // A cell that goes on over pages: its tags stand in its first part alone.
                    let parent = group.parent.and_then(|parent| self.known.get(&parent.location));
                    let inner = parent.copied();
                    let outer = self.cell;
                    if inner.is_some() {
                        self.enter(inner);
                    }
                    self.frame(&group.frame, here.pre_concat(group.transform));
                    if inner.is_some() {
                        self.enter(outer);
                    }
                }
                FrameItem::Text(text) => self.words(text, Point::zero().transform(here).y),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn words(&mut self, run: &TextItem, line: Abs) {
        if self.silent.is_some() {
            return;
        }
        // A line that was broken at a blank has lost it.
        let broken = self.line.is_some_and(|last| last != line);
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if broken && latin(self.text.chars().next_back()) && latin(run.text.chars().next()) {
            self.text.push(' ');
        }
        // What forbids a line end isn't read.
        self.text.extend(run.text.chars().filter(|c| *c != '\u{2060}'));
        self.line = Some(line);
    }

    fn start(&mut self, element: &Content) {
        // Elements in tags have every field set: there is nothing to be found in styles.
        let set = StyleChain::default();
        let Some(location) = element.location() else { return };
        if element.is::<FigureCaption>() {
            self.close();
            self.silent = None;
            self.captions.push(location);
        }
        if self.silent.is_some() {
            return;
        }
        if is_artifact(element) {
            self.silent = Some(location);
        } else if let Some(figure) = element.to_packed::<FigureElem>() {
            self.close();
            if let Some(alternative) = figure.alt.get_ref(set) {
                self.passages.push(Passage::Text(alternative.to_string()));
                self.silent = Some(location);
            }
        } else if let Some(image) = element.to_packed::<ImageElem>() {
            if let Some(alternative) = image.alt.get_ref(set) {
                self.text.push_str(alternative);
            }
        } else if let Some(heading) = element.to_packed::<HeadingElem>() {
            self.close();
            self.heading = Some((location, heading.resolve_level(set).get()));
        } else if let Some(cell) = element.to_packed::<TableCell>() {
            let (row, column) = (cell.y.get(set), cell.x.get(set));
            let place = (row.unwrap_or_default(), column.unwrap_or_default());
            self.known.insert(location, place);
            self.enter(Some(place));
        } else if element.is::<TableElem>() {
            self.close();
            self.end_table();
        } else if begins_passage(element) {
            self.close();
        }
    }

    fn end(&mut self, location: Location) {
        if self.silent == Some(location) {
            self.silent = None;
            // The dots before a page number stand for a gap.
            self.text.push(' ');
        }
        if self.heading.is_some_and(|(heading, _)| heading == location) {
            self.close();
            self.heading = None;
        }
        if self.captions.pop_if(|caption| *caption == location).is_some() {
            self.close();
        }
        if self.known.contains_key(&location) {
            self.enter(None);
        }
    }

    fn enter(&mut self, cell: Option<Cell>) {
        self.close();
        self.cell = cell;
    }

    /// Ends the passage that is being read.
    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        self.line = None;
        if text.is_empty() {
            return;
        }
        match (self.cell, self.heading) {
            (Some(cell), _) => {
                let whole = self.cells.entry(cell).or_default();
                if !whole.is_empty() {
                    whole.push(' ');
                }
                whole.push_str(text);
            }
            (None, Some((_, level))) => {
                self.end_table();
                self.passages.push(Passage::Heading(level, text.to_owned()));
            }
            (None, None) => {
                self.end_table();
                self.passages.push(Passage::Text(text.to_owned()));
            }
        }
    }

    /// Cells are drawn column by column; they are read row by row.
    fn end_table(&mut self) {
        let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for ((row, _), text) in std::mem::take(&mut self.cells) {
            rows.entry(row).or_default().push(text);
        }
        if !rows.is_empty() {
            self.passages.push(Passage::Table(rows.into_values().collect()));
        }
    }
}

fn is_artifact(element: &Content) -> bool {
    element.is::<ArtifactElem>() || element.is::<RepeatElem>() || element.is::<HideElem>()
}

fn begins_passage(element: &Content) -> bool {
    element.is::<ParElem>() || element.is::<FootnoteEntry>() || element.is::<OutlineEntry>()
}
