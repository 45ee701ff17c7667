//! Which kind of edit a change is, and what all of them ask of the sources.

use super::super::change::{Change, ChangeKind, FlowLocation, TextPart};
use super::super::flow::{self, Flow, Key, Shape, Token};
use super::super::token_origins::{PassageIndex, PassagePart, TokenOrigins};
use super::super::{Origin, Role};
use crate::document::ValueId;
use crate::docx::AsideKind;
use crate::source::{FileId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Bytes of a chapter of the base, and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Patch {
    /// The bytes; empty for an insertion.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

/// What comes of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Plan {
    /// Edits, all or none of them.
    Patches(Vec<Patch>),
    /// A value of data is to be another.
    Request {
        value: ValueId,
        before: String,
        /// What it is to say.
        after: String,
    },
    /// It can't be taken over: why.
    Refused(String),
    /// It changes nothing.
    Nothing,
    /// It goes into the list of comments.
    Listed,
}

/// What the plans of one copy are made from.
pub(in super::super) struct Planner<'a> {
    /// The base's files.
    pub sources: &'a Sources,
    pub passages: &'a PassageIndex<'a>,
    /// The returned copy's pictures.
    pub media: &'a BTreeMap<String, Vec<u8>>,
    /// The flows of the comparison.
    pub flows: Vec<PlannedFlow<'a>>,
    /// What was deleted elsewhere, by its text: the source to use where it was put again.
    pub moved: BTreeMap<String, String>,
    /// What was deleted elsewhere with values or marks that can't be put again.
    pub stuck: BTreeSet<String>,
}

/// A flow of the comparison, and where its tokens come from.
pub(in super::super) struct PlannedFlow<'a> {
    pub flow: &'a Flow,
    pub origins: TokenOrigins,
}

impl PlannedFlow<'_> {
    /// Whether a paragraph begins with a token.
    pub fn begins_paragraph(&self, token: usize) -> bool {
        self.flow.paragraphs[self.flow.paragraph_index(token)].tokens.start == token
    }
}

/// The planner at work on one flow.
#[derive(Clone, Copy)]
pub(in super::super) struct FlowPlanner<'p> {
    pub planner: &'p Planner<'p>,
    pub index: usize,
    pub flow: &'p Flow,
    pub origins: &'p TokenOrigins,
}

/// Maximum number of tokens that are looked through for one with an origin.
const MAX_DISTANCE: usize = 4000;

/// What a new end of a paragraph is in the chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Breaks {
    /// The end of a paragraph.
    Paragraph,
    /// A line's end in a cell.
    Cell,
    /// A line's end in preformatted text.
    Code,
}

pub(super) const WHOLE: &str = "引用、注号和图片要整个删去，不能改一部分，请在文稿里改";
const EDGE: &str = "页眉、页脚由版式文件排出，请看过后由统稿人在版式文件里改";
const TEXT_BOX: &str = "文本框里的字没有写明改哪一处，请看过后在文稿里改";
const STUCK: &str = "移动的文字里有数值、引用或注号，不能照样搬过去，请在文稿里移动";
pub(super) const SHAPE: &str = "这处改动跨了几段，文稿里对不上，请人工改";

pub(super) type Planned = Result<Vec<Patch>, Plan>;

pub(super) fn refused<T>(reason: &str) -> Result<T, Plan> {
    Err(Plan::Refused(reason.to_owned()))
}

pub(super) fn new_object() -> Plan {
    Plan::Refused("新的图片、公式和脚注请在文稿里加".to_owned())
}

/// A replacement of tokens of a flow.
pub(super) struct Edit<'a> {
    pub deleted: Range<usize>,
    pub inserted: &'a [Token],
    pub shapes: &'a [Shape],
    /// The parts that were marked, where there are several.
    pub parts: &'a [TextPart],
}

impl Edit<'_> {
    /// The new text by paragraphs.
    pub(super) fn segments(&self) -> Vec<&[Token]> {
        self.inserted.split(|token| token.key == Key::ParagraphMark).collect()
    }

    /// The shapes of the new paragraphs after the first one.
    pub(super) fn later_shapes(&self) -> &[Shape] {
        self.shapes.get(1..).unwrap_or_default()
    }
}

impl Planner<'_> {
    /// What comes of a change.
    pub(in super::super) fn plan(&self, change: &Change) -> Plan {
        let FlowLocation { flow, token } = change.location;
        let planned = match &change.kind {
            ChangeKind::Text { deleted, inserted, shapes, parts } => {
                self.at(flow).text(&Edit { deleted: deleted.clone(), inserted, shapes, parts })
            }
            ChangeKind::RowInserted { beside, below, cells } => {
                self.row_inserted(*beside, *below, cells)
            }
            ChangeKind::RowDeleted(flows) => self.row_deleted(flows),
            ChangeKind::Table(table) => self.table_changed(table, change.location),
            ChangeKind::Format { tokens, before, after } => {
                self.at(flow).reformatted(tokens, *before, *after)
            }
            ChangeKind::Link { tokens, before, after } => {
                self.at(flow).linked(tokens, before.as_deref(), after.as_deref())
            }
            ChangeKind::Shape { before, after } => self.at(flow).reshaped(token, *before, *after),
            ChangeKind::Picture(picture) => self.at(flow).exchanged(token, picture),
            ChangeKind::Other(reason, _) => refused(reason),
            ChangeKind::Comment(_) => return Plan::Listed,
            ChangeKind::Aside { kind: AsideKind::Header | AsideKind::Footer, .. } => refused(EDGE),
            ChangeKind::Aside { kind: AsideKind::TextBox, .. } => refused(TEXT_BOX),
            ChangeKind::Cancelled | ChangeKind::Wordless => return Plan::Nothing,
        };

        match planned {
            Ok(patches) if patches.iter().all(|patch| self.is_chapter(patch.span.file)) => {
                Plan::Patches(patches)
            }
            Ok(_) => self.untyped(flow, token),
            Err(plan) => plan,
        }
    }

    /// The bytes of its chapter that a reviewer marked as one change within a paragraph, with those that
    /// its patches take: what others do there meets all of them. `None` for what changes whole blocks.
    pub(in super::super) fn stretch(&self, change: &Change, patches: &[Patch]) -> Option<Span> {
        let ChangeKind::Text { deleted, inserted, .. } = &change.kind else { return None };
        let at = self.at(change.location.flow);
        let paragraph = at.flow.paragraphs.get(at.flow.paragraph_index(deleted.start))?;
        let is_block = *deleted == paragraph.content() && inserted.is_empty();
        let breaks = |token: &Token| token.key == Key::ParagraphMark;
        let mut replaced = at.flow.tokens[deleted.clone()].iter().chain(inserted);
        if is_block || replaced.any(breaks) {
            return None;
        }

        let marked = deleted.clone().filter_map(|token| at.origin(token)?.source_span());
        let mut spans = patches.iter().map(|patch| patch.span).chain(marked);
        let first = spans.next()?;
        spans.try_fold(first, |whole, span| (span.file == whole.file).then(|| whole.join(span)))
    }

    pub(in super::super) fn is_chapter(&self, file: FileId) -> bool {
        let path = self.sources.path(file);
        path.starts_with("chapters/") && path.ends_with(".md")
    }

    /// Why text that nobody typed isn't taken over.
    pub(super) fn untyped(&self, flow: usize, token: usize) -> Plan {
        let file = self.nearest_span(flow, token).map(|span| span.file);
        let reason = match file {
            None => "封面、目录、序号由程序生成，请在 report.yaml 或标题里改",
            Some(file) if self.is_chapter(file) => "这段文字由这一行的表达式生成，请在文稿里改",
            Some(file) if self.sources.path(file).starts_with("templates/") => {
                "这段文字写在模板里，请改模板"
            }
            Some(_) => "这段文字来自数据或设置文件，请在那里改",
        };
        Plan::Refused(reason.to_owned())
    }

    /// Where a change stands in the sources.
    pub(in super::super) fn span(&self, change: &Change) -> Option<Span> {
        self.nearest_span(change.location.flow, change.location.token)
    }

    /// The span of a token, or of the next one in its paragraph that has one, of the last one before
    /// it there, of the nearest one elsewhere.
    fn nearest_span(&self, flow: usize, token: usize) -> Option<Span> {
        let PlannedFlow { flow, origins } = self.flows.get(flow)?;
        let length = flow.tokens.len();
        let token = token.min(length);
        let paragraph = flow.paragraphs.get(flow.paragraph_index(token));
        let Range { start, end } = paragraph.map_or(token..token, |one| one.tokens.clone());

        let inside = (token..end).chain((start..token).rev());
        let after = (end.max(token)..length).take(MAX_DISTANCE);
        let before = (0..start.min(token)).rev().take(MAX_DISTANCE);
        let mut nearest = inside.chain(after).chain(before);
        nearest.find_map(|token| origins.of(token, self.passages)).map(Origin::span)
    }

    /// The planner at work on one of the flows.
    pub(in super::super) fn at(&self, index: usize) -> FlowPlanner<'_> {
        let PlannedFlow { flow, origins } = &self.flows[index];
        FlowPlanner { planner: self, index, flow, origins }
    }
}

impl FlowPlanner<'_> {
    /// Why text that nobody typed isn't taken over.
    pub(super) fn untyped(&self, token: usize) -> Plan {
        self.planner.untyped(self.index, token)
    }

    fn text(&self, edit: &Edit<'_>) -> Planned {
        let mut segments = edit.segments().into_iter();
        if segments.any(|segment| self.planner.stuck.contains(flow::text_of(segment).trim())) {
            return refused(STUCK);
        }

        let is_mark = |token: &Token| token.key == Key::ParagraphMark;
        let tokens = &self.flow.tokens[edit.deleted.clone()];
        if tokens.iter().any(is_mark) {
            self.across(edit)
        } else if edit.inserted.iter().any(is_mark) {
            self.split(edit)
        } else {
            self.in_paragraph(edit)
        }
    }

    /// The source of tokens of one paragraph with the marks that lie within; nothing where marks reach
    /// over its ends, or where it stands for more or was made.
    pub(in super::super) fn source_of(&self, tokens: Range<usize>) -> Option<String> {
        let FlowPlanner { planner, flow, origins, .. } = *self;
        let paragraph = flow.paragraph_index(tokens.start);
        let is_block = matches!(
            self.role(paragraph),
            Some(Role::Paragraph | Role::Item(_) | Role::Heading(_))
        );
        // A whole paragraph goes with all that stands in it, and cuts through nothing.
        if !(is_block && tokens == flow.paragraphs[paragraph].content()) {
            self.check_deletable(&tokens, &[]).ok()?;
        } else if tokens.clone().any(|token| self.is_generated(token)) {
            return None;
        }

        let last = tokens.end.checked_sub(1)?;
        let PassagePart { passage, bytes } = origins.part(tokens.start)?;
        let bytes = bytes.start..origins.part(last)?.bytes.end;
        let start = origins.of(tokens.start, planner.passages)?.span();
        let mut span = start.join(origins.of(last, planner.passages)?.span());

        for wrap in &planner.passages.get(*passage).wraps {
            let within = bytes.start <= wrap.bytes.start && wrap.bytes.end <= bytes.end;
            let apart = wrap.bytes.end <= bytes.start || bytes.end <= wrap.bytes.start;
            let around = wrap.bytes.start <= bytes.start && bytes.end <= wrap.bytes.end;
            if within {
                span = span.join(wrap.span);
            } else if !apart && !around {
                return None;
            }
        }
        planner.is_chapter(span.file).then(|| planner.sources.slice(span).to_owned())
    }

    pub(super) fn is_generated(&self, token: usize) -> bool {
        matches!(self.origin(token), Some(Origin::Generated(_)) | None)
    }

    /// Where a token comes from.
    pub(in super::super) fn origin(&self, token: usize) -> Option<Origin> {
        self.origins.of(token, self.planner.passages)
    }

    /// Whether tokens hold a value, a reference, a note's mark: more than their characters.
    pub(in super::super) fn holds_more(&self, mut tokens: Range<usize>) -> bool {
        tokens.any(|token| matches!(self.origin(token), Some(Origin::Value(..) | Origin::Whole(_))))
    }

    pub(super) fn role(&self, paragraph: usize) -> Option<Role> {
        self.passage_index(paragraph).map(|passage| self.planner.passages.get(passage).role)
    }

    /// The passage that a paragraph is.
    pub(super) fn passage_index(&self, paragraph: usize) -> Option<usize> {
        self.origins.paragraphs.get(paragraph).copied().flatten()
    }
}
