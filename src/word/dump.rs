//! A Word file as text: the golden form of tests and of `zishu dump word`.

use crate::ooxml::{Limits, Package, Part};
use std::fmt::Write;

/// Every part of a package in its order: XML with a line an element, the size of what is no XML.
pub fn dump(bytes: &[u8]) -> String {
    let parts = Package::open(bytes, &Limits::TRUSTED).and_then(|mut package| package.parts());
    let mut text = String::new();
    for Part { name, bytes } in parts.into_iter().flatten() {
        let _ = writeln!(text, "==== {name}");
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        match std::str::from_utf8(&bytes) {
            Ok(xml) if is_xml => push_lines(&mut text, xml),
            Ok(_) | Err(_) => drop(writeln!(text, "{} 字节", bytes.len())),
        }
    }
    text
}

/// Breaks before every opening tag that follows another tag, so that text stays with its element.
fn push_lines(out: &mut String, xml: &str) {
    let mut rest = xml.trim_end();
    while let Some(end) = rest.find("><") {
        let (line, after) = rest.split_at(end + 1);
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str(rest);
    out.push('\n');
}
