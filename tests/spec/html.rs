//! The specification's HTML as nodes, with what zishu does to every chapter on purpose.
//!
//! In: HTML. Out: nodes. On purpose, with a problem for each: headings begin at level 2, end at 4 and
//! skip no level; empty headings, paragraphs and quotations are left out; a link that leads to no site or mailbox is its text; a
//! picture that isn't in the workspace is left out.

use super::node::{Element, Node};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements that have no end tag.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];
/// What an address may begin with.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// The nodes of a page's HTML; an error where it isn't well-formed, as raw HTML in an example is.
pub(crate) fn nodes(html: &str) -> Result<Vec<Node>, String> {
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = false;
    let mut open: Vec<Element> = vec![Element::new("page", Vec::new())];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                let element = element(&tag)?;
                if VOID.contains(&element.name.as_str()) {
                    push(&mut open, element);
                } else {
                    open.push(element);
                }
            }
            Event::Empty(tag) => push(&mut open, element(&tag)?),
            Event::End(_) => {
                let element = open.pop().filter(|_| !open.is_empty());
                push(&mut open, element.ok_or("an end tag too many")?);
            }
            Event::Text(text) => push_text(&mut open, &String::from_utf8_lossy(&text)),
            Event::GeneralRef(name) => {
                let entity = format!("&{};", String::from_utf8_lossy(&name));
                let text = quick_xml::escape::unescape(&entity).map_err(|e| e.to_string())?;
                push_text(&mut open, &text);
            }
            Event::Eof => break,
            Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => return Err("raw HTML".to_owned()),
        }
    }
    let page = open.pop().filter(|_| open.is_empty()).ok_or("an end tag too few")?;
    let mut nodes = page.children;
    level_headings(&mut nodes, &mut 1);
    Ok(nodes)
}

/// Headings as zishu counts them, and no empty blocks; `last` is the level of the heading before.
fn level_headings(nodes: &mut Vec<Node>, last: &mut u8) {
    nodes.retain_mut(|node| {
        let Node::Element(element) = node else { return true };
        if element.name == "tr" {
            element.children.retain(|child| matches!(child, Node::Element(_)));
        }
        let level = element.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        match level {
            Some(_) if element.children.is_empty() => false,
            Some(level) => {
                *last = level.clamp(2, 4).min(*last + 1);
                element.name = format!("h{last}");
                true
            }
            None => {
                level_headings(&mut element.children, last);
                !matches!(element.name.as_str(), "p" | "blockquote") || prints(&element.children)
            }
        }
    });
}

/// Whether there is anything but blanks.
fn prints(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(_) => true,
    })
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

/// Puts an element into the one around it, or its children where the tree has no such element.
fn push(open: &mut [Element], element: Element) {
    let Some(parent) = open.last_mut() else { return };
    match element.name.as_str() {
        "a" if !is_outward(&element.attribute) => {
            for child in element.children {
                match child {
                    Node::Text(text) => push_text(open, &text),
                    child => open.last_mut().unwrap().children.push(child),
                }
            }
        }
        "img" => {}
        _ => parent.children.push(Node::Element(element)),
    }
}

/// Whether an address leads to a site or a mailbox.
fn is_outward(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| address.starts_with(scheme))
}

fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
    let wanted = match name.as_str() {
        "a" => "href",
        "ol" => "start",
        "th" | "td" => "align",
        "input" => "checked",
        _ => "",
    };
    let mut attribute = String::new();
    for pair in tag.html_attributes() {
        let pair = pair.map_err(|error| error.to_string())?;
        if pair.key.as_ref() == wanted.as_bytes() {
            let value = String::from_utf8_lossy(&pair.value).into_owned();
            attribute = match wanted {
                "checked" => "checked".to_owned(),
                _ => quick_xml::escape::unescape(&value).map_err(|e| e.to_string())?.into_owned(),
            };
        }
    }
    if name == "ol" && attribute.is_empty() {
        attribute = "1".to_owned();
    }
    if name == "a" {
        attribute = percent_decoded(&attribute);
    }
    Ok(Element { name, attribute, children: Vec::new() })
}

/// An address with what the specification's renderer encoded as typed.
pub(crate) fn percent_decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let (mut out, mut index) = (Vec::new(), 0);
    while index < bytes.len() {
        let hex = address.get(index + 1..index + 3);
        let byte =
            hex.filter(|_| bytes[index] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[index]));
        index += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}
