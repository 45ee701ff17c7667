//! A Word file as text: the golden form of tests and of `zishu dump word`.

use std::fmt::Write;
use std::io::{Cursor, Read};

/// Every part of a package in its order: XML with a line an element, the size of what is no XML.
pub fn dump(bytes: &[u8]) -> String {
    let mut text = String::new();
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return text };
    for index in 0..archive.len() {
        let Ok(mut part) = archive.by_index(index) else { continue };
        let _ = writeln!(text, "==== {}", part.name());
        let is_xml = part.name().ends_with(".xml") || part.name().ends_with(".rels");
        let mut content = Vec::new();
        if part.read_to_end(&mut content).is_err() {
            continue;
        }
        match String::from_utf8(content) {
            Ok(xml) if is_xml => push_lines(&mut text, &xml),
            Ok(other) => drop(writeln!(text, "{} 字节", other.len())),
            Err(other) => drop(writeln!(text, "{} 字节", other.as_bytes().len())),
        }
    }
    text
}

/// Breaks before every opening tag that follows another tag, so that text stays with its element.
fn push_lines(out: &mut String, xml: &str) {
    let mut rest = xml.trim_end();
    while let Some(at) = rest.find("><") {
        let (line, after) = rest.split_at(at + 1);
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str(rest);
    out.push('\n');
}
