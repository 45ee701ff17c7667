//! minijinja's output and spans to an [`Expanded`]: spans in files, markers numbered in reading
//! order, values that aren't printed left out.

use super::expanded::Expanded;
use super::failure::span_of;
use super::job::Source;
use super::markers::{Fragment, fragments, marker, without_markers};
use super::session::{Draft, Gathered, Located};
use crate::document::{
    Block, BlockId, BlockKind, Caption, Chart, ChartForm, Inline, InlineKind, Label, Series,
    ValueId,
};
use crate::source::{Mapping, Part, Sources, Span, visible};
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
    let mut finishing = Finishing { expanded: Expanded::default(), gathered };
    let mut copied = 0;

    for span in spans {
        let range = span.output_range();
        if range.start > copied {
            finishing.expanded.text.push_glue(&without_markers(&output[copied..range.start]));
        }
        copied = range.end;

        let Some(source) = sources.iter().find(|source| source.name == span.name()) else {
            finishing.expanded.text.push_glue(&without_markers(&output[range]));
            continue;
        };

        let text = &output[range];
        match span.kind() {
            OutputSpanKind::Raw => finishing.raw(text, source, span.source_range(), texts),
            _ => {
                let expression = span_of(source, span.source_range());
                finishing.expression(text, with_braces(expression, texts));
            }
        }
    }

    finishing.expanded.text.push_glue(&without_markers(&output[copied..]));
    finishing.expanded
}

/// The text of an expression as it is printed: data may hold characters that leave no mark.
fn printed_text(text: &str) -> String {
    visible(text).into_owned()
}

struct Finishing {
    expanded: Expanded,
    gathered: Gathered,
}

impl Finishing {
    /// Text outside of tags. Where a comment was taken out it comes from both sides of it: each part
    /// keeps its own origin.
    fn raw(&mut self, text: &str, source: &Source, range: Range<usize>, texts: &Sources) {
        let out = &mut self.expanded.text;
        if text.len() != range.len() {
            let origin = span_of(source, range);
            return out.push(&without_markers(text), origin, Mapping::Derived);
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

    fn expression(&mut self, text: &str, span: Span) {
        let mut printed = String::new();
        for fragment in fragments(text) {
            match fragment {
                Fragment::Text(text) => printed.push_str(&printed_text(text)),
                Fragment::Marker('v', index) => {
                    if let Some(id) = self.value(index, span) {
                        printed.push_str(&marker('v', id.0 as usize));
                    }
                }
                Fragment::Marker('c', index) => {
                    let Some(draft) = self.gathered.charts.get(index).cloned() else { continue };
                    let block = self.chart(draft, span);
                    self.expanded.charts.push(block);
                    printed.push_str(&marker('c', self.expanded.charts.len() - 1));
                }
                Fragment::Marker('p', index) => printed.push_str(&marker('p', index)),
                Fragment::Marker(..) => {}
            }
        }

        self.expanded.text.push(&printed, span, Mapping::Derived);
    }

    fn value(&mut self, index: usize, expression: Span) -> Option<ValueId> {
        let mut value = self.gathered.values.get(index)?.clone();
        value.text = printed_text(&value.text);
        self.expanded.values.push(value.into_value(expression));
        Some(ValueId(self.expanded.values.len() as u32 - 1))
    }

    fn chart(&mut self, draft: Draft, span: Span) -> Block {
        let alt = alt(&draft, &self.plain(draft.title.as_ref()));
        let caption = draft.title.map(|title| Caption {
            span: title.span,
            number: String::new(),
            in_annex: false,
            content: self.inlines(&title),
        });

        let label =
            draft.label.map(|label| Label { name: without_markers(&label.text), span: label.span });
        let source = draft.source.map(|source| self.inlines(&source));

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
        Block { id: BlockId::UNSET, span, kind: BlockKind::Chart(Box::new(chart)) }
    }

    fn inlines(&mut self, located: &Located) -> Vec<Inline> {
        let span = located.span;

        let mut list = Vec::new();
        for fragment in fragments(&located.text) {
            let kind = match fragment {
                Fragment::Text(text) => InlineKind::Text(printed_text(text)),
                Fragment::Marker('v', index) => match self.value(index, span) {
                    Some(id) => InlineKind::Value(id),
                    None => continue,
                },
                Fragment::Marker(..) => continue,
            };
            list.push(Inline { span, kind });
        }

        list
    }

    fn plain(&self, located: Option<&Located>) -> String {
        located.map_or_else(String::new, |located| self.gathered.plain(&located.text))
    }
}

/// A value as a pie draws it: nothing below zero.
fn part(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '%')).collect();
    digits.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number.max(0.0))
}

/// `（占40.7%）`, rounded as the pie's label is.
fn share(text: &str, total: f64) -> String {
    let Some(part) = part(text).filter(|part| *part > 0.0 && total > 0.0) else {
        return String::new();
    };
    let tenths = (part / total * 1000.0).round();
    if tenths == 0.0 {
        return "（占比小于0.1%）".to_owned();
    }
    format!("（占{:.1}%）", tenths / 10.0)
}

/// Title, then every series with its numbers.
fn alt(draft: &Draft, title: &str) -> String {
    // Where the values are shares, the pie prints no others.
    let is_pie = draft.form == ChartForm::Pie && draft.unit != "%";
    let rows = draft.series.iter().map(|(name, values)| {
        let total = values.iter().flatten().filter_map(|value| part(&value.text)).sum::<f64>();
        let values = values.iter().zip(&draft.categories).map(|(value, category)| match value {
            Some(value) if value.missing.is_empty() => {
                let share = if is_pie { share(&value.text, total) } else { String::new() };
                format!("{category}{}{}{share}", value.text, draft.unit)
            }
            Some(owed) => format!("{category}{}", owed.text),
            None => format!("{category}无数值"),
        });
        format!("{name}：{}", values.collect::<Vec<_>>().join("，"))
    });

    let rows = rows.collect::<Vec<_>>().join("；");
    if title.is_empty() { format!("{rows}。") } else { format!("{title}。{rows}。") }
}

/// The span of an expression widened to its `{{ }}`, where it is alone in them.
fn with_braces(expression: Span, texts: &Sources) -> Span {
    let text = texts.text(expression.file);
    let (Some(before), Some(after)) =
        (text.get(..expression.start as usize), text.get(expression.end as usize..))
    else {
        return expression;
    };

    let head = before.trim_end_matches(['-', '+']).trim_end();
    let head = head.strip_suffix("{{").or_else(|| before.trim_end().strip_suffix("{{"));
    let tail = after.trim_start();
    let closing = ["}}", "-}}", "+}}"].iter().find(|closing| tail.starts_with(**closing));

    match (head, closing) {
        (Some(head), Some(closing)) => {
            let end = text.len() - tail.len() + closing.len();
            Span::new(expression.file, head.len()..end)
        }
        _ => expression,
    }
}
