//! minijinja's output and spans to an [`Expanded`]: places in files, markers numbered in reading
//! order, values that are nowhere shown left out.

use super::failure::span_of;
use super::job::Source;
use super::session::{Draft, Gathered, Piece, marker, pieces};
use super::{Expanded, MARKER_CLOSE, MARKER_OPEN};
use crate::document::{
    Block, BlockId, BlockKind, Caption, Chart, Inline, InlineKind, Label, Series, ValueId,
};
use crate::source::{MappedText, Mapping, Part, Sources, Span, visible};
use minijinja::{OutputSpan, OutputSpanKind};
use std::ops::Range;

/// Builds the result.
pub(super) fn finish(
    output: &str,
    spans: &[OutputSpan],
    sources: &[Source],
    gathered: Gathered,
    texts: &Sources,
) -> Expanded {
    let expanded = Expanded { text: MappedText::new(), values: Vec::new(), charts: Vec::new() };
    let mut finishing = Finishing { expanded, gathered };
    let mut at = 0;
    for span in spans {
        let range = span.output_range();
        if range.start > at {
            finishing.expanded.text.push_glue(&without_markers(&output[at..range.start]));
        }
        at = range.end;
        let Some(source) = sources.iter().find(|source| source.name == span.name()) else {
            finishing.expanded.text.push_glue(&without_markers(&output[range]));
            continue;
        };
        let text = &output[range];
        match span.kind() {
            OutputSpanKind::Raw => finishing.raw(text, source, span.source_range(), texts),
            _ => {
                let place = span_of(source, span.source_range());
                finishing.expression(text, with_braces(place, texts));
            }
        }
    }
    finishing.expanded.text.push_glue(&without_markers(&output[at..]));
    finishing.expanded
}

fn without_markers(text: &str) -> String {
    text.replace([MARKER_OPEN, MARKER_CLOSE], "")
}

/// What an expression gave, as it is printed: the data may hold characters that leave no mark.
fn printed_text(text: &str) -> String {
    visible(text).into_owned()
}

struct Finishing {
    expanded: Expanded,
    gathered: Gathered,
}

impl Finishing {
    /// Text outside of tags. Where a comment was taken out it comes from both sides of it: each part
    /// keeps its own place.
    fn raw(&mut self, text: &str, source: &Source, range: Range<usize>, texts: &Sources) {
        let out = &mut self.expanded.text;
        if text.len() != range.len() {
            let place = span_of(source, range);
            return out.push(&without_markers(text), place, Mapping::Derived);
        }
        for Part { range: part, origin } in source.mapped.parts(range.clone()) {
            let Some(text) = text.get(part.start - range.start..part.end - range.start) else {
                continue;
            };
            match origin {
                Some((span, mapping)) => {
                    let exact = mapping == Mapping::Exact && texts.slice(span) == text;
                    let mapping = if exact { Mapping::Exact } else { Mapping::Derived };
                    out.push(&without_markers(text), span, mapping);
                }
                None => out.push_glue(&without_markers(text)),
            }
        }
    }

    fn expression(&mut self, text: &str, place: Span) {
        let mut printed = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => printed.push_str(&printed_text(text)),
                Piece::Marker('v', index) => {
                    if let Some(id) = self.value(index, place) {
                        printed.push_str(&marker('v', id.0 as usize));
                    }
                }
                Piece::Marker('c', index) => {
                    let Some(draft) = self.gathered.charts.get(index).cloned() else { continue };
                    let block = self.chart(draft, place);
                    self.expanded.charts.push(block);
                    printed.push_str(&marker('c', self.expanded.charts.len() - 1));
                }
                Piece::Marker('p', index) => printed.push_str(&marker('p', index)),
                Piece::Marker(..) => {}
            }
        }
        self.expanded.text.push(&printed, place, Mapping::Derived);
    }

    fn value(&mut self, index: usize, place: Span) -> Option<ValueId> {
        let mut entry = self.gathered.entries.get(index)?.clone();
        entry.text = printed_text(&entry.text);
        self.expanded.values.push(entry.into_value(place));
        Some(ValueId(self.expanded.values.len() as u32 - 1))
    }

    fn chart(&mut self, draft: Draft, place: Span) -> Block {
        let alt = alt(&draft, &self.plain(draft.title.as_ref()));
        let content = draft.title.map(|(text, span)| (self.inlines(&text, span), span));
        let caption =
            content.map(|(content, span)| Caption { span, number: String::new(), content });
        let label = draft.label.map(|(name, span)| Label { name: without_markers(&name), span });
        let source = draft.source.map(|(text, span)| self.inlines(&text, span));
        let series = draft.series.into_iter().map(|(name, values)| Series { name, values });
        let chart = Chart {
            caption,
            label,
            source,
            form: draft.form,
            unit: draft.unit,
            categories: draft.categories,
            series: series.collect(),
            alt,
        };
        Block { id: BlockId::UNSET, span: place, kind: BlockKind::Chart(Box::new(chart)) }
    }

    fn inlines(&mut self, text: &str, span: Span) -> Vec<Inline> {
        let mut list = Vec::new();
        for piece in pieces(text) {
            let kind = match piece {
                Piece::Text(text) => InlineKind::Text(printed_text(text)),
                Piece::Marker('v', index) => match self.value(index, span) {
                    Some(id) => InlineKind::Value(id),
                    None => continue,
                },
                Piece::Marker(..) => continue,
            };
            list.push(Inline { span, kind });
        }
        list
    }

    fn plain(&self, text: Option<&(String, Span)>) -> String {
        text.map_or_else(String::new, |(text, _)| self.gathered.plain(text))
    }
}

/// Title, then every series with its numbers.
fn alt(draft: &Draft, title: &str) -> String {
    let rows = draft.series.iter().map(|(name, values)| {
        let values = values.iter().zip(&draft.categories).map(|(value, category)| match value {
            Some(value) if value.missing.is_empty() => {
                format!("{category}{}{}", value.text, draft.unit)
            }
            Some(owed) => format!("{category}{}", owed.text),
            None => format!("{category}无数值"),
        });
        format!("{name}：{}", values.collect::<Vec<_>>().join("，"))
    });
    let rows = rows.collect::<Vec<_>>().join("；");
    if title.is_empty() { format!("{rows}。") } else { format!("{title}。{rows}。") }
}

/// The place of an expression widened to its `{{ }}`, where it stands alone in them.
fn with_braces(place: Span, texts: &Sources) -> Span {
    let text = texts.text(place.file);
    let (Some(before), Some(after)) =
        (text.get(..place.start as usize), text.get(place.end as usize..))
    else {
        return place;
    };
    let head = before.trim_end_matches(['-', '+']).trim_end();
    let head = head.strip_suffix("{{").or_else(|| before.trim_end().strip_suffix("{{"));
    let tail = after.trim_start();
    let closed = ["}}", "-}}", "+}}"].iter().find(|close| tail.starts_with(**close));
    let (Some(head), Some(closed)) = (head, closed) else { return place };
    let end = text.len() - tail.len() + closed.len();
    Span::new(place.file, head.len()..end)
}
