//! Namespaces that mean something here, by their addresses (ECMA-376 parts 1 and 4).

/// A namespace; that of the standard's strict form is the same as the transitional one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// WordprocessingML.
    Word,
    /// Relationship ids.
    Relation,
    /// Markup compatibility.
    Compatibility,
    /// Word 2010: paragraph ids.
    Word14,
    /// Word 2012: threads of comments.
    Word15,
    /// Equations.
    Math,
    /// Drawings' places and descriptions.
    Drawing,
    /// Drawings.
    Shape,
    /// Charts.
    Chart,
    /// Text boxes of Word 2010, diagrams, ink: what a drawing may hold besides.
    Extension,
    /// VML.
    Vml,
    /// Office VML.
    Office,
    /// No namespace, or none that is bound.
    Unbound,
    /// Another one.
    Other,
}

impl Namespace {
    /// The namespace of an address.
    pub(super) fn of_address(address: &[u8]) -> Namespace {
        let address = std::str::from_utf8(address).unwrap_or_default();
        let transitional = address.strip_prefix("http://schemas.openxmlformats.org/");
        let strict = address.strip_prefix("http://purl.oclc.org/ooxml/");
        let path = transitional
            .and_then(|path| path.split_once("/2006/"))
            .or_else(|| strict?.split_once('/'));
        if let Some(path) = path {
            return match path {
                ("wordprocessingml", "main") => Namespace::Word,
                ("officeDocument", "relationships") => Namespace::Relation,
                ("officeDocument", "math") => Namespace::Math,
                ("drawingml", "wordprocessingDrawing") => Namespace::Drawing,
                ("drawingml", "main") => Namespace::Shape,
                ("drawingml", "chart") => Namespace::Chart,
                ("drawingml", "diagram" | "picture") => Namespace::Extension,
                _ => Namespace::Other,
            };
        }

        match address {
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => {
                Namespace::Compatibility
            }
            "http://schemas.microsoft.com/office/word/2010/wordml" => Namespace::Word14,
            "http://schemas.microsoft.com/office/word/2012/wordml" => Namespace::Word15,
            "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
            | "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
            | "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
            | "http://schemas.microsoft.com/office/word/2010/wordprocessingInk"
            | "http://schemas.microsoft.com/office/drawing/2014/chartex" => Namespace::Extension,
            "urn:schemas-microsoft-com:vml" => Namespace::Vml,
            "urn:schemas-microsoft-com:office:office" => Namespace::Office,
            _ => Namespace::Other,
        }
    }
}

/// Whether a choice that requires this namespace is read: what Word 2010 and later added.
pub(super) fn is_understood(address: &[u8]) -> bool {
    const OFFICE: [&[u8]; 2] = [
        b"http://schemas.microsoft.com/office/word/20",
        b"http://schemas.microsoft.com/office/drawing/20",
    ];
    Namespace::of_address(address) != Namespace::Other
        || OFFICE.iter().any(|prefix| address.starts_with(prefix))
}
