//! The nodes of the tree.

use crate::source::{FileId, Span};
use std::collections::BTreeSet;

/// A block's number in its document, in reading order from 0: Word bookmarks and Typst labels are
/// made from it. Lowering leaves [`BlockId::UNSET`]; `resolve` numbers all blocks after the merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

impl BlockId {
    /// Not yet numbered.
    pub const UNSET: BlockId = BlockId(u32::MAX);
}

/// A value of data shown in the text; index into [`Document::values`] (before the merge, into the
/// chapter's own list).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueId(pub u32);

/// A note's index into [`Document::notes`] (before the merge, the chapter's own list).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// A piece of text that came from data, not from a writer's hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueUse {
    /// The text as printed.
    pub text: String,
    /// Where the datum stands: in its YAML file, or the expression where it has no other place.
    pub origin: Span,
    /// The indicator and years it was read or computed from; empty for other data.
    pub indicators: Vec<(String, i32)>,
    /// Whether a datum marked 样例 went into it.
    pub sample: bool,
    /// The data among them that their bureau still owes: then `text` says who is to give them.
    pub missing: Vec<(String, i32)>,
    /// Whether it is no datum, but says what is still to come, or what couldn't be printed.
    pub is_notice: bool,
}

/// One chapter file (or merge template), lowered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The file.
    pub file: FileId,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Bodies of its notes; [`NoteId`] indexes them.
    pub notes: Vec<Note>,
    /// The values it shows; [`ValueId`] indexes them.
    pub values: Vec<ValueUse>,
    /// The labels of what was left out for an error that was reported.
    pub dropped_labels: BTreeSet<String>,
}

/// The whole document after the merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Title, author and the like.
    pub meta: Meta,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Every note.
    pub notes: Vec<Note>,
    /// Every value shown.
    pub values: Vec<ValueUse>,
    /// Headings for the contents and the bookmarks, filled by `resolve`.
    pub contents: Vec<ContentsEntry>,
}

impl Document {
    /// The words that the files are found by: who submits it, and what its sections are about.
    pub fn keywords(&self) -> impl Iterator<Item = &str> {
        let titles = self.sections.iter().map(|section| section.title.as_str());
        std::iter::once(self.meta.author.as_str()).chain(titles).filter(|word| !word.is_empty())
    }
}

/// What stands on the cover and in the file's properties.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta {
    /// Title, in one line.
    pub title: String,
    /// Its lines as its writer typed them for the cover; none where only the title is known.
    pub title_lines: Vec<String>,
    /// Line under the title; empty for none.
    pub subtitle: String,
    /// Who submits it.
    pub author: String,
    /// Subject property.
    pub subject: String,
    /// Date on the cover and of the file.
    pub date: Date,
    /// Whether a sample value is used anywhere: every page says so.
    pub sample: bool,
    /// Whether work goes on: every page says that this is no formal copy.
    pub is_working: bool,
    /// Cover, contents and the way the pages lie.
    pub arrangement: Arrangement,
}

impl Meta {
    /// The title's lines as its writer typed them.
    pub fn typed_title(&self) -> Vec<&str> {
        let typed = self.title_lines.iter().map(String::as_str);
        let whole = self.title_lines.is_empty().then_some(self.title.as_str());
        typed.chain(whole).collect()
    }
}

/// What a document has beside its text, and how its pages lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrangement {
    /// A cover; without it the title stands above the text.
    pub cover: bool,
    /// The contents.
    pub contents: bool,
    /// A list of the tables behind the contents.
    pub tables: bool,
    /// A list of the figures behind the contents.
    pub figures: bool,
    /// Sections are counted 一、二、 and tables within them; else tables are counted through the document.
    pub numbered: bool,
    /// The document is an annex: 附件 stands at its head, with this number where it isn't 0.
    pub annex: Option<u8>,
    /// Every page landscape.
    pub landscape: bool,
}

impl Arrangement {
    /// What stands at the head of a document that is an annex.
    pub fn annex_name(&self) -> Option<String> {
        self.annex.map(|number| annex_name(usize::from(number)))
    }
}

/// `附件`, and its number where it isn't 0.
pub fn annex_name(number: usize) -> String {
    if number == 0 { "附件".to_owned() } else { format!("附件{number}") }
}

impl Default for Arrangement {
    fn default() -> Arrangement {
        Arrangement {
            cover: true,
            contents: true,
            tables: false,
            figures: false,
            numbered: true,
            annex: None,
            landscape: false,
        }
    }
}

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Date {
    /// Year, as 2018.
    pub year: i32,
    /// Month from 1.
    pub month: u8,
    /// Day from 1.
    pub day: u8,
}

impl Date {
    /// As records have it: 2018-06-13.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// As official documents print it: 2018年6月13日, without leading zeros (GB/T 9704-2012, 7.3.5.4).
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

/// One section of the outline: starts a new page, and numbering of tables and figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Two digits for a planned section, as its folder; a short ASCII name for others (`appendix`).
    pub id: String,
    /// Its title, for messages and summaries.
    pub title: String,
    /// Parts in order.
    pub parts: Vec<Part>,
}

/// Blocks in sequence that came from one file: one generated Typst file each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The chapter file or merge template.
    pub file: FileId,
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry {
    /// The heading.
    pub block: BlockId,
    /// Its level, from 1.
    pub level: u8,
    /// Its number as printed: `一、`; empty for an unnumbered heading.
    pub number: String,
    /// Its text.
    pub text: String,
}

/// A block and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its number.
    pub id: BlockId,
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

impl Block {
    /// The text of the paragraph that the block is.
    pub fn paragraph(&self) -> Option<&[Inline]> {
        if let BlockKind::Paragraph(content) = &self.kind { Some(content) } else { None }
    }

    /// The heading that the block is.
    pub fn heading(&self) -> Option<&Heading> {
        if let BlockKind::Heading(heading) = &self.kind { Some(heading) } else { None }
    }
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List(List),
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text.
    Code(Code),
    /// A line across the page.
    Rule,
    /// What follows begins a page.
    PageBreak,
    /// A table.
    Table(Box<Table>),
    /// A picture on a line of its own.
    Figure(Box<Figure>),
    /// A drawing of data.
    Chart(Box<Chart>),
    /// Blocks on landscape pages.
    Landscape(Vec<Block>),
    /// What stands around the text of a letter; each of the blocks is a paragraph, of one line.
    Letter(LetterPart, Vec<Block>),
}

/// A part of a letter beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterPart {
    /// To whom it goes (主送机关): flush left below the title.
    Addressee,
    /// The names of its annexes (附件说明); `resolve` writes its lines.
    Annexes,
    /// Who signs, and the date below (不加盖印章).
    Signature,
    /// The same with room for a seal over both (加盖印章).
    SealedSignature,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 is 一、, 2 is （一）, 3 is 1., 4 is （1）.
    pub level: u8,
    /// How it is counted.
    pub kind: HeadingKind,
    /// Its number as printed, filled by `resolve`: `一、` `（一）` `1.` `（1）`; that of an annex, which
    /// stands on a line of its own, `附件` or `附件2`.
    pub number: String,
    /// Its label.
    pub label: Option<Label>,
    /// Its text.
    pub content: Vec<Inline>,
}

/// How a heading is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingKind {
    /// With the headings of its level.
    Numbered,
    /// Not at all.
    Unnumbered,
    /// The title of an annex, of the first level: on a new page, below `附件` at its head (GB/T
    /// 9704-2012, 7.3.7). Annexes are counted by themselves, where there are several.
    Annex,
}

/// A name that references point to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The name.
    pub name: String,
    /// Where it is given.
    pub span: Span,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Bullets or numbers.
    pub marker: ListMarker,
    /// No blank line between items.
    pub tight: bool,
    /// Its items.
    pub items: Vec<ListItem>,
}

/// Bullets or numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListMarker {
    /// Bullets.
    Bullet,
    /// Numbers from this one on.
    Ordered(u32),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// Its place.
    pub span: Span,
    /// A task's state; not a task where `None`.
    pub done: Option<bool>,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// Preformatted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The first word of the info string.
    pub language: String,
    /// The text, with its line ends as `\n`.
    pub text: String,
}

/// The line above a table or below a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Its place.
    pub span: Span,
    /// Number as printed, filled by `resolve`: `6-1`; `1` where no section's number stands before it.
    pub number: String,
    /// Whether it stands in an annex, filled by `resolve`.
    pub in_annex: bool,
    /// Its text.
    pub content: Vec<Inline>,
}

impl Caption {
    /// What it is called by, `word` being 表 or 图: `表 6-1`, in an annex `附表 1`.
    pub fn name(&self, word: &str) -> String {
        format!("{}{word} {}", if self.in_annex { "附" } else { "" }, self.number)
    }
}

/// What a caption names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptionKind {
    /// A table.
    Table,
    /// A picture or a chart.
    Figure,
}

impl CaptionKind {
    /// The word before its number.
    pub fn word(self) -> &'static str {
        match self {
            CaptionKind::Table => "表",
            CaptionKind::Figure => "图",
        }
    }
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its caption; a table without one is not numbered.
    pub caption: Option<Caption>,
    /// Its label.
    pub label: Option<Label>,
    /// The unit common to all cells, printed at the upper right: `单位：万元`.
    pub unit: Option<Vec<Inline>>,
    /// The source line under the table, without `数据来源：`.
    pub source: Option<Vec<Inline>>,
    /// The note under the table, without `注：`.
    pub note: Option<Vec<Inline>>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Least height of a body row, in millimetres: room for a signature or a seal; 0: by content.
    pub row_height: u16,
    /// Head rows, repeated on every page.
    pub head: Vec<Row>,
    /// Body rows.
    pub body: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// How its cells are aligned.
    pub align: Align,
    /// Its share of the table's width, in thousandths; 0: by content.
    pub share: u16,
}

/// Alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Not given: text to the left, numbers to the right.
    Auto,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place.
    pub span: Span,
    /// Its cells; positions covered by an earlier cell's span are left out.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its place.
    pub span: Span,
    /// Columns it covers, at least 1.
    pub columns: u16,
    /// Rows it covers, at least 1.
    pub rows: u16,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its caption; a picture without one is not numbered.
    pub caption: Option<Caption>,
    /// Its label.
    pub label: Option<Label>,
    /// The source line, without `来源：`.
    pub source: Option<Vec<Inline>>,
    /// The picture.
    pub picture: Picture,
}

/// A picture file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Path relative to the workspace, with `/`, no `..`; checked to lie inside it.
    pub path: String,
    /// Place of the path in the source.
    pub span: Span,
    /// What it shows, for readers who can't see it.
    pub alt: String,
    /// Its share of the text's width, in thousandths; 0: its natural size, at most the width.
    pub share: u16,
    /// Width and height in pixels, upright.
    pub pixels: (u32, u32),
    /// Bytes that printing it takes in memory.
    pub memory: u64,
    /// What its bytes are (`png`, `jpg`), where the path says otherwise.
    pub format: Option<&'static str>,
}

/// A drawing of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its caption.
    pub caption: Option<Caption>,
    /// Its label.
    pub label: Option<Label>,
    /// The source line.
    pub source: Option<Vec<Inline>>,
    /// What is drawn.
    pub form: ChartForm,
    /// Unit of the values, printed on the axis.
    pub unit: String,
    /// Names along the axis: years, or the parts of a whole.
    pub categories: Vec<String>,
    /// One or more rows of values.
    pub series: Vec<Series>,
    /// What it shows with its numbers, for readers who can't see it.
    pub alt: String,
}

/// What kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartForm {
    /// Upright bars, side by side for several series.
    Bars,
    /// Lines with marked points.
    Lines,
    /// Shares of a whole.
    Pie,
}

/// One row of values of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// A value for each category, as printed; `None` where there is none.
    pub values: Vec<Option<ValueUse>>,
}

/// A note at the foot of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Place of its text.
    pub span: Span,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A piece of text and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// What a piece of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineKind {
    /// Text as typed; escapes are undone, so it may be shorter than its span.
    Text(String),
    /// A value of data.
    Value(ValueId),
    /// Strong.
    Strong(Vec<Inline>),
    /// Emphasis; Chinese type has no italics, writers of documents set 楷体.
    Emphasis(Vec<Inline>),
    /// Struck through.
    Strikethrough(Vec<Inline>),
    /// Text in a fixed-width face.
    Code(String),
    /// A link to outside.
    Link {
        /// Where it goes.
        url: String,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A reference to a label of the document.
    Reference(Reference),
    /// A note's mark.
    Note(NoteId),
    /// A picture within a line.
    Picture(Box<Picture>),
    /// A line break that the writer asked for.
    LineBreak,
}

/// A reference to a label of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The label's name.
    pub label: String,
    /// What it says where the writer gave words; else `text` is printed.
    pub content: Vec<Inline>,
    /// What it prints, filled by `resolve`: `表 6-1`, `图 6-1`, `（二）`.
    pub text: String,
    /// What it points to, filled by `resolve`.
    pub target: BlockId,
}
