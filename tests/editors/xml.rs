//! A part of a Word file as a tree that can be edited.
//!
//! In: the part's text. Out: the same with what was changed.

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

/// An element; text is an element without a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Xml {
    pub tag: String,
    pub attributes: Vec<(String, String)>,
    pub inner: Vec<Xml>,
    pub text: String,
}

/// An element with this tag and these attributes.
pub(super) fn xml(tag: &str, attributes: &[(&str, &str)]) -> Xml {
    let attributes = attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    Xml { tag: tag.to_owned(), attributes: attributes.collect(), ..Xml::default() }
}

impl Xml {
    pub fn holding(mut self, inner: Vec<Xml>) -> Xml {
        self.inner.extend(inner);
        self
    }

    pub fn is(&self, tag: &str) -> bool {
        self.tag == tag
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    pub fn put(&mut self, key: &str, value: &str) {
        self.attributes.retain(|(own, _)| own != key);
        self.attributes.push((key.to_owned(), value.to_owned()));
    }

    pub fn first(&self, tag: &str) -> Option<&Xml> {
        self.inner.iter().find(|one| one.is(tag))
    }

    /// The first child of this tag; made, as the first child of all, where there is none.
    pub fn made(&mut self, tag: &str) -> &mut Xml {
        let found = self.inner.iter().position(|one| one.is(tag));
        let index = found.unwrap_or_else(|| {
            self.inner.insert(0, xml(tag, &[]));
            0
        });
        &mut self.inner[index]
    }

    /// What the `w:t` within say.
    pub fn said(&self) -> String {
        if self.is("w:t") {
            return self.inner.iter().map(|one| one.text.as_str()).collect();
        }
        self.inner.iter().map(Xml::said).collect()
    }

    /// Every element within.
    pub fn all(&self) -> Vec<&Xml> {
        self.inner.iter().flat_map(|one| std::iter::once(one).chain(one.all())).collect()
    }

    /// Calls `edit` for every element within, inner ones first.
    pub fn each(&mut self, edit: &mut dyn FnMut(&mut Xml)) {
        for one in &mut self.inner {
            one.each(edit);
            edit(one);
        }
    }

    /// The steps to the first innermost element that `wanted` wants.
    pub fn path(&self, wanted: &dyn Fn(&Xml) -> bool) -> Option<Vec<usize>> {
        self.inner.iter().enumerate().find_map(|(index, one)| {
            let deeper = one.path(wanted);
            let own = || wanted(one).then(Vec::new);
            deeper.or_else(own).map(|rest| std::iter::once(index).chain(rest).collect())
        })
    }

    pub fn at(&mut self, path: &[usize]) -> &mut Xml {
        path.iter().fold(self, |element, step| &mut element.inner[*step])
    }

    pub fn parse(part: &str) -> Xml {
        let mut reader = Reader::from_str(part);
        let mut open = vec![Xml::default()];
        loop {
            match reader.read_event().expect("a part of a copy that zishu wrote") {
                Event::Start(tag) => open.push(element(&tag)),
                Event::Empty(tag) => open.last_mut().unwrap().inner.push(element(&tag)),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().inner.push(done);
                }
                Event::Text(text) => open.last_mut().unwrap().say(&text.decode().unwrap()),
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", name.decode().unwrap());
                    open.last_mut().unwrap().say(&unescape(&reference).unwrap());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        open.remove(0).inner.into_iter().find(|one| !one.tag.is_empty()).expect("a root")
    }

    fn say(&mut self, text: &str) {
        match self.inner.last_mut() {
            Some(last) if last.tag.is_empty() => last.text.push_str(text),
            _ => self.inner.push(Xml { text: text.to_owned(), ..Xml::default() }),
        }
    }

    /// The element as text.
    pub fn written(&self) -> String {
        if self.tag.is_empty() {
            return escape(self.text.as_str()).into_owned();
        }
        let mut out = format!("<{}", self.tag);
        for (key, value) in &self.attributes {
            out.push_str(&format!(" {key}=\"{}\"", escape(value.as_str())));
        }
        if self.inner.is_empty() {
            return out + "/>";
        }
        out.push('>');
        self.inner.iter().for_each(|one| out.push_str(&one.written()));
        format!("{out}</{}>", self.tag)
    }
}

fn element(tag: &BytesStart<'_>) -> Xml {
    let mut made = xml(&String::from_utf8_lossy(tag.name().as_ref()), &[]);
    for one in tag.attributes().flatten() {
        let value = String::from_utf8_lossy(&one.value);
        let key = String::from_utf8_lossy(one.key.as_ref()).into_owned();
        made.attributes.push((key, unescape(&value).unwrap().into_owned()));
    }
    made
}
