//! One XML part as a small tree that borrows from its text.
//!
//! In: a part as docx-rs renders it. Out: elements whose names, attribute values and text are still
//! escaped as they were, to be changed and written again. No namespaces: prefixes are docx-rs's own.

use crate::source::{is_forbidden, visible};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::word) struct Element<'a> {
    /// Name with its prefix.
    pub name: Cow<'a, str>,
    /// Names and escaped values, in order.
    pub attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// What it holds.
    pub children: Vec<Node<'a>>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::word) enum Node<'a> {
    /// An element.
    Element(Element<'a>),
    /// Text, escaped.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// An element without children.
    pub fn new(name: &'a str, attributes: &[(&'a str, &str)]) -> Element<'a> {
        let attributes = attributes
            .iter()
            .map(|(key, value)| (Cow::Borrowed(*key), Cow::Owned(escape(value))))
            .collect();
        Element { name: Cow::Borrowed(name), attributes, children: Vec::new() }
    }

    /// The same with children.
    pub fn with(mut self, children: impl IntoIterator<Item = Element<'a>>) -> Element<'a> {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// The escaped value of an attribute.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_ref())
    }

    /// Sets an attribute; `value` is escaped here.
    pub fn set(&mut self, key: &'a str, value: &str) {
        let value = Cow::Owned(escape(value));
        match self.attributes.iter_mut().find(|(name, _)| name == key) {
            Some(entry) => entry.1 = value,
            None => self.attributes.push((Cow::Borrowed(key), value)),
        }
    }

    /// Takes an attribute away.
    pub fn unset(&mut self, key: &str) {
        self.attributes.retain(|(name, _)| name != key);
    }

    /// Its child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Its child elements, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element<'a>> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|child| child.name == name)
    }

    /// The first child of a name, to be changed.
    pub fn child_mut(&mut self, name: &str) -> Option<&mut Element<'a>> {
        self.elements_mut().find(|child| child.name == name)
    }

    /// The first element of a name below it, at any depth.
    pub fn descendant(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find_map(|child| match child.name == name {
            true => Some(child),
            false => child.descendant(name),
        })
    }

    /// Appends its opening tag to `out`.
    pub fn open(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (key, value) in &self.attributes {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            out.push_str(value);
            out.push('"');
        }
        out.push('>');
    }

    /// Appends its text to `out`.
    pub fn write(&self, out: &mut String) {
        self.open(out);
        if self.children.is_empty() {
            out.truncate(out.len() - 1);
            out.push_str("/>");
            return;
        }
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Text fit for XML: `& < > "` escaped, what XML or Word can't hold left out.
pub(in crate::word) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars().filter(|character| allowed(*character)) {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Whether a character may stand in a part; lines end with `\n` alone.
pub(in crate::word) fn allowed(character: char) -> bool {
    character != '\r' && !is_forbidden(character)
}

/// The root element of a part; `Err` says what is wrong and where.
pub(in crate::word) fn parse(text: &str) -> Result<Element<'_>, String> {
    let mut root = None;
    each(text, |element| root = root.take().or(Some(element)))?;
    root.ok_or_else(|| format!("{}: unfinished part", text.len()))
}

/// Hands out the elements of a text one after the other, in order; `Err` says what is wrong and where.
pub(in crate::word) fn each<'a>(
    text: &'a str,
    mut visit: impl FnMut(Element<'a>),
) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut start = 0;
    let mut close = |open: &mut Vec<Element<'a>>, element| match open.last_mut() {
        Some(parent) => parent.children.push(Node::Element(element)),
        None => visit(element),
    };
    loop {
        let event = reader.read_event().map_err(|error| format!("{start}: {error}"))?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let raw = text.get(start..end).unwrap_or_default();
        match event {
            Event::Start(_) => open.push(read_tag(raw)),
            Event::Empty(_) => close(&mut open, read_tag(raw)),
            Event::End(_) => {
                let element = open.pop().unwrap_or_default();
                close(&mut open, element);
            }
            Event::Text(_) | Event::GeneralRef(_) => {
                if let Some(parent) = open.last_mut() {
                    parent.children.push(Node::Text(raw.into()));
                }
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::CData(_) | Event::DocType(_) => return Err(format!("{start}: {raw}")),
            Event::Eof => break,
        }
        start = end;
    }
    match open.is_empty() {
        true => Ok(()),
        false => Err(format!("{start}: unfinished part")),
    }
}

/// `<name key="value"/>` as an element; the reader has checked that it is well-formed.
fn read_tag(raw: &str) -> Element<'_> {
    let inner = raw.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let (name, mut rest) = match inner.find(char::is_whitespace) {
        Some(at) => inner.split_at(at),
        None => (inner, ""),
    };
    let mut element = Element { name: name.into(), ..Element::default() };
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next() else { break };
        let Some((value, next)) = after[quote.len_utf8()..].split_once(quote) else { break };
        element.attributes.push((key.trim().into(), value.into()));
        rest = next;
    }
    element
}

#[cfg(test)]
mod tests {
    use super::{escape, parse};

    fn round(text: &str) -> String {
        let mut out = String::new();
        parse(text).unwrap().write(&mut out);
        out
    }

    #[test]
    fn written_as_read() {
        let text = r#"<w:p a="1&amp;"><w:t xml:space="preserve"> 甲 &lt; 乙 </w:t><w:br/></w:p>"#;
        assert_eq!(round(&format!("<?xml version=\"1.0\"?>\n{text}")), text);
        assert_eq!(round("<a b='x' />"), r#"<a b="x"/>"#);
        assert_eq!(round("<a b=\"/\"/>"), r#"<a b="/"/>"#);
    }

    #[test]
    fn malformed() {
        assert!(parse("<a><b></a>").is_err());
        assert!(parse("<a>").is_err());
        assert!(parse("").is_err());
    }

    #[test]
    fn controls_are_left_out() {
        assert_eq!(escape("a\u{1}\u{b}\u{fdd0}\u{ffff}<&\">"), "a&lt;&amp;&quot;&gt;");
    }
}
