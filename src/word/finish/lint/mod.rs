//! What validators don't see in a Word file and Word or a reader stumbles over.
//!
//! In: a packed file. Out: a line for each finding; empty for a sound file. Used by tests. Each room
//! looks at one kind of thing: `read` takes a part, `close` compares what all parts said.

mod format;
mod marks;
mod numbers;
mod package;
mod review;
mod sections;
mod styles;
mod tables;

use super::tree::{Element, Node, parse};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts larger than this are not read: no report comes near.
const LARGEST_PART: u64 = 256 << 20;

/// Looks for bookmarks without end or with a name that Word refuses, links and fields that lead
/// nowhere or don't nest, ids used twice, parts, styles, numbers, notes and comments that are missing,
/// tables whose rows, merged cells and widths don't fit, pages without room, revisions that can't be
/// told apart, and paragraphs that say again what their style says.
pub fn lint(bytes: &[u8]) -> Vec<String> {
    let parts = match unpack(bytes) {
        Ok(parts) => parts,
        Err(problem) => return vec![problem],
    };
    let mut found = Findings::default();
    let mut roots = Vec::new();
    for (name, text) in &parts {
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        let Some(text) = text.as_deref().filter(|_| is_xml) else { continue };
        match parse(text) {
            Ok(root) => roots.push((name.as_str(), root)),
            Err(problem) => found.add(name, format!("不是完好的 XML（{problem}）")),
        }
    }
    let part = |name: &str| roots.iter().find(|(known, _)| *known == name).map(|(_, root)| root);
    package::check(&parts, &roots, &mut found);
    marks::check(&roots, &mut found);
    styles::check(&roots, &mut found);
    numbers::check(&roots, &mut found);
    review::check(&roots, &mut found);
    for (name, root) in &roots {
        tables::check(name, root, &mut found);
        format::check(name, root, part("word/styles.xml"), &mut found);
    }
    if let Some(body) = part("word/document.xml") {
        sections::check(body, part("word/settings.xml"), &mut found);
    }
    found.0
}

/// Names and texts; `None` for what is no text.
type Parts = BTreeMap<String, Option<String>>;
/// The parts that are XML, by name.
type Roots<'e> = [(&'e str, Element<'e>)];

/// What was found, a line each.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    fn add(&mut self, part: &str, what: impl std::fmt::Display) {
        self.0.push(format!("{part}：{what}"));
    }
}

fn unpack(bytes: &[u8]) -> Result<Parts, String> {
    let broken = |problem: &dyn std::fmt::Display| format!("不是完好的压缩包（{problem}）");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|problem| broken(&problem))?;
    let mut parts = Parts::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|problem| broken(&problem))?;
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.take(LARGEST_PART).read_to_end(&mut content).map_err(|problem| broken(&problem))?;
        if parts.insert(name.clone(), String::from_utf8(content).ok()).is_some() {
            return Err(format!("{name} 出现两次"));
        }
    }
    Ok(parts)
}

/// Where a walk is: before an element's content or behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    End,
}

/// Goes through a tree in reading order; `around` names the elements that are open.
fn walk<'e>(root: &'e Element<'e>, visit: &mut dyn FnMut(Step, &'e Element<'e>, &[&'e str])) {
    fn inner<'e>(
        element: &'e Element<'e>,
        around: &mut Vec<&'e str>,
        visit: &mut dyn FnMut(Step, &'e Element<'e>, &[&'e str]),
    ) {
        visit(Step::Start, element, around);
        around.push(&element.name);
        element.elements().for_each(|child| inner(child, around, visit));
        around.pop();
        visit(Step::End, element, around);
    }
    inner(root, &mut Vec::new(), visit);
}

/// An attribute, empty where there is none.
fn value<'e>(element: &'e Element<'_>, key: &str) -> &'e str {
    element.attribute(key).unwrap_or_default()
}

/// The `w:val` of a child.
fn child_value<'e>(element: &'e Element<'_>, child: &str) -> Option<&'e str> {
    element.child(child)?.attribute("w:val")
}

/// The text directly in an element.
fn text(element: &Element<'_>) -> String {
    let texts = element.children.iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.as_ref()),
        Node::Element(_) => None,
    });
    texts.collect()
}

#[cfg(test)]
mod tests;
