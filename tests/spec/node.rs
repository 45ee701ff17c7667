//! What both readings of an example are brought to: elements and text.

use std::fmt::Write;

/// An element of HTML, or text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// An element of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name: `p`, `em`, `li` and so on.
    pub(crate) name: String,
    /// The attribute that says something: an address, a list's first number, a cell's alignment.
    pub(crate) attribute: String,
    pub(crate) children: Vec<Node>,
}

impl Element {
    pub(crate) fn new(name: &str, children: Vec<Node>) -> Element {
        Element { name: name.to_owned(), attribute: String::new(), children }
    }
}

/// Elements whose children are blocks, even where one is text alone: an item of a tight list.
const CONTAINERS: [&str; 3] = ["li", "blockquote", "note"];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 18] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "note",
];

/// The nodes as lines, indented by their depth: two readings are the same if their lines are.
pub(crate) fn print(nodes: &[Node]) -> String {
    let mut out = String::new();
    print_blocks(nodes, 0, &mut out);
    out
}

fn is_block(node: &Node) -> bool {
    matches!(node, Node::Element(element) if BLOCKS.contains(&element.name.as_str()))
}

fn print_blocks(nodes: &[Node], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for group in nodes.chunk_by(|a, b| !is_block(a) && !is_block(b)) {
        match &group[0] {
            Node::Element(element) if is_block(&group[0]) => {
                let Element { name, attribute, children } = element;
                let space = if attribute.is_empty() { "" } else { " " };
                if CONTAINERS.contains(&name.as_str()) || children.iter().any(is_block) {
                    let _ = writeln!(out, "{indent}{name}{space}{attribute}");
                    print_blocks(children, depth + 1, out);
                } else if name == "pre" {
                    let _ = writeln!(out, "{indent}pre {:?}", text(children));
                } else {
                    let line = inline(children);
                    let line = line.trim();
                    let gap = if line.is_empty() { "" } else { ": " };
                    let _ = writeln!(out, "{indent}{name}{space}{attribute}{gap}{line}");
                }
            }
            _ => {
                let line = inline(group);
                if !line.trim().is_empty() {
                    let _ = writeln!(out, "{indent}p: {}", line.trim());
                }
            }
        }
    }
}

/// The text of nodes.
pub(crate) fn text(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(part) => out.push_str(part),
            Node::Element(element) => out.push_str(&text(&element.children)),
        }
    }
    out
}

/// Inlines in one line; a run of white space is a space.
fn inline(nodes: &[Node]) -> String {
    let mut out = String::new();
    push_inline(nodes, false, &mut out);
    let mut line = String::new();
    for part in out.split([' ', '\n', '\t']).filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    line.replace(" ‖ ", "‖").replace("‖ ", "‖").replace(" ‖", "‖")
}

/// Strong emphasis within strong emphasis looks no other: GFM has it once, CommonMark twice.
fn push_inline(nodes: &[Node], in_strong: bool, out: &mut String) {
    for node in nodes {
        match node {
            Node::Element(element) if in_strong && element.name == "strong" => {
                push_inline(&element.children, in_strong, out);
            }
            Node::Text(part) => out.push_str(part),
            Node::Element(element) if element.name == "br" => out.push('‖'),
            Node::Element(Element { name, attribute, children }) => {
                let _ = write!(out, "‹{name}");
                if !attribute.is_empty() {
                    let _ = write!(out, " {attribute}");
                }
                out.push('›');
                push_inline(children, in_strong || name == "strong", out);
                let _ = write!(out, "‹/{name}›");
            }
        }
    }
}
