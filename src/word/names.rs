//! Names that `write` and `finish` share: namespaces, ids of relationships, markers of page numbers.

pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub(super) const WORD_DRAWING: &str =
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// Word 2010: check boxes.
pub(super) const WORD_2010: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
/// Which namespaces a program may pass over that doesn't know them.
pub(super) const COMPATIBILITY: &str =
    "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// The id of a picture's relationship, before its number.
pub(super) const PICTURE: &str = "rIdPicture";
/// The id of a link's relationship, before its number.
pub(super) const LINK: &str = "rIdLink";
/// The id of a header's relationship, before its number.
pub(super) const HEADER: &str = "rIdHeader";
/// The id of a footer's relationship, before its number.
pub(super) const FOOTER: &str = "rIdFooter";

/// Stands before a heading's block id where its page number is to be printed. Noncharacters: no text
/// of the document holds them.
pub(super) const PAGE_OPEN: char = '\u{FDD0}';
/// Stands behind it.
pub(super) const PAGE_CLOSE: char = '\u{FDD1}';
