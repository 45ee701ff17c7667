//! Figures that touch in print though they don't in the chapter: `3[4](…)`, `[@tbl-抽查]2017年`.
//!
//! In: the inlines of a block. Out: the same, with a space between such figures, each reported. The
//! empty comment `<!-- -->` says that nothing is to stand between: `**1**<!-- -->380`.

use super::context::Lowering;
use super::products::MAX_REPORTED;
use crate::diag::{Code, Diagnostic};
use crate::document::digits::{begins_figure, ends_figure};
use crate::document::{Inline, InlineKind};
use crate::source::Span;

/// Where a figure comes from that begins or ends an inline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Typed,
    Code,
    /// A value of the indicators.
    Indicator,
    /// Another value, of which a template may make a figure: `20{{ 年 }}`.
    Computed,
    /// A reference, whose number is not yet known.
    Reference,
}

/// A figure that begins or ends an inline.
#[derive(Debug, Clone, Copy)]
struct Figure {
    span: Span,
    origin: Origin,
}

impl Lowering<'_, '_> {
    /// Parts the figures of a block.
    pub fn part_figures(&mut self, content: &mut Vec<Inline>) {
        let mut last = None;
        self.part_within(content, &mut last);
    }

    /// Parts the figures of a list of inlines; `last` is the figure that the text so far ends with.
    fn part_within(&mut self, content: &mut Vec<Inline>, last: &mut Option<Figure>) {
        for mut inline in std::mem::take(content) {
            let marked = !content.last().is_some_and(is_bare) || !is_bare(&inline);
            if let (Some(before), Some(after)) = (*last, self.first_figure(&inline))
                && self.are_joined(before, after, marked)
            {
                let span = between(before, after);
                self.report_joined(before, after, span);
                content.push(Inline { span, kind: InlineKind::Text(" ".to_owned()) });
                *last = None;
            }

            self.pass_inline(&mut inline, last);
            content.push(inline);
        }
    }

    /// Goes past an inline.
    fn pass_inline(&mut self, inline: &mut Inline, last: &mut Option<Figure>) {
        match &mut inline.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Link { content, .. } => self.part_within(content, last),
            InlineKind::Reference(reference) if !reference.content.is_empty() => {
                self.part_within(&mut reference.content, last);
            }
            // Its mark is small and high.
            InlineKind::Note(_) => {}
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Value(_)
            | InlineKind::Reference(_)
            | InlineKind::Picture(_)
            | InlineKind::LineBreak => *last = self.last_figure(inline),
        }
    }

    /// The figure that an inline begins with.
    fn first_figure(&self, inline: &Inline) -> Option<Figure> {
        let (text, origin) = match &inline.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Link { content, .. } => return self.first_figure(content.first()?),
            InlineKind::Reference(reference) => {
                return self.first_figure(reference.content.first()?);
            }
            _ => self.leaf(inline)?,
        };
        begins_figure(text).then_some(Figure { span: inline.span, origin })
    }

    /// The figure that an inline without others in it ends with.
    fn last_figure(&self, inline: &Inline) -> Option<Figure> {
        let ends = match &inline.kind {
            // 表6-1, （一）1.
            InlineKind::Reference(_) => Some(Origin::Reference),
            _ => self.leaf(inline).filter(|(text, _)| ends_figure(text)).map(|(_, origin)| origin),
        };
        ends.map(|origin| Figure { span: inline.span, origin })
    }

    /// What an inline prints that has no others in it.
    fn leaf<'i>(&'i self, inline: &'i Inline) -> Option<(&'i str, Origin)> {
        match &inline.kind {
            InlineKind::Text(text) => Some((text, Origin::Typed)),
            InlineKind::Code(text) => Some((text, Origin::Code)),
            InlineKind::Value(id) => {
                let value = self.values.get(id.0 as usize)?;
                let computed = value.indicators.is_empty();
                Some((&value.text, if computed { Origin::Computed } else { Origin::Indicator }))
            }
            _ => None,
        }
    }

    /// Whether two figures that follow each other stand apart in the chapter; `marked`: whether the
    /// inlines between which they meet have marks of their own.
    fn are_joined(&self, before: Figure, after: Figure, marked: bool) -> bool {
        let (start, end) = (before.span.end, after.span.start);
        let same_file = before.span.file == after.span.file;
        let joint = same_file
            && start < end
            && self
                .joints
                .range((before.span.file, start)..(before.span.file, end))
                .next()
                .is_some();
        if joint {
            return false;
        }

        match (before.origin, after.origin) {
            (Origin::Reference | Origin::Indicator, _) | (_, Origin::Indicator) => true,
            (Origin::Computed, _) | (_, Origin::Computed) => marked,
            (Origin::Code, _) | (_, Origin::Code) => true,
            (Origin::Typed, _) => same_file && start < end,
        }
    }

    fn report_joined(&mut self, before: Figure, after: Figure, span: Span) {
        if self.reported_marks >= MAX_REPORTED {
            return;
        }
        self.reported_marks += 1;

        let (message, help) = match (before.origin, after.origin) {
            (Origin::Reference, _) => {
                ("引用印成图表号，与后面的数字之间加了空格", "在中间写上文字或标点")
            }
            (Origin::Indicator | Origin::Computed, _)
            | (_, Origin::Indicator | Origin::Computed) => {
                ("取来的数值与相邻的数字会连成一个数，印出时加了空格", "在中间写上文字或标点")
            }
            (Origin::Typed | Origin::Code, _) => (
                "标记两边的数字会连成一个数，印出时加了空格",
                "在中间写上文字或标点；本是一个数的，把标记移到数的外面",
            ),
        };
        let span = if span.range().is_empty() { after.span } else { span };
        self.diagnostics.report(Diagnostic::new(Code::MistypedMarkup, span, message).help(help));
    }
}

/// Whether an inline has no marks in the chapter.
fn is_bare(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Text(_) | InlineKind::Value(_))
}

/// What stands between two figures in the chapter; nothing where they don't follow each other there.
fn between(before: Figure, after: Figure) -> Span {
    let (start, end) = (before.span.end, after.span.start);
    if before.span.file == after.span.file && start < end {
        Span { start, end, ..after.span }
    } else {
        Span { end: after.span.start, ..after.span }
    }
}
