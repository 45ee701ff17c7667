//! What is known while a story is read: what lies around the place, what was found so far.
//!
//! In: nodes of a part. Out: pieces, each with the changes, links and fields around it, and the list
//! of tracked changes. Every element that marks a change is registered, wherever it stands.

use super::field::Fields;
use super::limits::Budget;
use super::model::{Aside, Format, Piece, PieceKind, Refused, Revision, RevisionId, RevisionKind};
use super::package::Relations;
use super::styles::Styles;
use super::xml::{Node, Space, Tag, Xml};
use std::collections::{BTreeMap, BTreeSet};

/// What other parts say that a story needs.
pub(super) struct Context {
    /// Styles with what they inherit.
    pub styles: Styles,
    /// Comments' indices by their ids.
    pub comments: BTreeMap<String, usize>,
}

/// What the stories give besides their blocks.
pub(super) struct Found {
    /// Tracked changes in their order.
    pub revisions: Vec<Revision>,
    /// Those within equations and the like.
    pub boxed: Vec<RevisionId>,
    /// Text boxes, headers and footers.
    pub asides: Vec<Aside>,
    /// What isn't shown, as phrases.
    pub left_out: Vec<String>,
    /// Notes that are referred to.
    pub notes: BTreeSet<i64>,
    /// Picture parts that are shown.
    pub media: BTreeSet<String>,
    /// What may still be spent.
    pub budget: Budget,
}

/// Where a change's element stands, which says what `w:ins` and its like mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Around text.
    Text,
    /// In the properties of a paragraph's mark.
    Mark,
    /// In the properties of a row.
    Row,
    /// In the properties of a paragraph: numbering.
    Layout,
}

/// How a run's text is marked.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// Its marks.
    pub format: Format,
    /// Changes of its look, with the look before.
    pub formatted: Vec<(RevisionId, Format)>,
    /// Changes that stand in the run's own properties.
    pub own: Vec<RevisionId>,
}

/// A story that is being read.
pub(super) struct Reading<'a> {
    /// The part.
    pub xml: Xml<'a>,
    /// Its relationships.
    pub relations: &'a Relations,
    /// What other parts say.
    pub context: &'a Context,
    /// What the stories give.
    pub found: &'a mut Found,
    /// Tracked changes around the place, outer first.
    pub around: Vec<RevisionId>,
    /// Addresses of the links around the place.
    pub links: Vec<String>,
    /// Fields around the place.
    pub fields: Fields,
    /// Pieces of the paragraph that is open.
    pub pieces: Vec<Piece>,
    /// Whether a paragraph is open.
    pub open: bool,
    /// Changes of the paragraph's look that its content holds.
    pub layout: Vec<RevisionId>,
    /// Changes of the last section's look, for the last paragraph.
    pub section: Vec<RevisionId>,
    /// Names of the bookmarks by their ids.
    pub bookmarks: BTreeMap<String, String>,
    /// Open ranges of moves: `moveFrom` or `moveTo`, id, name.
    moves: Vec<(&'static str, String, String)>,
    /// Pieces that stand between paragraphs, for the next one.
    pub pending: Vec<Piece>,
    /// How many pieces were made.
    pub made: usize,
    /// How many text boxes are open around the place.
    pub boxes: usize,
}

/// What lies around a text box, put by while its own text is read.
pub(super) struct Outside {
    around: Vec<RevisionId>,
    links: Vec<String>,
    fields: Fields,
    pieces: Vec<Piece>,
    open: bool,
    layout: Vec<RevisionId>,
    section: Vec<RevisionId>,
    pending: Vec<Piece>,
    made: usize,
}

impl<'a> Reading<'a> {
    /// Begins with a part.
    pub fn new(
        xml: Xml<'a>,
        relations: &'a Relations,
        context: &'a Context,
        found: &'a mut Found,
    ) -> Reading<'a> {
        Reading {
            xml,
            relations,
            context,
            found,
            around: Vec::new(),
            links: Vec::new(),
            fields: Fields::default(),
            pieces: Vec::new(),
            open: false,
            layout: Vec::new(),
            section: Vec::new(),
            bookmarks: BTreeMap::new(),
            moves: Vec::new(),
            pending: Vec::new(),
            made: 0,
            boxes: 0,
        }
    }

    /// Goes into a text box: nothing outside reaches into it.
    pub fn enter_box(&mut self) -> Outside {
        self.boxes += 1;
        Outside {
            around: std::mem::take(&mut self.around),
            links: std::mem::take(&mut self.links),
            fields: std::mem::take(&mut self.fields),
            pieces: std::mem::take(&mut self.pieces),
            open: std::mem::take(&mut self.open),
            layout: std::mem::take(&mut self.layout),
            section: std::mem::take(&mut self.section),
            pending: std::mem::take(&mut self.pending),
            made: self.made,
        }
    }

    /// Comes out of a text box.
    pub fn leave_box(&mut self, outside: Outside) {
        self.boxes -= 1;
        self.around = outside.around;
        self.links = outside.links;
        self.fields = outside.fields;
        self.pieces = outside.pieces;
        self.open = outside.open;
        self.layout = outside.layout;
        self.section = outside.section;
        self.pending = outside.pending;
        self.made = outside.made;
    }

    /// The next node.
    pub fn next(&mut self) -> Result<Node<'a>, Refused> {
        self.xml.next(&mut self.found.budget)
    }

    /// Registers the change that an element marks.
    pub fn register(&mut self, tag: &Tag<'a>, kind: RevisionKind) -> Result<RevisionId, Refused> {
        let author = self.xml.word(tag, "author")?.unwrap_or_default();
        let date = self.xml.word(tag, "date")?.unwrap_or_default();
        let side = match kind {
            RevisionKind::MoveFrom | RevisionKind::MarkMoveFrom => "moveFrom",
            RevisionKind::MoveTo | RevisionKind::MarkMoveTo => "moveTo",
            _ => "",
        };
        let range = self.moves.iter().rev().find(|range| range.0 == side);
        let name = range.map(|range| range.2.clone()).unwrap_or_default();
        let bytes = size_of::<Revision>() + author.len() + date.len() + name.len() + 64;
        self.found.budget.keep(bytes)?;
        let id = RevisionId(u32::try_from(self.found.revisions.len()).unwrap_or(u32::MAX));
        self.found.revisions.push(Revision { kind, author, date, name });
        Ok(id)
    }

    /// Passes over the open element; gives the changes that it marks inside.
    pub fn collect(&mut self, place: Place) -> Result<Vec<RevisionId>, Refused> {
        let end = self.xml.depth().saturating_sub(1);
        let mut ids = Vec::new();
        while self.xml.depth() > end {
            if let Node::Start(tag) = self.next()?
                && let Some(kind) = kind(&tag, place)
            {
                ids.push(self.register(&tag, kind)?);
            }
        }
        Ok(ids)
    }

    /// Passes over the open element; changes inside are referred to by empty pieces here.
    pub fn pass(&mut self) -> Result<(), Refused> {
        let ids = self.collect(Place::Text)?;
        self.mark_empty(ids)
    }

    /// Puts an empty piece for each change that marks nothing that is shown.
    pub fn mark_empty(&mut self, ids: Vec<RevisionId>) -> Result<(), Refused> {
        for id in ids {
            self.around.push(id);
            self.place(PieceKind::Text(String::new()), &Look::default())?;
            self.around.pop();
        }
        Ok(())
    }

    /// Adds something that is printed, unless it belongs to a field's code.
    pub fn show(&mut self, kind: PieceKind, look: &Look) -> Result<(), Refused> {
        if self.fields.in_code() {
            return Ok(());
        }
        self.place(kind, look)
    }

    /// Adds a piece with all that lies around the place.
    pub fn place(&mut self, kind: PieceKind, look: &Look) -> Result<(), Refused> {
        let revisions: Vec<RevisionId> = self.around.iter().chain(&look.own).copied().collect();
        let link = self.links.last().map(String::as_str).or(self.fields.link()).map(str::to_owned);
        let field = self.fields.code().map(str::to_owned);
        let formatted = look.formatted.clone();
        let piece = Piece { kind, format: look.format, revisions, formatted, link, field };
        self.found.budget.keep(cost(&piece))?;
        self.made += 1;
        let pieces = if self.open { &mut self.pieces } else { &mut self.pending };
        pieces.push(piece);
        Ok(())
    }

    /// Says that something isn't shown.
    pub fn leave_out(&mut self, phrase: String) {
        const MOST: usize = 200;
        if self.found.left_out.len() < MOST && !self.found.left_out.contains(&phrase) {
            self.found.left_out.push(phrase);
        }
    }

    /// Takes a bookmark's, comment's or move's end; false where the element is none.
    pub fn milestone(&mut self, tag: &Tag<'a>) -> Result<bool, Refused> {
        if tag.space != Space::Word {
            return Ok(false);
        }
        let id = self.xml.word(tag, "id")?.unwrap_or_default();
        let look = Look::default();
        match tag.name {
            "bookmarkStart" => {
                let name = self.xml.word(tag, "name")?.unwrap_or_default();
                self.found.budget.keep(2 * name.len() + id.len() + 128)?;
                self.bookmarks.insert(id, name.clone());
                self.place(PieceKind::BookmarkStart(name), &look)?;
            }
            "bookmarkEnd" => {
                if let Some(name) = self.bookmarks.remove(&id) {
                    self.place(PieceKind::BookmarkEnd(name), &look)?;
                }
            }
            "commentRangeStart" | "commentRangeEnd" | "commentReference" => {
                if let Some(index) = self.context.comments.get(&id).copied() {
                    let kind = match tag.name {
                        "commentRangeStart" => PieceKind::CommentStart(index),
                        "commentRangeEnd" => PieceKind::CommentEnd(index),
                        _ => PieceKind::CommentMark(index),
                    };
                    self.place(kind, &look)?;
                }
            }
            "moveFromRangeStart" => self.open_move("moveFrom", id, tag)?,
            "moveToRangeStart" => self.open_move("moveTo", id, tag)?,
            "moveFromRangeEnd" => self.moves.retain(|range| range.0 != "moveFrom" || range.1 != id),
            "moveToRangeEnd" => self.moves.retain(|range| range.0 != "moveTo" || range.1 != id),
            _ => return Ok(false),
        }
        self.pass()?;
        Ok(true)
    }

    fn open_move(&mut self, side: &'static str, id: String, tag: &Tag<'a>) -> Result<(), Refused> {
        /// More than stand open at one place in any text; further ones only lose their names.
        const MOST: usize = 100;
        let name = self.xml.word(tag, "name")?.unwrap_or_default();
        if self.moves.len() < MOST {
            self.moves.push((side, id, name));
        }
        Ok(())
    }
}

/// What an element's change is, if it marks one.
pub(super) fn kind(tag: &Tag<'_>, place: Place) -> Option<RevisionKind> {
    use RevisionKind::*;
    if tag.space != Space::Word {
        return None;
    }
    let found = match (tag.name, place) {
        ("rPrChange", _) => Format,
        ("cellIns" | "cellDel" | "cellMerge", _) => Cell,
        (
            "pPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange" | "sectPrChange"
            | "tblGridChange" | "numberingChange" | "tblPrExChange",
            _,
        ) => Layout,
        ("ins" | "del" | "moveFrom" | "moveTo", Place::Layout) => Layout,
        ("ins", Place::Text) => Insertion,
        ("del", Place::Text) => Deletion,
        ("moveFrom", Place::Text) => MoveFrom,
        ("moveTo", Place::Text) => MoveTo,
        ("ins", Place::Mark) => MarkInsertion,
        ("del", Place::Mark) => MarkDeletion,
        ("moveFrom", Place::Mark) => MarkMoveFrom,
        ("moveTo", Place::Mark) => MarkMoveTo,
        ("ins" | "moveTo", Place::Row) => RowInsertion,
        ("del" | "moveFrom", Place::Row) => RowDeletion,
        _ => return None,
    };
    Some(found)
}

fn cost(piece: &Piece) -> usize {
    let text = match &piece.kind {
        PieceKind::Text(text)
        | PieceKind::Object(text)
        | PieceKind::BookmarkStart(text)
        | PieceKind::BookmarkEnd(text) => text.len() + 16,
        PieceKind::Picture { media, alt } => media.len() + alt.len() + 32,
        PieceKind::Tab
        | PieceKind::LineBreak
        | PieceKind::PageBreak
        | PieceKind::Note(_)
        | PieceKind::OwnMark
        | PieceKind::TextBox(_)
        | PieceKind::CommentStart(_)
        | PieceKind::CommentEnd(_)
        | PieceKind::CommentMark(_) => 0,
    };
    let around =
        piece.link.as_ref().map_or(0, String::len) + piece.field.as_ref().map_or(0, String::len);
    size_of::<Piece>() + text + around + 4 * piece.revisions.len() + 12 * piece.formatted.len()
}
