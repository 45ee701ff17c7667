//! Blocks: one call each, by name, with named arguments.

use super::inline::label;
use super::writer::Writer;
use crate::document::{
    Block, BlockId, BlockKind, Caption, Chart, ChartForm, Figure, Heading, HeadingKind, Inline,
    LetterPart, List, ListItem, ListMarker, Series, plain,
};
use crate::source::Span;
use crate::typography::{LetterLine, letter_lines};

/// Where blocks stand.
#[derive(Clone, Copy)]
pub(super) enum Within {
    /// Directly in a part: pages can change.
    Part,
    /// In a landscape block.
    Landscape,
    /// In a quotation, a list (at a depth) or a note: no change of page.
    Container(usize),
}

impl Writer<'_> {
    /// Writes blocks, each on a line of its own.
    pub fn blocks(&mut self, blocks: &[Block], within: Within) {
        for block in blocks {
            self.block(block, within);
            self.glue("\n");
        }
    }

    /// A note's blocks. Paragraphs follow each other as lines.
    pub fn note_blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.glue("#linebreak()");
            }
            match &block.kind {
                BlockKind::Paragraph(content) => self.inlines(content),
                _ => self.block(block, Within::Container(0)),
            }
        }
    }

    fn block(&mut self, block: &Block, within: Within) {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading, block),
            BlockKind::Paragraph(content) => self.paragraph(content, within),
            BlockKind::List(list) => self.list(list, within),
            BlockKind::Quote(inner) => {
                self.glue(&format!("#quotation(depth: {})[\n", self.quotes));
                self.quotes += 1;
                self.blocks(inner, container(within));
                self.quotes -= 1;
                self.glue("]");
            }
            BlockKind::Code(code) => {
                self.glue("#listing(");
                // A literal holds one line: line ends never go out.
                for line in code.text.trim_end_matches('\n').split('\n') {
                    self.glue("[");
                    self.text(line, block.span);
                    self.glue("], ");
                }
                self.glue(")");
            }
            BlockKind::Rule => self.glue("#divider()"),
            // Weak: two of them, or one before a section or a landscape page, leave no empty page.
            BlockKind::PageBreak => match within {
                Within::Part | Within::Landscape => self.glue("#pagebreak(weak: true)"),
                Within::Container(_) => {}
            },
            BlockKind::Table(table) => self.table(table, block),
            BlockKind::Figure(figure) => self.figure(figure, block),
            BlockKind::Chart(chart) => self.chart(chart, block),
            BlockKind::Letter(part, lines) => self.letter(*part, lines),
            BlockKind::Landscape(inner) => match within {
                Within::Part if !self.document.meta.arrangement.landscape => {
                    self.glue("#landscape[\n");
                    self.table_width = self.table_widths.landscape;
                    self.blocks(inner, Within::Landscape);
                    self.table_width = self.table_widths.upright;
                    self.glue("]");
                }
                Within::Part | Within::Landscape | Within::Container(_) => {
                    self.blocks(inner, within);
                }
            },
        }
    }

    fn heading(&mut self, heading: &Heading, block: &Block) {
        self.heading_level = heading.level;
        if heading.kind == HeadingKind::Annex {
            self.annex_heading(heading, block);
            return;
        }
        self.glue(&format!("#chapter-heading(level: {}, ", heading.level.clamp(1, 4)));
        self.id(block.id);
        self.glue("number: ");
        self.argument(&heading.number, block.span);
        self.glue(")");
        self.has_boxes = false;
        self.content(&heading.content);
        self.has_boxes = true;
    }

    fn annex_heading(&mut self, heading: &Heading, block: &Block) {
        self.glue("#annex-heading(");
        self.id(block.id);
        self.glue("number: ");
        self.argument(&heading.number, block.span);
        self.glue(", name: ");
        let title = plain::inlines(&heading.content, &self.document.values);
        self.argument(&format!("{}　{title}", heading.number), block.span);
        self.glue(")");
        self.content(&heading.content);
    }

    /// The lines of a part of a letter, as far as they are set by themselves.
    fn letter(&mut self, part: LetterPart, lines: &[Block]) {
        let values = &self.document.values;
        let texts: Vec<&[Inline]> = lines.iter().filter_map(Block::paragraph).collect();
        let set = letter_lines(part, &texts, values, &self.measure, &self.profile.body);
        for (line, content) in set.iter().zip(texts) {
            let LetterLine { start, rest, right, is_first } = line;
            self.glue(&format!("#letter-line(start: {start}em, rest: {rest}em, "));
            if let Some(right) = right {
                self.glue(&format!("right: {right}em, "));
            }
            self.glue(&format!("first: {is_first})"));
            self.content(content);
            self.glue("\n");
        }
    }

    fn paragraph(&mut self, content: &[Inline], within: Within) {
        match within {
            Within::Part | Within::Landscape | Within::Container(0) => self.glue("#prose"),
            Within::Container(depth) => self.glue(&format!("#prose(depth: {})", depth - 1)),
        }
        self.justified(content);
    }

    /// The content of a paragraph whose lines are as long as the text is wide.
    fn justified(&mut self, content: &[Inline]) {
        let outer = std::mem::replace(&mut self.is_justified, true);
        self.content(content);
        self.is_justified = outer;
    }

    fn list(&mut self, list: &List, within: Within) {
        let depth = match within {
            Within::Part | Within::Landscape => 0,
            Within::Container(depth) => depth,
        };

        let is_numbered = matches!(list.marker, ListMarker::Ordered(_));
        let marks = list.mark_form(self.heading_level, depth);
        self.glue(&format!("#listed(depth: {depth}, numbered: {is_numbered},"));
        for (index, item) in list.items.iter().enumerate() {
            let marker = match (item.done, list.marker) {
                (Some(true), _) => "done".to_owned(),
                (Some(false), _) => "open".to_owned(),
                (None, ListMarker::Bullet) => "bullet".to_owned(),
                (None, ListMarker::Ordered(first)) => {
                    marks.mark(u64::from(first).saturating_add(index as u64))
                }
            };
            self.item(&marker, item, depth);
        }
        self.glue(")");
    }

    fn item(&mut self, marker: &str, item: &ListItem, depth: usize) {
        self.glue(&format!("\n(marker: \"{marker}\", body: "));

        let mut rest = item.blocks.as_slice();
        match rest.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), .. }, after)) => {
                self.justified(content);
                rest = after;
            }
            _ => self.glue("[]"),
        }

        if !rest.is_empty() {
            self.glue(", rest: [\n");
            self.blocks(rest, Within::Container(depth + 1));
            self.glue("]");
        }
        self.glue("),");
    }

    fn figure(&mut self, figure: &Figure, block: &Block) {
        self.glue("#picture-figure(");
        self.picture_arguments(&figure.picture, figure.caption.as_ref());
        self.glue(", ");
        self.id(block.id);
        self.captioned(figure.caption.as_ref(), figure.source.as_deref());
        self.glue(")");
    }

    fn chart(&mut self, chart: &Chart, block: &Block) {
        self.glue("#chart-figure(");
        self.id(block.id);
        self.captioned(chart.caption.as_ref(), chart.source.as_deref());
        self.glue("alt: ");
        let alternative =
            plain::alternative(&chart.alt, chart.caption.as_ref(), &self.document.values);
        self.argument(&alternative, block.span);
        self.glue(", ");
        self.chart_arguments(chart, block.span);
        self.glue(")");
    }

    /// `form: …, unit: …, categories: …, series: …`: what is drawn.
    pub fn chart_arguments(&mut self, chart: &Chart, span: Span) {
        let form = match chart.form {
            ChartForm::Bars => "bars",
            ChartForm::Lines => "lines",
            ChartForm::Pie => "pie",
        };
        self.glue(&format!("form: \"{form}\", unit: "));
        self.argument(&chart.unit, span);

        self.glue(", categories: (");
        for category in &chart.categories {
            self.argument(category, span);
            self.glue(", ");
        }

        self.glue("), series: (");
        for series in &chart.series {
            self.series(series, span);
        }
        self.glue(")");
    }

    fn series(&mut self, series: &Series, span: Span) {
        self.glue("(name: ");
        self.argument(&series.name, span);

        self.glue(", values: (");
        for value in &series.values {
            match value.as_ref().and_then(|value| number(&value.text)) {
                Some(number) => self.glue(&format!("{number:?}, ")),
                None => self.glue("none, "),
            }
        }

        self.glue("), labels: (");
        for value in &series.values {
            match value {
                Some(value) if value.missing.is_empty() => self.argument(&value.text, span),
                // What is still to come has no height to put a label on.
                Some(_) | None => self.glue("none"),
            }
            self.glue(", ");
        }
        self.glue(")), ");
    }

    /// `number: …, caption: […], source: […], ` as far as they are there.
    pub fn captioned(&mut self, caption: Option<&Caption>, source: Option<&[Inline]>) {
        if let Some(caption) = caption {
            self.glue("number: ");
            self.argument(&caption.number, caption.span);
            self.glue(if caption.in_annex { ", annex: true, " } else { ", " });
        }
        self.optional("caption", caption.map(|caption| caption.content.as_slice()));
        self.optional("source", source);
    }

    /// `name: […], ` if it is there.
    pub fn optional(&mut self, name: &str, content: Option<&[Inline]>) {
        if let Some(content) = content {
            self.glue(name);
            self.glue(": ");
            self.content(content);
            self.glue(", ");
        }
    }

    /// `id: <b12>, `.
    pub fn id(&mut self, id: BlockId) {
        if self.labels && id != BlockId::UNSET {
            self.glue(&format!("id: {}, ", label(id)));
        }
    }
}

fn container(within: Within) -> Within {
    match within {
        Within::Part | Within::Landscape => Within::Container(0),
        Within::Container(depth) => Within::Container(depth),
    }
}

/// The height of a bar. Only drawings take floating-point numbers; what is printed is the text.
fn number(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '%')).collect();
    digits.parse().ok().filter(|number: &f64| number.is_finite() && number.abs() < 1e15)
}
