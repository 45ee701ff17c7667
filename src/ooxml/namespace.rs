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
        const TRANSITIONAL: &[u8] = b"http://schemas.openxmlformats.org/";
        const STRICT: &[u8] = b"http://purl.oclc.org/ooxml/";

        if let Some(rest) = address.strip_prefix(TRANSITIONAL) {
            return match rest {
                b"markup-compatibility/2006" => Namespace::Compatibility,
                b"wordprocessingml/2006/main" => Namespace::Word,
                b"officeDocument/2006/relationships" => Namespace::Relation,
                b"officeDocument/2006/math" => Namespace::Math,
                b"drawingml/2006/wordprocessingDrawing" => Namespace::Drawing,
                b"drawingml/2006/main" => Namespace::Shape,
                b"drawingml/2006/chart" => Namespace::Chart,
                b"drawingml/2006/diagram" | b"drawingml/2006/picture" => Namespace::Extension,
                _ => Namespace::Other,
            };
        }
        if let Some(rest) = address.strip_prefix(STRICT) {
            return match rest {
                b"wordprocessingml/main" => Namespace::Word,
                b"officeDocument/relationships" => Namespace::Relation,
                b"officeDocument/math" => Namespace::Math,
                b"drawingml/wordprocessingDrawing" => Namespace::Drawing,
                b"drawingml/main" => Namespace::Shape,
                b"drawingml/chart" => Namespace::Chart,
                b"drawingml/diagram" | b"drawingml/picture" => Namespace::Extension,
                _ => Namespace::Other,
            };
        }

        match address {
            b"http://schemas.microsoft.com/office/word/2010/wordml" => Namespace::Word14,
            b"http://schemas.microsoft.com/office/word/2012/wordml" => Namespace::Word15,
            b"http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
            | b"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
            | b"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
            | b"http://schemas.microsoft.com/office/word/2010/wordprocessingInk"
            | b"http://schemas.microsoft.com/office/drawing/2014/chartex" => Namespace::Extension,
            b"urn:schemas-microsoft-com:vml" => Namespace::Vml,
            b"urn:schemas-microsoft-com:office:office" => Namespace::Office,
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
