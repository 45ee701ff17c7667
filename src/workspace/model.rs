//! What a workspace holds.

use crate::document::{Arrangement, Date, plain};
use crate::source::{FileId, Span};
use serde::Deserialize;
use std::path::PathBuf;

/// Who answers for what no bureau gives: lead-ins, the plan, definitions, templates.
pub const EDITOR: &str = "统稿人";

/// Folder under chapters/ of the registers of what came in, which no document is made from.
pub const REGISTER_FOLDER: &str = "台账";

/// A value and its span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// Everything that a report is made from, except the indicators.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder.
    pub root: PathBuf,
    /// chapters/report.yaml.
    pub report: Report,
    /// chapters/plan.yaml, in its order.
    pub plan: Vec<PlanRow>,
    /// chapters/bureaus.yaml, in its order.
    pub bureaus: Vec<Bureau>,
    /// The plan rows that ask for a section of the report, in the order of their numbers.
    pub outline: Vec<OutlineSection>,
    /// The contributions: by section, in the order in which the plan names their bureaus.
    pub chapters: Vec<ChapterFile>,
    /// The other rows of the plan: their number, title and folder are the row's id.
    pub rows: Vec<OutlineSection>,
    /// Texts for those rows (`chapters/sb-02/市发改委.md`); their `section` indexes `rows`.
    pub row_chapters: Vec<ChapterFile>,
    /// templates/*.j2 of the workspace, or the built-in ones: name (`section.md.j2`) and file.
    pub templates: Vec<(String, FileId)>,
}

/// chapters/report.yaml.
#[derive(Debug, Clone)]
pub struct Report {
    /// The file.
    pub file: FileId,
    /// The city.
    pub city: String,
    /// Title on the cover, in lines as typed.
    pub title: String,
    /// Line under the title; may be empty.
    pub subtitle: String,
    /// Stem of the output files.
    pub output: String,
    /// The years reported, ascending.
    pub years: Vec<i32>,
    /// Date of the document.
    pub date: Date,
    /// When contributions are due.
    pub deadline: Option<Date>,
    /// Layout profile.
    pub profile: Spanned<String>,
    /// The names of the faces in the Word files, where the profile's don't hold.
    pub word_faces: Option<FaceSet>,
    /// Who submits the report.
    pub author: String,
    /// Subject property; may be empty.
    pub subject: String,
    /// What is made beside the report.
    pub documents: Vec<OtherDocument>,
    /// What the report has beside its text.
    pub choices: Choices,
    /// How long a contribution may be.
    pub lengths: Lengths,
    /// How long a section may be.
    pub section_lengths: Lengths,
    /// What a formal copy may have all the same.
    pub waivers: Vec<Waiver>,
    /// How units hand in what they owe.
    pub submission: Submission,
}

/// How units hand in what they owe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Short name of the unit to which it goes, and which urges the others; empty where nobody says.
    pub receiver: Spanned<String>,
    /// How it goes electronically: 钉钉, 邮箱; may be empty.
    pub channel: String,
    /// Whether it goes on paper as well.
    pub paper: bool,
    /// Whether originals of the documents that are cited come with it.
    pub originals: bool,
}

/// Something that no formal copy may have, let pass for a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Its span.
    pub span: Span,
    /// What may pass.
    pub kind: WaivedKind,
    /// Short name of the bureau of whom it may; everybody where it is empty.
    pub bureau: String,
    /// Why.
    pub reason: String,
}

/// What may be let pass. What is wrong in itself may not: figures that differ, sample values, errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum WaivedKind {
    /// A text that wasn't handed in, or says nothing.
    #[serde(rename = "缺稿", alias = "absent")]
    Absent,
    /// Empty headings, words that stand for something to come.
    #[serde(rename = "未写完", alias = "unfinished")]
    Unfinished,
    /// A value that wasn't reported.
    #[serde(rename = "缺值", alias = "missing")]
    Missing,
    /// A value that wasn't verified.
    #[serde(rename = "未核", alias = "unverified")]
    Unverified,
    /// A text that isn't final.
    #[serde(rename = "未定稿", alias = "not-final")]
    NotFinal,
    /// An original that is outstanding.
    #[serde(rename = "原件", alias = "original")]
    Original,
    /// A face that stands in for a standard one.
    #[serde(rename = "代用字体", alias = "stand-in")]
    StandIn,
}

impl WaivedKind {
    /// Its name in report.yaml.
    pub fn name(self) -> &'static str {
        match self {
            WaivedKind::Absent => "缺稿",
            WaivedKind::Unfinished => "未写完",
            WaivedKind::Missing => "缺值",
            WaivedKind::Unverified => "未核",
            WaivedKind::NotFinal => "未定稿",
            WaivedKind::Original => "原件",
            WaivedKind::StandIn => "代用字体",
        }
    }
}

impl Report {
    /// The title in one line.
    pub fn title_in_one_line(&self) -> String {
        plain::title(&self.title)
    }
}

impl Choices {
    /// Nothing chosen; `span`: where it might have been.
    pub fn none(span: Span) -> Choices {
        Choices {
            arrangement: Arrangement::default(),
            addressee: Spanned { value: String::new(), span },
            annexes: Spanned { value: false, span },
            signature: Spanned { value: String::new(), span },
            data: Vec::new(),
        }
    }
}

/// A set of names for the faces in a Word file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub enum FaceSet {
    /// What official documents are set in: 方正小标宋, 仿宋_GB2312, 楷体_GB2312.
    #[serde(rename = "公文", alias = "gov")]
    Official,
    /// What Windows and Office bring: 华文中宋, 仿宋, 楷体.
    #[serde(rename = "Windows", alias = "windows")]
    Windows,
}

/// A document beside the report: the 申报表, the 责任分工表.
#[derive(Debug, Clone)]
pub struct OtherDocument {
    /// Its span.
    pub span: Span,
    /// Stem of the output files.
    pub output: String,
    /// Title.
    pub title: String,
    /// Line under the title; may be empty.
    pub subtitle: String,
    /// The template that makes it: `form.md.j2`.
    pub template: Spanned<String>,
    /// Layout profile.
    pub profile: Spanned<String>,
    /// What it has beside its text.
    pub choices: Choices,
}

/// What a document has beside its text, as report.yaml chooses it.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Cover, contents and the way its pages lie.
    pub arrangement: Arrangement,
    /// To whom it goes (主送机关); empty for none.
    pub addressee: Spanned<String>,
    /// Whether its annexes are named behind the text (附件说明).
    pub annexes: Spanned<bool>,
    /// How it is signed (落款): 是, 盖章, or empty for not at all.
    pub signature: Spanned<String>,
    /// What its template prints beside, by name.
    pub data: Vec<(String, Spanned<String>)>,
}

/// 字数: the least and the greatest length, in characters; `None` where it isn't limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lengths {
    /// 下限.
    pub least: Option<u32>,
    /// 上限.
    pub greatest: Option<u32>,
}

/// A row of the 责任分工表; the wording is verbatim.
#[derive(Debug, Clone)]
pub struct PlanRow {
    /// Its span.
    pub span: Span,
    /// Unique ASCII id: `sb-01`.
    pub id: String,
    /// 工作任务.
    pub task: String,
    /// 部分.
    pub part: String,
    /// 栏目.
    pub column: String,
    /// 具体内容.
    pub wording: String,
    /// 责任单位, as worded.
    pub duty: String,
    /// Short names of the bureaus that lead.
    pub lead: Vec<Spanned<String>>,
    /// Short names of the bureaus that join.
    pub joint: Vec<Spanned<String>>,
    /// The section's number, on the rows that ask for a section of the report: `06`.
    pub section: Option<String>,
    /// Whether the row asks for a text of its own, on the rows that ask for no section.
    pub narrative: bool,
}

impl PlanRow {
    /// As what the row names a bureau, by its short name.
    pub fn role_of(&self, bureau: &str) -> ChapterRole {
        let names = |list: &[Spanned<String>]| list.iter().any(|name| name.value == bureau);
        if names(&self.lead) {
            ChapterRole::Lead
        } else if names(&self.joint) {
            ChapterRole::Joint
        } else {
            ChapterRole::Unplanned
        }
    }
}

/// A bureau.
#[derive(Debug, Clone)]
pub struct Bureau {
    /// Its span.
    pub span: Span,
    /// Full name.
    pub name: String,
    /// The name used everywhere else.
    pub short: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whom to ask there; may be empty.
    pub contact: String,
    /// Their telephone; may be empty. It is printed on slips to the bureau alone: in no document, review
    /// copy, list or status.
    pub phone: String,
}

/// A section of the report's outline.
#[derive(Debug, Clone)]
pub struct OutlineSection {
    /// `06`.
    pub number: String,
    /// Its title: the row's 栏目.
    pub title: String,
    /// Index into [`Workspace::plan`].
    pub row: usize,
    /// Folder name under chapters/: `06-产品质量`.
    pub folder: String,
}

/// One chapter file.
#[derive(Debug, Clone)]
pub struct ChapterFile {
    /// The file.
    pub file: FileId,
    /// Folder relative to the workspace, with `/`: pictures are found from here.
    pub folder: String,
    /// Index into [`Workspace::outline`].
    pub section: usize,
    /// Index into [`Workspace::bureaus`]; `None` for a section's lead-in (`_导语.md`).
    pub bureau: Option<usize>,
    /// Whether the plan names the bureau for this section, and as what.
    pub role: ChapterRole,
    /// What its front matter says.
    pub front: FrontMatter,
}

/// Why a chapter stands in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterRole {
    /// `_导语.md`.
    LeadIn,
    /// The plan names its bureau as lead.
    Lead,
    /// The plan names its bureau as joint.
    Joint,
    /// The plan doesn't name its bureau.
    Unplanned,
}

/// The head of a chapter file.
#[derive(Debug, Clone, Default)]
pub struct FrontMatter {
    /// First byte of the body: after the closing `---` and its line end.
    pub body_start: u32,
    /// State of the contribution.
    pub status: Status,
    /// Documents that prove what it says.
    pub evidence: Vec<Evidence>,
    /// When it was handed in.
    pub date: Option<Spanned<Date>>,
    /// 发文字号 of the letter that it came as; empty for none.
    pub number: String,
}

/// State of a contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
pub enum Status {
    /// 初稿.
    #[default]
    #[serde(rename = "初稿", alias = "draft")]
    Draft,
    /// 已报.
    #[serde(rename = "已报", alias = "submitted")]
    Submitted,
    /// 已审.
    #[serde(rename = "已审", alias = "reviewed")]
    Reviewed,
    /// 定稿.
    #[serde(rename = "定稿", alias = "final")]
    Final,
}

impl Status {
    /// Its name, as a chapter's head gives it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "初稿",
            Status::Submitted => "已报",
            Status::Reviewed => "已审",
            Status::Final => "定稿",
        }
    }
}

/// A 红头文件 or other document that proves a statement.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its span.
    pub span: Span,
    /// Title.
    pub title: Spanned<String>,
    /// 文号; may be empty.
    pub number: Spanned<String>,
    /// Whether the original was received.
    pub original: bool,
    /// Note: `样例`; may be empty.
    pub note: String,
}

/// A picture that a chapter may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// Path relative to the workspace, with `/`, no `..`.
    pub path: String,
    /// Width and height in pixels, upright.
    pub pixels: (u32, u32),
    /// Bytes that printing it takes in memory.
    pub memory: u64,
    /// What its bytes are, where its name says otherwise.
    pub misnamed: Option<PictureFormat>,
}

/// What a picture's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl PictureFormat {
    /// The ends of names that say so, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            PictureFormat::Png => &["png"],
            PictureFormat::Jpeg => &["jpg", "jpeg"],
        }
    }
}

/// Why a picture can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureProblem {
    /// An address on the network.
    Remote,
    /// The path leaves the workspace, by `..`, by a root or drive, or by a link.
    Outside,
    /// No such file; the nearest file name in that folder, if one is near.
    Missing(Option<String>),
    /// Neither PNG nor JPEG, or broken.
    Format,
    /// Its end is missing, or its pixels were changed on the way.
    CutOff,
    /// Too large to be printed.
    Oversize(Oversize),
}

/// What of a picture is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oversize {
    /// The file.
    File,
    /// The decoded picture: its width and height, and the greatest ones that go.
    Pixels {
        /// As it is.
        pixels: (u32, u32),
        /// As it may be, in the same shape.
        largest: (u32, u32),
    },
    /// The colour profile.
    Profile,
    /// The number of its scans.
    Scans(usize),
}

/// A repair that can't change what a writer meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Path relative to the workspace, with `/`.
    pub path: String,
    /// The file's bytes as they are.
    pub before: Vec<u8>,
    /// The bytes to write.
    pub after: Vec<u8>,
    /// What is changed, in a few words.
    pub description: String,
}

impl Workspace {
    /// Index of the section with this title, number or folder name.
    pub fn find_section(&self, name: &str) -> Option<usize> {
        self.outline.iter().position(|section| section.is_called(name))
    }

    /// The sections of the report, then the other rows of the plan.
    pub fn sections(&self) -> impl Iterator<Item = &OutlineSection> {
        self.outline.iter().chain(&self.rows)
    }

    /// Those that ask for texts: the sections of the report, then the rows with texts of their own.
    pub fn text_sections(&self) -> impl Iterator<Item = &OutlineSection> {
        self.sections().filter(|section| {
            let row = &self.plan[section.row];
            row.section.is_some() || row.narrative
        })
    }

    /// The one with this folder under chapters/.
    pub fn section_in(&self, folder: &str) -> Option<&OutlineSection> {
        self.sections().find(|section| section.folder == folder)
    }

    /// Stems of the output files: the report's, then those of the documents beside it.
    pub fn outputs(&self) -> Vec<&str> {
        let others = self.report.documents.iter().map(|document| document.output.as_str());
        std::iter::once(self.report.output.as_str()).chain(others).collect()
    }

    /// The bureau that writes a chapter; none for a lead-in.
    pub fn bureau_of(&self, chapter: &ChapterFile) -> Option<&Bureau> {
        self.bureaus.get(chapter.bureau?)
    }

    /// Who answers for a chapter: its bureau by its short name, else [`EDITOR`].
    pub fn writer_of(&self, chapter: &ChapterFile) -> &str {
        self.bureau_of(chapter).map_or(EDITOR, |bureau| bureau.short.as_str())
    }

    /// The section that a chapter belongs to, or the row of the plan that it was written for.
    pub fn section_of(&self, chapter: &ChapterFile) -> Option<&OutlineSection> {
        let is_of_row = self.row_chapters.iter().any(|row| row.file == chapter.file);
        if is_of_row { self.rows.get(chapter.section) } else { self.outline.get(chapter.section) }
    }
}

impl OutlineSection {
    /// Whether `name` is the section's title, number or folder name.
    pub fn is_called(&self, name: &str) -> bool {
        [&self.title, &self.number, &self.folder].into_iter().any(|other| other == name)
    }
}
