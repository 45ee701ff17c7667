//! A Word file's text as flows of tokens: what is set against each other, copy against copy.
//!
//! In: a story as [`crate::docx`] reads it. Out: parts, in their order: flows of paragraphs, and
//! tables whose cells are stories again. A token is what changes as a whole: a character, a picture,
//! a note's mark, a field's result, a paragraph's mark.

use super::picture::Picture;
use crate::document::{anchor, task_box};
use crate::docx::{self, Block, Format, Piece, PieceKind, RevisionId, RevisionKind};
use crate::source::visible;
use std::ops::Range;
use std::sync::Arc;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// A character; a line break is `\n`.
    Character(char),
    /// A task's box, ticked or not.
    CheckBox(bool),
    /// A note's mark: other programs number notes anew.
    Note,
    /// A picture or anything else that is no text.
    Object,
    /// A field's result, whatever it shows: Word renews it.
    Field,
    /// The end of a paragraph.
    ParagraphMark,
}

/// What changes as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub key: Key,
    /// What it shows; empty for a mark.
    pub text: String,
    pub format: Format,
    /// Whether it wasn't there when the copy was sent.
    pub inserted: bool,
    /// Whether it is to go.
    pub deleted: bool,
    /// The tracked changes around it.
    pub revisions: Vec<RevisionId>,
    /// Tracked changes of its format, with the format before.
    pub formatted: Vec<(RevisionId, Format)>,
    /// Address of the link around it; none for links within the file.
    pub link: Option<Arc<str>>,
    /// The picture that it is.
    pub picture: Option<Arc<Picture>>,
    /// The text box that it is, as an index into [`docx::Docx::asides`].
    pub text_box: Option<usize>,
}

/// A paragraph of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its tokens, its mark included, which is the last.
    pub tokens: Range<usize>,
    /// The anchors that begin in it.
    pub anchors: Vec<Anchor>,
    /// Its style and place in a list.
    pub shape: Shape,
    /// Whether its style is that of captions.
    pub is_caption: bool,
    /// Tracked changes of its layout, and of page breaks.
    pub layout: Vec<RevisionId>,
    /// Tracked changes around nothing that has words: bookmarks, comments' marks, empty runs. One of
    /// them may be around words as well.
    pub empty: Vec<RevisionId>,
    /// Tracked changes within equations and other objects.
    pub boxed: Vec<RevisionId>,
    /// Tracked changes of a part of a field's result, which stays. They may reach beyond it.
    pub fielded: Vec<RevisionId>,
    /// Comments that begin or stand in it.
    pub comments: Vec<CommentStart>,
    /// Whole files that were inserted in it or before it.
    pub inserted_files: usize,
}

/// A bookmark that names a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    pub name: String,
    /// The tokens that it covers.
    pub tokens: Range<usize>,
}

/// Where a comment begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CommentStart {
    /// The comment, as an index into [`docx::Docx::comments`].
    pub comment: usize,
    /// The token before which it begins.
    pub token: usize,
}

/// What a paragraph is, for Markdown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Level from 1, for a heading.
    pub heading: Option<u8>,
    /// Level from 0 and whether it is numbered, for a list's item.
    pub item: Option<(u8, bool)>,
}

/// Paragraphs one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Flow {
    pub tokens: Vec<Token>,
    pub paragraphs: Vec<Paragraph>,
}

/// A part of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Flow(Flow),
    Table(Table),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// Tracked changes of its layout.
    pub layout: Vec<RevisionId>,
}

impl Table {
    /// Whether every row is to go.
    pub fn is_deleted(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.deleted)
    }
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Its cells; those that go on the one above are there, and empty.
    pub cells: Vec<Cell>,
    /// Whether it wasn't there when the copy was sent.
    pub inserted: bool,
    /// Whether it is to go.
    pub deleted: bool,
    /// Tracked changes of the row itself.
    pub revisions: Vec<RevisionId>,
    /// Tracked changes of its layout, which can't be taken over.
    pub layout: Vec<RevisionId>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// What it holds.
    pub parts: Vec<Part>,
    /// Columns that it covers.
    pub columns: u16,
    /// Whether it goes on the cell above it.
    pub continues: bool,
    /// Whether it wasn't there when the copy was sent.
    pub inserted: bool,
    /// Whether it is to go.
    pub deleted: bool,
    /// Tracked changes of the cell itself and of its layout.
    pub layout: Vec<RevisionId>,
}

/// Makes flows and tables of stories.
pub(super) struct FlowReader<'a> {
    docx: &'a docx::Docx,
}

impl<'a> FlowReader<'a> {
    pub(super) fn new(docx: &'a docx::Docx) -> FlowReader<'a> {
        FlowReader { docx }
    }

    /// The parts of a story: a flow, and then by turns a table and a flow.
    pub(super) fn parts(&self, blocks: &[Block]) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut flow = Flow::default();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.push_paragraph(paragraph, &mut flow),
                Block::Table(table) => {
                    let rows = match self.title(table) {
                        Some((title, rows)) => {
                            self.push_title(title, &mut flow);
                            rows
                        }
                        None => &table.rows,
                    };
                    parts.push(Part::Flow(std::mem::take(&mut flow)));
                    let rows = rows.iter().map(|row| self.row(row)).collect();
                    parts.push(Part::Table(Table { rows, layout: table.layout.clone() }));
                }
            }
        }

        parts.push(Part::Flow(flow));
        parts
    }

    /// The row that holds a table's caption and unit, and the rows below it. In copies that were sent
    /// earlier the two stand above the table, where they are taken for standing in all copies.
    fn title<'t>(&self, table: &'t docx::Table) -> Option<(&'t docx::Row, &'t [docx::Row])> {
        let (title, rows) = table.rows.split_first()?;
        let [cell] = title.cells.as_slice() else { return None };
        let is_title = |block: &Block| {
            match block {
            Block::Paragraph(paragraph) => paragraph.pieces.iter().any(|piece| {
                matches!(&piece.kind, PieceKind::BookmarkStart(name) if anchor::is_title(name))
            }),
            Block::Table(_) => false,
        }
        };
        let has_only_text = cell.blocks.iter().all(|block| matches!(block, Block::Paragraph(_)));
        (has_only_text && cell.blocks.iter().any(is_title)).then_some((title, rows))
    }

    /// The lines of such a row; what was done to the row was done to them.
    fn push_title(&self, row: &docx::Row, flow: &mut Flow) {
        let (first, start) = (flow.paragraphs.len(), flow.tokens.len());
        for cell in &row.cells {
            for block in &cell.blocks {
                if let Block::Paragraph(paragraph) = block {
                    self.push_paragraph(paragraph, flow);
                }
            }
        }

        let of_cells = row.cells.iter().flat_map(|cell| cell.revisions.iter().chain(&cell.layout));
        if let Some(first) = flow.paragraphs.get_mut(first) {
            first.layout.extend(of_cells.chain(&row.layout));
        }
        for token in &mut flow.tokens[start..] {
            token.inserted |= self.docx.has_kind(&row.revisions, RevisionKind::is_insertion);
            token.deleted |= self.docx.has_kind(&row.revisions, RevisionKind::is_deletion);
            token.revisions.extend(&row.revisions);
        }
    }

    fn row(&self, row: &docx::Row) -> Row {
        let cell = |cell: &docx::Cell| Cell {
            parts: self.parts(&cell.blocks),
            columns: cell.columns.max(1),
            continues: cell.continues,
            inserted: cell.inserted,
            deleted: cell.deleted,
            layout: cell.revisions.iter().chain(&cell.layout).copied().collect(),
        };
        let layout = row.layout.clone();
        Row {
            cells: row.cells.iter().map(cell).collect(),
            inserted: self.docx.has_kind(&row.revisions, RevisionKind::is_insertion),
            deleted: self.docx.has_kind(&row.revisions, RevisionKind::is_deletion),
            revisions: row.revisions.clone(),
            layout,
        }
    }

    fn push_paragraph(&self, paragraph: &docx::Paragraph, flow: &mut Flow) {
        let start = flow.tokens.len();
        let (mut anchors, mut comments) = (Vec::new(), Vec::new());
        let (mut layout, mut empty) = (paragraph.layout.clone(), Vec::new());
        let mut inserted_files = 0;
        let (mut field, mut fielded): (Option<&str>, Vec<RevisionId>) = (None, Vec::new());

        for piece in &paragraph.pieces {
            let token = flow.tokens.len();
            let formats = piece.formatted.iter().map(|(id, _)| *id);
            mark_start(piece, token, &mut anchors, &mut comments);
            if piece.kind == PieceKind::PageBreak {
                layout.extend(&piece.revisions);
            }
            if piece.is_milestone() {
                empty.extend(piece.revisions.iter().copied().chain(formats));
                continue;
            }

            if matches!(&piece.kind, PieceKind::Object(word) if word == docx::INSERTED_FILE) {
                inserted_files += 1;
                empty.extend(piece.revisions.iter().copied().chain(formats));
                continue;
            }

            let joined = self.push_piece(piece, field, flow, &mut fielded);
            field = piece.field.as_deref();
            if piece.kind == PieceKind::PageBreak {
                // How a break is formatted nobody sees.
                empty.extend(formats);
            } else if flow.tokens.len() == token && !joined {
                empty.extend(piece.revisions.iter().copied().chain(formats));
            }
        }

        let format = Format::default();
        let mark = self.token(Key::ParagraphMark, String::new(), &paragraph.mark, format);
        flow.tokens.push(mark);
        let tokens = start..flow.tokens.len();
        fielded.extend(flow.tokens[start..].iter_mut().flat_map(part_of_field));

        for anchor in &mut anchors {
            anchor.tokens.end = anchor.tokens.end.min(tokens.end - 1);
        }

        let shape = self.shape(paragraph);
        let is_caption = docx::is_caption(self.docx, paragraph);
        let (boxed, empty) = empty.into_iter().partition(|id| self.docx.boxed.contains(id));
        flow.paragraphs.push(Paragraph {
            tokens,
            anchors,
            shape,
            is_caption,
            layout,
            empty,
            boxed,
            fielded,
            comments,
            inserted_files,
        });
    }

    fn shape(&self, paragraph: &docx::Paragraph) -> Shape {
        let heading = paragraph.outline.map(|level| level.saturating_add(1));
        let numbering = paragraph.numbering.filter(|(instance, _)| *instance != 0);
        let item = numbering.filter(|_| heading.is_none()).map(|(instance, level)| {
            let definition = self.docx.numbering.get(&(instance, level));
            // Tasks have a box instead of a number.
            let is_counted = |format: &str| !matches!(format, "bullet" | "none");
            (level, definition.is_some_and(|level| is_counted(&level.format)))
        });
        Shape { heading, item }
    }

    /// Adds what a piece shows; whether that was joined to the field's result before it. Changes
    /// that put something into a result that isn't new go to `fielded`.
    fn push_piece(
        &self,
        piece: &Piece,
        before: Option<&str>,
        flow: &mut Flow,
        fielded: &mut Vec<RevisionId>,
    ) -> bool {
        let (key, text) = match &piece.kind {
            PieceKind::Text(text) if piece.field.is_none() => {
                self.push_text(piece, text, flow);
                return false;
            }
            PieceKind::Text(text) => (Key::Field, text.clone()),
            PieceKind::CheckBox(checked) => {
                (Key::CheckBox(*checked), task_box(*checked).to_owned())
            }
            PieceKind::Tab => (Key::Character('\t'), "\t".to_owned()),
            PieceKind::LineBreak => (Key::Character('\n'), "\n".to_owned()),
            // Where lines and pages end is the layout's business.
            PieceKind::PageBreak => return false,
            PieceKind::Note(_) => (Key::Note, OBJECT.to_owned()),
            PieceKind::OwnMark
            | PieceKind::Picture { .. }
            | PieceKind::TextBox(_)
            | PieceKind::Object(_) => (Key::Object, OBJECT.to_owned()),
            PieceKind::BookmarkStart(_)
            | PieceKind::BookmarkEnd(_)
            | PieceKind::CommentStart(_)
            | PieceKind::CommentEnd(_)
            | PieceKind::CommentMark(_) => return false,
        };

        let mut token = self.token(key, text, &piece.revisions, piece.format);
        token.formatted = piece.formatted.clone();
        token.link = link(piece);
        if let PieceKind::Picture { media, alt } = &piece.kind {
            let (media, alt) = (media.clone(), alt.clone());
            token.picture = Some(Arc::new(Picture { media, alt }));
        }
        if let PieceKind::TextBox(index) = piece.kind {
            token.text_box = Some(index);
        }

        // A field's result may lie in several runs.
        match flow.tokens.last_mut() {
            Some(last) if key == Key::Field && last.key == key && same_field(before, piece) => {
                join_result(last, token, fielded);
                true
            }
            _ => {
                flow.tokens.push(token);
                false
            }
        }
    }

    fn push_text(&self, piece: &Piece, text: &str, flow: &mut Flow) {
        let mut whole =
            self.token(Key::ParagraphMark, String::new(), &piece.revisions, piece.format);
        whole.link = link(piece);
        let formatted = &piece.formatted;

        // LibreOffice ends the first cell of a row that it tracks with a joiner.
        let text = if whole.inserted { text.trim_matches('\u{200D}') } else { text };

        // What leaves no mark was not in the copy as sent, and comes into no chapter.
        let text = visible(text);
        flow.tokens.extend(text.chars().map(|character| Token {
            key: Key::Character(character),
            text: character.to_string(),
            formatted: formatted.clone(),
            ..whole.clone()
        }));
    }

    fn token(&self, key: Key, text: String, revisions: &[RevisionId], format: Format) -> Token {
        Token {
            key,
            text,
            format,
            inserted: self.docx.has_kind(revisions, RevisionKind::is_insertion),
            deleted: self.docx.has_kind(revisions, RevisionKind::is_deletion),
            revisions: revisions.to_vec(),
            formatted: Vec::new(),
            link: None,
            picture: None,
            text_box: None,
        }
    }
}

/// The address of the link around a piece; none for links within the file.
fn link(piece: &Piece) -> Option<Arc<str>> {
    piece.link.as_deref().map(str::trim).filter(|link| !link.starts_with('#')).map(Arc::from)
}

/// Notes the anchors and the comments that begin or end at a piece, which stands before `token`.
fn mark_start(
    piece: &Piece,
    token: usize,
    anchors: &mut Vec<Anchor>,
    comments: &mut Vec<CommentStart>,
) {
    match &piece.kind {
        PieceKind::BookmarkStart(name) if anchor::is_anchor(name) => {
            let name = anchor::original(name).to_owned();
            anchors.push(Anchor { name, tokens: token..usize::MAX });
        }
        PieceKind::BookmarkEnd(name) => {
            let name = anchor::original(name);
            if let Some(open) = anchors.iter_mut().find(|open| open.name == name) {
                open.tokens.end = token;
            }
        }
        PieceKind::CommentStart(index) | PieceKind::CommentMark(index)
            if comments.iter().all(|start| start.comment != *index) =>
        {
            comments.push(CommentStart { comment: *index, token });
        }
        _ => {}
    }
}

/// Joins a run of a field's result to those before it.
fn join_result(last: &mut Token, token: Token, fielded: &mut Vec<RevisionId>) {
    last.text.push_str(&token.text);
    let is_new = |token: &Token| token.inserted && !token.deleted;
    match (is_new(last), is_new(&token)) {
        (false, true) => fielded.extend(token.revisions),
        (true, false) => {
            fielded.append(&mut last.revisions);
            (last.inserted, last.deleted) = (token.inserted, token.deleted);
            last.revisions = token.revisions;
        }
        (true, true) | (false, false) => {
            // Cancelled text is no part of what was there.
            let is_cancelled = |token: &Token| token.inserted && token.deleted;
            if is_cancelled(last) {
                last.deleted = token.deleted;
            } else if !is_cancelled(&token) {
                last.deleted &= token.deleted;
            }
            last.inserted &= token.inserted;
            last.revisions.extend(token.revisions);
        }
    }
    last.formatted.extend(token.formatted);
}

/// Takes the changes of a part of a field's result away from it.
fn part_of_field(token: &mut Token) -> Vec<RevisionId> {
    let part = token.key == Key::Field && !token.inserted && !token.deleted;
    if part { std::mem::take(&mut token.revisions) } else { Vec::new() }
}

/// What a passage has in the place of a picture or a note's mark.
pub(super) const OBJECT: &str = "\u{FFFC}";

fn same_field(before: Option<&str>, piece: &Piece) -> bool {
    before.is_some() && before == piece.field.as_deref()
}

impl Flow {
    /// Appends another flow.
    pub fn append(&mut self, other: Flow) {
        let shift = self.tokens.len();
        self.tokens.extend(other.tokens);
        self.paragraphs.extend(other.paragraphs.into_iter().map(|paragraph| {
            Paragraph {
                tokens: shifted(paragraph.tokens, shift),
                anchors: paragraph
                    .anchors
                    .into_iter()
                    .map(|anchor| Anchor { tokens: shifted(anchor.tokens, shift), ..anchor })
                    .collect(),
                comments: paragraph
                    .comments
                    .iter()
                    .map(|start| CommentStart { token: start.token + shift, ..*start })
                    .collect(),
                ..paragraph
            }
        }));
    }

    /// The paragraph that a token belongs to.
    pub fn paragraph_index(&self, token: usize) -> usize {
        let index = self.paragraphs.partition_point(|paragraph| paragraph.tokens.end <= token);
        index.min(self.paragraphs.len().saturating_sub(1))
    }

    /// A range by paragraphs, without their marks.
    pub fn by_paragraph(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        while start < range.end {
            let content = self.paragraphs[self.paragraph_index(start)].content();
            let end = range.end.min(content.end).max(start);
            parts.push(start..end);
            start = end + 1;
        }
        parts
    }

    /// What tokens show.
    pub fn text(&self, range: Range<usize>) -> String {
        text_of(&self.tokens[range])
    }
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

impl Paragraph {
    /// Its tokens without its mark.
    pub fn content(&self) -> Range<usize> {
        self.tokens.start..self.tokens.end - 1
    }
}

impl Token {
    /// What it shows; a paragraph's mark is a line end.
    pub fn shown(&self) -> &str {
        if self.key == Key::ParagraphMark { "\n" } else { &self.text }
    }

    /// Every tracked change that concerns it.
    pub fn marks(&self) -> impl Iterator<Item = RevisionId> {
        self.revisions.iter().copied().chain(self.formatted.iter().map(|(id, _)| *id))
    }
}

/// What tokens show, paragraphs parted by line ends.
pub(super) fn text_of(tokens: &[Token]) -> String {
    tokens.iter().map(Token::shown).collect()
}

/// The flows of parts, those in tables' cells among them, in reading order.
pub(super) fn flows(parts: &[Part]) -> Vec<&Flow> {
    let mut all = Vec::new();
    for part in parts {
        match part {
            Part::Flow(flow) => all.push(flow),
            Part::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                all.extend(cells.flat_map(|cell| flows(&cell.parts)));
            }
        }
    }
    all
}

/// The names of the anchors in a table's cells.
pub(super) fn anchor_names(table: &Table) -> impl Iterator<Item = &str> {
    let cells = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.parts);
    let flows = cells.filter_map(|part| match part {
        Part::Flow(flow) => Some(flow),
        Part::Table(_) => None,
    });
    let anchors = flows.flat_map(|flow| &flow.paragraphs).flat_map(|paragraph| &paragraph.anchors);
    anchors.map(|anchor| anchor.name.as_str())
}
