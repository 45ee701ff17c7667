//! Tables that a reviewer put in: where they stand among the paragraphs, and the caption above them.
//!
//! In: the flows and tables of the returned copy that lie between two tables which both copies have. Out:
//! one flow without the new tables' captions, and the tables with the token before which each stands.

use super::super::flow::{Cell, Flow, Key, Paragraph, Part, Row, Table, Token, text_of};
use super::super::flow_diff::Step;
use super::comparison::Comparison;
use super::model::{CellContent, ChangeKind, FlowLocation, TableChange};
use super::table_content::{accepted_tokens, marks_of};
use crate::docx::RevisionId;
use std::collections::BTreeSet;

/// What a caption that was typed begins with, before its number.
const WORD: char = '表';

/// A table that the base doesn't have.
pub(super) struct NewTable {
    /// The token of the joined flow before which it stands.
    pub token: usize,
    caption: Vec<Token>,
    table: Table,
    /// The marks of its caption's line.
    marks: BTreeSet<RevisionId>,
}

/// Flows with the tables between them, as one flow and its tables; `known` says what the base has.
pub(super) fn with_new_tables(
    flows: &mut [Flow],
    tables: &[Table],
    known: &Flow,
) -> (Flow, Vec<NewTable>) {
    let mut whole = Flow::default();
    let mut new = Vec::new();
    let mut tables = tables.iter();
    for flow in flows {
        let mut flow = std::mem::take(flow);
        let Some(table) = tables.next() else {
            whole.append(flow);
            continue;
        };

        let (mut caption, mut marks) = (Vec::new(), BTreeSet::new());
        if let Some((rest, line)) = without_caption(&flow, known) {
            marks = marks_of(&[Part::Flow(line.clone())]);
            caption = caption_text(&line);
            flow = rest;
        }
        whole.append(flow);
        new.push(NewTable { token: whole.tokens.len(), caption, table: table.clone(), marks });
    }
    (whole, new)
}

/// A flow that ends with a new caption: what stands before it, and its line.
fn without_caption(flow: &Flow, known: &Flow) -> Option<(Flow, Flow)> {
    let last = flow.paragraphs.last()?;
    let tokens = &flow.tokens[last.tokens.clone()];
    let text = text_of(tokens);
    let is_new = tokens.iter().all(|token| token.inserted && !token.deleted)
        || (tokens.iter().all(|token| !token.inserted && !token.deleted)
            && !text_of(&known.tokens).contains(text.trim()));
    let is_caption = last.is_caption || number_length(text.trim()).is_some();
    if !last.anchors.is_empty() || !is_new || !is_caption || text.trim().is_empty() {
        return None;
    }

    let (before, line) = flow.paragraphs.split_at(flow.paragraphs.len() - 1);
    Some((part_of(flow, before), part_of(flow, line)))
}

/// Some paragraphs of a flow as a flow.
fn part_of(flow: &Flow, paragraphs: &[Paragraph]) -> Flow {
    let Some(first) = paragraphs.first() else { return Flow::default() };
    let start = first.tokens.start;
    let end = paragraphs.last().map_or(start, |last| last.tokens.end);
    let mut part =
        Flow { tokens: flow.tokens[start..end].to_vec(), paragraphs: paragraphs.to_vec() };
    for paragraph in &mut part.paragraphs {
        paragraph.tokens = paragraph.tokens.start - start..paragraph.tokens.end - start;
        for anchor in &mut paragraph.anchors {
            anchor.tokens = anchor.tokens.start - start..anchor.tokens.end - start;
        }
        paragraph.comments.iter_mut().for_each(|comment| comment.token -= start);
    }
    part
}

/// What a caption's line says behind its number.
fn caption_text(line: &Flow) -> Vec<Token> {
    let kept = line.tokens.iter().filter(|token| !token.deleted);
    let mut tokens: Vec<Token> = kept.cloned().collect();
    tokens.pop();
    caption_words(tokens)
}

/// A caption without its number.
fn caption_words(mut tokens: Vec<Token>) -> Vec<Token> {
    let text = text_of(&tokens);
    let blank = text.len() - text.trim_start().len();
    let mut skipped = blank + number_length(text.trim_start()).unwrap_or(0);
    tokens.retain(|token| {
        let is_number = skipped > 0;
        skipped = skipped.saturating_sub(token.text.len());
        !is_number
    });
    tokens
}

/// The bytes of `表6-1　`, `表：` and the like; `None` where a text doesn't begin so.
fn number_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(WORD)?;
    let is_number = |c: char| {
        c.is_ascii_digit() || matches!(c, '-' | '－' | '—' | '–' | '.' | '．') || is_blank(c)
    };
    let number = rest.trim_start_matches(is_number);
    let words = number.trim_start_matches([':', '：']).trim_start_matches(is_blank);
    let length = text.len() - words.len();
    (length > WORD.len_utf8()).then_some(length)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

impl Comparison {
    /// A new table of a flow, as one change; `base_tokens` gives the place of each returned token.
    pub(super) fn new_table(&mut self, flow: usize, new: NewTable, base_tokens: &[usize]) {
        let NewTable { token, mut caption, table, mut marks } = new;
        let location = FlowLocation { flow, token: base_tokens.get(token).copied().unwrap_or(0) };
        marks.extend(marks_of(&[Part::Table(table.clone())]));
        let mut rows: Vec<&Row> = table.rows.iter().filter(|row| !row.deleted).collect();
        if rows.is_empty() {
            self.push_marked(ChangeKind::Cancelled, marks, location);
            return;
        }

        // Tables that zishu made have their caption in a row of its own.
        let is_title = |row: &&Row| row.cells.len() == 1;
        if caption.is_empty() && rows.len() > 2 && is_title(&rows[0]) && !is_title(&rows[1]) {
            let title = accepted_tokens(&rows.remove(0).cells[0].parts);
            caption = caption_words(title);
        }

        let rows = rows.into_iter().map(new_cells).collect();
        self.push(ChangeKind::Table(TableChange::Inserted { caption, rows }), marks, location);
    }
}

fn new_cells(row: &Row) -> Vec<CellContent> {
    let cells = row.cells.iter().filter(|cell| !cell.deleted);
    let cell = |cell: &Cell| CellContent {
        text: accepted_tokens(&cell.parts),
        columns: usize::from(cell.columns.max(1)),
        continues: cell.continues,
    };
    cells.map(cell).collect()
}

/// Where a new table parts a run of changes. An end of a paragraph before the table that begins the
/// words behind it goes with them.
pub(super) fn split_at(run: &[Step], table: &NewTable, theirs: &Flow) -> usize {
    let is_behind = |step: &Step| match step {
        Step::Inserted(their) | Step::Cancelled(their) | Step::Deleted(_, Some(their)) => {
            *their >= table.token
        }
        Step::Kept(..) | Step::Deleted(_, None) => false,
    };
    let at = run.iter().position(is_behind).unwrap_or(run.len());

    let is_end = |step: &Step| matches!(step, Step::Inserted(their) if theirs.tokens[*their].key == Key::ParagraphMark);
    let is_word = |step: &Step| matches!(step, Step::Inserted(_)) && !is_end(step);
    let goes_along = at < run.len()
        && run.last().is_some_and(is_word)
        && at.checked_sub(1).is_some_and(|before| is_end(&run[before]));
    if goes_along { at - 1 } else { at }
}

/// Whether a new table stands among the changes of a run, or right behind them.
pub(super) fn stands_in(run: &[Step], table: &NewTable) -> bool {
    let last = run.iter().rev().find_map(|step| match step {
        Step::Kept(_, their) | Step::Inserted(their) | Step::Cancelled(their) => Some(*their),
        Step::Deleted(_, their) => *their,
    });
    last.is_some_and(|last| table.token <= last)
}
