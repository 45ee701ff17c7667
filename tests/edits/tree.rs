//! A small XML tree, and nothing that the program's reader is made of.
//!
//! In: a part's text. Out: elements that can be cut, wrapped and written again. Attributes and
//! elements named `own:…` are the generator's notes and are never written.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A piece of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// An element with its attributes in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Element {
    pub fn new(name: &str, attributes: &[(&str, &str)]) -> Element {
        let own = attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Element { name: name.to_owned(), attributes: own.collect(), children: Vec::new() }
    }

    pub fn with(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    pub fn text(mut self, text: &str) -> Element {
        self.children.push(Node::Text(text.to_owned()));
        self
    }

    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, key: &str, value: &str) {
        self.attributes.retain(|(own, _)| own != key);
        self.attributes.push((key.to_owned(), value.to_owned()));
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(Node::element)
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|child| child.name == name)
    }

    pub fn child_mut(&mut self, name: &str) -> Option<&mut Element> {
        self.children.iter_mut().find_map(|node| match node {
            Node::Element(element) if element.name == name => Some(element),
            Node::Element(_) | Node::Text(_) => None,
        })
    }

    /// The child of this name, made as the first one where there is none.
    pub fn first_child(&mut self, name: &str) -> &mut Element {
        if self.child(name).is_none() {
            self.children.insert(0, Node::Element(Element::new(name, &[])));
        }
        self.child_mut(name).unwrap()
    }

    /// The text within, at any depth, as it looks: a space at which no line ends is a space.
    pub fn words(&self) -> String {
        let words = self.children.iter().map(|node| match node {
            Node::Element(element) => element.words(),
            Node::Text(text) => text.replace('\u{A0}', " "),
        });
        words.collect()
    }

    /// Calls `visit` for every element within, outer before inner.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Element)) {
        for child in self.elements() {
            visit(child);
            child.walk(visit);
        }
    }

    /// The same with the right to change them.
    pub fn walk_mut(&mut self, visit: &mut dyn FnMut(&mut Element)) {
        for node in &mut self.children {
            if let Node::Element(child) = node {
                visit(child);
                child.walk_mut(visit);
            }
        }
    }

    /// Calls `edit` with the children among which the first element stands that `wanted` wants, and
    /// its place there.
    pub fn among<R>(
        &mut self,
        wanted: &dyn Fn(&Element) -> bool,
        edit: &mut dyn FnMut(&mut Vec<Node>, usize) -> R,
    ) -> Option<R> {
        let found = self.elements().any(wanted);
        if found {
            let is = |node: &Node| node.element().is_some_and(wanted);
            let at = self.children.iter().position(is)?;
            return Some(edit(&mut self.children, at));
        }
        self.children.iter_mut().find_map(|node| match node {
            Node::Element(child) => child.among(wanted, edit),
            Node::Text(_) => None,
        })
    }

    /// Reads a part; its declaration is left out.
    pub fn parse(text: &str) -> Element {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Element::default()];
        loop {
            let event = reader.read_event().expect("our own part");
            let last = open.last_mut().unwrap();
            match event {
                Event::Start(tag) => open.push(Element::of(&tag)),
                Event::Empty(tag) => last.children.push(Node::Element(Element::of(&tag))),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(Node::Element(done));
                }
                Event::Text(text) => last.push_text(&text.decode().unwrap()),
                Event::GeneralRef(name) => last.push_text(sign(&name.decode().unwrap())),
                Event::Eof => break,
                _ => {}
            }
        }
        let top = open.pop().unwrap();
        top.children.into_iter().find_map(Node::into_element).expect("an element")
    }

    fn of(tag: &BytesStart<'_>) -> Element {
        let mut element = Element::new(&String::from_utf8_lossy(tag.name().as_ref()), &[]);
        for one in tag.attributes().flatten() {
            let value = String::from_utf8_lossy(&one.value);
            let value = quick_xml::escape::unescape(&value).unwrap().into_owned();
            let key = String::from_utf8_lossy(one.key.as_ref()).into_owned();
            element.attributes.push((key, value));
        }
        element
    }

    fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(own)) => own.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }

    /// The part's text.
    pub fn part(&self) -> String {
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        // What was changed with tracking off leaves no marks.
        if self.name == "own:del" {
            return;
        }
        let shown = !self.name.starts_with("own:");
        if shown {
            out.push_str(&format!("<{}", self.name));
            for (key, value) in self.attributes.iter().filter(|(key, _)| !key.starts_with("own:")) {
                out.push_str(&format!(" {key}=\"{}\"", quick_xml::escape::escape(value.as_str())));
            }
            out.push_str(if self.children.is_empty() { "/>" } else { ">" });
        }
        for child in &self.children {
            match child {
                Node::Element(child) => child.write(out),
                Node::Text(text) => out.push_str(&quick_xml::escape::escape(text.as_str())),
            }
        }
        if shown && !self.children.is_empty() {
            out.push_str(&format!("</{}>", self.name));
        }
    }
}

impl Node {
    pub fn element(&self) -> Option<&Element> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }

    fn into_element(self) -> Option<Element> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }
}

fn sign(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => panic!("{other}"),
    }
}
