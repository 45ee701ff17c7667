//! Pages as they are read aloud: headings, paragraphs and tables in the order of the text.
//!
//! In: a page laid out. Out: [`Passage`]s. Order and kinds come from the tags by which Typst makes a
//! PDF/UA file (typst-pdf 0.15, `tags/tree`); what is an artifact there, as page heads and page numbers
//! are, is left out here too.

use super::laid::Laid;
use std::collections::{BTreeMap, HashMap};
use typst::foundations::{Content, Smart, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, HideElem, Point, RepeatElem, Transform};
use typst::model::{
    FigureCaption, FigureElem, FigureKind, FootnoteEntry, HeadingElem, OutlineEntry, ParElem,
    TableCell, TableElem,
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

    let mut reader = PassageReader::default();
    reader.read_frame(&page.frame, Transform::identity());
    reader.end_passage();
    reader.end_table();
    Some(reader.passages)
}

/// Whether a figure is the box of a task, which stands in its paragraph.
fn is_task(figure: &FigureElem) -> bool {
    let kind = figure.kind.get_ref(StyleChain::default());
    matches!(kind, Smart::Custom(FigureKind::Name(name)) if name == "task")
}

/// Row and column of a cell.
type Cell = (usize, usize);

/// What was read so far.
#[derive(Default)]
struct PassageReader {
    passages: Vec<Passage>,
    text: String,
    /// The baseline of the last run.
    line: Option<Abs>,
    heading: Option<(Location, usize)>,
    /// The element whose text isn't read: an artifact, or a figure that has a text of its own.
    skipped: Option<Location>,
    captions: Vec<Location>,
    cells: BTreeMap<Cell, String>,
    cell_positions: HashMap<Location, Cell>,
    cell: Option<Cell>,
}

impl PassageReader {
    fn read_frame(&mut self, frame: &Frame, transform: Transform) {
        for (offset, item) in frame.items() {
            let transform = transform.pre_concat(Transform::translate(offset.x, offset.y));
            match item {
                FrameItem::Group(group) => {
                    // A cell that goes on over pages: its tags stand in its first part alone.
                    let parent =
                        group.parent.and_then(|parent| self.cell_positions.get(&parent.location));
                    let inner = parent.copied();
                    let outer = self.cell;
                    if inner.is_some() {
                        self.set_cell(inner);
                    }
                    self.read_frame(&group.frame, transform.pre_concat(group.transform));
                    if inner.is_some() {
                        self.set_cell(outer);
                    }
                }
                FrameItem::Text(text) => self.read_text(text, Point::zero().transform(transform).y),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn read_text(&mut self, run: &TextItem, line: Abs) {
        if self.skipped.is_some() {
            return;
        }

        // A line that was broken at a space has lost it.
        let is_broken = self.line.is_some_and(|last| last != line);
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_broken && is_latin(self.text.chars().next_back()) && is_latin(run.text.chars().next())
        {
            self.text.push(' ');
        }

        // What forbids a line end isn't read.
        self.text.extend(run.text.chars().filter(|c| *c != '\u{2060}'));
        self.line = Some(line);
    }

    fn start(&mut self, element: &Content) {
        // Elements in tags have every field set: styles add nothing.
        let styles = StyleChain::default();
        let Some(location) = element.location() else { return };

        if element.is::<FigureCaption>() {
            self.end_passage();
            self.skipped = None;
            self.captions.push(location);
        }
        if self.skipped.is_some() {
            return;
        }

        if is_artifact(element) {
            self.skipped = Some(location);
        } else if let Some(figure) = element.to_packed::<FigureElem>() {
            if is_task(figure) {
                let state = figure.alt.get_ref(styles).as_deref().unwrap_or_default();
                self.text.push_str(state);
                self.skipped = Some(location);
                return;
            }
            self.end_passage();
            if let Some(alternative) = figure.alt.get_ref(styles) {
                self.passages.push(Passage::Text(alternative.to_string()));
                self.skipped = Some(location);
            }
        } else if let Some(image) = element.to_packed::<ImageElem>() {
            if let Some(alternative) = image.alt.get_ref(styles) {
                self.text.push_str(alternative);
            }
        } else if let Some(heading) = element.to_packed::<HeadingElem>() {
            self.end_passage();
            self.heading = Some((location, heading.resolve_level(styles).get()));
        } else if let Some(cell) = element.to_packed::<TableCell>() {
            let (row, column) = (cell.y.get(styles), cell.x.get(styles));
            let position = (row.unwrap_or_default(), column.unwrap_or_default());
            self.cell_positions.insert(location, position);
            self.set_cell(Some(position));
        } else if element.is::<TableElem>() {
            self.end_passage();
            self.end_table();
        } else if begins_passage(element) {
            self.end_passage();
        }
    }

    fn end(&mut self, location: Location) {
        if self.skipped == Some(location) {
            self.skipped = None;
            // The dots before a page number stand for a gap.
            self.text.push(' ');
        }
        if self.heading.is_some_and(|(heading, _)| heading == location) {
            self.end_passage();
            self.heading = None;
        }
        if self.captions.pop_if(|caption| *caption == location).is_some() {
            self.end_passage();
        }
        if self.cell_positions.contains_key(&location) {
            self.set_cell(None);
        }
    }

    fn set_cell(&mut self, cell: Option<Cell>) {
        self.end_passage();
        self.cell = cell;
    }

    /// Ends the passage that is being read.
    fn end_passage(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        self.line = None;
        if text.is_empty() {
            return;
        }

        match (self.cell, self.heading) {
            (Some(cell), _) => {
                let cell_text = self.cells.entry(cell).or_default();
                if !cell_text.is_empty() {
                    cell_text.push(' ');
                }
                cell_text.push_str(text);
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
