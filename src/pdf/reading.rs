//! The words of all pages in the order of the text, as they were laid out.
//!
//! In: pages. Out: [`PagesText`]. What stands at the head or the foot of a page, or stands again there
//! because a table goes on, is left out; a note's words stand apart. Order and kinds come from the tags by
//! which Typst makes a PDF/UA file (typst-pdf 0.15, `tags/tree`): a table's cells are drawn column by
//! column, and what goes on over pages names its parent there.

use super::glyphs::OriginReader;
use super::laid::Laid;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};
use typst::foundations::{Content, Smart, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, HideElem, RepeatElem};
use typst::model::{FigureCaption, FigureElem, FigureKind, FootnoteElem, TableCell, TableElem};
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst::visualize::ImageElem;

/// Words, and where they came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadText {
    /// The words; a line's end leaves nothing.
    pub text: String,
    /// For each stretch the offset at which it begins, and the place of its first character; `None` for
    /// a template's words.
    origins: Vec<(usize, Option<Span>)>,
}

/// The words of all pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PagesText {
    /// The main text, with what stands for a picture or a chart.
    pub body: ReadText,
    /// The notes, in the order of their marks.
    pub notes: Vec<ReadText>,
}

impl ReadText {
    /// Words of one place.
    pub fn new(text: &str, origin: Option<Span>) -> ReadText {
        let mut read = ReadText::default();
        read.push(text, origin);
        read
    }

    /// The place that the words at an offset came from, or the nearest before it that is known.
    pub fn origin(&self, offset: usize) -> Option<Span> {
        let end = self.origins.partition_point(|(start, _)| *start <= offset);
        self.origins[..end].iter().rev().find_map(|(_, origin)| *origin)
    }

    fn push(&mut self, text: &str, origin: Option<Span>) {
        self.origins.push((self.text.len(), origin));
        self.text.push_str(text);
    }

    fn append(&mut self, other: ReadText) {
        let base = self.text.len();
        self.origins.extend(other.origins.into_iter().map(|(at, origin)| (base + at, origin)));
        self.text.push_str(&other.text);
    }
}

/// Reads all pages.
pub fn read_pages(laid: &Laid) -> PagesText {
    let mut reader = Reader {
        origins: OriginReader::new(&laid.source_map),
        parts: vec![Part::Text(ReadText::default())],
        open: Vec::new(),
        cells: HashMap::new(),
        notes: Vec::new(),
        note_marks: HashMap::new(),
    };

    for page in laid.document.pages() {
        reader.read_frame(&page.frame);
    }

    reader.finish()
}

/// A stretch of the main text.
enum Part {
    Text(ReadText),
    /// By row and column.
    Table(BTreeMap<(usize, usize), ReadText>),
}

/// Where words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// They aren't read.
    Nowhere,
    /// The main text again, as a caption does within what isn't read.
    Body,
    /// The text before the table that is this part.
    Before {
        part: usize,
    },
    /// The table that is this part.
    Table {
        part: usize,
    },
    Cell(CellPosition),
    Note {
        index: usize,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CellPosition {
    part: usize,
    row: usize,
    column: usize,
}

/// An element that changes where words go, until its end.
struct Open {
    location: Location,
    target: Target,
}

struct Reader<'a> {
    origins: OriginReader<'a>,
    parts: Vec<Part>,
    /// The elements around what is read, the innermost last.
    open: Vec<Open>,
    /// The cells by their elements.
    cells: HashMap<Location, CellPosition>,
    notes: Vec<ReadText>,
    /// The notes by the elements that print their marks.
    note_marks: HashMap<Location, usize>,
}

impl Reader<'_> {
    fn read_frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let parent = group.parent.map(|parent| parent.location);
                    let target = parent.and_then(|parent| self.target_of_part(parent));
                    if let (Some(location), Some(target)) = (parent, target) {
                        // Elements within it may end in another part of it, or have begun there.
                        let depth = self.open.len();
                        self.open.push(Open { location, target });
                        self.read_frame(&group.frame);
                        self.open.truncate(depth);
                    } else {
                        self.read_frame(&group.frame);
                    }
                }
                FrameItem::Text(text) => self.read_text(text),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    /// Where the words of a further part of a cell go, or those of a note.
    fn target_of_part(&self, parent: Location) -> Option<Target> {
        let cell = self.cells.get(&parent).map(|place| Target::Cell(*place));
        let note = || self.note_marks.get(&parent).map(|index| Target::Note { index: *index });
        cell.or_else(note)
    }

    fn read_text(&mut self, run: &TextItem) {
        let origin = run.glyphs.first().and_then(|glyph| self.origins.origin(glyph));
        if let Some(output) = self.output() {
            output.push(&run.text, origin);
        }
    }

    fn start(&mut self, element: &Content) {
        // Elements in tags have every field set: styles add nothing.
        let styles = StyleChain::default();
        let Some(location) = element.location() else { return };

        let target = if is_artifact(element) {
            Target::Nowhere
        } else if element.is::<FigureCaption>() {
            // A table's caption stands within it, and is read before it.
            self.table().map_or(Target::Body, |part| Target::Before { part })
        } else if let Some(figure) = element.to_packed::<FigureElem>() {
            match figure.alt.get_ref(styles) {
                Some(alternative) if !is_mark(figure.kind.get_ref(styles)) => {
                    self.push_words(alternative);
                    Target::Nowhere
                }
                Some(_) | None => return,
            }
        } else if let Some(image) = element.to_packed::<ImageElem>() {
            if let Some(alternative) = image.alt.get_ref(styles) {
                self.push_words(alternative);
            }
            return;
        } else if element.is::<TableElem>() {
            self.parts.push(Part::Text(ReadText::default()));
            self.parts.push(Part::Table(BTreeMap::new()));
            Target::Table { part: self.parts.len() - 1 }
        } else if let Some(cell) = element.to_packed::<TableCell>() {
            let place = (cell.y.get(styles), cell.x.get(styles));
            self.cell(
                location,
                (place.0.unwrap_or(0), place.1.unwrap_or(0)),
                cell.is_repeated.get(styles),
            )
        } else if element.is::<FootnoteElem>() {
            self.note_marks.insert(location, self.notes.len());
            self.notes.push(ReadText::default());
            Target::Nowhere
        } else {
            return;
        };

        self.open.push(Open { location, target });
    }

    /// Where a cell's words go; a row that stands again on a further page is read once.
    fn cell(&mut self, location: Location, place: (usize, usize), is_repeated: bool) -> Target {
        let Some(part) = self.table().filter(|_| !is_repeated) else { return Target::Nowhere };
        let (row, column) = place;
        let place = CellPosition { part, row, column };
        self.cells.insert(location, place);
        Target::Cell(place)
    }

    /// The table that is open.
    fn table(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|open| match open.target {
            Target::Table { part } => Some(part),
            Target::Nowhere
            | Target::Body
            | Target::Before { .. }
            | Target::Cell(_)
            | Target::Note { .. } => None,
        })
    }

    fn end(&mut self, location: Location) {
        let Some(index) = self.open.iter().rposition(|open| open.location == location) else {
            return;
        };

        let closed = self.open.split_off(index);
        let is_table = closed.iter().any(|open| matches!(open.target, Target::Table { .. }));
        if is_table {
            self.parts.push(Part::Text(ReadText::default()));
        }
    }

    fn push_words(&mut self, words: &str) {
        if let Some(output) = self.output() {
            output.push(words, None);
        }
    }

    /// What is written to; `None` for what isn't read.
    fn output(&mut self) -> Option<&mut ReadText> {
        match self.open.last().map_or(Target::Body, |open| open.target) {
            Target::Nowhere => None,
            Target::Note { index } => self.notes.get_mut(index),
            Target::Cell(CellPosition { part, row, column }) => match self.parts.get_mut(part)? {
                Part::Table(cells) => Some(cells.entry((row, column)).or_default()),
                Part::Text(_) => None,
            },
            Target::Before { part } => match self.parts.get_mut(part.checked_sub(1)?)? {
                Part::Text(text) => Some(text),
                Part::Table(_) => None,
            },
            Target::Body | Target::Table { .. } => {
                if !matches!(self.parts.last(), Some(Part::Text(_))) {
                    self.parts.push(Part::Text(ReadText::default()));
                }

                match self.parts.last_mut()? {
                    Part::Text(text) => Some(text),
                    Part::Table(_) => None,
                }
            }
        }
    }

    fn finish(self) -> PagesText {
        let mut body = ReadText::default();
        for part in self.parts {
            match part {
                Part::Text(text) => body.append(text),
                Part::Table(cells) => cells.into_values().for_each(|cell| body.append(cell)),
            }
        }

        PagesText { body, notes: self.notes }
    }
}

/// Whether a figure is a mark of the text, as a task's box is: its alternative is said in place of what is
/// printed.
fn is_mark(kind: &Smart<FigureKind>) -> bool {
    matches!(kind, Smart::Custom(FigureKind::Name(name)) if name.as_str() == "task")
}

fn is_artifact(element: &Content) -> bool {
    element.is::<ArtifactElem>() || element.is::<RepeatElem>() || element.is::<HideElem>()
}
