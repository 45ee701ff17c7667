//! The ids of the styles.

pub(super) const BODY: &str = "NormalIndent";
pub(super) const COVER_TITLE: &str = "Title";
pub(super) const COVER_SUBTITLE: &str = "Subtitle";
pub(super) const COVER_IMPRINT: &str = "CoverImprint";
pub(super) const CONTENTS_HEADING: &str = "TOCHeading";
/// Above a list of tables or figures.
pub(super) const LIST_HEADING: &str = "ListHeading";
/// A line of a list of tables or figures.
pub(super) const LIST_ENTRY: &str = "TableofFigures";
/// 附件 at the head of a page.
pub(super) const ANNEX_MARK: &str = "AnnexMark";
/// The title of an annex.
pub(super) const ANNEX_TITLE: &str = "AnnexTitle";
pub(super) const SALUTATION: &str = "Salutation";
pub(super) const ANNEX_NAMES: &str = "AnnexNames";
pub(super) const SIGNATURE: &str = "Signature";
/// Caption of a figure, and what a table's caption is based on.
pub(super) const CAPTION: &str = "Caption";
/// Style of a table's caption; the finishing pass recognises head rows by it.
pub(in crate::word) const TABLE_CAPTION: &str = "TableCaption";
pub(super) const TABLE_TEXT: &str = "TableText";
pub(super) const TABLE_CENTRED: &str = "TableCentred";
pub(super) const TABLE_NUMBER: &str = "TableNumber";
/// Style of the cells in a table's head; the finishing pass recognises head rows by what its id begins with.
pub(in crate::word) const TABLE_HEAD: &str = "TableHead";
/// Style of a table's unit; the finishing pass recognises head rows by it.
pub(in crate::word) const TABLE_UNIT: &str = "TableUnit";
/// Note and source; the finishing pass lets lines of this style stand together without a gap.
pub(in crate::word) const TABLE_NOTE: &str = "TableNote";
/// A line that divides two tables and is hardly seen.
pub(super) const TABLE_GAP: &str = "TableGap";
/// The table style, which the finishing pass writes: docx-rs has no words for it.
pub(in crate::word) const TABLE: &str = "ReportTable";
pub(super) const PICTURE_SOURCE: &str = "PictureSource";
pub(super) const PICTURE: &str = "Picture";
pub(super) const QUOTE: &str = "Quote";
pub(super) const LIST: &str = "ListParagraph";
const LIST_BULLET: &str = "ListBullet";
const LIST_NUMBER: &str = "ListNumber";
/// Number of levels for which Word has styles of lists.
pub(super) const LIST_LEVELS: usize = 5;
pub(super) const CODE: &str = "Code";
pub(super) const RULE: &str = "Rule";
pub(super) const NOTE: &str = "FootnoteText";
/// Style of a note's mark; the finishing pass puts the mark into an empty run of it.
pub(in crate::word) const NOTE_MARK: &str = "FootnoteReference";
pub(super) const HEADER: &str = "Header";
pub(super) const FOOTER: &str = "Footer";
/// The footer of even pages, where sides differ.
pub(super) const FOOTER_EVEN: &str = "FooterEven";
pub(super) const STRONG: &str = "Strong";
pub(super) const EMPHASIS: &str = "Emphasis";
pub(super) const CODE_TEXT: &str = "CodeText";
pub(super) const LINK: &str = "Hyperlink";

/// The style of a heading level.
pub(super) fn heading(level: u8) -> String {
    format!("Heading{}", level.clamp(1, 4))
}

/// The style of a level of a list with bullets, from 0.
pub(super) fn list_bullet(level: usize) -> String {
    list_style(LIST_BULLET, level)
}

/// The style of a level of a list with numbers, from 0.
pub(super) fn list_number(level: usize) -> String {
    list_style(LIST_NUMBER, level)
}

/// `ListBullet`, `ListBullet2` …; Word has no styles for deeper levels.
fn list_style(stem: &str, level: usize) -> String {
    match level {
        0 => stem.to_owned(),
        1..LIST_LEVELS => format!("{stem}{}", level + 1),
        _ => LIST.to_owned(),
    }
}

/// The style of a level of the contents.
pub(super) fn contents(level: u8) -> String {
    format!("TOC{level}")
}

/// The style of a table's cells whose type is smaller than the profile's.
pub(super) fn sized(style: &str, half_points: usize) -> String {
    format!("{style}{half_points}")
}
