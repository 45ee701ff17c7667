//! The walk over the tree, in the order in which Word prints it.

use super::builder::{Context, PassageBuilder, Unit};
use super::{Origin, Passage, Role};
use crate::document::grid::grid;
use crate::document::{
    Block, BlockId, BlockKind, Caption, Document, Inline, List, ListItem, NoteId, Row, Table,
    anchor,
};
use crate::source::{FileId, Sources, Span};
use crate::typography::Words;
use std::collections::BTreeSet;

/// The passages of a document, printed with these words; what is printed more than once is nobody's to edit in one of them.
pub fn passages(document: &Document, words: &Words, sources: &Sources) -> Vec<Passage> {
    let context = Context {
        values: &document.values,
        notes: &document.notes,
        sources,
        typed: None,
        in_note: false,
    };

    let mut walk = Walk {
        context,
        words,
        marked_notes: Vec::new(),
        passages: Vec::new(),
        units: Vec::new(),
        objects: Vec::new(),
    };

    for part in document.sections.iter().flat_map(|section| &section.parts) {
        walk.enter(part.file);
        walk.blocks(&part.blocks);
    }

    walk.context.in_note = true;
    let mut seen = BTreeSet::new();
    for id in std::mem::take(&mut walk.marked_notes) {
        if let Some(note) = document.notes.get(id.0 as usize).filter(|_| seen.insert(id)) {
            walk.enter(note.span.file);
            walk.blocks(&note.blocks);
        }
    }

    let Walk { mut passages, units, objects, .. } = walk;
    disown_repeated(&mut passages, units);
    disown_repeated(&mut passages, objects);
    passages
}

fn colon(word: &str) -> String {
    format!("{word}：")
}

/// Bytes of a chapter that a part of a passage stands for.
struct PassageUnit {
    passage: usize,
    unit: Unit,
}

/// A block, and the source that its text stands in.
#[derive(Clone, Copy)]
struct Source {
    id: BlockId,
    span: Span,
}

struct Walk<'a> {
    context: Context<'a>,
    words: &'a Words,
    /// Notes in the order of their marks.
    marked_notes: Vec<NoteId>,
    passages: Vec<Passage>,
    units: Vec<PassageUnit>,
    /// Pictures on lines of their own, whose source holds their captions too.
    objects: Vec<PassageUnit>,
}

impl<'a> Walk<'a> {
    fn enter(&mut self, file: FileId) {
        let is_chapter = self.context.sources.path(file).ends_with(".md");
        self.context.typed = is_chapter.then_some(file);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        let source = Source { id: block.id, span: block.span };
        match &block.kind {
            BlockKind::Heading(heading) => {
                self.prose(source, Role::Heading(heading.level), &heading.content);
            }
            BlockKind::Paragraph(content) => self.prose(source, Role::Paragraph, content),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) | BlockKind::Letter(_, inner) => {
                self.blocks(inner);
            }
            BlockKind::Code(code) => {
                let mut builder = self.builder(block.span);
                builder.push_code(&code.text, block.span);
                self.close(source, anchor::block(block.id), Role::Code, builder);
            }
            BlockKind::Rule | BlockKind::PageBreak => {}
            BlockKind::Table(table) => self.table(source, table),
            BlockKind::Figure(figure) => {
                self.picture(source, figure.caption.as_ref(), figure.source.as_deref());
            }
            BlockKind::Chart(chart) => {
                self.picture(source, chart.caption.as_ref(), chart.source.as_deref());
            }
        }
    }

    fn prose(&mut self, source: Source, role: Role, content: &[Inline]) {
        let mut builder = self.builder(source.span);
        builder.push_inlines(content);
        self.close(source, anchor::block(source.id), role, builder);
    }

    fn list(&mut self, list: &List) {
        for ListItem { span, blocks, done } in &list.items {
            let mut rest = blocks.as_slice();
            if let [Block { id, span: first, kind: BlockKind::Paragraph(content) }, after @ ..] =
                rest
            {
                rest = after;
                let block = Span { end: first.join(*span).end.min(first.end), ..*span };
                let block = if first.file == span.file { block } else { *first };
                let source = Source { id: *id, span: block };
                let mut builder = self.builder(block);
                if let Some(done) = done {
                    builder.push_task_box(*done, *span);
                }
                builder.push_inlines(content);
                self.close(source, anchor::block(*id), Role::Item(*span), builder);
            }
            self.blocks(rest);
        }
    }

    fn table(&mut self, source: Source, table: &Table) {
        if table.columns.is_empty() || table.head.is_empty() && table.body.is_empty() {
            return;
        }
        if let Some(caption) = &table.caption {
            self.caption(source, "表", caption);
        }

        let id = source.id;
        let words = self.words;
        self.labelled(source, anchor::unit(id), &colon(&words.unit), table.unit.as_deref());
        self.rows(id, 0, &table.head, table.columns.len());
        self.rows(id, table.head.len(), &table.body, table.columns.len());
        self.labelled(source, anchor::note(id), &colon(&words.note), table.note.as_deref());
        self.labelled(source, anchor::source(id), &colon(&words.source), table.source.as_deref());
    }

    fn rows(&mut self, id: BlockId, first: usize, rows: &[Row], columns: usize) {
        for (y, grid_row) in grid(rows, columns).into_iter().enumerate() {
            for area in grid_row.into_iter().filter_map(|(_, area)| area) {
                let Some((row, cell)) = rows
                    .get(y)
                    .filter(|_| area.row == y)
                    .and_then(|row| Some((row, row.cells.get(area.cell)?)))
                else {
                    continue;
                };
                let mut builder = self.builder(cell.span);
                builder.push_inlines(&cell.content);
                let role = Role::Cell { row_span: row.span, row: first + y, cell: area.cell };
                let name = anchor::cell(id, first + y, area.cell);
                self.close(Source { id, span: cell.span }, name, role, builder);
            }
        }
    }

    fn picture(&mut self, source: Source, caption: Option<&Caption>, origin: Option<&[Inline]>) {
        let id = source.id;
        let mut builder = self.builder(source.span);
        builder.push_object(source.span);
        let objects = std::mem::take(&mut builder.units);
        let passage = self.passages.len();
        self.objects.extend(objects.into_iter().map(|unit| PassageUnit { passage, unit }));
        self.close(source, anchor::block(id), Role::Attached, builder);

        if let Some(caption) = caption {
            self.caption(source, "图", caption);
        }
        let word = colon(&self.words.picture_source);
        self.labelled(source, anchor::source(id), &word, origin);
    }

    fn caption(&mut self, source: Source, kind: &str, caption: &Caption) {
        let label = caption.name(kind) + "　";
        self.labelled(source, anchor::caption(source.id), &label, Some(&caption.content));
    }

    fn labelled(&mut self, source: Source, name: String, label: &str, content: Option<&[Inline]>) {
        if let Some(content) = content {
            let mut builder = self.builder(source.span);
            builder.push_generated(label);
            builder.push_attached(content);
            self.close(source, name, Role::Attached, builder);
        }
    }

    fn builder(&self, block: Span) -> PassageBuilder<'a> {
        PassageBuilder::new(block, self.context)
    }

    fn close(&mut self, source: Source, name: String, role: Role, builder: PassageBuilder<'a>) {
        let PassageBuilder { text, wraps, units, notes, .. } = builder;
        self.marked_notes.extend(notes);
        if text.text().is_empty() || source.id == BlockId::UNSET {
            return;
        }

        let passage = self.passages.len();
        self.units.extend(units.into_iter().map(|unit| PassageUnit { passage, unit }));
        self.passages.push(Passage { name, block: source.span, role, text, wraps });
    }
}

/// Takes characters from their writers whose source is that of others too: an edit of one of them would
/// change the others.
fn disown_repeated(passages: &mut [Passage], mut units: Vec<PassageUnit>) {
    units.retain(|one| one.unit.span.start < one.unit.span.end);
    units.sort_by_key(|one| (one.unit.span, one.passage));

    let mut repeated = BTreeSet::new();
    let mut furthest: Option<usize> = None;
    for (index, PassageUnit { unit, .. }) in units.iter().enumerate() {
        let before = furthest.and_then(|before| Some((before, units.get(before)?.unit.span)));
        match before {
            Some((before, span)) if span.file == unit.span.file && span.end > unit.span.start => {
                repeated.extend([before, index]);
                if unit.span.end > span.end {
                    furthest = Some(index);
                }
            }
            Some(_) | None => furthest = Some(index),
        }
    }

    for PassageUnit { passage, unit } in repeated.into_iter().filter_map(|index| units.get(index)) {
        let Some(passage) = passages.get_mut(*passage) else { continue };
        passage.text.map_origins(&unit.bytes, |origin| match origin {
            Origin::Typed(span) | Origin::Whole(span) => Some(Origin::Generated(span)),
            Origin::Value(..) | Origin::Generated(_) => Some(origin),
        });
    }
}
