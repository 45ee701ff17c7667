//! The state of reading one story: what lies around the current position, what was read so far.
//!
//! In: events of a part. Out: pieces, each with the changes, links and fields around it, and the list
//! of tracked changes. Every element that marks a change is registered, wherever it stands.

use super::check_boxes::CheckBox;
use super::field::Fields;
use super::model::{
    Aside, Block, Format, PageOrientation, Paragraph, Piece, PieceKind, Refused, Revision,
    RevisionId, RevisionKind, Story,
};
use super::revision::{RevisionContext, revision_kind};
use super::styles::Styles;
use crate::ooxml::{Budget, Event, Namespace, Relations, Tag, XmlStream};
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of phrases on what isn't shown.
const MAX_LEFT_OUT: usize = 200;
/// Maximum number of ranges of moves open at one place: more than any text has. Further ones only
/// lose their names.
const MAX_OPEN_MOVES: usize = 100;

/// What other parts say that a story needs.
pub(super) struct Context {
    /// Styles with what they inherit.
    pub styles: Styles,
    /// Comments' indices by their ids.
    pub comments: BTreeMap<String, usize>,
}

/// What the stories give besides their blocks.
pub(super) struct StoryOutput {
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
    pub budget: Budget,
}

/// How a run's text is formatted.
#[derive(Debug, Clone, Default)]
pub(super) struct RunFormatting {
    pub format: Format,
    /// Tracked changes of its formatting, with the formatting before.
    pub changes: Vec<(RevisionId, Format)>,
    /// Tracked changes that stand in the run's own properties.
    pub revisions: Vec<RevisionId>,
    /// The font, where its characters are signs: Wingdings, Symbol.
    pub symbol_font: Option<String>,
}

/// What lies around the current position of a story. A text box has its own.
#[derive(Default)]
pub(super) struct StoryState {
    /// Tracked changes around the position, outer first.
    pub revisions: Vec<RevisionId>,
    /// Addresses of the links around the position.
    pub links: Vec<String>,
    /// Fields around the position.
    pub fields: Fields,
    /// Whether a paragraph is open.
    pub in_paragraph: bool,
    /// Pieces of the paragraph that is open.
    pub pieces: Vec<Piece>,
    /// Pieces that stand between paragraphs, for the next one.
    pub pending: Vec<Piece>,
    /// How many pieces were made.
    pub piece_count: usize,
    /// Changes of the paragraph's layout that its content holds.
    pub layout: Vec<RevisionId>,
    /// Changes of the last section's layout, for the last paragraph.
    pub section: Vec<RevisionId>,
    /// How the pages of the last section lie.
    pub last_section: PageOrientation,
    /// The check box that the innermost content control around the position is.
    pub check_box: Option<CheckBox>,
    /// Whether the position is in a list of contents.
    pub in_contents: bool,
}

/// A story that is being read.
pub(super) struct StoryReader<'a> {
    pub xml: XmlStream<'a>,
    pub relations: &'a Relations,
    pub context: &'a Context,
    pub output: &'a mut StoryOutput,
    pub state: StoryState,
    /// How many text boxes are open around the position.
    pub text_box_depth: usize,
    /// Names of the open bookmarks by their ids.
    bookmarks: BTreeMap<String, String>,
    open_moves: Vec<OpenMove>,
}

/// The range of a move that has begun.
struct OpenMove {
    /// `moveFrom` or `moveTo`.
    side: &'static str,
    id: String,
    name: String,
}

impl<'a> StoryReader<'a> {
    /// Begins with a part.
    pub fn new(
        xml: XmlStream<'a>,
        relations: &'a Relations,
        context: &'a Context,
        output: &'a mut StoryOutput,
    ) -> StoryReader<'a> {
        StoryReader {
            xml,
            relations,
            context,
            output,
            state: StoryState::default(),
            text_box_depth: 0,
            bookmarks: BTreeMap::new(),
            open_moves: Vec::new(),
        }
    }

    /// The next event.
    pub fn next(&mut self) -> Result<Event<'a>, Refused> {
        Ok(self.xml.next(&mut self.output.budget)?)
    }

    /// The next child of the open element; `None` where the element ends.
    pub fn next_child(&mut self) -> Result<Option<Tag<'a>>, Refused> {
        loop {
            match self.next()? {
                Event::Start(tag) => return Ok(Some(tag)),
                Event::Text(_) => {}
                Event::End | Event::Eof => return Ok(None),
            }
        }
    }

    /// The next element that begins before the one that is open at this depth ends.
    pub fn next_start(&mut self, depth: usize) -> Result<Option<Tag<'a>>, Refused> {
        Ok(self.xml.next_start(depth, &mut self.output.budget)?)
    }

    /// Reads what the open element holds as blocks.
    pub fn blocks(&mut self, out: &mut Vec<Block>) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            self.block(tag, out)?;
        }
        Ok(())
    }

    /// Reads the open text box: nothing outside reaches into it.
    pub fn text_box(&mut self) -> Result<Story, Refused> {
        let outside = std::mem::take(&mut self.state);
        self.text_box_depth += 1;

        let mut story = Story::default();
        self.blocks(&mut story.blocks)?;
        self.flush_pending(&mut story.blocks);

        self.text_box_depth -= 1;
        self.state = outside;
        Ok(story)
    }

    /// Gives the last paragraph what still waits for one, at the end of a note or a part.
    pub fn flush_pending(&mut self, blocks: &mut Vec<Block>) {
        if self.state.pending.is_empty() && self.state.section.is_empty() {
            return;
        }
        if last_paragraph(blocks).is_none() {
            blocks.push(Block::Paragraph(Paragraph::default()));
        }

        if let Some(paragraph) = last_paragraph(blocks) {
            paragraph.pieces.append(&mut self.state.pending);
            paragraph.layout.append(&mut self.state.section);
        }
    }

    /// Registers the change that an element marks.
    pub fn register(&mut self, tag: &Tag<'a>, kind: RevisionKind) -> Result<RevisionId, Refused> {
        let author = self.xml.word_attribute(tag, "author")?.unwrap_or_default();
        let date = self.xml.word_attribute(tag, "date")?.unwrap_or_default();
        let side = match kind {
            RevisionKind::MoveFrom | RevisionKind::MarkMoveFrom => "moveFrom",
            RevisionKind::MoveTo | RevisionKind::MarkMoveTo => "moveTo",
            _ => "",
        };

        let range = self.open_moves.iter().rev().find(|range| range.side == side);
        let name = range.map(|range| range.name.clone()).unwrap_or_default();

        let bytes = size_of::<Revision>() + author.len() + date.len() + name.len() + 64;
        self.output.budget.keep(bytes)?;
        let id = RevisionId(u32::try_from(self.output.revisions.len()).unwrap_or(u32::MAX));
        self.output.revisions.push(Revision { kind, author, date, name });
        Ok(id)
    }

    /// Registers a change that stands where none is expected: it marks nothing.
    pub fn stray_revision(&mut self, tag: Tag<'a>) -> Result<(), Refused> {
        let Some(kind) = revision_kind(&tag, RevisionContext::Text) else { return self.skip() };
        let mut ids = vec![self.register(&tag, kind)?];
        ids.extend(self.collect_revisions(RevisionContext::Text)?);
        self.push_empty(ids)
    }

    /// Passes over the open element; gives the changes that it marks inside.
    pub fn collect_revisions(
        &mut self,
        context: RevisionContext,
    ) -> Result<Vec<RevisionId>, Refused> {
        let depth = self.xml.depth();
        let mut ids = Vec::new();
        while let Some(tag) = self.next_start(depth)? {
            if let Some(kind) = revision_kind(&tag, context) {
                ids.push(self.register(&tag, kind)?);
            }
        }
        Ok(ids)
    }

    /// Passes over the open element; changes inside are referred to by empty pieces here.
    pub fn skip(&mut self) -> Result<(), Refused> {
        let ids = self.collect_revisions(RevisionContext::Text)?;
        self.push_empty(ids)
    }

    /// Passes over an element that just began; it may mark a change itself.
    pub fn pass(&mut self, tag: Tag<'a>) -> Result<(), Refused> {
        match revision_kind(&tag, RevisionContext::Text) {
            Some(_) => self.stray_revision(tag),
            None => self.skip(),
        }
    }

    /// The text of the open element. What else it holds, which is nothing by the standard, isn't shown;
    /// changes that it marks are referred to by empty pieces.
    pub fn element_text(&mut self) -> Result<String, Refused> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Event::Text(piece) => text.push_str(&piece),
                Event::Start(tag) => self.pass(tag)?,
                Event::End | Event::Eof => return Ok(text),
            }
        }
    }

    /// Adds an empty piece for each change that marks nothing that is shown.
    pub fn push_empty(&mut self, ids: Vec<RevisionId>) -> Result<(), Refused> {
        for id in ids {
            self.state.revisions.push(id);
            self.push(PieceKind::Text(String::new()), &RunFormatting::default())?;
            self.state.revisions.pop();
        }
        Ok(())
    }

    /// Adds something that is printed, unless it belongs to a field's code.
    pub fn push_printed(
        &mut self,
        kind: PieceKind,
        formatting: &RunFormatting,
    ) -> Result<(), Refused> {
        if self.state.fields.in_code() {
            return Ok(());
        }
        let Some(check_box) = self.state.check_box.clone() else {
            return self.push(kind, formatting);
        };
        check_box.read(kind).into_iter().try_for_each(|kind| self.push(kind, formatting))
    }

    /// Adds a piece with all that lies around the position.
    pub fn push(&mut self, kind: PieceKind, formatting: &RunFormatting) -> Result<(), Refused> {
        let state = &mut self.state;
        let link = state.links.last().map(String::as_str).or(state.fields.link());
        let piece = Piece {
            kind,
            format: formatting.format,
            revisions: state.revisions.iter().chain(&formatting.revisions).copied().collect(),
            formatted: formatting.changes.clone(),
            link: link.map(str::to_owned),
            field: state.fields.code().map(str::to_owned),
        };
        self.output.budget.keep(cost(&piece))?;

        state.piece_count += 1;
        let pieces = if state.in_paragraph { &mut state.pieces } else { &mut state.pending };
        pieces.push(piece);
        Ok(())
    }

    /// Says that something isn't shown.
    pub fn leave_out(&mut self, phrase: String) {
        let left_out = &mut self.output.left_out;
        if left_out.len() < MAX_LEFT_OUT && !left_out.contains(&phrase) {
            left_out.push(phrase);
        }
    }

    /// Reads the beginning or end of a bookmark, a comment or a move; false where the element is none.
    pub fn milestone(&mut self, tag: &Tag<'a>) -> Result<bool, Refused> {
        if tag.namespace != Namespace::Word {
            return Ok(false);
        }
        let id = self.xml.word_attribute(tag, "id")?.unwrap_or_default();

        let unformatted = RunFormatting::default();
        match tag.name {
            "bookmarkStart" => {
                let name = self.xml.word_attribute(tag, "name")?.unwrap_or_default();
                self.output.budget.keep(2 * name.len() + id.len() + 128)?;
                self.bookmarks.insert(id, name.clone());
                self.push(PieceKind::BookmarkStart(name), &unformatted)?;
            }
            "bookmarkEnd" => {
                if let Some(name) = self.bookmarks.remove(&id) {
                    self.push(PieceKind::BookmarkEnd(name), &unformatted)?;
                }
            }
            "commentRangeStart" | "commentRangeEnd" | "commentReference" => {
                if let Some(index) = self.context.comments.get(&id).copied() {
                    let kind = match tag.name {
                        "commentRangeStart" => PieceKind::CommentStart(index),
                        "commentRangeEnd" => PieceKind::CommentEnd(index),
                        _ => PieceKind::CommentMark(index),
                    };
                    self.push(kind, &unformatted)?;
                }
            }
            "moveFromRangeStart" => self.open_move("moveFrom", id, tag)?,
            "moveToRangeStart" => self.open_move("moveTo", id, tag)?,
            "moveFromRangeEnd" => self.close_move("moveFrom", &id),
            "moveToRangeEnd" => self.close_move("moveTo", &id),
            _ => return Ok(false),
        }

        self.skip()?;
        Ok(true)
    }

    fn open_move(&mut self, side: &'static str, id: String, tag: &Tag<'a>) -> Result<(), Refused> {
        let name = self.xml.word_attribute(tag, "name")?.unwrap_or_default();
        if self.open_moves.len() < MAX_OPEN_MOVES {
            self.open_moves.push(OpenMove { side, id, name });
        }
        Ok(())
    }

    fn close_move(&mut self, side: &str, id: &str) {
        self.open_moves.retain(|range| range.side != side || range.id != id);
    }
}

/// The last paragraph in blocks, in a table's cells too.
fn last_paragraph(blocks: &mut [Block]) -> Option<&mut Paragraph> {
    for block in blocks.iter_mut().rev() {
        match block {
            Block::Paragraph(paragraph) => return Some(paragraph),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().rev().flat_map(|row| row.cells.iter_mut().rev());
                for cell in cells {
                    if let Some(paragraph) = last_paragraph(&mut cell.blocks) {
                        return Some(paragraph);
                    }
                }
            }
        }
    }
    None
}

/// Memory that a piece takes, in bytes.
fn cost(piece: &Piece) -> usize {
    let text = match &piece.kind {
        PieceKind::Text(text)
        | PieceKind::Object(text)
        | PieceKind::BookmarkStart(text)
        | PieceKind::BookmarkEnd(text) => text.len() + 16,
        PieceKind::Picture { media, alt } => media.len() + alt.len() + 32,
        _ => 0,
    };
    let link = piece.link.as_ref().map_or(0, String::len);
    let field = piece.field.as_ref().map_or(0, String::len);
    let marks = 4 * piece.revisions.len() + 12 * piece.formatted.len();
    size_of::<Piece>() + text + link + field + marks
}
