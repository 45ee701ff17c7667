//! Walks over the tree, in reading order. Notes are not entered: they stand in the document's own
//! list, in the order of their marks.

use super::{
    Block, BlockKind, Caption, CaptionKind, Chart, Document, Inline, InlineKind, Picture, Row,
    ValueUse,
};

/// Calls `visit` for every block of every section, outer before inner.
pub fn sections<'a>(document: &'a Document, visit: &mut dyn FnMut(&'a Block)) {
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        blocks(&part.blocks, visit);
    }
}

/// Calls `visit` for every block of every section, and then for those of the notes.
pub fn whole_document<'a>(document: &'a Document, visit: &mut dyn FnMut(&'a Block)) {
    sections(document, visit);
    for note in &document.notes {
        blocks(&note.blocks, visit);
    }
}

/// Every chart of the document, in reading order, those of notes last.
pub fn charts<'d>(document: &'d Document) -> Vec<(&'d Block, &'d Chart)> {
    let mut charts = Vec::new();

    let mut add = |block: &'d Block| {
        if let BlockKind::Chart(chart) = &block.kind {
            charts.push((block, chart.as_ref()));
        }
    };
    whole_document(document, &mut add);

    charts
}

/// Every picture of the document, as often as it is shown, in reading order, those of notes last.
pub fn pictures(document: &Document) -> Vec<&Picture> {
    let mut pictures = Vec::new();
    whole_document(document, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            pictures.push(&figure.picture);
        }
        for content in contents(block) {
            inlines(content, &mut |inline| {
                if let InlineKind::Picture(picture) = &inline.kind {
                    pictures.push(picture);
                }
            });
        }
    });
    pictures
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
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) | BlockKind::Letter(_, inner) => {
                blocks(inner, visit);
            }
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::PageBreak
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
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) | BlockKind::Letter(_, inner) => {
                blocks_mut(inner, visit);
            }
            _ => {}
        }
    }
}

/// The inline lists directly in a block, in the order in which they are printed.
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
        | BlockKind::PageBreak
        | BlockKind::Landscape(_)
        | BlockKind::Letter(..) => Vec::new(),
    }
}

/// The caption of a table, figure or chart.
pub fn caption(block: &Block) -> Option<&Caption> {
    match &block.kind {
        BlockKind::Table(table) => table.caption.as_ref(),
        BlockKind::Figure(figure) => figure.caption.as_ref(),
        BlockKind::Chart(chart) => chart.caption.as_ref(),
        _ => None,
    }
}

/// What a table, figure or chart is called by where it has a caption: `表 6-1`, `图 6-1`.
pub fn caption_name(block: &Block) -> Option<String> {
    let kind = match block.kind {
        BlockKind::Table(_) => CaptionKind::Table,
        _ => CaptionKind::Figure,
    };
    Some(caption(block)?.name(kind.word()))
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
        _ => Vec::new(),
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
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{charts, values};
    use crate::document::{
        Block, BlockId, BlockKind, Chart, ChartForm, Document, Meta, Note, Series, ValueUse,
    };
    use crate::source::{Sources, Span};

    #[test]
    fn charts_of_notes_count_too() {
        let span = Span::of_file(Sources::default().add("a.md", ""));
        let text = "1".to_owned();
        let value = ValueUse {
            text,
            origin: span,
            indicators: Vec::new(),
            sample: true,
            missing: Vec::new(),
            is_notice: false,
        };
        let series = vec![Series { name: String::new(), values: vec![Some(value), None] }];
        let chart = Chart {
            caption: None,
            label: None,
            source: None,
            form: ChartForm::Bars,
            unit: String::new(),
            categories: Vec::new(),
            series,
            alt: String::new(),
        };
        let kind = BlockKind::Chart(Box::new(chart));
        let note = Note { span, blocks: vec![Block { id: BlockId::UNSET, span, kind }] };
        let document = Document {
            meta: Meta::default(),
            sections: Vec::new(),
            notes: vec![note],
            values: Vec::new(),
            contents: Vec::new(),
        };
        assert_eq!(charts(&document).len(), 1);
        assert!(values(&document).iter().any(|value| value.sample));
    }
}
