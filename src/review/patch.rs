//! A change of the sent copy as edits of the chapters that it was made from.
//!
//! In: a change, the flow it stands in, the passages. Out: [`Patch`]es of the base's chapters, or why
//! there are none. What a patch does to the printed text is not assumed here: `verify` reads it back.

mod line;
mod look;
mod paragraphs;
mod refine;
mod removal;
mod rows;

use super::Role;
use super::change::{Change, What};
use super::flow::{self, Flow, Key, Shape, Token};
use super::places::{Passages, Places, Source};
use crate::document::ValueId;
use crate::docx::AsideKind;
use crate::source::{FileId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Bytes of a chapter of the base, and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Patch {
    /// The bytes; empty for an insertion.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

/// What comes of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plan {
    /// Edits, all or none of them.
    Patches(Vec<Patch>),
    /// A value of data is to be another: its text, and what it is to say.
    Request(ValueId, String, String),
    /// It can't be taken over: why.
    Refused(String),
    /// It changes nothing.
    Nothing,
    /// It goes into the list of comments.
    Listed,
}

/// What the plans of one copy are made from.
pub(super) struct Planner<'a> {
    /// The base's files.
    pub sources: &'a Sources,
    /// Its passages.
    pub passages: &'a Passages<'a>,
    /// The flows of the comparison, with their places.
    pub flows: Vec<(&'a Flow, Places)>,
    /// What was deleted elsewhere, by its text: the source to use where it was put again.
    pub moved: BTreeMap<String, String>,
    /// What was deleted elsewhere with values or marks that can't be put again.
    pub stuck: BTreeSet<String>,
}

/// So many tokens are looked through for one with a place.
const FARTHEST: usize = 4000;

/// What a new end of a paragraph is in the chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// The end of a paragraph.
    Paragraph,
    /// A line's end in a cell.
    Cell,
    /// A line's end in preformatted text.
    Code,
}

const WHOLE: &str = "引用、注号和图片要整个删去，不能改一部分，请在文稿里改";
const EDGE: &str = "页眉、页脚由版式文件排出，请看过后由统稿人在版式文件里改";
const TEXT_BOX: &str = "文本框里的字没有写明改哪一处，请看过后在文稿里改";
const STUCK: &str = "移动的文字里有数值、引用或注号，不能照样搬过去，请在文稿里移动";
const SHAPE: &str = "这处改动跨了几段，文稿里对不上，请人工改";

type Planned = Result<Vec<Patch>, Plan>;

fn refused<T>(reason: &str) -> Result<T, Plan> {
    Err(Plan::Refused(reason.to_owned()))
}

impl Planner<'_> {
    /// What comes of a change.
    pub(super) fn plan(&self, change: &Change) -> Plan {
        let planned = match &change.what {
            What::Text { deleted, inserted, shapes } => {
                let edit =
                    Edit { flow: change.place.0, deleted: deleted.clone(), inserted, shapes };
                self.text(&edit)
            }
            What::RowInserted { beside, below, cells } => self.row_inserted(*beside, *below, cells),
            What::RowDeleted(flows) => self.row_deleted(flows),
            What::Look { tokens, before, after } => {
                self.look(change.place.0, tokens, [*before, *after])
            }
            What::Other(reason, _) => refused(reason),
            What::Comment(_) => return Plan::Listed,
            What::Aside { kind: AsideKind::Header | AsideKind::Footer, .. } => refused(EDGE),
            What::Aside { kind: AsideKind::TextBox, .. } => refused(TEXT_BOX),
            What::Nothing | What::Empty => return Plan::Nothing,
        };
        match planned {
            Ok(patches) if patches.iter().all(|patch| self.is_chapter(patch.span.file)) => {
                Plan::Patches(patches)
            }
            Ok(_) => self.made(change.place.0, change.place.1),
            Err(plan) => plan,
        }
    }

    fn is_chapter(&self, file: FileId) -> bool {
        let path = self.sources.path(file);
        path.starts_with("chapters/") && path.ends_with(".md")
    }

    /// Why text that nobody typed isn't taken over.
    fn made(&self, flow: usize, at: usize) -> Plan {
        let place = self.near(flow, at).map(|span| (self.sources.path(span.file), span.file));
        let reason = match place {
            None => "封面、目录、序号由程序生成，请在 report.yaml 或标题里改",
            Some((_, file)) if self.is_chapter(file) => {
                "这段文字由这一行的表达式生成，请在文稿里改"
            }
            Some((path, _)) if path.starts_with("templates/") => "这段文字写在模板里，请改模板",
            Some(_) => "这段文字来自数据或设置文件，请在那里改",
        };
        Plan::Refused(reason.to_owned())
    }

    /// Where a change stands in the sources.
    pub(super) fn place(&self, change: &Change) -> Option<Span> {
        self.near(change.place.0, change.place.1)
    }

    /// The place of a token, or of the next one in its paragraph that has one, of the last one before
    /// it there, of the nearest one elsewhere.
    fn near(&self, flow: usize, at: usize) -> Option<Span> {
        let (text, places) = self.flows.get(flow)?;
        let at = at.min(text.tokens.len());
        let line = text.lines.get(text.line_at(at)).map_or(at..at, |line| line.tokens.clone());
        let own = (at..line.end).chain((line.start..at).rev());
        let after = (line.end.max(at)..text.tokens.len()).take(FARTHEST);
        let own = own.chain(after).chain((0..line.start.min(at)).rev().take(FARTHEST));
        own.filter_map(|token| places.source(token, self.passages).span()).next()
    }

    fn text(&self, edit: &Edit<'_>) -> Planned {
        let (flow, _) = &self.flows[edit.flow];
        let mut segments = edit.inserted.split(|token| token.key == Key::Mark);
        if segments.any(|segment| self.stuck.contains(flow::shown(segment).trim())) {
            return refused(STUCK);
        }

        let marks = flow.tokens[edit.deleted.clone()].iter().any(|token| token.key == Key::Mark);
        let new_marks = edit.inserted.iter().any(|token| token.key == Key::Mark);
        match (marks, new_marks) {
            (false, false) => self.in_line(edit),
            (false, true) => self.split(edit),
            (true, _) => self.across(edit),
        }
    }

    /// The source of tokens of one line with the marks that lie within; nothing where marks reach over
    /// its ends, or where it stands for more or was made.
    pub(super) fn source_of(&self, flow: usize, tokens: Range<usize>) -> Option<String> {
        let (text, places) = &self.flows[flow];
        let line = text.line_at(tokens.start);
        let content = text.lines[line].tokens.start..text.lines[line].tokens.end - 1;
        let block = matches!(
            self.role(flow, line),
            Some(Role::Paragraph | Role::Item(_) | Role::Heading(_))
        );
        // A whole paragraph goes with all that stands in it, and cuts through nothing.
        if !(block && tokens == content) {
            self.deletable(flow, &tokens, &[]).ok()?;
        } else if tokens.clone().any(|at| self.is_made(flow, at)) {
            return None;
        }
        let (first, last) =
            (places.glyphs(tokens.start)?, places.glyphs(tokens.end.checked_sub(1)?)?);
        let glyphs = first.1.start..last.1.end;
        let start = places.source(tokens.start, self.passages).span()?;
        let mut span = start.join(places.source(tokens.end - 1, self.passages).span()?);
        for wrap in &self.passages.get(first.0).wraps {
            let within = glyphs.start <= wrap.glyphs.start && wrap.glyphs.end <= glyphs.end;
            let apart = wrap.glyphs.end <= glyphs.start || glyphs.end <= wrap.glyphs.start;
            let around = wrap.glyphs.start <= glyphs.start && glyphs.end <= wrap.glyphs.end;
            match (within, apart || around) {
                (true, _) => span = span.join(wrap.span),
                (false, true) => {}
                (false, false) => return None,
            }
        }
        self.is_chapter(span.file).then(|| self.sources.slice(span).to_owned())
    }
}

impl Planner<'_> {
    fn is_made(&self, flow: usize, at: usize) -> bool {
        let (_, places) = &self.flows[flow];
        matches!(places.source(at, self.passages), Source::Made(_) | Source::Nowhere)
    }

    /// Whether tokens hold a value, a reference, a note's mark: more than their characters.
    pub(super) fn holds_more(&self, flow: usize, mut tokens: Range<usize>) -> bool {
        let (_, places) = &self.flows[flow];
        tokens.any(|at| {
            matches!(places.source(at, self.passages), Source::Value(..) | Source::Whole(_))
        })
    }
}

/// A replacement of tokens of a flow.
struct Edit<'a> {
    pub flow: usize,
    pub deleted: Range<usize>,
    pub inserted: &'a [Token],
    pub shapes: &'a [Shape],
}

fn new_object() -> Plan {
    Plan::Refused("新的图片、公式和脚注请在文稿里加".to_owned())
}
