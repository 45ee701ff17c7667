//! One XML part as a stream of elements and text, with namespaces told apart and costs bounded.
//!
//! In: a part's text. Out: events in order; what `mc:AlternateContent` doesn't choose is passed over
//! here, so that no other room meets it. Entities of one's own are refused.

use super::error::Error;
use super::events::{RawEvent, RawEvents, name_length};
use super::limits::{Budget, MAX_NAMESPACES};
use super::namespace::{Namespace, is_understood};
use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::{Attribute, Attributes};
use quick_xml::name::{NamespaceError, NamespaceResolver, QName, ResolveResult};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Maximum number of prefixes that a choice may require.
const MAX_REQUIRED: usize = 20;

/// The beginning of an element.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    /// Its namespace.
    pub namespace: Namespace,
    /// Its name without prefix.
    pub name: &'a str,
    raw: &'a str,
}

impl Tag<'_> {
    /// Whether it is this element of WordprocessingML.
    pub fn is_word(&self, name: &str) -> bool {
        self.namespace == Namespace::Word && self.name == name
    }
}

/// What comes next.
#[derive(Debug)]
pub enum Event<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// The innermost element ends.
    End,
    /// Text, references resolved.
    Text(Cow<'a, str>),
    /// The part is over.
    Eof,
}

/// An open element that is passed over while what it holds isn't.
struct Transparent {
    depth: usize,
    /// Whether it is an `mc:AlternateContent`.
    alternates: bool,
}

/// A part that is being read.
pub struct XmlStream<'a> {
    events: RawEvents<'a>,
    resolver: NamespaceResolver,
    /// Number of namespace declarations of each open element, and of all of them.
    declared: Vec<usize>,
    in_force: usize,
    transparent: Vec<Transparent>,
    /// Whether the open `mc:AlternateContent`s have chosen.
    chosen: Vec<bool>,
}

impl<'a> XmlStream<'a> {
    /// Begins to read `text`, the part of the name `part`.
    pub fn new(part: &'a str, text: &'a str) -> XmlStream<'a> {
        let mut resolver = NamespaceResolver::default();
        resolver.set_max_declarations_per_element(MAX_NAMESPACES);
        XmlStream {
            events: RawEvents::new(part, text),
            resolver,
            declared: Vec::new(),
            in_force: 0,
            transparent: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.events.depth()
    }

    /// The next event after what compatibility markup leaves.
    pub fn next(&mut self, budget: &mut Budget) -> Result<Event<'a>, Error> {
        loop {
            let event = self.any(budget)?;
            match event {
                Event::Start(tag) if tag.namespace == Namespace::Compatibility => {
                    self.compatibility(tag, budget)?;
                }
                Event::End
                    if self.transparent.last().is_some_and(|one| one.depth == self.depth() + 1) =>
                {
                    if self.transparent.pop().is_some_and(|one| one.alternates) {
                        self.chosen.pop();
                    }
                }
                Event::Start(_) | Event::End | Event::Text(_) | Event::Eof => return Ok(event),
            }
        }
    }

    /// The next element that begins, at any level, before the element that is open at this depth
    /// ends; `None` at its end. Depth 0 is the whole part.
    pub fn next_start(
        &mut self,
        depth: usize,
        budget: &mut Budget,
    ) -> Result<Option<Tag<'a>>, Error> {
        while self.depth() >= depth {
            match self.next(budget)? {
                Event::Start(tag) => return Ok(Some(tag)),
                Event::End | Event::Text(_) => {}
                Event::Eof => break,
            }
        }
        Ok(None)
    }

    /// Passes over the innermost open element to its end.
    pub fn skip(&mut self, budget: &mut Budget) -> Result<(), Error> {
        let outside = self.depth().saturating_sub(1);
        while self.depth() > outside {
            self.any(budget)?;
        }
        Ok(())
    }

    /// An attribute of the tag that was read last, in the namespace or in none.
    pub fn attribute(
        &self,
        tag: &Tag<'a>,
        namespace: Namespace,
        name: &str,
    ) -> Result<Option<String>, Error> {
        if !tag.raw.contains(name) {
            return Ok(None);
        }

        for attribute in attributes(tag) {
            let attribute = attribute.map_err(|_| self.events.not_xml())?;
            if attribute.key.local_name().as_ref() != name.as_bytes()
                || attribute.key.as_namespace_binding().is_some()
            {
                continue;
            }

            let bound = bound_namespace(self.resolver.resolve_attribute(attribute.key).0);
            if bound == namespace || bound == Namespace::Unbound {
                return self.value(&attribute).map(Some);
            }
        }
        Ok(None)
    }

    /// All attributes of the tag that was read last, by their names as written.
    pub fn attributes(&self, tag: &Tag<'a>) -> Result<BTreeMap<String, String>, Error> {
        let mut values = BTreeMap::new();
        for attribute in attributes(tag) {
            let attribute = attribute.map_err(|_| self.events.not_xml())?;
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            values.insert(name, self.value(&attribute)?);
        }
        Ok(values)
    }

    /// An attribute of WordprocessingML.
    pub fn word_attribute(&self, tag: &Tag<'a>, name: &str) -> Result<Option<String>, Error> {
        self.attribute(tag, Namespace::Word, name)
    }

    /// `w:val`; empty where there is none.
    pub fn word_value(&self, tag: &Tag<'a>) -> Result<String, Error> {
        Ok(self.word_attribute(tag, "val")?.unwrap_or_default())
    }

    /// `w:val` as a switch (ST_OnOff): on unless it says otherwise.
    pub fn on_off(&self, tag: &Tag<'a>) -> Result<bool, Error> {
        let value = self.word_attribute(tag, "val")?;
        Ok(!matches!(value.as_deref(), Some("0" | "false" | "off" | "none")))
    }

    /// `w:val` as a number.
    pub fn integer(&self, tag: &Tag<'a>) -> Result<Option<i64>, Error> {
        Ok(self.word_attribute(tag, "val")?.and_then(|value| value.trim().parse().ok()))
    }

    /// The text of the innermost open element to its end, elements in it passed over.
    pub fn element_text(&mut self, budget: &mut Budget) -> Result<String, Error> {
        let mut text = String::new();
        loop {
            match self.next(budget)? {
                Event::Text(piece) => text.push_str(&piece),
                Event::Start(_) => self.skip(budget)?,
                Event::End | Event::Eof => return Ok(text),
            }
        }
    }

    fn any(&mut self, budget: &mut Budget) -> Result<Event<'a>, Error> {
        loop {
            budget.event()?;
            return Ok(match self.events.next()? {
                RawEvent::Start(raw) => Event::Start(self.open(raw)?),
                RawEvent::End => {
                    let declared = self.declared.pop().unwrap_or_default();
                    self.in_force -= declared;

                    if declared > 0 {
                        self.resolver.pop();
                    }
                    Event::End
                }
                RawEvent::Text(raw) | RawEvent::CData(raw) if self.depth() > 0 => {
                    Event::Text(readable(raw))
                }
                RawEvent::Text(_) | RawEvent::CData(_) | RawEvent::Ignored => continue,
                RawEvent::Reference(raw) => {
                    let text = unescape(raw).map_err(|_| self.unknown_entity())?;
                    Event::Text(Cow::Owned(readable(&text).into_owned()))
                }
                RawEvent::Eof => Event::Eof,
            });
        }
    }

    fn open(&mut self, raw: &'a str) -> Result<Tag<'a>, Error> {
        let name_length = name_length(raw);
        let declared = if raw.contains("xmlns") { raw.matches("xmlns").count() } else { 0 };
        self.declared.push(declared);
        self.in_force += declared;
        if self.in_force > MAX_NAMESPACES {
            return Err(self.too_many_namespaces());
        }
        if declared > 0 {
            let start = BytesStart::from_content(raw, name_length);
            self.resolver.push(&start).map_err(|error| match error {
                NamespaceError::TooManyDeclarations(_) => self.too_many_namespaces(),
                _ => self.events.not_xml(),
            })?;
        }

        let full_name = &raw[..name_length];
        let namespace =
            bound_namespace(self.resolver.resolve_element(QName(full_name.as_bytes())).0);
        let name = full_name.split_once(':').map_or(full_name, |(_, name)| name);
        Ok(Tag { namespace, name, raw })
    }

    fn value(&self, attribute: &Attribute<'_>) -> Result<String, Error> {
        let value = std::str::from_utf8(&attribute.value).map_err(|_| self.events.not_xml())?;

        let value = unescape(value).map_err(|_| self.unknown_entity())?;
        Ok(readable(&value).into_owned())
    }

    /// Enters `mc:AlternateContent` and the first choice that is understood, or the fallback.
    fn compatibility(&mut self, tag: Tag<'a>, budget: &mut Budget) -> Result<(), Error> {
        let depth = self.depth();
        let has_chosen = self.chosen.last().copied().unwrap_or(false);

        match tag.name {
            "AlternateContent" => {
                self.chosen.push(false);
                self.transparent.push(Transparent { depth, alternates: true });
            }
            "Choice" | "Fallback" if has_chosen => self.skip(budget)?,
            "Choice" if !self.understands(&tag)? => self.skip(budget)?,
            "Choice" | "Fallback" => {
                if let Some(chosen) = self.chosen.last_mut() {
                    *chosen = true;
                }
                self.transparent.push(Transparent { depth, alternates: false });
            }
            _ => self.transparent.push(Transparent { depth, alternates: false }),
        }
        Ok(())
    }

    /// Whether all namespaces that a choice requires are read.
    fn understands(&self, choice: &Tag<'a>) -> Result<bool, Error> {
        let required = self.attribute(choice, Namespace::Compatibility, "Requires")?;
        let is_bound_and_understood = |prefix: &str| {
            let name = format!("{prefix}:x");
            let namespace = self.resolver.resolve_element(QName(name.as_bytes())).0;
            matches!(namespace, ResolveResult::Bound(bound) if is_understood(bound.0))
        };

        let required = required.unwrap_or_default();
        Ok(required.split_whitespace().take(MAX_REQUIRED).all(is_bound_and_understood))
    }

    fn unknown_entity(&self) -> Error {
        Error::UnknownEntity(self.events.part())
    }

    fn too_many_namespaces(&self) -> Error {
        Error::TooManyNamespaces(self.events.part())
    }
}

fn attributes<'a>(tag: &Tag<'a>) -> Attributes<'a> {
    let mut attributes = Attributes::new(tag.raw, name_length(tag.raw));
    attributes.with_checks(false);
    attributes
}

fn bound_namespace(resolved: ResolveResult<'_>) -> Namespace {
    match resolved {
        ResolveResult::Bound(namespace) => Namespace::of_address(namespace.0),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => Namespace::Unbound,
    }
}

/// Text without the characters that no chapter may hold; line ends are kept here.
fn readable(text: &str) -> Cow<'_, str> {
    if text.contains(crate::source::is_forbidden) {
        Cow::Owned(text.replace(crate::source::is_forbidden, ""))
    } else {
        Cow::Borrowed(text)
    }
}
