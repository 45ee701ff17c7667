//! zishu's tree of a chapter as nodes, under the names that HTML has for them.

use super::html::percent_decoded;
use super::node::{Element, Node};
use zishu::document::{
    Align, Block, BlockKind, Chapter, Code, Inline, InlineKind, List, ListMarker, Row, Table,
};

/// The nodes of a chapter; its notes stand at the end.
pub(crate) fn nodes(chapter: &Chapter) -> Vec<Node> {
    let mut nodes = blocks(&chapter.blocks, chapter);
    for note in &chapter.notes {
        nodes.push(Node::Element(Element::new("note", blocks(&note.blocks, chapter))));
    }
    nodes
}

fn blocks(blocks: &[Block], chapter: &Chapter) -> Vec<Node> {
    blocks.iter().flat_map(|block| block_nodes(block, chapter)).collect()
}

fn block_nodes(block: &Block, chapter: &Chapter) -> Vec<Node> {
    let element = match &block.kind {
        BlockKind::Heading(heading) => {
            Element::new(&format!("h{}", heading.level), inlines(&heading.content, chapter))
        }
        BlockKind::Paragraph(content) => Element::new("p", inlines(content, chapter)),
        BlockKind::List(list) => list_element(list, chapter),
        BlockKind::Quote(inner) => Element::new("blockquote", blocks(inner, chapter)),
        BlockKind::Code(Code { text, .. }) => Element::new("pre", vec![Node::Text(text.clone())]),
        BlockKind::Rule => Element::new("hr", Vec::new()),
        BlockKind::PageBreak => Element::new("pagebreak", Vec::new()),
        BlockKind::Table(table) => table_element(table, chapter),
        BlockKind::Figure(_) => Element::new("figure", Vec::new()),
        BlockKind::Chart(_) => Element::new("chart", Vec::new()),
        BlockKind::Letter(_, inner) => Element::new("letter", blocks(inner, chapter)),
        BlockKind::Landscape(inner) => Element::new("landscape", blocks(inner, chapter)),
    };
    vec![Node::Element(element)]
}

fn list_element(list: &List, chapter: &Chapter) -> Element {
    let items = list.items.iter().map(|item| {
        let mut children = blocks(&item.blocks, chapter);
        if let Some(done) = item.done {
            let attribute = if done { "checked" } else { "" }.to_owned();
            let input = Element { attribute, ..Element::new("input", Vec::new()) };
            match children.first_mut() {
                Some(Node::Element(first)) if first.name == "p" => {
                    first.children.insert(0, Node::Text(" ".to_owned()));
                    first.children.insert(0, Node::Element(input));
                }
                _ => children.insert(0, Node::Element(input)),
            }
        }
        Node::Element(Element::new("li", children))
    });
    let children = items.collect();
    match list.marker {
        ListMarker::Bullet => Element::new("ul", children),
        ListMarker::Ordered(first) => {
            Element { attribute: first.to_string(), ..Element::new("ol", children) }
        }
    }
}

fn table_element(table: &Table, chapter: &Chapter) -> Element {
    let rows = |rows: &[Row], name: &str| -> Vec<Node> {
        let row = |row: &Row| {
            let cells = row.cells.iter().enumerate().map(|(index, cell)| {
                let align = table.columns.get(index).map_or(Align::Auto, |column| column.align);
                let attribute = match align {
                    Align::Auto => "",
                    Align::Left => "left",
                    Align::Center => "center",
                    Align::Right => "right",
                };
                let element = Element::new(name, inlines(&cell.content, chapter));
                Node::Element(Element { attribute: attribute.to_owned(), ..element })
            });
            Node::Element(Element::new("tr", cells.collect()))
        };
        rows.iter().map(row).collect()
    };
    let mut children = vec![Node::Element(Element::new("thead", rows(&table.head, "th")))];
    if !table.body.is_empty() {
        children.push(Node::Element(Element::new("tbody", rows(&table.body, "td"))));
    }
    Element::new("table", children)
}

fn inlines(content: &[Inline], chapter: &Chapter) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for inline in content {
        let element = match &inline.kind {
            InlineKind::Text(text) => {
                nodes.push(Node::Text(text.clone()));
                continue;
            }
            InlineKind::Value(id) => {
                nodes.push(Node::Text(chapter.values[id.0 as usize].text.clone()));
                continue;
            }
            InlineKind::Strong(inner) => Element::new("strong", inlines(inner, chapter)),
            InlineKind::Emphasis(inner) => Element::new("em", inlines(inner, chapter)),
            InlineKind::Strikethrough(inner) => Element::new("del", inlines(inner, chapter)),
            InlineKind::Code(text) => Element::new("code", vec![Node::Text(text.clone())]),
            InlineKind::Link { url, content } => Element {
                attribute: percent_decoded(url),
                ..Element::new("a", inlines(content, chapter))
            },
            InlineKind::Reference(reference) => Element {
                attribute: reference.label.clone(),
                ..Element::new("reference", inlines(&reference.content, chapter))
            },
            InlineKind::Note(_) => Element::new("note-mark", Vec::new()),
            InlineKind::Picture(_) => Element::new("img", Vec::new()),
            InlineKind::LineBreak => Element::new("br", Vec::new()),
        };
        nodes.push(Node::Element(element));
    }
    nodes
}
