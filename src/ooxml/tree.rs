//! One XML part as a small tree that borrows from its text.
//!
//! In: a part as this program or docx-rs wrote it. Out: elements whose names, attribute values and
//! text are still escaped as they were, to be changed and written again. Names keep the prefixes that
//! WordprocessingML is usually written with: what comes from outside goes through
//! [`XmlStream`](super::XmlStream).

use super::error::Error;
use super::events::{RawEvent, RawEvents, name_length};
use crate::source::{is_forbidden, visible};
use quick_xml::escape::unescape;
use std::borrow::Cow;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element<'a> {
    /// Name with its prefix.
    pub name: Cow<'a, str>,
    /// Names and escaped values, in order.
    pub attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// What it holds.
    pub children: Vec<Node<'a>>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node<'a> {
    /// An element.
    Element(Element<'a>),
    /// Text, escaped.
    Text(Cow<'a, str>),
}

impl<'a> Node<'a> {
    /// The element, where it is one.
    pub fn element(&self) -> Option<&Element<'a>> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }

    /// The element, where it is one, by value.
    pub fn into_element(self) -> Option<Element<'a>> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }

    /// Whether it is an element of this name.
    pub fn is(&self, name: &str) -> bool {
        self.element().is_some_and(|element| element.name == name)
    }
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

    /// An element that holds a text.
    pub fn with_text(name: &'a str, attributes: &[(&'a str, &str)], text: &str) -> Element<'a> {
        let mut element = Element::new(name, attributes);
        element.children.push(Node::Text(escape(text).into()));
        element
    }

    /// The same with children.
    pub fn with(mut self, children: impl IntoIterator<Item = Element<'a>>) -> Element<'a> {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Appends a child element.
    pub fn push(&mut self, child: Element<'a>) {
        self.children.push(Node::Element(child));
    }

    /// Appends to the first child of a name, which is made in front of all others where there is none.
    pub fn push_into(&mut self, name: &'a str, child: Element<'a>) {
        match self.child_mut(name) {
            Some(parent) => parent.push(child),
            None => self.children.insert(0, Node::Element(Element::new(name, &[]).with([child]))),
        }
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
        self.children.iter().filter_map(Node::element)
    }

    /// Its child elements, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element<'a>> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Keeps text, and the child elements that are wanted.
    pub fn retain(&mut self, mut is_wanted: impl FnMut(&Element<'a>) -> bool) {
        self.children.retain(|node| node.element().is_none_or(&mut is_wanted));
    }

    /// Calls `visit` for it and for every element below it, outer before inner.
    pub fn walk_mut(&mut self, visit: &mut dyn FnMut(&mut Element<'a>)) {
        visit(self);
        self.elements_mut().for_each(|child| child.walk_mut(visit));
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|child| child.name == name)
    }

    /// The `w:val` of the first child of a name.
    pub fn child_value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("w:val")
    }

    /// The first child of a name, to be changed.
    pub fn child_mut(&mut self, name: &str) -> Option<&mut Element<'a>> {
        self.elements_mut().find(|child| child.name == name)
    }

    /// The first element of a name below it, at any depth.
    pub fn descendant(&self, name: &str) -> Option<&Element<'a>> {
        self.elements()
            .find_map(|child| if child.name == name { Some(child) } else { child.descendant(name) })
    }

    /// The escaped text directly in it.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_ref()),
            Node::Element(_) => None,
        });
        texts.collect()
    }

    /// The text directly in it, references resolved.
    pub fn unescaped_text(&self) -> String {
        let text = self.text();
        unescape(&text).map(Cow::into_owned).unwrap_or(text)
    }

    /// Appends its opening tag to `out`.
    pub fn write_start(&self, out: &mut String) {
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

    /// Appends its XML to `out`.
    pub fn write(&self, out: &mut String) {
        self.write_start(out);
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

    /// Its XML.
    pub fn to_xml(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

/// Text fit for XML: `& < > "` escaped, what XML or Word can't hold left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars().filter(|character| is_writable(*character)) {
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
pub fn is_writable(character: char) -> bool {
    character != '\r' && !is_forbidden(character)
}

/// The root element of the part of the name `part`.
pub fn parse<'a>(part: &'a str, text: &'a str) -> Result<Element<'a>, Error> {
    let mut root = None;
    each_element(part, text, |element| root = root.take().or(Some(element)))?;
    root.ok_or_else(|| Error::CutShort(part.to_owned()))
}

/// Hands out the outermost elements of a text one after the other, in order.
pub fn each_element<'a>(
    part: &'a str,
    text: &'a str,
    mut visit: impl FnMut(Element<'a>),
) -> Result<(), Error> {
    let mut events = RawEvents::new(part, text);
    let mut open: Vec<Element<'_>> = Vec::new();

    loop {
        match events.next()? {
            RawEvent::Start(raw) => open.push(read_tag(raw)),
            RawEvent::End => {
                let element = open.pop().unwrap_or_default();
                match open.last_mut() {
                    Some(parent) => parent.push(element),
                    None => visit(element),
                }
            }
            RawEvent::Text(raw) | RawEvent::Reference(raw) => {
                if let Some(parent) = open.last_mut() {
                    parent.children.push(Node::Text(raw.into()));
                }
            }
            // Nothing that this program writes has one.
            RawEvent::CData(_) => return Err(events.not_xml()),
            RawEvent::Ignored => {}
            RawEvent::Eof => return Ok(()),
        }
    }
}

/// `name key="value"` as an element; the events are well-formed.
fn read_tag(raw: &str) -> Element<'_> {
    let (name, mut rest) = raw.split_at(name_length(raw));
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
