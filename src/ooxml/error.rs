//! Why a package can't be read. The rooms that read one say it in their own words.

/// What an OLE container holds, by the names of its streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OleKind {
    /// An encrypted package: the file has a password.
    Encrypted,
    /// A Word document of the old format.
    WordDocument,
    /// A document of WPS's own format.
    WpsDocument,
    /// An Excel workbook of the old format.
    Workbook,
    /// Anything else.
    Unknown,
}

/// What a file is that is no package, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignKind {
    /// A PDF file.
    Pdf,
    /// A picture: PNG, JPEG, GIF, BMP, TIFF.
    Picture,
    /// Text that an office's own software encrypted; it opens only on that office's machines.
    Locked,
    /// A web page, or an archive of one.
    WebPage,
    /// Word's XML of 2003, in one file.
    WordXml,
    /// Rich Text Format.
    Rtf,
}

/// Why a package or one of its parts can't be read. Names are those of the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The file has no bytes.
    Empty,
    /// The file is larger than [`Limits::file`](super::Limits::file).
    FileTooLarge,
    /// An OLE container: the formats before 2007, or a file with a password.
    Ole(OleKind),
    /// A file of another kind that is known.
    Foreign(ForeignKind),
    /// It doesn't begin as a zip file does.
    NotZip,
    /// The zip directory claims more entries than the file can have.
    BadDirectory,
    /// The zip archive is incomplete or damaged.
    BrokenArchive,
    /// The zip archive has a password.
    Encrypted,
    /// A zip entry is compressed by a method that isn't read.
    UnknownCompression,
    /// More parts than [`Limits::parts`](super::Limits::parts); how many.
    TooManyParts(usize),
    /// Two parts have one name.
    DuplicatePart,
    /// The part can't be decompressed.
    BrokenPart(String),
    /// The part of XML is larger than [`Limits::part`](super::Limits::part).
    PartTooLarge(String),
    /// The other parts are larger together than [`Limits::binary`](super::Limits::binary).
    BinaryTooLarge,
    /// The part is neither UTF-8 nor UTF-16.
    BadEncoding(String),
    /// The part ends within its XML.
    CutShort(String),
    /// The part isn't well-formed XML.
    NotXml(String),
    /// The part has a document type declaration.
    DocumentType(String),
    /// The part refers to an entity that XML doesn't define.
    UnknownEntity(String),
    /// The part nests deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep(String),
    /// More declarations in force than [`MAX_NAMESPACES`](super::MAX_NAMESPACES).
    TooManyNamespaces(String),
    /// More XML events than [`Limits::events`](super::Limits::events).
    TooManyEvents,
    /// What is kept takes more than [`Limits::memory`](super::Limits::memory).
    TooMuchMemory,
}
