//! What a Word file says, without its look: text, marks, tracked changes, comments.

use crate::document::task_box;
use std::collections::BTreeMap;

/// Why a file isn't read: a phrase in Chinese, facts first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The reason.
    pub reason: String,
    /// What to do.
    pub advice: String,
}

/// A Word file, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docx {
    /// The main text.
    pub body: Story,
    /// Footnotes by their ids, without separators. Endnotes have ids of `-1 - id`.
    pub notes: BTreeMap<i64, Story>,
    /// Comments in the order of the part.
    pub comments: Vec<Comment>,
    /// Tracked changes: one entry for each element, in the order of the stories (body, then notes).
    /// [`RevisionId`] indexes them.
    pub revisions: Vec<Revision>,
    /// How many elements that mark changes, and how many comments, a plain count over the parts'
    /// events finds: the accounting must come to the same.
    pub counted: Counted,
    /// Styles by their ids.
    pub styles: BTreeMap<String, Style>,
    /// How numbered and bulleted paragraphs are counted, by numbering instance and level.
    pub numbering: BTreeMap<(i64, u8), NumberingLevel>,
    /// Picture files by their names in the package (`word/media/image1.png`).
    pub media: BTreeMap<String, Vec<u8>>,
    /// Custom document properties.
    pub properties: BTreeMap<String, String>,
    /// Custom XML parts, as text.
    pub custom_xml: Vec<String>,
    /// For each of them the attributes of its root element by their names as written, namespace
    /// declarations included; none where the part is no XML.
    pub custom_roots: Vec<BTreeMap<String, String>>,
    /// Whether changes are tracked when the file is opened.
    pub tracking: bool,
    /// Headers, footers, text boxes, equations, embedded objects and the like that hold text or
    /// changes which the stories don't show: a Chinese phrase each.
    pub left_out: Vec<String>,
    /// Tracked changes within equations and other objects: an empty text where the object stands
    /// refers to each, since no story shows what they change.
    pub boxed: Vec<RevisionId>,
    /// How the pages of the last section lie; the others end with a paragraph that says so.
    pub last_section: PageOrientation,
    /// Headers and footers with their text, each part once, and text boxes.
    pub asides: Vec<Aside>,
}

/// Text beside the main text and the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// What it is.
    pub kind: AsideKind,
    /// Its text.
    pub story: Story,
}

/// What kind of text stands beside the main text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AsideKind {
    /// At the head of pages.
    Header,
    /// At the foot of pages.
    Footer,
    /// In a box that is drawn over the page or in a line; [`PieceKind::TextBox`] says where.
    TextBox,
}

/// Elements counted without looking at what they mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// `w:ins` `w:del` `w:moveFrom` `w:moveTo` (runs, paragraph marks, rows), `w:cellIns` `w:cellDel`
    /// `w:cellMerge`, and every `w:…Change`, in the main text, the notes, headers and footers.
    pub revisions: usize,
    /// Of those, the ones in headers and footers; they are the last of [`Docx::revisions`].
    pub in_edges: usize,
    /// `w:comment` elements.
    pub comments: usize,
}

/// A tracked change's index into [`Docx::revisions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionId(pub u32);

/// One element that marks a tracked change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// What was done.
    pub kind: RevisionKind,
    /// Who; empty where the file doesn't say.
    pub author: String,
    /// When, as the file says: `2018-06-13T09:00:00Z`; may be empty.
    pub date: String,
    /// The name that ties a move's two ends, from the range around it; empty for others.
    pub name: String,
}

/// What a tracked change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RevisionKind {
    /// Text was inserted.
    Insertion,
    /// Text was deleted.
    Deletion,
    /// Text was moved away from here.
    MoveFrom,
    /// Text was moved here.
    MoveTo,
    /// A paragraph's mark was inserted: it was split here.
    MarkInsertion,
    /// A paragraph's mark was deleted: it was joined with the next.
    MarkDeletion,
    /// A paragraph's mark was moved away from here.
    MarkMoveFrom,
    /// A paragraph's mark was moved here.
    MarkMoveTo,
    /// A table's row was inserted.
    RowInsertion,
    /// A table's row was deleted.
    RowDeletion,
    /// A cell was inserted, deleted or merged.
    Cell,
    /// The look of text was changed (`rPrChange`).
    Format,
    /// The look of a paragraph, table, row, cell, section or numbering was changed.
    Layout,
}

/// Paragraphs and tables in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    /// Its blocks; content controls, smart tags and the like are entered, not shown.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its style's id; empty for the default.
    pub style: String,
    /// Numbering instance and level that it has itself or from its style; instance 0 is none.
    pub numbering: Option<(i64, u8)>,
    /// Outline level from 0, its own or from its style; `None` for body text.
    pub outline: Option<u8>,
    /// Its content.
    pub pieces: Vec<Piece>,
    /// Tracked changes of its mark: insertion, deletion, both.
    pub mark: Vec<RevisionId>,
    /// Tracked changes of its look, and of its mark's.
    pub layout: Vec<RevisionId>,
    /// How the pages of the section lie that ends with it.
    pub section_end: Option<PageOrientation>,
    /// Whether it stands in a list of contents that the program keeps up.
    pub in_contents: bool,
}

/// How pages lie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PageOrientation {
    /// Upright.
    #[default]
    Portrait,
    /// On the long side.
    Landscape,
}

/// A part of a paragraph that is the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// How it is marked.
    pub format: Format,
    /// Insertions, deletions and moves around it, outer first.
    pub revisions: Vec<RevisionId>,
    /// Tracked changes of its look, with the look before.
    pub formatted: Vec<(RevisionId, Format)>,
    /// Address of the link around it: `https://…`, or `#bookmark`.
    pub link: Option<String>,
    /// Code of the innermost field whose result it is (`REF _Ref000000012 \h`), trimmed.
    pub field: Option<String>,
}

#[cfg(test)]
impl Piece {
    /// One without marks, for tests of what reads it.
    pub fn plain(kind: PieceKind) -> Piece {
        Piece {
            kind,
            format: Format::default(),
            revisions: Vec::new(),
            formatted: Vec::new(),
            link: None,
            field: None,
        }
    }
}

/// What a piece is. Milestones (bookmarks, comments) have no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceKind {
    /// Text, deleted text included; no line ends, tabs or controls.
    Text(String),
    /// A check box, ticked or not: what its control shows.
    CheckBox(bool),
    /// A tab.
    Tab,
    /// A line break.
    LineBreak,
    /// A page or column break.
    PageBreak,
    /// A note's mark, of [`Docx::notes`].
    Note(i64),
    /// The note's own mark within its text.
    OwnMark,
    /// A picture.
    Picture {
        /// Name in [`Docx::media`]; empty for a picture outside the package or of a kind unread.
        media: String,
        /// What it shows.
        alt: String,
    },
    /// A text box; its index into [`Docx::asides`].
    TextBox(usize),
    /// Anything else that is printed: an equation, a chart, a shape; a Chinese word for it.
    Object(String),
    /// A bookmark begins.
    BookmarkStart(String),
    /// A bookmark ends.
    BookmarkEnd(String),
    /// A comment's range begins; its index into [`Docx::comments`].
    CommentStart(usize),
    /// A comment's range ends.
    CommentEnd(usize),
    /// A comment's own mark.
    CommentMark(usize),
}

/// Marks of text, its character style's included, those of the paragraph's style left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Format {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
    /// Underlined.
    pub underline: bool,
    /// Raised or lowered.
    pub script: Script,
    /// Hidden.
    pub hidden: bool,
    /// Marked with a colour behind it (突出显示).
    pub highlight: bool,
    /// With dots under or over it (着重号).
    pub dotted: bool,
    /// In another colour than black.
    pub coloured: bool,
}

/// Whether text is raised or lowered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Neither.
    #[default]
    Baseline,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Tracked changes of its look.
    pub layout: Vec<RevisionId>,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Columns of the grid left out before the first cell.
    pub before: u16,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether it is repeated at the head of each page.
    pub head: bool,
    /// Tracked insertion or deletion of the row.
    pub revisions: Vec<RevisionId>,
    /// Tracked changes of its look.
    pub layout: Vec<RevisionId>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Columns of the grid that it covers, at least 1.
    pub columns: u16,
    /// Whether it goes on the cell above it.
    pub continues: bool,
    /// Its content.
    pub blocks: Vec<Block>,
    /// Tracked insertion, deletion or merge of the cell.
    pub revisions: Vec<RevisionId>,
    /// Whether one of them inserted it.
    pub inserted: bool,
    /// Whether one of them deleted it.
    pub deleted: bool,
    /// Tracked changes of its look.
    pub layout: Vec<RevisionId>,
}

/// A comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comment {
    /// Its id in the file.
    pub id: String,
    /// Who.
    pub author: String,
    /// When, as the file says.
    pub date: String,
    /// Its text, paragraphs parted by line ends.
    pub text: String,
    /// The comment that it answers; index into [`Docx::comments`].
    pub answers: Option<usize>,
    /// Whether it is marked as done.
    pub done: bool,
}

/// A style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// Its name: `heading 1`, `标题 1`, `List Paragraph`.
    pub name: String,
    /// Its outline level from 0, its own or inherited.
    pub outline: Option<u8>,
    /// Numbering that it gives.
    pub numbering: Option<(i64, u8)>,
    /// Marks that it gives.
    pub format: Format,
}

/// A level of a numbering.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberingLevel {
    /// `bullet`, `decimal`, `chineseCounting`, …
    pub format: String,
    /// `%1.`, `（%1）`, `•`.
    pub text: String,
    /// First number.
    pub start: i64,
}

impl Docx {
    /// A tracked change.
    pub fn revision(&self, id: RevisionId) -> Option<&Revision> {
        self.revisions.get(id.0 as usize)
    }

    /// Whether one of these tracked changes is of a kind.
    pub fn has_kind(&self, ids: &[RevisionId], is_kind: fn(RevisionKind) -> bool) -> bool {
        ids.iter().filter_map(|id| self.revision(*id)).any(|revision| is_kind(revision.kind))
    }
}

impl RevisionKind {
    /// Whether what it stands around wasn't there before.
    pub fn is_insertion(self) -> bool {
        use RevisionKind::*;
        matches!(self, Insertion | MoveTo | MarkInsertion | MarkMoveTo | RowInsertion)
    }

    /// Whether what it stands around goes when it is accepted.
    pub fn is_deletion(self) -> bool {
        use RevisionKind::*;
        matches!(self, Deletion | MoveFrom | MarkDeletion | MarkMoveFrom | RowDeletion)
    }

    /// Whether it is one end of a move.
    pub fn is_move(self) -> bool {
        use RevisionKind::*;
        matches!(self, MoveFrom | MoveTo | MarkMoveFrom | MarkMoveTo)
    }
}

/// Whether a paragraph's style is that of captions, as Word, WPS and zishu name it.
pub fn is_caption(docx: &Docx, paragraph: &Paragraph) -> bool {
    let style = docx.styles.get(&paragraph.style);
    let name = style.map_or("", |style| style.name.as_str()).to_lowercase();
    matches!(name.as_str(), "caption" | "题注" | "表题")
}

/// What stands for a whole file that was inserted, in [`PieceKind::Object`].
pub const INSERTED_FILE: &str = "插入的整个文件";

impl PieceKind {
    /// What a check box shows; none for anything else.
    pub fn check_box(&self) -> Option<&'static str> {
        match self {
            PieceKind::CheckBox(checked) => Some(task_box(*checked)),
            _ => None,
        }
    }
}

impl Piece {
    /// Whether it has no text of its own.
    pub fn is_milestone(&self) -> bool {
        use PieceKind::*;
        let is_bookmark = matches!(self.kind, BookmarkStart(_) | BookmarkEnd(_));
        is_bookmark || matches!(self.kind, CommentStart(_) | CommentEnd(_) | CommentMark(_))
    }
}

/// The paragraphs of blocks, those in tables' cells among them, in reading order.
pub fn paragraphs(blocks: &[Block]) -> Vec<&Paragraph> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => all.push(paragraph),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                all.extend(cells.flat_map(|cell| paragraphs(&cell.blocks)));
            }
        }
    }
    all
}
