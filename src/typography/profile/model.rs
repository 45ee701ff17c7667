//! A layout profile as its file writes it. Lengths are points.

use super::measure::length;
use super::style::TextStyle;
use super::word_faces::{self, WordFaces};
use super::words::Words;
use crate::document::Meta;
use serde::Deserialize;

/// A layout profile. Keys in the file are Chinese.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What it is for, one line.
    #[serde(rename = "说明")]
    pub purpose: String,
    /// The paper and its margins.
    #[serde(rename = "页面")]
    pub page: Page,
    /// Body text.
    #[serde(rename = "正文")]
    pub body: TextStyle,
    /// The title on the cover.
    #[serde(rename = "大标题")]
    pub title: TextStyle,
    /// The four heading levels.
    #[serde(rename = "标题")]
    pub headings: [TextStyle; 4],
    /// Captions of tables and figures.
    #[serde(rename = "题注")]
    pub caption: TextStyle,
    /// Cells of tables.
    #[serde(rename = "表格")]
    pub table: TextStyle,
    /// Unit, source and note lines of tables and figures.
    #[serde(rename = "表注")]
    pub table_note: TextStyle,
    /// Notes at the foot of the page.
    #[serde(rename = "脚注")]
    pub footnote: TextStyle,
    /// The page number.
    #[serde(rename = "页码")]
    pub folio: TextStyle,
    /// The cover, below its title's style.
    #[serde(rename = "封面")]
    pub cover: Cover,
    /// The contents page.
    #[serde(rename = "目录")]
    pub contents: Contents,
    /// Lines of tables.
    #[serde(rename = "表线")]
    pub rules: Rules,
    /// The line at the head of every page.
    #[serde(rename = "页眉")]
    pub header: Header,
    /// Words that both writers print.
    #[serde(rename = "用语", default)]
    pub words: Words,
    /// The names of the faces in the Word document: 公文, Windows, or one for each role.
    #[serde(rename = "Word字体", deserialize_with = "word_faces::faces")]
    pub word_faces: WordFaces,
}

/// What profiles say that were written before working copies had a name.
fn working_note() -> String {
    "征求意见稿".to_owned()
}

impl Header {
    /// What stands at the head of a document's pages; empty for nothing.
    pub fn note(&self, meta: &Meta) -> String {
        let notes = [(meta.is_working, &self.working_note), (meta.sample, &self.sample_note)];
        let notes = notes.into_iter().filter(|(is_said, _)| *is_said).map(|(_, note)| note.trim());
        notes.filter(|note| !note.is_empty()).collect::<Vec<_>>().join("　")
    }
}

/// The paper and its margins, in points after reading.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Width.
    #[serde(rename = "宽", deserialize_with = "length")]
    pub width: f64,
    /// Height.
    #[serde(rename = "高", deserialize_with = "length")]
    pub height: f64,
    /// Upper margin (天头).
    #[serde(rename = "天头", deserialize_with = "length")]
    pub top: f64,
    /// Lower margin (地脚).
    #[serde(rename = "地脚", deserialize_with = "length")]
    pub bottom: f64,
    /// Margin at the binding (订口).
    #[serde(rename = "订口", deserialize_with = "length")]
    pub inside: f64,
    /// Margin at the outer edge (切口).
    #[serde(rename = "切口", deserialize_with = "length")]
    pub outside: f64,
    /// Lines on a full page; 0 where the profile has no grid.
    #[serde(rename = "行数")]
    pub lines: u16,
    /// Characters in a full line; 0 where the profile has no grid.
    #[serde(rename = "字数")]
    pub characters: u16,
    /// From the bottom of the text area to the page number's dash (GB/T 9704-2012, 7.5: 7 mm).
    #[serde(rename = "页码距", deserialize_with = "length")]
    pub folio_distance: f64,
    /// Whether margins and page numbers change sides on even pages.
    #[serde(rename = "印刷")]
    pub sides: Sides,
    /// How a page number is written.
    #[serde(rename = "页码形式")]
    pub folio_form: FolioForm,
    /// The gap between Chinese and Latin characters.
    #[serde(rename = "中西间距")]
    pub latin_gap: LatinGap,
}

impl Page {
    /// Width of the text area (版心), in points.
    pub fn text_width(&self) -> f64 {
        self.width - self.inside - self.outside
    }

    /// Height of the text area, in points.
    pub fn text_height(&self) -> f64 {
        self.height - self.top - self.bottom
    }
}

/// Printed on one side of the sheet or on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Sides {
    /// One: 订口 is always left, the page number is centred.
    #[serde(rename = "单面")]
    Single,
    /// Both: 订口 is left on odd pages and right on even ones, the page number stands one character
    /// in from the outer edge (GB/T 9704-2012, 7.5).
    #[serde(rename = "双面")]
    Double,
}

/// How a page number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum FolioForm {
    /// `— 1 —`.
    #[serde(rename = "一字线")]
    Dashes,
    /// `1`.
    #[serde(rename = "数字")]
    Plain,
}

/// The gap between a Chinese character and a Latin letter or digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum LatinGap {
    /// A quarter em, as Word sets it by default.
    #[serde(rename = "四分空")]
    Quarter,
    /// None: characters keep to the grid.
    #[serde(rename = "无")]
    None,
}

/// The cover: title and subtitle from the top, author and date at the bottom, all centred.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// From the top of the text area to the title's first line.
    #[serde(rename = "标题位置", deserialize_with = "length")]
    pub title_top: f64,
    /// The line under the title.
    #[serde(rename = "副题")]
    pub subtitle: TextStyle,
    /// The author and the date, one below the other.
    #[serde(rename = "落款")]
    pub imprint: TextStyle,
    /// From the date's line to the bottom of the text area.
    #[serde(rename = "日期位置", deserialize_with = "length")]
    pub date_bottom: f64,
}

/// The contents page; it carries no page number.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The words above it.
    #[serde(rename = "题目")]
    pub heading: String,
    /// How they are set.
    #[serde(rename = "题目样式")]
    pub heading_style: TextStyle,
    /// One for each heading level that is listed, from the first on; 1 to 4 of them.
    #[serde(rename = "层级")]
    pub levels: Vec<ContentsLevel>,
}

/// How the contents list one level of headings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentsLevel {
    /// Indent in characters of its own size.
    #[serde(rename = "缩进")]
    pub indent: u16,
    /// How its lines are set.
    #[serde(rename = "样式")]
    pub style: TextStyle,
}

/// Thickness of the lines of a table (三线表).
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Above the head.
    #[serde(rename = "顶线", deserialize_with = "length")]
    pub top: f64,
    /// Between head and body.
    #[serde(rename = "栏目线", deserialize_with = "length")]
    pub middle: f64,
    /// Below the body.
    #[serde(rename = "底线", deserialize_with = "length")]
    pub bottom: f64,
    /// Around every cell; 0 for none, as a 三线表 has it.
    #[serde(rename = "格线", deserialize_with = "length", default)]
    pub grid: f64,
}

/// The line at the head of every page.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What it says of a working copy.
    #[serde(rename = "工作稿", default = "working_note")]
    pub working_note: String,
    /// What it says where the document shows a sample value.
    #[serde(rename = "样例提示")]
    pub sample_note: String,
    /// How it is set.
    #[serde(rename = "样式")]
    pub style: TextStyle,
    /// From the upper edge of the paper to its line.
    #[serde(rename = "距纸顶", deserialize_with = "length")]
    pub distance: f64,
}
