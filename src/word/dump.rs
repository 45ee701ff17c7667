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
            // Text stays with its element.
            Ok(xml) if is_xml => drop(writeln!(text, "{}", xml.trim_end().replace("><", ">\n<"))),
            Ok(_) | Err(_) => drop(writeln!(text, "{} 字节", bytes.len())),
        }
    }
    text
}
