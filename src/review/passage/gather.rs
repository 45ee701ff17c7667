//! The walk over the tree, in the order in which Word prints it.

use super::line::Line;
use super::{Origin, Passage, Role};
use crate::document::grid::grid;
use crate::document::{
    Block, BlockId, BlockKind, Caption, Document, Inline, List, ListItem, NoteId, Row, Table,
    anchor,
};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// Every passage; what is printed in more than one place is nobody's to edit in one of them.
pub(super) fn gather(document: &Document, sources: &Sources) -> Vec<Passage> {
    let mut walk = Walk {
        document,
        sources,
        typed: None,
        in_note: false,
        notes: Vec::new(),
        passages: Vec::new(),
        units: Vec::new(),
        objects: Vec::new(),
    };
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        walk.enter(part.file);
        walk.blocks(&part.blocks);
    }
    walk.in_note = true;
    let mut seen = BTreeSet::new();
    for id in std::mem::take(&mut walk.notes) {
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

/// Bytes of a chapter, and the characters of a passage that they are.
struct Unit {
    span: Span,
    passage: usize,
    glyphs: Range<usize>,
}

struct Walk<'a> {
    document: &'a Document,
    sources: &'a Sources,
    typed: Option<FileId>,
    in_note: bool,
    notes: Vec<NoteId>,
    passages: Vec<Passage>,
    units: Vec<Unit>,
    /// Pictures on lines of their own, whose source holds their captions too.
    objects: Vec<Unit>,
}

impl<'a> Walk<'a> {
    fn enter(&mut self, file: FileId) {
        self.typed = self.sources.path(file).ends_with(".md").then_some(file);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        let (id, span) = (block.id, block.span);
        match &block.kind {
            BlockKind::Heading(heading) => {
                let role = Role::Heading(heading.level);
                self.prose(id, span, role, &heading.content);
            }
            BlockKind::Paragraph(content) => self.prose(id, span, Role::Paragraph, content),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(inner) | BlockKind::Landscape(inner) => self.blocks(inner),
            BlockKind::Code(code) => {
                let mut line = self.line(span);
                line.code(&code.text, span);
                self.close(id, anchor::block(id), span, Role::Code, line);
            }
            BlockKind::Rule => {}
            BlockKind::Table(table) => self.table(id, span, table),
            BlockKind::Figure(figure) => {
                let (caption, source) = (figure.caption.as_ref(), figure.source.as_deref());
                self.picture(id, span, caption, source);
            }
            BlockKind::Chart(chart) => {
                let (caption, source) = (chart.caption.as_ref(), chart.source.as_deref());
                self.picture(id, span, caption, source);
            }
        }
    }

    fn prose(&mut self, id: BlockId, block: Span, role: Role, content: &[Inline]) {
        let mut line = self.line(block);
        line.inlines(content);
        self.close(id, anchor::block(id), block, role, line);
    }

    fn list(&mut self, list: &List) {
        for ListItem { span, blocks, .. } in &list.items {
            let mut rest = blocks.as_slice();
            if let [Block { id, span: first, kind: BlockKind::Paragraph(content) }, after @ ..] =
                rest
            {
                rest = after;
                let block = Span { end: first.join(*span).end.min(first.end), ..*span };
                let block = if first.file == span.file { block } else { *first };
                self.prose(*id, block, Role::Item(*span), content);
            }
            self.blocks(rest);
        }
    }

    fn table(&mut self, id: BlockId, block: Span, table: &Table) {
        if table.columns.is_empty() || table.head.is_empty() && table.body.is_empty() {
            return;
        }
        if let Some(caption) = &table.caption {
            self.caption(id, block, "表", caption);
        }
        self.labelled(id, anchor::unit(id), block, "单位：", table.unit.as_deref());
        self.rows(id, 0, &table.head, table.columns.len());
        self.rows(id, table.head.len(), &table.body, table.columns.len());
        self.labelled(id, anchor::note(id), block, "注：", table.note.as_deref());
        self.labelled(id, anchor::source(id), block, "数据来源：", table.source.as_deref());
    }

    fn rows(&mut self, id: BlockId, first: usize, rows: &[Row], columns: usize) {
        for (y, places) in grid(rows, columns).into_iter().enumerate() {
            for place in places.into_iter().filter_map(|(_, place)| place) {
                let Some((row, cell)) = rows
                    .get(y)
                    .filter(|_| place.row == y)
                    .and_then(|row| Some((row, row.cells.get(place.cell)?)))
                else {
                    continue;
                };
                let mut line = self.line(cell.span);
                line.inlines(&cell.content);
                let role = Role::Cell { row_span: row.span, row: first + y, cell: place.cell };
                let name = anchor::cell(id, first + y, place.cell);
                self.close(id, name, cell.span, role, line);
            }
        }
    }

    fn picture(
        &mut self,
        id: BlockId,
        block: Span,
        caption: Option<&Caption>,
        source: Option<&[Inline]>,
    ) {
        let mut line = self.line(block);
        line.object(block);
        let objects = std::mem::take(&mut line.units);
        let passage = self.passages.len();
        self.objects.extend(objects.into_iter().map(|(span, glyphs)| Unit {
            span,
            passage,
            glyphs,
        }));
        self.close(id, anchor::block(id), block, Role::Line, line);
        if let Some(caption) = caption {
            self.caption(id, block, "图", caption);
        }
        self.labelled(id, anchor::source(id), block, "来源：", source);
    }

    fn caption(&mut self, id: BlockId, block: Span, kind: &str, caption: &Caption) {
        let mut line = self.line(block);
        line.made(&format!("{kind} {}　", caption.number));
        line.inlines(&caption.content);
        self.close(id, anchor::caption(id), block, Role::Line, line);
    }

    fn labelled(
        &mut self,
        id: BlockId,
        name: String,
        block: Span,
        label: &str,
        content: Option<&[Inline]>,
    ) {
        if let Some(content) = content {
            let mut line = self.line(block);
            line.made(label);
            line.inlines(content);
            self.close(id, name, block, Role::Line, line);
        }
    }

    fn line(&self, block: Span) -> Line<'a> {
        let known = (self.document.values.as_slice(), self.document.notes.as_slice());
        Line::new(block, self.typed, self.in_note, known, self.sources)
    }

    fn close(&mut self, id: BlockId, name: String, block: Span, role: Role, line: Line<'a>) {
        let Line { glyphs, wraps, units, notes, .. } = line;
        self.notes.extend(notes);
        if glyphs.is_empty() || id == BlockId::UNSET {
            return;
        }
        let passage = self.passages.len();
        self.units.extend(units.into_iter().map(|(span, glyphs)| Unit { span, passage, glyphs }));
        self.passages.push(Passage { name, block, role, glyphs, wraps });
    }
}

/// Characters whose source is that of others too: an edit of one of them would change the others.
fn disown_repeated(passages: &mut [Passage], mut units: Vec<Unit>) {
    units.retain(|unit| unit.span.start < unit.span.end);
    units.sort_by_key(|unit| (unit.span, unit.passage));
    let mut repeated = BTreeSet::new();
    let mut furthest: Option<usize> = None;
    for (at, unit) in units.iter().enumerate() {
        let before = furthest.and_then(|before| Some((before, units.get(before)?.span)));
        match before {
            Some((before, span)) if span.file == unit.span.file && span.end > unit.span.start => {
                repeated.extend([before, at]);
                if unit.span.end > span.end {
                    furthest = Some(at);
                }
            }
            Some(_) | None => furthest = Some(at),
        }
    }
    for unit in repeated.into_iter().filter_map(|at| units.get(at)) {
        let Some(passage) = passages.get_mut(unit.passage) else { continue };
        for glyph in passage.glyphs.iter_mut().take(unit.glyphs.end).skip(unit.glyphs.start) {
            if let Origin::Typed(span) | Origin::Whole(span) = glyph.origin {
                glyph.origin = Origin::Made(span);
            }
        }
    }
}
