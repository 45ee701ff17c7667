//! One XML part as its raw events, as slices of its text: what the stream and the tree are made of.
//!
//! In: a part's text. Out: well-formed tags, text still escaped. Nesting is bounded here; document
//! types are refused.

use super::error::Error;
use super::limits::MAX_DEPTH;
use quick_xml::Reader;
use quick_xml::events::Event;

/// A raw event.
#[derive(Debug, Clone, Copy)]
pub(super) enum RawEvent<'a> {
    /// An element begins: its name and attributes, as written.
    Start(&'a str),
    /// The innermost element ends, an empty one right after its beginning.
    End,
    /// Text without references, as written.
    Text(&'a str),
    /// A reference: `&amp;`.
    Reference(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
    /// A declaration, a comment or a processing instruction.
    Ignored,
    /// The part is over.
    Eof,
}

/// A part that is being read.
pub(super) struct RawEvents<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    part: &'a str,
    depth: usize,
    /// Whether an empty element has begun and not ended yet.
    in_empty: bool,
}

impl<'a> RawEvents<'a> {
    pub fn new(part: &'a str, text: &'a str) -> RawEvents<'a> {
        RawEvents { reader: Reader::from_str(text), text, part, depth: 0, in_empty: false }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The part's name, for problems.
    pub fn part(&self) -> String {
        self.part.to_owned()
    }

    pub fn next(&mut self) -> Result<RawEvent<'a>, Error> {
        if std::mem::take(&mut self.in_empty) {
            self.depth -= 1;
            return Ok(RawEvent::End);
        }

        let start = self.position();
        let event = self.reader.read_event().map_err(|error| self.syntax_error(&error))?;
        let raw = self.text.get(start..self.position()).unwrap_or_default();
        Ok(match event {
            Event::Start(_) => RawEvent::Start(self.open(raw)?),
            Event::Empty(_) => {
                self.in_empty = true;
                RawEvent::Start(self.open(raw)?)
            }
            Event::End(_) => {
                self.depth = self.depth.checked_sub(1).ok_or_else(|| self.not_xml())?;
                RawEvent::End
            }
            Event::Text(_) => RawEvent::Text(raw),
            Event::GeneralRef(_) => RawEvent::Reference(raw),
            Event::CData(_) => {
                let inner = raw.strip_prefix("<![CDATA[").unwrap_or_default();
                RawEvent::CData(inner.strip_suffix("]]>").unwrap_or_default())
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => RawEvent::Ignored,
            Event::DocType(_) => return Err(Error::DocumentType(self.part())),
            Event::Eof if self.depth > 0 => return Err(self.cut_short()),
            Event::Eof => RawEvent::Eof,
        })
    }

    /// The inside of a tag.
    fn open(&mut self, raw: &'a str) -> Result<&'a str, Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Error::TooDeep(self.part()));
        }

        let raw = raw.strip_prefix('<').unwrap_or(raw);
        let raw = raw.strip_suffix('>').unwrap_or(raw);
        Ok(raw.strip_suffix('/').unwrap_or(raw))
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len())
    }

    fn syntax_error(&self, error: &quick_xml::Error) -> Error {
        match error {
            quick_xml::Error::Syntax(_) if self.position() + 1 >= self.text.len() => {
                self.cut_short()
            }
            _ => self.not_xml(),
        }
    }

    fn cut_short(&self) -> Error {
        Error::CutShort(self.part())
    }

    /// The part isn't well-formed.
    pub fn not_xml(&self) -> Error {
        Error::NotXml(self.part())
    }
}

/// Length of the name at the beginning of a tag's inside.
pub(super) fn name_length(tag: &str) -> usize {
    tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len())
}
