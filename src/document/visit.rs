//! Walks over the tree, in reading order. Notes are not entered: they stand in the document's own
//! list, in the order of their marks.

use super::{Block, BlockKind, Caption, Chart, Document, Inline, InlineKind, Row, ValueUse};

/// Calls `visit` for every block of every section, outer before inner.
pub fn sections<'a>(document: &'a Document, visit: &mut dyn FnMut(&'a Block)) {
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        blocks(&part.blocks, visit);
    }
}

/// Every chart of the sections, in reading order.
pub fn charts(document: &Document) -> Vec<(&Block, &Chart)> {
    let mut charts = Vec::new();
    sections(document, &mut |block| {
        if let BlockKind::Chart(chart) = &block.kind {
            charts.push((block, chart.as_ref()));
        }
    });
    charts
}

/// Every value that the document shows, in its text or in its charts.
pub fn values(document: &Document) -> Vec<&ValueUse> {
    let drawn = charts(document).into_iter().flat_map(|(_, chart)| &chart.series);
    let drawn = drawn.flat_map(|series| series.values.iter().flatten());
    document.values.iter().chain(drawn).collect()
}

/// Calls `visit` for every block, outer before inner.
pub fn blocks<'a>(list: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in list {
        visit(block);
        match &block.kind {
            BlockKind::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, visit)),
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) => blocks(inner, visit),
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Chart(_) => {}
        }
    }
}

/// Calls `visit` for every block, outer before inner, and lets it change them.
pub fn blocks_mut(list: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in list {
        visit(block);
        match &mut block.kind {
            BlockKind::List(list) => {
                list.items.iter_mut().for_each(|item| blocks_mut(&mut item.blocks, visit));
            }
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) => blocks_mut(inner, visit),
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Chart(_) => {}
        }
    }
}

/// The inline lists that stand directly in a block, in the order in which they are printed.
pub fn contents(block: &Block) -> Vec<&[Inline]> {
    let caption = caption(block).map(|caption| caption.content.as_slice());
    match &block.kind {
        BlockKind::Heading(heading) => vec![&heading.content],
        BlockKind::Paragraph(content) => vec![content],
        BlockKind::Table(table) => {
            let rows = table.head.iter().chain(&table.body);
            let cells = rows.flat_map(|row: &Row| &row.cells).map(|cell| cell.content.as_slice());
            let above = [caption, table.unit.as_deref()];
            let below = [table.note.as_deref(), table.source.as_deref()];
            above.into_iter().flatten().chain(cells).chain(below.into_iter().flatten()).collect()
        }
        BlockKind::Figure(figure) => {
            [caption, figure.source.as_deref()].into_iter().flatten().collect()
        }
        BlockKind::Chart(chart) => {
            [caption, chart.source.as_deref()].into_iter().flatten().collect()
        }
        BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Code(_)
        | BlockKind::Rule
        | BlockKind::Landscape(_) => Vec::new(),
    }
}

/// The caption of a table, figure or chart.
pub fn caption(block: &Block) -> Option<&Caption> {
    match &block.kind {
        BlockKind::Table(table) => table.caption.as_ref(),
        BlockKind::Figure(figure) => figure.caption.as_ref(),
        BlockKind::Chart(chart) => chart.caption.as_ref(),
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Code(_)
        | BlockKind::Rule
        | BlockKind::Landscape(_) => None,
    }
}

/// The same lists, to be changed.
pub fn contents_mut(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Heading(heading) => vec![&mut heading.content],
        BlockKind::Paragraph(content) => vec![content],
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body);
            let cells = rows.flat_map(|row| &mut row.cells).map(|cell| &mut cell.content);
            let above = [table.caption.as_mut().map(|c| &mut c.content), table.unit.as_mut()];
            let below = [table.note.as_mut(), table.source.as_mut()];
            above.into_iter().flatten().chain(cells).chain(below.into_iter().flatten()).collect()
        }
        BlockKind::Figure(figure) => {
            let figure = &mut **figure;
            let caption = figure.caption.as_mut().map(|c| &mut c.content);
            [caption, figure.source.as_mut()].into_iter().flatten().collect()
        }
        BlockKind::Chart(chart) => {
            let chart = &mut **chart;
            let caption = chart.caption.as_mut().map(|c| &mut c.content);
            [caption, chart.source.as_mut()].into_iter().flatten().collect()
        }
        BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Code(_)
        | BlockKind::Rule
        | BlockKind::Landscape(_) => Vec::new(),
    }
}

/// Calls `visit` for every inline of a list, outer before inner.
pub fn inlines<'a>(list: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in list {
        visit(inline);
        match &inline.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Link { content, .. } => inlines(content, visit),
            InlineKind::Reference(reference) => inlines(&reference.content, visit),
            InlineKind::Text(_)
            | InlineKind::Value(_)
            | InlineKind::Code(_)
            | InlineKind::Note(_)
            | InlineKind::Picture(_)
            | InlineKind::LineBreak => {}
        }
    }
}

/// Calls `visit` for every inline of a list, outer before inner, and lets it change them.
pub fn inlines_mut(list: &mut [Inline], visit: &mut dyn FnMut(&mut Inline)) {
    for inline in list {
        visit(inline);
        match &mut inline.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Link { content, .. } => inlines_mut(content, visit),
            InlineKind::Reference(reference) => inlines_mut(&mut reference.content, visit),
            InlineKind::Text(_)
            | InlineKind::Value(_)
            | InlineKind::Code(_)
            | InlineKind::Note(_)
            | InlineKind::Picture(_)
            | InlineKind::LineBreak => {}
        }
    }
}
