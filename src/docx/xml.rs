//! One XML part as a stream of elements and text, with namespaces told apart and costs bounded.
//!
//! In: a part's text. Out: nodes in order; what `mc:AlternateContent` doesn't choose is passed over
//! here, so that no other module meets it. Document types and entities of one's own are refused.

use super::limits::{self, Budget, refuse};
use super::model::Refused;
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::name::{NamespaceError, QName, ResolveResult};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Namespaces that mean something here; those of the strict form of the standard are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
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

/// The beginning of an element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Its namespace.
    pub space: Space,
    /// Its name without prefix.
    pub name: &'a str,
    raw: &'a str,
}

impl Tag<'_> {
    /// Whether it is this element of WordprocessingML.
    pub fn is_word(&self, name: &str) -> bool {
        self.space == Space::Word && self.name == name
    }
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// The innermost element ends.
    End,
    /// Text, references resolved.
    Text(Cow<'a, str>),
    /// The part is over.
    Over,
}

/// A part that is being read.
pub(super) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    text: &'a str,
    part: &'a str,
    depth: usize,
    /// Namespace declarations of the open elements.
    declared: Vec<usize>,
    live: usize,
    /// Depths of open elements that are passed over while what they hold isn't, and whether each
    /// is an `mc:AlternateContent`.
    passed: Vec<(usize, bool)>,
    /// Whether the open `mc:AlternateContent`s have chosen.
    chosen: Vec<bool>,
}

impl<'a> Xml<'a> {
    /// Begins to read `text`, the part of the name `part`.
    pub fn new(part: &'a str, text: &'a str) -> Xml<'a> {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.resolver_mut().set_max_declarations_per_element(limits::NAMESPACES);
        let (declared, passed, chosen) = (Vec::new(), Vec::new(), Vec::new());
        Xml { reader, text, part, depth: 0, declared, live: 0, passed, chosen }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The next node after what compatibility markup leaves.
    pub fn next(&mut self, budget: &mut Budget) -> Result<Node<'a>, Refused> {
        loop {
            let node = self.event(budget)?;
            match node {
                Node::Start(tag) if tag.space == Space::Compatibility => {
                    self.compatibility(tag, budget)?;
                }
                Node::End if self.passed.last().is_some_and(|open| open.0 == self.depth + 1) => {
                    if let Some((_, true)) = self.passed.pop() {
                        self.chosen.pop();
                    }
                }
                Node::Start(_) | Node::End | Node::Text(_) | Node::Over => return Ok(node),
            }
        }
    }

    /// Passes over the innermost open element to its end.
    pub fn skip(&mut self, budget: &mut Budget) -> Result<(), Refused> {
        let end = self.depth.saturating_sub(1);
        while self.depth > end {
            self.event(budget)?;
        }
        Ok(())
    }

    /// An attribute of the tag that was read last, in the namespace or in none.
    pub fn attribute(
        &self,
        tag: &Tag<'a>,
        space: Space,
        name: &str,
    ) -> Result<Option<String>, Refused> {
        if !tag.raw.contains(name) {
            return Ok(None);
        }
        let mut attributes = Attributes::new(tag.raw, name_length(tag.raw));
        attributes.with_checks(false);
        for attribute in attributes {
            let attribute = attribute.map_err(|_| self.broken())?;
            if attribute.key.local_name().as_ref() != name.as_bytes()
                || attribute.key.as_namespace_binding().is_some()
            {
                continue;
            }
            let found = self.attribute_space(attribute.key);
            if found == space || found == Space::Unbound {
                let value = std::str::from_utf8(&attribute.value).map_err(|_| self.broken())?;
                let value = quick_xml::escape::unescape(value).map_err(|_| self.entity())?;
                return Ok(Some(clean(&value).into_owned()));
            }
        }
        Ok(None)
    }

    /// All attributes of the tag that was read last, by their names as written.
    pub fn attributes(&self, tag: &Tag<'a>) -> Result<BTreeMap<String, String>, Refused> {
        let mut found = BTreeMap::new();
        let mut attributes = Attributes::new(tag.raw, name_length(tag.raw));
        attributes.with_checks(false);
        for attribute in attributes {
            let attribute = attribute.map_err(|_| self.broken())?;
            let value = std::str::from_utf8(&attribute.value).map_err(|_| self.broken())?;
            let value = quick_xml::escape::unescape(value).map_err(|_| self.entity())?;
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            found.insert(name, clean(&value).into_owned());
        }
        Ok(found)
    }

    /// An attribute of WordprocessingML.
    pub fn word(&self, tag: &Tag<'a>, name: &str) -> Result<Option<String>, Refused> {
        self.attribute(tag, Space::Word, name)
    }

    /// `w:val` as a switch: on unless it says otherwise.
    pub fn switch(&self, tag: &Tag<'a>) -> Result<bool, Refused> {
        let value = self.word(tag, "val")?;
        Ok(!matches!(value.as_deref(), Some("0" | "false" | "off" | "none")))
    }

    /// `w:val` as a number.
    pub fn number(&self, tag: &Tag<'a>) -> Result<Option<i64>, Refused> {
        Ok(self.word(tag, "val")?.and_then(|value| value.trim().parse().ok()))
    }

    /// The text of the innermost open element to its end, elements in it passed over.
    pub fn text(&mut self, budget: &mut Budget) -> Result<String, Refused> {
        let mut text = String::new();
        loop {
            match self.next(budget)? {
                Node::Text(piece) => text.push_str(&piece),
                Node::Start(_) => self.skip(budget)?,
                Node::End | Node::Over => return Ok(text),
            }
        }
    }

    fn attribute_space(&self, key: QName<'_>) -> Space {
        match self.reader.resolver().resolve_attribute(key).0 {
            ResolveResult::Bound(namespace) => space(namespace.0),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => Space::Unbound,
        }
    }

    fn event(&mut self, budget: &mut Budget) -> Result<Node<'a>, Refused> {
        loop {
            budget.step(1)?;
            let start = self.position();
            let event = self.reader.read_event().map_err(|problem| self.problem(&problem))?;
            let raw = self.text.get(start..self.position()).unwrap_or_default();
            match event {
                Event::Start(_) | Event::Empty(_) => return self.open(raw).map(Node::Start),
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or_else(|| self.broken())?;
                    self.live -= self.declared.pop().unwrap_or_default();
                    return Ok(Node::End);
                }
                Event::Text(_) if self.depth > 0 => return Ok(Node::Text(clean(raw))),
                Event::CData(_) if self.depth > 0 => {
                    let inner = raw.strip_prefix("<![CDATA[").unwrap_or_default();
                    let inner = inner.strip_suffix("]]>").unwrap_or_default();
                    return Ok(Node::Text(clean(inner)));
                }
                Event::GeneralRef(_) => {
                    let text = quick_xml::escape::unescape(raw).map_err(|_| self.entity())?;
                    return Ok(Node::Text(Cow::Owned(clean(&text).into_owned())));
                }
                Event::DocType(_) => {
                    return Err(refuse(format!("{} 里有 DOCTYPE 声明，不读这样的文件", self.part)));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.cut());
                }
                Event::Eof => return Ok(Node::Over),
                Event::Text(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_) => {}
            }
        }
    }

    fn open(&mut self, raw: &'a str) -> Result<Tag<'a>, Refused> {
        self.depth += 1;
        if self.depth > limits::DEPTH {
            return Err(refuse(format!("{} 的嵌套超过 {} 层", self.part, limits::DEPTH)));
        }
        let raw = raw.strip_prefix('<').unwrap_or(raw);
        let raw = raw.strip_suffix('>').unwrap_or(raw);
        let raw = raw.strip_suffix('/').unwrap_or(raw);
        let declared = if raw.contains("xmlns") { raw.matches("xmlns").count() } else { 0 };
        self.declared.push(declared);
        self.live += declared;
        if self.live > limits::NAMESPACES {
            return Err(self.crowded());
        }
        let full = &raw[..name_length(raw)];
        let space = match self.reader.resolver().resolve_element(QName(full.as_bytes())).0 {
            ResolveResult::Bound(namespace) => space(namespace.0),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => Space::Unbound,
        };
        let name = full.split_once(':').map_or(full, |(_, name)| name);
        Ok(Tag { space, name, raw })
    }

    /// Enters `mc:AlternateContent` and the first choice that is understood, or the fallback.
    fn compatibility(&mut self, tag: Tag<'a>, budget: &mut Budget) -> Result<(), Refused> {
        let depth = self.depth;
        let taken = self.chosen.last().copied().unwrap_or(false);
        match tag.name {
            "AlternateContent" => {
                self.chosen.push(false);
                self.passed.push((depth, true));
            }
            "Choice" | "Fallback" if taken => self.skip(budget)?,
            "Choice" if !self.is_understood(&tag)? => self.skip(budget)?,
            "Choice" | "Fallback" => {
                if let Some(chosen) = self.chosen.last_mut() {
                    *chosen = true;
                }
                self.passed.push((depth, false));
            }
            _ => self.passed.push((depth, false)),
        }
        Ok(())
    }

    fn is_understood(&self, tag: &Tag<'a>) -> Result<bool, Refused> {
        let needed = self.attribute(tag, Space::Compatibility, "Requires")?.unwrap_or_default();
        let known = |prefix: &str| {
            let name = format!("{prefix}:x");
            let found = self.reader.resolver().resolve_element(QName(name.as_bytes())).0;
            matches!(found, ResolveResult::Bound(namespace) if is_known(namespace.0))
        };
        Ok(needed.split_whitespace().take(20).all(known))
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len())
    }

    fn problem(&self, problem: &quick_xml::Error) -> Refused {
        match problem {
            quick_xml::Error::Namespace(NamespaceError::TooManyDeclarations(_)) => self.crowded(),
            quick_xml::Error::Syntax(_) if self.position() + 1 >= self.text.len() => self.cut(),
            _ => self.broken(),
        }
    }

    fn cut(&self) -> Refused {
        refuse(format!("文件不完整：{} 中途断了", self.part))
    }

    fn crowded(&self) -> Refused {
        refuse(format!("{} 的命名空间声明超过 {} 个", self.part, limits::NAMESPACES))
    }

    fn broken(&self) -> Refused {
        refuse(format!("文件已损坏：{} 不是完好的 XML", self.part))
    }

    fn entity(&self) -> Refused {
        refuse(format!("{} 用了自定义的 XML 实体，不读这样的文件", self.part))
    }
}

fn name_length(raw: &str) -> usize {
    raw.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(raw.len())
}

/// Text without what no chapter may hold; line ends are kept here.
fn clean(text: &str) -> Cow<'_, str> {
    match text.contains(crate::source::is_forbidden) {
        true => Cow::Owned(text.replace(crate::source::is_forbidden, "")),
        false => Cow::Borrowed(text),
    }
}

/// Namespaces by their addresses (ECMA-376 parts 1 and 4), transitional and strict.
fn space(namespace: &[u8]) -> Space {
    const TRANSITIONAL: &[u8] = b"http://schemas.openxmlformats.org/";
    const STRICT: &[u8] = b"http://purl.oclc.org/ooxml/";
    if let Some(rest) = namespace.strip_prefix(TRANSITIONAL) {
        return match rest {
            b"markup-compatibility/2006" => Space::Compatibility,
            b"wordprocessingml/2006/main" => Space::Word,
            b"officeDocument/2006/relationships" => Space::Relation,
            b"officeDocument/2006/math" => Space::Math,
            b"drawingml/2006/wordprocessingDrawing" => Space::Drawing,
            b"drawingml/2006/main" => Space::Shape,
            b"drawingml/2006/chart" => Space::Chart,
            b"drawingml/2006/diagram" | b"drawingml/2006/picture" => Space::Extension,
            _ => Space::Other,
        };
    }
    if let Some(rest) = namespace.strip_prefix(STRICT) {
        return match rest {
            b"wordprocessingml/main" => Space::Word,
            b"officeDocument/relationships" => Space::Relation,
            b"officeDocument/math" => Space::Math,
            b"drawingml/wordprocessingDrawing" => Space::Drawing,
            b"drawingml/main" => Space::Shape,
            b"drawingml/chart" => Space::Chart,
            b"drawingml/diagram" | b"drawingml/picture" => Space::Extension,
            _ => Space::Other,
        };
    }
    match namespace {
        b"http://schemas.microsoft.com/office/word/2010/wordml" => Space::Word14,
        b"http://schemas.microsoft.com/office/word/2012/wordml" => Space::Word15,
        b"http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
        | b"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
        | b"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
        | b"http://schemas.microsoft.com/office/word/2010/wordprocessingInk"
        | b"http://schemas.microsoft.com/office/drawing/2014/chartex" => Space::Extension,
        b"urn:schemas-microsoft-com:vml" => Space::Vml,
        b"urn:schemas-microsoft-com:office:office" => Space::Office,
        _ => Space::Other,
    }
}

/// Whether a choice that needs this namespace is read: what Word 2010 and later added.
fn is_known(namespace: &[u8]) -> bool {
    const OFFICE: [&[u8]; 2] = [
        b"http://schemas.microsoft.com/office/word/20",
        b"http://schemas.microsoft.com/office/drawing/20",
    ];
    space(namespace) != Space::Other || OFFICE.iter().any(|start| namespace.starts_with(start))
}
